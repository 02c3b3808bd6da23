package autonomousdatabase

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// protected refuses a plan that destroys a protected database, or replaces it because of what is in replaced.
func protected(ctx context.Context, req resource.ModifyPlanRequest, replaced path.Paths) (diags diag.Diagnostics) {
	if req.State.Raw.IsNull() || !req.Plan.Raw.IsNull() && len(replaced) == 0 {
		return nil
	}
	var state model
	if diags = req.State.Get(ctx, &state); diags.HasError() {
		return diags
	}
	return state.unprotected()
}

// unprotected refuses to destroy a database that the state protects.
func (m model) unprotected() (diags diag.Diagnostics) {
	if !m.DeletionProtection.ValueBool() {
		return nil
	}
	diags.Append(diagnostic.Error(path.Root("deletion_protection"), "Database is protected",
		fmt.Sprintf("The database %q (%s) in %s would be destroyed with all that is in it, and its deletion_protection is true.",
			m.DBName.ValueString(), m.ID.ValueString(), m.Region.ValueString()),
		"If it may go, set deletion_protection = false and apply that first. To let go of it and leave it where it is, use a removed block with destroy = false."))
	return diags
}
