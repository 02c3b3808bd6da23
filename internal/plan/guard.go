package plan

import (
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Language is the language of statements.
type Language string

// The languages of guards.
const (
	Policies Language = "policy" // that of IAM's policies
	Quotas   Language = "quota"  // that of compartment quotas
)

// guards are the types whose statements guard the boundary, with their attributes that have statements.
var guards = map[string]map[string]Language{
	"oci_identity_policy":     {"statements": Policies},
	"oci_limits_quota":        {"statements": Quotas},
	"residency_deny_rule":     {"statements": Policies, "quota_statements": Quotas},
	"residency_service_grant": {"statements": Policies},
}

// Guard is a policy or a quota in the plan, before and after. Its statements are empty where it is not there.
type Guard struct {
	Address     string
	Type        string
	Attribute   string // the one that has the statements
	Language    Language
	Compartment string // OCID, "" where it is known only after apply
	Former      string // the OCID of the compartment before
	Action      Action
	Before      []string
	After       []string
	Unknown     bool // statements, or some of them, are known only after apply
	Hidden      bool // statements are marked as sensitive: nothing of them may be printed
}

// guards are the guards of one change.
func (c *change) guards() []Guard {
	var out []Guard
	for _, attribute := range sortedNames(guards[c.typ.name]) {
		out = append(out, c.guard(attribute))
	}
	return out
}

func (c *change) guard(attribute string) Guard {
	g := Guard{
		Address: c.address, Type: c.typ.name, Attribute: attribute, Language: guards[c.typ.name][attribute],
		Compartment: c.claims.compartment, Former: c.beforeClaims.compartment, Action: c.action,
		Before: c.beforeClaims.statements[attribute], After: c.claims.statements[attribute],
		Hidden: c.claims.hidden || c.beforeClaims.hidden,
	}
	switch {
	case c.deposed && c.action == Delete:
		// What took its place is in the plan too, and is what the statements before are held against.
	case c.action == NoOp:
		g.Before = g.After
	case c.action == Forget:
		g.After = g.Before
	case c.action == Reuse:
		g.After = slices.Concat(g.Before, g.After)
	}
	switch {
	case c.action == Delete || c.action == Forget:
		g.Compartment = g.Former
	case c.action == NoOp:
		g.Former = g.Compartment
	}
	_, said := c.claims.statements[attribute]
	gone := c.action == Delete || c.action == Forget
	if n := c.typ.root.at(attribute); n != nil && c.isUnknown(n) || c.cut || !said && !gone && c.typ.kind == oracle {
		g.Unknown = true
	}
	return g
}

// drifting adds what guards said before they were changed outside Terraform: what is gone since then, and does not come back
// with this plan, is lost.
func drifting(planned, drifted []Guard) []Guard {
	for i := range planned {
		for _, d := range drifted {
			if d.Attribute != planned[i].Attribute {
				continue
			}
			for _, s := range d.Before {
				if !slices.Contains(planned[i].Before, s) {
					planned[i].Before = append(slices.Clip(planned[i].Before), s)
				}
			}
		}
	}
	return planned
}

// guards are the guards of the plan, by address.
func (p *Plan) guards(r *resolver) []Guard {
	addresses := map[string]bool{}
	for _, c := range p.changes {
		if guards[c.typ.name] != nil {
			addresses[c.address] = true
		}
	}
	var out []Guard
	for _, address := range sortedNames(addresses) {
		f := r.resource(p.of(address), nil)
		out = append(out, f.Guards...)
	}
	return out
}

// guarded judges all guards, and returns the findings by address.
func (o Options) guarded(b *boundary.Boundary, now time.Time, all []Guard) map[string][]boundary.Finding {
	out := map[string][]boundary.Finding{}
	if o.Guard == nil {
		for _, g := range all {
			out[g.Address] = append(out[g.Address], g.unjudged())
		}
		return out
	}
	if len(all) == 0 {
		return out
	}
	for _, f := range o.Guard(b, now, all) {
		out[f.Address] = append(out[f.Address], f)
	}
	return out
}

func (g Guard) unjudged() boundary.Finding {
	return boundary.Finding{
		Rule: ruleUnguarded, Verdict: boundary.Undecided, Address: g.Address, Attribute: g.Attribute, Kind: boundary.Placement,
		Message: "Its statements guard the boundary, and nothing has judged them, so whether they do what they say is undecided (rule " + ruleUnguarded + ").",
	}
}

// remarks are the findings that fail nothing.
func remarks(all []boundary.Finding) []boundary.Finding {
	var out []boundary.Finding
	for _, f := range all {
		if f.Verdict == boundary.Inside || f.Verdict == boundary.GlobalOK {
			out = append(out, f)
		}
	}
	return out
}
