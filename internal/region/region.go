// Package region knows every region of Oracle Cloud: its name, key, realm, domain and country, and finds the region
// that a value names (an OCID, an endpoint, an availability domain). It refuses to guess: what is not in the table is
// unknown, and a name's prefix says nothing.
package region

// Region is one row of the table.
type Region struct {
	Name       string // such as "us-ashburn-1"
	Key        string // three letters in lower case, such as "iad"
	Realm      string // such as "oc1"
	Domain     string // the realm's second-level domain, such as "oraclecloud.com"
	Country    string // ISO 3166-1 alpha-2, such as "US"
	Documented bool   // whether Oracle's documentation states the country; false: read from the region's name only
}

// Kind says what a value was found to be.
type Kind int

// The kinds of a Location.
const (
	NotLocation Kind = iota // the value names no place
	Unknown                 // it names a place, or should, that the table does not know
	Global                  // an OCID of a type that has no region, such as a compartment's
	Regional                // it names a region of the table
)

// Location is what Find read in a value.
type Location struct {
	Kind   Kind
	Region Region // set when Kind is Regional
	Realm  string // the realm that the value states, where it states one
	Text   string // the part of the value that was read, such as "iad" in an OCID
}

// All returns every region, sorted by name.
func All() []Region { return nil }

// Lookup finds a region by its name or key, in any case.
func Lookup(s string) (Region, bool) { return Region{}, false }

// ByName finds a region by its exact name, in lower case.
func ByName(name string) (Region, bool) { return Region{}, false }

// Suggest returns the names of the known regions nearest to s, best first, at most three.
func Suggest(s string) []string { return nil }

// Find reads the location in a value of any form: a region's name or key, an OCID, an endpoint or URL, an
// availability domain.
func Find(value string) Location { return Location{} }

// FindOCID reads the region of an OCID.
func FindOCID(string) Location { return Location{} }

// FindHost reads the region of a host or URL.
func FindHost(string) Location { return Location{} }

// FindAvailabilityDomain reads the region of an availability domain's name.
func FindAvailabilityDomain(string) Location { return Location{} }

// Realms returns every realm.
func Realms() []string { return nil }

// InCountry returns the regions of a country.
func InCountry(string) []Region { return nil }

// IsCountry says whether code is an ISO 3166-1 alpha-2 code.
func IsCountry(string) bool { return false }

// SuggestCountry returns the country codes nearest to code.
func SuggestCountry(string) []string { return nil }
