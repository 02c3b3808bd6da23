package iam

import "slices"

// This file is a small solver for propositional clauses: conflict-driven learning over watched literals, as in MiniSat. It
// is incremental: clauses may be added between questions, and a question is asked under assumptions.

// literal is a variable or its negation: 2v and 2v+1.
type literal int

func (l literal) not() literal  { return l ^ 1 }
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

// analyze turns a conflict into a clause that forbids its causes, its first literal the one to assign, and the level to go back to.
func (s *solver) analyze(c *clause) (learnt []literal, back int) {
	learnt = []literal{0}
	open, at := 0, len(s.trail)-1
	var l literal = -1
	for {
		for _, q := range c.literals {
			v := q.variable()
			if q == l || s.seen[v] || s.level[v] == 0 {
				continue
			}
			s.seen[v] = true
			s.activate(v)
			if s.level[v] == len(s.limits) {
				open++
			} else {
				learnt = append(learnt, q)
			}
		}
		for !s.seen[s.trail[at].variable()] {
			at--
		}
		l = s.trail[at]
		at--
		c = s.reason[l.variable()]
		s.seen[l.variable()] = false
		if open--; open == 0 {
			break
		}
	}
	learnt[0] = l.not()
	all := slices.Clone(learnt[1:])
	learnt = s.minimize(learnt)
	for _, q := range all {
		s.seen[q.variable()] = false
	}
	return learnt, s.second(learnt)
}

// minimize drops the literals that the others imply.
func (s *solver) minimize(learnt []literal) []literal {
	kept := learnt[:1]
	for _, q := range learnt[1:] {
		r := s.reason[q.variable()]
		implied := r != nil && !slices.ContainsFunc(r.literals, func(o literal) bool {
			return o.variable() != q.variable() && !s.seen[o.variable()] && s.level[o.variable()] > 0
		})
		if !implied {
			kept = append(kept, q)
		}
	}
	return kept
}

// second puts a literal of the second highest level second, and returns that level.
func (s *solver) second(learnt []literal) int {
	if len(learnt) == 1 {
		return 0
	}
	best := 1
	for i := 2; i < len(learnt); i++ {
		if s.level[learnt[i].variable()] > s.level[learnt[best].variable()] {
			best = i
		}
	}
	learnt[1], learnt[best] = learnt[best], learnt[1]
	return s.level[learnt[1].variable()]
}

func (s *solver) activate(v int) {
	if s.order.activity[v] += s.bump; s.order.activity[v] > 1e100 {
		for i := range s.order.activity {
			s.order.activity[i] *= 1e-100
		}
		s.bump *= 1e-100
	}
	s.order.raise(v)
}

// answer is what solve found out.
type answer int

const (
	unknown answer = iota // too much work
	satisfiable
	unsatisfiable
)

// maxConflicts bounds the work on one question. Policies that people write need a handful.
const maxConflicts = 200_000

// solve looks for a model of the clauses in which the assumptions are true.
func (s *solver) solve(assumptions []literal) answer {
	s.core, s.model, s.attempts = nil, nil, 0
	s.backtrack(0)
	if s.broken {
		return unsatisfiable
	}
	restart := 0
	for s.attempts < maxConflicts {
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

func (s *solver) learn(learnt []literal, back int) {
	s.backtrack(back)
	s.bump /= 0.95
	if len(learnt) == 1 {
		s.assign(learnt[0], nil)
		return
	}
	c := &clause{literals: learnt, learnt: true}
	s.learnts = append(s.learnts, c)
	s.attach(c)
	s.assign(learnt[0], c)
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

// maxLearnts is how many learnt clauses are kept from one restart to the next.
const maxLearnts = 5000

// forget drops the longer half of the learnt clauses when there are too many. No level is open when it is called.
func (s *solver) forget() {
	if len(s.learnts) < maxLearnts {
		return
	}
	slices.SortStableFunc(s.learnts, func(a, b *clause) int { return len(a.literals) - len(b.literals) })
	dropped := map[*clause]bool{}
	for _, c := range s.learnts[len(s.learnts)/2:] {
		dropped[c] = true
	}
	s.learnts = s.learnts[:len(s.learnts)/2]
	for i, list := range s.watches {
		s.watches[i] = slices.DeleteFunc(list, func(w watch) bool { return dropped[w.clause] })
	}
	for v := range s.reason {
		s.reason[v] = nil // all of level 0: nobody asks for their reasons
	}
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

// activityHeap gives the most active variable first.
type activityHeap struct {
	activity []float64
	heap     []int
	place    []int // by variable: its index in heap, or -1
}

func (h *activityHeap) grow(v int) {
	h.activity = append(h.activity, 0)
	h.place = append(h.place, -1)
	h.push(v)
}

func (h *activityHeap) push(v int) {
	if h.place[v] >= 0 {
		return
	}
	h.place[v] = len(h.heap)
	h.heap = append(h.heap, v)
	h.up(h.place[v])
}

func (h *activityHeap) raise(v int) {
	if h.place[v] >= 0 {
		h.up(h.place[v])
	}
}

func (h *activityHeap) pop() (int, bool) {
	if len(h.heap) == 0 {
		return 0, false
	}
	top, last := h.heap[0], len(h.heap)-1
	h.swap(0, last)
	h.heap = h.heap[:last]
	h.place[top] = -1
	h.down(0)
	return top, true
}

func (h *activityHeap) less(i, j int) bool { return h.activity[h.heap[i]] > h.activity[h.heap[j]] }

func (h *activityHeap) swap(i, j int) {
	h.heap[i], h.heap[j] = h.heap[j], h.heap[i]
	h.place[h.heap[i]], h.place[h.heap[j]] = i, j
}

func (h *activityHeap) up(i int) {
	for i > 0 && h.less(i, (i-1)/2) {
		h.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (h *activityHeap) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(h.heap) {
			return
		}
		if child+1 < len(h.heap) && h.less(child+1, child) {
			child++
		}
		if !h.less(child, i) {
			return
		}
		h.swap(i, child)
		i = child
	}
}
