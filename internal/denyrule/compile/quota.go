package compile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// limited is what a quota of zero stops.
type limited struct {
	service, family string
	operation       string   // "": the family is zeroed, and nothing is known of what that stops
	names           []string // all of them must take quotas, for nobody knows which one a request counts against
	open            string   // what the operation makes that counts against none of them, a phrase; ""
	documented      bool     // by Oracle; otherwise those who use the quotas report it
}

var limitedTable = sync.OnceValue(func() []limited {
	var all []limited
	for _, row := range table("quotas.csv") {
		all = append(all, limited{row[0], row[1], row[2], strings.Fields(row[3]), row[4], row[5] == "documented"})
	}
	return all
})

// limitOf is what counts an operation.
func limitOf(o iam.Operation) (limited, bool) {
	all := limitedTable()
	i := slices.IndexFunc(all, func(l limited) bool { return l.service == o.Service && l.operation == o.Name })
	if i < 0 || o.Variant != "" {
		return limited{}, false
	}
	return all[i], true
}

// Families lists the quota families that a rule of these services sets, in order; of all services if none is given.
func Families(services ...string) []string {
	var all []string
	for _, l := range limitedTable() {
		if len(services) == 0 || slices.Contains(services, l.service) {
			all = insert(all, l.family)
		}
	}
	return all
}

// families are those that the rule writes: of its services, and supported as far as is known.
func (r *Rule) families() []string {
	if !r.layer(Quota) || !r.blocks(BlockCreate) {
		return nil
	}
	return slices.DeleteFunc(Families(r.Services...), func(f string) bool { return r.Families != nil && len(r.Families[f]) == 0 })
}

// quota writes the quota layer: for each bound compartment, each family is zeroed, and then given back region by region. All
// is in one object and in this order, because the most restrictive of several objects wins.
func (r *Rule) quota() ([]string, Faults) {
	var texts []string
	var faults Faults
	for _, target := range r.Targets {
		for _, family := range r.families() {
			statements := []*quota.Statement{limit(quota.Zero, family, target, nil)}
			for _, name := range r.openFor(target) {
				statements = append(statements, limit(quota.Unset, family, target, &quota.Comparison{Variable: quota.Region, Value: quota.Word{Text: name}}))
			}
			for _, s := range statements {
				if err := s.Check(); err != nil {
					faults = append(faults, Fault{"compartment_ids", target.ID, sentence(fmt.Sprintf(
						"The compartment's path %q cannot be written as a quota: %s", strings.Join(target.Path, ":"), err))})
					break
				}
				texts = append(texts, s.String())
			}
		}
	}
	return texts, faults
}

func limit(action quota.Action, family string, target Compartment, where quota.Condition) *quota.Statement {
	s := &quota.Statement{Action: action, Family: quota.Word{Text: family}, Condition: where}
	for _, name := range target.Path {
		s.Location.Path = append(s.Location.Path, quota.Word{Text: name})
	}
	return s
}

// QuotaFamilies lists the quota families that the rule sets, in order.
func (r *Rule) QuotaFamilies() []string { return r.families() }

// Zeroed lists those of some regions in which the rule's quota leaves a bound compartment nothing.
func (r *Rule) Zeroed(target Compartment, some []region.Region) []region.Region {
	open := r.openFor(target)
	return slices.DeleteFunc(slices.Clone(some), func(one region.Region) bool { return slices.Contains(open, one.Name) })
}

// openFor lists the regions that the quota leaves open: what is inside for any zone. A cap on a compartment holds for all that
// is in it, and quotas know no time, so what a class or an exception opens in one zone is open in all.
func (r *Rule) openFor(target Compartment) []string {
	open := map[string]bool{}
	for _, z := range r.zones() {
		if z.target.ID != target.ID {
			continue
		}
		for _, in := range z.inside {
			open[in.Name] = true
		}
		for _, o := range z.open {
			open[o.region.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(open))
}

// loose says whether the quota leaves regions open in a bound compartment that are outside for some of it.
func (r *Rule) loose() (names []string) {
	for _, z := range r.zones() {
		for _, name := range r.openFor(z.target) {
			if !slices.ContainsFunc(z.inside, func(in region.Region) bool { return in.Name == name }) {
				names = insert(names, name)
			}
		}
	}
	return names
}

// capped is what counts an operation, if the quota layer stops it outside in every bound compartment by that.
func (r *Rule) capped(o iam.Operation) (limited, bool) {
	l, counted := limitOf(o)
	return l, counted && !r.loosened && slices.Contains(r.families(), l.family) && len(r.uncounted(l)) == 0
}

// uncounted lists the names that the tenancy does not say to take quotas.
func (r *Rule) uncounted(l limited) []string {
	return slices.DeleteFunc(slices.Clone(l.names), func(name string) bool { return slices.Contains(r.Families[l.family], name) })
}
