package source

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// json notes a value of a configuration in JSON, with its parts. Of a list of objects nobody can tell whether it is one or
// several blocks, so it is noted as both.
func (f *folder) json(key string, e hcl.Expression, at hcl.Range) {
	if pairs, no := hcl.ExprMap(e); !no.HasErrors() {
		f.note(key, found{e, at, true})
		f.pairs(key, pairs)
		return
	}
	list, no := hcl.ExprList(e)
	if no.HasErrors() {
		f.attribute(key, literal(e), at)
		return
	}
	f.note(key, found{e, at, true})
	for i, one := range list {
		f.json(key+"."+strconv.Itoa(i), one, one.Range())
		if pairs, no := hcl.ExprMap(one); !no.HasErrors() {
			f.pairs(key, pairs)
		}
	}
}

func (f *folder) pairs(key string, pairs []hcl.KeyValuePair) {
	names := make([]string, len(pairs))
	for i, pair := range pairs {
		names[i] = textOf(pair.Key)
		if strings.Contains(names[i], "${") || strings.Contains(names[i], "%{") {
			names[i] = ""
		}
	}
	for i, pair := range pairs {
		for _, name := range mayBe(names, i) {
			f.json(key+"."+name, pair.Value, pair.Value.Range())
		}
	}
}

// literal is what a value in JSON is in HCL's own syntax: a text is a template there. An expression in that syntax is itself.
func literal(e hcl.Expression) hcl.Expression {
	if _, isNative := e.(hclsyntax.Expression); isNative {
		return e
	}
	v, _ := e.Value(nil) // without a context texts are taken as they stand
	if v.Type() != cty.String || v.IsNull() {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}
	}
	start := e.Range()
	parsed, diagnostics := hclsyntax.ParseTemplate([]byte(v.AsString()), start.Filename, start.Start)
	if diagnostics.HasErrors() {
		return e
	}
	return parsed
}

func textOf(e hcl.Expression) string {
	v, _ := e.Value(nil) // as in literal
	if v.Type() != cty.String || v.IsNull() {
		return ""
	}
	return v.AsString()
}
