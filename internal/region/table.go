package region

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// regionsCSV has one line for each region of Oracle's SDK. Its last column says whether Oracle's documentation states
// the country ("documented") or nothing but the region's name suggests it ("name-only").
//
//go:embed data/regions.csv
var regionsCSV []byte

// index is the table with what is looked up in it.
type index struct {
	all    []Region // sorted by name
	byName map[string]Region
	byKey  map[string]Region
	realms []string // in the order oc1, oc2, …, oc10
}

var regions = sync.OnceValue(func() *index { return must(newIndex(regionsCSV)) })

// must is for the embedded tables: a fault in one is a fault of the build, and the tests read both.
func must[T any](v T, err error) T {
	if err != nil {
		panic("internal/region: " + err.Error())
	}
	return v
}

func newIndex(src []byte) (*index, error) {
	rows, err := readCSV(src, "realm", "realm_domain", "key", "region", "country", "country_basis")
	if err != nil {
		return nil, err
	}
	x := &index{byName: map[string]Region{}, byKey: map[string]Region{}}
	for _, row := range rows {
		r := Region{
			Realm: row[0], Domain: row[1], Key: row[2], Name: row[3], Country: row[4], Documented: row[5] == "documented",
		}
		_, name := x.byName[r.Name]
		_, key := x.byKey[r.Key]
		if name || key {
			return nil, fmt.Errorf("region %s (%s) is twice in the table", r.Name, r.Key)
		}
		x.all = append(x.all, r)
		x.byName[r.Name], x.byKey[r.Key] = r, r
		if !slices.Contains(x.realms, r.Realm) {
			x.realms = append(x.realms, r.Realm)
		}
	}
	slices.SortFunc(x.all, func(a, b Region) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(x.realms, compareRealms)
	return x, nil
}

// readCSV reads an embedded table and holds its header against the columns that the code reads.
func readCSV(src []byte, header ...string) ([][]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], header) {
		return nil, fmt.Errorf("the table must start with the columns %s", strings.Join(header, ", "))
	}
	return rows[1:], nil
}

// compareRealms sorts realms by number: oc2 before oc10.
func compareRealms(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// All returns every region, sorted by name.
func All() []Region { return slices.Clone(regions().all) }

// Realms returns every realm that has a region in the table, by number: oc1, oc2, …, oc10, ….
func Realms() []string { return slices.Clone(regions().realms) }

// InCountry returns the regions that the table places in the country with this ISO 3166-1 alpha-2 code, sorted by name.
// It includes those whose country is not documented; see Region.Documented.
func InCountry(code string) []Region {
	return slices.DeleteFunc(All(), func(r Region) bool { return r.Country != code })
}

// Lookup finds a region by its name or key, in any case.
func Lookup(s string) (Region, bool) {
	s = lower(s)
	if r, ok := regions().byName[s]; ok {
		return r, true
	}
	r, ok := regions().byKey[s]
	return r, ok
}

// ByName finds a region by its exact name, in lower case.
func ByName(name string) (Region, bool) {
	r, ok := regions().byName[name]
	return r, ok
}

// lower is strings.ToLower for ASCII only. Unicode's folding would read the Kelvin sign as a k, and so find uk-london-1
// in a text that does not have it.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
