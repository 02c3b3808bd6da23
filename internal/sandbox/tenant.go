package sandbox

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/identity"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/limits"
)

// tenant is one tenancy: what a seed says of it, and the services that each tenancy has for itself.
type tenant struct {
	identity *identity.Service
	limits   *limits.Service

	ocid, name, namespace string
	home                  region.Region
	subscribed            []region.Region // without the home region
	places                []place
	teams                 []team
	people                []person
	rules                 []rule
	networks              []network
	dynamic               []team
	machines              []machine
	rest                  hcl.Body // what the services read
	supposed              []string // of the sandbox's own tenancy, and then of all
	policyDelay           time.Duration
	denyPolicies          bool
	reformat              bool
	defaultPolicies       bool

	ids map[string]string // OCIDs of what is planted, by "type/name"
}

// holds says whether a compartment is, or was, the tenancy's.
func (t *tenant) holds(compartment string) bool {
	_, _, ok := t.identity.Place(compartment)
	return ok
}

func (t *tenant) isSubscribed(region string) bool {
	return slices.Contains(t.identity.Subscribed(), region)
}

type place struct{ name, parent, description string }

// team is a group. Its label is its name, or DOMAIN/NAME for one of another identity domain than the default one.
type team struct{ label, description string }

func (g team) split() (domain, name string) {
	if domain, name, ok := strings.Cut(g.label, "/"); ok {
		return ownDomain(domain), name
	}
	return "", g.label
}

// qualified is the group's label with the default domain left out.
func (g team) qualified() string {
	domain, name := g.split()
	if domain == "" {
		return name
	}
	return domain + "/" + name
}

// ownDomain is a domain's name, and "" for the default one, which need not be named.
func ownDomain(name string) string {
	if strings.EqualFold(name, "Default") {
		return ""
	}
	return name
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

// machine is a principal that is no user.
type machine struct {
	name, kind, compartment, address string
	groups                           []string
}

type network struct {
	name   string
	ranges []string
	where  hcl.Range
}

func (t *tenant) find(name string) (string, bool) {
	id, ok := t.ids["compartment/"+name]
	return id, ok
}

func (t *tenant) user(name string) (string, bool) {
	id, ok := t.ids["user/"+name]
	return id, ok
}

// users are the names of the tenancy's users, and then of its other principals.
func (t *tenant) users() []string {
	var names []string
	for _, p := range t.people {
		names = append(names, p.name)
	}
	for _, m := range t.machines {
		names = append(names, m.name)
	}
	return names
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

// compartments are those that the seed names.
func (t *tenant) compartments() map[string]string {
	all := make(map[string]string, len(t.places))
	for _, p := range t.places {
		all[p.name] = t.ids["compartment/"+p.name]
	}
	return all
}

// groups are those that the seed names.
func (t *tenant) groups() map[string]string {
	all := make(map[string]string, len(t.teams))
	for _, g := range t.teams {
		all[g.label] = t.ids["group/"+g.label]
	}
	return all
}
