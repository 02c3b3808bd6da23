package compile

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Lockouts says how the rule would keep those out who must be able to change it: its home region outside, nobody left who may
// change it, or a statement that stops the writing of policies. Members of the Default domain's Administrators are never
// counted: nobody should have to be one.
func Lockouts(r Rule, out Output, now time.Time) Faults {
	if len(out.Policies) == 0 {
		return nil
	}
	c := &checker{}
	at := fmt.Sprintf("Policies are written in the home region, %s", r.Home.Name)
	for _, z := range r.zones() {
		inside := slices.ContainsFunc(z.inside, func(in region.Region) bool { return in.Key == r.Home.Key })
		c.fault(inside, "boundary", z.at.ID, "%s, which is not inside the boundary for %s: statements that deny what is outside would bind those who write policies.", at, z)
	}
	if r.blocks(BlockLoosenGuard) {
		left := slices.ContainsFunc(r.Spare, func(g Group) bool { return g.Until.IsZero() || now.Before(g.Until) })
		c.fault(left, "spare", "", "No spared group would be left that can change the rule: loosen_guard denies that to everybody else.")
	}
	if len(c.faults) > 0 {
		return c.faults
	}
	for _, denied := range r.unwritable(out, now) {
		c.fault(false, "spare", "", "The rule's own statements would stop %s for the spared groups: %s", denied.Name, denied.By[0].Statement)
	}
	return c.faults
}

// denial is an operation that a rule's own statements stop.
type denial struct {
	Name string
	By   []iam.Citation
}

// unwritable lists what nobody could do any more in the home region to the rule's own policies and quota.
func (r *Rule) unwritable(out Output, now time.Time) []denial {
	var policies []iam.Policy
	options := iam.Options{Compartments: map[string][]string{}}
	maps.Copy(options.Compartments, r.Paths)
	for _, p := range out.Policies {
		policies = append(policies, iam.NewPolicy(p.Name, r.Attached.Path, p.Statements...))
	}
	decider := iam.NewDecider(policies, options)
	var all []denial
	for _, name := range []string{"CreatePolicy", "UpdatePolicy", "DeletePolicy", "CreateQuota", "UpdateQuota", "DeleteQuota"} {
		var by []iam.Citation
		able := slices.ContainsFunc(r.writers(now), func(who iam.Requester) bool {
			d := decider.Decide(iam.Request{
				Operation: name, Region: r.Home.Name, Compartment: r.Attached.Path, Principal: who, Time: now,
				Variables: map[string]iam.Values{
					policyNameVariable: {r.Name}, quotaNameVariable: {r.Name}, compartmentVariable: {r.Attached.ID},
				},
			})
			by = d.By
			return d.Outcome != iam.Denied
		})
		if !able {
			all = append(all, denial{name, by})
		}
	}
	return all
}

// writers are who must be able to change the rule: members of the spared groups, or anybody where that is not blocked.
func (r *Rule) writers(now time.Time) []iam.Requester {
	var all []iam.Requester
	for _, g := range r.Spare {
		if g.Until.IsZero() || now.Before(g.Until) {
			all = append(all, iam.Requester{Type: "user", Name: "pipeline", ID: "ocid1.user.oc1..pipeline", Groups: []string{g.Name}, GroupIDs: []string{g.ID}})
		}
	}
	if len(all) == 0 {
		all = append(all, iam.Requester{Type: "user", Name: "somebody", ID: "ocid1.user.oc1..somebody"})
	}
	return all
}
