package guard

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// lost finds the denies that the plan takes away or narrows, and that no statement of the plan replaces.
func (j *judge) lost(all []plan.Guard, before, after []iam.Policy) {
	kept := map[string]bool{}
	for i := range after {
		for _, s := range after[i].Statements {
			kept[sameAs(after[i], s)] = true
		}
	}
	denies := onlyDenies(after)
	for i, g := range all {
		for _, s := range before[i].Statements {
			if s.Effect == iam.Deny && !kept[sameAs(before[i], s)] && !g.Unknown {
				j.held(g, before[i], s, denies)
			}
		}
		for _, e := range before[i].Unread {
			if !slices.Contains(g.After, e.Source.Text) && !g.Unknown {
				j.add(g, finding{ruleUnsure, boundary.Undecided, -1, "The plan takes away the statement " + quote(e.Source.Text) + ", which cannot be read, so what is lost with it cannot be told"})
			}
		}
	}
}

// sameAs is the same for statements of which one surely does what the other does.
func sameAs(p iam.Policy, s *iam.Statement) string {
	parts := []string{strings.ToLower(p.CompartmentID), s.String()}
	for _, d := range p.Statements {
		if d.Form == iam.Define && s.Form != iam.Plain {
			parts = append(parts, d.String())
		}
	}
	return strings.Join(parts, "\n")
}

// onlyDenies are policies without what they grant.
func onlyDenies(all []iam.Policy) []iam.Policy {
	out := slices.Clone(all)
	for i := range out {
		var kept []*iam.Statement
		for _, s := range out[i].Statements {
			if s.Effect == iam.Deny || s.Form == iam.Define {
				copied := *s
				copied.Condition = literally(s.Condition)
				kept = append(kept, &copied)
			}
		}
		out[i].Statements = kept
	}
	return out
}

// held holds one deny of before against all denies after.
func (j *judge) held(g plan.Guard, p iam.Policy, s *iam.Statement, after []iam.Policy) {
	gone := "The plan takes away the deny " + quote(s.Source.Text)
	loss, unsure := j.compare(p, s, after)
	switch {
	case unsure || loss != nil && j.unlike(p, s, after):
		j.add(g, finding{ruleUnsure, boundary.Undecided, -1, gone + ", and whether the statements after it deny as much cannot be told. Keep the statement beside the new ones until they are in force"})
	case loss != nil:
		j.add(g, finding{ruleLostDeny, boundary.Faulty, -1, gone + ", or makes it deny less: " + told(*loss) + " is denied before and not after. Keep the statement, or deny as much with another"})
	}
}

// told says what a request is.
func told(q iam.Request) string {
	out := strings.Join(q.Permissions, ", ")
	if out == unlisted {
		out = "what it is about"
	}
	if key := q.Variables["request.region"]; len(key) > 0 {
		if r, ok := region.Lookup(key[0]); ok {
			return out + " in " + r.Name
		}
		return out + " in a region that the statements do not name"
	}
	return out
}

// unlike says whether something is lost only because one statement names by name what the other names by identifier. Whether
// they are the same nobody knows here.
func (j *judge) unlike(p iam.Policy, s *iam.Statement, after []iam.Policy) bool {
	changed := false
	out := slices.Clone(after)
	for i := range out {
		statements := slices.Clone(out[i].Statements)
		for k, o := range statements {
			copied := *o
			if o.Form == s.Form && o.Location.Kind == s.Location.Kind && (o.Location.OCID == "") != (s.Location.OCID == "") {
				copied.Location, changed = iam.Location{Kind: iam.InTenancy}, true
				out[i].Compartment, out[i].CompartmentID = nil, ""
			}
			if o.Form == s.Form && o.Subject.Kind == s.Subject.Kind && byID(o.Subject) != byID(s.Subject) {
				copied.Subject, changed = s.Subject, true
			}
			statements[k] = &copied
		}
		out[i].Statements = statements
	}
	if !changed {
		return false
	}
	loss, _ := j.compare(p, s, out)
	return loss == nil
}

func byID(s iam.Subject) bool {
	return slices.ContainsFunc(s.Principals, func(p iam.Principal) bool { return p.OCID != "" })
}
