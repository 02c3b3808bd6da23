package dbsystem

import (
	"context"
	"fmt"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// The states of a system that mean something here; the others pass.
const (
	active   = "ACTIVE"
	inactive = "INACTIVE"
	deleting = "DELETING"
	deleted  = "DELETED"
	failed   = "FAILED"
	attend   = "NEEDS_ATTENTION"
)

func gone(state string) bool { return state == deleting || state == deleted }

// passing says whether a state ends by itself.
func passing(state string) bool {
	return !slices.Contains([]string{active, inactive, deleting, deleted, failed, attend}, state)
}

// await waits until a system is at rest. The system itself is asked and no work request: one that cannot be read says
// nothing of the system. The last system that was read is returned with an error too.
func (r *Resource[M]) await(ctx context.Context, cloud Cloud[M], id, until string) (System[M], error) {
	last, err := r.settle(ctx, cloud, id, until, func(s System[M]) bool { return !passing(s.State) })
	if err == nil && (last.State == failed || gone(last.State)) {
		err = fmt.Errorf("the DB system is %s: %s", last.State, last.Details)
	}
	return last, err
}

// made waits until a change is made: until the system is at rest, in the state that the step brings about, and the work request has
// nothing more to say.
func (r *Resource[M]) made(ctx context.Context, cloud Cloud[M], id string, step Step[M], work string) (last System[M], err error) {
	witness := operation.Witness{ID: work, Ask: cloud.Work}
	until := "to be at rest again"
	err = operation.Wait(ctx, r.Provider, fmt.Sprintf("%s %s %s", r.kind.Title, id, until), func(ctx context.Context) (bool, string, error) {
		now, err := cloud.Read(ctx, id)
		if err != nil {
			return false, "", err
		}
		last = now
		switch {
		case now.State == failed || gone(now.State):
			return false, now.State, witness.Because(ctx, &operation.NotMade{Reason: "The DB system is " + now.State + ": " + now.Details})
		case passing(now.State):
			return false, now.State, nil
		case step.state != "" && step.state != now.State:
			return false, now.State, witness.Overdue(ctx, "Oracle accepted the change, and the DB system is still "+now.State)
		}
		over, err := witness.Over(ctx)
		return over, now.State, err
	})
	return last, err
}

// settle waits until a system is in a state.
func (r *Resource[M]) settle(ctx context.Context, cloud Cloud[M], id, until string, there func(System[M]) bool) (last System[M], err error) {
	err = operation.Wait(ctx, r.Provider, fmt.Sprintf("%s %s %s", r.kind.Title, id, until), func(ctx context.Context) (bool, string, error) {
		now, err := cloud.Read(ctx, id)
		if err != nil {
			return false, "", err
		}
		last = now
		return there(now), now.State, nil
	})
	return last, err
}

// missing is the system that m is, for which Oracle answered 404.
func (r *Resource[M]) missing(cloud Cloud[M], m M) operation.Missing {
	c := r.kind.Common(&m)
	compartment := c.CompartmentID.ValueString()
	return operation.Missing{
		Call: r.call(m, "DB system cannot be read", "Reading", ""), Noun: r.kind.Title, Compartment: compartment,
		Check: "the region and the OCID", Permission: r.kind.Permission,
		Fields: map[string]any{"region": c.Region.ValueString(), "id": c.ID.ValueString()},
		Listed: func(ctx context.Context) (bool, error) {
			return operation.Shows(cloud.List(ctx, compartment, ""), func(s System[M]) bool { return s.ID == c.ID.ValueString() && !gone(s.State) })
		},
	}
}
