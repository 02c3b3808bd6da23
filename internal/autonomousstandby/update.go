package autonomousstandby

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// target is what a standby is to become.
type target struct {
	plan    model
	managed types.Map // the defined tags that the configuration manages, or has managed until now
	owner   string    // the mark of a standby that this apply makes or takes over; "" for none
}

// aim is the target of a plan for a standby that is in state.
func aim(plan, state model) target {
	managed := attribute.Texts(state.DefinedTags)
	maps.Copy(managed, attribute.Texts(plan.DefinedTags))
	return target{plan: plan, managed: attribute.TextMap(plan.DefinedTags, managed)}
}

// seen is a standby as it is to be held against the plan.
func (t target) seen(now database.AutonomousDatabase) model {
	prior := t.plan
	prior.DefinedTags = t.managed
	return prior.fromAPI(now)
}

// marked says whether a standby has the mark that it is to have.
func (t target) marked(now database.AutonomousDatabase) bool {
	return t.owner == "" || now.FreeformTags[placement.OwnerTag] == t.owner
}

// step is one change of a standby.
type step struct {
	what    string
	at      path.Path
	differs func(t target, now database.AutonomousDatabase) bool
	send    func(ctx context.Context, a api, t target, now database.AutonomousDatabase) (work string, err error)
}

// steps are the changes in the order in which they are made: Oracle carries out one at a time.
var steps = []step{
	{
		what: "the compartment", at: path.Root("compartment_id"),
		differs: func(t target, now database.AutonomousDatabase) bool {
			return wants(t.plan.CompartmentID, t.seen(now).CompartmentID)
		},
		send: func(ctx context.Context, a api, t target, _ database.AutonomousDatabase) (string, error) {
			return a.Move(ctx, "", t.plan.CompartmentID.ValueString())
		},
	},
	{
		what: "the name and the tags",
		differs: func(t target, now database.AutonomousDatabase) bool {
			seen := t.seen(now)
			return !t.marked(now) || wants(t.plan.DisplayName, seen.DisplayName) || !t.plan.FreeformTags.Equal(seen.FreeformTags) || !t.plan.DefinedTags.Equal(seen.DefinedTags)
		},
		send: func(ctx context.Context, a api, t target, now database.AutonomousDatabase) (string, error) {
			return a.Update(ctx, "", database.UpdateAutonomousDatabaseDetails{
				DisplayName: attribute.Sent(t.plan.DisplayName), FreeformTags: t.tags(now), DefinedTags: attribute.MergedDefined(t.plan.DefinedTags, t.managed, now.DefinedTags),
			})
		},
	},
	{
		what: "the network security groups", at: path.Root("nsg_ids"),
		differs: func(t target, now database.AutonomousDatabase) bool { return !t.plan.NSGIDs.Equal(t.seen(now).NSGIDs) },
		send: func(ctx context.Context, a api, t target, _ database.AutonomousDatabase) (string, error) {
			return a.Update(ctx, "", database.UpdateAutonomousDatabaseDetails{NsgIds: attribute.Strings(t.plan.NSGIDs.Elements())})
		},
	},
	{
		what: "the kind of disaster recovery", at: path.Root("disaster_recovery_type"),
		differs: func(t target, now database.AutonomousDatabase) bool {
			kind, backups := recovery(now)
			return wants(t.plan.DisasterRecoveryType, kind) || !t.plan.IsReplicateAutomaticBackups.Equal(backups)
		},
		send: func(ctx context.Context, a api, t target, _ database.AutonomousDatabase) (string, error) {
			return a.reconfigure(ctx, database.ChangeDisasterRecoveryConfigurationDetails{
				DisasterRecoveryType:        database.ChangeDisasterRecoveryConfigurationDetailsDisasterRecoveryTypeEnum(t.plan.DisasterRecoveryType.ValueString()),
				IsReplicateAutomaticBackups: attribute.SentBool(t.plan.IsReplicateAutomaticBackups),
			})
		},
	},
}

// wants says whether a plan asks for something else than there is.
func wants(plan, now types.String) bool { return !plan.IsUnknown() && !plan.Equal(now) }

// tags are the free-form tags to send: those of the plan, the marks that are there, and the owner's.
func (t target) tags(now database.AutonomousDatabase) map[string]string {
	tags := placement.KeepMarks(attribute.Texts(t.plan.FreeformTags), now.FreeformTags)
	if t.owner != "" {
		tags[placement.OwnerTag] = t.owner
	}
	return tags
}

// converge waits until the standby is there and makes it what the plan says, step by step. It returns what was read last, in
// any case, and goes by what is there and not by what the state says: an apply that was interrupted is gone on with.
func (a api) converge(ctx context.Context, t target, work string) (database.AutonomousDatabase, diag.Diagnostic) {
	now, err := a.await(ctx, "to come to rest", work, func(database.AutonomousDatabase) bool { return true })
	if err != nil {
		summary := "Standby not ready"
		if isGone(now) {
			summary = "Standby not created"
		}
		return now, a.call(summary, "Waiting for").Error(err)
	}
	for _, s := range steps {
		var failure diag.Diagnostic
		if now, failure = a.step(ctx, t, s, now); failure != nil {
			return now, failure
		}
	}
	return now, nil
}

// step makes one change and waits for it. One that comes at a bad moment is sent again when that has passed.
func (a api) step(ctx context.Context, t target, s step, now database.AutonomousDatabase) (database.AutonomousDatabase, diag.Diagnostic) {
	call := a.call("Cannot change standby", "Changing "+s.what+" of")
	call.At = s.at
	for attempt := 1; s.differs(t, now); attempt++ {
		work, err := s.send(ctx, a, t, now)
		if err == nil {
			next, err := a.await(ctx, "to have "+s.what+" changed", work, func(now database.AutonomousDatabase) bool { return !s.differs(t, now) })
			if err != nil {
				return next, call.Error(err)
			}
			return next, nil
		}
		if attempt == attempts || !oci.IsConflict(err) && !oci.IsAmbiguous(err) {
			return now, call.Error(err)
		}
		if now, err = a.restAtBothEnds(ctx); err != nil {
			return now, call.Error(err)
		}
	}
	return now, nil
}

// restAtBothEnds waits until neither the standby nor its primary is being changed: Oracle changes them together.
func (a api) restAtBothEnds(ctx context.Context) (database.AutonomousDatabase, error) {
	var diags diag.Diagnostics
	if primary, ok := a.primary(&diags); ok {
		if _, err := primary.rest(ctx); err != nil && !oci.IsNotFound(err) && !operation.IsNotMade(err) {
			return database.AutonomousDatabase{}, err
		}
	}
	return a.rest(ctx)
}
