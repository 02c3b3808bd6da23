package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// value is a value of a resource that is about a place.
type value struct {
	node   *node
	where  *region.Location // nil for the text of a watch, public or external row
	text   string           // such a text; or the identifier of what populations must not share
	weak   bool             // it is a region's name where no row says what it means
	host   bool             // it is a host that the resource speaks to, which need not be its own
	hidden bool             // it is marked as sensitive: nothing of it may be printed but a region of the table
}

// collector takes from the values of one resource what is about a place. It lives as long as the reading.
type collector struct {
	typ       *typeInfo
	locations map[region.Location]*region.Location
	ocids     map[string]region.Location // by all but the last part
	names     interner
	out       []value
	claims    claims
	leafText  []byte  // what is being read
	lacks     []*node // what must be there and is not, or is known only after apply
}

// claims is what a resource says of its own class, and of what it belongs to.
type claims struct {
	compartment, class, exception string
	statements                    map[string][]string // by attribute
	hidden                        bool                // statements are sensitive
}

// classTag is the tag by which a resource of Oracle's provider claims a data class.
const classTag = "residency-class"

// values reads an object of attributes.
func (c *collector) values(raw []byte) {
	c.whole(c.typ.root, raw)
	members(raw, func(name, v []byte) {
		switch {
		case string(name) == "compartment_id":
			if s, ok := text(v); ok {
				c.claims.compartment = c.names.string([]byte(s))
			}
		case c.typ.kind == oracle && (string(name) == "freeform_tags" || string(name) == "defined_tags"):
			c.tags(v)
		case c.typ.kind == residency && string(name) == "data_class":
			c.claims.class = c.claim(v)
		case c.typ.kind == residency && string(name) == "exception":
			c.claims.exception = c.claim(v)
		case guards[c.typ.name][string(name)] != "":
			c.statements(string(name), v)
		default:
			c.value(c.typ.root.child(name), v)
		}
	})
}

func (c *collector) statements(attribute string, raw []byte) {
	if c.claims.statements == nil {
		c.claims.statements = map[string][]string{}
	}
	c.claims.statements[attribute] = texts(raw)
}

func (c *collector) claim(raw []byte) string {
	s, _ := text(raw)
	return c.names.string([]byte(s))
}

// tags looks for the class. A tag with a namespace is under the control of whoever owns that, so it counts before one
// without; a claim only ever tightens.
func (c *collector) tags(raw []byte) {
	members(raw, func(name, v []byte) {
		key := strings.ToLower(string(name))
		namespaced := strings.HasSuffix(key, "."+classTag)
		if s, ok := text(v); ok && s != "" && (namespaced || key == classTag && c.claims.class == "") {
			c.claims.class = c.names.string([]byte(s))
		}
	})
}

// value reads one attribute, and everything below it.
func (c *collector) value(n *node, raw []byte) {
	if n.skip && !n.below || len(raw) == 0 {
		return
	}
	switch raw[0] {
	case '{':
		c.whole(n, raw)
		members(raw, func(name, v []byte) {
			if n.keys {
				c.leaf(n, name)
			}
			c.value(n.child(name), v)
		})
	case '[':
		elements(raw, func(v []byte) { c.value(n, v) })
	case '"':
		c.leaf(n, plain(raw))
	case 't', 'f':
		if n.role() == public {
			c.leaf(n, raw)
		}
	}
}

// whole notes the members that an object must have, and has not.
func (c *collector) whole(n *node, raw []byte) {
	for _, want := range n.needs {
		has := false
		members(raw, func(name, v []byte) { has = has || string(name) == want.name && !isNull(v) })
		if !has && !slices.Contains(c.lacks, want) {
			c.lacks = append(c.lacks, want)
		}
	}
}

func (c *collector) leaf(n *node, s []byte) {
	if len(s) == 0 || c.typ.kind == foreign {
		return
	}
	c.leafText = s
	switch n.role() {
	case watch, public, external:
		c.out = append(c.out, value{node: n, text: c.names.string(s)})
	case placement:
		if l := c.find(s); l.Kind != region.NotLocation || n.regional {
			c.keep(n, due(l, c.word(n, s)))
		}
	case destination, origin:
		rows := n.own()
		if slices.Contains(rows[0].values, string(s)) {
			return // a word that stands for no place
		}
		if rows[0].wide() {
			c.found(n, s)
			return
		}
		c.keep(n, due(c.find(s), c.word(n, s)))
	case "":
		c.unreviewed(n, s)
	}
}

