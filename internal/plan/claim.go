package plan

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// claim is the region that a provider block gives to its resources. A claim that is not certain is deferred: it is what
// the region may be.
type claim struct{ place boundary.Place }

func (c claim) certain() bool {
	return !c.place.Deferred && c.place.Location.Kind == region.Regional
}

// claim returns the claim of a resource's provider block.
func (r *resolver) claim(c *change) claim {
	if c.resource == nil {
		return claim{boundary.Place{Evidence: "the plan, whose configuration no longer has the resource"}}
	}
	key := c.resource.providerKey
	if known, ok := r.claims[key]; ok {
		return known
	}
	out := r.claimOf(key, c.provider)
	r.claims[key] = out
	return out
}

func (r *resolver) claimOf(key, fullName string) claim {
	if key == "" {
		return claim{boundary.Place{Deferred: true, Evidence: "the plan, which names no provider block for it"}}
	}
	name := "the provider block " + `"` + blockName(key) + `"`
	p := r.p.providers[key]
	if p == nil {
		// A block of a module that the plan does not resolve may be any of the blocks of that provider.
		if strings.Contains(key, ":") && r.p.hasProvider(fullName) {
			return claim{boundary.Place{Deferred: true, Evidence: name + ", which the plan does not resolve"}}
		}
		return r.environment("the environment, for no provider block " + `"` + blockName(key) + `" gives a region`)
	}
	m := r.p.root.find(p.module)
	if m == nil {
		return claim{boundary.Place{Deferred: true, Evidence: name + ", which is in no module of the plan"}}
	}
	s := scope{module: m}
	found := r.text(p.region, s, p.block(), "region", nil)
	if found.null && found.certain || found.certain && found.texts[0] == "" {
		return r.trusted(p, s, r.environment("the environment, for "+name+" gives no region"))
	}
	return r.trusted(p, s, claim{found.place(name, p.region)})
}

// environment is the claim of a block without a region.
func (r *resolver) environment(evidence string) claim {
	if r.options.Region == "" {
		return claim{boundary.Place{Deferred: true, Evidence: evidence}}
	}
	r.claimed = true
	l := region.Find(r.options.Region)
	return claim{boundary.Place{Location: due(l, r.options.Region), Evidence: "the region that was given for " + evidence}}
}

// place is where an expression for a region leads. What does not look like a region's name is kept only if it is certain.
func (f resolved) place(name string, e *expression) boundary.Place {
	if f.certain {
		l := due(region.Find(f.texts[0]), f.texts[0])
		if f.secret && l.Kind != region.Regional {
			l = region.Location{Kind: region.Unknown, Reason: "its value is sensitive, and names no region of the table"}
		}
		return boundary.Place{Location: l, Evidence: name}
	}
	evidence := name
	if e != nil && len(e.references) > 0 {
		evidence += ", whose region is an expression of " + listOf(e.references)
	}
	var candidates []region.Location
	for _, t := range f.texts {
		if l := region.Find(t); l.Kind == region.Regional && !slices.Contains(candidates, l) {
			candidates = append(candidates, l)
		}
	}
	if len(candidates) != 1 {
		return boundary.Place{Deferred: true, Evidence: evidence}
	}
	return boundary.Place{Location: candidates[0], Deferred: true, Evidence: evidence}
}

// ignoring are the ways to authenticate with which Oracle's provider has ignored the block's region (issues 1761 and 2589).
var ignoring = []string{"resourceprincipal", "okeworkloadidentity", "workloadidentityfederation"}

// trusted defers a claim that the way to authenticate may override.
func (r *resolver) trusted(p *provider, s scope, c claim) claim {
	if p.auth == nil {
		return c
	}
	found := r.text(p.auth, s, p.block(), "auth", nil)
	if found.null && found.certain {
		return c
	}
	doubtful := len(found.texts) == 0 || slices.ContainsFunc(found.texts, func(t string) bool {
		return slices.Contains(ignoring, strings.ToLower(t))
	})
	if doubtful {
		c.place.Deferred = true
		c.place.Evidence += ", which a resource principal or a workload identity overrides"
	}
	return c
}

// block is the address of the provider block in its module.
func (p *provider) block() string {
	_, name, ok := strings.Cut(p.key, ":")
	if !ok {
		name = p.key
	}
	return "provider." + name
}

func blockName(key string) string {
	if _, name, ok := strings.Cut(key, ":"); ok {
		return name
	}
	return key
}

func (p *Plan) hasProvider(fullName string) bool {
	for _, o := range p.providers {
		if o.fullName == fullName || fullName == "" {
			return true
		}
	}
	return false
}

// find returns the module of an address without instance keys, such as module.a.module.b; the root for "".
func (m *module) find(address string) *module {
	for _, s := range splitReference(address) {
		if s.text == "module" || s.key || m == nil {
			continue
		}
		m = m.calls[s.text]
	}
	return m
}

func listOf(references []string) string {
	const most = 3
	out := references
	if len(out) > most {
		out = append(slices.Clone(out[:most]), "others")
	}
	return strings.Join(out, ", ")
}
