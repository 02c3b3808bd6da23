package main

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/iam/decisions"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// askable are the operations that are tried: on the one bucket that is there, and nothing that costs or lasts.
var askable = []string{"CreateBucket", "GetBucket", "GetObject", "HeadBucket", "HeadObject", "ListBuckets", "ListObjects", "PutObject", "UpdateBucket"}

// knowable are the variables that the tenancy fills by itself, and as the table has them.
var knowable = []string{"request.region", "request.operation", "request.permission"}

// fromTable makes a trial of a decision, if one user in one compartment can ask for it in the region of a key: the statements that hold
// where the request acts, for the group or groups that its user is in. What is about anything else is passed over.
func fromTable(d decisions.Decision, here string) (trial, bool) {
	q := d.Request
	plainUser := q.Principal.Type == "user" && q.Principal.Tenancy == "" && q.Principal.Name == "" && len(q.Principal.GroupIDs) == 0 &&
		(q.Principal.Domain == "" || strings.EqualFold(q.Principal.Domain, "default")) &&
		!slices.ContainsFunc(q.Principal.Groups, func(g string) bool { return strings.Contains(g, "/") || strings.EqualFold(g, "Administrators") })
	if !plainUser || q.Tenancy != "" || q.Variant != "" || len(q.Variables)+len(q.Permissions) > 0 || !slices.Contains(askable, q.Operation) {
		return trial{}, false
	}
	t := trial{about: []string{d.Fact}, name: d.Line, operation: q.Operation, allowed: d.Want == iam.Allowed.String()}
	for _, p := range d.Policies {
		for _, s := range p.Statements {
			text, fits, ok := restate(s, p, q, here)
			if !ok {
				return trial{}, false
			}
			if fits {
				t.statements = append(t.statements, text)
			}
		}
	}
	return t, len(t.statements) > 0
}

// restate writes a statement for the test user's group and the compartment. Fits says whether it speaks of the request's user
// and place at all; ok, whether it can be written so that it means the same.
func restate(s *iam.Statement, p iam.Policy, q iam.Request, here string) (text string, fits, ok bool) {
	if s.Form != iam.Plain || s.With != nil || !conditionFits(s.Condition, q, here) {
		return "", false, false
	}
	holds, known := holdsAt(s, p, q.Compartment)
	if !known {
		return "", false, false
	}
	subject, speaks, known := subjectFor(s, q.Principal.Groups)
	if !known || !holds || !speaks {
		return "", false, known
	}
	again := *s
	again.Subject, again.Location = subject, iam.Location{Kind: iam.InCompartment, Path: []iam.Name{{Text: "COMPARTMENT"}}}
	written := strings.Replace(again.String(), "compartment COMPARTMENT", "compartment id {compartment}", 1)
	return strings.Replace(written, "group Testers ", "group {group} ", 1), true, true
}

// holdsAt tells whether a statement holds in a compartment, as far as names tell.
func holdsAt(s *iam.Statement, p iam.Policy, at []string) (holds, known bool) {
	switch {
	case s.Location.Kind == iam.InTenancy && s.Location.Tenancy == nil:
		return len(p.Compartment) == 0, true
	case s.Location.Kind != iam.InCompartment || s.Location.OCID != "" || s.Location.Tenancy != nil:
		return false, false
	}
	path := slices.Clone(p.Compartment)
	for i, n := range s.Location.Path {
		if i == 0 && len(path) > 0 && strings.EqualFold(path[len(path)-1], n.Text) {
			continue // a policy may name its own compartment
		}
		path = append(path, n.Text)
	}
	return len(path) <= len(at) && slices.EqualFunc(path, at[:len(path)], strings.EqualFold), true
}

// subjectFor is the subject that speaks of the test user in the place of one of the table's groups. Allows are never written for
// more than the group, and no deny for more that could keep the policy itself from being removed.
func subjectFor(s *iam.Statement, groups []string) (subject iam.Subject, speaks, known bool) {
	group := iam.Subject{Kind: iam.Group, Principals: []iam.Principal{{Name: "Testers"}}}
	switch s.Subject.Kind {
	case iam.AnyUser:
		speaks = true
	case iam.AnyGroup:
		speaks = len(groups) > 0
	case iam.Group:
		for _, p := range s.Subject.Principals {
			if p.OCID != "" || p.Domain != "" && !strings.EqualFold(p.Domain, "default") {
				return group, false, false
			}
			speaks = speaks || slices.ContainsFunc(groups, func(g string) bool { return strings.EqualFold(g, p.Name) })
		}
		return group, speaks, true
	case iam.NoSubject, iam.DynamicGroup, iam.Service, iam.ResourcePrincipal:
		return group, false, true // never the test user
	}
	if s.Effect == iam.Allow || locksOut(s) {
		return group, speaks, true
	}
	return iam.Subject{Kind: s.Subject.Kind}, speaks, true
}

// locksOut tells whether a deny might take the permission to remove the policy that it is in.
func locksOut(s *iam.Statement) bool {
	if s.Action.Permissions != nil {
		return slices.ContainsFunc(s.Action.Permissions, func(p iam.Permission) bool { return strings.HasPrefix(p.Name, "POLICY_") })
	}
	name := s.Action.Resource.Name
	return !iam.IsResource(name) || slices.Contains(iam.TypesOf(name), "policies")
}

// conditionFits tells whether a condition is only about what the tenancy fills in as the table has it.
func conditionFits(c iam.Condition, q iam.Request, here string) bool {
	switch c := c.(type) {
	case *iam.Combination:
		return !slices.ContainsFunc(c.Members, func(m iam.Condition) bool { return !conditionFits(m, q, here) })
	case *iam.Absent:
		return false
	case *iam.Comparison:
		if c.Variable.Name == "request.region" && key(q.Region) != here {
			return false
		}
		return slices.Contains(knowable, c.Variable.Name) && !slices.ContainsFunc(c.Values, func(v iam.Value) bool { return v.Kind == iam.Reference })
	}
	return true
}

// key is a region's key, from its name or key.
func key(text string) string {
	r, _ := region.Lookup(text)
	return r.Key
}
