package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// truth is the answer of a condition: no, yes, or maybe where the documentation does not tell. Conditions have no negation
// around any and all, so a maybe never turns into a yes.
type truth int

const (
	no truth = iota
	maybe
	yes
)

func (t truth) not() truth { return yes - t }

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// scene is what a condition is evaluated in: a request, one permission and one name of its operation.
type scene struct {
	request    *Request
	variables  map[string]Values // the request's own, by folded name
	permission need
	operation  string // "" where the request has none
	unnamed    bool   // whether nobody knows the operation's name
	effect     Effect
	refused    map[string]bool // assumptions that are not made
	memo       memo
}

// memo is what has been found out of a request, by variable: who is in many groups is asked for them by many statements. The zero
// memo keeps nothing.
type memo struct {
	derived map[string]Values
	members map[string]map[string]bool // the values folded
}

func newMemo() memo { return memo{map[string]Values{}, map[string]map[string]bool{}} }

// lookup is the value of a variable. Known is false where the request carries it with a value that nobody knows.
func (s *scene) lookup(name string) (v Values, known bool) {
	switch {
	case name == "request.permission":
		return values(s.permission.Permission), s.permission.Permission != ""
	case name == "request.operation" && s.unnamed:
		return nil, false
	case name == "request.operation" && s.operation != "":
		return Values{s.operation}, true
	}
	if given, ok := s.variables[name]; ok {
		return given, true
	}
	v, ok := s.memo.derived[name]
	if !ok {
		if v = s.request.derived(name); s.memo.derived != nil {
			s.memo.derived[name] = v
		}
	}
	return v, true
}

// has tells whether a literal is one of the values that lookup gives for a variable.
func (s *scene) has(variable string, fact VariableFact, v Values, literal string) bool {
	const few = 8 // to look at one by one
	if len(v) <= few || s.memo.members == nil {
		return slices.ContainsFunc(v, func(have string) bool { return sameValue(fact, have, literal) })
	}
	members, ok := s.memo.members[variable]
	if !ok {
		members = make(map[string]bool, len(v))
		for _, have := range v {
			members[lex.Fold(plainNumber(fact, have))] = true
		}
		s.memo.members[variable] = members
	}
	return members[lex.Fold(plainNumber(fact, literal))]
}

func (s *scene) eval(c Condition) truth {
	switch c := c.(type) {
	case nil:
		return yes
	case *Combination:
		return s.combine(c)
	case *Absent:
		v, known := s.lookup(c.Variable.Name)
		return truthOf(known && len(v) == 0 && (s.effect != Deny || !s.refused[assumeAbsent]))
	case *Comparison:
		return s.compare(c)
	}
	return maybe
}

func (s *scene) combine(c *Combination) truth {
	t := yes
	if c.Junction == Any {
		t = no
	}
	for _, m := range c.Members {
		if c.Junction == Any {
			t = max(t, s.eval(m))
		} else {
			t = min(t, s.eval(m))
		}
	}
	return t
}

func (s *scene) compare(c *Comparison) truth {
	if c.Variable.Name == "request.permission" && s.permission.From != NoVerb {
		return later(c)
	}
	v, known := s.lookup(c.Variable.Name)
	if known && len(v) == 0 {
		return no // whatever the operator: a variable that is absent makes a comparison false
	}
	if !known || listDoubted(c) && s.refused[assumeIn] {
		return maybe
	}
	fact, _ := FindVariable(c.Variable.Name)
	switch c.Operator {
	case Equal, In, SetsIntersect:
		return s.anyOf(c, fact, v)
	case NotEqual, NotIn:
		if s.lacksReference(c.Values) {
			return no
		}
		return s.anyOf(c, fact, v).not()
	case SetsEqual:
		return s.setsEqual(fact, v, c.Values)
	case Before, After, Between:
		return ordered(fact, v, c)
	}
	return maybe
}

// later compares a permission that Oracle may yet add: it is none of those that there are.
func later(c *Comparison) truth {
	if slices.ContainsFunc(c.Values, func(v Value) bool { return v.Kind != Literal || !IsPermission(strings.ToUpper(v.Text)) }) {
		return maybe
	}
	return truthOf(c.Operator == NotEqual || c.Operator == NotIn)
}

