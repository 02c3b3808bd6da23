package policyanalysis

import (
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// analysis is what is to be analysed, and how.
type analysis struct {
	policies []iam.Policy
	inside   []region.Region
	kinds    []string // of obligations; none: both
	spare    []string
	complete bool

	tenancy      string              // its OCID, where it was asked
	compartments map[string][]string // the paths of its compartments, by OCID
	compartment  []string            // the compartment that the proof is about; none: the tenancy
}

// lint lists what is wrong with the statements, the policies in order.
func (a analysis) lint() []iam.Finding {
	return iam.Lint(a.policies, iam.LintOptions{Inside: a.inside})
}

// prove makes the proof.
func (a analysis) prove() iam.Proof {
	return iam.Prove(a.policies, iam.Obligations{
		Kinds: a.kinds, Inside: a.inside, Spare: a.spare, Complete: a.complete, Compartment: a.compartment,
	}, iam.Options{Tenancy: a.tenancy, Compartments: a.compartments})
}

// unread lists the statements that could not be read.
func (a analysis) unread() []*iam.SyntaxError {
	var all []*iam.SyntaxError
	for i := range a.policies {
		all = append(all, a.policies[i].Unread...)
	}
	return all
}
