package plan

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

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

// values are what the values of one resource say of places.
type values struct {
	told   bool // the plan has the member that they stand in
	object bool // and they are an object
	all    []value
	claims claims
	lacks  []*node // what must be there and is not, or is known only after apply
}

// claims is what a resource says of its own class, and of what it belongs to.
type claims struct {
	membership
	statements map[string][]string // by attribute
	hidden     bool                // statements are sensitive
}

// membership is what many resources say alike.
type membership struct{ compartment, class, exception string }

// collector takes from the values of one resource what is about a place, as they go by.
type collector struct {
	*reader
	typ      *typeInfo
	out      values
	leafText []byte // what is being read
}

// classTag is the tag by which a resource of Oracle's provider claims a data class.
const classTag = "residency-class"

// values reads an object of attributes.
func (in *reader) values(t *typeInfo) values {
	c := collector{reader: in, typ: t}
	c.out.told, c.out.object = true, in.kind() == jsontext.KindBeginObject
	if t.kind == foreign {
		in.skip()
		return c.out
	}
	in.collected = in.collected[:0]
	c.object(t.root)
	c.out.all = slices.Clone(in.collected)
	return c.out
}

// child finds or makes the attribute of this name.
func (in *reader) child(n *node, name []byte) *node {
	known := len(n.children)
	c := n.child(name)
	if len(n.children) > known {
		in.takes(roomOfAttribute)
	}
	return c
}

// object reads the members of an object, and notes the ones that it must have and has not.
func (c *collector) object(n *node) {
	missing := slices.Clone(n.needs)
	for name := range c.members() {
		if n.parent == nil && c.claimed(name) {
			continue
		}
		if n.keys {
			c.leaf(n, name)
		}
		child := c.child(n, name)
		if c.kind() != jsontext.KindNull {
			missing = slices.DeleteFunc(missing, func(m *node) bool { return m == child })
		}
		c.value(child)
	}
	c.out.lacks = append(c.out.lacks, missing...)
}

// claimed reads an attribute of the resource itself that is a claim, and says whether it was one.
func (c *collector) claimed(name []byte) bool {
	claims := &c.out.claims
	switch {
	case string(name) == "compartment_id":
		claims.compartment = c.text()
	case c.typ.kind == oracle && (string(name) == "freeform_tags" || string(name) == "defined_tags"):
		c.tags()
	case c.typ.kind == residency && string(name) == "data_class":
		claims.class = c.text()
	case c.typ.kind == residency && string(name) == "exception":
		claims.exception = c.text()
	case guards[c.typ.name][string(name)] != "":
		if claims.statements == nil {
			claims.statements = map[string][]string{}
		}
		claims.statements[c.name(name)] = c.texts()
	default:
		return false
	}
	return true
}

// text reads a value that need not be a text; it is then "".
func (c *collector) text() string {
	if c.kind() != jsontext.KindString {
		c.skip()
		return ""
	}
	return c.string()
}

// tags looks for the class. A tag with a namespace is under the control of whoever owns that, so it counts before one
// without; a claim only ever tightens.
func (c *collector) tags() {
	if c.kind() != jsontext.KindBeginObject {
		c.skip()
		return
	}
	for name := range c.members() {
		key := strings.ToLower(string(name))
		namespaced := strings.HasSuffix(key, "."+classTag)
		if !namespaced && (key != classTag || c.out.claims.class != "") {
			c.skip()
		} else if class := c.text(); class != "" {
			c.out.claims.class = class
		}
	}
}

// value reads one attribute, and everything below it.
func (c *collector) value(n *node) {
	kind := c.kind()
	switch {
	case n.skip && !n.below:
		c.skip()
	case kind == jsontext.KindBeginObject && !n.ofTexts():
		c.object(n)
	case kind == jsontext.KindBeginArray:
		for range c.elements() {
			c.value(n)
		}
	case kind == jsontext.KindString:
		c.leaf(n, c.bytes())
	case (kind == jsontext.KindTrue || kind == jsontext.KindFalse) && (n.role() == public || n.isSwitch()):
		c.leaf(n, c.raw())
	case kind != jsontext.KindNull && n.ofTexts():
		c.skip()
		c.unread(n)
	default:
		c.skip()
	}
}

