package autonomousdatabase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// ModifyPlan finds where the database will be, holds it, its keys and its copies against the boundary, and refuses what
// Oracle would refuse. It sends no request.
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
	_, unfinished, diags := pending.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan := proposed.Plan
	p := planner{provider: r.Provider, config: proposed.Config, state: proposed.State, proposal: proposed, pending: unfinished}
	resp.Diagnostics.Append(p.plan(&plan)...)
	if !resp.Diagnostics.HasError() {
		plan.AdminPassword = types.StringNull() // write-only
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

func place(m *model) *placement.Model { return &m.Model }

// planner is what a plan is made from.
type planner struct {
	provider *placement.Provider
	config   model
	state    *model // nil for a new database
	pending  bool   // an earlier apply has not waited to the end

	proposal operation.Proposal[model]
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	p.settings(plan)
	p.copies(plan)
	// What was done by hand is taken back without placing anything.
	change := p.proposal.Change(*plan, p.pending, "encryption_key_provider", peers, clones, archives)
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.config.Model, State: p.proposal.Place(place), Prior: p.proposal.Prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if more.HasError() || p.provider.Boundary == nil {
		return diags
	}
	if change == placement.Nothing {
		*plan = *p.state
	} else {
		plan.Model = where
		p.unknowns(plan)
	}
	diags.Append(p.provider.Judge(change, plan.facts()...)...)
	diags.Append(p.copyDiagnostics(*plan, change)...)
	diags.Append(p.openness(*plan)...)
	if change != placement.Nothing {
		diags.Append(p.conflicts(*plan)...)
	}
	return diags
}

// copies plans the copies that the database has: those that the boundary allows stay, the others are to go.
func (p planner) copies(plan *model) {
	if p.state == nil {
		plan.PeerDBIDs, plan.RefreshableClones, plan.RemoteBackupRegions = attribute.TextList(nil), types.ListValueMust(copyType, nil), attribute.TextList(nil)
		return
	}
	plan.PeerDBIDs, plan.RefreshableClones, plan.RemoteBackupRegions = p.state.PeerDBIDs, p.state.RefreshableClones, p.state.RemoteBackupRegions
	plan.without(p.state.strays(p.provider))
}

// settings fills in what the configuration leaves out and what follows from it.
func (p planner) settings(plan *model) {
	switch {
	case plan.KMSKeyID.IsUnknown():
		plan.EncryptionKeyProvider = types.StringUnknown()
	case plan.KMSKeyID.IsNull():
		plan.EncryptionKeyProvider = types.StringValue(oracleManaged)
	default:
		plan.EncryptionKeyProvider = types.StringValue(ociVault)
	}
	if p.state == nil && p.config.ComputeModel.IsNull() && plan.isNew() {
		plan.ComputeModel = types.StringValue("ECPU")
	}
	p.label(plan)
	p.storage(plan)
	if p.state == nil {
		return
	}
	if p.config.IsMTLSConnectionRequired.IsNull() && p.networkChanges(*plan) {
		plan.IsMTLSConnectionRequired = types.BoolUnknown() // Oracle turns it on for a database that is opened to everybody
	}
	if p.config.ComputeCount.IsNull() && !plan.ComputeModel.Equal(p.state.ComputeModel) {
		plan.ComputeCount = types.Float64Unknown()
	}
}

// label is the host name of a private endpoint: Oracle makes one up when the configuration says none.
func (p planner) label(plan *model) {
	switch {
	case !p.config.PrivateEndpointLabel.IsNull():
	case plan.SubnetID.IsNull():
		plan.PrivateEndpointLabel = types.StringNull()
	case p.state == nil || !plan.SubnetID.Equal(p.state.SubnetID):
		plan.PrivateEndpointLabel = types.StringUnknown()
	}
}

// storage keeps the two sizes of the storage in step: of what the configuration does not say, the other says it.
func (p planner) storage(plan *model) {
	changed := func(config, state types.Int64) bool {
		return !config.IsNull() && (p.state == nil || !config.Equal(state))
	}
	var state model
	if p.state != nil {
		state = *p.state
	}
	if changed(p.config.DataStorageSizeInTBs, state.DataStorageSizeInTBs) && p.config.DataStorageSizeInGB.IsNull() {
		plan.DataStorageSizeInGB = types.Int64Unknown()
	}
	if changed(p.config.DataStorageSizeInGB, state.DataStorageSizeInGB) && p.config.DataStorageSizeInTBs.IsNull() {
		plan.DataStorageSizeInTBs = types.Int64Unknown()
	}
}

func (p planner) networkChanges(plan model) bool {
	return !plan.SubnetID.Equal(p.state.SubnetID) || !plan.WhitelistedIPs.Equal(p.state.WhitelistedIPs) || !plan.NSGIDs.Equal(p.state.NSGIDs) ||
		!plan.PrivateEndpointLabel.Equal(p.state.PrivateEndpointLabel)
}

// unknowns marks what the change will change.
func (p planner) unknowns(plan *model) {
	plan.LifecycleState = types.StringUnknown()
	if p.state == nil || p.networkChanges(*plan) || !plan.DBName.Equal(p.state.DBName) || !autonomous.Rests(p.state.LifecycleState.ValueString()) {
		plan.ConnectionStrings = types.ObjectUnknown(connectionsType.AttrTypes)
		plan.PrivateEndpoint, plan.PrivateEndpointIP = types.StringUnknown(), types.StringUnknown()
	}
}

// known are the strings of a set that the plan knows, and whether it knows them all.
func known(set types.Set) (elements []string, all bool) {
	elements = attribute.Strings(set.Elements())
	return elements, !set.IsUnknown() && len(elements) == len(set.Elements())
}
