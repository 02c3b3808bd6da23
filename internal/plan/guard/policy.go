package guard

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// policies judges the policies of a plan.
func (j *judge) policies(all []plan.Guard) {
	if len(all) == 0 {
		return
	}
	before, after := make([]iam.Policy, len(all)), make([]iam.Policy, len(all))
	for i, g := range all {
		before[i], after[i] = policy(g, g.Former, g.Before), policy(g, g.Compartment, g.After)
	}
	byAddress := map[string]int{}
	for i, g := range all {
		byAddress[g.Address+" "+g.Attribute] = i
	}
	for _, f := range iam.Lint(after, iam.LintOptions{Inside: j.inside}) {
		i := byAddress[f.Policy]
		j.lint(all[i], after[i], f)
	}
	for i, g := range all {
		for _, s := range after[i].Statements {
			j.grant(g, s)
		}
	}
	j.lost(all, before, after)
}

// policy reads statements. The path of a compartment is not known, only its identifier: one that is not the tenancy's is
// taken for a child of the root, for what is below it stays below it.
func policy(g plan.Guard, compartment string, statements []string) iam.Policy {
	var path []string
	if !strings.HasPrefix(strings.ToLower(compartment), "ocid1.tenancy.") && compartment != "" {
		path = []string{compartment}
	}
	p := iam.NewPolicy(g.Address+" "+g.Attribute, path, statements...)
	p.CompartmentID = compartment
	if slices.ContainsFunc(p.Statements, func(s *iam.Statement) bool { return s.Form == iam.Plain && s.Location.Kind == iam.InTenancy }) {
		p.Compartment = nil // such a statement is taken at the root only
	}
	return p
}

// lint weighs a finding of lint.
func (j *judge) lint(g plan.Guard, p iam.Policy, f iam.Finding) {
	if judgedByGrants[f.Rule] || f.Rule == ruleTooLong && g.Type != "oci_identity_policy" {
		return // a deny rule splits itself into several policies
	}
	w, known := weights[f.Rule]
	if !known {
		w = weight{boundary.Undecided, boundary.Undecided}
	}
	verdict := w.grant
	if denies(p, f.Statement) {
		verdict = w.deny
	}
	message := f.Message + " " + f.Fix
	if f.Statement != "" {
		message = "In the statement " + quote(f.Statement) + ": " + message
	}
	j.add(g, finding{f.Rule, verdict, slices.Index(g.After, f.Statement), message})
}

// denies says whether a statement is a deny. One that could not be read is what it begins with.
func denies(p iam.Policy, text string) bool {
	for _, s := range p.Statements {
		if s.Source.Text == text {
			return s.Effect == iam.Deny
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return strings.EqualFold(first, "deny")
}
