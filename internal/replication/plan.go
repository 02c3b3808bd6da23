package replication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ModifyPlan finds where the replication starts and goes to, holds both against the boundary, and plans to wait again for a
// policy that is not active. It sends no request.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Provider == nil {
		return
	}
	proposed, ok := operation.Propose(ctx, req, resp, func(m *model) *placement.Model { return &m.Model })
	if !ok {
		return
	}
	note, _, diags := noted.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan, state := proposed.Plan, proposed.State
	p := planner{provider: r.Provider, config: proposed.Config, state: state, prior: proposed.Prior, unmarked: note.Unmarked}
	resp.Diagnostics.Append(p.plan(&plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	if state != nil && state.ended() {
		resp.RequiresReplace.Append(path.Root("status"))
	}
}

// planner is what a plan is made from.
type planner struct {
	provider *placement.Provider
	config   model
	state    *model // nil for a new replication
	prior    string // the region of the policy that the new one replaces
	unmarked bool   // the source does not declare the replication yet
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	change := p.change(*plan)
	var prior *placement.Model
	if p.state != nil {
		prior = &p.state.Model
	}
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.config.Model, State: prior, Prior: p.prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if change.Refused() {
		diags.Append(destinationKnown(*plan)...)
	}
	if diags.HasError() || p.provider.Boundary == nil {
		return diags
	}
	if change != placement.Nothing {
		plan.Model = where
		plan.DestinationCountry = country(plan.DestinationRegionName)
		plan.Status, plan.StatusMessage, plan.TimeLastSync = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	}
	diags.Append(p.provider.Judge(change, plan.facts()...)...)
	if change.Refused() {
		diags.Append(plan.impossible()...)
	}
	if change == placement.Mend && !p.state.active() {
		diags.Append(p.state.waiting())
	}
	return diags
}

// change says what the plan does. To wait for a policy, or to mark its source, places nothing; to go on with a deletion that stopped
// half-way is to make the policy anew.
func (p planner) change(plan model) placement.Change {
	if p.state != nil && p.state.ended() {
		return placement.Update
	}
	proposal := operation.Proposal[model]{Config: p.config, State: p.state}
	return proposal.Change(plan, p.unmarked || p.state != nil && !p.state.active())
}

// waiting says that an apply will wait, and for what.
func (m model) waiting() diag.Diagnostic {
	return diagnostic.Warning(path.Root("status"), "Replication not active",
		fmt.Sprintf("Oracle says that the replication policy %q is %s, not ACTIVE: %s", m.Name.ValueString(), m.Status.ValueString(), m.StatusMessage.ValueString()),
		"Applying this plan waits for it, and fails if it stays in error.")
}

// destinationKnown refuses a destination that nobody knows in the plan, or that no table has.
func destinationKnown(plan model) (diags diag.Diagnostics) {
	at := path.Root("destination_region_name")
	if plan.DestinationRegionName.IsUnknown() {
		diags.Append(diagnostic.Error(at, "Region not known in the plan",
			"The value of destination_region_name is known only after apply, so the plan cannot say where the objects will be copied to, nor whether that is inside the boundary.",
			"Write the region's name, or a variable or local value that the plan knows; residency_bucket.NAME.region is known in the plan of a new bucket too."))
		return diags
	}
	return placement.Known(at, plan.DestinationRegionName.ValueString())
}

// impossible refuses what Oracle refuses.
func (m model) impossible() (diags diag.Diagnostics) {
	from, _ := region.ByName(m.Region.ValueString())
	to, _ := region.ByName(m.DestinationRegionName.ValueString())
	if from.Realm != to.Realm {
		diags.Append(diagnostic.Error(path.Root("destination_region_name"), "Destination in another realm",
			fmt.Sprintf("%s is in realm %s, and %s in realm %s. A tenancy is in one realm, and Oracle replicates within it.", from.Name, from.Realm, to.Name, to.Realm),
			"Name a region of the source's realm."))
	}
	if from == to && !m.Bucket.IsUnknown() && m.Bucket.Equal(m.DestinationBucketName) {
		diags.Append(diagnostic.Error(path.Root("destination_bucket_name"), "Bucket replicated to itself",
			fmt.Sprintf("Source and destination are both bucket %q in %s.", m.Bucket.ValueString(), from.Name),
			"Name another bucket or another region."))
	}
	return diags
}
