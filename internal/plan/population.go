package plan

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// populationsOf returns the indices of the boundaries that govern a resource: the one of its own residency provider block; or
// those that speak of it, by a class or an exception; or those that its place is inside of. Of a resource that none of that
// tells, every boundary may be the one.
func (h *hearing) populationsOf(f *ResourceFacts) []int {
	if f.Foreign || f.Utility {
		return h.every
	}
	if b := h.options.Boundaries[f.block]; b != nil {
		if i := slices.IndexFunc(h.boundaries, func(o *boundary.Boundary) bool { return o.Digest() == b.Digest() }); i >= 0 {
			return []int{i}
		}
	}
	compartment := ""
	if len(f.Facts) > 0 {
		compartment = f.Facts[0].Compartment
	}
	if of := h.those(func(b *boundary.Boundary) bool { return b.Claims(f.Address, compartment) }); len(of) > 0 {
		return of
	}
	if f.Scope == GlobalType {
		return h.every
	}
	if of := h.those(func(b *boundary.Boundary) bool { return f.placedIn(b, h) }); len(of) > 0 {
		return of
	}
	return h.every
}

func (h *hearing) those(wanted func(*boundary.Boundary) bool) []int {
	var out []int
	for i, b := range h.boundaries {
		if wanted(b) {
			out = append(out, i)
		}
	}
	return out
}

// placedIn says whether all that is said of a resource's own place is inside a boundary.
func (f *ResourceFacts) placedIn(b *boundary.Boundary, h *hearing) bool {
	placed := false
	for _, fact := range f.Facts {
		if fact.Kind != boundary.Placement {
			continue
		}
		fact.Leaving = false
		if b.Judge(fact, h.now).Verdict != boundary.Inside {
			return false
		}
		placed = true
	}
	return placed
}

// agree lets what is said of guards for one population pass in every boundary if it passes in one: a grant to the service of
// a region is of the population whose region it is, and so is a fence of denies or quotas that moves within a boundary.
func (h *hearing) agree() {
	for rule := range ofOnePopulation {
		is := func(f boundary.Finding) bool { return f.Rule == rule }
		for i := range h.facts {
			h.agreeOn(h.facts[i].Address, is)
		}
	}
}

func (h *hearing) agreeOn(address string, is func(boundary.Finding) bool) {
	passes := slices.ContainsFunc(h.guarded, func(of map[string][]boundary.Finding) bool { return !slices.ContainsFunc(of[address], is) })
	if !passes {
		return
	}
	for _, of := range h.guarded {
		if found := of[address]; len(found) > 0 {
			of[address] = slices.DeleteFunc(slices.Clone(found), is)
		}
	}
}

// ofOnePopulation are the rules on guards that hold for one population: package guard has them.
var ofOnePopulation = map[string]bool{"RES315": true, "RES341": true, "RES342": true}
