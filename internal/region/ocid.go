package region

import (
	"fmt"
	"slices"
	"strings"
)

// FindOCID reads the region of an OCID, ocid1.<type>.<realm>.[region][.future use].<unique>, in any case.
//
// The region part is a key (iad, phx) or a name (eu-frankfurt-1), for the same type sometimes one and sometimes the
// other; file storage writes the name with underscores (eu_frankfurt_1). A blank region part is Global: the OCID itself
// says that it has no region, and whether that is right for its type is not judged here. Examples that Oracle's pages
// abbreviate (ocid1.bucket.oc1..aaaa) read as Global too.
//
// Unknown is: a region that is not in the table, a realm that is not or is not the region's, a part after the region
// that names a region of its own, a malformed OCID, and the first format of all (ocidv1:tenancy:oc1:phx:…), whose
// tenancies are global although a region stands in them. What does not start like an OCID is NotLocation.
func FindOCID(value string) Location {
	s := lower(value)
	if strings.HasPrefix(s, "ocidv1:") {
		return unknown("", "", "the OCID has the first format, which does not say reliably where its resource is")
	}
	if !strings.HasPrefix(s, "ocid1.") {
		return Location{}
	}
	parts := strings.Split(s, ".")
	if !wellFormed(parts) {
		return unknown("", "", "the OCID is malformed: it must read ocid1.<type>.<realm>.[region].<unique>")
	}
	realm, part, rest := parts[2], parts[3], parts[4:]
	if !slices.Contains(regions().realms, realm) {
		return unknown(realm, "", fmt.Sprintf("the OCID's realm %.80q is not known", realm))
	}
	return inOCID(realm, part, rest)
}

func wellFormed(parts []string) bool {
	return len(parts) >= 5 && parts[1] != "" && parts[len(parts)-1] != "" && !slices.ContainsFunc(parts, badPart)
}

// badPart says whether a part of an OCID has what none is made of. The region part of file storage's OCIDs has underscores. It is
// asked of each part of every identifier in a plan.
func badPart(part string) bool {
	for i := range len(part) {
		if c := part[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return true
		}
	}
	return false
}

// inOCID reads the region part, and the parts after it only to see that they do not contradict it.
func inOCID(realm, part string, rest []string) Location {
	r, ok := lookupInOCID(part)
	for _, other := range rest {
		if o, found := lookupInOCID(other); found && o != r {
			return unknown(realm, other, fmt.Sprintf("the OCID names %s after its region part %.80q", o.Name, part))
		}
	}
	if !ok && part != "" {
		return unknown(realm, part, noSuchRegion(part))
	}
	if part == "" {
		return Location{Kind: Global, Realm: realm}
	}
	if r.Realm != realm {
		return unknown(realm, part, fmt.Sprintf("the OCID is of realm %s, but %s is in realm %s", realm, r.Name, r.Realm))
	}
	return Location{Kind: Regional, Region: r, Realm: realm, Text: part}
}

func lookupInOCID(part string) (Region, bool) {
	if r, ok := Lookup(part); ok {
		return r, true
	}
	return ByName(strings.ReplaceAll(part, "_", "-"))
}
