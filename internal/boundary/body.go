package boundary

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// member is what a block may hold under a name: a list of strings, a string, or blocks.
type member struct {
	list  *[]string
	text  *string
	block func(*hclsyntax.Block)
}

type members map[string]member

func (m members) names() []string { return slices.Sorted(maps.Keys(m)) }

func (r *reader) body(body *hclsyntax.Body, path []any, known members) {
	for _, a := range body.Attributes {
		switch m, ok := known[a.Name]; {
		case !ok:
			r.fault(a.NameRange, "There is no argument %s here.%s", quote(a.Name), unknownMember(a.Name, known))
		case m.block != nil:
			r.fault(a.NameRange, `A %s is a block, not an argument: write %s "NAME" { … }.`, a.Name, a.Name)
		default:
			r.argument(a, append(slices.Clone(path), a.Name), m)
		}
	}
	for _, b := range body.Blocks {
		switch m, ok := known[b.Type]; {
		case !ok:
			r.fault(b.TypeRange, "There is no block %s here.%s", quote(b.Type), unknownMember(b.Type, known))
		case m.block == nil:
			r.fault(b.TypeRange, "The argument %s is no block: write %s = ….", b.Type, b.Type)
		default:
			m.block(b)
		}
	}
}

// unknownMember suggests what was meant. The provider's attribute has the plural of the blocks.
func unknownMember(name string, known members) string {
	if block := strings.TrimSuffix(name, "s"); strings.TrimSuffix(name, "es") == "class" {
		return memberHint("class", known)
	} else if block == "exception" {
		return memberHint("exception", known)
	}
	if names := nearest(name, known.names()); len(names) > 0 {
		return didYouMean(names)
	}
	return " What can be here: " + strings.Join(known.names(), ", ") + "."
}

func memberHint(block string, known members) string {
	if known[block].block == nil {
		return " What can be here: " + strings.Join(known.names(), ", ") + "."
	}
	return ` In a boundary file each is a block of its own: ` + block + ` "NAME" { … }.`
}

func (r *reader) argument(a *hclsyntax.Attribute, path []any, m member) {
	r.ranges[pathString(path)] = a.Expr.Range()
	if isNull(a.Expr) {
		return // the same as left out
	}
	if m.text != nil {
		*m.text = r.text(a.Expr, "The argument "+a.Name)
		return
	}
	tuple, ok := a.Expr.(*hclsyntax.TupleConsExpr)
	if !ok {
		r.fault(a.Expr.Range(), "The argument %s is a list of strings, such as [\"…\"], but here is %s.", a.Name, r.describe(a.Expr))
		return
	}
	*m.list = []string{}
	for i, element := range tuple.Exprs {
		r.ranges[pathString(append(path, i))] = element.Range()
		*m.list = append(*m.list, r.text(element, "An element of "+a.Name))
	}
}

// text reads a string literal. For anything else it reports a fault and returns "": what the checks say of that value is
// then the fault's echo.
func (r *reader) text(e hclsyntax.Expression, what string) string {
	if t, ok := e.(*hclsyntax.TemplateExpr); ok {
		if text, ok := literal(t); ok {
			return text
		}
	}
	r.fault(e.Range(), "%s is a string in quotes, but here is %s.", what, r.describe(e))
	return ""
}

// literal joins the parts of a template that computes nothing.
func literal(t *hclsyntax.TemplateExpr) (string, bool) {
	var out strings.Builder
	for _, part := range t.Parts {
		l, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || !l.Val.Type().Equals(cty.String) || l.Val.IsNull() || !l.Val.IsKnown() {
			return "", false
		}
		out.WriteString(l.Val.AsString())
	}
	return out.String(), true
}

func isNull(e hclsyntax.Expression) bool {
	l, ok := e.(*hclsyntax.LiteralValueExpr)
	return ok && l.Val.IsNull()
}

const standsAlone = ": a boundary file computes nothing and refers to nothing, so write the value itself"

// describe says what an expression is, and for one that would have to be evaluated why it cannot be.
func (r *reader) describe(e hclsyntax.Expression) string {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return describeValue(e.Val)
	case *hclsyntax.TemplateExpr:
		if text, ok := literal(e); ok {
			return "the string " + quote(text)
		}
		return "a template with an expression in it" + standsAlone
	case *hclsyntax.TupleConsExpr:
		return "a list"
	case *hclsyntax.ObjectConsExpr:
		return "an object"
	case *hclsyntax.ScopeTraversalExpr:
		if len(e.Traversal) == 1 {
			return "the bare word " + e.Traversal.RootName() + ": put it in quotes"
		}
		return "a reference to " + e.Traversal.RootName() + standsAlone
	case *hclsyntax.FunctionCallExpr:
		return "a call of the function " + e.Name + standsAlone
	}
	return "an expression" + standsAlone
}

func describeValue(v cty.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.Type() == cty.Number:
		return "a number"
	case v.Type() == cty.Bool:
		return "true or false"
	}
	return "an expression" + standsAlone
}
