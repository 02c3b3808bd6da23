package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// quotas judges the quotas of a plan.
func (j *judge) quotas(all []plan.Guard) {
	before, after := make([]quota.Policy, len(all)), make([]quota.Policy, len(all))
	byName := map[string]int{}
	for i, g := range all {
		name := g.Address + " " + g.Attribute
		before[i], after[i], byName[name] = quota.NewPolicy(name, g.Before...), quota.NewPolicy(name, g.After...), i
	}
	for _, f := range quota.Lint(after...) {
		i := byName[f.Policy]
		j.lintQuota(all[i], after[i], f)
	}
	for i, g := range all {
		if !g.Unknown && !slices.Equal(g.Before, g.After) {
			j.lifted(g, before[i], before, after)
		}
	}
}

// lintQuota weighs a finding of lint.
func (j *judge) lintQuota(g plan.Guard, p quota.Policy, f quota.Finding) {
	verdict, known := quotaWeights[f.Rule]
	switch {
	case !known:
		verdict = boundary.Undecided
	case f.Rule == "RES356" && superseded(p, f.Statement):
		verdict = boundary.Faulty
	}
	j.add(g, finding{f.Rule, verdict, slices.Index(g.After, f.Statement), "In the statement " + quote(f.Statement) + ": " + f.Message + " " + f.Fix})
}

// superseded says whether a later statement lifts the zero of this one, or makes zero what this one lifts: it then does not do
// what it says.
func superseded(p quota.Policy, text string) bool {
	i := slices.IndexFunc(p.Statements, func(s *quota.Statement) bool { return s.Source.Text == text })
	return i >= 0 && slices.ContainsFunc(p.Statements[i+1:], func(s *quota.Statement) bool {
		return s.Family.Text == p.Statements[i].Family.Text && isZero(s) != isZero(p.Statements[i])
	})
}

func isZero(s *quota.Statement) bool {
	return s.Action == quota.Zero || s.Action == quota.Set && s.Value == 0
}

// nowhere stands for every region that no table knows.
const nowhere = "xx-elsewhere-1"

// lifted finds a quota that is zero before and more after. Where the plan does not say otherwise, another quota may be zero
// instead.
func (j *judge) lifted(g plan.Guard, p quota.Policy, before, after []quota.Policy) {
	for _, s := range p.Statements {
		if !isZero(s) {
			continue
		}
		for _, name := range namesOf(s.Name, before, after) {
			if where := j.raised(s, name, p, after); where != "" {
				j.add(g, finding{ruleLostZero, boundary.Faulty, -1, fmt.Sprintf("The plan takes away the quota %s, or raises it: %s is zero in %s before and not after. Keep it, or have another quota of zero instead",
					quote(s.Source.Text), strings.TrimSpace(s.Family.Text+" "+name), where)})
				break
			}
		}
	}
}

// raised is a region in which a quota is zero by its policy before, and not after; "" if there is none. A quota that is zero
// outside may be lifted in a region inside.
func (j *judge) raised(s *quota.Statement, name string, p quota.Policy, after []quota.Policy) string {
	inside, fenced, ours, others := "", false, false, false
	for _, r := range append(regionNames(), nowhere) {
		q := quota.Query{Family: s.Family.Text, Name: name, Compartment: compartmentOf(s), Region: r, AD: "Uocm:" + strings.ToUpper(r) + "-AD-1", Limit: 1 << 40}
		isIn := slices.ContainsFunc(j.inside, func(in region.Region) bool { return in.Name == r })
		if quota.Effective([]quota.Policy{p}, q).Value > 0 {
			ours, others = ours || isIn, others || !isIn
			continue
		}
		fenced = fenced || !isIn
		switch {
		case quota.Effective(after, q).Value == 0:
		case isIn:
			inside = r
		case r == nowhere:
			return "regions that are yet to be built"
		default:
			return r
		}
	}
	if fenced && (ours || !others) { // a fence of this population may move within the boundary
		return ""
	}
	return inside
}

func regionNames() []string {
	var out []string
	for _, r := range region.All() {
		out = append(out, r.Name)
	}
	return out
}

func compartmentOf(s *quota.Statement) []string {
	var out []string
	for _, w := range s.Location.Path {
		out = append(out, w.Text)
	}
	return out
}

// namesOf are the names of quotas that statements can tell apart and that a name means.
func namesOf(n quota.Name, lists ...[]quota.Policy) []string {
	out := []string{"some-other-quota"}
	if n.Text != "" {
		out = []string{strings.ReplaceAll(n.Text, "*", "x")}
	}
	for _, list := range lists {
		for _, p := range list {
			for _, s := range p.Statements {
				if one := strings.ReplaceAll(s.Name.Text, "*", "x"); one != "" && n.Matches(one) && !slices.Contains(out, one) {
					out = append(out, one)
				}
			}
		}
	}
	return out
}