// isSwitch says whether an attribute names no place, but lets data come from where others say.
func (n *node) isSwitch() bool {
	return n.role() == origin && slices.Contains(n.own()[0].values, "false")
}

// ofTexts says whether an attribute tells with nothing but texts where data goes.
func (n *node) ofTexts() bool {
	if n.below || n.keys {
		return false
	}
	switch n.role() {
	case destination, origin, public, external:
		return true
	case placement:
		return n.regional
	case none, watch, "":
	}
	return false
}

// unread keeps that something stands where a text is due, and nobody knows what it says.
func (c *collector) unread(n *node) {
	if is := n.role(); is == public || is == external {
		c.collected = append(c.collected, value{node: n, text: "a value that is no text"})
		return
	}
	c.keep(n, c.due(nowhere, n, nil))
}

func (c *collector) leaf(n *node, s []byte) {
	if len(s) == 0 {
		return
	}
	c.leafText = s
	switch n.role() {
	case watch, public, external:
		c.collected = append(c.collected, value{node: n, text: c.name(s)})
	case placement:
		if l := c.find(s); l.Kind != region.NotLocation || n.regional {
			c.keep(n, c.due(l, n, s))
		}
	case destination, origin:
		switch row := n.own()[0]; {
		case slices.Contains(row.values, string(s)): // a word that stands for no place
		case n.isSwitch():
			c.collected = append(c.collected, value{node: n, text: c.name(s)})
		case row.wide():
			c.found(n, s)
		default:
			c.keep(n, c.due(c.find(s), n, s))
		}
	case "":
		c.unreviewed(n, s)
	}
}

func (c *collector) keep(n *node, l *region.Location) {
	if l.Kind == region.NotLocation {
		return
	}
	v := value{node: n, where: l}
	if n.shared || n.path == "id" && used[c.typ.name] != "" {
		v.text = c.name(c.leafText)
	}
	c.collected = append(c.collected, v)
}

// hide marks what is sensitive.
func (v *values) hide(t *typeInfo, secret marks) {
	if len(v.all) == 0 && v.claims.statements == nil && !secret.whole {
		return
	}
	for i := range v.all {
		v.all[i].hidden = secret.whole || slices.ContainsFunc(secret.nodes, v.all[i].node.under)
	}
	v.claims.hidden = secret.whole || slices.ContainsFunc(secret.nodes, func(n *node) bool { return guards[t.name][n.name] != "" })
}

// marks are the attributes that a tree of marks (after_unknown, after_sensitive) marks with true.
type marks struct {
	told  bool // the plan has the tree
	whole bool // it is one mark for everything
	nodes []*node
}

// marker reads a tree of marks.
type marker struct {
	*reader
	keep func(*node) bool
	out  marks
}

// marks reads the marks of the attributes that are to be kept.
func (in *reader) marks(t *typeInfo, keep func(*node) bool) marks {
	in.trees++
	m := marker{reader: in, keep: keep}
	m.out.told, m.out.whole = true, in.kind() == jsontext.KindTrue
	m.mark(t.root)
	return m.out
}

func (m *marker) mark(n *node) {
	kind := m.kind()
	switch {
	case n.skip && !n.below:
		m.skip()
	case kind == jsontext.KindBeginObject:
		for name := range m.members() {
			m.mark(m.child(n, name))
		}
	case kind == jsontext.KindBeginArray:
		for range m.elements() {
			m.mark(n)
		}
	case kind != jsontext.KindTrue && kind != jsontext.KindFalse:
		m.refuseKind("true, false or a tree of these")
	default:
		m.skip()
		if kind == jsontext.KindTrue && n.tree != m.trees && m.keep(n) {
			n.tree = m.trees
			m.out.nodes = append(m.out.nodes, n)
		}
	}
}
