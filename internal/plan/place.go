package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// placed is where a resource is, and what among its values says otherwise.
type placed struct {
	attribute     string
	place         boundary.Place
	others        []evidence      // other places that are stated for the resource itself
	tentative     *boundary.Place // what a reference suggests, where an identifier says otherwise
	contradiction string          // a full sentence, "" where nothing contradicts
}

// evidence is a place that an attribute states for the resource itself.
type evidence struct {
	attribute string
	place     boundary.Place
	weak      bool // a region's name whose meaning nobody has reviewed
	host      bool // a host that the resource speaks to, which need not be its own
	followed  bool // it was found behind a reference
}

// spot is a place that many resources have alike.
type spot struct {
	attribute string
	place     boundary.Place
}

// finding stands for a place that is being found out.
var finding = &placed{}

// place returns where a resource is; nil while it is being found out, which only a cycle asks for.
func (r *resolver) place(c *change) *placed {
	switch p := r.places[c.order]; p {
	case nil:
	case finding:
		r.circles++
		return nil
	default:
		return p
	}
	r.places[c.order] = finding
	var p placed
	switch {
	case c.typ.scope == GlobalType:
		p = r.global(c)
	default:
		p = r.regional(c)
	}
	r.places[c.order] = r.one(p)
	return r.places[c.order]
}

// one is one copy of what is said of many resources.
func (r *resolver) one(p placed) *placed {
	if len(p.others) > 0 || p.tentative != nil {
		kept := p
		return &kept
	}
	key := spot{p.attribute, p.place}
	kept, ok := r.alike[key]
	if !ok {
		kept = &placed{attribute: p.attribute, place: p.place}
		r.alike[key] = kept
	}
	return kept
}

// global is the place of a type without a region. It is in the realm of its provider block.
func (r *resolver) global(c *change) placed {
	p := placed{place: boundary.Place{Location: region.Location{Kind: region.Global}, Evidence: "the list of types without a region"}}
	if claim := r.claim(c); claim.certain() {
		p.place.Location.Realm = claim.place.Location.Region.Realm
	}
	for _, v := range c.current() {
		if v.node.name == "idcs_endpoint" && v.where != nil && v.where.Kind == region.Regional {
			p.others = append(p.others, evidence{attribute: v.node.path, place: v.place()})
		}
	}
	for _, e := range r.behind(c) {
		if e.attribute == "idcs_endpoint" {
			p.others = append(p.others, e)
		}
	}
	return p
}

// current are the values of a resource as it is, or will be.
func (c *change) current() []value {
	if c.after == nil && (c.action == Delete || c.action == Forget) {
		return c.before
	}
	return c.after
}

func (r *resolver) regional(c *change) placed {
	stated, claim := r.stated(c), r.claim(c)
	said := evidence{place: claim.place}
	if i := slices.IndexFunc(stated, func(e evidence) bool { return c.decides(e.attribute) }); i >= 0 {
		decisive := stated[i]
		rest := slices.Delete(stated, i, i+1)
		if decisive.attribute == "id" || decisive.attribute == "bucket_id" { // an argument may differ from the block, an identifier not
			return claim.beside(decisive, rest)
		}
		return join(decisive, rest, decisive.place.Evidence)
	}
	if c.typ.kind == residency {
		return join(evidence{place: boundary.Place{Deferred: true, Evidence: `attribute "region"`}}, stated, "")
	}
	if c.typ.scope == HomeRegion {
		return placed{place: claim.place}
	}
	i := -1
	if !claim.certain() {
		i = slices.IndexFunc(stated, func(e evidence) bool {
			return !e.followed && !e.weak && !e.host && e.place.Location.Kind == region.Regional
		})
	}
	if i < 0 {
		return join(said, stated, claim.place.Evidence)
	}
	confirmed := stated[i]
	return claim.beside(confirmed, slices.Delete(stated, i, i+1))
}

// beside joins what an identifier says with what the provider block claims. A claim behind a reference may be anything: it
// counts only where it leads outside.
func (c claim) beside(is evidence, rest []evidence) placed {
	switch {
	case c.certain():
		return join(is, append(rest, evidence{place: c.place}), is.place.Evidence)
	case c.place.Location.Kind != region.Regional || c.place.Location.Region == is.place.Location.Region:
		return join(is, rest, is.place.Evidence)
	}
	p := join(is, rest, is.place.Evidence)
	suggested := c.place
	p.tentative = &suggested
	return p
}

// decides says whether an attribute of the type alone says where the resource is, whatever the provider block says: its own
// identifier, or an argument for the region.
func (c *change) decides(attribute string) bool {
	switch attribute {
	case "id":
		return c.typ.kind == oracle
	case "ocid":
		return c.typ.kind == residency
	case "bucket_id":
		return c.typ.name == "oci_objectstorage_bucket"
	case "region", "home_region", "osp_home_region":
		n := c.typ.root.at(attribute)
		return n != nil && n.role() == placement
	}
	return false
}

