package quota

import (
	"fmt"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// Query asks for one quota in one compartment and one region.
type Query struct {
	Family      string
	Name        string
	Compartment []string // the path from the root; empty is the tenancy
	Region      string   // the region's name, such as "us-ashburn-1"
	AD          string   // the availability domain's name, of a quota that counts by it; otherwise ""
	Limit       int64    // the service limit, which caps every quota and holds where there is none
}

// Effect is what the statements make of a quota.
type Effect struct {
	Value       int64      // what may be used, never more than the service limit
	By          *Statement // the statement that says so; nil when it is the service limit
	Policy      string     // the name of that statement's policy
	Assumptions []string   // what this answer rests on, sorted: what Oracle does not document, and statements that cannot be read
}

// Effective is the value in force. Within a policy the later statement supersedes the earlier one; across policies the
// most restrictive wins; what a compartment uses counts for those that it is in, so that a number set for one of them is a
// cap as well; the service limit caps everything.
func Effective(policies []Policy, q Query) Effect {
	e := Effect{Value: q.Limit}
	for i := range policies {
		e.apply(&policies[i], q)
	}
	slices.Sort(e.Assumptions)
	e.Assumptions = slices.Compact(e.Assumptions)
	return e
}

// apply lowers the effect to what one policy leaves.
func (e *Effect) apply(p *Policy, q Query) {
	if n := len(p.Unread); n > 0 {
		e.assume(fmt.Sprintf("%d of the statements in %q, which cannot be read, do not matter", n, p.Name))
	}
	last := p.last(q, q.Compartment, e)
	e.lower(p, last)
	for n := range len(q.Compartment) {
		around := p.last(q, q.Compartment[:n], e)
		switch {
		case around == nil || around == last || around.Action == Unset:
		case around.Action == Set && around.Value > 0:
			e.lower(p, around)
		default:
			e.assume(assumeCarveOut.Text)
		}
	}
}

// last is the statement that holds for the quota in the compartment: the last that speaks of it.
func (p *Policy) last(q Query, compartment []string, e *Effect) *Statement {
	var last *Statement
	for _, s := range p.Statements {
		if s.Family.Text != lex.Fold(q.Family) || !s.Name.Matches(q.Name) || !s.Location.covers(p.Compartment, compartment) {
			continue
		}
		if asksAD(s.Condition) && q.AD == "" {
			e.assume(assumeAD.Text)
		}
		if undocumentedAll(s.Condition) {
			e.assume(assumeAll.Text)
		}
		if holds(s.Condition, where{q.Region, q.AD}) {
			last = s
		}
	}
	return last
}

// lower takes the statement's value if it is less than what is left so far.
func (e *Effect) lower(p *Policy, s *Statement) {
	if s == nil || s.Action == Unset {
		return
	}
	value := int64(0)
	if s.Action == Set {
		value = s.Value
	}
	if value < e.Value {
		e.Value, e.By, e.Policy = value, s, p.Name
	}
}

func (e *Effect) assume(what string) { e.Assumptions = append(e.Assumptions, what) }

// undocumentedAll says whether the condition has an all {…} of two members or more.
func undocumentedAll(c Condition) bool {
	j, ok := c.(*Combination)
	return ok && (!j.Any && len(j.Members) > 1 || slices.ContainsFunc(j.Members, undocumentedAll))
}
