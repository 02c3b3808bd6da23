package iam

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brute answers by trying every assignment of n variables.
func brute(n int, clauses [][]literal, assumptions []literal) bool {
	for m := range 1 << n {
		holds := func(l literal) bool { return m>>(l.variable()-1)&1 == 1 != (l&1 != 0) }
		ok := true
		for _, a := range assumptions {
			ok = ok && holds(a)
		}
		for _, c := range clauses {
			some := false
			for _, l := range c {
				some = some || holds(l)
			}
			ok = ok && some
		}
		if ok {
			return true
		}
	}
	return false
}

func TestSolver_agreesWithTryingEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	count := map[answer]int{}
	for range 1500 {
		n := 3 + r.IntN(8)
		s := newSolver()
		for range n {
			s.fresh()
		}
		some := func() literal { return literal(2 + r.IntN(2*n)) }
		var clauses [][]literal
		for range 3 { // clauses come between questions
			for range r.IntN(2 * n) {
				c := []literal{some(), some(), some()}[:1+r.IntN(3)]
				clauses = append(clauses, c)
				s.add(c...)
			}
			for range 3 {
				var assumptions []literal
				for range r.IntN(4) {
					assumptions = append(assumptions, some())
				}
				got := s.solve(assumptions)
				count[got]++
				require.Equal(t, brute(n, clauses, assumptions), got == satisfiable)
				if got == satisfiable {
					for _, c := range clauses {
						ok := false
						for _, l := range c {
							ok = ok || s.isTrue(l)
						}
						require.True(t, ok, "the model must satisfy every clause")
					}
					for _, a := range assumptions {
						require.True(t, s.isTrue(a))
					}
					continue
				}
				for _, l := range s.core {
					require.Contains(t, assumptions, l)
				}
				require.False(t, brute(n, clauses, s.core), "the core alone contradicts the clauses")
			}
		}
	}
	assert.Greater(t, count[satisfiable], 1000)
	assert.Greater(t, count[unsatisfiable], 1000)
	assert.Zero(t, count[unknown])
}

// The pigeons of n+1 do not fit into n holes, which needs many conflicts to show.
func TestSolver_pigeons(t *testing.T) {
	const holes = 7
	s := newSolver()
	var at [holes + 1][holes]literal
	for p := range at {
		for h := range holes {
			at[p][h] = s.fresh()
		}
		s.add(at[p][:]...)
	}
	for h := range holes {
		for p := range at {
			for q := range p {
				s.add(at[p][h].not(), at[q][h].not())
			}
		}
	}
	assert.Equal(t, unsatisfiable, s.solve(nil))
}

func TestLuby(t *testing.T) {
	var got []int
	for i := 1; i <= 15; i++ {
		got = append(got, luby(i))
	}
	assert.Equal(t, []int{1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8}, got)
}
