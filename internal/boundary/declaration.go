package boundary

// Declaration is what a boundary says, before it is checked: the content of a boundary file or of the provider block's
// attribute. A nil list was left out; an empty one was given empty.
type Declaration struct {
	Name          string
	Jurisdictions []string // ISO 3166-1 alpha-2 codes, or the groups EU and EEA
	Realms        []string // nil: the commercial realm, oc1
	Regions       []string // nil: every region of the jurisdictions whose country is documented
	Ungoverned    []string // providers of other clouds that are counted and named, not judged
	Classes       map[string]Class
	Exceptions    map[string]Exception
}

// Class is a data class other than the protected one, and who is in it.
type Class struct {
	Jurisdictions []string // nil: the boundary's own jurisdictions and regions
	Realms        []string // nil: the boundary's own
	Regions       []string
	Addresses     []string // address patterns
	Compartments  []string // OCIDs
}

// Exception lets what it names be outside, until a date.
type Exception struct {
	Regions      []string
	Addresses    []string // address patterns
	Compartments []string // OCIDs
	Kinds        []string // nil: every kind of fact
	Reason       string
	Owner        string
	ApprovedBy   string // differs from Owner
	Ticket       string
	Expires      string // a date such as "2027-03-31", inclusive, in UTC
}
