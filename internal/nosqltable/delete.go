package nosqltable

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// delete drops the table, unless another resource of this apply has adopted it.
func (r *Resource) delete(ctx context.Context, api *api, state model) (diags diag.Diagnostics) {
	claim, err := r.Provider.Claim(ctx, state.place())
	if err != nil {
		diags.Append(api.call("Cannot drop table", "Waiting until another resource of this apply is done with", "").Error(err))
		return diags
	}
	defer claim.Release()
	if claim.Adopted {
		diags.Append(diagnostic.Warning(path.Empty(), "Table kept",
			"Another resource of this apply has adopted the table "+api.id+", so it was not dropped with this one. It is in state once, as the one that adopted it.",
			"A resource that is renamed wants a moved block. One that is replaced before it is destroyed wants another name for the new table."))
		return diags
	}
	if failure := api.remove(ctx, state); failure != nil {
		claim.Refused = true
		diags.Append(failure)
	}
	return diags
}

// remove drops the table's replicas, all that are there, and then the table.
func (a *api) remove(ctx context.Context, state model) diag.Diagnostic {
	now, err := a.settle(ctx, "", "to be ready for its deletion")
	if err != nil && !now.failed() {
		return a.gone(ctx, state, err)
	}
	all := state
	all.Replicas = observed(state.Replicas, now.table, nil)
	none := state
	none.Replicas = replicaMap(nil)
	c := &change{api: a, plan: none, before: all, now: now}
	for _, fault := range c.dropReplicas(ctx) {
		return fault.Error()
	}
	work, err := a.drop(ctx)
	if err == nil {
		err = a.vanish(ctx, work)
	}
	if err != nil {
		return a.gone(ctx, state, err)
	}
	return nil
}

// gone is nil for a table that was really not there any more, and otherwise why it is not dropped.
func (a *api) gone(ctx context.Context, state model, err error) diag.Diagnostic {
	if oci.IsNotFound(err) {
		_, failure := a.missing(state).Gone(ctx, err)
		return failure
	}
	return a.call("Cannot drop table", "Dropping", "").Error(err)
}
