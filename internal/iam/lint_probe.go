package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// This file says what a condition can be at all, which is how lint finds conditions that say nothing. It looks at one variable
// at a time and lets everything else be anything, so that it is linear and never wrong, but does not see what only two
// variables together rule out: that is for the proof.

// outcomes are the truth values that something can have.
type outcomes uint8

const (
	canBeFalse outcomes = 1 << iota
	canBeTrue
	canBeEither = canBeFalse | canBeTrue
)

func only(b bool) outcomes {
	if b {
		return canBeTrue
	}
	return canBeFalse
}

// probe asks what a condition can be when one variable, or for a set one value's membership, is tried in all the ways that
// the condition can tell apart, and everything else may be anything.
type probe struct {
	variable string
	always   bool   // every request carries the variable
	member   string // of a set: the value whose membership is tried; "" for the set of which nothing is compared
	set      bool
	values   []string // of a single value: those to try, folded
	other    bool     // whether there are values besides
	absence  bool     // whether the condition asks if the variable is absent
}

// probes are one for each variable of the condition, for sets one for each value.
func probes(c Condition) []probe {
	seen := survey(c)
	var all []probe
	for _, name := range seen.names {
		fact, _ := FindVariable(name)
		p := probe{variable: name, always: fact.Always, absence: seen.absence[name]}
		// A variable that is not known may be a set, so it is treated as one.
		if !fact.Set && fact.Name != "" {
			all = append(all, p.single(fact, seen.literals[name]))
			continue
		}
		p.set = true
		if len(seen.literals[name]) == 0 {
			all = append(all, p)
		}
		for _, text := range seen.literals[name] {
			p.member = text
			all = append(all, p)
		}
	}
	return all
}

// single is the probe of a variable that has one value.
func (p probe) single(fact VariableFact, literals []string) probe {
	p.values, p.other = literals, true
	switch fact.Type {
	case "region-key":
		for _, r := range region.All() {
			if !slices.Contains(literals, r.Key) {
				p.values = append(p.values, r.Key)
			}
		}
	case "weekday":
		p.values, p.other = weekdays, false
	case "timestamp", "time":
		p.values, p.other = around(fact.Type, literals), len(literals) == 0
	}
	return p
}

// surveyed is what a condition says of its variables.
type surveyed struct {
	names    []string // in order
	literals map[string][]string
	absence  map[string]bool
}

// survey goes through a condition once.
func survey(c Condition) surveyed {
	s := surveyed{literals: map[string][]string{}, absence: map[string]bool{}}
	names, literals := map[string]bool{}, map[[2]string]bool{}
	eachVariable(c, func(v Variable) {
		if !names[v.Name] {
			names[v.Name] = true
			s.names = append(s.names, v.Name)
		}
	})
	eachComparison(c, func(one *Comparison) {
		name := one.Variable.Name
		for _, v := range one.Values {
			text := comparableText(name, v.Text)
			if v.Kind == Literal && !literals[[2]string{name, text}] {
				literals[[2]string{name, text}] = true
				s.literals[name] = append(s.literals[name], text)
			}
		}
	})
	eachAbsent(c, func(a *Absent) { s.absence[a.Variable.Name] = true })
	return s
}

// around are the times just before, at and just after those given: what comparisons with them can tell apart.
func around(variableType string, values []string) []string {
	var all []string
	for _, v := range values {
		at, ok := instant(variableType, v)
		if !ok {
			continue
		}
		for _, t := range []int64{at - aSecond, at, at + aSecond} { // who leaves fractions of a second out has not forgotten them
			all = append(all, formatInstant(variableType, t))
		}
	}
	return all
}

// comparableText is a literal such that two that match the same are the same: without case and, of numbers, leading zeros.
func comparableText(variable, text string) string {
	if fact, _ := FindVariable(variable); fact.Type == "month" || fact.Type == "day" {
		text = strings.TrimLeft(text, "0")
	}
	return lex.Fold(text)
}

