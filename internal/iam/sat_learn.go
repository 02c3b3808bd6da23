package iam

import "slices"

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
