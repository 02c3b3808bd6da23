package compile

import (
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The variables that statements use.
const (
	regionVariable      = "request.region"
	targetRegion        = "target.region"
	operationVariable   = "request.operation"
	permissionVariable  = "request.permission"
	groupIDVariable     = "request.groups.id"
	groupNameVariable   = "request.groups.name"
	networkVariable     = "request.networksource.name"
	timeVariable        = "request.utc-timestamp"
	compartmentVariable = "target.compartment.id"
	policyNameVariable  = "target.policy.name"
	quotaNameVariable   = "target.quota.name"
	targetGroupVariable = "target.group.id"
)

func compare(variable string, operator iam.Operator, text string) iam.Condition {
	return &iam.Comparison{Variable: iam.Variable{Name: variable}, Operator: operator, Values: []iam.Value{{Kind: iam.Literal, Text: text}}}
}

func equal(variable, text string) iam.Condition   { return compare(variable, iam.Equal, text) }
func differs(variable, text string) iam.Condition { return compare(variable, iam.NotEqual, text) }

// like compares with a pattern, in which * stands for any characters.
func like(variable string, operator iam.Operator, pattern string) iam.Condition {
	return &iam.Comparison{Variable: iam.Variable{Name: variable}, Operator: operator, Values: []iam.Value{{Kind: iam.Pattern, Text: pattern}}}
}

func absent(variable string) iam.Condition {
	return &iam.Absent{Variable: iam.Variable{Name: variable}}
}

func allOf(members ...iam.Condition) iam.Condition { return combine(iam.All, members) }
func anyOf(members ...iam.Condition) iam.Condition { return combine(iam.Any, members) }

// combine leaves out what is nil, and the braces that say nothing.
func combine(junction iam.Junction, members []iam.Condition) iam.Condition {
	var flat []iam.Condition
	for _, m := range members {
		if c, ok := m.(*iam.Combination); ok && c.Junction == junction {
			flat = append(flat, c.Members...)
		} else if m != nil {
			flat = append(flat, m)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return &iam.Combination{Junction: junction, Members: flat}
}

func each(texts []string, of func(string) iam.Condition) []iam.Condition {
	conditions := make([]iam.Condition, 0, len(texts))
	for _, text := range texts {
		conditions = append(conditions, of(text))
	}
	return conditions
}

// outsideOf is true of a variable's region that is none of these, nor one that is open now.
func outsideOf(variable string, inside []region.Region, open []opening) iam.Condition {
	var members []iam.Condition
	for _, r := range inside {
		members = append(members, differs(variable, r.Key))
	}
	for _, o := range open {
		members = append(members, o.closed(variable))
	}
	return allOf(members...)
}

// noneOf is true where the request does not carry the variable, or carries none of the values.
func noneOf(variable string, texts []string) iam.Condition {
	return anyOf(absent(variable), allOf(each(texts, func(text string) iam.Condition { return differs(variable, text) })...))
}

// oneOf is true where the request does not carry the variable, or carries one of the values.
func oneOf(variable string, texts []string) iam.Condition {
	return anyOf(append([]iam.Condition{absent(variable)}, each(texts, func(text string) iam.Condition { return equal(variable, text) })...)...)
}

// after is true once the time is over, to the second.
func after(t time.Time) iam.Condition { return compare(timeVariable, iam.After, stamp(t)) }

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// notSpared is true of everybody but members of the spared groups, of those who are in no group at all, and of members whose
// time is over. Nil where nobody is spared.
func (r *Rule) notSpared() iam.Condition {
	members := make([]iam.Condition, 0, len(r.Spare))
	for _, g := range r.Spare {
		variable, text := groupNameVariable, g.Name
		if g.ID != "" {
			variable, text = groupIDVariable, g.ID
		}
		one := noneOf(variable, []string{text})
		if !g.Until.IsZero() {
			one = anyOf(one, after(g.Until))
		}
		members = append(members, one)
	}
	return allOf(members...)
}

// elsewhere is true of requests that come from none of the named networks, or from nowhere that is known.
func (r *Rule) elsewhere() iam.Condition {
	return noneOf(networkVariable, slices.Sorted(slices.Values(r.Networks)))
}
