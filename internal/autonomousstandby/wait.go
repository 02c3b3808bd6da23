package autonomousstandby

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

const (
	standing    = string(database.AutonomousDatabaseLifecycleStateStandby)
	available   = string(database.AutonomousDatabaseLifecycleStateAvailable)
	terminating = string(database.AutonomousDatabaseLifecycleStateTerminating)
	terminated  = string(database.AutonomousDatabaseLifecycleStateTerminated)
)

// resting are the states that a database stays in until somebody does something. All others pass.
var resting = []string{
	standing, available, terminated,
	string(database.AutonomousDatabaseLifecycleStateStopped),
	string(database.AutonomousDatabaseLifecycleStateUnavailable),
	string(database.AutonomousDatabaseLifecycleStateAvailableNeedsAttention),
	string(database.AutonomousDatabaseLifecycleStateInaccessible),
	string(database.AutonomousDatabaseLifecycleStateRestoreFailed),
}

// isGone says whether the database is deleted, or about to be.
func isGone(d database.AutonomousDatabase) bool {
	return string(d.LifecycleState) == terminated || string(d.LifecycleState) == terminating
}

// rests says whether the database is in no passing state.
func rests(d database.AutonomousDatabase) bool {
	return slices.Contains(resting, string(d.LifecycleState))
}

// alone says whether the database is one of its own: it works as one, follows none and leads none.
func alone(d database.AutonomousDatabase) bool {
	works := string(d.LifecycleState) == available || d.LifecycleState == database.AutonomousDatabaseLifecycleStateStopped
	return works && len(d.PeerDbIds) == 0 && (d.Role == "" || string(d.Role) == leads)
}

var (
	// patience is how long a database may rest without showing a change that was accepted, before that counts as not made:
	// its state may follow some seconds after the answer.
	patience = 30 * time.Second
	// glance is how long a look at a work request may take.
	glance = 15 * time.Second
)

// notMade is a change that Oracle has accepted and then not made.
type notMade struct{ reason string }

func (e *notMade) Error() string { return e.reason }

// await reads the database until it rests and shows what was asked for. A work request, where one is known, only says why
// not: whoever may use databases need not be allowed to read it, and it has an endpoint of its own. It returns what was read
// last, in any case.
func (a api) await(ctx context.Context, become, work string, shows func(database.AutonomousDatabase) bool) (last database.AutonomousDatabase, err error) {
	var since time.Time
	err = operation.Wait(ctx, a.provider, fmt.Sprintf("database %s in %s %s", a.id, a.region, become), func(ctx context.Context) (bool, string, error) {
		now, err := a.get(ctx)
		if err != nil {
			return false, "", err
		}
		last = now
		state := string(now.LifecycleState)
		switch {
		case isGone(now):
			return false, state, a.gone(ctx, now, work)
		case !rests(now):
			since = time.Time{}
			return false, state, nil
		case shows(now):
			return true, state, nil
		}
		if reason := a.reason(ctx, work); reason != "" {
			return false, state, &notMade{reason}
		}
		if since.IsZero() {
			since = time.Now()
		}
		if time.Since(since) >= patience {
			return false, state, &notMade{fmt.Sprintf("Oracle accepted it, the database is %s again, and nothing has changed", state)}
		}
		return false, state, nil
	})
	return last, err
}

// gone says why a database that was to be there is not.
func (a api) gone(ctx context.Context, d database.AutonomousDatabase, work string) error {
	reason := "Oracle says that it is " + string(d.LifecycleState)
	if details := attribute.Value(d.LifecycleDetails); details != "" {
		reason += ": " + strings.TrimSuffix(details, ".")
	}
	if more := a.reason(ctx, work); more != "" {
		reason += ". " + more
	}
	return &notMade{reason}
}

// reason is what a work request that has failed says; "" for one that has not, or that cannot be read.
func (a api) reason(ctx context.Context, work string) string {
	if work == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, glance)
	defer cancel()
	answer, err := a.work.GetWorkRequest(oci.Shield(ctx), workrequests.GetWorkRequestRequest{WorkRequestId: &work})
	if err != nil || answer.Status != workrequests.WorkRequestStatusFailed && answer.Status != workrequests.WorkRequestStatusCanceled {
		return ""
	}
	says := fmt.Sprintf("Oracle's work request %s is %s", work, answer.Status)
	failures, err := a.work.ListWorkRequestErrors(oci.Shield(ctx), workrequests.ListWorkRequestErrorsRequest{WorkRequestId: &work})
	if err != nil {
		return says
	}
	reasons := make([]string, 0, len(failures.Items))
	for _, failure := range failures.Items {
		reasons = append(reasons, attribute.Value(failure.Code)+": "+strings.TrimSuffix(attribute.Value(failure.Message), "."))
	}
	if len(reasons) == 0 {
		return says
	}
	return says + ": " + strings.Join(reasons, "; ")
}

// rest waits until the database is in no passing state.
func (a api) rest(ctx context.Context) (database.AutonomousDatabase, error) {
	return a.await(ctx, "to come to rest", "", func(database.AutonomousDatabase) bool { return true })
}

// isNotMade says whether Oracle accepted something and did not do it.
func isNotMade(err error) bool {
	_, ok := errors.AsType[*notMade](err)
	return ok
}
