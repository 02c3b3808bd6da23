package plan

// Source is the configuration that the plan was made from. The plan keeps of an expression only what it refers to; the
// source shows whether the expression is nothing but that reference.
type Source interface {
	// Expression returns what the source says of an attribute. Module is the names of the calls that lead to the module,
	// none for the root. Block is the address of the block within the module: "provider.oci" or "provider.oci.eu",
	// "module.NAME", "output.NAME", "locals", or a resource's "TYPE.NAME"; for an output the attribute is "value". Names in a
	// block within a resource, keys of an object and numbers of a list's elements are joined with dots. It is false where
	// the source has no such expression.
	Expression(module []string, block, attribute string) (SourceExpression, bool)
}

// SourceExpression is an expression in the source.
type SourceExpression struct {
	Reference string // the reference that it consists of, such as var.region; "" if it is anything else
	Constant  string // the text that it consists of, if IsConstant
	// IsConstant says that the expression is a literal text without anything to evaluate.
	IsConstant bool
}

// bare says whether the source shows that an expression is nothing but this reference.
func (r *resolver) bare(m *module, block, attribute, reference string) bool {
	if r.options.Source == nil || block == "" {
		return false
	}
	e, ok := r.options.Source.Expression(m.path(), block, attribute)
	return ok && e.Reference != "" && sameReference(e.Reference, reference)
}

// shown is what the source shows of a part of a list or an object that stands there: an expression, and the steps that lead
// on from its value.
func (r *resolver) shown(m *module, block, attribute string, rest []step) (e SourceExpression, left []step, ok bool) {
	if r.options.Source == nil || block == "" {
		return e, nil, false
	}
	for i := 0; ; i++ {
		e, ok = r.options.Source.Expression(m.path(), block, attribute)
		if !ok || e.IsConstant || e.Reference != "" {
			return e, rest[i:], ok
		}
		if i == len(rest) {
			return e, nil, false
		}
		attribute += "." + rest[i].text
	}
}

// follows resolves what the source shows.
func (r *resolver) follows(e SourceExpression, left []step, s scope) resolved {
	switch {
	case e.IsConstant && len(left) == 0:
		return resolved{texts: []string{e.Constant}, certain: true}
	case e.Reference != "":
		return r.reference(append(splitReference(e.Reference), left...), s)
	}
	return resolved{}
}

// sameReference compares two references by what they say: var.a["b"] and var.a.b are the same.
func sameReference(a, b string) bool {
	x, y := splitReference(a), splitReference(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].text != y[i].text {
			return false
		}
	}
	return true
}
