package compile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

var (
	ruleName    = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	placeOCID   = regexp.MustCompile(`^ocid1\.(compartment|tenancy)\.[a-z0-9]+\.[a-z0-9-]*\.[A-Za-z0-9_.-]+$`)
	groupOCID   = regexp.MustCompile(`^ocid1\.group\.[a-z0-9]+\.[a-z0-9-]*\.[A-Za-z0-9_.-]+$`)
	regionKey   = regexp.MustCompile(`^[a-z]{3}$`)
	networkName = regexp.MustCompile(`^[A-Za-z0-9._@+-]+$`)
)

// maxName leaves room for a policy's number.
const maxName = 90

// checker collects faults.
type checker struct{ faults Faults }

func (c *checker) fault(ok bool, attribute, key, format string, args ...any) {
	if !ok {
		c.faults = append(c.faults, Fault{attribute, key, fmt.Sprintf(format, args...)})
	}
}

// check says what of a rule cannot be written down safely.
func (r *Rule) check() Faults {
	c := &checker{}
	c.fault(ruleName.MatchString(r.Name) && len(r.Name) <= maxName, "name", "",
		"%q cannot name a policy and a quota: use 1 to %d letters, digits, periods, hyphens and underscores.", r.Name, maxName)
	c.words("block", r.Block, Blocks())
	c.words("services", r.Services, Services())
	c.words("layers", r.Layers, []string{IAM, Quota})
	c.fault(r.Block == nil || len(r.Block) > 0, "block", "", "The rule blocks nothing.")
	c.fault(!slices.Contains(r.Block, BlockReadFromElsewhere) || len(r.Networks) > 0, "network_sources", "",
		"read_from_elsewhere needs the names of the network sources that reads may come from.")
	c.fault(len(r.Networks) == 0 || r.blocks(BlockReadFromElsewhere), "network_sources", "",
		"network_sources are for the block read_from_elsewhere, which this rule does not have.")
	r.checkPlaces(c)
	r.checkRegions(c)
	r.checkNames(c)
	return c.faults
}

func (c *checker) words(attribute string, given, known []string) {
	for _, word := range given {
		c.fault(slices.Contains(known, word), attribute, word, "%q is none of %s.", word, strings.Join(known, ", "))
	}
}

func (r *Rule) checkPlaces(c *checker) {
	c.fault(len(r.Targets) > 0, "compartment_ids", "", "The rule binds no compartment.")
	place := func(attribute string, p Compartment) {
		c.fault(placeOCID.MatchString(p.ID), attribute, p.ID, "%q is not the OCID of a compartment or tenancy.", p.ID)
		c.fault(p.Root() == strings.HasPrefix(p.ID, "ocid1.tenancy."), attribute, p.ID, "%q and the path %q do not agree.", p.ID, strings.Join(p.Path, ":"))
	}
	place("compartment_id", r.Attached)
	for _, target := range r.Targets {
		place("compartment_ids", target)
		c.fault(under(target.Path, r.Attached.Path), "compartment_id", target.ID,
			"The policies are kept in compartment %q, which is not above %q: a statement binds only what is in or below the compartment that it is kept in.",
			strings.Join(r.Attached.Path, ":"), strings.Join(target.Path, ":"))
	}
	for _, s := range r.Special {
		c.fault(placeOCID.MatchString(s.Compartment), "boundary", s.Class, "%q is not the OCID of a compartment.", s.Compartment)
	}
	for _, e := range r.Exceptions {
		for _, id := range e.Compartments {
			c.fault(placeOCID.MatchString(id), "boundary", e.Name, "%q is not the OCID of a compartment.", id)
		}
	}
}

func (r *Rule) checkRegions(c *checker) {
	all := slices.Clone(r.Inside)
	for _, s := range r.Special {
		all = append(all, s.Inside...)
		c.fault(len(s.Inside) > 0, "boundary", s.Class, "Nothing is inside for the class %q.", s.Class)
	}
	for _, e := range r.Exceptions {
		all = append(all, e.Regions...)
		c.fault(!e.Until.IsZero(), "boundary", e.Name, "The exception %q has no end.", e.Name)
	}
	c.fault(len(r.Inside) > 0, "boundary", "", "Nothing is inside the boundary.")
	for _, one := range all {
		known, ok := region.ByName(one.Name)
		c.fault(regionKey.MatchString(one.Key) && (!ok || known.Key == one.Key), "boundary", one.Name,
			"%q is not the key of the region %q, which IAM needs.", one.Key, one.Name)
		// Two names of one key would make IAM let the one in that is outside.
		other, taken := region.Lookup(one.Key)
		c.fault(!taken || other.Name == one.Name, "boundary", one.Name, "The key %q is that of %s, not of %q.", one.Key, other.Name, one.Name)
	}
}

// checkNames refuses names that quotes cannot hold. What is left is quoted, and stays a name.
func (r *Rule) checkNames(c *checker) {
	for _, g := range r.Spare {
		switch {
		case g.ID != "":
			c.fault(groupOCID.MatchString(g.ID), "spare", g.Name, "%q is not the OCID of a group.", g.ID)
		default:
			c.fault(holdable(groupNameVariable, g.Name), "spare", g.Name, "The group's name %q has characters that a statement cannot hold.", g.Name)
		}
	}
	for _, name := range r.Networks {
		c.fault(networkName.MatchString(name), "network_sources", name,
			"%q cannot name a network source: use letters, digits, periods, hyphens and underscores.", name)
	}
}

// holdable says whether a text survives as the value of a comparison.
func holdable(variable, text string) bool {
	s := deny(Compartment{}, iam.Action{Verb: iam.Inspect, Resource: iam.Resource{Name: "buckets"}}, differs(variable, text))
	return strings.TrimSpace(text) == text && text != "" && s.Check() == nil
}
