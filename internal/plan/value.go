package plan

import (
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
