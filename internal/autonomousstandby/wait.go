package autonomousstandby

import (
	"context"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
)

// isGone says whether the database is deleted, or about to be.
func isGone(d database.AutonomousDatabase) bool { return autonomous.Gone(d.LifecycleState) }

// rests says whether the database is in no passing state.
func rests(d database.AutonomousDatabase) bool { return autonomous.Rests(d.LifecycleState) }

// alone says whether the database is one of its own: it works as one, follows none and leads none.
func alone(d database.AutonomousDatabase) bool {
	works := string(d.LifecycleState) == autonomous.Available || string(d.LifecycleState) == autonomous.Stopped
	return works && len(d.PeerDbIds) == 0 && (d.Role == "" || string(d.Role) == leads)
}

// await reads the database until it rests and shows what was asked for. It returns what was read last, in any case.
func (a api) await(ctx context.Context, become, work string, shows func(database.AutonomousDatabase) bool) (database.AutonomousDatabase, error) {
	w := a.Witness(work)
	last, err := a.Await(ctx, a.What("")+" "+become, func(ctx context.Context, now autonomous.Reading) (bool, error) {
		switch {
		case isGone(now.AutonomousDatabase):
			return false, w.Because(ctx, autonomous.Lost(now.AutonomousDatabase))
		case shows(now.AutonomousDatabase):
			return true, nil
		}
		return false, w.Overdue(ctx, fmt.Sprintf("Oracle accepted it, the database is %s again, and nothing has changed", now.LifecycleState))
	})
	return last.AutonomousDatabase, err
}

// rest waits until the database is in no passing state.
func (a api) rest(ctx context.Context) (database.AutonomousDatabase, error) {
	return a.await(ctx, "to come to rest", "", func(database.AutonomousDatabase) bool { return true })
}
