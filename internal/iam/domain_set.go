package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// setDomain is a variable with any number of values, one at least.
type setDomain struct {
	e        *encoder
	here     literal
	members  map[string]literal
	extra    literal // whether it has a value that is none of the literals
	tag      bool
	patterns *patternSet
	finder   finder
}

func newSetDomain(e *encoder, m *mention, here literal) *setDomain {
	d := &setDomain{e: e, here: here, members: map[string]literal{}, extra: e.fresh(), tag: isTag(m.fact.Name)}
	texts := keys(m.literals)
	some := []literal{here.not(), d.extra}
	e.implies(here, d.extra)
	for _, text := range texts {
		d.members[text] = e.fresh()
		some = append(some, d.members[text])
		e.implies(here, d.members[text])
	}
	e.add(some...)
	d.patterns = newPatternSet(e, keys(m.patterns), here)
	d.patterns.relate(false)
	d.patterns.meet(texts, d.members, d.extra)
	d.finder = newFinder(d.patterns.texts, texts, &e.effort)
	return d
}

func (d *setDomain) present() literal { return d.here }

func (d *setDomain) atom(v Value) literal {
	text := lex.Fold(v.Text)
	switch {
	case v.Kind == Pattern && strings.Contains(text, "*"):
		return lookup(d.patterns.literals, text)
	case text == "*" && v.Kind == Literal && d.tag:
		return d.here // any value of a tag
	}
	return lookup(d.members, text)
}

// equals is whether the values are exactly those.
func (d *setDomain) equals(values []Value) literal {
	all := []literal{d.here, d.extra.not()}
	want := map[string]bool{}
	for _, v := range values {
		want[lex.Fold(v.Text)] = true
	}
	for _, text := range keys(d.members) {
		l := d.members[text]
		if !want[text] {
			l = l.not()
		}
		all = append(all, l)
	}
	return d.e.and(all...)
}

func (d *setDomain) witness(salt int) (Values, search) {
	if !d.e.isTrue(d.here) {
		return nil, found
	}
	v := Values(d.e.trueOf(d.members))
	mustNot := d.patterns.complement()
	for _, p := range d.patterns.split() {
		if slices.ContainsFunc(v, func(text string) bool { return lex.Matches(p, text) }) {
			continue
		}
		text, how := d.finder.find([]string{p}, mustNot, salt)
		if how != found {
			return nil, how
		}
		v = append(v, text)
	}
	if d.e.isTrue(d.extra) || len(v) == 0 {
		text, how := d.finder.find(nil, mustNot, salt+1)
		if how == found {
			v = append(v, text)
		} else if len(v) == 0 {
			return nil, how
		}
	}
	return v, found
}

// agree says what it means that a variable's one value is in the set, and that it is not.
func (d *setDomain) agree(with *textDomain, in literal) {
	for _, text := range keys(with.literals) {
		l, k := with.literals[text], lookup(d.members, text)
		d.e.implies(k, in, l)
		d.e.implies(in, l, k)
	}
	d.e.implies(d.extra, in, with.other)
	for _, text := range keys(with.patterns.literals) {
		d.e.implies(lookup(d.patterns.literals, text), in, with.patterns.literals[text])
	}
}

// meet says what it means that two sets have a member in common, and that they have not.
func (d *setDomain) meet(with *setDomain, common literal) {
	some := []literal{common.not(), d.e.and(d.extra, with.extra)}
	for _, text := range keys(d.members) {
		both := d.e.and(d.members[text], lookup(with.members, text))
		d.e.implies(common, both)
		some = append(some, both)
	}
	d.e.add(some...)
}

// forbid forbids for good what witness found no value for: a pattern that only a literal could match, or a value that is none of
// the literals.
func (d *setDomain) forbid() {
	mustNot := d.patterns.complement()
	for _, p := range d.patterns.split() {
		var causes []literal
		for _, text := range keys(d.members) {
			if lex.Matches(p, text) {
				causes = append(causes, d.members[text].not())
			}
		}
		if _, how := d.finder.find([]string{p}, mustNot, 0); how != impossible || slices.ContainsFunc(causes, func(l literal) bool { return !d.e.isTrue(l) }) {
			continue
		}
		_, few := d.finder.reason([]string{p}, mustNot)
		d.e.implies(never, append(causes, d.patterns.as([]string{p}, few)...)...)
		return
	}
	_, few := d.finder.reason(nil, mustNot)
	d.e.implies(never, append(d.patterns.as(nil, few), d.extra)...)
}
