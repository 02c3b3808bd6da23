package iam

import (
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// A domain is what a proof knows of one variable: whether the request carries it, and which of the classes of values that
// the statements' literals and patterns tell apart its value is in.
type domain interface {
	present() literal
	// atom is whether a literal or pattern is one of the variable's values, or matches one.
	atom(v Value) literal
	// witness is a value for the classes of the model that was found, the same for the same salt.
	witness(salt int) (Values, search)
	// forbid adds a clause against the classes of the model, which have no value.
	forbid()
}

// mention is what the statements say of a variable.
type mention struct {
	name     string
	fact     VariableFact
	literals map[string]bool // folded
	patterns map[string]bool // folded, with a star at least
	limits   map[int64]bool
	partners map[string]bool // variables that it is compared with
}

// mentions are the variables of statements.
type mentions map[string]*mention

func (m mentions) of(name string) *mention {
	if m[name] == nil {
		fact, _ := FindVariable(name)
		m[name] = &mention{
			name: name, fact: fact, literals: map[string]bool{}, patterns: map[string]bool{}, limits: map[int64]bool{}, partners: map[string]bool{},
		}
	}
	return m[name]
}

func (m mentions) collect(c Condition) {
	switch c := c.(type) {
	case *Combination:
		for _, member := range c.Members {
			m.collect(member)
		}
	case *Absent:
		m.of(c.Variable.Name)
	case *Comparison:
		of := m.of(c.Variable.Name)
		for _, v := range c.Values {
			m.collectValue(of, v)
		}
	}
}

func (m mentions) collectValue(of *mention, v Value) {
	text := lex.Fold(v.Text)
	switch {
	case v.Kind == Reference:
		of.partners[v.Text] = true
		m.of(v.Text).partners[of.name] = true
	case v.Kind == Pattern && strings.Contains(text, "*"):
		of.patterns[text] = true
	case v.Kind != Word:
		of.literals[text] = true
		if at, ok := instant(of.fact.Type, v.Text); ok {
			of.limits[at] = true
		}
	}
}

// lookup is the literal of a text, or never where it has none.
func lookup(literals map[string]literal, text string) literal {
	if l, ok := literals[text]; ok {
		return l
	}
	return never
}

// share gives variables that are compared with each other the same literals and patterns.
func (m mentions) share() {
	for changed := true; changed; {
		changed = false
		for _, of := range m {
			for partner := range of.partners {
				changed = include(m[partner].literals, of.literals) || changed
				changed = include(m[partner].patterns, of.patterns) || changed
			}
		}
	}
}

func include(into, from map[string]bool) (changed bool) {
	for text := range from {
		changed = changed || !into[text]
		into[text] = true
	}
	return changed
}

// domain makes the domain of a variable. Here is whether the request carries it.
func (e *encoder) domain(m *mention, here literal, inside map[string]bool) domain {
	switch m.fact.Type {
	case "region-key":
		return newRegionDomain(e, m, here, inside)
	case "month":
		return newClosedDomain(e, m, here, numbers(12))
	case "day":
		return newClosedDomain(e, m, here, numbers(31))
	case "weekday":
		return newClosedDomain(e, m, here, []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
	case "timestamp", "time":
		return newOrderedDomain(e, m, here)
	}
	if m.fact.Set || m.fact.Name == "" {
		return newSetDomain(e, m, here) // of a variable that nobody knows, several values are the wider guess
	}
	return newTextDomain(e, m, here)
}
