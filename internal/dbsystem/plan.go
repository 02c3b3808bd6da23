package dbsystem

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
)

// ModifyPlan finds where the system will be, holds it, its key, its network and its backup copies against the boundary, and
// refuses what Oracle would refuse. It sends no request.
func (r *Resource[M]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.provider == nil {
		return
	}
	proposed, ok := operation.Propose(ctx, req, resp, func(m *M) *placement.Model { return &r.kind.Common(m).Model })
	if !ok {
		return
	}
	pending, _, diags := unfinished.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan := proposed.Plan
	resp.Diagnostics.Append(r.plan(&plan, proposed, pending)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// plan completes what Terraform proposes.
func (r *Resource[M]) plan(plan *M, proposed operation.Proposal[M], pending bool) (diags diag.Diagnostics) {
	change := r.changeOf(*plan, proposed, pending)
	c, config := r.kind.Common(plan), r.kind.Common(&proposed.Config)
	where, more := r.provider.Resolve(placement.Request{
		Change: change, Config: config.Model, State: r.prior(proposed), Prior: proposed.Prior, Compartment: c.CompartmentID, Type: r.kind.typeName(),
	})
	diags.Append(more...)
	if change.Refused() {
		diags.Append(copiesKnown(*c)...)
	}
	if diags.HasError() || r.provider.Boundary == nil {
		return diags
	}
	if change != placement.Nothing {
		c.Model = where
		c.LifecycleState = types.StringUnknown()
		if c.CopyToRegions.IsNull() {
			c.CopyRetentionInDays = types.Int64Null()
		}
	}
	diags.Append(r.provider.Judge(change, r.facts(*plan)...)...)
	if change == placement.Create || change == placement.Update {
		diags.Append(r.refused(*plan, proposed.Config, proposed.State)...)
	}
	return diags
}

func (r *Resource[M]) prior(p operation.Proposal[M]) *placement.Model {
	if p.State == nil {
		return nil
	}
	return &r.kind.Common(p.State).Model
}

// changeOf says what the plan does. To wait for what an earlier apply has begun places nothing.
func (r *Resource[M]) changeOf(plan M, proposed operation.Proposal[M], pending bool) placement.Change {
	if proposed.State == nil {
		return placement.Create
	}
	c, state := r.kind.Common(&plan), r.kind.Common(proposed.State)
	switch {
	case !c.like(*state) || !r.kind.Like(plan, *proposed.State):
		return placement.Update
	case pending || !c.Timeouts.Equal(state.Timeouts):
		return placement.Mend
	}
	return placement.Nothing
}

// like says whether two models ask for the same. A region that is left out is the state's.
func (m Model) like(state Model) bool {
	return (m.Region.IsUnknown() || m.Region.Equal(state.Region)) && m.DataClass.Equal(state.DataClass) && m.Exception.Equal(state.Exception) &&
		m.CompartmentID.Equal(state.CompartmentID) && m.DisplayName.Equal(state.DisplayName) && m.Description.Equal(state.Description) &&
		m.SubnetID.Equal(state.SubnetID) && m.NSGIDs.Equal(state.NSGIDs) && m.KMSKeyID.Equal(state.KMSKeyID) &&
		m.AdminUsername.Equal(state.AdminUsername) && m.PasswordVersion.Equal(state.PasswordVersion) && (m.SourceBackupID.IsUnknown() || m.SourceBackupID.Equal(state.SourceBackupID)) &&
		SameObject(m.BackupPolicy, state.BackupPolicy) && m.CopyToRegions.Equal(state.CopyToRegions) && (m.CopyRetentionInDays.IsUnknown() || m.CopyRetentionInDays.Equal(state.CopyRetentionInDays)) &&
		m.FreeformTags.Equal(state.FreeformTags) && m.DefinedTags.Equal(state.DefinedTags)
}

// SameObject says whether an object of a plan, as far as it is known, is the state's.
func SameObject(plan, state types.Object) bool {
	if plan.IsUnknown() {
		return true
	}
	if plan.IsNull() || state.IsNull() {
		return plan.Equal(state)
	}
	held := state.Attributes()
	for name, v := range plan.Attributes() {
		if !v.IsUnknown() && !v.Equal(held[name]) {
			return false
		}
	}
	return true
}

// copiesKnown refuses copies to a region that nobody knows in the plan, or that no table has.
func copiesKnown(m Model) (diags diag.Diagnostics) {
	at := path.Root("copy_to_regions")
	unknown := func(v attr.Value) bool { return v.IsUnknown() }
	if m.CopyToRegions.IsUnknown() || slices.ContainsFunc(m.CopyToRegions.Elements(), unknown) {
		diags.Append(diagnostic.Error(at, "Region not known in the plan",
			"A value of copy_to_regions is known only after apply, so the plan cannot say where the backups will be copied to, nor whether that is inside the boundary.",
			"Write the names of the regions, or variables or local values that the plan knows."))
		return diags
	}
	for _, name := range attribute.Strings(m.CopyToRegions.Elements()) {
		diags.Append(placement.Known(at, name)...)
	}
	return diags
}

// refused is what Oracle refuses of a new or changed system.
func (r *Resource[M]) refused(plan, whole M, state *M) (diags diag.Diagnostics) {
	c, config := r.kind.Common(&plan), r.kind.Common(&whole)
	if state == nil && config.SourceBackupID.IsNull() && config.AdminPassword.IsNull() {
		diags.Append(diagnostic.Error(path.Root("admin_password_wo"), "Password missing",
			"A new "+r.kind.Title+" needs an administrator and a password, unless it is made from a backup.",
			"Give admin_username, admin_password_wo and admin_password_wo_version; the password from an ephemeral variable or resource, so that it is in no plan."))
	}
	if state == nil && config.SourceBackupID.IsNull() && config.AdminUsername.IsNull() {
		diags.Append(diagnostic.Error(path.Root("admin_username"), "Administrator missing",
			"A new "+r.kind.Title+" needs an administrator and a password, unless it is made from a backup.", "Give admin_username."))
	}
	if slices.Contains(attribute.Strings(c.CopyToRegions.Elements()), c.Region.ValueString()) {
		diags.Append(diagnostic.Error(path.Root("copy_to_regions"), "Backup copied to its own region",
			fmt.Sprintf("The DB system is in %s, so its backups are there already.", c.Region.ValueString()), "Name another region, or leave copy_to_regions out."))
	}
	diags.Append(attribute.Crowded(c.FreeformTags, attribute.Marks(r.provider.Owner, attribute.Password{Version: c.PasswordVersion}.Mark()), r.kind.Title)...)
	diags.Append(r.kind.Check(plan, whole, state)...)
	return diags
}