// outcomes is what the condition can be over all that is tried.
func (p probe) outcomes(c Condition, budget *int) outcomes {
	var all outcomes
	try := func(at trial) {
		if all != canBeEither {
			all |= at.eval(c, budget)
		}
	}
	if !p.always {
		try(trial{probe: p, absent: true})
	}
	if p.set {
		try(trial{probe: p, has: true})
		try(trial{probe: p})
	}
	for _, v := range p.values {
		try(trial{probe: p, value: v})
	}
	if p.other && !p.set {
		try(trial{probe: p, isOther: true})
	}
	if *budget <= 0 {
		return canBeEither
	}
	return all
}

// trial is one way that a variable can be.
type trial struct {
	probe
	absent  bool
	value   string
	isOther bool // a value that the condition does not name
	has     bool // of a set: whether the value is a member
}

// eval is what the condition can be in the trial. Leaves that are about something else can be either, each on its own, so
// what cannot come out here never comes out.
func (t trial) eval(c Condition, budget *int) outcomes {
	switch c := c.(type) {
	case *Combination:
		return t.combine(c, budget)
	case *Absent:
		*budget--
		fact, _ := FindVariable(c.Variable.Name)
		switch {
		case c.Variable.Name == t.variable:
			return only(t.absent)
		case fact.Always:
			return canBeFalse
		}
		return canBeEither
	case *Comparison:
		*budget--
		if c.Variable.Name == t.variable {
			return t.compare(c)
		}
	}
	return canBeEither
}

func (t trial) combine(c *Combination, budget *int) outcomes {
	settled, neutral := canBeFalse, canBeTrue // what one member settles, what all members must be otherwise
	if c.Junction == Any {
		settled, neutral = neutral, settled
	}
	result := neutral
	for _, m := range c.Members {
		if *budget <= 0 {
			return canBeEither
		}
		one := t.eval(m, budget)
		result |= one & settled
		if one&neutral == 0 {
			return settled
		}
	}
	return result
}

// compare is what a comparison of the variable itself can be.
func (t trial) compare(c *Comparison) outcomes {
	if t.absent {
		return canBeFalse
	}
	switch c.Operator {
	case Before, After, Between:
		return t.order(c)
	case SetsEqual, SetsIntersect:
		return canBeEither
	case Equal, NotEqual, In, NotIn:
		if fact, _ := FindVariable(t.variable); fact.Type == "timestamp" || fact.Type == "time" {
			return canBeEither // = is documented for no time, and the same time has several texts
		}
	}
	var one outcomes
	for _, v := range c.Values {
		m := t.matches(v)
		if m == canBeTrue {
			one = canBeTrue
			break
		}
		one |= m
	}
	if c.Operator.negative() {
		return one.not()
	}
	return one
}

// order is what a comparison of times can be.
func (t trial) order(c *Comparison) outcomes {
	fact, _ := FindVariable(t.variable)
	if t.value == "" || fact.Type != "timestamp" && fact.Type != "time" {
		return canBeEither
	}
	switch ordered(fact, Values{t.value}, c) {
	case yes:
		return canBeTrue
	case no:
		return canBeFalse
	}
	return canBeEither
}

func (o outcomes) not() outcomes {
	return o>>1&canBeFalse | o<<1&canBeTrue
}

// matches is whether the variable as tried, or a member of the set, is what it is compared with.
func (t trial) matches(v Value) outcomes {
	everything := v.Kind == Pattern && v.Text == "*" || v.Kind == Literal && v.Text == "*" && isTag(t.variable)
	switch {
	case everything:
		return canBeTrue
	case v.Kind == Literal && t.set:
		if t.member == comparableText(t.variable, v.Text) {
			return only(t.has)
		}
	case v.Kind == Literal && t.isOther:
		return canBeFalse
	case v.Kind == Literal:
		return only(t.value == comparableText(t.variable, v.Text))
	case v.Kind == Pattern && !t.set && !t.isOther:
		return only(lex.Matches(lex.Fold(v.Text), t.value))
	}
	return canBeEither
}
