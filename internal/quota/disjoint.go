package quota

import (
	"fmt"
	"slices"
	"strings"
)

// disjoint finds pairs of policies that each leave some region free and together none: two allow-lists for different
// populations, both for the same compartment.
func disjoint(policies []Policy) []Finding {
	var found []Finding
	for j := range policies {
		lists := allowLists(&policies[j])
		if len(lists) == 0 {
			continue
		}
		for i := range policies[:j] {
			if f, ok := disjointPair(&policies[i], &policies[j], lists); ok {
				found = append(found, f)
			}
		}
	}
	return found
}

// allowList is what a policy leaves of the quotas that a statement is about.
type allowList struct {
	head    *Statement
	regions []string
}

// allowLists are those of a policy, each with the first statement about its quotas.
func allowLists(p *Policy) []allowList {
	var lists []allowList
	for i, s := range p.Statements {
		if slices.ContainsFunc(p.Statements[:i], func(t *Statement) bool { return sameQuotas(s, t) }) {
			continue
		}
		if names := allowed(p, s); len(names) > 0 {
			lists = append(lists, allowList{s, names})
		}
	}
	return lists
}

// disjointPair reports on the first list of the second policy that the two disagree on.
func disjointPair(a, b *Policy, lists []allowList) (Finding, bool) {
	for _, list := range lists {
		x, y, s := allowed(a, list.head), list.regions, list.head
		if len(x) == 0 || slices.ContainsFunc(x, func(r string) bool { return slices.Contains(y, r) }) {
			continue
		}
		return finding(b, ruleDisjoint, s.Source, s.Start,
			fmt.Sprintf("The policy %q leaves %s quotas in %s; this one leaves %s. Together they leave none: across policies the most restrictive one wins.", a.Name, s.Family.Text, some(x), some(y)),
			"Bind each policy to the compartment of its population, or put both lists into one policy."), true
	}
	return Finding{}, false
}

func sameQuotas(s, t *Statement) bool {
	return s.Family.Text == t.Family.Text && s.Name.Text == t.Name.Text && s.Name.Pattern == t.Name.Pattern && s.Location.contains(t.Location) && t.Location.contains(s.Location)
}

// allowed are the regions in which a policy leaves the quotas that s is about, nil unless it is an allow-list: one that
// takes them away in regions that nobody has built yet.
func allowed(p *Policy, s *Statement) []string {
	var names []string
	for _, r := range everywhere() {
		zero := false
		for _, t := range p.Statements {
			if t.Family.Text == s.Family.Text && t.Name.covers(s.Name) && t.Location.contains(s.Location) && holds(t.Condition, where{region: r}) {
				zero = t.Action == Zero || t.Action == Set && t.Value == 0
			}
		}
		switch {
		case !zero && r == elsewhere:
			return nil
		case !zero:
			names = append(names, r)
		}
	}
	return names
}

// some is the first names of a list, for a message.
func some(names []string) string {
	const shown = 3
	if len(names) <= shown {
		return join(names)
	}
	return fmt.Sprintf("%s and %d more", join(names[:shown]), len(names)-shown)
}

func join(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
