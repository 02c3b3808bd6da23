// Package autonomousstandby is the noun residency_autonomous_database_standby: the standby of an Autonomous Database in
// another region, both ends of which are inside the boundary. It knows how to make a standby where Oracle wants it made, in
// its own region, how to read, change and end one, and what a change of roles means for it; what is inside is decided by
// package boundary, and the primary is another noun.
package autonomousstandby

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Resource is the managed resource residency_autonomous_database_standby.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_autonomous_database_standby.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{operation.Resource{Name: "autonomous_database_standby"}}
}

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithMoveState   = &Resource{}
)

// The time that operations have when the resource's timeouts do not say another. Oracle's provider has the same.
const (
	longTimeout = 12 * time.Hour
	readTimeout = 20 * time.Minute
)

// Create makes the standby in its own region, or takes over the one that the primary has there, and waits until it is there.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, longTimeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	made, work, diags := a.createOrAdopt(ctx, plan)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	a.ID = *made.Id
	state := r.complete(operation.Known(plan, plan.fromAPI(made)))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)

	now, failure := a.converge(ctx, target{plan: plan, managed: plan.DefinedTags, owner: r.Provider.Owner}, work)
	switch {
	case failure == nil:
		resp.Diagnostics.Append(resp.State.Set(ctx, r.complete(operation.Known(plan, plan.fromAPI(now))))...)
	case isGone(now):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(failure)
	default: // an error would taint the standby, and the next apply would terminate it; what the next plan finds makes it go on
		resp.Diagnostics.AddWarning("Standby not finished",
			failure.Summary()+": "+failure.Detail()+"\n\nThe standby is there and in state. The next apply goes on with it, and destroys nothing.")
	}
}

// Read takes over what Oracle says of the standby, with one request.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	now, err := a.get(ctx)
	switch {
	case oci.IsNotFound(err):
		a.missing(state).Forget(ctx, err, state.identity(), resp)
		return
	case err != nil:
		resp.Diagnostics.Append(a.call("Cannot read standby", "Reading").Error(err))
		return
	case isGone(now):
		tflog.Warn(ctx, "the standby is gone: Oracle says that it is "+string(now.LifecycleState), a.fields())
		r.forget(ctx, state, resp)
		return
	}
	read := state.fromAPI(now)
	if alone(now) {
		if state.fresh() {
			resp.Diagnostics.Append(diagnostic.Error(path.Empty(), placement.ImportSummary,
				"The database "+a.ID+" has no peer in another region, so it is no standby.", "Import it as a residency_autonomous_database."))
			return
		}
		resp.Diagnostics.Append(a.disconnected(read))
		r.forget(ctx, state, resp)
		return
	}
	if read.DatabaseID.IsNull() {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), placement.ImportSummary,
			"The database "+a.ID+" is the primary of several standbys, so nobody can tell whose standby it was meant to be.",
			"Switch back first, or import it as a residency_autonomous_database."))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, r.complete(read))...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
}

// forget drops what is gone from the state.
func (r *Resource) forget(ctx context.Context, state model, resp *resource.ReadResponse) {
	resp.State.RemoveResource(ctx)
	// A CLI without identities gives none, and the framework then misses it even of what is gone.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
}

// Update makes the standby what the plan says.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, longTimeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	now, failure := a.converge(ctx, aim(plan, state), "")
	if now.Id == nil { // nothing was read
		resp.Diagnostics.Append(failure)
		return
	}
	if failure != nil {
		resp.Diagnostics.Append(failure)
		resp.Diagnostics.Append(resp.State.Set(ctx, r.complete(state.fromAPI(now)))...)
		return
	}
	written := r.complete(operation.Known(plan, plan.fromAPI(now)))
	resp.Diagnostics.Append(resp.State.Set(ctx, written)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, written.identity())...)
}

// Delete terminates the standby and waits until its primary is without it.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(state.protected().Refuse()...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Delete, longTimeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(a.terminate(ctx, state)...)
}

// complete sets what the provider knows of the standby's place. Nothing in it stays unknown.
func (r *Resource) complete(m model) model {
	r.Provider.Describe(&m.Model, typeName, m.CompartmentID)
	return m
}
