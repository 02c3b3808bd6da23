package denyrule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Limits of the tenancy (facts, section 9).
const (
	mostOnPath   = 500
	mostPolicies = 100
)

// preview holds a change against the tenancy's limits, and says what it would strand.
func (p *planner) preview(ctx context.Context, provider *placement.Provider) {
	p.budget(ctx, provider)
	if len(p.out.Quota) > 0 && (p.state == nil || len(p.state.QuotaStatements.Elements()) == 0 || !p.state.QuotaStatements.Equal(texts(p.out.Quota))) {
		p.stranded(ctx, provider)
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
	a, ok := newAPI(provider, p.tenancy.home.Name, p.rule.Name, &p.diags)
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
		needed += before // an update holds the new beside the old
	}
	p.within(others, needed, where)
	p.exists(policies-len(p.ownNames()), len(p.out.Policies))
}

// count lists the policies of all compartments: how many there are, and how many statements others than the rule's own have in
// each compartment.
func (p *planner) count(ctx context.Context, a api) (counts map[string]int, policies int, ok bool) {
	own := p.ownNames()
	counts = map[string]int{}
	for _, id := range p.tenancy.below(nil) {
		listed, err := collect(a.In(ctx, id))
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

func (p *planner) exists(others, own int) {
	if others+own > mostPolicies {
		p.diags.Append(diagnostic.Warning(path.Root("statements"), "Many policies",
			fmt.Sprintf("A tenancy has %d policies unless Oracle has raised the limit. There are %d of others, and this rule needs %d.", mostPolicies, others, own)))
	}
}

// mostLooked bounds how many places are looked into for what a quota would strand.
const mostLooked = 60

// stranded lists the buckets that are in the bound compartments and outside: the quota leaves them there, and lets nothing be
// added to them.
func (p *planner) stranded(ctx context.Context, provider *placement.Provider) {
	var found, unseen []string
	looked := 0
	for _, target := range p.rule.Targets {
		for _, r := range p.rule.Zeroed(target, p.tenancy.subscribed) {
			client, err := provider.Session.ObjectStorage(r.Name)
			if err != nil {
				unseen = append(unseen, r.Name)
				continue
			}
			for _, id := range p.tenancy.below(target.Path) {
				if looked++; looked > mostLooked {
					unseen = append(unseen, fmt.Sprintf("%s in %s", strings.Join(p.tenancy.paths[id], ":"), r.Name))
					continue
				}
				names, err := buckets(ctx, client, id)
				if err != nil {
					unseen = append(unseen, fmt.Sprintf("%s in %s (%s)", strings.Join(p.tenancy.paths[id], ":"), r.Name, diagnostic.Brief(oci.Explain("ListBuckets", r.Name, err))))
				}
				for _, name := range names {
					found = append(found, fmt.Sprintf("bucket %q in %s", name, r.Name))
				}
			}
		}
	}
	p.diags.Append(strandedWarnings(found, unseen)...)
}

func strandedWarnings(found, unseen []string) (diags diag.Diagnostics) {
	at := path.Root("quota_statements")
	if len(found) > 0 {
		slices.Sort(found)
		diags.Append(diagnostic.Warning(at, "Quota would strand what is outside",
			"In the bound compartments and outside the boundary there is: "+strings.Join(found, ", ")+".",
			"A quota of zero leaves it there and lets nothing be added. Bring the data home and delete it, or have an exception approved. Only buckets were looked for."))
	}
	if len(unseen) > 0 {
		diags.Append(diagnostic.Warning(at, "Not looked for what is outside",
			"Whether the quota would strand something could not be seen of: "+strings.Join(unseen, "; ")+"."))
	}
	return diags
}

// buckets lists the names of a compartment's buckets.
func buckets(ctx context.Context, client *objectstorage.ObjectStorageClient, compartment string) ([]string, error) {
	namespace, err := client.GetNamespace(oci.Shield(ctx), objectstorage.GetNamespaceRequest{})
	if err != nil {
		return nil, err
	}
	return collect(oci.Pages(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := client.ListBuckets(oci.Shield(ctx), objectstorage.ListBucketsRequest{
			NamespaceName: namespace.Value, CompartmentId: &compartment, Page: page, Limit: common.Int(1000),
		})
		var names []string
		for _, b := range answer.Items {
			names = append(names, attribute.Value(b.Name))
		}
		return names, answer.OpcNextPage, err
	}))
}
