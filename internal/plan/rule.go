package plan

import "github.com/data-residency/terraform-provider-residency/internal/boundary"

// The rules of this package. They are about what only a plan shows.
const (
	ruleContradicted = "RES107"
	ruleForeign      = "RES108"
	ruleNoChange     = "RES109"
	ruleShared       = "RES210"
	ruleUnguarded    = "RES340"
	ruleNotFor       = "RES410"
	ruleUnused       = "RES411"
	ruleState        = "RES110"
)

// Rules returns the rules that this package finds by, besides the boundary's.
func Rules() []boundary.Rule {
	return []boundary.Rule{
		{ID: ruleContradicted, Title: "Region contradicted", Meaning: "A provider block or an argument puts a resource into one region, and an identifier, host or availability domain among its values into another."},
		{ID: ruleForeign, Title: "Provider not known", Meaning: "A resource is of a provider whose places are not known here, and the boundary does not list it as ungoverned."},
		{ID: ruleNoChange, Title: "Change not in the plan", Meaning: "The plan has a resource among its planned values and does not say what becomes of it."},
		{ID: ruleShared, Title: "Shared by two populations", Meaning: "Objects of two populations use the same key, vault, subnet or compartment, so whoever may use it for one may use it for the other."},
		{ID: ruleState, Title: "Place of the state not known", Meaning: "The state has every value of every resource, and its backend keeps it where no place is known, such as in another cloud."},
		{ID: ruleUnguarded, Title: "Guard not judged", Meaning: "The statements of a policy or a quota have not been judged."},
		{ID: ruleNotFor, Title: "Claimed exception is for something else", Meaning: "A resource claims an exception whose addresses or compartments do not have it. The provider believes the claim, so what it lets pass is not what was approved."},
		{ID: ruleUnused, Title: "Exception not used", Meaning: "Nothing in the plan needs the exception. One boundary serves many plans, so that is a remark only."},
	}
}
