package plan

import (
	"maps"
	"slices"
	"strings"
)

// maxChildren is how many different names below one attribute are told apart. A map that a user fills may have more; what
// is beyond is read under one name.
const maxChildren = 4096

// typeInfo is what is known of a type, with every attribute that a plan has shown of it.
type typeInfo struct {
	name  string
	scope Scope
	kind  kind
	root  *node
}

// kind says whose resources a type's are.
type kind int

const (
	foreign   kind = iota // another provider's
	oracle                // Oracle's provider
	residency             // this provider
	utility               // a provider that keeps no data anywhere
)

// node is an attribute of a type. Elements of lists and sets have the same node.
type node struct {
	name, path string
	evidence   string // what a place that it names is known by
	parent     *node
	children   map[string]*node
	rows       []*row  // the reviewed rows of it; nil where there is none
	inherits   []*row  // rows that hold for everything below it that has none of its own
	skip       bool    // nothing below it is about a place
	below      bool    // a reviewed attribute is below it
	identifier bool    // its name says that it refers to something
	regional   bool    // its name says that it names a region
	keys       bool    // it is a map by regions' names
	needs      []*node // the members without which it is not whole, of those that say where data goes
	tree       int     // of marks, the last one that marked it
	shared     bool    // it names what populations must not share
}

// utilities are providers that keep no data anywhere but in the state.
var utilities = map[string]bool{"random": true, "null": true, "time": true, "tls": true, "terraform": true}

// kindOf says whose a type is. The source address decides what is a utility: anybody may call a provider "random".
func kindOf(typ, provider string) kind {
	switch {
	case strings.HasPrefix(typ, "oci_"):
		return oracle
	case strings.HasPrefix(typ, "residency_"):
		return residency
	case strings.HasSuffix(provider, "terraform.io/builtin/terraform"):
		return utility
	}
	parts := strings.Split(provider, "/")
	if n := len(parts); n >= 2 && parts[n-2] == "hashicorp" && utilities[parts[n-1]] {
		return utility
	}
	return foreign
}

func newType(name, provider string) *typeInfo {
	t := &typeInfo{name: name, kind: kindOf(name, provider), scope: tables().scope(name), root: &node{}}
	if t.kind == residency {
		t.scope = Regional
		if guards[name] != nil {
			t.scope = GlobalType
		}
	}
	var wide []*row
	for _, r := range tables().rows[name] {
		switch {
		case r.wide():
			wide = append(wide, r)
		case !r.block():
			n := t.root.reach(r.attribute)
			n.rows = append(n.rows, r)
			n.skip = r.role == none
			n.keys, n.regional = n.keys || r.keys, n.regional || r.keys
			if r.needed() && !slices.Contains(n.parent.needs, n) {
				n.parent.needs = append(n.parent.needs, n)
			}
		}
	}
	for _, r := range wide {
		n := t.root.reach(strings.TrimSuffix(r.attribute, ".*"))
		n.below = true
		n.bequeath(r)
	}
	return t
}

// reach finds or makes the node of a path, and notes on the way that something reviewed is below.
func (n *node) reach(path string) *node {
	for part := range strings.SplitSeq(path, ".") {
		n.below = true
		n = n.child([]byte(part))
	}
	return n
}

// bequeath gives a row to everything below that has none.
func (n *node) bequeath(r *row) {
	n.inherits = append(n.inherits, r)
	for _, c := range n.children {
		if len(c.rows) == 0 {
			c.rows = n.inherits
		}
		c.bequeath(r)
	}
}

// child finds or makes the attribute of this name.
func (n *node) child(name []byte) *node {
	if c, ok := n.children[string(name)]; ok {
		return c
	}
	if len(n.children) >= maxChildren {
		name = []byte("*")
		if c, ok := n.children["*"]; ok {
			return c
		}
	}
	c := &node{name: string(name), path: string(name), parent: n}
	if n.path != "" {
		c.path = n.path + "." + c.name
	}
	c.evidence = "attribute " + quoted(c.path)
	c.classify()
	if c.inherits = n.inherits; len(c.rows) == 0 && len(c.inherits) > 0 {
		c.rows, c.below = c.inherits, true
	}
	if n.children == nil {
		n.children = make(map[string]*node)
	}
	n.children[c.name] = c
	return c
}

// classify reads what the name says, and what holds for attributes of that name in any type.
func (n *node) classify() {
	n.identifier = strings.HasSuffix(n.name, "_id") || strings.HasSuffix(n.name, "_ids") || strings.HasSuffix(n.name, "endpoint")
	n.regional = strings.Contains(n.name, "region")
	n.shared = useOf(n.name) != ""
	r := tables().wildcard(n.name)
	if r == nil {
		return
	}
	n.rows = []*row{r}
	n.skip = r.role == none
}

// own returns the reviewed rows of the node, without the ones that hold for its name in any type where it has its own.
func (n *node) own() []*row {
	if len(n.rows) > 1 && n.rows[0].typ == "*" {
		return n.rows[1:]
	}
	return n.rows
}

// at finds the node of a path, nil if the plan has not shown it.
func (n *node) at(path string) *node {
	for part := range strings.SplitSeq(path, ".") {
		if n = n.children[part]; n == nil {
			return nil
		}
	}
	return n
}

// under says whether the node is other or below it.
func (n *node) under(other *node) bool {
	for ; n != nil; n = n.parent {
		if n == other {
			return true
		}
	}
	return false
}

// role is the role of the node, "" where it has not been reviewed.
func (n *node) role() role {
	if rows := n.own(); len(rows) > 0 {
		return rows[0].role
	}
	return ""
}

// matters says whether a value of the node that is not known yet would have to be followed.
func (n *node) matters() bool {
	switch n.role() {
	case none, watch:
		return n.below
	case "":
		return n.identifier || n.below || n.regional || strings.HasSuffix(n.name, "statements")
	}
	return true
}

func sortedNames[V any](children map[string]V) []string {
	return slices.Sorted(maps.Keys(children))
}
