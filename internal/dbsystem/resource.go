package dbsystem

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// unfinished says that an earlier apply did not see the end of its work on the system.
const unfinished operation.Note[bool] = "unfinished"

// Create makes the system, or adopts one that an interrupted apply of the same owner made, notes it in the state, and waits
// until it is active.
func (r *Resource[M]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	common := r.kind.Common(&plan)
	ctx, cancel := operation.Limit(ctx, common.Timeouts.Create, timeout, &resp.Diagnostics)
	defer cancel()
	cloud, ok := r.open(plan, &resp.Diagnostics)
	if !ok {
		return
	}
	made, adopted, failure := r.createOrAdopt(ctx, cloud, plan, r.kind.Common(&config).AdminPassword.ValueString())
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	state := r.take(made, plan)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, r.kind.Common(&state).identity())...)
	resp.Diagnostics.Append(unfinished.Write(ctx, resp.Private, true)...)

	now, failure := r.finish(ctx, cloud, plan, made, adopted, r.kind.Common(&config).AdminPassword.ValueString())
	if failure != nil {
		resp.Diagnostics.Append(failure)
		return
	}
	resp.Diagnostics.Append(unfinished.Clear(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, operation.Known(plan, r.take(now, plan)))...)
}

// finish waits until a new system is active, and makes an adopted one what the plan says. Its diagnostic is an error only
// where nothing but a new system helps: an error taints the system, and the next apply destroys it.
func (r *Resource[M]) finish(ctx context.Context, cloud Cloud[M], plan M, made System[M], adopted bool, password string) (System[M], diag.Diagnostic) {
	now, err := r.await(ctx, cloud, made.ID, "to become ACTIVE")
	switch {
	case err != nil && now.State == failed:
		return now, r.call(plan, "DB system failed", "Creating", "").Error(err)
	case err != nil:
		return now, r.call(plan, "DB system not ready", "Creating",
			"The DB system exists and is in state. The next apply goes on waiting for it; timeouts.create is the time that it has.").Warning(err)
	case !adopted:
		return now, nil
	}
	changed, failure := r.change(ctx, cloud, plan, r.take(now, plan), password)
	if failure != nil {
		failure = diagnostic.Warning(path.Empty(), "Adopted DB system not changed", failure.Detail(), "It is in state. Apply again to go on.")
	}
	return changed, failure
}

// Read takes over what Oracle says of the system, with one request.
func (r *Resource[M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	common := r.kind.Common(&state)
	ctx, cancel := operation.Limit(ctx, common.Timeouts.Read, timeout, &resp.Diagnostics)
	defer cancel()
	cloud, ok := r.open(state, &resp.Diagnostics)
	if !ok {
		return
	}
	now, err := cloud.Read(ctx, common.ID.ValueString())
	switch {
	case oci.IsNotFound(err):
		r.missing(cloud, state).Forget(ctx, err, common.identity(), resp)
	case err != nil:
		resp.Diagnostics.Append(r.call(state, "Cannot read DB system", "Reading", "").Error(err))
	case gone(now.State):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, common.identity())...)
	default:
		state = r.take(now, state)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, r.kind.Common(&state).identity())...)
	}
}

// Update makes the system what the plan says, step by step, and first waits for what an earlier apply has begun. What was
// done before a step fails is in state.
func (r *Resource[M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, state M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := operation.Limit(ctx, r.kind.Common(&plan).Timeouts.Update, timeout, &resp.Diagnostics)
	defer cancel()
	cloud, ok := r.open(state, &resp.Diagnostics)
	if !ok {
		return
	}
	now, failure := r.change(ctx, cloud, plan, state, r.kind.Common(&config).AdminPassword.ValueString())
	if failure != nil {
		resp.Diagnostics.Append(failure)
		resp.Diagnostics.Append(unfinished.Write(ctx, resp.Private, true)...)
		if now.ID != "" {
			resp.Diagnostics.Append(resp.State.Set(ctx, r.take(now, state))...)
		}
		return
	}
	resp.Diagnostics.Append(unfinished.Clear(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, operation.Known(plan, r.take(now, plan)))...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, r.kind.Common(&plan).identity())...)
}

// change takes the steps from the state to the plan. Its System is the last one that was read, the zero one where none was.
func (r *Resource[M]) change(ctx context.Context, cloud Cloud[M], plan, state M, password string) (System[M], diag.Diagnostic) {
	id := r.kind.Common(&state).ID.ValueString()
	now, err := r.await(ctx, cloud, id, "to be ready for a change")
	if err != nil {
		return now, r.call(plan, "DB system not ready", "Waiting for", "Apply again to go on.").Error(err)
	}
	steps := r.steps(cloud, plan, r.take(now, state), password)
	for attempt := 1; len(steps) > 0; {
		step := steps[0]
		work, err := step.Send(ctx, now)
		if operation.Overtaken(err) && attempt < operation.Attempts {
			if now, err = r.await(ctx, cloud, id, "to be ready for a change"); err != nil {
				return now, r.call(plan, "DB system not ready", "Waiting for", "Apply again to go on.").Error(err)
			}
			attempt, steps = attempt+1, r.steps(cloud, plan, r.take(now, state), password)
			continue
		}
		if err != nil {
			return now, r.call(plan, "Cannot change DB system", step.Doing, "").Error(err)
		}
		after, failure := r.carried(ctx, cloud, plan, id, step, work)
		if after.ID != "" {
			now = after
		}
		if failure != nil {
			return now, failure
		}
		attempt, steps = 1, steps[1:]
	}
	return now, r.copied(plan, r.take(now, state))
}

