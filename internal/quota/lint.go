package quota

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Lint holds quota policies against what goes wrong with them. All policies of a tenancy belong in one call: some rules
// see only what two of them do together. Findings are sorted by policy in the order given, then by line and column.
func Lint(policies ...Policy) []Finding {
	var found []Finding
	for i := range policies {
		l := &linter{policy: &policies[i]}
		l.statements()
		l.pairs()
		for j := range policies {
			if i != j {
				l.against(&policies[j])
			}
		}
		slices.SortStableFunc(l.found, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Rule, b.Rule))
		})
		found = append(found, l.found...)
	}
	return append(found, disjoint(policies)...)
}

// linter collects the findings of one policy.
type linter struct {
	policy *Policy
	found  []Finding
}

// report adds a finding at a place of a statement.
func (l *linter) report(rule string, source Source, at Position, message, fix string) {
	l.found = append(l.found, finding(l.policy, rule, source, at, message, fix))
}

func finding(p *Policy, rule string, source Source, at Position, message, fix string) Finding {
	return Finding{
		Rule: rule, File: source.File, Line: max(source.Line, 1) + max(at.Line, 1) - 1, Column: at.Column, Policy: p.Name,
		Statement: source.Text, Message: message, Fix: fix,
	}
}

func (l *linter) statements() {
	for _, e := range l.policy.Unread {
		l.unread(e)
	}
	for _, s := range l.policy.Statements {
		faulty := false
		for _, c := range comparisons(s.Condition) {
			faulty = l.place(s, c) || faulty
		}
		l.ocid(s)
		if !faulty {
			l.constant(s)
		}
		if undocumentedAll(s.Condition) {
			l.report(ruleUnsureAll, s.Source, s.Condition.Extent().Start,
				"all {…} is not documented for quotas, so what it does is not known.",
				fmt.Sprintf("In one policy, in this order: zero %s quotas, then one unset … where request.region = '…' for each region that is to be free.", s.Family.Text))
		}
	}
}

func (l *linter) unread(e *SyntaxError) {
	rule, fix := ruleUnread, "Write it as: set|unset|zero FAMILY quota [NAME] [to N] in tenancy|compartment PATH [where request.region = 'NAME']."
	switch e.Cause {
	case Conjunction:
		rule, fix = ruleConjunction, "For several regions: zero the family first, then unset it region by region, in one policy."
	case OtherDialect:
		rule, fix = ruleDialect, "Write it in the quota language, or move it to an IAM policy."
	case Malformed, TooLong, TooDeep:
	}
	l.report(rule, e.Source, e.Position, "The statement cannot be read: "+e.Message+".", fix)
}

// place holds the value of one comparison against the table of regions, and says whether something is wrong with it.
func (l *linter) place(s *Statement, c *Comparison) bool {
	if c.Variable == AD {
		found := region.FindAvailabilityDomain(c.Value.Text)
		if found.Kind == region.Regional {
			return false
		}
		l.report(ruleUnknown, s.Source, c.Value.Start, fmt.Sprintf("%q is no availability domain of a region that is known, %s.", c.Value.Text, consequence(c)),
			"Write the availability domain's name as Oracle lists it, such as 'Uocm:PHX-AD-1'.")
		return true
	}
	if _, ok := region.ByName(lex.Fold(c.Value.Text)); ok {
		return false
	}
	if r, ok := region.Lookup(c.Value.Text); ok {
		l.report(ruleKey, s.Source, c.Value.Start, fmt.Sprintf("%q is the key of %s. In quotas request.region is the region's name, %s.", c.Value.Text, r.Name, consequence(c)),
			fmt.Sprintf("Write '%s'.", r.Name))
		return true
	}
	fix := "Write the name of a region that exists."
	if near := region.Suggest(c.Value.Text); len(near) > 0 {
		fix = fmt.Sprintf("Did you mean '%s'?", strings.Join(near, "', '"))
	}
	l.report(ruleUnknown, s.Source, c.Value.Start, fmt.Sprintf("No region called %q is known, %s.", c.Value.Text, consequence(c)), fix)
	return true
}

func consequence(c *Comparison) string {
	if c.Not {
		return "so the comparison is true everywhere"
	}
	return "so the comparison is true nowhere"
}

// ocid finds a compartment that is named by its OCID.
func (l *linter) ocid(s *Statement) {
	for _, w := range s.Location.Path {
		if strings.HasPrefix(lex.Fold(w.Text), "ocid1.") {
			l.report(ruleDialect, s.Source, w.Start, "Quotas name a compartment by its path from the root, not by its OCID.", "Write compartment a:b:c.")
		}
	}
}

// constant finds conditions that are the same in every region.
func (l *linter) constant(s *Statement) {
	if s.Condition == nil || asksAD(s.Condition) {
		return
	}
	n := 0
	all := everywhere()
	for _, r := range all {
		if holds(s.Condition, where{region: r}) {
			n++
		}
	}
	switch n {
	case 0:
		l.report(ruleConstant, s.Source, s.Condition.Extent().Start, "The condition is false in every region, so the statement does nothing.",
			"Write any {…} for several regions, each with =.")
	case len(all):
		l.report(ruleConstant, s.Source, s.Condition.Extent().Start, "The condition is true in every region, so the statement limits all of them.",
			fmt.Sprintf("In one policy, in this order: zero %s quotas, then one unset … where request.region = '…' for each region that is to be free.", s.Family.Text))
	}
}

