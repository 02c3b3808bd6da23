package operation

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Proposal is what a plan is made from.
type Proposal[M any] struct {
	Plan   M      // what Terraform proposes
	Config M      // what is written
	State  *M     // nil for what is new, and in the second half of a replacement
	Prior  string // in the second half of a replacement, the region of what is replaced
}

// Propose reads what ModifyPlan is asked. place is where the noun's model has the shared attributes. It is false when there
// is nothing to plan: a destruction, which always works, or an error.
func Propose[M any](ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, place func(*M) *placement.Model) (p Proposal[M], ok bool) {
	if req.Plan.Raw.IsNull() {
		return p, false
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &p.Plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &p.Config)...)
	if !req.State.Raw.IsNull() {
		p.State = new(M)
		resp.Diagnostics.Append(req.State.Get(ctx, p.State)...)
	}
	if resp.Diagnostics.HasError() {
		return p, false
	}
	prior, diags := placement.PriorRegion(ctx, req)
	p.Prior = prior
	resp.Diagnostics.Append(diags...)
	if p.State != nil {
		resp.Diagnostics.Append(placement.KeepPriorRegion(ctx, place(p.State), resp)...)
	}
	return p, !resp.Diagnostics.HasError()
}

// Place is the shared attributes of the state; nil where there is none. place is where the noun's model has them.
func (p Proposal[M]) Place(place func(*M) *placement.Model) *placement.Model {
	if p.State == nil {
		return nil
	}
	return place(p.State)
}