// join puts together where a resource is and what says otherwise.
func join(is evidence, rest []evidence, by string) placed {
	p := placed{attribute: is.attribute, place: is.place}
	for _, e := range rest {
		if e.place.Location.Kind == region.Regional && is.place.Location.Kind == region.Regional &&
			e.place.Location.Region == is.place.Location.Region {
			continue
		}
		if e.place.Location.Kind == region.Global || e.mayAgree(is, rest) || slices.ContainsFunc(p.others, func(o evidence) bool { return o.place.Location == e.place.Location }) {
			continue
		}
		p.others = append(p.others, e)
		if p.contradiction == "" && !e.weak && !e.host && e.place.Location.Kind == region.Regional && is.place.Location.Kind == region.Regional {
			p.contradiction = fmt.Sprintf("It is in %s according to %s, and in %s according to %s: one of them is wrong, and until they agree where it is cannot be told (rule "+ruleContradicted+"). Correct the provider block or the value, so that both name the same region.",
				is.place.Location.Region.Name, by, e.place.Location.Region.Name, e.place.Evidence)
		}
	}
	return p
}

// mayAgree says whether references lead to several places, of which one is where the resource is.
func (e evidence) mayAgree(is evidence, rest []evidence) bool {
	return e.followed && e.place.Deferred && slices.ContainsFunc(rest, func(o evidence) bool {
		return o.followed && o.attribute == e.attribute && o.place.Location.Region == is.place.Location.Region
	})
}

// stated are the places that a resource's values state for the resource itself, and the places of what it will refer to.
func (r *resolver) stated(c *change) []evidence {
	var out []evidence
	for _, v := range c.current() {
		if v.where == nil || v.where.Kind == region.Global || v.node.role() != placement && v.node.role() != "" {
			continue // an identifier without a region says nothing of where a resource with one is
		}
		e := evidence{attribute: v.node.path, place: v.place(), weak: v.weak, host: v.host}
		if !slices.ContainsFunc(out, func(o evidence) bool { return o.place.Location == e.place.Location && !c.decides(e.attribute) }) {
			out = append(out, e)
		}
	}
	if c.action == Update && !slices.ContainsFunc(out, func(e evidence) bool { return e.attribute == "id" }) {
		for _, v := range c.before {
			if v.node.path == "id" && v.where != nil && v.where.Kind != region.Global {
				out = append(out, evidence{attribute: "id", place: v.place()})
			}
		}
	}
	return append(out, r.behind(c)...)
}

// behind are the places of the resources that unknown identifiers of a resource refer to.
func (r *resolver) behind(c *change) []evidence {
	if c.resource == nil || c.action == Delete || c.action == Forget {
		return nil
	}
	var out []evidence
	var within []*node
	for _, a := range r.attributes(c) {
		n := c.typ.root.at(a.path)
		if n == nil || !c.willName(n) || slices.ContainsFunc(within, func(w *node) bool { return w != n && w.under(n) }) {
			continue
		}
		within = append(within, n)
		places := r.follow(a.expr, c.scope(0))
		if len(places) == 0 && n.role() == placement && strings.HasSuffix(n.name, "endpoint") {
			// What is called is this host, whatever the provider block says.
			out = append(out, evidence{attribute: a.path, place: boundary.Place{Deferred: true, Evidence: "attribute " + quoted(a.path)}})
		}
		for _, place := range places {
			if place.Location.Kind != region.Regional {
				continue
			}
			place.Evidence = "what attribute " + quoted(a.path) + " refers to"
			out = append(out, evidence{attribute: a.path, place: place, followed: true})
		}
	}
	return out
}

// willName says whether an attribute will name where the resource is once the plan's apply knows it. Oracle's provider has many
// blocks that a configuration keeps as one expression: such a block does where an identifier in it will, and nothing in it
// leads elsewhere.
func (c *change) willName(n *node) bool {
	is := func(n *node) bool { return n.role() == placement || n.role() == "" && n.identifier }
	if is(n) || n.role() != "" {
		return is(n) && c.isUnknown(n)
	}
	return slices.ContainsFunc(c.unknown, func(u *node) bool { return u != n && u.under(n) && is(u) }) && !n.leads()
}

// leads says whether an attribute below the node may name another place than the resource's own.
func (n *node) leads() bool {
	for _, child := range n.children {
		switch child.role() {
		case "", none, watch, placement:
		default:
			return true
		}
		if child.leads() {
			return true
		}
	}
	return false
}

// isUnknown says whether the plan does not know an attribute yet.
func (c *change) isUnknown(n *node) bool {
	return c.unknownTop || slices.ContainsFunc(c.unknown, n.under)
}

// place is the place that a value names.
func (v value) place() boundary.Place {
	return boundary.Place{Location: v.shown(), Evidence: v.node.evidence}
}

// shown is the location of a value, without any text of a sensitive one.
func (v value) shown() region.Location {
	if v.where == nil {
		return region.Location{}
	}
	if v.hidden && v.where.Kind != region.Regional {
		return region.Location{Kind: v.where.Kind, Reason: "its value is sensitive, and names no region of the table"}
	}
	return *v.where
}

func quoted(s string) string { return `"` + s + `"` }
