package region

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSuggest(t *testing.T) {
	for s, want := range map[string][]string{
		"us-ashbrun-1":                      {"us-ashburn-1", "us-ashburn-2"},
		"us-asburn":                         {"us-ashburn-1", "us-ashburn-2"},
		"US-Ashburn":                        {"us-ashburn-1", "us-ashburn-2"},
		"ashburn":                           {"us-ashburn-1", "us-gov-ashburn-1", "us-ashburn-2"},
		"frankfurt":                         {"eu-frankfurt-1", "eu-frankfurt-2"},
		" london ":                          {"uk-london-1", "uk-gov-london-1"},
		"us-phoneix-1":                      {"us-phoenix-1"},
		"us-phoenix":                        {"us-phoenix-1"},
		"iad":                               {"us-ashburn-1"},
		"IAD":                               {"us-ashburn-1"},
		"us-ashburn-1":                      {"us-ashburn-1"},
		"iax":                               {"us-ashburn-1"},
		"ord1":                              {"us-chicago-1"},
		"fr":                                {"eu-frankfurt-1"},
		"us":                                nil,
		"us-east-1":                         nil,
		"xx":                                nil,
		"":                                  nil,
		"a bucket's name":                   nil,
		strings.Repeat("us-ashburn-1", 1e5): nil,
	} {
		assert.Equal(t, want, Suggest(s), "%.40q", s)
	}
}

func TestSuggest_isKnownAndShort(t *testing.T) {
	for _, r := range All() {
		for _, s := range []string{r.Name + "x", r.Name[1:], r.Name[:len(r.Name)-1], r.Key[:2], r.Key + "q", strings.TrimSuffix(r.Name, "-1")} {
			all := Suggest(s)
			assert.LessOrEqual(t, len(all), maxSuggestions, s)
			for _, name := range all {
				_, ok := ByName(name)
				assert.True(t, ok, "%s: %s", s, name)
			}
		}
		assert.Equal(t, r.Name, Suggest(r.Name + "x")[0])
	}
}

func TestIsCountry(t *testing.T) {
	assert.Len(t, countries(), 249)
	for _, code := range []string{"US", "DE", "GB", "GR", "RS", "CH", "ZW", "AD", "HK", "AX"} {
		assert.True(t, IsCountry(code), code)
	}
	for _, code := range []string{"", "us", "UK", "EL", "EU", "EEA", "USA", "XX", "XK", "ZZ", "SU", "AN", "Germany", " US"} {
		assert.False(t, IsCountry(code), code)
	}
}

func TestCountries_rows(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range countries() {
		assert.Regexp(t, `^[A-Z]{2}$`, c.alpha2)
		assert.Regexp(t, `^[A-Z]{3}$`, c.alpha3)
		assert.NotEmpty(t, c.name, c.alpha2)
		for _, s := range []string{c.alpha2, c.alpha3, c.name} {
			assert.False(t, seen[s], s)
			seen[s] = true
		}
	}
}

func TestNewCountries_faultyTable(t *testing.T) {
	_, err := newCountries([]byte("code,name\n"))
	assert.ErrorContains(t, err, "alpha2, alpha3, name")
}

func TestCountryName(t *testing.T) {
	assert.Equal(t, "Germany", CountryName("DE"))
	assert.Equal(t, "Côte d'Ivoire", CountryName("CI"))
	assert.Empty(t, CountryName("UK"))
}

func TestSuggestCountry(t *testing.T) {
	for s, want := range map[string][]string{
		"us":                           {"US"},
		"USA":                          {"US"},
		"UK":                           {"GB"},
		"uk":                           {"GB"},
		"EL":                           {"GR"},
		"IRL":                          {"IE"},
		"CHE":                          {"CH"},
		"DEU":                          {"DE"},
		"Germany":                      {"DE"},
		"germny":                       {"DE"},
		"Swizerland":                   {"CH"},
		"Korea":                        {"KR", "KP"},
		"America":                      {"US"},
		"United States":                {"US"},
		" de ":                         {"DE"},
		"DN":                           {"DE", "IN", "DJ"},
		"":                             nil,
		"somewhere":                    nil,
		"EU-1":                         nil,
		strings.Repeat("GERMANY", 1e5): nil,
	} {
		assert.Equal(t, want, SuggestCountry(s), "%.40q", s)
	}
}
