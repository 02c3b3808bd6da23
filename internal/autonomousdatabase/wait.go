package autonomousdatabase

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

const (
	provisioning = string(database.AutonomousDatabaseLifecycleStateProvisioning)
	available    = string(database.AutonomousDatabaseLifecycleStateAvailable)
	stopped      = string(database.AutonomousDatabaseLifecycleStateStopped)
	unavailable  = string(database.AutonomousDatabaseLifecycleStateUnavailable)
	terminating  = string(database.AutonomousDatabaseLifecycleStateTerminating)
	terminated   = string(database.AutonomousDatabaseLifecycleStateTerminated)
)

// resting are the states that a database stays in until somebody does something. All others pass.
var resting = []string{
	available, stopped, unavailable, terminated,
	string(database.AutonomousDatabaseLifecycleStateAvailableNeedsAttention),
	string(database.AutonomousDatabaseLifecycleStateInaccessible),
	string(database.AutonomousDatabaseLifecycleStateRestoreFailed),
	string(database.AutonomousDatabaseLifecycleStateStandby),
}

// isGone says whether a database in the state is deleted, or about to be.
func isGone(state string) bool { return state == terminating || state == terminated }

func isResting(state string) bool { return slices.Contains(resting, state) }

// notMade is a change, or a database, that Oracle has accepted and then not made.
type notMade struct{ reason string }

func (e *notMade) Error() string { return e.reason }

var (
	// patience is how long a database may rest without a change that was accepted, before that counts as not made: its state
	// may follow some seconds after the answer.
	patience = 30 * time.Second
	// glance is how long a look at a work request may take. The database itself says whether a change is made; the work
	// request only says why not.
	glance = 15 * time.Second
)

// await reads the database until it rests and done says so. It returns what was read last, in any case.
func (a api) await(ctx context.Context, prior model, become string, done func(context.Context, reading) (bool, error)) (reading, error) {
	last := reading{model: prior}
	err := operation.Wait(ctx, a.provider, fmt.Sprintf("database %q (%s) in %s %s", a.name, a.id, a.region, become),
		func(ctx context.Context) (bool, string, error) {
			now, err := a.read(ctx, prior)
			if err != nil {
				return false, "", err
			}
			last = now
			state := string(now.raw.LifecycleState)
			if !isResting(state) && !isGone(state) {
				return false, state, nil
			}
			over, err := done(ctx, now)
			return over, state, err
		})
	return last, err
}

// rest waits until the database is in no passing state.
func (a api) rest(ctx context.Context, prior model) (reading, error) {
	return a.await(ctx, prior, "to come to rest", func(_ context.Context, now reading) (bool, error) { return true, now.lost() })
}

// made waits until a change that was accepted is made: until the database shows it, and for one that it does not show, until
// the work request is over too.
func (a api) made(ctx context.Context, prior model, s step, work string, is func(now model) bool) (reading, error) {
	w := witness{api: a, id: work}
	return a.await(ctx, prior, "to have "+s.what+" changed", func(ctx context.Context, now reading) (bool, error) {
		shown := is(now.model)
		switch {
		case now.lost() != nil:
			return false, now.lost()
		case shown && s.hidden:
			return w.look(ctx)
		case shown:
			return true, nil
		}
		return false, w.overdue(ctx, fmt.Sprintf("Oracle accepted the change, but the database is %s again and does not show the change of %s", now.raw.LifecycleState, s.what))
	})
}

// lost says why the database is not one to work with; nil where it is.
func (r reading) lost() error {
	state := string(r.raw.LifecycleState)
	if !isGone(state) && state != unavailable {
		return nil
	}
	reason := "The database is " + state
	if details := attribute.Value(r.raw.LifecycleDetails); details != "" {
		reason += ": " + strings.TrimSuffix(details, ".")
	}
	return &notMade{reason}
}

// witness is a work request that may tell why a change is not made. What it cannot tell is no reason for anything: whoever
// may use databases need not be allowed to read work requests, and these have an endpoint of their own.
type witness struct {
	api   api
	id    string
	blind bool
	since time.Time // since when there has been nothing to expect of it
}

// overdue is an error when the work request has failed, or when it has been over for longer than patience.
func (w *witness) overdue(ctx context.Context, says string) error {
	over, err := w.look(ctx)
	if err != nil || !over {
		return err
	}
	if w.since.IsZero() {
		w.since = time.Now()
	}
	if time.Since(w.since) >= patience {
		return &notMade{says}
	}
	return nil
}

// look says whether there is nothing to be expected of the work request any more; an error is its own failure.
func (w *witness) look(ctx context.Context) (over bool, err error) {
	if w.id == "" || w.blind {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, glance)
	defer cancel()
	status, reasons, err := w.api.workRequest(ctx, w.id)
	switch status {
	case workrequests.WorkRequestStatusFailed:
		return true, &notMade{fmt.Sprintf("Oracle's work request %s has failed%s", w.id, said(reasons))}
	case workrequests.WorkRequestStatusCanceled:
		return true, &notMade{fmt.Sprintf("Oracle's work request %s was cancelled", w.id)}
	}
	w.blind = err != nil
	return w.blind || status == workrequests.WorkRequestStatusSucceeded, nil
}

// said is what the errors of a work request say.
func said(reasons []workrequests.WorkRequestError) string {
	var lines []string
	for _, r := range reasons {
		lines = append(lines, fmt.Sprintf("%s: %s", attribute.Value(r.Code), strings.TrimSuffix(attribute.Value(r.Message), ".")))
	}
	if len(lines) == 0 {
		return ""
	}
	return ": " + strings.Join(lines, "; ")
}

// because adds to a failure what the work request says of it.
func (a api) because(ctx context.Context, failure error, work string) error {
	if _, err := (&witness{api: a, id: work}).look(ctx); err != nil {
		return &notMade{failure.Error() + ". " + err.Error()}
	}
	return failure
}
