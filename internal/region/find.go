package region

import (
	"fmt"
	"regexp"
	"strings"
)

// Find reads the location in a value of any form: a region's name or key, an OCID, an endpoint or URL, an
// availability domain. White space around the value is not part of it.
//
// The whole value must have one of these forms. A key or name inside other text is not found: not in free text, in a
// path or query, in the name of a bucket or namespace, nor in a list of values. A value that is nothing but a key or a
// name is found, in any case, although keys such as "ord", "mad" and "sin" are also words: call Find on values that
// are meant to be places.
//
// What only looks like a region's name, such as "us-atlantis-1" or another cloud's "us-east-1", is Unknown. Three
// letters that are no key are NotLocation. NotLocation does not mean harmless: where a place is due, it is an error.
func Find(value string) Location {
	value = lower(strings.TrimSpace(value))
	if r, ok := Lookup(value); ok {
		return Location{Kind: Regional, Region: r, Text: value}
	}
	for _, find := range []func(string) Location{FindOCID, FindAvailabilityDomain, FindHost} {
		if l := find(value); l.Kind != NotLocation {
			return l
		}
	}
	if looksLikeName(value) {
		return unknown("", value, noSuchRegion(value))
	}
	return Location{}
}

var namePattern = regexp.MustCompile(`^[a-z]{2}(-[a-z]+){1,3}-[0-9]{1,2}$`)

// looksLikeName says whether s, in lower case, has the shape of a region's name.
func looksLikeName(s string) bool { return namePattern.MatchString(s) }

func noSuchRegion(text string) string { return fmt.Sprintf("no region called %.80q is known", text) }
