package autonomous

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// The states of a database's life that mean something here, as Oracle writes them.
const (
	Provisioning = string(database.AutonomousDatabaseLifecycleStateProvisioning)
	Available    = string(database.AutonomousDatabaseLifecycleStateAvailable)
	Standing     = string(database.AutonomousDatabaseLifecycleStateStandby)
	Stopped      = string(database.AutonomousDatabaseLifecycleStateStopped)
	Unavailable  = string(database.AutonomousDatabaseLifecycleStateUnavailable)
	terminating  = string(database.AutonomousDatabaseLifecycleStateTerminating)
	Terminated   = string(database.AutonomousDatabaseLifecycleStateTerminated)
)

// resting are the states that a database stays in until somebody does something. All others pass.
var resting = []string{
	Available, Standing, Stopped, Unavailable, Terminated,
	string(database.AutonomousDatabaseLifecycleStateAvailableNeedsAttention),
	string(database.AutonomousDatabaseLifecycleStateInaccessible),
	string(database.AutonomousDatabaseLifecycleStateRestoreFailed),
}

// Gone says whether a database in the state is deleted, or about to be.
func Gone[S ~string](state S) bool {
	return string(state) == terminating || string(state) == Terminated
}

// Rests says whether the state does not end by itself.
func Rests[S ~string](state S) bool { return slices.Contains(resting, string(state)) }

// Lost is the error that a database is in a state in which nobody can work with it. It is an *operation.NotMade.
func Lost(d database.AutonomousDatabase) error {
	reason := "The database is " + string(d.LifecycleState)
	if details := attribute.Value(d.LifecycleDetails); details != "" {
		reason += ": " + strings.TrimSuffix(details, ".")
	}
	return &operation.NotMade{Reason: reason}
}

// Await reads the database until it rests, or is gone, and done says so. It returns what was read last, in any case. what is the
// database with what it is to become, such as `"orders" (ocid1.…) in us-ashburn-1 to come to rest`.
func (c Client) Await(ctx context.Context, what string, done func(context.Context, Reading) (bool, error)) (last Reading, err error) {
	err = operation.Wait(ctx, c.Provider, "database "+what, func(ctx context.Context) (bool, string, error) {
		now, err := c.Read(ctx)
		if err != nil {
			return false, "", err
		}
		last = now
		state := string(now.LifecycleState)
		if !Rests(state) && !Gone(state) {
			return false, state, nil
		}
		over, err := done(ctx, now)
		return over, state, err
	})
	return last, err
}

// Ended waits until the database is gone. Oracle shows it for some hours more, as terminated. back decides about one that rests
// again, and nil takes it for being on its way still.
func (c Client) Ended(ctx context.Context, what string, back func(context.Context, Reading) error) (last Reading, err error) {
	err = operation.Wait(ctx, c.Provider, "database "+what+" to be gone", func(ctx context.Context) (bool, string, error) {
		now, err := c.Read(ctx)
		if oci.IsNotFound(err) {
			return true, "", nil
		}
		last = now
		state := string(now.LifecycleState)
		if err == nil && back != nil && state != Terminated && Rests(state) {
			err = back(ctx, now)
		}
		return err == nil && state == Terminated, state, err
	})
	return last, err
}

// What names the database for Await; name is "" where nobody knows it.
func (c Client) What(name string) string {
	if name == "" {
		return fmt.Sprintf("%s in %s", c.ID, c.Region)
	}
	return fmt.Sprintf("%q (%s) in %s", name, c.ID, c.Region)
}
