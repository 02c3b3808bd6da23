package boundary

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// standing is where a region stands to a scope.
type standing int8

// The standings, from the best to the worst. Up to unlisted they are undecided, after it they are outside.
const (
	within      standing = iota // its country is documented, or confirmed by the boundary, and allowed
	unconfirmed                 // its country is known from its name only, and nobody has confirmed it
	unlisted                    // the table does not have it, and nobody has named it
	foreign                     // its country is not allowed
	unnamed                     // the scope names its regions, and this is none of them
	otherRealm                  // its realm is not allowed
)

// level is 0 for inside, 1 for undecided, 2 for outside.
func (s standing) level() int {
	switch s {
	case within:
		return 0
	case unconfirmed, unlisted:
		return 1
	}
	return 2
}

// terms are what a class, or the boundary itself, says about where its data may be.
type terms struct {
	jurisdictions, realms []string
	regions               []string // nil: every region of the jurisdictions
	confirmed             []string // regions whose country the boundary itself has confirmed by naming them
}

// scope is where the data of one class may be.
type scope struct {
	class string
	terms
	standings []standing // by index in the universe
}

// universe is every region that a boundary can tell from others: the table's, and those that it names itself.
type universe struct {
	regions []region.Region
	index   map[string]int
	titles  []string // the regions for messages, such as "ap-singapore-1, Singapore (SG)"
}

func newUniverse(named []string) *universe {
	u := &universe{regions: slices.Clone(region.All()), index: map[string]int{}}
	for i, r := range u.regions {
		u.index[r.Name] = i
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(named))) {
		if _, known := u.index[name]; !known {
			u.index[name] = len(u.regions)
			u.regions = append(u.regions, region.Region{Name: name})
		}
	}
	for _, r := range u.regions {
		title := r.Name
		if r.Country != "" {
			title += ", " + countryName(r.Country)
		}
		u.titles = append(u.titles, title)
	}
	return u
}

func (u *universe) scope(class string, t terms) *scope {
	allowed := countries(t.jurisdictions)
	s := &scope{class: class, terms: t, standings: make([]standing, len(u.regions))}
	for i, r := range u.regions {
		s.standings[i] = t.stands(r, allowed)
	}
	return s
}

// stands decides the standing of a region. What is certain comes first: a region of another realm is outside, whatever
// its country.
func (t terms) stands(r region.Region, allowed map[string]bool) standing {
	named := slices.Contains(t.regions, r.Name)
	switch {
	case r.Key == "" && named:
		return within
	case r.Key == "":
		return unlisted
	case !slices.Contains(t.realms, r.Realm):
		return otherRealm
	case t.regions != nil && !named:
		return unnamed
	case !r.Documented && !named && !slices.Contains(t.confirmed, r.Name):
		return unconfirmed
	case !allowed[r.Country]:
		return foreign
	}
	return within
}

// tighter says whether everything that s allows, or leaves undecided, is as good or better in other.
func (s *scope) tighter(other *scope) bool {
	for i := range s.standings {
		if s.standings[i].level() < other.standings[i].level() {
			return false
		}
	}
	return true
}

// allowsSomething says whether any region is within.
func (s *scope) allowsSomething() bool { return slices.Contains(s.standings, within) }

// scopes are the scopes that a fact must satisfy, all of them.
type scopes []*scope

// stands is the worst standing of a region, and the scope in which it is.
func (ss scopes) stands(i int) (standing, *scope) {
	worst, in := within, ss[0]
	for _, s := range ss {
		if s.standings[i] > worst {
			worst, in = s.standings[i], s
		}
	}
	return worst, in
}

// names returns the regions that are within all scopes.
func (ss scopes) names(u *universe) []string {
	names := []string{}
	for i, r := range u.regions {
		if standing, _ := ss.stands(i); standing == within {
			names = append(names, r.Name)
		}
	}
	return names
}

// refusesRealm returns the scope that does not allow a realm, or nil.
func (ss scopes) refusesRealm(realm string) *scope {
	for _, s := range ss {
		if !slices.Contains(s.realms, realm) {
			return s
		}
	}
	return nil
}

// tightest drops every scope that another one is at least as tight as. Of two that are equal the first stays.
func (ss scopes) tightest() scopes {
	var kept scopes
	for i, s := range ss {
		redundant := false
		for j, other := range ss {
			if i != j && other.tighter(s) && (j < i || !s.tighter(other)) {
				redundant = true
				break
			}
		}
		if !redundant {
			kept = append(kept, s)
		}
	}
	return kept
}

// join is between the names of classes that a resource is in at once, where none is the tightest.
const join = " & "

func (ss scopes) String() string {
	names := make([]string, len(ss))
	for i, s := range ss {
		names[i] = s.class
	}
	return strings.Join(names, join)
}
