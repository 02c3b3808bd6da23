package guard

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Judge judges all policies and quotas of a plan: it is what plan.Options.Guard takes. What it finds has the address of the
// guard and the attribute of the statement, such as statements[2]; a finding that is global is a remark.
func Judge(b *boundary.Boundary, now time.Time, all []plan.Guard) []boundary.Finding {
	j := &judge{boundary: b, now: now, inside: b.Regions(boundary.Protected), budget: maxDecisions}
	var policies, quotas []plan.Guard
	for _, g := range all {
		if g.Unknown {
			j.add(g, finding{ruleUnknown, boundary.Undecided, -1, "What it says is known only after apply, so it cannot be judged. Give the statements as values that the plan knows."})
		}
		if g.Language == plan.Quotas {
			quotas = append(quotas, g)
		} else {
			policies = append(policies, g)
		}
	}
	j.policies(policies)
	j.quotas(quotas)
	return j.found
}

// judge collects the findings of one plan.
type judge struct {
	boundary *boundary.Boundary
	now      time.Time
	inside   []region.Region
	budget   int // decisions that may still be asked for, when statements are compared
	found    []boundary.Finding
}

// finding is what is found in a guard. The statement is its index among those after, or -1.
type finding struct {
	rule      string
	verdict   boundary.Verdict
	statement int
	message   string // full sentences
}

func (j *judge) add(g plan.Guard, f finding) {
	out := boundary.Finding{
		Rule: f.rule, Verdict: f.verdict, Address: g.Address, Attribute: g.Attribute,
		Message: strings.TrimSuffix(f.message, ".") + " (rule " + f.rule + ").",
	}
	if f.statement >= 0 {
		out.Attribute = fmt.Sprintf("%s[%d]", g.Attribute, f.statement)
	}
	j.append(g, out)
}

// append adds a finding, without the text of statements that are sensitive.
func (j *judge) append(g plan.Guard, f boundary.Finding) {
	if g.Hidden {
		f.Message = title(f.Rule) + ". Its statements are sensitive, so they are not shown (rule " + f.Rule + ")."
	}
	j.found = append(j.found, f)
}

func title(rule string) string {
	all := Rules()
	if i := slices.IndexFunc(all, func(r boundary.Rule) bool { return r.ID == rule }); i >= 0 {
		return all[i].Title
	}
	return "Guard at fault"
}

// quote shows a statement in a message.
func quote(statement string) string {
	const longest = 160
	statement = strings.Join(strings.Fields(statement), " ")
	if len(statement) > longest {
		statement = strings.ToValidUTF8(statement[:longest], "") + "…"
	}
	return `"` + statement + `"`
}

// isIn says whether a region is inside the boundary for protected data.
func (j *judge) isIn(r region.Region) bool {
	return slices.ContainsFunc(j.inside, func(in region.Region) bool { return in.Name == r.Name })
}
