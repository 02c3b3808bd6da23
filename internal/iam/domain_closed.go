package iam

import (
	"strconv"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// closedDomain is a variable whose values can be listed.
type closedDomain struct {
	e      *encoder
	fact   VariableFact
	here   literal
	values []string
	is     []literal
}

func numbers(n int) []string {
	all := make([]string, 0, n)
	for i := range n {
		all = append(all, strconv.Itoa(i+1))
	}
	return all
}

func newClosedDomain(e *encoder, m *mention, here literal, values []string) *closedDomain {
	d := &closedDomain{e: e, fact: m.fact, here: here, values: values}
	for range values {
		d.is = append(d.is, e.fresh())
	}
	e.exactlyOne(here, d.is)
	return d
}

func (d *closedDomain) present() literal { return d.here }

func (d *closedDomain) atom(v Value) literal {
	var some []literal
	for i, text := range d.values {
		if v.Kind == Pattern && lex.Matches(lex.Fold(v.Text), text) || v.Kind == Literal && sameValue(d.fact, text, v.Text) {
			some = append(some, d.is[i])
		}
	}
	return d.e.or(some...)
}

func (d *closedDomain) witness(int) (Values, search) {
	for i, l := range d.is {
		if d.e.isTrue(l) {
			return Values{d.values[i]}, found
		}
	}
	return nil, found
}

func (d *closedDomain) forbid() {}
