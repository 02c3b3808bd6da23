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

// String names the kind for messages and test failures.
func (k Kind) String() string {
	switch k {
	case NotLocation:
		return "not a location"
	case Unknown:
		return "unknown"
	case Global:
		return "global"
	case Regional:
		return "regional"
	}
	return "invalid kind"
}

// Location is what Find read in a value.
type Location struct {
	Kind   Kind
	Region Region // set when Kind is Regional
	Realm  string // the realm that the value states, where it states one
	Text   string // the part of the value that was read, in lower case, such as "iad" in an OCID
	Reason string // why Kind is Unknown: a clause without a full stop, such as `no region called "us-atlantis-1" is known`
}

// unknown is the Location of a value that names a place, or should, but none that can be told.
func unknown(realm, text, reason string) Location {
	return Location{Kind: Unknown, Realm: realm, Text: text, Reason: reason}
}
