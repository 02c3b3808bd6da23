package autonomousstandby

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
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ModifyPlan finds where the standby will be, holds both ends against the boundary, and plans to go on with what an earlier
// apply has not finished. It sends no request.
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
	plan := proposed.Plan
	p := planner{Proposal: proposed, provider: r.Provider}
	resp.Diagnostics.Append(p.plan(&plan)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

func place(m *model) *placement.Model { return &m.Model }

// planner is what a plan is made from.
type planner struct {
	operation.Proposal[model]

	provider *placement.Provider
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	if p.Config.PrivateEndpointLabel.IsNull() && plan.SubnetID.IsNull() {
		plan.PrivateEndpointLabel = types.StringNull()
	}
	// To wait for what an earlier apply began places nothing.
	change := p.Change(*plan, p.State != nil && !p.State.resting(), "primary_region")
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.Config.Model, State: p.Place(place), Prior: p.Prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if more.HasError() || p.provider.Boundary == nil {
		return diags
	}
	if change == placement.Nothing {
		*plan = *p.State
	}
	plan.PrimaryRegion = regionOf(plan.DatabaseID)
	if change != placement.Nothing {
		plan.Model = where
		plan.Role, plan.LifecycleState = types.StringUnknown(), types.StringUnknown()
	}
	diags.Append(p.provider.Judge(change, plan.facts()...)...)
	if change.Refused() {
		diags.Append(plan.impossible(p.provider.Owner)...)
	}
	diags.Append(p.roles(*plan)...)
	return diags
}

// impossible refuses what Oracle refuses.
func (m model) impossible(owner string) (diags diag.Diagnostics) {
	at := path.Root("autonomous_database_id")
	own, _ := region.ByName(m.Region.ValueString())
	primary := region.FindOCID(m.DatabaseID.ValueString())
	switch {
	case m.DatabaseID.IsUnknown():
	case primary.Kind != region.Regional:
		diags.Append(diagnostic.Error(at, "Region of the primary not known",
			fmt.Sprintf("The OCID %s names no region that this release knows: %s.", m.DatabaseID.ValueString(), primary.Reason), "Check the OCID. A region that is newer than this release needs a newer release."))
	case primary.Region.Name == own.Name:
		diags.Append(diagnostic.Error(path.Root("region"), "Standby in its primary's region",
			fmt.Sprintf("The primary is in %s, and so would the standby be. A standby in the same region is no database of its own: Oracle keeps it as a part of the primary.", own.Name),
			"Write the name of another region."))
	case primary.Region.Realm != own.Realm:
		diags.Append(diagnostic.Error(at, "Primary in another realm",
			fmt.Sprintf("%s is in realm %s, and %s in realm %s. A tenancy is in one realm.", own.Name, own.Realm, primary.Region.Name, primary.Region.Realm),
			"Name a region of the primary's realm."))
	}
	diags.Append(m.Elsewhere("standby",
		placement.Part{Attribute: "subnet_id", What: "Subnet", OCIDs: []string{m.SubnetID.ValueString()}},
		placement.Part{Attribute: "nsg_ids", What: "Network security group", OCIDs: attribute.Strings(m.NSGIDs.Elements())})...)
	diags.Append(attribute.Crowded(m.FreeformTags, attribute.Marks(owner, ""), "standby")...)
	return diags
}

// roles says that roles have changed, and refuses to replace or reconfigure what is the primary now.
func (p planner) roles(plan model) (diags diag.Diagnostics) {
	if p.State == nil || !p.State.switched() {
		return diags
	}
	says := fmt.Sprintf("The database %s in %s, which was made as the standby of %s, is the primary now: roles have changed outside Terraform.",
		p.State.ID.ValueString(), p.State.Region.ValueString(), p.State.DatabaseID.ValueString())
	replaced := !plan.DatabaseID.Equal(p.State.DatabaseID) || !plan.Region.Equal(p.State.Region) || !plan.SubnetID.Equal(p.State.SubnetID)
	reconfigured := !plan.DisasterRecoveryType.Equal(p.State.DisasterRecoveryType) || !plan.IsReplicateAutomaticBackups.Equal(p.State.IsReplicateAutomaticBackups)
	switch {
	case replaced:
		diags.Append(diagnostic.Error(path.Root("role"), "Standby is the primary now", says+" Replacing it would destroy the data that is in use.", "Switch back first."))
	case reconfigured:
		diags.Append(diagnostic.Error(path.Root("role"), "Standby is the primary now", says+" Oracle changes disaster recovery on the side that follows.", "Switch back first."))
	default:
		diags.Append(diagnostic.Warning(path.Root("role"), "Roles have changed", says, "It is left as it is. It is not destroyed as long as it is the primary."))
	}
	return diags
}
