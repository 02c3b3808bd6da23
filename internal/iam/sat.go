package iam

import "slices"

// This file is a small solver for propositional clauses: conflict-driven learning over watched literals, as in MiniSat. It
// is incremental: clauses may be added between questions, and a question is asked under assumptions.

// literal is a variable or its negation: 2v and 2v+1.
type literal int

func (l literal) not() literal { return l ^ 1 }

func (l literal) variable() int { return int(l >> 1) }

// always is the literal that is true in every model, never its negation.
const (
	always literal = 0
	never  literal = 1
)

type clause struct {
	literals []literal
	learnt   bool
}

// watch is a clause that watches a literal, with another of its literals: where that is true, the clause need not be looked at.
type watch struct {
	clause  *clause
	blocker literal
}

type solver struct {
	watches  [][]watch // by literal: the clauses to look at when it becomes true, because they watch its negation
	value    []int8    // by variable: 1 true, -1 false, 0 open
	phase    []bool    // by variable: the value that it last had
	reason   []*clause
	level    []int
	trail    []literal
	limits   []int // where each level begins in the trail
	head     int   // of the trail, up to where consequences are drawn
	order    activityHeap
	bump     float64
	seen     []bool
	learnts  []*clause
	broken   bool      // whether the clauses contradict each other
	core     []literal // after solve said no: the assumptions that contradict the clauses
	model    []int8    // after solve said yes
	attempts int       // conflicts of the last question
	spent    int       // conflicts of those before it

	// preferred are decided before all other variables, in order. So each of them is true in a model unless the clauses, the
	// assumptions and those before it forbid that; whether there is a model does not depend on them.
	preferred []literal
	decided   int // how many of them have a value
}

func newSolver() *solver {
	s := &solver{bump: 1}
	s.add(s.fresh()) // always
	return s
}

// fresh is a new variable, as its positive literal.
func (s *solver) fresh() literal {
	v := len(s.value)
	s.watches = append(s.watches, nil, nil)
	s.value = append(s.value, 0)
	s.phase = append(s.phase, false)
	s.reason = append(s.reason, nil)
	s.level = append(s.level, 0)
	s.seen = append(s.seen, false)
	s.order.grow(v)
	return literal(2 * v)
}

// holds is 1 where a literal is true, -1 where it is false, 0 where it is open.
func (s *solver) holds(l literal) int8 {
	v := s.value[l.variable()]
	if l&1 != 0 {
		return -v
	}
	return v
}

// isTrue tells whether a literal is true in the model that solve found.
func (s *solver) isTrue(l literal) bool {
	v := s.model[l.variable()]
	return v > 0 != (l&1 != 0) && v != 0
}

// add requires that one of the literals is true.
func (s *solver) add(literals ...literal) {
	s.backtrack(0)
	if s.broken {
		return
	}
	sorted := slices.Clone(literals)
	slices.Sort(sorted)
	kept := sorted[:0]
	for i, l := range sorted {
		switch {
		case s.holds(l) > 0 || i > 0 && l == sorted[i-1].not():
			return
		case s.holds(l) < 0 || len(kept) > 0 && l == kept[len(kept)-1]:
			continue
		}
		kept = append(kept, l)
	}
	switch len(kept) {
	case 0:
		s.broken = true
	case 1:
		s.assign(kept[0], nil)
		s.broken = s.propagate() != nil
	default:
		s.attach(&clause{literals: kept})
	}
}

func (s *solver) attach(c *clause) {
	a, b := c.literals[0], c.literals[1]
	s.watches[a.not()] = append(s.watches[a.not()], watch{c, b})
	s.watches[b.not()] = append(s.watches[b.not()], watch{c, a})
}

func (s *solver) assign(l literal, reason *clause) {
	v := l.variable()
	s.value[v] = 1
	if l&1 != 0 {
		s.value[v] = -1
	}
	s.reason[v] = reason
	s.level[v] = len(s.limits)
	s.trail = append(s.trail, l)
}

// propagate draws the consequences of what is assigned and returns a clause that is false, if there is one.
func (s *solver) propagate() *clause {
	for s.head < len(s.trail) {
		l := s.trail[s.head]
		s.head++
		if c := s.visit(l); c != nil {
			return c
		}
	}
	return nil
}

// visit looks at the clauses that watch the negation of a literal that has become true.
func (s *solver) visit(l literal) *clause {
	list, kept := s.watches[l], s.watches[l][:0]
	for i, w := range list {
		if s.holds(w.blocker) > 0 {
			kept = append(kept, w)
			continue
		}
		c := w.clause
		if c.literals[0] == l.not() {
			c.literals[0], c.literals[1] = c.literals[1], c.literals[0]
		}
		first := c.literals[0]
		if s.holds(first) > 0 {
			kept = append(kept, watch{c, first})
			continue
		}
		if s.rewatch(c, first) {
			continue
		}
		kept = append(kept, watch{c, first})
		if s.holds(first) < 0 {
			s.watches[l] = append(kept, list[i+1:]...)
			s.head = len(s.trail)
			return c
		}
		s.assign(first, c)
	}
	s.watches[l] = kept
	return nil
}

// rewatch makes a clause watch another literal that is not false, if it has one.
func (s *solver) rewatch(c *clause, first literal) bool {
	for k := 2; k < len(c.literals); k++ {
		if other := c.literals[k]; s.holds(other) >= 0 {
			c.literals[1], c.literals[k] = other, c.literals[1]
			s.watches[other.not()] = append(s.watches[other.not()], watch{c, first})
			return true
		}
	}
	return false
}

func (s *solver) backtrack(level int) {
	if len(s.limits) <= level {
		return
	}
	for _, l := range s.trail[s.limits[level]:] {
		v := l.variable()
		s.phase[v] = s.value[v] > 0
		s.value[v] = 0
		s.reason[v] = nil
		s.order.push(v)
	}
	s.trail = s.trail[:s.limits[level]]
	s.limits = s.limits[:level]
	s.head = len(s.trail)
	s.decided = 0
}
