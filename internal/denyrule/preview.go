package denyrule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Limits of the tenancy, as Oracle documents them.
const (
	mostOnPath   = 500
	mostPolicies = 100
)

// preview holds a change against the tenancy's limits, and says what it would strand.
func (p *planner) preview(ctx context.Context, provider *placement.Provider) {
	p.budget(ctx, provider)
	if len(p.out.Quota) > 0 && (p.state == nil || len(p.state.QuotaStatements.Elements()) == 0 || !p.state.QuotaStatements.Equal(attribute.TextList(p.out.Quota))) {
		p.stranded(ctx, provider.Session)
	}
}

// budget counts the statements on every path from the root to a compartment. While an update runs, the old statements are
// there beside the new.
func (p *planner) budget(ctx context.Context, provider *placement.Provider) {
	statements := len(p.out.Statements())
	before := 0
	if p.state != nil {
		before = len(p.state.Statements.Elements())
	}
	if statements == 0 || statements <= before && p.state != nil && len(p.out.Policies) == 1 {
		return
	}
	a, ok := newAPI(ctx, provider, types.StringValue(p.tenancy.home.Name), p.rule.Name, &p.diags)
	if !ok {
		return
	}
	counts, policies, ok := p.count(ctx, a)
	if !ok {
		return
	}
	others, where := p.fullest(counts)
	needed := statements
	if len(p.out.Policies) > 1 && before > 0 {
		needed = len(union(attribute.Strings(p.state.Statements.Elements()), p.out.Statements())) // an update holds the new beside the old
	}
	p.within(others, needed, where)
	p.changeable(others, statements, where)
	p.exists(policies-len(p.ownNames()), len(p.out.Policies))
}

// count lists the policies of all compartments: how many there are, and how many statements others than the rule's own have in
// each compartment.
func (p *planner) count(ctx context.Context, a api) (counts map[string]int, policies int, ok bool) {
	own := p.ownNames()
	counts = map[string]int{}
	for _, id := range p.tenancy.below(nil) {
		listed, err := oci.All(a.In(ctx, id))
		if err != nil {
			p.diags.Append(a.call("Cannot read the tenancy", "Listing the policies, whose statements count against the same limit as those",
				"Whoever plans a deny rule needs to inspect policies in tenancy.").Error(err))
			return nil, 0, false
		}
		for _, one := range listed {
			if policies++; !own[attribute.Value(one.Name)] {
				counts[id] += len(one.Statements)
			}
		}
	}
	return counts, policies, true
}

// fullest finds the compartment below where the rule is kept to which the most statements lead from the root.
func (p *planner) fullest(counts map[string]int) (most int, where string) {
	for _, id := range p.tenancy.below(p.rule.Attached.Path) {
		at, total := p.tenancy.paths[id], 0
		for other, above := range p.tenancy.paths {
			if len(above) <= len(at) && slices.Equal(at[:len(above)], above) {
				total += counts[other]
			}
		}
		if total >= most {
			most, where = total, id
		}
	}
	return most, where
}

// ownNames are the names of the policies that the state has.
func (p *planner) ownNames() map[string]bool {
	names := map[string]bool{}
	if p.state != nil {
		for name := range p.state.PolicyIDs.Elements() {
			names[name] = true
		}
	}
	return names
}

func (p *planner) within(others, own int, where string) {
	if others+own <= mostOnPath {
		return
	}
	p.diags.Append(diagnostic.Error(path.Root("statements"), "Too many policy statements",
		fmt.Sprintf("Oracle allows %d statements on a path from the root to a compartment. To %s there are %d of others, and this rule needs %d (an update holds the new beside the old).",
			mostOnPath, strings.Join(p.tenancy.paths[where], ":"), others, own),
		"Bind fewer compartments or services with one rule, keep the rule further down with compartment_id, or take statements out elsewhere."))
}

// changeable warns of a rule that fits, and has no room for its own next update.
func (p *planner) changeable(others, own int, where string) {
	if len(p.out.Policies) < 2 || others+own > mostOnPath || others+2*own <= mostOnPath {
		return
	}
	p.diags.Append(diagnostic.Warning(path.Root("statements"), "No room for an update",
		fmt.Sprintf("To %s there are %d statements of others, and this rule has %d. An update holds the new beside the old, and of the %d statements that Oracle allows on a path there is no room for "+
			"both: a change of all of them, such as another region, will be refused.", strings.Join(p.tenancy.paths[where], ":"), others, own, mostOnPath),
		"Bind fewer compartments or services with one rule, keep the rule further down with compartment_id, or take statements out elsewhere."))
}

func (p *planner) exists(others, own int) {
	if others+own > mostPolicies {
		p.diags.Append(diagnostic.Warning(path.Root("statements"), "Many policies",
			fmt.Sprintf("A tenancy has %d policies unless Oracle has raised the limit. There are %d of others, and this rule needs %d.", mostPolicies, others, own)))
	}
}
