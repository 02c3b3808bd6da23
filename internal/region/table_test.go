package region

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sdk = "github.com/oracle/oci-go-sdk/v65"

// sdkRegion is one entry of the SDK's common/regions.json.
type sdkRegion struct {
	Key    string `json:"regionKey"`
	Name   string `json:"regionIdentifier"`
	Realm  string `json:"realmKey"`
	Domain string `json:"realmDomainComponent"`
}

// sdkRegions reads the regions of the SDK that go.mod selects, from the module cache. It needs no network.
func sdkRegions(t *testing.T) []sdkRegion {
	t.Helper()
	// Reading go.mod keeps go test from serving a cached pass after an update of the SDK.
	_, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	require.NoError(t, err)
	const mend = "run `go mod download` and then the tests again; they read the SDK's regions from the module cache"
	out, err := exec.Command("go", "list", "-m", "-json", sdk).Output()
	require.NoError(t, err, "cannot find %s: %s", sdk, mend)
	var module struct{ Dir string }
	require.NoError(t, json.Unmarshal(out, &module))
	require.NotEmpty(t, module.Dir, "%s is not in the module cache: %s", sdk, mend)
	src, err := os.ReadFile(filepath.Join(module.Dir, "common", "regions.json"))
	require.NoError(t, err, "the SDK keeps its regions elsewhere now: teach this test where")
	var all []sdkRegion
	require.NoError(t, json.Unmarshal(src, &all))
	return all
}

func TestTable_equalsSDK(t *testing.T) {
	const what = "\nAn SDK update brought this. Say in internal/region/data/regions.csv where the region is: its country, and " +
		"`documented` only if a page of Oracle's states it, otherwise `name-only`."
	all := sdkRegions(t)
	require.NotEmpty(t, all)
	known := map[string]bool{}
	for _, s := range all {
		known[s.Name] = true
		r, ok := ByName(s.Name)
		if !assert.True(t, ok, "the SDK has region %s (%s), the table does not.%s", s.Name, s.Key, what) {
			continue
		}
		got := sdkRegion{Key: r.Key, Name: r.Name, Realm: r.Realm, Domain: r.Domain}
		assert.Equal(t, s, got, "the SDK and the table differ on %s.%s", s.Name, what)
	}
	for _, r := range All() {
		assert.True(t, known[r.Name], "the table has region %s, the SDK does not: remove it, or say here why it stays", r.Name)
	}
}

func TestTable_rows(t *testing.T) {
	all := All()
	assert.Len(t, all, 85)
	assert.True(t, slices.IsSortedFunc(all, func(a, b Region) int { return strings.Compare(a.Name, b.Name) }))
	for _, r := range all {
		assert.Regexp(t, `^[a-z]{3}$`, r.Key, r.Name)
		assert.Regexp(t, `^oc[0-9]+$`, r.Realm, r.Name)
		assert.True(t, IsCountry(r.Country), "%s is in %q, which is no country", r.Name, r.Country)
		assert.True(t, looksLikeName(r.Name), r.Name)
	}
}

func TestTable_countriesThatNamesDoNotTell(t *testing.T) {
	for name, want := range map[string]string{
		"eu-zurich-1": "CH", "eu-dcc-zurich-1": "CH", "eu-jovanovac-1": "RS", "uk-london-1": "GB", "il-jerusalem-1": "IL",
		"ap-kulai-2": "MY", "ap-batam-1": "ID", "sa-bogota-1": "CO", "af-casablanca-1": "MA",
	} {
		r, ok := ByName(name)
		require.True(t, ok, name)
		assert.Equal(t, want, r.Country, name)
	}
}

func TestAll_isACopy(t *testing.T) {
	All()[0].Country = "XX"
	Realms()[0] = "oc0"
	assert.NotEqual(t, "XX", All()[0].Country)
	assert.Equal(t, "oc1", Realms()[0])
}

func TestRealms(t *testing.T) {
	assert.Equal(t, []string{
		"oc1", "oc2", "oc3", "oc4", "oc8", "oc9", "oc10", "oc14", "oc15", "oc19", "oc20", "oc21", "oc23", "oc24", "oc26", "oc29",
		"oc35", "oc42", "oc51", "oc52",
	}, Realms())
}

func TestInCountry(t *testing.T) {
	names := func(all []Region) (names []string) {
		for _, r := range all {
			names = append(names, r.Name)
		}
		return names
	}
	assert.Equal(t, []string{"eu-madrid-1", "eu-madrid-2", "eu-madrid-3"}, names(InCountry("ES")))
	assert.Empty(t, InCountry("es"))
	assert.Empty(t, InCountry("EU"))
	assert.Empty(t, InCountry(""))
}

func TestLookup(t *testing.T) {
	for _, r := range All() {
		for _, s := range []string{r.Name, r.Key, strings.ToUpper(r.Name), strings.ToUpper(r.Key)} {
			got, ok := Lookup(s)
			assert.True(t, ok, s)
			assert.Equal(t, r, got, s)
		}
	}
	for _, s := range []string{"", " ", "us-ashburn", "us-ashburn-1 ", "iad-1", "oc1", "u\u212a-london-1", "\u017fin"} {
		_, ok := Lookup(s)
		assert.False(t, ok, "%q", s)
	}
}

func TestByName(t *testing.T) {
	r, ok := ByName("us-ashburn-1")
	assert.True(t, ok)
	assert.Equal(t, Region{
		Name: "us-ashburn-1", Key: "iad", Realm: "oc1", Domain: "oraclecloud.com", Country: "US", Documented: true,
	}, r)
	for _, s := range []string{"US-ASHBURN-1", "iad", ""} {
		_, ok := ByName(s)
		assert.False(t, ok, "%q", s)
	}
}

func TestNewIndex_faultyTable(t *testing.T) {
	const header = "realm,realm_domain,key,region,country,country_basis\n"
	for name, src := range map[string]string{
		"empty":           "",
		"other columns":   "a,b\n",
		"short row":       header + "oc1,oraclecloud.com\n",
		"name twice":      header + "oc1,d,aaa,us-a-1,US,documented\noc1,d,bbb,us-a-1,US,documented\n",
		"key twice":       header + "oc1,d,aaa,us-a-1,US,documented\noc1,d,aaa,us-b-1,US,documented\n",
		"unmatched quote": header + "\"",
	} {
		_, err := newIndex([]byte(src))
		require.Error(t, err, name)
		assert.Panics(t, func() { must(newIndex([]byte(src))) }, name)
	}
}

func TestKind_String(t *testing.T) {
	for kind, want := range map[Kind]string{
		NotLocation: "not a location", Unknown: "unknown", Global: "global", Regional: "regional", Kind(9): "invalid kind",
	} {
		assert.Equal(t, want, kind.String())
	}
}
