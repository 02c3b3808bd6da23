package plan

import (
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Options is what is known beside the plan.
type Options struct {
	Region string // the region of provider blocks that take theirs from the environment; "" if that is not known
	Source Source // the configuration that the plan was made from; nil if it is not at hand
	// Boundaries are those that residency provider blocks declare, by Declared.Block: with several populations they say which
	// one the blocks' resources are of.
	Boundaries map[string]*boundary.Boundary
	// Shared is what the plans judged before use, and notes what this one does; nil where there is one plan only.
	Shared *Shared
	// Guard judges the guards of a plan, all at once, for some faults are in what several of them do together; nil leaves them
	// undecided. A finding has the address of its guard; one that is inside or global is a remark. There is nothing to say of
	// a guard that does what it says. Package guard has it.
	Guard func(b *boundary.Boundary, now time.Time, all []Guard) []boundary.Finding
}

// Doubt is a reason for undecided that is no fact about one place.
type Doubt struct {
	Rule      string
	Attribute string
	Message   string // full sentences
}

// ResourceFacts is what the plan says of one managed resource instance.
type ResourceFacts struct {
	Address  string
	Type     string
	Provider string // full name, such as registry.terraform.io/oracle/oci
	Action   Action
	Scope    Scope
	Region   string // where it is for certain, "" if it has no region or that is not certain
	Facts    []boundary.Fact
	// Tentative is what a reference suggests and an identifier contradicts. It counts only where it is outside.
	Tentative []boundary.Fact
	Doubts    []Doubt
	Guards    []Guard
	Foreign   bool // it is another provider's: there are no facts of it
	Utility   bool // it is of a provider that keeps no data anywhere
	Claimed   bool // its region is the one that the options gave
	Remarks   []boundary.Finding

	claims string // the exception that it claims
	block  string // its provider block
	uses   []use  // what it uses that another population must not
}

// Facts returns what the plan says of each managed resource, sorted by address.
func (p *Plan) Facts(o Options) []ResourceFacts { return p.facts(p.resolver(o)) }

func (p *Plan) facts(r *resolver) []ResourceFacts {
	out := make([]ResourceFacts, 0, len(p.changes))
	p.each(r, func(f *ResourceFacts) {
		kept := *f
		kept.Facts = slices.Clone(f.Facts)
		out = append(out, kept)
	})
	return out
}

// each calls visit with the facts of every resource, by address. They are not kept: those of a large plan take much room.
func (p *Plan) each(r *resolver, visit func(*ResourceFacts)) {
	var f ResourceFacts
	for rest := p.byAddress; len(rest) > 0; {
		changes := ofOne(rest, rest[0].address)
		f = r.resource(changes, f.Facts[:0])
		visit(&f)
		rest = rest[len(changes):]
	}
}

// resource puts together what is planned for a resource, what becomes of deposed objects of it, and what has drifted. The
// facts are appended to a slice that is empty.
func (r *resolver) resource(changes []*change, facts []boundary.Fact) ResourceFacts {
	first := changes[0]
	out := ResourceFacts{
		Address: first.address, Type: first.typ.name, Provider: first.provider, Action: first.action, Scope: first.typ.scope,
		Foreign: first.typ.kind == foreign, Utility: first.typ.kind == utility, Facts: facts,
	}
	if out.Foreign || out.Utility {
		return out
	}
	for _, c := range changes {
		if c.source == drifted && len(out.Facts) > 0 {
			out.Facts = append(out.Facts, r.drift(c, out.Facts)...)
			out.Guards = drifting(out.Guards, c.guards())
			continue
		}
		r.planned(c, &out)
	}
	r.describe(first, &out)
	r.claimedException(first, &out)
	if r.split {
		out.block, out.uses = first.block(), r.uses(first)
	}
	return out
}

// block is the key of a resource's provider block.
func (c *change) block() string {
	if c.resource == nil {
		return ""
	}
	return c.resource.providerKey
}

// rank orders what is said of one address: the object itself, deposed ones, drift.
func (c *change) rank() int {
	switch {
	case c.source == drifted:
		return 2
	case c.deposed:
		return 1
	}
	return 0
}

func (r *resolver) planned(c *change, out *ResourceFacts) {
	before := r.claimed
	r.claimed = false
	out.Facts = r.facts(c, out.Facts)
	out.Claimed = out.Claimed || r.usesClaim(c)
	r.claimed = before || r.claimed
	if p := r.place(c); p != nil && p.tentative != nil && c.action != Delete {
		f := c.fact(p)
		f.Attribute, f.Place = "", *p.tentative
		out.Tentative = append(out.Tentative, f)
	}
	if p := r.place(c); p != nil && p.contradiction != "" && c.action != Delete {
		out.Doubts = append(out.Doubts, Doubt{ruleContradicted, p.others[0].attribute, p.contradiction})
	}
	out.Guards = append(out.Guards, c.guards()...)
	if c.cut {
		out.Doubts = append(out.Doubts, Doubt{ruleNoChange, "", "The plan does not say all of what becomes of it, so it cannot be judged. Make the plan again, and leave it whole (rule " + ruleNoChange + ")."})
	}
}

// usesClaim says whether a resource's place is the region that the options gave.
func (r *resolver) usesClaim(c *change) bool {
	if r.options.Region == "" || c.resource == nil || c.typ.scope == GlobalType {
		return false
	}
	p := r.p.providers[c.resource.providerKey]
	return p == nil || p.region == nil || isNull(p.region.constant) && len(p.region.references) == 0
}

// describe says where the resource is, if that is certain.
func (r *resolver) describe(c *change, out *ResourceFacts) {
	if p := r.place(c); p != nil && !p.place.Deferred && p.place.Location.Kind == region.Regional && p.contradiction == "" {
		out.Region = p.place.Location.Region.Name
	}
}

// facts appends the facts of one change.
func (r *resolver) facts(c *change, to []boundary.Fact) []boundary.Fact {
	p := r.place(c)
	if p == nil {
		p = &placed{place: boundary.Place{Deferred: true, Evidence: "references that lead in a circle"}}
	}
	base := c.fact(p)
	start, out := len(to), append(to, base)
	for _, o := range p.others {
		f := base
		f.Attribute, f.Place = o.attribute, o.place
		if o.host {
			f.Kind, f.From = boundary.Copy, base.Place
		}
		out = append(out, f)
	}
	out = append(out, c.flows(base, c.current())...)
	if c.action != Delete && c.action != Forget {
		out = append(out, r.unknownFlows(c, base)...)
		out = append(out, c.former(base, out[start:])...)
	}
	if c.action == Delete {
		for i := range out[start:] {
			out[start+i].Leaving = true
		}
	}
	return out
}

func (c *change) fact(p *placed) boundary.Fact {
	said := c.claims
	if c.action == Delete || c.action == Forget {
		said = c.beforeClaims
	}
	return boundary.Fact{
		Address: c.address, Type: c.typ.name, Attribute: p.attribute, Kind: boundary.Placement, Place: p.place,
		Compartment: said.compartment, Class: said.class, Exception: said.exception,
	}
}

// former is what the values before say and the ones after do not. It leaves; but what is forgotten stays, and what the
// plan does not know yet may stay.
func (c *change) former(base boundary.Fact, now []boundary.Fact) []boundary.Fact {
	if len(c.before) == 0 {
		return nil
	}
	var out []boundary.Fact
	for _, f := range append(c.formerPlace(base), c.flows(base, c.before)...) {
		if said(now, f) {
			continue
		}
		n := c.typ.root.at(f.Attribute)
		stays := c.action == Reuse || c.action == Other || c.action == Update && n != nil && c.isUnknown(n)
		f.Leaving = !stays
		out = append(out, f)
	}
	return out
}

// formerPlace is where a resource was that is replaced or given up for a new one.
func (c *change) formerPlace(base boundary.Fact) []boundary.Fact {
	if c.action != Replace && c.action != Reuse {
		return nil
	}
	for _, v := range c.before {
		if c.decides(v.node.path) && v.where != nil && v.where.Kind != region.Global {
			f := base
			f.Attribute, f.Place = v.node.path, v.place()
			return []boundary.Fact{f}
		}
	}
	if c.action == Reuse {
		f := base
		f.Attribute, f.Place = "", boundary.Place{Evidence: "the state, from which it is forgotten"}
		return []boundary.Fact{f}
	}
	return nil
}

// said says whether a fact has been stated already.
func said(facts []boundary.Fact, f boundary.Fact) bool {
	return slices.ContainsFunc(facts, func(o boundary.Fact) bool {
		return o.Kind == f.Kind && o.Attribute == f.Attribute && o.Place.Location == f.Place.Location && o.From.Location == f.From.Location && o.Place.Anywhere == f.Place.Anywhere
	})
}

// drift is what was seen outside Terraform and what the plan does not say itself.
func (r *resolver) drift(c *change, known []boundary.Fact) []boundary.Fact {
	var out []boundary.Fact
	for _, f := range c.flows(known[0], c.after) {
		f.Leaving = known[0].Leaving
		if !said(known, f) && !said(out, f) {
			out = append(out, f)
		}
	}
	return out
}
