package plan

// Source is the configuration that the plan was made from. The plan keeps of an expression only what it refers to; the
// source shows whether the expression is nothing but that reference.
type Source interface {
	// Expression returns what the source says of an attribute. Module is the names of the calls that lead to the module,
	// none for the root. Block is the address of the block within the module: "provider.oci" or "provider.oci.eu",
	// "module.NAME", "output.NAME", "locals", or a resource's "TYPE.NAME"; for an output the attribute is "value", and in
	// a block within a resource the names are joined with dots. It is false where the source has no such expression.
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
