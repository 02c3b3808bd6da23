package nosqltable

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// ModifyPlan finds where the table and its replicas will be, holds them against the boundary, and refuses what Oracle would
// refuse. It sends no request.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Provider == nil {
		return
	}
	if resp.Diagnostics.Append(operation.Guard(ctx, req, resp.RequiresReplace, model.protected)...); resp.Diagnostics.HasError() {
		return
	}
	proposed, ok := operation.Propose(ctx, req, resp, place)
	if !ok {
		return
	}
	pending, _, diags := unfinished.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	p := planner{Proposal: proposed, provider: r.Provider, pending: pending}
	plan := proposed.Plan
	resp.Diagnostics.Append(p.plan(&plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	if len(p.evolution(plan).Obstacles) > 0 {
		resp.RequiresReplace.Append(path.Root("ddl_statement"))
		resp.Diagnostics.Append(proposed.State.protected().Refuse()...)
	}
}

func place(m *model) *placement.Model { return &m.Model }

// planner is what a plan is made from.
type planner struct {
	operation.Proposal[model]

	provider *placement.Provider
	pending  bool // an earlier apply did not see the end of its work
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	p.keep(plan)
	change := p.change(*plan)
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.Config.Model, State: p.Place(place), Prior: p.Prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if change.Refused() {
		diags.Append(plan.replicasKnown()...)
	}
	if diags.HasError() || p.provider.Boundary == nil {
		return diags
	}
	if change == placement.Nothing {
		*plan = *p.State // a text that means the same is no change, and nothing that is computed is unknown for it
	} else {
		plan.Model = where
		p.unknowns(plan)
	}
	diags.Append(p.provider.Judge(change, plan.facts()...)...)
	if change.Refused() {
		diags.Append(p.refused(*plan)...)
		diags.Append(p.losses(*plan)...)
	}
	return diags
}

// keep leaves in the form of the state what means the same.
func (p planner) keep(plan *model) {
	if p.State == nil {
		return
	}
	if ddl.SameName(plan.Name.ValueString(), p.State.Name.ValueString()) {
		plan.Name = p.State.Name
	}
	want, readable := plan.table()
	if there, known := p.State.table(); readable && known && want.Equal(there) {
		plan.DDLStatement = p.State.DDLStatement
	}
	if sameReplicas(plan.Replicas, p.State.Replicas) {
		plan.Replicas = p.State.Replicas
	}
}

// change says what the plan does. To drop replicas, and to wait for what an earlier apply has begun, places nothing; but
// what an earlier apply has not finished may be a replica.
func (p planner) change(plan model) placement.Change {
	began := p.State != nil && p.State.LifecycleState.ValueString() == string(nosql.TableLifecycleStateCreating)
	change := p.Change(plan, p.pending || began, "replicas")
	if change == placement.Mend && (!plan.noMoreReplicas(*p.State) || p.pending && len(plan.Replicas.Elements()) > 0) {
		return placement.Update
	}
	return change
}

// noMoreReplicas says whether every replica of a plan is there as it is planned.
func (m model) noMoreReplicas(state model) bool {
	if m.Replicas.IsUnknown() {
		return false
	}
	there := replicas(state.Replicas)
	for region, o := range replicas(m.Replicas) {
		if was, ok := there[region]; !ok || !was.Equal(o) {
			return false
		}
	}
	return true
}

// unknowns marks what the change will change, and nothing else.
func (p planner) unknowns(plan *model) {
	if p.State == nil {
		return
	}
	plan.TimeUpdated = types.StringUnknown()
	plan.LifecycleState, plan.LifecycleDetails, plan.TimeOfExpiration = p.State.LifecycleState, p.State.LifecycleDetails, p.State.TimeOfExpiration
	plan.Schema, plan.SchemaState, plan.IsMultiRegion = p.State.Schema, p.State.SchemaState, p.State.IsMultiRegion
	if p.pending || p.State.LifecycleState.ValueString() != string(nosql.TableLifecycleStateActive) {
		plan.LifecycleState, plan.LifecycleDetails, plan.TimeOfExpiration = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	}
	if p.pending || !plan.DDLStatement.Equal(p.State.DDLStatement) {
		plan.Schema, plan.SchemaState = types.StringUnknown(), types.StringUnknown()
	}
	if p.pending || len(plan.Replicas.Elements()) > 0 != p.State.IsMultiRegion.ValueBool() {
		plan.IsMultiRegion = types.BoolUnknown()
	}
}

// evolution is how the table of the state becomes that of the plan.
func (p planner) evolution(plan model) ddl.Evolution {
	if p.State == nil {
		return ddl.Evolution{}
	}
	there, known := p.State.table()
	want, readable := plan.table()
	if !known || !readable {
		return ddl.Evolution{}
	}
	return there.Evolve(want)
}
