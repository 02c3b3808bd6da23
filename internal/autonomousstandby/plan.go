package autonomousstandby

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
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
	if r.provider == nil {
		return
	}
	proposed, ok := operation.Propose(ctx, req, resp, func(m *model) *placement.Model { return &m.Model })
	if !ok {
		return
	}
	plan := proposed.Plan
	p := planner{provider: r.provider, config: proposed.Config, state: proposed.State, prior: proposed.Prior}
	resp.Diagnostics.Append(p.plan(&plan)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planner is what a plan is made from.
type planner struct {
	provider *placement.Provider
	config   model
	state    *model // nil for a new standby
	prior    string // the region of the standby that the new one replaces
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	if p.config.PrivateEndpointLabel.IsNull() && plan.SubnetID.IsNull() {
		plan.PrivateEndpointLabel = types.StringNull()
	}
	change := p.change(*plan)
	var prior *placement.Model
	if p.state != nil {
		prior = &p.state.Model
	}
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.config.Model, State: prior, Prior: p.prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if more.HasError() || p.provider.Boundary == nil {
		return diags
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

// change says what the plan does. To wait for what an earlier apply began places nothing.
func (p planner) change(plan model) placement.Change {
	switch {
	case p.state == nil:
		return placement.Create
	case !plan.asksLike(*p.state):
		return placement.Update
	case !p.state.resting() || !plan.Timeouts.Equal(p.state.Timeouts):
		return placement.Mend
	}
	return placement.Nothing
}

// asksLike says whether two models ask Oracle for the same. A region that is left out is the state's.
func (m model) asksLike(state model) bool {
	if m.Region.IsUnknown() {
		m.Region = state.Region
	}
	return slices.EqualFunc(m.arguments(), state.arguments(), func(a, b attr.Value) bool { return a.Equal(b) })
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
	diags.Append(m.elsewhere("subnet_id", "Subnet", m.SubnetID.ValueString())...)
	for _, group := range attribute.Strings(m.NSGIDs.Elements()) {
		diags.Append(m.elsewhere("nsg_ids", "Network security group", group)...)
	}
	diags.Append(attribute.Crowded(m.FreeformTags, attribute.Marks(owner, ""), "standby")...)
	return diags
}

// elsewhere refuses what is of another region than the standby.
func (m model) elsewhere(at, what, ocid string) (diags diag.Diagnostics) {
	if where := region.FindOCID(ocid); ocid != "" && where.Region.Name != m.Region.ValueString() {
		diags.Append(diagnostic.Error(path.Root(at), what+" in another region",
			fmt.Sprintf("The OCID %s is not of %s, where the standby is.", ocid, m.Region.ValueString()), "Oracle joins a database only with what is in its own region."))
	}
	return diags
}

// roles says that roles have changed, and refuses to replace or reconfigure what is the primary now.
func (p planner) roles(plan model) (diags diag.Diagnostics) {
	if p.state == nil || !p.state.switched() {
		return diags
	}
	says := fmt.Sprintf("The database %s in %s, which was made as the standby of %s, is the primary now: roles have changed outside Terraform.",
		p.state.ID.ValueString(), p.state.Region.ValueString(), p.state.DatabaseID.ValueString())
	replaced := !plan.DatabaseID.Equal(p.state.DatabaseID) || !plan.Region.Equal(p.state.Region) || !plan.SubnetID.Equal(p.state.SubnetID)
	reconfigured := !plan.DisasterRecoveryType.Equal(p.state.DisasterRecoveryType) || !plan.IsReplicateAutomaticBackups.Equal(p.state.IsReplicateAutomaticBackups)
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
