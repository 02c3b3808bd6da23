package plan

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// end is a reference to a resource, in the scope in which it stands.
type end struct {
	steps []step
	scope scope
}

// follow finds the places of what an identifier will name: where the resources are that the expression refers to.
func (r *resolver) follow(e *expression, s scope) []boundary.Place {
	var out []boundary.Place
	r.trace(e, s, func(at end) { out = append(out, r.ends(at.steps, at.scope)...) })
	return distinct(out)
}

// trace follows the references of an expression, through inputs and outputs of modules, to the ones that name resources.
func (r *resolver) trace(e *expression, s scope, visit func(end)) {
	s, ok := s.deeper()
	if e == nil || !ok {
		return
	}
	s = s.branching(e)
	if s.memo != nil && !s.memo.first(e, s) {
		return
	}
	for _, reference := range e.references {
		r.traced(splitReference(reference), s, visit)
	}
}

func (r *resolver) traced(steps []step, s scope, visit func(end)) {
	if len(steps) < 2 {
		return
	}
	switch steps[0].text {
	case "var":
		if m := s.module; m.parent != nil {
			r.part(m.arguments[steps[1].text], m.caller(s), "module."+m.name, steps[1].text, steps[2:], visit)
		}
	case "local":
		r.part(nil, s, "locals", steps[1].text, steps[2:], visit)
	case "module":
		if child, output, rest := s.module.output(steps); child != nil {
			r.part(child.outputs[output], child.within(s), "output."+output, "value", rest, visit)
		}
	case "each":
		if s.forEach != nil && s.outer != nil && steps[1].text == "value" {
			r.part(s.forEach, s.outer.within(s), s.block, "for_each", append([]step{{text: s.key, key: true}}, steps[2:]...), visit)
		}
	case "data", "count", "self", "path", "terraform":
	default:
		visit(end{steps, s})
	}
}

// part follows a part of an expression's value: the reference that the source shows there, or else all that the expression
// refers to.
func (r *resolver) part(e *expression, s scope, block, attribute string, rest []step, visit func(end)) {
	is, left, ok := r.shown(s.module, block, attribute, rest)
	if !ok {
		r.trace(e, s, visit)
		return
	}
	if s, near := s.deeper(); near && is.Reference != "" {
		r.traced(append(splitReference(is.Reference), left...), s, visit)
	}
}

// ends is where the resources are that a reference means. It is found out once, for many instances refer to the same; but
// not while references lead in a circle, when it depends on where one has come in.
func (r *resolver) ends(steps []step, s scope) []boundary.Place {
	config := s.module.prefix() + steps[0].text + "." + steps[1].text
	parts := []string{config, s.home(config)}
	for _, step := range steps[2:] {
		parts = append(parts, step.text)
	}
	key := strings.Join(parts, "|")
	if known, ok := r.ended[key]; ok {
		return known
	}
	circles := r.circles
	out := distinct(r.end(steps, s))
	if r.circles == circles {
		r.ended[key] = out
	}
	return out
}

// end finds out where the resources are that a reference means. A reference to an attribute that says where something else
// is, such as a peer's identifier, leads there.
func (r *resolver) end(steps []step, s scope) []boundary.Place {
	path := pathOf(steps[2:])
	var out []boundary.Place
	for _, c := range r.instances(steps, s) {
		if n := c.typ.root.at(path); path != "" && n != nil && elsewhere(n.role()) {
			out = append(out, r.elsewhere(c, n, s)...)
			continue
		}
		if c.typ.kind == foreign || c.typ.kind == utility {
			continue
		}
		if p := r.place(c); p != nil {
			out = append(out, p.place)
			for _, o := range p.others { // where it is in doubt, so is what uses it
				if !o.weak && !o.host && o.place.Location.Kind == region.Regional {
					out = append(out, o.place)
				}
			}
		}
	}
	return out
}

func elsewhere(is role) bool { return is == destination || is == origin }

func (r *resolver) elsewhere(c *change, n *node, s scope) []boundary.Place {
	var out []boundary.Place
	for _, v := range c.after {
		if v.node == n {
			out = append(out, boundary.Place{Location: v.shown()})
		}
	}
	if c.resource == nil || len(out) > 0 {
		return out
	}
	for _, a := range c.resource.expressions {
		if a.path == n.path {
			out = append(out, r.follow(a.expr, c.scope(s.hops))...)
		}
	}
	return out
}

// scope is where the expressions of a resource stand.
func (c *change) scope(hops int) scope {
	out := scope{module: c.resource.module, forEach: c.resource.forEach, outer: c.resource.module, block: c.resource.address, from: c, hops: hops}
	if out.forEach != nil {
		out.key = lastKey(c.address)
	}
	return out
}

// distinct drops places that are the same but for the evidence. Of several none is certain.
func distinct(places []boundary.Place) []boundary.Place {
	var out []boundary.Place
	for _, p := range places {
		if !slices.ContainsFunc(out, func(o boundary.Place) bool { return o.Location == p.Location && o.Deferred == p.Deferred }) {
			out = append(out, p)
		}
	}
	if len(out) > 1 {
		for i := range out {
			out[i].Deferred = true
		}
	}
	return out
}
