// Package denyrule is the noun residency_deny_rule: a residency rule in Oracle's own languages. It knows how to read what a
// tenancy is, to write, read back and change the policies and the quota that a rule consists of, and in which order; what the
// statements are and what they stop is said by package compile, and what is inside by package boundary.
package denyrule

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// Resource is the managed resource residency_deny_rule.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_deny_rule.
func NewResource() resource.Resource { return &Resource{operation.Resource{Name: "deny_rule"}} }

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
)

// timeout is the time that an operation has when the resource's timeouts do not say another. A new quota can take ten minutes.
const timeout = 20 * time.Minute

// unfinishedNote says that an apply has not written all.
const unfinishedNote operation.Note[bool] = "unfinished"

// etagsNote has the entity tags of what was read last, by OCID: what has another one by now, somebody else has changed.
const etagsNote operation.Note[map[string]string] = "etags"

// Create writes the policies and then the quota. What cannot be finished is taken back: half a rule would be taken for one.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, timeout, &resp.Diagnostics)
	defer cancel()
	w, ok := r.writer(ctx, plan, &resp.Diagnostics)
	if !ok {
		return
	}
	patient, done := placement.Lingering(ctx, operation.Grace)
	defer done()
	policies, err := w.reconcile(patient, nil)
	var quota *limit
	if err == nil {
		quota, err = w.quota(patient, nil)
	}
	if err != nil {
		resp.Diagnostics.Append(w.refused("Cannot create deny rule", "Creating the policies and the quota", err))
		resp.Diagnostics.Append(w.undo(patient, policies, quota)...)
		return
	}
	state := plan.written(policies, quota)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(etagsNote.Write(ctx, resp.Private, etags(policies, quota))...)
	resp.Diagnostics.Append(r.inForce(ctx, w, policies, state)...)
}

// Read takes over what Oracle says of the policies, the quota and the values in force, with one request for each of them.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Read, timeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	a, ok := newAPI(ctx, r.Provider, state.HomeRegion, state.Name.ValueString(), &resp.Diagnostics)
	if !ok {
		return
	}
	there, failure := a.load(ctx, state)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	if there.gone() {
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
		return
	}
	read := state.fromAPI(there, a.Home)
	if !read.Statements.Equal(state.Statements) || !read.QuotaStatements.Equal(state.QuotaStatements) {
		r.reprove(ctx, &read, there)
	}
	quotas, err := effective(ctx, r.Provider, read)
	if err != nil {
		resp.Diagnostics.Append(a.call("Cannot read quotas in force", "Asking Limits for the effective values", "What is in state stays; the statements were read.").Warning(err))
	}
	read.EffectiveQuotas = quotas
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
	resp.Diagnostics.Append(etagsNote.Write(ctx, resp.Private, etags(there.policies, there.quota))...)
	resp.Diagnostics.Append(unfinishedNote.Clear(ctx, resp.Private)...)
}

// Update makes the rule what the plan says, the new before the old goes.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, timeout, &resp.Diagnostics)
	defer cancel()
	seen, _, diags := etagsNote.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	w, ok := r.writer(ctx, plan, &resp.Diagnostics)
	if !ok {
		return
	}
	w.before = state.DefinedTags
	w.revised = !plan.Revision.Equal(state.Revision)
	w.settled = state.EffectiveQuotas.IsNull() || plan.EffectiveQuotas.Equal(state.EffectiveQuotas) // after an import nobody has asked yet
	patient, done := placement.Lingering(ctx, operation.Grace)
	defer done()
	there, failure := w.load(patient, state)
	if failure == nil {
		failure = w.unchanged(there, seen)
	}
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	there, err := w.change(patient, there)
	if err != nil {
		resp.Diagnostics.Append(w.refused("Cannot update deny rule", "Changing the policies and the quota", err))
		resp.Diagnostics.Append(unfinishedNote.Write(ctx, resp.Private, true)...)
		r.keep(ctx, w, state, resp)
		return
	}
	written := plan.written(there.policies, there.quota)
	resp.Diagnostics.Append(resp.State.Set(ctx, written)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, written.identity())...)
	resp.Diagnostics.Append(etagsNote.Write(ctx, resp.Private, etags(there.policies, there.quota))...)
	resp.Diagnostics.Append(unfinishedNote.Clear(ctx, resp.Private)...)
	resp.Diagnostics.Append(r.inForce(ctx, w, there.policies, written)...)
}

// keep puts into the state what there is after an update that failed.
func (r *Resource) keep(ctx context.Context, w writer, state model, resp *resource.UpdateResponse) {
	there, failure := w.load(ctx, state)
	if failure != nil {
		return // the state stays as it was, and the next refresh tells
	}
	read := state.fromAPI(there, w.Home)
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
	resp.Diagnostics.Append(etagsNote.Write(ctx, resp.Private, etags(there.policies, there.quota))...)
}

// Delete removes the quota and the policies.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Delete, timeout, &resp.Diagnostics)
	defer cancel()
	w, ok := r.writer(ctx, state, &resp.Diagnostics)
	if !ok {
		return
	}
	there, failure := w.load(ctx, state)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	w.plan.Statements, w.plan.QuotaStatements = attribute.TextList(nil), attribute.TextList(nil)
	if _, err := w.change(ctx, there); err != nil {
		resp.Diagnostics.Append(w.refused("Cannot delete deny rule", "Deleting the policies and the quota", err))
	}
}

// ImportState takes {compartment_id}/{name} or an identity. The objects are found by name; what they bind is the next plan's.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	policy.Import(ctx, req, resp, "a deny rule", "ocid1.tenancy.oc1..aaaa/us-user-data", maxName)
}

// writer is what writes the plan.
func (r *Resource) writer(ctx context.Context, plan model, diags *diag.Diagnostics) (writer, bool) {
	if diags.HasError() {
		return writer{}, false
	}
	a, ok := newAPI(ctx, r.Provider, plan.HomeRegion, plan.Name.ValueString(), diags)
	if !ok {
		return writer{}, false
	}
	return writer{api: a, plan: plan, owner: r.Provider.Owner}, true
}