// listDoubted tells whether nobody documents the operator in for the variable.
func listDoubted(c *Comparison) bool {
	return (c.Operator == In || c.Operator == NotIn) && !isTag(c.Variable.Name) && !strings.HasPrefix(c.Variable.Name, timestampVariable)
}

func isTag(variable string) bool { return strings.Contains(variable, ".tag.") }

// anyOf tells whether one of a variable's values is one of those it is compared with.
func (s *scene) anyOf(c *Comparison, fact VariableFact, v Values) truth {
	t := no
	for _, w := range c.Values {
		t = max(t, s.one(c.Variable.Name, fact, v, w))
	}
	return t
}

func (s *scene) one(variable string, fact VariableFact, v Values, with Value) truth {
	if fact.Type == "timestamp" || fact.Type == "time" || with.Kind == Word {
		return maybe // = is documented for no point in time, and nothing says what a word is
	}
	switch with.Kind {
	case Reference:
		other, known := s.lookup(with.Text)
		if !known {
			return maybe
		}
		return truthOf(slices.ContainsFunc(other, func(o string) bool { return contains(v, o) }))
	case Pattern:
		return truthOf(slices.ContainsFunc(v, func(have string) bool { return lex.Matches(lex.Fold(with.Text), lex.Fold(have)) }))
	}
	if with.Text == "*" && isTag(fact.Name) {
		return yes
	}
	return truthOf(s.has(variable, fact, v, with.Text))
}

// lacksReference tells whether one of the variables that a comparison is with is absent, which makes it false.
func (s *scene) lacksReference(with []Value) bool {
	return slices.ContainsFunc(with, func(w Value) bool {
		if w.Kind != Reference {
			return false
		}
		other, known := s.lookup(w.Text)
		return known && len(other) == 0
	})
}

func (s *scene) setsEqual(fact VariableFact, v Values, with []Value) truth {
	var have, want Values
	if fact.Type == "timestamp" || fact.Type == "time" {
		return maybe
	}
	for _, w := range with {
		switch w.Kind {
		case Literal:
			want = append(want, w.Text)
		case Reference:
			other, known := s.lookup(w.Text)
			if !known {
				return maybe
			}
			want = append(want, other...)
		default:
			return maybe
		}
	}
	for _, text := range v {
		have = append(have, plainNumber(fact, text))
	}
	for i := range want {
		want[i] = plainNumber(fact, want[i])
	}
	return truthOf(within(have, want) && within(want, have))
}

func within(some, all Values) bool {
	members := make(map[string]bool, len(all))
	for _, text := range all {
		members[lex.Fold(text)] = true
	}
	return !slices.ContainsFunc(some, func(s string) bool { return !members[lex.Fold(s)] })
}

func contains(v Values, text string) bool {
	return slices.ContainsFunc(v, func(have string) bool { return lex.Fold(have) == lex.Fold(text) })
}

func sameValue(fact VariableFact, have, literal string) bool {
	return lex.Fold(plainNumber(fact, have)) == lex.Fold(plainNumber(fact, literal))
}

// plainNumber takes the zeros off the front of months and days: '06' is '6'.
func plainNumber(fact VariableFact, text string) string {
	if fact.Type == "month" || fact.Type == "day" {
		return strings.TrimLeft(text, "0")
	}
	return text
}

// ordered answers before, after and between. Between goes round midnight if it ends before it begins.
func ordered(fact VariableFact, v Values, c *Comparison) truth {
	limits := make([]int64, 0, len(c.Values))
	for _, w := range c.Values {
		at, ok := instant(fact.Type, w.Text)
		if !ok || w.Kind != Literal {
			return maybe
		}
		limits = append(limits, at)
	}
	at, ok := instant(fact.Type, v[0])
	if !ok || len(v) != 1 || !takesOperator(fact, c.Operator) {
		return maybe
	}
	switch c.Operator {
	case Before:
		return truthOf(at < limits[0])
	case After:
		return truthOf(at > limits[0])
	}
	from, to := limits[0], limits[1]
	if from <= to {
		return truthOf(from <= at && at <= to)
	}
	return truthOf(from <= at || at <= to)
}

// takesOperator tells whether an operator of time is documented for the variable.
func takesOperator(fact VariableFact, op Operator) bool {
	return fact.Type == "timestamp" && op != Between || fact.Type == "time" && op == Between
}
