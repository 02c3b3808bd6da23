// Package servicegrant is the noun residency_service_grant: the policy that lets Object Storage's service principals carry out
// life cycles, and, knowingly, copy and replication. It knows which permissions each needs; which regions are inside is decided
// by package boundary.
package servicegrant

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// Resource is the managed resource residency_service_grant.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_service_grant.
func NewResource() resource.Resource { return &Resource{operation.Resource{Name: "service_grant"}} }

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
)

// timeout is the time that an operation has when the resource's timeouts do not say another.
const timeout = 10 * time.Minute

// etagNote has the entity tag of what was read last.
const etagNote operation.Note[string] = "etag"

// api is policies, with what the diagnostics say of this one.
type api struct {
	policy.API
	name  string
	marks map[string]string
}

func (a api) call(summary, doing, next string) diagnostic.Call {
	return diagnostic.Call{Summary: summary, Tried: fmt.Sprintf("%s policy %q", doing, a.name), Region: a.Home, Next: next}
}

// api is where the grant of the model is written. The home region is the state's, or asked for.
func (r *Resource) api(ctx context.Context, m model, diags *diag.Diagnostics) (api, bool) {
	opened, ok := policy.Open(ctx, r.Provider, m.HomeRegion, diags)
	if !ok {
		return api{}, false
	}
	return api{opened, m.Name.ValueString(), attribute.Marks(r.Provider.Owner, "")}, true
}

// ImportState takes {compartment_id}/{name} or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	policy.Import(ctx, req, resp, "a service grant", "ocid1.compartment.oc1..aaaa/object-storage-lifecycle", maxName)
}

// Create writes the policy, or adopts one that an interrupted apply of the same owner wrote.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, timeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(ctx, plan, &resp.Diagnostics)
	if !ok {
		return
	}
	patient, done := placement.Lingering(ctx, operation.Grace)
	defer done()
	made, err := a.make(patient, plan)
	if err != nil {
		resp.Diagnostics.Append(a.call("Cannot create service grant", "Creating",
			fmt.Sprintf("If the name is taken by a policy that is to be managed here, import it: import { to = residency_service_grant.NAME, id = %q }.", plan.identity().ID().ValueString())).Error(err))
		return
	}
	state := operation.Known(plan, plan.fromAPI(made, a.Home))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(etagNote.Write(ctx, resp.Private, made.ETag)...)
}

func (a api) make(ctx context.Context, plan model) (policy.Policy, error) {
	made, err := a.API.Create(ctx, plan.create(a.marks))
	if !oci.IsConflict(err) && !oci.IsAmbiguous(err) {
		return made, err
	}
	there, found, looked := a.Named(ctx, plan.CompartmentID.ValueString(), a.name)
	if owner := a.marks[placement.OwnerTag]; looked != nil || !found || owner == "" || there.FreeformTags[placement.OwnerTag] != owner {
		return made, err
	}
	tflog.Info(ctx, "the policy is there already, by an apply of this owner that was interrupted: adopting it", map[string]any{"policy": a.name})
	return a.put(ctx, there, plan, plan.DefinedTags)
}

// put changes a policy, of whose defined tags those of before were managed.
func (a api) put(ctx context.Context, p policy.Policy, plan model, before types.Map) (policy.Policy, error) {
	sent := plan.update(p, before, a.marks)
	return a.API.Update(ctx, p, sent, func(there policy.Policy) bool { return plan.is(there, sent) })
}

// Read takes over what Oracle says of the policy, with one request.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Read, timeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(ctx, state, &resp.Diagnostics)
	if !ok {
		return
	}
	read, failure := a.load(ctx, state, resp)
	if failure != nil {
		resp.Diagnostics.Append(failure)
	}
	if read == nil {
		return
	}
	state = state.fromAPI(*read, a.Home)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(etagNote.Write(ctx, resp.Private, read.ETag)...)
}

// load reads the policy, by its name after an import. What is gone is dropped from the state, and nil.
func (a api) load(ctx context.Context, state model, resp *resource.ReadResponse) (*policy.Policy, diag.Diagnostic) {
	call := a.call("Cannot read service grant", "Reading", "")
	if state.PolicyID.ValueString() == "" {
		there, found, err := a.Named(ctx, state.CompartmentID.ValueString(), a.name)
		if err != nil {
			return nil, call.Error(err)
		}
		if !found {
			resp.State.RemoveResource(ctx)
			return nil, nil
		}
		return &there, nil
	}
	there, err := a.Get(ctx, state.PolicyID.ValueString())
	if oci.IsNotFound(err) {
		operation.Missing{
			Call: call, Noun: "policy", Compartment: state.CompartmentID.ValueString(), Permission: "POLICY_READ", Fields: map[string]any{"policy": a.name},
			Listed: func(ctx context.Context) (bool, error) {
				return a.Listed(ctx, state.CompartmentID.ValueString(), state.PolicyID.ValueString())
			},
		}.Forget(ctx, err, state.identity(), resp)
		return nil, nil
	}
	if err != nil {
		return nil, call.Error(err)
	}
	return &there, nil
}

// Update makes the policy what the plan says, in one request: if somebody else has changed it since, nothing is overwritten.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, timeout, &resp.Diagnostics)
	defer cancel()
	etag, seen, diags := etagNote.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	a, ok := r.api(ctx, state, &resp.Diagnostics)
	if !ok {
		return
	}
	patient, done := placement.Lingering(ctx, operation.Grace)
	defer done()
	there, err := a.Get(patient, state.PolicyID.ValueString())
	if err == nil {
		if seen && etag != "" {
			there.ETag = etag
		}
		there, err = a.put(patient, there, plan, state.DefinedTags)
	}
	if err != nil {
		next := ""
		if policy.Changed(err) {
			next = "Somebody changed the policy after this plan was made, and the change would have been overwritten. Run the plan again: it shows what changed."
		}
		resp.Diagnostics.Append(a.call("Cannot update service grant", "Changing", next).Error(err))
		return
	}
	written := operation.Known(plan, plan.fromAPI(there, a.Home))
	resp.Diagnostics.Append(resp.State.Set(ctx, written)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, written.identity())...)
	resp.Diagnostics.Append(etagNote.Write(ctx, resp.Private, there.ETag)...)
}

// Delete removes the policy.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Delete, timeout, &resp.Diagnostics)
	defer cancel()
	a, ok := r.api(ctx, state, &resp.Diagnostics)
	if !ok {
		return
	}
	there, err := a.Get(ctx, state.PolicyID.ValueString())
	if err == nil {
		err = a.Remove(ctx, there)
	}
	if oci.IsNotFound(err) {
		if listed, looked := a.Listed(ctx, state.CompartmentID.ValueString(), state.PolicyID.ValueString()); looked == nil && !listed {
			return
		}
	}
	if err != nil {
		resp.Diagnostics.Append(a.call("Cannot delete service grant", "Deleting", "").Error(err))
	}
}