// carried waits until a step that Oracle has accepted is carried out.
func (r *Resource[M]) carried(ctx context.Context, cloud Cloud[M], plan M, id string, step Step[M], work string) (System[M], diag.Diagnostic) {
	now, err := r.made(ctx, cloud, id, step, work)
	switch {
	case err == nil:
		return now, nil
	case operation.IsNotMade(err):
		return now, r.call(plan, "DB system not changed", step.Doing, "The DB system itself is there and stays in state. Mend what Oracle names, and apply again.").Error(err)
	}
	return now, r.call(plan, "DB system not ready", step.Doing, "Oracle has accepted the change. Apply again to go on.").Error(err)
}

// steps are the kind's between a start and a stop: a system is started first and stopped last.
func (r *Resource[M]) steps(cloud Cloud[M], plan, now M, password string) []Step[M] {
	want, is := r.kind.Common(&plan).State.ValueString(), r.kind.Common(&now).State.ValueString()
	to := func(doing, state string) Step[M] {
		return Step[M]{Doing: doing, state: state, Send: func(ctx context.Context, now System[M]) (string, error) {
			return cloud.Switch(ctx, now, state == active)
		}}
	}
	steps := cloud.Steps(plan, now, password)
	switch {
	case want == active && is == inactive:
		return append([]Step[M]{to("Starting", active)}, steps...)
	case want == inactive && is == active:
		return append(steps, to("Stopping", inactive))
	}
	return steps
}

// copied is the error where Oracle has accepted a change of the backup copies and not made it: an apply must not end well while
// backups go where the configuration does not say.
func (r *Resource[M]) copied(plan, now M) diag.Diagnostic {
	want, is := r.kind.Common(&plan).CopyToRegions, r.kind.Common(&now).CopyToRegions
	if want.Equal(is) {
		return nil
	}
	return diagnostic.Error(path.Root("copy_to_regions"), "Backup copies not changed",
		fmt.Sprintf("Oracle has accepted the change of %s, and still says that backups are copied to %s.", r.kind.Common(&now).ID.ValueString(), is),
		"Apply again. If that does not help, change the backup policy in the console.")
}

// Delete removes the system and waits until it is gone.
func (r *Resource[M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(r.protected(state).Refuse()...)
	common := r.kind.Common(&state)
	ctx, cancel := operation.Limit(ctx, common.Timeouts.Delete, timeout, &resp.Diagnostics)
	defer cancel()
	cloud, ok := r.open(state, &resp.Diagnostics)
	if !ok {
		return
	}
	id := common.ID.ValueString()
	now, err := r.settle(ctx, cloud, id, "to be ready for its deletion", func(s System[M]) bool { return !passing(s.State) })
	if err == nil && !gone(now.State) {
		err = cloud.Delete(ctx, id, now.ETag)
	}
	if err == nil {
		_, err = r.settle(ctx, cloud, id, "to be deleted", func(s System[M]) bool { return s.State == deleted || s.State == failed })
	}
	switch {
	case err == nil:
	case oci.IsNotFound(err):
		if vanished, failure := r.missing(cloud, state).Gone(ctx, err); !vanished {
			resp.Diagnostics.Append(failure)
		}
	default:
		resp.Diagnostics.Append(r.call(state, "Cannot delete DB system", "Deleting", "").Error(err))
	}
}

func (r *Resource[M]) open(m M, diags *diag.Diagnostics) (Cloud[M], bool) {
	if diags.HasError() {
		return nil, false
	}
	return r.kind.Open(r.Provider, r.kind.Common(&m).Region.ValueString(), diags)
}

// take fills a model with what the cloud says.
func (r *Resource[M]) take(s System[M], m M) M {
	m = s.Take(m)
	c := r.kind.Common(&m)
	if s.State == active || s.State == inactive {
		c.State = types.StringValue(s.State)
	} else if c.State.IsNull() || c.State.IsUnknown() {
		c.State = types.StringValue(active)
	}
	c.AdminPassword = types.StringNull()
	r.Provider.Describe(&c.Model, r.kind.typeName(), c.CompartmentID)
	return m
}

// call says what was tried.
func (r *Resource[M]) call(m M, summary, doing, next string) diagnostic.Call {
	c := r.kind.Common(&m)
	what := fmt.Sprintf("%s %s %q", doing, r.kind.Title, c.DisplayName.ValueString())
	if id := c.ID.ValueString(); id != "" {
		what += " (" + id + ")"
	}
	return diagnostic.Call{Summary: summary, Tried: what, Region: c.Region.ValueString(), Next: next}
}
