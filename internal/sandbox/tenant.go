package sandbox

import (
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/data-residency/terraform-provider-residency/internal/region"
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
	dynamic               []team
	machines              []machine
	rest                  hcl.Body // what the services read
	policyDelay           time.Duration
	denyPolicies          bool
	reformat              bool
	defaultPolicies       bool

	ids map[string]string // OCIDs of what is planted, by "type/name"
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
