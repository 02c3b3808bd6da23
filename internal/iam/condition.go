package iam

import (
	"fmt"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// condition reads a combination, a comparison or an absence.
func (p *parser) condition() Condition {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		p.fail(TooDeep, fmt.Sprintf("conditions are nested deeper than %d", MaxDepth))
		return nil
	}
	start := p.Tok.Start
	if p.AcceptMark('!') {
		a := &Absent{Variable: p.variable()}
		a.Span = p.From(start)
		return a
	}
	if p.Tok.Kind != lex.Word {
		p.want("a condition")
		return nil
	}
	v := p.variable()
	return p.afterVariable(start, v)
}

// afterVariable reads on after the first word of a condition, which is a junction or a set operator if a bracket follows.
func (p *parser) afterVariable(start Position, v Variable) Condition {
	switch {
	case p.err != nil:
		return nil
	case p.Tok.Kind == '{' && v.Name == "all":
		return p.combination(start, All)
	case p.Tok.Kind == '{' && v.Name == "any":
		return p.combination(start, Any)
	case p.Tok.Kind == '(' && setOperators[v.Name] != 0:
		return p.setComparison(start, setOperators[v.Name])
	case v.Name == "all" || v.Name == "any":
		p.want(`"{"`)
		return nil
	}
	c := &Comparison{Variable: v}
	c.Operator = p.operator()
	c.Values = p.operands(c.Operator)
	c.Span = p.From(start)
	return c
}

// combination reads {c, c}.
func (p *parser) combination(start Position, j Junction) Condition {
	c := &Combination{Junction: j}
	p.expectMark('{')
	for p.err == nil {
		c.Members = append(c.Members, p.condition())
		if p.AcceptMark('}') {
			break
		}
		if p.atConjunction() {
			p.conjunction()
		}
		if !p.AcceptMark(',') {
			p.want(`","`, `"}"`)
		}
	}
	c.Span = p.From(start)
	return c
}

// atConjunction says whether what is next is a conjunction of other languages.
func (p *parser) atConjunction() bool {
	return p.err == nil && (p.Tok.Is("and") || p.Tok.Is("or") || p.Tok.Kind == lex.Bad && strings.ContainsAny(p.Tok.Text, "&|"))
}

func (p *parser) conjunction() {
	p.fail(Conjunction, fmt.Sprintf("IAM has no %s: write all {a, b} where both must hold, any {a, b} where one is enough", p.Tok.Describe()),
		`","`, "the end of the statement")
}

// variable reads a property's name. A tag's key can have a colon.
func (p *parser) variable() Variable {
	if p.Tok.Kind != lex.Word {
		p.want("a variable")
		return Variable{}
	}
	t := p.lex.long(p.Tok)
	if strings.ContainsFunc(t.Text, func(r rune) bool { return !isVariableRune(r) }) {
		p.fail(Malformed, "a variable's name has letters from a to z, digits and . _ @ - : only", "a variable")
		return Variable{}
	}
	p.Tok = t
	p.Next()
	return Variable{Span: t.Span, Name: lex.Fold(t.Text), Written: t.Text}
}

func isVariableRune(r rune) bool {
	return r < 0x80 && isLongRune(r) && r != '+'
}

var setOperators = map[string]Operator{"sets-equal": SetsEqual, "sets-intersect": SetsIntersect}

var wordOperators = map[string]Operator{
	"in": In, "before": Before, "after": After, "between": Between,
	"sets-equal": SetsEqual, "sets-intersect": SetsIntersect,
}

func (p *parser) operator() Operator {
	switch {
	case p.AcceptMark('='):
		if p.Tok.Kind == '=' {
			p.fail(Malformed, "IAM compares with one =", "a value")
		}
		return Equal
	case p.AcceptMark('!'):
		p.expectMark('=')
		return NotEqual
	case p.Accept("not"):
		p.expect("in")
		return NotIn
	}
	op, ok := wordOperators[lex.Fold(p.Tok.Text)]
	if p.Tok.Kind != lex.Word || !ok {
		p.want(`"="`, `"!="`, `"in"`, `"not in"`, `"before"`, `"after"`, `"between"`, `"sets-equal"`, `"sets-intersect"`)
		return Equal
	}
	p.Next()
	return op
}

// operands reads what an operator compares with.
func (p *parser) operands(op Operator) []Value {
	switch op {
	case In, NotIn:
		return p.list()
	case SetsEqual, SetsIntersect:
		if p.Tok.Kind == '(' {
			return p.list()
		}
	case Between:
		first := p.value()
		p.expect("and")
		return []Value{first, p.value()}
	case Equal, NotEqual, Before, After:
	}
	if p.Tok.Kind == '(' {
		p.fail(Malformed, "a list follows in and not in: expected one value", "a value")
	}
	return []Value{p.value()}
}

// list reads (v, v).
func (p *parser) list() []Value {
	p.expectMark('(')
	return p.listEnd(nil)
}

// listEnd reads values up to the closing bracket.
func (p *parser) listEnd(values []Value) []Value {
	for p.err == nil {
		values = append(values, p.value())
		if p.AcceptMark(')') {
			break
		}
		if !p.AcceptMark(',') {
			p.want(`","`, `")"`)
		}
	}
	return values
}

// setComparison reads (v, value …), after the operator's name. The values may be in brackets of their own.
func (p *parser) setComparison(start Position, op Operator) Condition {
	p.expectMark('(')
	c := &Comparison{Operator: op, Variable: p.variable()}
	p.expectMark(',')
	if p.Tok.Kind == '(' {
		c.Values = p.list()
		p.expectMark(')')
	} else {
		c.Values = p.listEnd(nil)
	}
	c.Span = p.From(start)
	return c
}

// value reads 'text', /pattern/, a variable, or a word without quotes.
func (p *parser) value() Value {
	v := Value{}
	switch p.Tok.Kind {
	case lex.Quoted:
		v.Kind = Literal
	case lex.Word:
		p.Tok = p.lex.long(p.Tok)
		v.Kind = Word
	case '/':
		p.Tok = p.lex.pattern(p.Tok)
		v.Kind = Pattern
	default:
	}
	switch p.Tok.Kind {
	case lex.Quoted, lex.Word, lex.Pattern:
	default:
		p.want("a value: 'text', /pattern/ or a variable")
		return v
	}
	v.Span, v.Text = p.Tok.Span, p.Tok.Text
	if v.Kind == Word && isVariable(v.Text) {
		v.Kind, v.Text, v.Written = Reference, lex.Fold(v.Text), v.Text
	}
	p.Next()
	return v
}

// isVariable says whether an unquoted value names a variable: all of IAM's begin with request. or target.
func isVariable(text string) bool {
	lower := lex.Fold(text)
	return !strings.ContainsFunc(text, func(r rune) bool { return !isVariableRune(r) }) &&
		(strings.HasPrefix(lower, "request.") || strings.HasPrefix(lower, "target."))
}
