// Package functions holds the provider's functions: region_of, country_of, region_key, inside and
// policy_statement_problems. They are pure and work offline, on the regions and the policy language that this release knows.
// They refuse to answer for a value whose region cannot be told; none of them guesses, and none falls back to a default.
package functions

import "github.com/hashicorp/terraform-plugin-framework/function"

// All returns the constructors of every function.
func All() []func() function.Function {
	return []func() function.Function{NewRegionOf, NewCountryOf, NewRegionKey, NewInside, NewPolicyStatementProblems}
}
