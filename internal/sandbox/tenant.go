package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/identity"
)

// tenant is the meaning of a seed.
type tenant struct {
	ocid, name, namespace string
	home                  region.Region
	subscribed            []region.Region // without the home region
	places                []place
	teams                 []team
	people                []person
	rules                 []rule
	networks              []network
	rest                  hcl.Body // what the services read
	policyDelay           time.Duration
	denyPolicies          bool
	defaultPolicies       bool

	ids map[string]string // OCIDs of what is planted, by "type/name"
}

type place struct{ name, parent, description string }

// team is a group. Its label is its name, or DOMAIN/NAME for one of another identity domain than the default one.
type team struct{ label, description string }

func (g team) split() (domain, name string) {
	if domain, name, ok := strings.Cut(g.label, "/"); ok {
		return domain, name
	}
	return "", g.label
}

type person struct {
	name, description, domain, address string
	groups                             []string
}

type rule struct {
	name, compartment, description string
	statements                     []string
	where                          hcl.Range
	byDefault                      bool // left out where the seed has not what it names
}

type network struct {
	name   string
	ranges []string
	where  hcl.Range
}

func (r *reader) tenancy(t *tenant, blocks hcl.Blocks) {
	for _, extra := range blocks[1:] {
		r.fault(extra.DefRange, "Second tenancy", "A sandbox has one tenancy.")
	}
	b := blocks[0]
	t.name, t.namespace = b.Labels[0], strings.ToLower(b.Labels[0])
	t.ocid = cloud.OCIDOf("tenancy", region.Region{}, t.name)
	home, subscribed := "us-ashburn-1", []string{}
	delay := "0s"
	t.denyPolicies = true
	at := r.attributes(b, map[string]any{
		"namespace": &t.namespace, "home_region": &home, "regions": &subscribed, "policy_delay": &delay, "deny_policies": &t.denyPolicies,
	})
	var err error
	if t.policyDelay, err = time.ParseDuration(delay); err != nil || t.policyDelay < 0 {
		r.fault(rangeOf(at, "policy_delay", b), "Invalid duration", "The policy_delay %q is not a duration such as \"10s\".", delay)
	}
	if !namespaceForm.MatchString(t.namespace) {
		r.fault(rangeOf(at, "namespace", b), "Invalid namespace", "The namespace %q must be lower-case letters, digits, hyphens and underscores.", t.namespace)
	}
	t.home = r.region(rangeOf(at, "home_region", b), home)
	for _, name := range subscribed {
		found := r.region(rangeOf(at, "regions", b), name)
		if found.Name != t.home.Name && found.Name != "" && !slices.Contains(t.subscribed, found) {
			t.subscribed = append(t.subscribed, found)
		}
		if found.Realm != "" && t.home.Realm != "" && found.Realm != t.home.Realm {
			r.fault(rangeOf(at, "regions", b), "Region in another realm", "%s is in the realm %s, the home region %s is in %s.", found.Name, found.Realm, t.home.Name, t.home.Realm)
		}
	}
}

var namespaceForm = regexp.MustCompile(`^[a-z0-9_-]{1,64}$`)

func rangeOf(at map[string]hcl.Range, name string, b *hcl.Block) hcl.Range {
	if r, ok := at[name]; ok {
		return r
	}
	return b.DefRange
}

func (r *reader) region(at hcl.Range, name string) region.Region {
	found, ok := region.ByName(name)
	if !ok {
		hint := ""
		if near := region.Suggest(name); len(near) > 0 {
			hint = " Did you mean " + strings.Join(near, ", ") + "?"
		}
		r.fault(at, "Unknown region", "%q is not the name of a region.%s", name, hint)
	}
	return found
}

func (r *reader) compartments(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		p := place{name: b.Labels[0]}
		at := r.attributes(b, map[string]any{"parent": &p.parent, "description": &p.description})
		if p.parent != "" && !slices.ContainsFunc(t.places, func(other place) bool { return other.name == p.parent }) {
			r.fault(at["parent"], "Unknown compartment", "The parent %q is not a compartment that is declared above.", p.parent)
		}
		t.places = append(t.places, p)
	}
}

