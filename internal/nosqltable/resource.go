// Package nosqltable is the noun residency_nosql_table: a table of Oracle NoSQL Database that stays inside the boundary, with
// its replicas in other regions. It knows what a table is and how to make, read, change and remove one; what a table
// statement means is read by package ddl, and what is inside is decided by package boundary.
package nosqltable

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// Resource is the managed resource residency_nosql_table.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_nosql_table.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{operation.Resource{Name: "nosql_table"}} }

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithMoveState   = &Resource{}
)

// timeout is the time that an operation has when the resource's timeouts do not say another.
const timeout = 20 * time.Minute

// unfinished says that an earlier apply did not see the end of its work on the table.
const unfinished operation.Note[bool] = "unfinished"

// Create makes the table, or adopts one that an interrupted apply of the same owner made, notes it in the state, waits until
// it is active, and adds its replicas.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.open(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	made, failure := r.createOrAdopt(ctx, api, plan)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	state := operation.Known(plan, plan.fromAPI(made.table, nil))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(unfinished.Write(ctx, resp.Private, true)...)

	r.finish(ctx, api, plan, state, made, resp)
}

// finish waits for the new table and adds its replicas. What fails here is a warning and a note for the next plan: an error
// would taint the table, and the next apply would destroy it.
func (r *Resource) finish(ctx context.Context, api *api, plan, state model, made made, resp *resource.CreateResponse) {
	now, err := api.settle(ctx, made.work, "to become ACTIVE")
	switch {
	case now.failed():
		resp.Diagnostics.Append(api.call("Cannot create table", "Creating", "").Error(err))
		return
	case operation.IsNotMade(err) && api.nothing(ctx):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(api.call("Cannot create table", "Creating", "").Error(err))
		return
	case err != nil:
		resp.Diagnostics.Append(api.call("Table not ready", "Creating",
			"The table exists and is in state. The next apply goes on waiting for it; timeouts.create is the time that it has.").Warning(err))
		return
	}
	before := plan // what was just made is what the plan says, but for its replicas
	before.Replicas = replicaMap(nil)
	if made.adopted {
		before = plan.fromAPI(now.table, nil)
	}
	faults := api.converge(ctx, plan, before, now)
	for _, fault := range faults {
		resp.Diagnostics.Append(fault.Warning())
	}
	if len(faults) == 0 {
		resp.Diagnostics.Append(unfinished.Clear(ctx, resp.Private)...)
	}
	read, err := r.read(ctx, api, state)
	if err != nil {
		resp.Diagnostics.Append(api.call("Table not read back", "Reading back", "The table was created and is in state. The next refresh completes it.").Warning(err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, operation.Known(plan, read))...)
}

// Read takes over what Oracle says of the table, with one request and one more for each replica.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Read, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.open(state, &resp.Diagnostics)
	if !ok {
		return
	}
	read, err := r.read(ctx, api, state)
	switch {
	case oci.IsNotFound(err):
		api.missing(state).Forget(ctx, err, state.identity(), resp)
	case err != nil:
		resp.Diagnostics.Append(api.call("Cannot read table", "Reading", "").Error(err))
	case gone(read.LifecycleState.ValueString()):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
	}
}

// Update makes the table what the plan says, step by step, and first waits for what an earlier apply has begun. What was
// done before a step fails is in state.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	pending, _, diags := unfinished.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.open(state, &resp.Diagnostics)
	if !ok {
		return
	}
	now, err := api.settle(ctx, "", "to be ready for a change")
	if err != nil {
		resp.Diagnostics.Append(api.call("Table not ready", "Waiting for", "Apply again to go on.").Error(err))
		return
	}
	written, before := plan, state
	if pending { // the state has what was planned, not what came of it
		before = state.fromAPI(now.table, nil)
	}
	for _, fault := range api.converge(ctx, plan, before, now) {
		resp.Diagnostics.Append(fault.Error())
		written = state
	}
	read, err := r.read(ctx, api, written)
	if err != nil {
		resp.Diagnostics.Append(api.call("Cannot read table", "Reading back", "").Error(err))
		return
	}
	if !resp.Diagnostics.HasError() {
		read = operation.Known(plan, read)
		resp.Diagnostics.Append(unfinished.Clear(ctx, resp.Private)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
}

// Delete drops the table's replicas and then the table.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(state.protected().Refuse()...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Delete, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.open(state, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(r.delete(ctx, api, state)...)
}

// open is the client for the table that m is, false with an error among the diagnostics.
func (r *Resource) open(m model, diags *diag.Diagnostics) (*api, bool) {
	client, ok := operation.Client(r.Provider, m.Region.ValueString(), (*oci.Session).NoSQL, diags)
	return &api{
		client: client, provider: r.Provider, region: m.Region.ValueString(), id: m.ID.ValueString(), name: m.Name.ValueString(),
	}, ok
}

// read asks Oracle for the table that m is and for its replicas.
func (r *Resource) read(ctx context.Context, api *api, m model) (model, error) {
	now, err := api.get(ctx)
	if err != nil {
		return m, err
	}
	out := m.fromAPI(now.table, api.unitsOf(ctx, now.table.Replicas))
	r.Provider.Describe(&out.Model, typeName, out.CompartmentID)
	return out, nil
}

// fault is a step that failed.
type fault struct {
	call diagnostic.Call
	err  error
}

func (f fault) Error() diag.Diagnostic { return f.call.Error(f.err) }

func (f fault) Warning() diag.Diagnostic {
	f.call.Next = "The table is in state, and the next plan goes on from what is there. " + f.call.Next
	return f.call.Warning(f.err)
}
