package boundary

import (
	"maps"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The members of the European Union since 1 February 2020, when the United Kingdom had left, and of the European
// Economic Area since then. Membership on that day was looked up at https://european-union.europa.eu and
// https://www.efta.int; a change of it is a change of this file. Switzerland, Serbia and the United Kingdom are in neither.
var (
	euMembers = []string{
		"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
		"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
	}
	eeaMembers = slices.Concat(euMembers, []string{"IS", "LI", "NO"})

	groups = map[string][]string{"EU": euMembers, "EEA": eeaMembers}
)

// nicknames are codes and names that people write for a country and that are not its code, or not in ISO 3166-1.
var nicknames = map[string]string{"UK": "GB", "EL": "GR", "USA": "US", "EEC": "EEA"}

// countries expands jurisdictions to the set of country codes that they stand for.
func countries(jurisdictions []string) map[string]bool {
	set := map[string]bool{}
	for _, j := range jurisdictions {
		if members, isGroup := groups[j]; isGroup {
			for _, code := range members {
				set[code] = true
			}
			continue
		}
		set[j] = true
	}
	return set
}

func isJurisdiction(code string) bool {
	_, isGroup := groups[code]
	return isGroup || region.IsCountry(code)
}

// suggestJurisdiction returns the codes and groups nearest to what was written.
func suggestJurisdiction(code string) []string {
	if known, ok := nicknames[code]; ok {
		return []string{known}
	}
	if len(code) > maxGuess {
		return nil
	}
	return append(nearest(code, slices.Sorted(maps.Keys(groups))), region.SuggestCountry(code)...)
}
