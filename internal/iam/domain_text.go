package iam

import (
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// textDomain is a variable with one value of any text.
type textDomain struct {
	e        *encoder
	here     literal
	literals map[string]literal
	other    literal // whether it is none of the literals
	patterns *patternSet
	finder   finder
}

func newTextDomain(e *encoder, m *mention, here literal) *textDomain {
	d := &textDomain{e: e, here: here, literals: map[string]literal{}, other: e.fresh()}
	texts := keys(m.literals)
	one := []literal{d.other}
	for _, text := range texts {
		d.literals[text] = e.fresh()
		one = append(one, d.literals[text])
	}
	e.exactlyOne(here, one)
	d.patterns = newPatternSet(e, keys(m.patterns), here)
	d.patterns.relate(true)
	d.patterns.meet(texts, d.literals, d.other)
	d.finder = newFinder(d.patterns.texts, texts, &e.effort)
	return d
}

func (d *textDomain) present() literal { return d.here }

func (d *textDomain) atom(v Value) literal {
	text := lex.Fold(v.Text)
	if v.Kind == Pattern && strings.Contains(text, "*") {
		return lookup(d.patterns.literals, text)
	}
	return lookup(d.literals, text)
}

// agree says what it means that two variables have the same value, and that they have not.
func (d *textDomain) agree(with *textDomain, same literal) {
	for _, text := range keys(d.literals) {
		l, k := d.literals[text], lookup(with.literals, text)
		d.e.implies(k, same, l)
		d.e.implies(l, same, k)
		d.e.implies(same, l, k)
	}
	for _, text := range keys(d.patterns.literals) {
		l, k := d.patterns.literals[text], lookup(with.patterns.literals, text)
		d.e.implies(k, same, l)
		d.e.implies(l, same, k)
	}
}

func (d *textDomain) witness(salt int) (Values, search) {
	if !d.e.isTrue(d.here) {
		return nil, found
	}
	for text, l := range d.literals {
		if d.e.isTrue(l) {
			return Values{text}, found
		}
	}
	text, how := d.finder.find(d.patterns.split(), d.patterns.complement(), salt)
	return Values{text}, how
}

func (d *textDomain) forbid() {
	must, mustNot := d.finder.reason(d.patterns.split(), d.patterns.complement())
	d.e.implies(never, append(d.patterns.as(must, mustNot), d.other)...)
}