// found keeps what is certainly a location, of an attribute that may hold anything.
func (c *collector) found(n *node, s []byte) {
	if l := c.find(s); l.Kind == region.Regional || hasPrefixFold(s, "ocid1.") {
		c.keep(n, l)
	}
}

// find is region.Find. Of the many identifiers that differ in nothing but their last part one is read.
func (c *collector) find(s []byte) region.Location {
	if hasPrefixFold(s, "ocid1.") {
		return c.ocid(s)
	}
	return region.Find(string(s))
}

func (c *collector) ocid(s []byte) region.Location {
	end := bytes.LastIndexByte(s, '.')
	if end < 0 || !unique(s[end+1:]) {
		return region.FindOCID(string(s))
	}
	if l, ok := c.ocids[string(s[:end])]; ok {
		return l
	}
	l := region.FindOCID(string(s))
	if l.Kind == region.Regional || l.Kind == region.Global {
		c.ocids[string(s[:end])] = l
	}
	return l
}

// unique says whether the last part of an identifier is one that no region is called like.
func unique(part []byte) bool {
	const longest = 24 // no region's name is longer, and all but its key have a hyphen
	return len(part) > longest && !slices.ContainsFunc(part, func(b byte) bool {
		return (b < 'a' || b > 'z') && (b < '0' || b > '9')
	})
}

// word is what stands where a region is due, to be told; of an attribute that holds identifiers it is not.
func (c *collector) word(n *node, s []byte) string {
	if !n.regional {
		return ""
	}
	return strings.ToLower(string(s))
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
	case hasPrefixFold(s, "ocid"):
		c.identifiers(n, s)
	case bytes.IndexByte(s, '.') >= 0 && mayBeHost(s):
		if l := region.FindHost(string(s)); l.Kind == region.Regional {
			c.keep(n, l)
			c.out[len(c.out)-1].host = !n.identifier
		}
	case containsFold(s, "-ad-"):
		c.keep(n, region.FindAvailabilityDomain(string(s)))
	case n.regional || c.typ.scope == Unlisted:
		c.named(n, strings.ToLower(string(s)))
	}
}

// named keeps a region's name, and what looks like one where one is due.
func (c *collector) named(n *node, name string) {
	switch r, ok := region.ByName(name); {
	case ok:
		c.keep(n, region.Location{Kind: region.Regional, Region: r, Text: r.Name})
		c.out[len(c.out)-1].weak = true
	case n.regional && looksLikeRegion(name):
		c.keep(n, region.Location{Kind: region.Unknown, Text: name, Reason: "that is no region that is known"})
		c.out[len(c.out)-1].weak = true
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

func (c *collector) keep(n *node, l region.Location) {
	if l.Kind == region.NotLocation {
		return
	}
	if l.Kind == region.Regional {
		l.Text = ""
	}
	kept, ok := c.locations[l]
	if !ok {
		kept = &l
		c.locations[l] = kept
	}
	v := value{node: n, where: kept}
	if n.shared || n.path == "id" && used[c.typ.name] != "" {
		v.text = c.names.string(c.leafText)
	}
	c.out = append(c.out, v)
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

// marked returns the attributes that a tree of marks (after_unknown, after_sensitive) marks with true.
func marked(t *typeInfo, raw []byte, keep func(*node) bool) []*node {
	var out []*node
	var walk func(n *node, raw []byte)
	walk = func(n *node, raw []byte) {
		if len(raw) == 0 || n.skip && !n.below {
			return
		}
		switch raw[0] {
		case 't':
			if keep(n) && (len(out) == 0 || out[len(out)-1] != n) {
				out = append(out, n)
			}
		case '{':
			members(raw, func(name, v []byte) { walk(n.child(name), v) })
		case '[':
			elements(raw, func(v []byte) { walk(n, v) })
		}
	}
	walk(t.root, raw)
	return out
}
