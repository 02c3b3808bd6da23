package plan

import (
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// hearing holds one plan against one boundary or several.
type hearing struct {
	boundaries []*boundary.Boundary
	now        time.Time
	options    Options
	plan       *Plan
	resolver   *resolver
	facts      []ResourceFacts                        // of all resources, where there are several populations; else they go by
	guarded    []map[string][]boundary.Finding        // by boundary, and the address of the guard
	shared     map[string][]boundary.Finding          // by address
	known      []map[boundary.Fact][]boundary.Finding // by boundary: what is found of facts, whatever their address; nil where the address matters
	found      []boundary.Finding                     // of the resource that is being judged
	every      []int                                  // the indices of all boundaries
	governing  map[string][]int                       // of resources that not every boundary governs, the indices of those that do
}

func (p *Plan) hearing(boundaries []*boundary.Boundary, now time.Time, o Options) *hearing {
	r := p.resolver(o)
	r.split = len(boundaries) > 1
	h := &hearing{boundaries: boundaries, now: now, options: o, plan: p, resolver: r, governing: map[string][]int{}}
	guards := p.guards(r)
	for i, b := range boundaries {
		h.every = append(h.every, i)
		h.guarded = append(h.guarded, o.guarded(b, now, guards))
		var known map[boundary.Fact][]boundary.Finding
		if len(b.Classes())+len(b.Exceptions()) == 0 {
			known = map[boundary.Fact][]boundary.Finding{}
		}
		h.known = append(h.known, known)
	}
	if r.split {
		h.facts = p.facts(r)
		for i := range h.facts {
			h.governing[h.facts[i].Address] = h.populationsOf(&h.facts[i])
		}
		h.agree()
		h.shared = h.sharing()
	}
	return h
}

// each calls visit with every resource, by address.
func (h *hearing) each(visit func(*ResourceFacts)) {
	if h.facts == nil {
		h.plan.each(h.resolver, visit)
		return
	}
	for i := range h.facts {
		visit(&h.facts[i])
	}
}

// resource judges one resource by the boundaries that govern it. The strictest counts.
func (h *hearing) resource(f *ResourceFacts, out *Report) {
	var j Judged
	governing := h.governs(f)
	found := func(i int) []boundary.Finding {
		if len(h.shared) == 0 {
			return h.guarded[i][f.Address]
		}
		return slices.Concat(h.guarded[i][f.Address], h.shared[f.Address])
	}
	for n, i := range governing {
		b := h.boundaries[i]
		one := h.judge(f, i, found(i))
		one.Boundary = b.Name()
		if n == 0 || one.Verdict.Compare(j.Verdict) < 0 || j.Ungoverned && !one.Ungoverned {
			j = one
		}
	}
	out.Remarks = append(out.Remarks, remarks(h.guarded[governing[0]][f.Address])...)
	out.Remarks = append(out.Remarks, f.Remarks...)
	out.Resources = append(out.Resources, j)
	out.Findings = append(out.Findings, j.Findings...)
	out.Summary[j.Verdict]++
	if j.Ungoverned {
		out.Ungoverned[f.Provider]++
	}
	if f.Claimed {
		out.Claimed = h.options.Region
	}
}

// findings judges a fact, whatever its address. Most facts are like others but for that.
func (h *hearing) findings(i int, fact boundary.Fact) []boundary.Finding {
	const most = 50_000
	if h.known[i] == nil {
		return h.boundaries[i].Findings(fact, h.now)
	}
	key := fact
	key.Address, key.Compartment = "", ""
	found, ok := h.known[i][key]
	if !ok {
		found = h.boundaries[i].Findings(key, h.now)
		if len(h.known[i]) < most {
			h.known[i][key] = found
		}
	}
	return found
}

// governs returns the boundaries that a resource is held against.
func (h *hearing) governs(f *ResourceFacts) []int {
	if of, ok := h.governing[f.Address]; ok && len(of) > 0 {
		return of
	}
	return h.every
}

// declared is what is wrong with the boundaries' own exceptions, and with where the tool keeps its data.
func (h *hearing) declared(o Options) []boundary.Finding {
	var out []boundary.Finding
	for _, b := range h.boundaries {
		out = append(out, b.Audit(h.now)...)
	}
	return append(out, h.tooling(o)...)
}

// unused are the remarks on exceptions that are in force and that nothing in the plan needed.
func (h *hearing) unused(found []boundary.Finding) []boundary.Finding {
	used := map[string]bool{}
	for _, f := range found {
		used[f.Exception] = true
	}
	var out []boundary.Finding
	for _, b := range h.boundaries {
		for _, name := range b.Exceptions() {
			if used[name] || !b.InForce(name, h.now) {
				continue
			}
			out = append(out, boundary.Finding{
				Rule: ruleUnused, Verdict: boundary.GlobalOK, Attribute: `exceptions["` + name + `"]`, Exception: name,
				Message: "Nothing in this plan needs the exception " + quoted(name) + " of the boundary " + quoted(b.Name()) +
					". Where no other plan needs it either, remove it (rule " + ruleUnused + ").",
			})
		}
	}
	return out
}
