package plan

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// claimedException notes the exception that a resource claims, to be verified by the boundary: the provider, which is never
// told an address, believes the claim.
func (r *resolver) claimedException(c *change, out *ResourceFacts) {
	if c.action != Delete && c.action != Forget {
		out.claims = c.claims.exception
	}
}

// misclaimed is the finding on a claim of an exception that is for something else. What is wrong with the exception itself, and
// a claim of one that does not exist, the boundary finds.
func (f *ResourceFacts) misclaimed(b *boundary.Boundary) []boundary.Finding {
	if f.claims == "" || len(f.Facts) == 0 || !slices.Contains(b.Exceptions(), f.claims) || b.IsFor(f.claims, f.Address, f.Facts[0].Compartment) {
		return nil
	}
	return []boundary.Finding{{
		Rule: ruleNotFor, Verdict: boundary.Faulty, Address: f.Address, Attribute: "exception", Kind: boundary.Placement, Exception: f.claims,
		Message: "It claims the exception " + quoted(f.claims) + " of the boundary " + quoted(b.Name()) + ", which is not for this address and compartment. " +
			"The provider is never told the address and believes the claim. Remove it, or have the exception approved for this resource (rule " + ruleNotFor + ").",
	}}
}
