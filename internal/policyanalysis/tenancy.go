package policyanalysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"golang.org/x/sync/errgroup"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// atOnce is how many compartments are asked for their policies at the same time.
const atOnce = 8

// readTenancy adds the policies that the tenancy has: those attached to the compartment, those above it, which hold there too,
// and, if the subtree is wanted, those below it.
func (d *DataSource) readTenancy(ctx context.Context, a *analysis, ocid string, subtree bool) diag.Diagnostics {
	if d.provider.Session == nil {
		return diag.Diagnostics{diagnostic.Error(path.Root("compartment_id"), "Provider configuration not known in the plan", d.unknown("connection"),
			"Give the provider values that the plan knows, or the statements themselves instead of compartment_id.")}
	}
	name, _ := d.provider.Session.Region() // identity is the same in every region of the tenancy
	client, err := d.provider.Session.Identity(name)
	if err != nil {
		return diag.Diagnostics{diagnostic.Config(err)}
	}
	if a.tenancy, err = d.provider.Session.TenancyOCID(); err != nil {
		return diag.Diagnostics{diagnostic.Config(err)}
	}
	r := reader{client: client, region: name}
	nodes, err := r.compartments(ctx, a.tenancy)
	if err != nil {
		call := diagnostic.Call{Summary: "Cannot list compartments", Tried: "Listing the compartments of " + a.tenancy, Region: name}
		return diag.Diagnostics{call.Error(err)}
	}
	t := plant(a.tenancy, nodes)
	at, counts, found := t.find(ocid, subtree)
	if !found {
		return diag.Diagnostics{diagnostic.Error(path.Root("compartment_id"), "Compartment not found",
			fmt.Sprintf("The tenancy %s shows no active compartment %s to these credentials.", a.tenancy, ocid),
			"Give the OCID of a compartment of this tenancy, or of the tenancy itself, and let the principal inspect compartments in the tenancy.")}
	}
	a.compartment, a.compartments = at, t.paths
	policies, err := r.policies(ctx, t, counts)
	if err != nil {
		call := diagnostic.Call{
			Summary: "Cannot list policies", Tried: "Listing the policies of the compartment, of those above it and, if they are wanted, of those below", Region: name,
			Next: "Let the principal inspect policies there. What holds in a compartment is not known without the policies above it.",
		}
		return diag.Diagnostics{call.Error(err)}
	}
	a.policies = append(policies, a.policies...)
	return nil
}

// reader asks one region's Identity.
type reader struct {
	client *identity.IdentityClient
	region string
}

// compartments lists every active compartment of the tenancy, the root aside.
func (r reader) compartments(ctx context.Context, tenancy string) ([]node, error) {
	var all []node
	pages := oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.Compartment, *string, error) {
		answer, err := r.client.ListCompartments(oci.Shield(ctx), identity.ListCompartmentsRequest{
			CompartmentId: &tenancy, CompartmentIdInSubtree: common.Bool(true), LifecycleState: identity.CompartmentLifecycleStateActive, Page: page,
		})
		return answer.Items, answer.OpcNextPage, err
	})
	for c, err := range pages {
		if err != nil {
			return nil, oci.Explain("ListCompartments", r.region, err)
		}
		if c.Id != nil && c.CompartmentId != nil && c.Name != nil {
			all = append(all, node{*c.Id, *c.CompartmentId, *c.Name})
		}
	}
	return all, nil
}

// policies lists the policies of compartments, in the order of the tree and of Oracle's answers.
func (r reader) policies(ctx context.Context, t tree, compartments []string) ([]iam.Policy, error) {
	lists := make([][]iam.Policy, len(compartments))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, ocid := range compartments {
		group.Go(func() (err error) {
			lists[i], err = r.policiesOf(ctx, ocid, t.paths[ocid])
			return err
		})
	}
	err := group.Wait()
	return slices.Concat(lists...), err
}

func (r reader) policiesOf(ctx context.Context, ocid string, at []string) ([]iam.Policy, error) {
	var all []iam.Policy
	pages := oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.Policy, *string, error) {
		answer, err := r.client.ListPolicies(oci.Shield(ctx), identity.ListPoliciesRequest{CompartmentId: &ocid, Page: page})
		return answer.Items, answer.OpcNextPage, err
	})
	for one, err := range pages {
		if err != nil {
			return nil, oci.Explain("ListPolicies", r.region, err)
		}
		if one.LifecycleState == identity.PolicyLifecycleStateDeleted || one.LifecycleState == identity.PolicyLifecycleStateDeleting {
			continue
		}
		all = append(all, readPolicy(one, ocid, at))
	}
	return all, nil
}

// readPolicy reads a policy as the tenancy shows it. Of one that is not active, what it takes counts for nothing.
func readPolicy(one identity.Policy, compartment string, at []string) iam.Policy {
	p := iam.NewPolicy(text(one.Name), at, one.Statements...)
	p.OCID, p.CompartmentID = text(one.Id), compartment
	if one.LifecycleState != identity.PolicyLifecycleStateActive {
		p.Statements = slices.DeleteFunc(p.Statements, func(s *iam.Statement) bool { return s.Effect == iam.Deny })
	}
	return p
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