func (r *reader) groups(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		g := team{label: b.Labels[0]}
		r.attributes(b, map[string]any{"description": &g.description})
		if domain, name := g.split(); name == "" || domain == "" && strings.Contains(g.label, "/") || strings.Contains(name, "/") {
			r.fault(b.LabelRanges[0], "Invalid group", "The group %q must be a name, or DOMAIN/NAME.", g.label)
		}
		t.teams = append(t.teams, g)
	}
}

func (r *reader) users(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		p := person{name: b.Labels[0]}
		at := r.attributes(b, map[string]any{"groups": &p.groups, "description": &p.description, "domain": &p.domain, "address": &p.address})
		for _, label := range p.groups {
			r.membership(t, p, label, at["groups"])
		}
		if _, err := identity.ParseAddress(p.address); p.address != "" && err != nil {
			r.fault(at["address"], "Invalid address", "The address %q is neither an IP address nor VCN-OCID/ADDRESS.", p.address)
		}
		t.people = append(t.people, p)
	}
}

func (r *reader) membership(t *tenant, p person, label string, at hcl.Range) {
	i := slices.IndexFunc(t.teams, func(g team) bool { return g.label == label })
	if i < 0 {
		r.fault(at, "Unknown group", "The user %q is in the group %q, which is not declared.", p.name, label)
	} else if domain, _ := t.teams[i].split(); domain != p.domain {
		r.fault(at, "Group of another domain", "The user %q of the identity domain %q is in the group %q of another one.", p.name, p.domain, label)
	}
}

func (r *reader) policies(t *tenant, blocks hcl.Blocks, byDefault bool) {
	for _, b := range r.once(blocks) {
		p := rule{name: b.Labels[0], where: b.DefRange, byDefault: byDefault}
		at := r.attributes(b, map[string]any{"compartment": &p.compartment, "description": &p.description, "statements": &p.statements})
		placed := p.compartment == "" || p.compartment == "root" || slices.ContainsFunc(t.places, func(c place) bool { return c.name == p.compartment })
		if !placed {
			r.fault(at["compartment"], "Unknown compartment", "The compartment %q is not declared.", p.compartment)
		}
		if len(p.statements) == 0 {
			r.fault(rangeOf(at, "statements", b), "Empty policy", "The policy %q has no statements.", p.name)
		}
		if placed && len(p.statements) > 0 {
			t.rules = append(t.rules, p)
		}
	}
}

func (r *reader) networks(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		n := network{name: b.Labels[0], where: b.DefRange}
		r.attributes(b, map[string]any{"public": &n.ranges})
		t.networks = append(t.networks, n)
	}
}

// plant creates the tenant's things in identity.
func (t *tenant) plant(s *identity.Service) hcl.Diagnostics {
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
	var diags hcl.Diagnostics
	for _, n := range t.networks {
		if err := s.AddNetworkSource(n.name, n.ranges); err != nil {
			diags = append(diags, fault(n.where, "Network source refused", "The network source %q: %s", n.name, cloud.AsError(err).Message))
		}
	}
	return append(diags, t.plantPolicies(s)...)
}

func (t *tenant) plantPolicies(s *identity.Service) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if slices.ContainsFunc(t.teams, func(g team) bool { return g.label == "Administrators" }) {
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
			diags = append(diags, fault(p.where, "Policy refused", "The policy %q: %s", p.name, cloud.AsError(err).Message))
		}
	}
	return diags
}

// serviceGrants is the default policy that lets Object Storage copy, replicate and carry out life cycles in every region that
// the tenancy begins with.
func (t *tenant) serviceGrants() rule {
	services := []string{"objectstorage-" + t.home.Name}
	for _, r := range t.subscribed {
		services = append(services, "objectstorage-"+r.Name)
	}
	return rule{
		name: "object-storage-services", description: "What Object Storage does by itself",
		statements: []string{"allow service " + strings.Join(services, ", ") + " to manage object-family in tenancy"},
	}
}

func (t *tenant) find(name string) (string, bool) {
	id, ok := t.ids["compartment/"+name]
	return id, ok
}

func (t *tenant) user(name string) (string, bool) {
	id, ok := t.ids["user/"+name]
	return id, ok
}

// compartment is the one that configurations use by default.
func (t *tenant) compartment() string {
	if id, ok := t.find("data"); ok {
		return id
	}
	if len(t.places) > 0 {
		return t.ids["compartment/"+t.places[0].name]
	}
	return t.ocid
}
