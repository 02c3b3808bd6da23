package autonomousdatabase

import (
	"context"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
)

// What the argument state may be.
const (
	available = autonomous.Available
	stopped   = autonomous.Stopped
)

// reading is a database as it was read.
type reading struct {
	model

	raw  database.AutonomousDatabase
	etag string
}

// as is a reading in the terms of the noun; prior says what of it the configuration manages.
func as(prior model, now autonomous.Reading) reading {
	if now.Id == nil {
		return reading{model: prior}
	}
	return reading{model: prior.fromAPI(now.AutonomousDatabase), raw: now.AutonomousDatabase, etag: now.ETag}
}

// read reads the database.
func (a api) read(ctx context.Context, prior model) (reading, error) {
	now, err := a.Read(ctx)
	return as(prior, now), err
}

// await reads the database until it rests and done says so. It returns what was read last, in any case.
func (a api) await(ctx context.Context, prior model, become string, done func(context.Context, reading) (bool, error)) (reading, error) {
	last, err := a.Await(ctx, a.What(a.name)+" "+become, func(ctx context.Context, now autonomous.Reading) (bool, error) { return done(ctx, as(prior, now)) })
	return as(prior, last), err
}

// rest waits until the database is in no passing state.
func (a api) rest(ctx context.Context, prior model) (reading, error) {
	return a.await(ctx, prior, "to come to rest", func(_ context.Context, now reading) (bool, error) { return true, now.lost() })
}

// made waits until a change that was accepted is made: until the database shows it, and for one that it does not show, until
// the work request is over too.
func (a api) made(ctx context.Context, prior model, s step, work string, is func(now model) bool) (reading, error) {
	w := a.Witness(work)
	return a.await(ctx, prior, "to have "+s.what+" changed", func(ctx context.Context, now reading) (bool, error) {
		shown := is(now.model)
		switch {
		case now.lost() != nil:
			return false, now.lost()
		case shown && s.hidden:
			return w.Over(ctx)
		case shown:
			return true, nil
		}
		return false, w.Overdue(ctx, fmt.Sprintf("Oracle accepted the change, but the database is %s again and does not show the change of %s", now.raw.LifecycleState, s.what))
	})
}

// lost says why the database is not one to work with; nil where it is.
func (r reading) lost() error {
	if autonomous.Gone(r.raw.LifecycleState) || string(r.raw.LifecycleState) == autonomous.Unavailable {
		return autonomous.Lost(r.raw)
	}
	return nil
}
