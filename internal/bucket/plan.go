package bucket

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// ModifyPlan finds where the bucket will be, holds it against the boundary, and refuses what Oracle would refuse. It sends
// no request.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Provider == nil {
		return
	}
	proposed, ok := operation.Propose(ctx, req, resp, func(m *model) *placement.Model { return &m.Model })
	if !ok {
		return
	}
	pending, _, diags := pending.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan := proposed.Plan
	p := planner{provider: r.Provider, config: proposed.Config, state: proposed.State, prior: proposed.Prior, pending: pending}
	resp.Diagnostics.Append(p.plan(&plan)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planner is what a plan is made from.
type planner struct {
	provider *placement.Provider
	config   model
	state    *model // nil for a new bucket
	prior    string // the region of the bucket that the new one replaces
	pending  bool   // rules of an earlier apply are still to be made
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	diags.Append(p.settings(plan)...)
	ended := p.replication(plan)
	change := p.change(*plan)
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.config.Model, State: p.stateModel(), Prior: p.prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if more.HasError() || p.provider.Boundary == nil {
		return diags
	}
	if change != placement.Nothing {
		plan.Model = where
		plan.ID = plan.id()
		p.unknowns(plan)
	}
	diags.Append(p.provider.Judge(change, plan.facts()...)...)
	diags.Append(p.replicaDiagnostics(*plan, ended)...)
	if change != placement.Nothing {
		diags.Append(plan.conflicts()...)
		diags.Append(attribute.Crowded(plan.FreeformTags, attribute.Marks(p.provider.Owner, ""), "bucket")...)
		diags.Append(p.locks(*plan)...)
	}
	return diags
}

func (p planner) stateModel() *placement.Model {
	if p.state == nil {
		return nil
	}
	return &p.state.Model
}

// change says what the plan does. What is taken back, and what Oracle does not know, is no change of what the configuration
// places.
func (p planner) change(plan model) placement.Change {
	proposal := operation.Proposal[model]{Config: p.config, State: p.state}
	return proposal.Change(plan, p.pending, "public_access_type", "replication_destinations", "force_destroy")
}

// settings fills in what the configuration leaves out.
func (p planner) settings(plan *model) (diags diag.Diagnostics) {
	if p.config.StorageTier.IsNull() {
		plan.StorageTier = types.StringValue(tierStandard)
		if p.state != nil && !p.state.StorageTier.IsNull() {
			plan.StorageTier = p.state.StorageTier
		}
	}
	was := versioningDisabled
	if p.state != nil && !p.state.Versioning.IsNull() {
		was = p.state.Versioning.ValueString()
	}
	if p.config.Versioning.IsNull() {
		plan.Versioning = types.StringValue(versioningSuspended)
		if was == versioningDisabled {
			plan.Versioning = types.StringValue(versioningDisabled)
		}
		return nil
	}
	switch at := path.Root("versioning"); {
	case p.state == nil && p.config.Versioning.ValueString() == versioningSuspended:
		diags.Append(diagnostic.Error(at, "Versioning of a new bucket",
			"Oracle creates a bucket with versioning Enabled or Disabled; it can be Suspended only later.",
			`Write versioning = "Disabled", or leave it out.`))
	case p.config.Versioning.ValueString() == versioningDisabled && was != versioningDisabled:
		diags.Append(diagnostic.Error(at, "Versioning cannot be disabled",
			fmt.Sprintf("The bucket's versioning is %s, and Oracle does not disable it again once it was enabled.", was),
			`Write versioning = "Suspended": the versions that are there stay, and no new ones are made.`))
	}
	return diags
}

// unknowns marks what the change will change.
func (p planner) unknowns(plan *model) {
	plan.ETag = types.StringUnknown()
	plan.ReplicationEnabled, plan.IsReadOnly = types.BoolUnknown(), types.BoolUnknown()
}
