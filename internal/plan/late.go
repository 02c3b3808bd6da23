package plan

import (
	"slices"
	"strconv"
	"strings"
)

// attributes are the expressions of a resource. Of what stands in a block that Oracle's provider may fill in itself the plan keeps
// one expression for the whole block, and none of the blocks in that one: what the source shows there comes first.
func (r *resolver) attributes(c *change) []attribute {
	if c.resource == nil {
		return nil
	}
	var out []attribute
	if r.options.Source != nil {
		for _, u := range c.unknown {
			for _, n := range u.telling(nil) {
				if n.parent.parent != nil && !c.configured(n.path) {
					out = r.inSource(out, c, n)
				}
			}
		}
	}
	return append(out, c.resource.expressions...)
}

// inSource adds what the source shows of an attribute that is not known yet: what it refers to, or that it is an expression from
// which a region will come.
func (r *resolver) inSource(out []attribute, c *change, n *node) []attribute {
	show := func(path string) (SourceExpression, bool) {
		return r.options.Source.Expression(c.resource.module.path(), c.resource.address, path)
	}
	is, ok := show(n.path)
	e := &expression{}
	if is.Reference != "" {
		e.references = []string{is.Reference}
	}
	for i := 0; ok && is.Reference == "" && !is.IsConstant; i++ {
		element, more := show(n.path + "." + strconv.Itoa(i))
		if !more {
			break
		}
		if element.Reference != "" {
			e.references = append(e.references, element.Reference)
		}
	}
	if !ok || is.IsConstant || len(e.references) == 0 && !n.namesRegion() {
		return out
	}
	return append(out, attribute{n.path, e})
}

// telling returns the attributes at and below a node that may tell of a place.
func (n *node) telling(out []*node) []*node {
	if len(n.own()) > 0 || n.identifier {
		out = append(out, n)
	}
	if !n.skip || n.below {
		for _, name := range sortedNames(n.children) {
			out = n.children[name].telling(out)
		}
	}
	return out
}

// namesRegion says whether a value of the attribute is a region's name or has one in it.
func (n *node) namesRegion() bool {
	return n.regional || strings.HasSuffix(n.name, "availability_domain")
}

// mayFill says whether an expression may be what an attribute below it is not known for. The cloud fills in much of a block that
// the configuration keeps as one expression; what is configured and not known refers to something that is not known either.
func (r *resolver) mayFill(c *change, n *node, row *row, a attribute) bool {
	if n.path == a.path || !strings.HasSuffix(row.mode, "computed") && slices.Contains(c.unknown, n) {
		return true
	}
	e := a.expr
	if n.namesRegion() {
		e = e.withoutIdentifiers()
	}
	return r.late(e, c.scope(0))
}

// withoutIdentifiers leaves out the references to identifiers, which name no region.
func (e *expression) withoutIdentifiers() *expression {
	return &expression{references: slices.DeleteFunc(slices.Clone(e.references), isIdentifier)}
}

func isIdentifier(reference string) bool {
	name := ""
	for _, s := range splitReference(reference) {
		if !s.key {
			name = s.text
		}
	}
	return name == "id" || name == "ids" || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_ids")
}

// late says whether something that an expression refers to may be known only after apply: what is of a resource or a data
// source. The values of a root module's variables are known.
func (r *resolver) late(e *expression, s scope) bool {
	s, near := s.deeper()
	if e == nil || !near {
		return !near
	}
	s = s.branching(e)
	if s.memo != nil && !s.memo.first(e, s) {
		return false
	}
	return slices.ContainsFunc(e.references, func(reference string) bool { return r.lateReference(splitReference(reference), s) })
}

func (r *resolver) lateReference(steps []step, s scope) bool {
	if len(steps) < 2 {
		return false
	}
	switch steps[0].text {
	case "var":
		m := s.module
		return m.parent != nil && r.late(m.arguments[steps[1].text], m.caller(s))
	case "each":
		return steps[1].text == "value" && s.outer != nil && r.late(s.forEach, s.outer.within(s))
	case "local":
		is, left, ok := r.shown(s.module, "locals", steps[1].text, steps[2:])
		if !ok || is.Reference == "" {
			return !ok
		}
		s, near := s.deeper()
		return !near || r.lateReference(append(splitReference(is.Reference), left...), s)
	case "module":
		child, output, _ := s.module.output(steps)
		return child == nil || r.late(child.outputs[output], child.within(s))
	case "count", "path", "self", "terraform":
		return false
	}
	return true
}
