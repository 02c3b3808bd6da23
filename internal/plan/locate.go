package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// found keeps what is certainly a location, of an attribute that may hold anything.
func (c *collector) found(n *node, s []byte) {
	if l := c.find(s); l.Kind == region.Regional || hasPrefixFold(s, "ocid1.") {
		c.keep(n, l)
	}
}

// find is region.Find. Of the many identifiers that differ in nothing but their last part one is read.
func (c *collector) find(s []byte) *region.Location {
	if hasPrefixFold(s, "ocid1.") {
		return c.ocid(s)
	}
	return c.one(region.Find(string(s)))
}

func (c *collector) ocid(s []byte) *region.Location {
	end := bytes.LastIndexByte(s, '.')
	if end < 0 || !unique(s[end+1:]) {
		return c.one(region.FindOCID(string(s)))
	}
	if l, ok := c.read[string(s[:end])]; ok {
		return l
	}
	l := c.one(region.FindOCID(string(s)))
	if l.Kind == region.Regional || l.Kind == region.Global {
		c.read[string(s[:end])] = l
	}
	return l
}

// once finds the location that a text names. What a cloud has many resources in, it has few of.
func (in *reader) once(s []byte, find func(string) region.Location) *region.Location {
	const longest = 128
	if l, ok := in.read[string(s)]; ok {
		return l
	}
	text := string(s)
	l := in.one(find(text))
	if len(s) <= longest {
		in.read[text] = l
	}
	return l
}

// nowhere is the location of what names no place.
var nowhere = &region.Location{}

// one is one copy of a location that many values have in common. What stood there matters only where no region was found.
func (in *reader) one(l region.Location) *region.Location {
	switch l.Kind {
	case region.NotLocation:
		return nowhere
	case region.Regional:
		l.Text = ""
	case region.Global, region.Unknown:
	}
	if kept, ok := in.locations[l]; ok {
		return kept
	}
	kept := new(region.Location)
	*kept = l
	in.locations[l] = kept
	return kept
}

// unique says whether the last part of an identifier is one that no region is called like.
func unique(part []byte) bool {
	const longest = 24 // no region's name is longer, and all but its key have a hyphen
	return len(part) > longest && !slices.ContainsFunc(part, func(b byte) bool {
		return (b < 'a' || b > 'z') && (b < '0' || b > '9')
	})
}

// due is the location of a value where one is due. What names no place is then a place that is not known; it is told but of an
// attribute that holds identifiers.
func (in *reader) due(l *region.Location, n *node, s []byte) *region.Location {
	if l.Kind != region.NotLocation {
		return l
	}
	word := ""
	if n.regional {
		word = strings.ToLower(string(s))
	}
	return in.one(due(*l, word))
}

// due is a location where one is due: what names no place is then a place that is not known.
func due(l region.Location, word string) region.Location {
	if l.Kind != region.NotLocation {
		return l
	}
	return region.Location{Kind: region.Unknown, Text: word, Reason: "that is no region's name"}
}

// unreviewed reads an attribute that no row is about. Identifiers, hosts and availability domains are found in it wherever
// they stand; a bare region name only where the attribute's name or an unlisted type lets expect one, for other values are
// called like regions too.
func (c *collector) unreviewed(n *node, s []byte) {
	const shortest = len("ocid1.x.y")
	switch {
	case len(s) < shortest || len(s) > 4096:
		return
	case hasPrefixFold(s, "ocid"), n.path == "id" && containsFold(s, "/ocid1."): // databases/OCID/dataGuardAssociations/OCID
		c.identifiers(n, s)
	case bytes.IndexByte(s, '.') >= 0 && mayBeHost(s):
		if l := c.once(s, region.FindHost); l.Kind == region.Regional {
			c.keep(n, l)
			c.collected[len(c.collected)-1].host = !n.identifier
		}
	case containsFold(s, "-ad-"):
		c.keep(n, c.once(s, region.FindAvailabilityDomain))
	case n.regional || c.typ.scope == Unlisted:
		c.named(n, strings.ToLower(string(s)))
	}
}

// named keeps a region's name, and what looks like one where one is due.
func (c *collector) named(n *node, name string) {
	switch r, ok := region.ByName(name); {
	case ok:
		c.keep(n, c.one(region.Location{Kind: region.Regional, Region: r}))
		c.collected[len(c.collected)-1].weak = true
	case n.regional && looksLikeRegion(name):
		c.keep(n, c.one(region.Location{Kind: region.Unknown, Text: name, Reason: "that is no region that is known"}))
		c.collected[len(c.collected)-1].weak = true
	}
}

// looksLikeRegion says whether a word is made like a region's name: us-ashburn-1.
func looksLikeRegion(name string) bool {
	parts := strings.Split(name, "-")
	last := len(parts) - 1
	if last < 2 || len(parts[0]) < 2 || len(parts[0]) > 3 || len(parts[last]) != 1 || parts[last][0] < '0' || parts[last][0] > '9' {
		return false
	}
	return !slices.ContainsFunc(parts[:last], func(p string) bool {
		return p == "" || strings.ContainsFunc(p, func(r rune) bool { return r < 'a' || r > 'z' })
	})
}

// identifiers reads one identifier, or several that Oracle's provider has joined, as in VAULT:REGION or TARGET;POLICY.
func (c *collector) identifiers(n *node, s []byte) {
	if hasPrefixFold(s, "ocidv") || !bytes.ContainsAny(s, ":;,/ ") { // the first format of all has colons of its own
		c.keep(n, c.find(s))
		return
	}
	for part := range bytes.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(":;,/ ", r) }) {
		if hasPrefixFold(part, "ocid") {
			c.keep(n, c.find(part))
		}
	}
}

func mayBeHost(s []byte) bool {
	return containsFold(s, "oracle") || containsFold(s, "ocir.io") || containsFold(s, "oci.")
}

func hasPrefixFold(s []byte, prefix string) bool {
	return len(s) >= len(prefix) && bytes.EqualFold(s[:len(prefix)], []byte(prefix))
}

func containsFold(s []byte, lower string) bool {
	for i := 0; i+len(lower) <= len(s); i++ {
		if s[i]|0x20 == lower[0]|0x20 && bytes.EqualFold(s[i:i+len(lower)], []byte(lower)) {
			return true
		}
	}
	return false
}
