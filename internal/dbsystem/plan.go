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
	if r.Provider == nil {
		return
	}
	if resp.Diagnostics.Append(operation.Guard(ctx, req, resp.RequiresReplace, r.protected)...); resp.Diagnostics.HasError() {
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
	change := proposed.Change(*plan, pending)
	c, config := r.kind.Common(plan), r.kind.Common(&proposed.Config)
	where, more := r.Provider.Resolve(placement.Request{
		Change: change, Config: config.Model, State: r.prior(proposed), Prior: proposed.Prior, Compartment: c.CompartmentID, Type: r.kind.typeName(),
	})
	diags.Append(more...)
	if change.Refused() {
		diags.Append(copiesKnown(*c)...)
	}
	if diags.HasError() || r.Provider.Boundary == nil {
		return diags
	}
	if change == placement.Nothing {
		*plan = *proposed.State
	} else {
		c.Model = where
		c.LifecycleState = types.StringUnknown()
		r.kind.Unknowns(plan, proposed.Config, proposed.State)
		if c.CopyToRegions.IsNull() {
			c.CopyRetentionInDays = types.Int64Null()
		}
	}
	diags.Append(r.Provider.Judge(change, r.facts(*plan)...)...)
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

// protected is the system that m is, which goes with its data.
func (r *Resource[M]) protected(m M) operation.Protected {
	c := r.kind.Common(&m)
	what := fmt.Sprintf("%s %q (%s) in %s", r.kind.Title, c.DisplayName.ValueString(), c.ID.ValueString(), c.Region.ValueString())
	return operation.Protected{On: c.DeletionProtection, What: what, Lost: "all that is in it"}
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
	if state == nil && config.SourceBackupID.IsNull() && config.AdminPassword.IsNull() && r.kind.Password(whole).SecretID.IsNull() {
		diags.Append(diagnostic.Error(path.Root("admin_password_wo"), "Password missing",
			"A new "+r.kind.Title+" needs an administrator and a password, unless it is made from a backup.",
			"Give admin_username, admin_password_wo and admin_password_wo_version; the password from an ephemeral variable or resource, so that it is in no plan."))
	}
	if state == nil && c.State.ValueString() == inactive {
		diags.Append(diagnostic.Error(path.Root("state"), "New system cannot be stopped", "Oracle makes a "+r.kind.Title+" that runs.", "Leave state out, and stop the system with a later apply."))
	}
	if state == nil && config.SourceBackupID.IsNull() && config.AdminUsername.IsNull() {
		diags.Append(diagnostic.Error(path.Root("admin_username"), "Administrator missing",
			"A new "+r.kind.Title+" needs an administrator and a password, unless it is made from a backup.", "Give admin_username."))
	}
	diags.Append(c.Elsewhere("DB system",
		placement.Part{Attribute: "subnet_id", What: "Subnet", OCIDs: []string{c.SubnetID.ValueString()}},
		placement.Part{Attribute: "nsg_ids", What: "Network security group", OCIDs: attribute.Strings(c.NSGIDs.Elements())},
		placement.Part{Attribute: "kms_key_id", What: "Key", OCIDs: []string{c.KMSKeyID.ValueString()}},
		placement.Part{Attribute: "source_backup_id", What: "Backup", OCIDs: []string{c.SourceBackupID.ValueString()}})...)
	if slices.Contains(attribute.Strings(c.CopyToRegions.Elements()), c.Region.ValueString()) {
		diags.Append(diagnostic.Error(path.Root("copy_to_regions"), "Backup copied to its own region",
			fmt.Sprintf("The DB system is in %s, so its backups are there already.", c.Region.ValueString()), "Name another region, or leave copy_to_regions out."))
	}
	diags.Append(attribute.Crowded(c.FreeformTags, attribute.Marks(r.Provider.Owner, r.kind.Password(plan).Mark()), r.kind.Title)...)
	diags.Append(r.kind.Check(plan, whole, state)...)
	return diags
}
