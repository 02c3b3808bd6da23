package region

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// maxSuggestions is how many names help; more is a list to search.
const maxSuggestions = 3

// maxLength is beyond every name that there is: what is longer is not a misspelt one, and comparing would take long.
const maxLength = 64

// candidate is something to suggest, and how far it is from what was written.
type candidate struct {
	text     string
	distance int
	rank     int // of two that are equally far, the lower one is the likelier
}

// nearest returns the texts of the best candidates, each once.
func nearest(candidates []candidate) []string {
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.rank, b.rank), strings.Compare(a.text, b.text))
	})
	var texts []string
	for _, c := range candidates {
		if len(texts) < maxSuggestions && !slices.Contains(texts, c.text) {
			texts = append(texts, c.text)
		}
	}
	return texts
}

// Suggest returns the names of the known regions nearest to s, best first, at most three. A key or name suggests its own
// region and no other, a city the regions whose names have it; what is near to nothing suggests nothing.
func Suggest(s string) []string {
	s = lower(strings.TrimSpace(s))
	if r, ok := Lookup(s); ok {
		return []string{r.Name}
	}
	if len(s) > maxLength {
		return nil
	}
	var near []candidate
	for _, r := range regions().all {
		if d, ok := regionDistance(s, r); ok {
			near = append(near, candidate{text: r.Name, distance: d, rank: realmRank(r.Realm)})
		}
	}
	return nearest(near)
}

// realmRank prefers the commercial realm, where almost everybody is.
func realmRank(realm string) int { return slices.Index(regions().realms, realm) }

func regionDistance(s string, r Region) (int, bool) {
	if len(s) >= 4 && strings.Contains(r.Name, s) {
		return 1, true
	}
	if len(s) <= 4 {
		d := levenshtein.Distance(s, r.Key, nil)
		return d, d <= 1 && (len(s) >= 3 || s != "" && strings.HasPrefix(r.Key, s))
	}
	d := levenshtein.Distance(s, r.Name, nil)
	// People leave the number out.
	if i := strings.LastIndexByte(r.Name, '-'); i >= 0 {
		d = min(d, 1+levenshtein.Distance(s, r.Name[:i], nil))
	}
	return d, d <= max(2, len(s)/4)
}

// usualNames are what people write for a country that is neither its code nor its name in ISO 3166-1: UK is reserved
// there, EL is the European Union's own code for Greece.
var usualNames = map[string]string{
	"UK": "GB", "GREAT BRITAIN": "GB", "BRITAIN": "GB", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB",
	"EL": "GR", "HOLLAND": "NL", "UAE": "AE", "AMERICA": "US", "UNITED STATES OF AMERICA": "US",
}

// SuggestCountry returns the ISO 3166-1 alpha-2 codes nearest to what was written for one, best first, at most three: for
// a code in the wrong case, an alpha-3 code, a country's name, or a misspelt one of these.
func SuggestCountry(code string) []string {
	s := strings.ToUpper(strings.TrimSpace(code))
	if alpha2, ok := usualNames[s]; ok {
		return []string{alpha2}
	}
	if len(s) > maxLength {
		return nil
	}
	var near []candidate
	for _, c := range countries() {
		d, ok := countryDistance(s, c)
		if ok && d == 0 {
			return []string{c.alpha2}
		}
		if ok {
			near = append(near, candidate{text: c.alpha2, distance: d, rank: countryRank(s, c)})
		}
	}
	return nearest(near)
}

func countryDistance(s string, c country) (int, bool) {
	switch name := strings.ToUpper(c.name); {
	case s == c.alpha2, s == c.alpha3, s == name:
		return 0, true
	case len(s) <= 2:
		d := levenshtein.Distance(s, c.alpha2, nil)
		return d, s != "" && d <= 1
	case len(s) == 3:
		d := levenshtein.Distance(s, c.alpha3, nil)
		return d, d <= 1
	case slices.Contains(strings.Fields(name), s):
		return 1, true
	default:
		d := levenshtein.Distance(s, name, nil)
		return d, d <= max(1, len(s)/4)
	}
}

// countryRank prefers countries where Oracle has a region, then codes with the same first letter.
func countryRank(s string, c country) int {
	rank := 0
	if !strings.HasPrefix(s, c.alpha2[:1]) {
		rank++
	}
	if len(InCountry(c.alpha2)) == 0 {
		rank += 2
	}
	return rank
}
