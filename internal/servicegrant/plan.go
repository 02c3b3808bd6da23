package servicegrant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// ModifyPlan shows the statements, and holds the regions against the boundary. It sends no request.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Provider == nil || req.Plan.Raw.IsNull() {
		return
	}
	var plan model
	var state *model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = new(model)
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.plan(&plan, state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

func (r *Resource) plan(plan, state *model) (diags diag.Diagnostics) {
	if !regionsKnown(plan.Regions) {
		diags.Append(diagnostic.Error(path.Root("regions"), "Region not known in the plan",
			"Which regions' Object Storage is granted this is known only after apply, so the plan cannot say whether they are inside the boundary.",
			"Write the regions' names, or variables that the plan knows."))
		return diags
	}
	if r.Provider.Boundary == nil {
		diags.Append(diagnostic.Error(path.Empty(), "Boundary not known in the plan",
			"The provider's boundary is known only after apply, so no region can be held against it.", "Write the boundary's values out, or use variables that the plan knows."))
		return diags
	}
	plan.Statements = types.ListUnknown(types.StringType)
	if !plan.CompartmentID.IsUnknown() && !plan.Copies.IsUnknown() {
		plan.Statements = attribute.TextList(plan.wanted())
	}
	if !plan.CompartmentID.IsUnknown() && !plan.Name.IsUnknown() {
		plan.ID = plan.identity().ID()
	}
	change := placement.Create
	switch {
	case state == nil:
	case plan.Statements.Equal(state.Statements) && plan.Description.Equal(state.Description) && plan.FreeformTags.Equal(state.FreeformTags) &&
		plan.DefinedTags.Equal(state.DefinedTags):
		change = placement.Nothing
	default:
		change = placement.Update
	}
	diags.Append(r.Provider.Judge(change, plan.facts()...)...)
	if change != placement.Nothing && plan.Copies.ValueBool() {
		diags.Append(diagnostic.Warning(path.Root("allow_copy_and_replication"), "Grant opens copy and replication",
			fmt.Sprintf("With these permissions the Object Storage of %s can send objects of this compartment to any region that the tenancy is subscribed to. No policy can see where they go.", names(plan.Regions)),
			"Deny the operations with a residency_deny_rule to all but the pipeline, or leave the argument out where nothing is replicated."))
	}
	return diags
}

func regionsKnown(list types.List) bool {
	if list.IsUnknown() {
		return false
	}
	for _, v := range list.Elements() {
		if v.IsUnknown() {
			return false
		}
	}
	return true
}

func names(list types.List) string {
	var all []string
	for _, v := range list.Elements() {
		if s, ok := v.(types.String); ok {
			all = append(all, s.ValueString())
		}
	}
	return strings.Join(all, ", ")
}
