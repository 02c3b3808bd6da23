package operation

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// Protected is something whose argument deletion_protection may keep it from being destroyed.
type Protected struct {
	On   types.Bool // deletion_protection, as the state has it
	What string     // such as `database "orders" (ocid1.…) in us-ashburn-1`
	Lost string     // what is lost with it, such as "all that is in it"; "" for nothing
}

// Guard refuses a plan that destroys or replaces what is protected, and warns of a replacement that loses something. replaced are the
// attributes that replace it; of makes a state a Protected.
func Guard[M any](ctx context.Context, req resource.ModifyPlanRequest, replaced path.Paths, of func(M) Protected) (diags diag.Diagnostics) {
	destroys := req.Plan.Raw.IsNull()
	if req.State.Raw.IsNull() || !destroys && len(replaced) == 0 {
		return nil
	}
	var state M
	if diags = req.State.Get(ctx, &state); diags.HasError() {
		return diags
	}
	p := of(state)
	if diags.Append(p.Refuse()...); diags.HasError() || destroys || p.Lost == "" {
		return diags
	}
	names := make([]string, len(replaced))
	for i, at := range replaced {
		names[i] = at.String()
	}
	diags.Append(diagnostic.Warning(replaced[0], "Replacement loses data",
		fmt.Sprintf("The %s is destroyed with %s, and a new one is made, because Oracle cannot change this in place: %s.", p.What, p.Lost, strings.Join(names, ", ")),
		"Copy what must be kept before you apply, or leave it as it is. deletion_protection = true refuses such plans."))
	return diags
}

// Refuse is the error of destroying what is protected; none where it is not.
func (p Protected) Refuse() (diags diag.Diagnostics) {
	if !p.On.ValueBool() {
		return nil
	}
	with := ""
	if p.Lost != "" {
		with = " with " + p.Lost
	}
	diags.Append(diagnostic.Error(path.Root("deletion_protection"), "Protected from deletion",
		fmt.Sprintf("The %s would be destroyed%s, and its deletion_protection is true.", p.What, with),
		"If it may go, set deletion_protection = false and apply that first. To let go of it and leave it where it is, use a removed block with destroy = false."))
	return diags
}
