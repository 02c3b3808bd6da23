package autonomousdatabase

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// target is what a database is to become.
type target struct {
	plan     model
	state    *model       // what the plan was made with; nil for a database that this apply creates
	password types.String // write-only; never in a model that is kept
}

// prior says what of a reading the configuration manages, or has managed until now.
func (t target) prior() model {
	prior := t.plan
	prior.AdminPasswordVersion, prior.SecretID, prior.SecretVersionNumber = types.Int64Null(), types.StringNull(), types.Int64Null()
	if t.state != nil {
		if t.plan.passwordMark() != "" { // one that is given up is gone with its mark
			prior.AdminPasswordVersion, prior.SecretID, prior.SecretVersionNumber = t.state.AdminPasswordVersion, t.state.SecretID, t.state.SecretVersionNumber
		}
		managed := attribute.Texts(t.state.DefinedTags)
		maps.Copy(managed, attribute.Texts(t.plan.DefinedTags))
		prior.DefinedTags = attribute.TextMap(t.plan.DefinedTags, managed)
	}
	return prior
}

// converge makes the database what the plan says, step by step, and waits for each. It returns what was read last, in any
// case, and goes by what is there and not by what the state says: an apply that was interrupted is gone on with.
func (a api) converge(ctx context.Context, t target) (reading, diag.Diagnostic) {
	prior := t.prior()
	now, err := a.rest(ctx, prior)
	if err != nil {
		return now, a.call("Database not ready", "Waiting for", "").Error(err)
	}
	if fault := a.changedMeanwhile(t, now); fault != nil {
		return now, fault
	}
	for _, s := range steps() {
		if !s.differs(t.plan, now.model) {
			continue
		}
		next, failure := a.step(ctx, t, s, now)
		if failure != nil {
			return next, failure
		}
		now = next
	}
	return now, nil
}

// step sends one step and waits until it is made.
func (a api) step(ctx context.Context, t target, s step, now reading) (reading, diag.Diagnostic) {
	call := a.call("Cannot change database", "Changing "+s.what+" of", "")
	call.At = s.at
	for attempt := 1; ; attempt++ {
		work, err := s.send(ctx, a, t.plan, now, t.password)
		if err == nil {
			tflog.Info(ctx, "Oracle accepted a change of "+s.what, a.fields())
			return a.finish(ctx, t, s, now, work)
		}
		if !operation.Overtaken(err) || attempt == operation.Attempts {
			return now, call.Error(err)
		}
		var failure error
		if now, failure = a.rest(ctx, t.prior()); failure != nil {
			return now, call.Error(errors.Join(err, failure))
		}
		if fault := a.changedMeanwhile(t, now); fault != nil {
			return now, fault
		}
		if !s.differs(t.plan, now.model) {
			return now, nil // an attempt without an answer has done it
		}
	}
}

// finish waits for a step that Oracle has accepted.
func (a api) finish(ctx context.Context, t target, s step, before reading, work string) (reading, diag.Diagnostic) {
	now, err := a.made(ctx, t.prior(), s, work, func(now model) bool { return !s.differs(t.plan, now) })
	if err == nil {
		return now, nil
	}
	call := a.call("Database not changed", "Changing "+s.what+" of", "")
	call.At = s.at
	if operation.IsNotMade(err) {
		call.Next = "The database itself is there and stays in state. Mend what Oracle names, and apply again."
		if s.hidden {
			now = a.unmark(ctx, t, before, now)
		}
	}
	return now, call.Error(err)
}

// unmark takes back the mark of a password that was not set, so that the next plan sets it.
func (a api) unmark(ctx context.Context, t target, before, now reading) reading {
	tags := attribute.Remarked(now.raw.FreeformTags, before.passwordMark())
	if _, err := a.Update(ctx, now.etag, database.UpdateAutonomousDatabaseDetails{FreeformTags: tags}); err != nil {
		tflog.Warn(ctx, "cannot take back the mark of a password that was not set: "+err.Error(), a.fields())
		return now
	}
	if again, err := a.rest(ctx, t.prior()); err == nil {
		return again
	}
	return now
}

// changedMeanwhile is the error that somebody has changed the database since the plan was made: what they set is neither
// what the plan was made with nor what it asks for, and would be overwritten without anybody having seen it.
func (a api) changedMeanwhile(t target, now reading) diag.Diagnostic {
	if t.state == nil || !autonomous.Rests(t.state.LifecycleState.ValueString()) {
		return nil // what is still in the making has not been seen by anybody
	}
	found := t.state.fromAPI(now.raw)
	was, is, want := t.state.readable(), found.readable(), t.plan.readable()
	for i := range is {
		if !same(is[i], was[i]) && !same(is[i], want[i]) {
			return diagnostic.Error(path.Empty(), "Database changed since the plan",
				fmt.Sprintf("Changing database %q (%s) in %s was not tried: %s was read when the plan was made, and now it is %s.", a.name, a.ID, a.Region, was[i], is[i]),
				"Somebody changed the database after this plan was made, and the change would have been overwritten. Run the plan again: it shows what changed.")
		}
	}
	return nil
}

func same(a, b attr.Value) bool { return b.IsUnknown() || a.Equal(b) }
