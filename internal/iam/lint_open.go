package iam

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// failsOpen reports the variables of a deny that need only be absent for the deny not to apply: where a value that the
// condition does not name is denied, and no value is not. Comparisons with = are meant for what they name, and are fine.
func (l *linter) failsOpen() {
	if l.s.Effect != Deny {
		return
	}
	seen := map[string]bool{}
	budget := 2_000_000 // leaves looked at; beyond that the deny is taken for one that fails open
	eachComparison(l.s.Condition, func(c *Comparison) {
		v := c.Variable
		if !c.Operator.negative() || seen[v.Name] || carried(v.Name, l.s.Subject.Kind) {
			return
		}
		seen[v.Name] = true
		if budget <= 0 || (absence{v.Name, &budget}).eval(l.s.Condition).has(deniedOnlyPresent) {
			l.report(ruleFailsOpen, c.Start, fmt.Sprintf("A request without %s is not denied: %s.", v, absentFor(v.Name)),
				fmt.Sprintf("Write any {!%s, %s}.", v, comparisonText(c)))
		}
	})
}

// carried says whether every request that a statement speaks of carries the variable. Of groups only users are members.
func carried(name string, subject SubjectKind) bool {
	fact, _ := FindVariable(name)
	switch name {
	case "request.principal.id":
		return true // Oracle's own default policy spares one with != alone
	case "request.user.id", "request.user.name", "request.groups.id", "request.groups.name", "request.principal.type":
		return subject == Group
	}
	return fact.Always
}

// absentFor says which requests lack a variable.
func absentFor(name string) string {
	switch {
	case strings.HasPrefix(name, "request.groups.") || strings.HasPrefix(name, "request.user."):
		return "instance, resource and service principals have none"
	case name == "request.networksource.name":
		return "one from outside every network source has none"
	case name == "target.region":
		return "only copies of volume backups are known to have it"
	case isTag(name):
		return "what has no such tag, and what is yet to be created, has none"
	case strings.HasPrefix(name, "target."):
		return "requests about anything else have none"
	}
	return "not every request has it"
}

func comparisonText(c *Comparison) string {
	w := &writer{}
	w.comparison(c)
	return w.String()
}

// pairs is a set of pairs: what a condition is when a variable has a value that the condition does not name, and what it is
// when the variable is absent, everything else being equal.
type pairs uint8

const (
	neither           pairs = 1 << iota
	deniedOnlyAbsent        // true without the variable only
	deniedOnlyPresent       // true with it only
	both
)

func (p pairs) has(q pairs) bool { return p&q != 0 }

// absence evaluates conditions to pairs. Comparisons of other variables can be true or false, each on its own.
type absence struct {
	variable string
	budget   *int
}

func (a absence) eval(c Condition) pairs {
	*a.budget--
	switch c := c.(type) {
	case *Combination:
		result := both
		if c.Junction == Any {
			result = neither
		}
		for _, m := range c.Members {
			result = joinPairs(result, a.eval(m), c.Junction)
		}
		return result
	case *Absent:
		if c.Variable.Name == a.variable {
			return deniedOnlyAbsent
		}
	case *Comparison:
		if c.Variable.Name == a.variable {
			return a.compare(c)
		}
	}
	return neither | both
}

func (a absence) compare(c *Comparison) pairs {
	switch {
	case c.Operator.negative():
		return deniedOnlyPresent
	case c.Operator == Before || c.Operator == After || c.Operator == Between:
		return deniedOnlyPresent | neither
	}
	return neither
}

// joinPairs combines every pair of one set with every pair of the other.
func joinPairs(x, y pairs, j Junction) pairs {
	var result pairs
	for p := range pairs(4) {
		for q := range pairs(4) {
			if !x.has(1<<p) || !y.has(1<<q) {
				continue
			}
			if j == Any {
				result |= 1 << (p | q)
			} else {
				result |= 1 << (p & q)
			}
		}
	}
	return result
}

// locksHome reports a deny that holds in the home region for all that IAM itself is changed with.
func (l *linter) locksHome() {
	s := l.s
	home, ok := region.Lookup(l.options.Home)
	if !ok || s.Effect != Deny || s.Form != Plain || s.Location.Kind != InTenancy || s.Subject.Kind != AnyUser && s.Subject.Kind != AnyGroup {
		return
	}
	if !s.Action.takes(need{Permission: "POLICY_UPDATE"}) || !asksRegion(s.Condition) {
		return
	}
	budget := 100_000
	t := trial{probe: probe{variable: "request.region", always: true}, value: home.Key}
	if t.eval(s.Condition, &budget) != canBeTrue {
		return
	}
	inside := "."
	if l.options.Inside != nil && !slices.ContainsFunc(l.options.Inside, func(r region.Region) bool { return r.Name == home.Name }) {
		inside = ", which is outside the boundary."
	}
	l.report(ruleLocksHome, s.Start, fmt.Sprintf("IAM is written in the home region %s (%s)%s The deny holds there too, so nobody but Administrators can change users, groups and policies.", home.Key, home.Name, inside),
		fmt.Sprintf("Name the permissions that write data instead of %s, or add request.region != '%s'.", actionText(s.Action), home.Key))
}

func asksRegion(c Condition) bool {
	asks := false
	eachVariable(c, func(v Variable) { asks = asks || v.Name == "request.region" })
	return asks
}

func actionText(a Action) string {
	w := &writer{}
	w.action(a)
	return w.String()
}