// pairs finds what one policy's statements do to each other.
func (l *linter) pairs() {
	for i, s := range l.policy.Statements {
		for j, later := range l.policy.Statements[i+1:] {
			if s.Family.Text != later.Family.Text {
				continue
			}
			if supersedes(later, s) {
				l.report(ruleSuperseded, s.Source, s.Start, fmt.Sprintf("A later statement of the same policy supersedes this one wherever it holds: %s", sentence(later)),
					orderFix(s, later))
				break
			}
			if takesAway(s, later) && !liftedAfter(l.policy.Statements[i+j+2:], s) {
				l.report(ruleNotNot, later.Source, later.Start, fmt.Sprintf("This statement limits every region but its own, and so does an earlier one: %s Together they leave no region free.", sentence(s)),
					fmt.Sprintf("In one policy, in this order: zero %s quotas, then one unset … where request.region = '…' for each region that is to be free.", s.Family.Text))
			}
		}
	}
}

func sentence(s *Statement) string { return s.String() + "." }

func orderFix(s, later *Statement) string {
	if s.Action == Zero || later.Action != Zero {
		return "Delete it, or move it behind the statement that supersedes it."
	}
	return "Zero first, and set or unset afterwards."
}

// supersedes says whether the later statement leaves nothing of the earlier one.
func supersedes(later, s *Statement) bool {
	if !later.Name.covers(s.Name) || !later.Location.contains(s.Location) {
		return false
	}
	if later.Condition == nil || equalCondition(later.Condition, s.Condition) {
		return true
	}
	if asksAD(later.Condition) || asksAD(s.Condition) {
		return false
	}
	some := false
	for _, r := range everywhere() {
		in := holds(s.Condition, where{region: r})
		if in && !holds(later.Condition, where{region: r}) {
			return false
		}
		some = some || in
	}
	return some
}

// free are the regions, elsewhere included, in which a statement that limits leaves quotas alone.
func free(s *Statement) []string {
	var names []string
	for _, r := range everywhere() {
		if !holds(s.Condition, where{region: r}) {
			names = append(names, r)
		}
	}
	return names
}

// limits says whether a statement takes away everything, in some regions and not in others.
func limits(s *Statement) bool {
	return (s.Action == Zero || s.Action == Set && s.Value == 0) && s.Condition != nil && !asksAD(s.Condition)
}

// takesAway says whether two statements that each leave some region free leave none free together.
func takesAway(a, b *Statement) bool {
	if !limits(a) || !limits(b) || !a.Name.overlaps(b.Name) || !a.Location.contains(b.Location) && !b.Location.contains(a.Location) {
		return false
	}
	x, y := free(a), free(b)
	// A statement that leaves a region free which nobody has built yet limits what it names, and is no allow-list.
	return len(x) > 0 && len(y) > 0 && !slices.Contains(x, elsewhere) && !slices.Contains(y, elsewhere) &&
		!slices.ContainsFunc(x, func(r string) bool { return slices.Contains(y, r) })
}

// liftedAfter says whether one of the statements sets or unsets some of what s takes away.
func liftedAfter(later []*Statement, s *Statement) bool {
	return slices.ContainsFunc(later, func(t *Statement) bool {
		return t.Family.Text == s.Family.Text && t.Action != Zero && t.Name.overlaps(s.Name)
	})
}

// against finds the statements that are meant to lift what another policy takes away, which they cannot.
func (l *linter) against(other *Policy) {
	for i, s := range l.policy.Statements {
		if s.Action == Zero || s.Action == Set && s.Value == 0 || liftsOwn(l.policy.Statements[:i], s) {
			continue
		}
		for _, zero := range other.Statements {
			if zero.Action == Zero && zero.Family.Text == s.Family.Text && zero.Name.covers(s.Name) && zero.Location.contains(s.Location) &&
				supersedesIn(zero, s) && !liftedAfter(statementsAfter(other, zero), s) {
				l.report(ruleSplit, s.Source, s.Start, fmt.Sprintf("The policy %q has %q, which this statement does not lift: across policies the most restrictive one wins.", other.Name, zero.String()),
					"Put both into one policy, the zero first.")
				break
			}
		}
	}
}

// supersedesIn says whether zero holds in every region in which s does.
func supersedesIn(zero, s *Statement) bool {
	if asksAD(zero.Condition) || asksAD(s.Condition) {
		return false
	}
	return !slices.ContainsFunc(everywhere(), func(r string) bool {
		return holds(s.Condition, where{region: r}) && !holds(zero.Condition, where{region: r})
	})
}

// liftsOwn says whether an earlier statement of the same policy is what s lifts.
func liftsOwn(earlier []*Statement, s *Statement) bool {
	return slices.ContainsFunc(earlier, func(t *Statement) bool {
		return t.Family.Text == s.Family.Text && t.Action != Unset && t.Name.overlaps(s.Name)
	})
}

func statementsAfter(p *Policy, s *Statement) []*Statement {
	return p.Statements[slices.Index(p.Statements, s)+1:]
}
