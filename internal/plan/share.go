package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// use is something that a resource uses, and that objects of two populations must not share.
type use struct {
	what      string // key, vault, subnet or compartment
	attribute string
	id        string // the address of what is in the plan, else its identifier
	text      string // its identifier, where the plan knows it
	hidden    bool   // the identifier is sensitive
}

// useOf says what an attribute of this name uses, "" for nothing that matters.
func useOf(name string) string {
	switch {
	case name == "compartment_id":
		return "compartment"
	case name == "vault_id" || name == "management_endpoint":
		return "vault"
	case strings.HasSuffix(name, "subnet_id") || strings.HasSuffix(name, "subnet_ids"):
		return "subnet"
	case name == "key_id" || strings.HasSuffix(name, "kms_key_id") || strings.HasSuffix(name, "encryption_key_id"):
		return "key"
	}
	return ""
}

// used are the types of what is shared, with the attribute that others refer to it by.
var used = map[string]string{"oci_kms_key": "id", "oci_kms_vault": "id", "oci_core_subnet": "id", "oci_identity_compartment": "id"}

// uses are what a resource uses, after the plan is applied.
func (r *resolver) uses(c *change) []use {
	if c.action == Delete || c.typ.scope == GlobalType || c.typ.scope == HomeRegion {
		return nil
	}
	var out []use
	add := func(u use) {
		if u.id != "" && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	add(use{"compartment", "compartment_id", r.named(c.claims.compartment), c.claims.compartment, false})
	for _, v := range c.current() {
		if what := useOf(v.node.name); what != "" {
			add(use{what, v.node.path, r.named(v.text), v.text, v.hidden})
		}
	}
	if c.resource == nil {
		return out
	}
	for _, a := range c.resource.shares {
		if !c.lacks(a.path) {
			continue
		}
		r.trace(a.expr, c.scope(0), func(at end) {
			for _, o := range r.instances(at.steps, at.scope) {
				add(use{useOf(lastOf(a.path)), a.path, o.address, "", false})
			}
		})
	}
	return out
}

// lacks says whether the plan does not know an attribute yet.
func (c *change) lacks(path string) bool {
	if path == "compartment_id" {
		return c.claims.compartment == ""
	}
	n := c.typ.root.at(path)
	return n != nil && c.isUnknown(n)
}

func lastOf(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// named is the address of what has an identifier, or the identifier.
func (r *resolver) named(id string) string {
	if id == "" {
		return ""
	}
	if r.byID == nil {
		r.byID = map[string]string{}
		for _, c := range r.p.changes {
			for _, v := range c.current() {
				if v.text != "" && (v.node.path == used[c.typ.name] || v.node.path == "management_endpoint" && c.typ.name == "oci_kms_vault") {
					r.byID[v.text] = c.address
				}
			}
		}
	}
	if address, ok := r.byID[id]; ok {
		return address
	}
	return id
}

// Shared remembers what the plans of one check use, so that what populations share is found across plans too. Of two plans that
// share something the one that is judged later has the finding.
type Shared struct{ by map[string][]sharer }

// sharer is a resource that uses something.
type sharer struct {
	plan       *Plan
	address    string
	population int
}

// add notes a resource, and returns the first of each population that other plans have.
func (s *Shared) add(u use, of sharer) map[int]string {
	first := map[int]string{}
	if s == nil || u.text == "" {
		return first
	}
	key := u.what + " " + u.text
	for _, o := range s.by[key] {
		if o.plan != of.plan && first[o.population] == "" {
			first[o.population] = o.address + " of another plan,"
		}
	}
	if s.by == nil {
		s.by = map[string][]sharer{}
	}
	if !slices.ContainsFunc(s.by[key], func(o sharer) bool { return o.plan == of.plan && o.population == of.population }) {
		s.by[key] = append(s.by[key], of)
	}
	return first
}

// user is a resource of one population, and something that it uses.
type user struct {
	sharer
	use  use
	also map[int]string // who uses it in other plans
}

// users are the resources of which it is known of which population they are, by what they use.
func (h *hearing) users() map[string][]user {
	by := map[string][]user{}
	for i := range h.facts {
		f := &h.facts[i]
		of := h.governing[f.Address]
		if len(of) != 1 {
			continue
		}
		for _, u := range f.uses {
			who := sharer{h.plan, f.Address, of[0]}
			by[u.what+" "+u.id] = append(by[u.what+" "+u.id], user{who, u, h.options.Shared.add(u, who)})
		}
	}
	return by
}

// sharing finds what objects of two populations share, by the address of each that does and of what is shared.
func (h *hearing) sharing() map[string][]boundary.Finding {
	out, by := map[string][]boundary.Finding{}, h.users()
	for _, key := range slices.Sorted(maps.Keys(by)) {
		first := map[int]string{}
		for _, u := range by[key] {
			if _, ok := first[u.population]; !ok {
				first[u.population] = u.address
			}
		}
		for _, u := range by[key] {
			for population, address := range u.also {
				if _, ok := first[population]; !ok {
					first[population] = address
				}
			}
		}
		if len(first) < 2 {
			continue
		}
		for _, u := range by[key] {
			out[u.address] = append(out[u.address], h.sharedWith(u.address, u.use, u.population, first))
		}
		if one := by[key][0].use; len(h.plan.of(one.id)) > 0 {
			out[one.id] = append(out[one.id], h.sharedBy(one, first))
		}
	}
	return out
}

// sharedBy is the finding on what is shared, where it is in the plan itself.
func (h *hearing) sharedBy(u use, first map[int]string) boundary.Finding {
	return boundary.Finding{
		Rule: ruleShared, Verdict: boundary.Outside, Address: u.id, Kind: boundary.Share,
		Message: fmt.Sprintf("This %s is shared by %s. Populations are split only where they share none: give each its own (rule %s).",
			u.what, strings.Join(h.members(first, -1), " and "), ruleShared),
	}
}

// members names the first object of each population but one.
func (h *hearing) members(first map[int]string, but int) []string {
	var out []string
	for _, i := range slices.Sorted(maps.Keys(first)) {
		if i != but {
			out = append(out, fmt.Sprintf("%s of the population %q", first[i], h.boundaries[i].Name()))
		}
	}
	return out
}

// sharedWith is the finding on one resource.
func (h *hearing) sharedWith(address string, u use, population int, first map[int]string) boundary.Finding {
	others := h.members(first, population)
	if u.id = " " + u.id; u.hidden {
		u.id = ", whose identifier is sensitive,"
	}
	return boundary.Finding{
		Rule: ruleShared, Verdict: boundary.Outside, Address: address, Attribute: u.attribute, Kind: boundary.Share,
		Message: fmt.Sprintf("It is of the population %q and shares the %s%s with %s. Populations are split only where they share none: give each its own (rule %s).",
			h.boundaries[population].Name(), u.what, u.id, strings.Join(others, " and "), ruleShared),
	}
}
