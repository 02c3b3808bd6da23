// Package autonomousdatabase is the noun residency_autonomous_database: an Autonomous Database on shared infrastructure that
// stays inside the boundary. It knows what such a database is, how to make, read, change, stop and remove one, and how to see
// copies of it that nobody declared; what is inside is decided by package boundary, and its standbys are another noun.
package autonomousdatabase

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// Resource is the managed resource residency_autonomous_database.
type Resource struct{ operation.Resource }

// NewResource returns the managed resource residency_autonomous_database.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{operation.Resource{Name: "autonomous_database"}} }

var (
	_ resource.ResourceWithConfigure        = &Resource{}
	_ resource.ResourceWithModifyPlan       = &Resource{}
	_ resource.ResourceWithConfigValidators = &Resource{}
	_ resource.ResourceWithIdentity         = &Resource{}
	_ resource.ResourceWithImportState      = &Resource{}
	_ resource.ResourceWithMoveState        = &Resource{}
)

// The time that operations have when the resource's timeouts do not say another. Oracle's provider has the same.
const (
	longTimeout = 12 * time.Hour
	readTimeout = 20 * time.Minute
)

// work is what an earlier apply has begun and not waited for to the end. An error would have tainted a new database, and a
// warning alone would make the next plan say that there is nothing to do.
type work struct {
	Request string `json:"work_request,omitempty"`
}

const pending operation.Note[work] = "pending"

// Create makes the database, or adopts one that an interrupted apply of the same owner made, and waits until it is there.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	password := secret(ctx, req.Config.GetAttribute, &resp.Diagnostics)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, longTimeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	api, found, request, failure := api.createOrAdopt(ctx, plan, password)
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	state := r.complete(operation.Known(plan, found))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(pending.Write(ctx, resp.Private, work{request})...)

	now, failure := api.converge(ctx, target{plan: plan, password: password})
	if failure != nil {
		if now.raw.Id != nil {
			resp.Diagnostics.Append(resp.State.Set(ctx, r.complete(operation.Known(plan, now.model)))...)
		}
		r.unfinished(ctx, api, now, request, failure, resp)
		return
	}
	read := now.model
	resp.Diagnostics.Append(api.watch(ctx, &read)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.complete(operation.Known(plan, read)))...)
	resp.Diagnostics.Append(pending.Clear(ctx, resp.Private)...)
}

// unfinished says what became of a new database that is not what the plan says. Only one that Oracle has given up is an
// error, which taints it, or leaves no state when there is nothing left; with all others the next apply goes on.
func (r *Resource) unfinished(ctx context.Context, api api, now reading, request string, failure diag.Diagnostic, resp *resource.CreateResponse) {
	if lost := now.lost(); lost != nil {
		resp.Diagnostics.Append(api.call("Database not created", "Creating", "").Error(api.Witness(request).Because(ctx, lost)))
		if autonomous.Gone(now.raw.LifecycleState) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(diagnostic.Warning(path.Empty(), "Database not finished", failure.Summary()+".", failure.Detail(),
		"The database was created and is in state. The next apply goes on with it, and destroys nothing."))
}

// Read takes over what Oracle says of the database, with three requests at once: for the database, for its refreshable clones and
// for its backups, of which the first tells nothing. A copy that is new costs one more, once.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	copies := api.lists(ctx)
	now, err := api.read(ctx, state)
	switch {
	case oci.IsNotFound(err):
		api.missing(state).Forget(ctx, err, state.identity(), resp)
		return
	case err != nil:
		resp.Diagnostics.Append(api.call("Cannot read database", "Reading", "").Error(err))
		return
	case autonomous.Gone(now.raw.LifecycleState):
		tflog.Warn(ctx, "the database is gone: Oracle says that it is "+string(now.raw.LifecycleState), api.fields())
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
		return
	}
	read := now.model
	resp.Diagnostics.Append(copies.into(api, &read)...)
	read = r.complete(read)
	resp.Diagnostics.Append(api.appeared(ctx, read, state)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, read.identity())...)
	if autonomous.Rests(read.LifecycleState.ValueString()) { // what is missing still shows as what it is: drift
		resp.Diagnostics.Append(pending.Clear(ctx, resp.Private)...)
	}
}

// Update makes the database what the plan says.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	password := secret(ctx, req.Config.GetAttribute, &resp.Diagnostics)
	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Update, longTimeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	now, failure := api.converge(ctx, target{plan: plan, state: &state, password: password})
	if now.raw.Id == nil { // nothing was read
		resp.Diagnostics.Append(failure)
		return
	}
	read := r.complete(state.fromAPI(now.raw))
	if failure != nil {
		resp.Diagnostics.Append(failure)
		resp.Diagnostics.Append(resp.State.Set(ctx, read)...)
		if !autonomous.Rests(read.LifecycleState.ValueString()) {
			resp.Diagnostics.Append(pending.Write(ctx, resp.Private, work{})...)
		}
		return
	}
	resp.Diagnostics.Append(api.watch(ctx, &read)...)
	resp.Diagnostics.Append(pending.Clear(ctx, resp.Private)...)
	written := operation.Known(plan, read)
	if strays := strayDiagnostics(r.Provider, read); strays.HasError() {
		resp.Diagnostics.Append(strays...)
		written.PeerDBIDs, written.RefreshableClones, written.RemoteBackupRegions = read.PeerDBIDs, read.RefreshableClones, read.RemoteBackupRegions
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, written)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, written.identity())...)
}

// Delete removes the database and waits until it is gone.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(state.protected().Refuse()...)
	ctx, cancel := operation.Limit(ctx, state.Timeouts.Delete, longTimeout, &resp.Diagnostics)
	defer cancel()
	api, ok := r.api(state, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(api.terminate(ctx, state)...)
}

// complete sets what the provider knows of the database's place. Nothing in it stays unknown.
func (r *Resource) complete(m model) model {
	r.Provider.Describe(&m.Model, typeName, m.CompartmentID)
	return m
}

// secret is the write-only password of the configuration. It goes into a request and nowhere else.
func secret(ctx context.Context, attribute func(context.Context, path.Path, any) diag.Diagnostics, diags *diag.Diagnostics) (password types.String) {
	diags.Append(attribute(ctx, path.Root("admin_password_wo"), &password)...)
	return password
}

// missing is the database that m is, for which Oracle answered 404.
func (a api) missing(m model) operation.Missing {
	compartment := m.CompartmentID.ValueString()
	return operation.Missing{
		Call: a.call("Database cannot be read", "Reading", ""), Noun: "database", Compartment: compartment,
		Check: "the region and the OCID", Permission: "AUTONOMOUS_DATABASE_INSPECT", Fields: a.fields(),
		Listed: func(ctx context.Context) (bool, error) { return a.Listed(ctx, compartment) },
	}
}
