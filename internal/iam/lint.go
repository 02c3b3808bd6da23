package iam

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Finding is one thing that is wrong with a statement, or with a policy.
type Finding struct {
	Rule      string `json:"rule"`   // the rule's id
	File      string `json:"file"`   // "" when the statement is not from a file
	Line      int    `json:"line"`   // in the file or, without one, in the statement
	Column    int    `json:"column"` // in characters, from 1
	Statement string `json:"statement"`
	Message   string `json:"message"` // what is wrong and what follows from it, in full sentences
	Fix       string `json:"fix"`     // what to write instead, a sentence
	Policy    string `json:"-"`       // the policy's name
}

// LintOptions is what lint is told of the boundary and the tenancy. The zero value is nothing, and then the rules that need
// it are silent.
type LintOptions struct {
	Inside []region.Region // the regions inside the boundary; nil where no boundary is known
	Home   string          // the home region's name or key; "" where it is not known
}

// Lint holds policies against what goes wrong with them. All policies of a tenancy belong in one call, for some rules see
// only what several of them do together. Findings are sorted by policy in the order given, then by line and column.
func Lint(policies []Policy, o LintOptions) []Finding {
	shared := &lintShared{options: o, overwriting: map[string]bool{}}
	for i := range policies {
		shared.collect(&policies[i])
	}
	var found []Finding
	for i := range policies {
		l := &linter{lintShared: shared, policy: &policies[i]}
		l.whole()
		found = append(found, l.found...)
	}
	return append(found, pathsTooLong(policies)...)
}

// LintStatement lints one statement on its own: what a policy must have around it is not asked for.
func LintStatement(statement string, o LintOptions) []Finding {
	p := NewPolicy("", nil, statement)
	shared := &lintShared{options: o, overwriting: map[string]bool{}, alone: true}
	l := &linter{lintShared: shared, policy: &p}
	l.whole()
	return l.found
}

// lintShared is what is known across policies.
type lintShared struct {
	options     LintOptions
	alone       bool            // there is one statement and no policy
	overwriting map[string]bool // of denies of OBJECT_OVERWRITE: whom, where and when
}

// collect notes what other statements of the tenancy may rely on.
func (l *lintShared) collect(p *Policy) {
	for _, s := range p.Statements {
		if s.Effect == Deny && s.Action.takes(need{Permission: "OBJECT_OVERWRITE"}) {
			l.overwriting[denyScope(s)] = true
		}
	}
}

// linter collects the findings of one policy.
type linter struct {
	*lintShared
	policy *Policy
	s      *Statement // the statement that is looked at
	found  []Finding
}

// whole lints the policy and its statements.
func (l *linter) whole() {
	for _, e := range l.policy.Unread {
		l.unread(e)
	}
	for _, s := range l.policy.Statements {
		l.s = s
		l.statement()
	}
	if !l.alone {
		l.policyTooLong()
		l.definitions()
	}
	slices.SortStableFunc(l.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Rule, b.Rule))
	})
}

// report adds a finding at a place of the current statement.
func (l *linter) report(rule string, at Position, message, fix string) {
	l.reportAt(rule, l.s.Source, at, message, fix)
}

func (l *linter) reportAt(rule string, source Source, at Position, message, fix string) {
	l.found = append(l.found, lintFinding(l.policy, rule, source, at, message, fix))
}

func lintFinding(p *Policy, rule string, source Source, at Position, message, fix string) Finding {
	return Finding{
		Rule: rule, File: source.File, Line: max(source.Line, 1) + max(at.Line, 1) - 1, Column: max(at.Column, 1),
		Statement: source.Text, Message: message, Fix: fix, Policy: p.Name,
	}
}

// unread reports a statement that could not be read, under the rule of what was wrong with it.
func (l *linter) unread(e *SyntaxError) {
	rule, fix := ruleUnread, "Write it as: allow|deny SUBJECT to VERB TYPE in tenancy|compartment PATH [where CONDITION]."
	switch {
	case e.Cause == UnknownVerb:
		rule, fix = ruleUnknownVerb, "Write inspect, read, use or manage, or permissions in braces."
	case e.Cause == Conjunction:
		rule, fix = ruleConjunction, "Write all {a, b} where both must hold, any {a, b} where one is enough."
	case (e.Cause == TrailingText || e.Found == `";"`) && endsEarly(e):
		rule, fix = ruleEndsEarly, "Put the name in single quotes, or name the principal by its OCID; write one statement in each entry."
	case e.Cause == Template:
		fix = "Render the template, and let lint read what comes out."
	}
	l.reportAt(rule, e.Source, e.Position, "The statement cannot be read: "+e.Message+".", fix)
}

// statement lints the current statement.
func (l *linter) statement() {
	l.names()
	if l.s.Form == Define {
		return
	}
	l.action()
	l.grant()
	faulty := false
	eachComparison(l.s.Condition, func(c *Comparison) {
		faulty = l.comparison(c) || faulty
	})
	eachVariable(l.s.Condition, l.variable)
	if !faulty {
		l.constant(l.s.Condition)
	}
	l.failsOpen()
	l.locksHome()
}

// comparison lints one comparison, and says whether a value of it is one that the variable never has.
func (l *linter) comparison(c *Comparison) bool {
	fact, known := FindVariable(c.Variable.Name)
	faulty := false
	for _, v := range c.Values {
		if v.Kind == Word {
			l.report(ruleUnquoted, v.Start, fmt.Sprintf("%s has no quotes. Whether it is read as a text or as a variable is not documented.", v.Text),
				fmt.Sprintf("Write '%s'.", v.Text))
		}
		if known && v.Kind != Reference {
			faulty = l.value(c, fact, v) || faulty
		}
	}
	if known {
		l.operator(c, fact)
	}
	return faulty
}

// eachComparison calls f for every comparison of a condition, in order.
func eachComparison(c Condition, f func(*Comparison)) {
	switch c := c.(type) {
	case *Combination:
		for _, m := range c.Members {
			eachComparison(m, f)
		}
	case *Comparison:
		f(c)
	}
}

// eachAbsent calls f for every !variable of a condition, in order.
func eachAbsent(c Condition, f func(*Absent)) {
	switch c := c.(type) {
	case *Combination:
		for _, m := range c.Members {
			eachAbsent(m, f)
		}
	case *Absent:
		f(c)
	}
}

// eachVariable calls f for every variable of a condition, in order, those that are compared with included.
func eachVariable(c Condition, f func(Variable)) {
	switch c := c.(type) {
	case *Combination:
		for _, m := range c.Members {
			eachVariable(m, f)
		}
	case *Comparison:
		f(c.Variable)
		for _, v := range c.Values {
			if v.Kind == Reference {
				f(Variable{Span: v.Span, Name: v.Text, Written: v.Written})
			}
		}
	case *Absent:
		f(c.Variable)
	}
}

// negative says whether an operator is one of those that are true for what is not named.
func (o Operator) negative() bool { return o == NotEqual || o == NotIn }

// hits says what follows from a comparison with a value that the variable never has.
func hits(c *Comparison) string {
	if c.Operator.negative() {
		return "so the comparison is true for every request"
	}
	return "so the comparison is true for no request"
}
