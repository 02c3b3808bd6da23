// Package replication is the noun residency_bucket_replication: a replication policy of Object Storage whose source and
// destination are inside the boundary. It knows what a policy is, how to make, watch, read and end one, and what that does
// to the two buckets; what is inside is decided by package boundary.
package replication

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Resource is the managed resource residency_bucket_replication.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_bucket_replication.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{operation.Resource{Name: "bucket_replication"}} }

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithMoveState   = &Resource{}
)

// timeout is the time that an operation has when the resource's timeouts do not say another.
const timeout = 20 * time.Minute

// Create marks the source, makes the policy, notes it in the state, and waits until it is active.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, timeout, &resp.Diagnostics)
	defer cancel()
	source, ok := r.source(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	made, failure := r.createOrAdopt(ctx, source, plan)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	state := plan.fromAPI(made.policy)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(noted.Write(ctx, resp.Private, made.source)...)

	state, err := source.await(ctx, r.Provider, state)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	switch {
	case err == nil:
	case isClientError(err):
		resp.Diagnostics.Append(source.notActive(state).Error(err))
	default: // an error would taint the policy, and the next apply would destroy it; its status makes the next plan wait again
		resp.Diagnostics.Append(source.notActive(state).Warning(err))
	}
}

// Read takes over what Oracle says of the policy, with one request; a second one is needed once after an import or a move.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limit, diags := state.Timeouts.Read(ctx, timeout)
	resp.Diagnostics.Append(diags...)
	moved := state.Region.IsNull()
	resp.Diagnostics.Append(state.settle(r.Provider)...)
	note, looked, diags := noted.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	source, ok := r.source(state, &resp.Diagnostics)
	if !ok {
		return
	}
	policy, err := source.get(ctx, state.ReplicationID.ValueString())
	if oci.IsNotFound(err) {
		l := lost{state: state, compartment: note.Compartment, moved: moved}
		resp.Diagnostics.Append(l.forget(ctx, source, err, resp)...)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(source.Call("Cannot read replication", "Reading the replication policy of", "").Error(err))
		return
	}
	state = state.fromAPI(policy)
	r.Provider.Describe(&state.Model, typeName, state.CompartmentID)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if looked {
		return
	}
	if note, ok := source.look(ctx, state.mark()); ok {
		resp.Diagnostics.Append(noted.Write(ctx, resp.Private, note)...)
	}
}

// Update goes on with what an earlier apply began: the mark, and the wait until the policy is active. The policy itself
// cannot be changed.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, timeout, &resp.Diagnostics)
	defer cancel()
	source, ok := r.source(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	bucket, failure := source.mark(ctx, plan)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	resp.Diagnostics.Append(noted.Write(ctx, resp.Private, sourceNote{Compartment: attribute.Value(bucket.CompartmentId)})...)
	state, err := source.await(ctx, r.Provider, plan)
	if err != nil {
		resp.Diagnostics.Append(source.notActive(state).Error(err))
	}
	if state.Status.IsUnknown() {
		return // nothing was read: the state stays, and with it the next plan's wait
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
}

// Delete ends the replication, and gives the destination back to its writers. The flow of data ends first, whatever becomes of
// the rest: that can be gone on with, because the state then says that the policy is deleted.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limit, diags := state.Timeouts.Delete(ctx, timeout)
	resp.Diagnostics.Append(diags...)
	note, _, diags := noted.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	source, ok := r.source(state, &resp.Diagnostics)
	if !ok {
		return
	}
	destination, ok := r.destination(state, &resp.Diagnostics)
	if !ok {
		return
	}
	if failure := r.end(ctx, source, lost{state: state, compartment: note.Compartment}); failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	if failure := source.unmark(ctx, state.mark()); failure != nil {
		resp.Diagnostics.Append(failure)
	}
	if failure := destination.release(ctx, state); failure != nil {
		resp.Diagnostics.Append(failure)
	}
	if resp.Diagnostics.HasError() {
		state.Status, state.StatusMessage = types.StringValue(ended), types.StringNull()
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// settle finds the region of a state that says none, as after a move from Oracle's provider.
func (m *model) settle(p *placement.Provider) (diags diag.Diagnostics) {
	if !m.Region.IsNull() {
		return nil
	}
	name, diags := p.ImportRegion("", importForm)
	if !diags.HasError() {
		m.Region = attribute.Text(&name)
	}
	return diags
}
