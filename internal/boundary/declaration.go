package boundary

import (
	"maps"
	"slices"
	"strings"
)

// Protected is the class of everything that is in no other class. Its jurisdictions are the boundary's own.
const Protected = "protected"

// Declaration is what a boundary says, before it is checked: the content of a boundary file or of the provider block's
// attribute. A nil list was left out; an empty one was given empty.
//
// Regions narrows the jurisdictions to the regions that it names, and confirms a region whose country is known from its
// name only. It may also name a region that this release's table does not have, when the name could not be a slip for
// one that it has: whoever declares the boundary then vouches for the region's country.
type Declaration struct {
	Name          string
	Jurisdictions []string // ISO 3166-1 alpha-2 codes, or the groups EU and EEA
	Realms        []string // nil: the commercial realm, oc1
	Regions       []string // region names; nil: every region of the jurisdictions whose country is documented
	Ungoverned    []string // providers of other clouds that are counted and named, not judged
	Classes       map[string]Class
	Exceptions    map[string]Exception
}

// Class is a data class other than the protected one. A resource is in it when one of Addresses matches its address and
// one of Compartments is its compartment; a list that is left out asks for nothing, but a class without both lists has
// no members and can only be claimed.
type Class struct {
	Jurisdictions []string // nil: the boundary's own jurisdictions and, without Regions, the boundary's own regions
	Realms        []string // nil: the boundary's own
	Regions       []string // region names; nil: every region of the jurisdictions whose country is documented
	Addresses     []string // address patterns
	Compartments  []string // OCIDs of compartments, or of the tenancy for its root compartment
}

// Exception lets what it names be outside, until a date. What it covers must be in one of Regions and of one of Kinds,
// must match one of Addresses where there are any, and must be in one of Compartments where there are any.
type Exception struct {
	Regions      []string // region names
	Addresses    []string // address patterns
	Compartments []string // OCIDs of compartments, or of the tenancy for its root compartment
	Kinds        []string // nil: every kind of fact
	Reason       string
	Owner        string
	ApprovedBy   string // differs from Owner
	Ticket       string
	Expires      string // a date such as "2027-03-31", inclusive, in UTC
}

func (d Declaration) clone() Declaration {
	d.Jurisdictions = slices.Clone(d.Jurisdictions)
	d.Realms = slices.Clone(d.Realms)
	d.Regions = slices.Clone(d.Regions)
	d.Ungoverned = slices.Clone(d.Ungoverned)
	d.Classes = maps.Clone(d.Classes)
	for name, c := range d.Classes {
		d.Classes[name] = c.clone()
	}
	d.Exceptions = maps.Clone(d.Exceptions)
	for name, e := range d.Exceptions {
		d.Exceptions[name] = e.clone()
	}
	return d
}

func (c Class) clone() Class {
	c.Jurisdictions = slices.Clone(c.Jurisdictions)
	c.Realms = slices.Clone(c.Realms)
	c.Regions = slices.Clone(c.Regions)
	c.Addresses = slices.Clone(c.Addresses)
	c.Compartments = slices.Clone(c.Compartments)
	return c
}

func (e Exception) clone() Exception {
	e.Regions = slices.Clone(e.Regions)
	e.Addresses = slices.Clone(e.Addresses)
	e.Compartments = slices.Clone(e.Compartments)
	e.Kinds = slices.Clone(e.Kinds)
	return e
}

// normal returns the declaration with codes in upper case, names of realms, regions and kinds in lower case, and free
// text without surrounding space. Elements keep their order and number, so that a fault can name an element's index.
func (d Declaration) normal() Declaration {
	d = d.clone()
	each(d.Jurisdictions, upper)
	each(d.Realms, lower)
	each(d.Regions, lower)
	each(d.Ungoverned, lower)
	return d
}

func (c Class) normal() Class {
	c = c.clone()
	each(c.Jurisdictions, upper)
	each(c.Realms, lower)
	each(c.Regions, lower)
	return c
}

func (e Exception) normal() Exception {
	e = e.clone()
	each(e.Regions, lower)
	each(e.Kinds, lower)
	for _, text := range []*string{&e.Reason, &e.Owner, &e.ApprovedBy, &e.Ticket, &e.Expires} {
		*text = strings.TrimSpace(*text)
	}
	return e
}

// upper and lower change ASCII only. Unicode's would read the long s as an S, and so find US in what is no code.
func upper(s string) string { return ascii(s, 'a', 'A') }

func lower(s string) string { return ascii(s, 'A', 'a') }

// ascii moves the letters of the alphabet that begins with from to the one that begins with to.
func ascii(s string, from, to rune) string {
	return strings.Map(func(r rune) rune {
		if from <= r && r < from+26 {
			return r - from + to
		}
		return r
	}, s)
}

func each(list []string, change func(string) string) {
	for i := range list {
		list[i] = change(list[i])
	}
}
