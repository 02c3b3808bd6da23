package iam

import "slices"

// answer is what solve found out.
type answer int

const (
	unknown answer = iota // too much work
	satisfiable
	unsatisfiable
)

// maxConflicts bounds the work on one question, maxSpent that on all of a proof; beyond it a question has fewConflicts. Policies
// that people write need a handful.
const (
	maxConflicts = 200_000
	maxSpent     = 1_000_000
	fewConflicts = 1_000
)

// solve looks for a model of the clauses in which the assumptions are true.
func (s *solver) solve(assumptions []literal) answer {
	s.core, s.model, s.attempts = nil, nil, 0
	s.backtrack(0)
	if s.broken {
		return unsatisfiable
	}
	restart, allowed := 0, maxConflicts
	if s.spent > maxSpent {
		allowed = fewConflicts
	}
	defer func() { s.spent += s.attempts }()
	for s.attempts < allowed {
		restart++
		if a := s.search(assumptions, 100*luby(restart)); a != unknown {
			s.backtrack(0)
			return a
		}
		s.forget()
	}
	return unknown
}

// search is solve until so many conflicts have occurred.
func (s *solver) search(assumptions []literal, conflicts int) answer {
	for {
		if c := s.propagate(); c != nil {
			s.attempts++
			conflicts--
			if len(s.limits) == 0 {
				s.broken = true
				return unsatisfiable
			}
			s.learn(s.analyze(c))
			continue
		}
		if conflicts <= 0 {
			s.backtrack(0)
			return unknown
		}
		next, failed := s.next(assumptions)
		switch {
		case failed:
			return unsatisfiable
		case next < 0:
			s.model = slices.Clone(s.value)
			return satisfiable
		}
		s.limits = append(s.limits, len(s.trail))
		s.assign(next, nil)
	}
}

// next is the literal to decide: an assumption that is open, or any variable. It is -1 where all is assigned.
func (s *solver) next(assumptions []literal) (l literal, failed bool) {
	for len(s.limits) < len(assumptions) {
		l := assumptions[len(s.limits)]
		switch s.holds(l) {
		case 0:
			return l, false
		case -1:
			s.core = s.causes(l)
			return -1, true
		}
		s.limits = append(s.limits, len(s.trail)) // true already: a level of its own, so that levels count assumptions
	}
	for ; s.decided < len(s.preferred); s.decided++ {
		if l := s.preferred[s.decided]; s.holds(l) == 0 {
			return l, false
		}
	}
	for {
		v, ok := s.order.pop()
		if !ok {
			return -1, false
		}
		if s.value[v] == 0 {
			l := literal(2 * v)
			if !s.phase[v] {
				l = l.not()
			}
			return l, false
		}
	}
}

// causes lists the assumptions that make an assumption false, itself included.
func (s *solver) causes(l literal) []literal {
	core := []literal{l}
	s.seen[l.variable()] = s.level[l.variable()] > 0
	for _, t := range slices.Backward(s.trail) {
		v := t.variable()
		if !s.seen[v] {
			continue
		}
		s.seen[v] = false
		if r := s.reason[v]; r != nil {
			for _, q := range r.literals {
				if q.variable() != v && s.level[q.variable()] > 0 {
					s.seen[q.variable()] = true
				}
			}
		} else if s.level[v] > 0 && t != l {
			core = append(core, t)
		}
	}
	return core
}

// luby is the sequence 1 1 2 1 1 2 4 …, which restarts searches well without knowing them.
func luby(i int) int {
	for k := 1; ; k++ {
		if i == 1<<k-1 {
			return 1 << (k - 1)
		}
		if i < 1<<k-1 {
			i -= 1<<(k-1) - 1
			k = 0
		}
	}
}
