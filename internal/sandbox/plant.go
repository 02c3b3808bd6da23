package sandbox

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/identity"
)

// plant creates the tenant's things in its identity.
func (t *tenant) plant() hcl.Diagnostics {
	s := t.identity
	t.ids = map[string]string{"compartment/": t.ocid, "compartment/root": t.ocid}
	for _, p := range t.places {
		t.ids["compartment/"+p.name] = s.AddCompartment(t.ids["compartment/"+p.parent], p.name, p.description)
	}
	for _, g := range t.teams {
		domain, name := g.split()
		t.ids["group/"+g.label] = s.AddGroup(domain, name, g.description)
	}
	for _, p := range t.people {
		id := s.AddUser(p.domain, p.name, p.description)
		t.ids["user/"+p.name] = id
		for _, group := range p.groups {
			s.AddMembership(id, t.ids["group/"+group])
		}
		_ = s.SetAddress(id, p.address) // the address has been read already, and the user is there
	}
	t.plantMachines(s)
	var diags hcl.Diagnostics
	for _, n := range t.networks {
		if err := s.AddNetworkSource(n.name, n.ranges); err != nil {
			diags = append(diags, cloud.SeedFault(n.where, "Network source refused", "The network source %q: %s", n.name, cloud.AsError(err).Message))
		}
	}
	return append(diags, t.plantPolicies(s)...)
}

func (t *tenant) plantMachines(s *identity.Service) {
	for _, g := range t.dynamic {
		t.ids["dynamicgroup/"+g.label] = s.AddDynamicGroup(g.label, g.description)
	}
	for _, m := range t.machines {
		made := identity.Machine{Type: m.kind, Name: m.name}
		if m.kind != "service" {
			made.Compartment = t.ids["compartment/"+m.compartment]
		}
		for _, name := range m.groups {
			made.DynamicGroups = append(made.DynamicGroups, t.ids["dynamicgroup/"+name])
		}
		id := s.AddMachine(made)
		t.ids["user/"+m.name] = id
		_ = s.SetAddress(id, m.address) // the address has been read already, and the principal is there
	}
}

func (t *tenant) plantPolicies(s *identity.Service) hcl.Diagnostics {
	var diags hcl.Diagnostics
	administered := func(g team) bool {
		domain, name := g.split()
		return domain == "" && name == "Administrators"
	}
	if slices.ContainsFunc(t.teams, administered) {
		if err := s.AddAdministration(); err != nil {
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Policy of the Administrators refused", Detail: err.Error()})
		}
	}
	if t.defaultPolicies {
		t.rules = append(t.rules, t.serviceGrants())
	}
	for _, p := range t.rules {
		err := s.AddPolicy(t.ids["compartment/"+p.compartment], p.name, p.description, p.statements)
		if err != nil && !p.byDefault {
			diags = append(diags, cloud.SeedFault(p.where, "Policy refused", "The policy %q: %s", p.name, cloud.AsError(err).Message))
		}
	}
	return diags
}

// serviceGrants is the default policy that lets Object Storage copy, replicate, carry out life cycles and use keys in every region
// that the tenancy begins with.
func (t *tenant) serviceGrants() rule {
	services := []string{"objectstorage-" + t.home.Name}
	for _, r := range t.subscribed {
		services = append(services, "objectstorage-"+r.Name)
	}
	return rule{
		name: "object-storage-services", description: "What Object Storage does by itself",
		statements: []string{
			"allow service " + strings.Join(services, ", ") + " to manage object-family in tenancy",
			"allow service " + strings.Join(services, ", ") + " to use keys in tenancy",
		},
	}
}
