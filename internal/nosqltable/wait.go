package nosqltable

import (
	"context"
	"fmt"
	"slices"

	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// resting says whether a table's state does not end by itself.
func resting(state nosql.TableLifecycleStateEnum) bool {
	return !slices.Contains([]nosql.TableLifecycleStateEnum{
		nosql.TableLifecycleStateCreating, nosql.TableLifecycleStateUpdating, nosql.TableLifecycleStateDeleting,
	}, state)
}

func gone(state string) bool {
	return state == string(nosql.TableLifecycleStateDeleting) || state == string(nosql.TableLifecycleStateDeleted)
}

// settle waits until the table is at rest and the work request, "" for none, is over. The last table that was read is
// returned with an error too. A work request that cannot be read is not waited for: the table itself says what it is.
func (a *api) settle(ctx context.Context, work, until string) (last seen, err error) {
	err = operation.Wait(ctx, a.provider, fmt.Sprintf("table %q in %s %s", a.name, a.region, until), func(ctx context.Context) (bool, string, error) {
		over, err := a.over(ctx, work)
		if err != nil {
			return false, "", err
		}
		now, err := a.get(ctx)
		if err != nil {
			return false, "", err
		}
		last = now
		return over && resting(now.table.LifecycleState), string(now.table.LifecycleState), nil
	})
	if err == nil && last.failed() {
		err = fmt.Errorf("the table is FAILED: %s", attribute.Value(last.table.LifecycleDetails))
	}
	return last, err
}

// over says whether a work request is finished, or nobody can tell. One that failed is an error.
func (a *api) over(ctx context.Context, work string) (bool, error) {
	if work == "" {
		return true, nil
	}
	wr, err := a.work(ctx, work)
	switch {
	case oci.Stopped(err):
		return false, err
	case err != nil:
		return true, nil //nolint:nilerr // the table is asked instead
	}
	switch wr.Status {
	case nosql.WorkRequestStatusSucceeded:
		return true, nil
	case nosql.WorkRequestStatusFailed, nosql.WorkRequestStatusCanceled:
		return false, &operation.NotMade{Reason: fmt.Sprintf("The work request %s is %s: %s", work, wr.Status, a.reasons(ctx, work))}
	}
	return false, nil
}

// appear waits until a table that is being created can be read by its name, and takes its OCID.
func (a *api) appear(ctx context.Context, work, compartment string) (last seen, err error) {
	err = operation.Wait(ctx, a.provider, fmt.Sprintf("table %q in %s to appear", a.name, a.region), func(ctx context.Context) (bool, string, error) {
		now, err := a.byName(ctx, compartment)
		if err == nil {
			last, a.id = now, attribute.Value(now.table.Id)
			return true, string(now.table.LifecycleState), nil
		}
		if !oci.IsNotFound(err) {
			return false, "", err
		}
		if _, err := a.over(ctx, work); err != nil {
			return false, "", err
		}
		return false, "not there yet", nil
	})
	return last, err
}

// vanish waits until the table is gone.
func (a *api) vanish(ctx context.Context, work string) error {
	return operation.Wait(ctx, a.provider, fmt.Sprintf("table %q in %s to be gone", a.name, a.region), func(ctx context.Context) (bool, string, error) {
		now, err := a.get(ctx)
		switch {
		case oci.IsNotFound(err), err == nil && now.table.LifecycleState == nosql.TableLifecycleStateDeleted:
			return true, "", nil
		case err != nil:
			return false, "", err
		}
		if _, err := a.over(ctx, work); err != nil {
			return false, "", err
		}
		return false, string(now.table.LifecycleState), nil
	})
}

// missing is the table that m is, for which Oracle answered 404.
func (a *api) missing(m model) operation.Missing {
	compartment := m.CompartmentID.ValueString()
	return operation.Missing{
		Call: a.call("Table cannot be read", "Reading", ""), Noun: "table", Compartment: compartment,
		Check: "the region and the OCID", Permission: "NOSQL_TABLE_READ", Fields: a.fields(),
		Listed: func(ctx context.Context) (bool, error) {
			return operation.Shows(a.tables(ctx, compartment), func(t nosql.TableSummary) bool {
				return attribute.Value(t.Id) == a.id && !gone(string(t.LifecycleState))
			})
		},
	}
}

// nothing says whether there is certainly no table, after its creation has failed.
func (a *api) nothing(ctx context.Context) bool {
	_, err := a.get(ctx)
	return oci.IsNotFound(err)
}
