// Package bucket is the noun residency_bucket: a bucket of Object Storage that stays inside the boundary. It knows what a
// bucket is and how to make, read, change and remove one; what is inside is decided by package boundary.
package bucket

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// Resource is the managed resource residency_bucket.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_bucket.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{operation.Resource{Name: "bucket"}} }

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithMoveState   = &Resource{}
)

// timeout is the time that an operation has when the resource's timeouts do not say another.
const timeout = 20 * time.Minute

// Create makes the bucket, or adopts one that an interrupted apply of the same owner made.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	bucket, failure := r.createOrAdopt(ctx, api, plan)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	state := plan.fromAPI(bucket)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)

	// From here on only warnings: an error would taint the bucket, and the next apply would destroy it.
	if failure := r.createRules(ctx, api, plan); failure != nil {
		resp.Diagnostics.Append(failure)
		resp.Diagnostics.Append(pending.Write(ctx, resp.Private, true)...)
	}
	read, err := r.read(ctx, api, state)
	if err != nil {
		resp.Diagnostics.Append(api.Call("Bucket not read back", "Reading back", "The bucket was created and is in state. The next refresh completes it.").Warning(err))
		return
	}
	// What differs shows at the next refresh; Terraform refuses a state that differs from the plan.
	read.RetentionRules, read.ReplicationDestinations = plan.RetentionRules, plan.ReplicationDestinations
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
}

// Read takes over what Oracle says of the bucket, with one request unless it has retention rules or replicates.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Read, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	read, err := r.read(ctx, api, state)
	if oci.IsNotFound(err) {
		api.missing(state).Forget(ctx, err, state.identity(), resp)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(api.Call("Cannot read bucket", "Reading", "").Error(err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
	// The rules in state are now those that are there, so that a pending one shows as what it is: drift.
	resp.Diagnostics.Append(pending.Clear(ctx, resp.Private)...)
}

// Update makes the bucket what the plan says.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	written := plan
	if failure := r.update(ctx, api, plan, state); failure != nil {
		resp.Diagnostics.Append(failure)
		written = state
	}
	read, err := r.read(ctx, api, written)
	if err != nil {
		resp.Diagnostics.Append(api.Call("Cannot read bucket", "Reading back", "").Error(err))
		return
	}
	if !resp.Diagnostics.HasError() {
		read.ReplicationDestinations = plan.ReplicationDestinations
		resp.Diagnostics.Append(pending.Clear(ctx, resp.Private)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
}

// Delete removes the bucket, with force_destroy after everything in it.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Delete, timeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(r.delete(ctx, api, state)...)
}

// read asks Oracle for the bucket that m is.
func (r *Resource) read(ctx context.Context, api api, m model) (model, error) {
	fresh := m.fresh()
	bucket, err := api.Get(ctx)
	if err != nil {
		return m, err
	}
	out := m.fromAPI(bucket)
	if fresh || !m.RetentionRules.IsNull() {
		listed, err := api.rules(ctx)
		if err != nil {
			return m, err
		}
		out.RetentionRules = ruleMap(m.RetentionRules, listed)
	}
	var policies []objectstorage.ReplicationPolicySummary
	if attribute.Value(bucket.ReplicationEnabled) {
		if policies, err = api.policies(ctx); err != nil {
			return m, err
		}
	}
	out.ReplicationDestinations = out.destinations(policies, bucket.FreeformTags, r.Provider)
	r.Provider.Describe(&out.Model, typeName, out.CompartmentID)
	return out, nil
}
