package regions

import (
	"errors"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// row is a region with what the tenancy says about it. subscribed and home are nil while nobody has asked.
type row struct {
	region.Region
	subscribed, home *bool
}

// table is every region that this release knows, sorted by name.
func table() []row {
	var rows []row
	for _, r := range region.All() {
		rows = append(rows, row{Region: r})
	}
	return rows
}

// subscription is one region that the tenancy is subscribed to.
type subscription struct {
	name, key string
	home      bool
}

// mark says of every row whether the tenancy is subscribed to it. A subscribed region that the table does not have becomes
// a row without realm and country: to leave it out would hide where the tenancy can hold data.
func mark(rows []row, subscriptions []subscription) []row {
	marked := make([]row, 0, len(rows)+1)
	for _, r := range rows {
		i := slices.IndexFunc(subscriptions, func(s subscription) bool { return s.name == r.Name })
		subscribed := i >= 0
		home := subscribed && subscriptions[i].home
		marked = append(marked, row{Region: r.Region, subscribed: &subscribed, home: &home})
	}
	for _, s := range subscriptions {
		if _, known := region.ByName(s.name); !known {
			marked = append(marked, row{Region: region.Region{Name: s.name, Key: s.key}, subscribed: new(true), home: new(s.home)})
		}
	}
	slices.SortFunc(marked, func(a, b row) int { return strings.Compare(a.Name, b.Name) })
	return marked
}

// selection is what the arguments ask for; what is nil or empty asks for nothing.
type selection struct {
	jurisdictions                []string // country codes, with groups spelt out
	countries                    []string
	realm                        string
	documented, subscribed, home *bool
}

// asksTenancy says whether the table alone cannot answer.
func (s selection) asksTenancy() bool { return s.subscribed != nil || s.home != nil }

// choose returns the rows that match, and of the others those that could not be held against the selection: regions of
// the tenancy of which the realm or country is not known.
func (s selection) choose(rows []row) (chosen, unplaced []row) {
	for _, r := range rows {
		switch {
		case s.matches(r):
			chosen = append(chosen, r)
		case r.Realm == "" && s.ofTenancy(r):
			unplaced = append(unplaced, r)
		}
	}
	return chosen, unplaced
}

func (s selection) matches(r row) bool {
	return s.ofTenancy(r) && is(s.documented, &r.Documented) &&
		(s.realm == "" || s.realm == r.Realm) &&
		(len(s.countries) == 0 || slices.Contains(s.countries, r.Country)) &&
		(len(s.jurisdictions) == 0 || r.Documented && slices.Contains(s.jurisdictions, r.Country))
}

func (s selection) ofTenancy(r row) bool { return is(s.subscribed, r.subscribed) && is(s.home, r.home) }

// is holds a truth against the one that is asked for, if any is.
func is(asked, truth *bool) bool { return asked == nil || truth != nil && *asked == *truth }

// members spells out a jurisdiction: a country is itself, a group is its members as a boundary knows them.
func members(code string) ([]string, error) {
	if region.IsCountry(code) {
		return []string{code}, nil
	}
	b, err := boundary.New(boundary.Declaration{Name: "residency_regions", Jurisdictions: []string{code}, Realms: region.Realms()})
	var faults boundary.Faults
	if errors.As(err, &faults) && len(faults) > 0 {
		return nil, errors.New(faults[0].Message)
	}
	if err != nil {
		return nil, err
	}
	return b.Countries(""), nil
}
