package plan

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// flows are the facts that values state besides the resource's own place.
func (c *change) flows(base boundary.Fact, values []value) []boundary.Fact {
	var out []boundary.Fact
	for _, v := range values {
		row := c.row(v.node, values)
		if row == nil {
			continue
		}
		var f boundary.Fact
		switch row.role {
		case destination, origin:
			f = row.fact(base, v.node.path, v.place())
		case public, external:
			if slices.Contains(row.values, v.text) {
				continue
			}
			f = row.fact(base, v.node.path, row.outward(v.node.path))
		default:
			continue
		}
		if !said(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// fact is the fact that a row states when its attribute leads to a place.
func (r *row) fact(base boundary.Fact, path string, place boundary.Place) boundary.Fact {
	f := base
	f.Attribute, f.Kind, f.TwoWay = path, r.kind, r.twoWay
	switch {
	case r.role == origin:
		f.From = place
	case r.kind == boundary.Placement:
		if f.Place = place; place.Location.Kind == region.Global {
			f.Place.Location = region.Location{Kind: region.Unknown, Reason: "its identifier has no region"}
		}
	default:
		f.Place, f.From = place, base.Place
	}
	return f
}

// outward is the place that a public or external attribute leads to.
func (r *row) outward(path string) boundary.Place {
	evidence := "attribute " + quoted(path)
	if r.role == public {
		return boundary.Place{Anywhere: true, Evidence: evidence}
	}
	return boundary.Place{Location: region.Location{Kind: region.Unknown, Reason: "it is outside Oracle Cloud, where this tool knows no places"}, Evidence: evidence}
}

// row is the row that holds for an attribute. One that depends on another attribute holds for that one's values, and also
// where that is not known yet: it is the stricter one.
func (c *change) row(n *node, values []value) *row {
	var plain *row
	for _, r := range n.own() {
		if r.whenAttribute == "" {
			plain = r
			continue
		}
		on := c.typ.root.at(r.whenAttribute)
		if on != nil && c.isUnknown(on) && c.configured(r.whenAttribute) || !slices.ContainsFunc(values, func(v value) bool { return v.node == on }) {
			return r
		}
		if slices.ContainsFunc(values, func(v value) bool { return v.node == on && r.holds(v.text) }) {
			return r
		}
	}
	return plain
}

// holds says whether a row that depends on another attribute holds for a value of that one. Oracle's provider takes such words
// in any case.
func (r *row) holds(value string) bool {
	return slices.ContainsFunc(r.when, func(w string) bool { return strings.EqualFold(w, value) }) != r.unless
}

// configured says whether the configuration gives the attribute an expression that refers to something.
func (c *change) configured(path string) bool {
	return c.resource != nil && slices.ContainsFunc(c.resource.expressions, func(a attribute) bool { return a.path == path })
}

// unknownFlows are the flows to places that are known only after apply. An attribute that nobody has configured and that
// the cloud fills in is none.
func (r *resolver) unknownFlows(c *change, base boundary.Fact) []boundary.Fact {
	var out []boundary.Fact
	done := map[*node]bool{}
	for _, a := range r.attributes(c) {
		n := c.typ.root.at(a.path)
		if n == nil || !c.isUnknown(n) && !c.partly(n) {
			continue
		}
		for _, leaf := range n.reviewed(nil) {
			if done[leaf] || !c.isUnknown(leaf) {
				continue
			}
			done[leaf] = true
			out = append(out, r.unknownFlow(c, base, leaf, a)...)
		}
	}
	for _, n := range c.unknown {
		row := c.row(n, c.after)
		if row == nil || done[n] || !strings.HasPrefix(row.mode, "required") && row.mode != "optional" && c.typ.scope != GlobalType {
			continue // what is optional and computed may be nobody's wish, but where the resource is nothing else
		}
		if row.role == destination && row.kind != boundary.Key || row.role == public || row.twoWay {
			out = append(out, row.fact(base, n.path, boundary.Place{Deferred: true, Evidence: "attribute " + quoted(n.path)}))
		}
	}
	return out
}

// partly says whether something below an attribute is not known yet.
func (c *change) partly(n *node) bool {
	return slices.ContainsFunc(c.unknown, func(u *node) bool { return u.under(n) })
}

// reviewed returns the attributes with rows at and below a node.
func (n *node) reviewed(out []*node) []*node {
	if len(n.own()) > 0 {
		out = append(out, n)
	}
	if !n.skip || n.below {
		for _, name := range sortedNames(n.children) {
			out = n.children[name].reviewed(out)
		}
	}
	return out
}

// unknownFlow follows one expression to the place that an attribute will name.
func (r *resolver) unknownFlow(c *change, base boundary.Fact, n *node, a attribute) []boundary.Fact {
	row := c.row(n, c.after)
	if row == nil || row.role == none || row.role == watch || row.role == placement || !r.mayFill(c, n, row, a) {
		return nil
	}
	unknown := boundary.Place{Deferred: true, Evidence: "attribute " + quoted(n.path)}
	if len(a.expr.references) > 0 {
		unknown.Evidence += ", an expression of " + listOf(a.expr.references)
	}
	switch {
	case row.role == public || row.role == external:
		return []boundary.Fact{row.fact(base, n.path, unknown)}
	case n.namesRegion():
		found := r.text(a.expr, c.scope(0), c.resource.address, a.path, nil)
		place := found.place("attribute "+quoted(n.path), a.expr)
		place.Deferred = true // the plan itself says that it is not known
		return []boundary.Fact{row.fact(base, n.path, place)}
	}
	var out []boundary.Fact
	for _, place := range r.follow(a.expr, c.scope(0)) {
		if place.Location.Kind == region.Global {
			continue
		}
		place.Evidence = "what attribute " + quoted(n.path) + " refers to"
		out = append(out, row.fact(base, n.path, place))
	}
	if len(out) == 0 && (row.twoWay || row.role == destination && row.kind != boundary.Key) {
		out = append(out, row.fact(base, n.path, unknown))
	}
	return out
}
