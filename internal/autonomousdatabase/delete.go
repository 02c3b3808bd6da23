package autonomousdatabase

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// terminate deletes the database and waits until it is gone, unless another resource of this apply has adopted it.
func (a api) terminate(ctx context.Context, state model) diag.Diagnostics {
	d := operation.Doomed{
		Key: a.claimed(), Noun: "database", Kept: "Database kept", ID: a.ID,
		Taken: a.call("Cannot delete database", "Waiting until another resource of this apply is done with", ""),
	}
	return d.Delete(ctx, a.Provider, func() diag.Diagnostic { return a.remove(ctx, state) })
}

func (a api) remove(ctx context.Context, state model) diag.Diagnostic {
	call := a.call("Cannot delete database", "Deleting", a.hindrance(state))
	work, err := a.deleteAtRest(ctx, state)
	if oci.IsNotFound(err) {
		_, failure := a.missing(state).Gone(ctx, err)
		return failure
	}
	if err != nil {
		return call.Error(err)
	}
	if err := a.awaitEnd(ctx, work); err != nil {
		return call.Error(err)
	}
	return nil
}

// deleteAtRest deletes the database; one on which Oracle is at work is waited for first.
func (a api) deleteAtRest(ctx context.Context, state model) (work string, err error) {
	for attempt := 1; ; attempt++ {
		work, err = a.Delete(ctx)
		if !oci.IsConflict(err) || attempt == operation.Attempts {
			return work, err
		}
		now, failure := a.rest(ctx, state)
		if autonomous.Gone(now.raw.LifecycleState) {
			return "", nil
		}
		if failure != nil && now.lost() == nil {
			return "", errors.Join(err, failure)
		}
	}
}

// awaitEnd waits until the database is gone.
func (a api) awaitEnd(ctx context.Context, work string) error {
	w := a.Witness(work)
	_, err := a.Ended(ctx, a.What(a.name), func(ctx context.Context, now autonomous.Reading) error {
		return w.Overdue(ctx, "Oracle accepted the deletion, and the database is "+string(now.LifecycleState)+" again")
	})
	return err
}

// hindrance is what may keep Oracle from deleting the database.
func (a api) hindrance(state model) string {
	if standbys := attribute.Strings(state.PeerDBIDs.Elements()); len(standbys) > 0 {
		return fmt.Sprintf("The database had the standby %s when it was last read. Oracle deletes a primary only after its standbys.", standbys[0])
	}
	if !state.LongTermBackupSchedule.IsNull() {
		return "The database keeps long-term backups. Oracle deletes a database that has some only together with them: delete them by hand first, for they are kept on purpose."
	}
	return ""
}
