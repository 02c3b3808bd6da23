package iam

import (
	"fmt"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// StatementsPerPolicy is how many statements Oracle lets a policy have, statementsPerPath how many may count on a
// path of compartments.
const (
	StatementsPerPolicy = 50
	statementsPerPath   = 500
)

// policyTooLong reports the first statement beyond the limit of a policy. A file of statements is no policy of Oracle's, but
// cannot become one either if it is longer.
func (l *linter) policyTooLong() {
	n := len(l.policy.Statements) + len(l.policy.Unread)
	if n <= StatementsPerPolicy {
		return
	}
	var source Source
	if len(l.policy.Statements) > StatementsPerPolicy {
		source = l.policy.Statements[StatementsPerPolicy].Source
	}
	l.reportAt(rulePolicyTooLong, source, Position{}, fmt.Sprintf("%s has %d statements, and a policy can have %d.", policyName(l.policy), n, StatementsPerPolicy),
		"Split it into several policies, or join statements: fewer and broader ones count less.")
}

func policyName(p *Policy) string {
	if p.Name == "" {
		return "The policy"
	}
	return fmt.Sprintf("The policy %q", p.Name)
}

// pathsTooLong reports the compartments on whose path too many statements count, each with the policy that is one too many.
func pathsTooLong(policies []Policy) []Finding {
	own := map[string]int{}
	for i := range policies {
		own[pathKey(policies[i].Compartment)] += len(policies[i].Statements) + len(policies[i].Unread)
	}
	var found []Finding
	reported := map[string]bool{}
	for i := range policies {
		p := &policies[i]
		key := pathKey(p.Compartment)
		if reported[key] || tooMany(own, p.Compartment) == 0 || len(p.Compartment) > 0 && tooMany(own, p.Compartment[:len(p.Compartment)-1]) > 0 {
			continue
		}
		reported[key] = true
		where := "at the root"
		if len(p.Compartment) > 0 {
			where = "on the path from the root to " + strings.Join(p.Compartment, ":")
		}
		var source Source
		if len(p.Statements) > 0 {
			source = p.Statements[0].Source
		}
		found = append(found, lintFinding(p, rulePathTooLong, source, Position{},
			fmt.Sprintf("%d statements count %s, and %d may.", tooMany(own, p.Compartment), where, statementsPerPath),
			"Join statements, attach those for one compartment there, and keep few and broad ones at the root."))
	}
	return found
}

// tooMany is how many statements count for a compartment, 0 if no more than may.
func tooMany(own map[string]int, path []string) int {
	n := 0
	for i := range len(path) + 1 {
		n += own[pathKey(path[:i])]
	}
	if n <= statementsPerPath {
		return 0
	}
	return n
}

func pathKey(path []string) string { return lex.Fold(strings.Join(path, "\x00")) }

// definitions reports the names of other tenancies, and of the groups that are admitted from them, that the policy uses and
// does not define.
func (l *linter) definitions() {
	defined := map[string]bool{}
	for _, s := range l.policy.Statements {
		if d := s.Definition; d != nil {
			defined[fmt.Sprint(d.Kind, lex.Fold(d.Name.Text))] = true
		}
	}
	for _, s := range l.policy.Statements {
		l.s = s
		for _, loc := range l.locations() {
			l.undefined(defined, loc.Tenancy)
		}
		l.undefined(defined, s.Of)
		if s.Form != Admit || s.Of == nil {
			continue
		}
		for _, p := range s.Subject.Principals {
			kind, ok := map[SubjectKind]DefinitionKind{Group: DefineGroup, DynamicGroup: DefineDynamicGroup}[s.Subject.Kind]
			if ok && p.Name != "" && !defined[fmt.Sprint(kind, lex.Fold(p.Name))] {
				l.report(ruleUndefined, p.Start, fmt.Sprintf("The policy does not define %s, so the statement names a group that nobody knows.", p.Name),
					fmt.Sprintf("Add define %s %s as OCID to the policy, or write id and the OCID.", s.Subject.Kind, name(p.Name)))
			}
		}
	}
}

func (l *linter) undefined(defined map[string]bool, t *Tenancy) {
	if t == nil || t.Alias == "" || defined[fmt.Sprint(DefineTenancy, lex.Fold(t.Alias))] {
		return
	}
	l.report(ruleUndefined, t.Start, fmt.Sprintf("The policy does not define the tenancy %s.", t.Alias),
		fmt.Sprintf("Add define tenancy %s as OCID to the policy.", name(t.Alias)))
}
