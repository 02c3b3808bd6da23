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

// This file reads the kernel's blocks of a seed.

func (r *reader) tenancy(t *tenant, blocks hcl.Blocks) {
	for _, extra := range blocks[1:] {
		r.fault(extra.DefRange, "Second tenancy", "A sandbox has one tenancy of its own; any other is an other_tenancy block.")
	}
	b := blocks[0]
	t.begin(b.Labels[0])
	home, subscribed := "us-ashburn-1", []string{}
	targets, delay := t.settings(&home, &subscribed), "0s"
	targets["policy_delay"], targets["suppose"] = &delay, &t.supposed
	at := r.attributes(b, targets)
	var err error
	if t.policyDelay, err = time.ParseDuration(delay); err != nil || t.policyDelay < 0 {
		r.fault(rangeOf(at, "policy_delay", b), "Invalid duration", "The policy_delay %q is not a duration such as \"10s\".", delay)
	}
	for _, what := range t.supposed {
		if !slices.Contains(suppositions, what) {
			r.fault(rangeOf(at, "suppose", b), "Unknown supposition", "The sandbox can suppose %s, not %q.", strings.Join(suppositions, ", "), what)
		}
	}
	r.located(t, b, at, home, subscribed)
}

// begin names a tenancy.
func (t *tenant) begin(name string) {
	t.name, t.namespace = name, strings.ToLower(name)
	t.ocid = cloud.OCIDOf("tenancy", region.Region{}, name)
	t.denyPolicies = true
}

// settings are the attributes of every tenancy.
func (t *tenant) settings(home *string, subscribed *[]string) map[string]any {
	return map[string]any{
		"namespace": &t.namespace, "home_region": home, "regions": subscribed, "deny_policies": &t.denyPolicies, "reformat_statements": &t.reformat,
	}
}

// located checks the namespace and finds the regions.
func (r *reader) located(t *tenant, b *hcl.Block, at map[string]hcl.Range, home string, subscribed []string) {
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
		if _, name := g.split(); name == "" || strings.HasPrefix(g.label, "/") || strings.Contains(name, "/") {
			r.fault(b.LabelRanges[0], "Invalid group", "The group %q must be a name, or DOMAIN/NAME.", g.label)
		}
		t.teams = append(t.teams, g)
	}
}

func (r *reader) users(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		p := person{name: b.Labels[0]}
		at := r.attributes(b, map[string]any{"groups": &p.groups, "description": &p.description, "domain": &p.domain, "address": &p.address})
		p.domain = ownDomain(p.domain)
		for _, label := range p.groups {
			r.membership(t, p, label, at["groups"])
		}
		r.address(p.address, at["address"])
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
		placed := t.declares(p.compartment)
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

func (r *reader) dynamicGroups(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		g := team{label: b.Labels[0]}
		r.attributes(b, map[string]any{"description": &g.description})
		t.dynamic = append(t.dynamic, g)
	}
}

func (r *reader) machines(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		m := machine{name: b.Labels[0]}
		at := r.attributes(b, map[string]any{"type": &m.kind, "compartment": &m.compartment, "address": &m.address, "dynamic_groups": &m.groups})
		if !slices.Contains([]string{"instance", "resource", "service"}, m.kind) {
			r.fault(rangeOf(at, "type", b), "Invalid type", "The type %q of the principal %q must be instance, resource or service.", m.kind, m.name)
		}
		if slices.Contains(t.users(), m.name) {
			r.fault(b.LabelRanges[0], "Duplicate principal", "The principal %q has the name of a user.", m.name)
		}
		if !t.declares(m.compartment) {
			r.fault(at["compartment"], "Unknown compartment", "The compartment %q is not declared.", m.compartment)
		}
		for _, name := range m.groups {
			if !slices.ContainsFunc(t.dynamic, func(g team) bool { return g.label == name }) {
				r.fault(at["dynamic_groups"], "Unknown dynamic group", "The dynamic group %q is not declared.", name)
			}
		}
		r.address(m.address, at["address"])
		t.machines = append(t.machines, m)
	}
}

// address refuses what is none.
func (r *reader) address(text string, at hcl.Range) {
	if _, err := identity.ParseAddress(text); text != "" && err != nil {
		r.fault(at, "Invalid address", "The address %q is neither an IP address nor VCN-OCID/ADDRESS.", text)
	}
}

// declares says whether the seed has a compartment of the name; "" and "root" are the tenancy.
func (t *tenant) declares(compartment string) bool {
	return compartment == "" || compartment == "root" || slices.ContainsFunc(t.places, func(c place) bool { return c.name == compartment })
}

func (r *reader) networks(t *tenant, blocks hcl.Blocks) {
	for _, b := range r.once(blocks) {
		n := network{name: b.Labels[0], where: b.DefRange}
		r.attributes(b, map[string]any{"public": &n.ranges})
		t.networks = append(t.networks, n)
	}
}
