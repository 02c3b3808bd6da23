package region

import (
	"fmt"
	"regexp"
)

// adPattern is [prefix:]region-ad-n in lower case. The prefix is the tenancy's own and says nothing about the place.
var adPattern = regexp.MustCompile(`^([a-z0-9]{1,16}:)?([a-z0-9-]+)-ad-[1-9][0-9]?$`)

// formerNames has the one region whose availability domains do not carry its name or key: they were named
// US-ASHBURN-AD-1 to 3 before names ended in a number, and still are.
var formerNames = map[string]string{"us-ashburn": "us-ashburn-1"}

// FindAvailabilityDomain reads the region of an availability domain's name, such as Uocm:PHX-AD-1,
// HsqI:AP-OSAKA-1-AD-1 or kIdk:US-ASHBURN-AD-1, in any case and with or without the tenancy's prefix.
//
// A name with a prefix is an availability domain for certain, so one whose region is not in the table is Unknown. Without
// a prefix it is Unknown only if what stands before -AD-n looks like a region's name; subnets are called web-ad-1.
// A fault domain (FAULT-DOMAIN-1) names no region: NotLocation.
func FindAvailabilityDomain(value string) Location {
	m := adPattern.FindStringSubmatch(lower(value))
	if m == nil {
		return Location{}
	}
	prefix, text := m[1], m[2]
	r, ok := Lookup(text)
	if !ok {
		r, ok = ByName(formerNames[text])
	}
	if ok {
		return Location{Kind: Regional, Region: r, Text: text}
	}
	if prefix != "" || looksLikeName(text) {
		return unknown("", text, fmt.Sprintf("no region called %.80q is known that has availability domains", text))
	}
	return Location{}
}
