package region

import (
	_ "embed"
	"slices"
	"sync"
)

// countriesCSV has the 249 codes of ISO 3166-1 that are officially assigned, with the name in English.
//
//go:embed data/countries.csv
var countriesCSV []byte

type country struct {
	alpha2, alpha3, name string
}

var countries = sync.OnceValue(func() []country { return must(newCountries(countriesCSV)) })

func newCountries(src []byte) ([]country, error) {
	rows, err := readCSV(src, "alpha2", "alpha3", "name")
	if err != nil {
		return nil, err
	}
	all := make([]country, 0, len(rows))
	for _, row := range rows {
		all = append(all, country{alpha2: row[0], alpha3: row[1], name: row[2]})
	}
	return all, nil
}

// IsCountry says whether code is an ISO 3166-1 alpha-2 code as it is written, in upper case. The groups EU and EEA are no
// countries, and UK is not a code: it is GB.
func IsCountry(code string) bool { return CountryName(code) != "" }

// CountryName returns the English name of the country with this ISO 3166-1 alpha-2 code, "" if there is none.
func CountryName(code string) string {
	i := slices.IndexFunc(countries(), func(c country) bool { return c.alpha2 == code })
	if i < 0 {
		return ""
	}
	return countries()[i].name
}
