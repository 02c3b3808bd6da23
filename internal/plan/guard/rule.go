package guard

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

// The rules of this package, besides those of iam and quota that it weighs.
const (
	ruleLostDeny  = "RES341"
	ruleLostZero  = "RES342"
	ruleUnknown   = "RES343"
	ruleUnsure    = "RES344"
	ruleAssociate = "RES345"

	// The rule of package iam on the length of a policy.
	ruleTooLong = "RES312"

	// Rules of package iam that are found here with the boundary at hand.
	ruleServiceOutside = "RES315"
	ruleServiceCopies  = "RES316"
	ruleCrossTenancy   = "RES317"
)

var own = []boundary.Rule{
	{ID: ruleLostDeny, Title: "Deny removed or narrowed", Meaning: "The plan takes away a deny statement, or makes it deny less, and no other statement of the plan denies it instead."},
	{ID: ruleLostZero, Title: "Zero quota removed or raised", Meaning: "The plan takes away a quota of zero, or raises it, where no other quota of the plan is zero instead."},
	{ID: ruleUnknown, Title: "Statements known only after apply", Meaning: "What a policy or a quota says depends on what does not exist yet, so it cannot be judged."},
	{ID: ruleUnsure, Title: "Statements that cannot be compared", Meaning: "Whether the statements after deny as much as those before cannot be told, for they name what is not known here."},
	{ID: ruleAssociate, Title: "Association with another tenancy", Meaning: "A statement lets resources of two tenancies be joined. Where the other end is, no policy says."},
}

// Rules returns every rule that Judge finds by, those of iam and quota included, sorted by id.
func Rules() []boundary.Rule {
	all := slices.Clone(own)
	for _, r := range iam.LintRules() {
		all = append(all, boundary.Rule{ID: r.ID, Title: r.Title, Meaning: r.Meaning})
	}
	for _, r := range quota.Rules() {
		all = append(all, boundary.Rule{ID: r.ID, Title: r.Title, Meaning: r.Meaning})
	}
	slices.SortFunc(all, func(a, b boundary.Rule) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return all
}
