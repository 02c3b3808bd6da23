package nosqltable

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// change is the way of a table from what it was planned with to what is planned.
type change struct {
	*api
	plan, before model
	now          seen // as it was last read
}

// converge makes the table what the plan says. Replicas that go are dropped first and those that come are added last: what
// leaves the boundary ends first, and the schema cannot change in between. Each step is waited for.
func (a *api) converge(ctx context.Context, plan, before model, now seen) []fault {
	c := &change{api: a, plan: plan, before: before, now: now}
	for _, step := range []func(context.Context) []fault{c.dropReplicas, c.relocate, c.alter, c.limit, c.retag, c.addReplicas, c.adjustReplicas} {
		faults := step(ctx)
		if overtaken := slices.ContainsFunc(faults, func(f fault) bool { return operation.Overtaken(f.err) }); overtaken {
			if there, err := a.settle(ctx, "", "to be ready for a change"); err == nil {
				c.now = there
				faults = step(ctx)
			}
		}
		if len(faults) > 0 {
			return faults
		}
	}
	return nil
}

// do sends one request and waits until it is carried out.
func (c *change) do(ctx context.Context, at path.Path, summary, doing string, send func() (work string, err error)) []fault {
	call := c.call(summary, doing, "")
	call.At = at
	work, err := send()
	if err == nil {
		var now seen
		if now, err = c.settle(ctx, work, "to become ACTIVE again"); err == nil {
			c.now = now
			return nil
		}
		if !operation.IsNotMade(err) {
			call.Next = "Oracle has accepted the change. Apply again to go on."
		}
	}
	return []fault{{call, err}}
}

// meanwhile is the error that somebody has changed what the plan changes too.
func (c *change) meanwhile(at path.Path) []fault {
	call := c.call("Table changed since the plan", "Changing",
		"The change would have been overwritten. Run the plan again: it shows what changed.")
	call.At = at
	return []fault{{call, errors.New("somebody changed the table after this plan was made")}}
}

func (c *change) relocate(ctx context.Context) []fault {
	to := c.plan.CompartmentID.ValueString()
	if c.plan.CompartmentID.Equal(c.before.CompartmentID) || attribute.Value(c.now.table.CompartmentId) == to {
		return nil
	}
	return c.do(ctx, path.Root("compartment_id"), "Cannot move table", "Moving to compartment "+to, func() (string, error) {
		return c.move(ctx, c.now.etag, to)
	})
}

// alter brings the schema to what the statement says.
func (c *change) alter(ctx context.Context) []fault {
	at := path.Root("ddl_statement")
	want, readable := c.plan.table()
	there, known := current(c.now.table)
	if !readable || !known || want.Equal(there) {
		return nil
	}
	if was, ok := c.before.table(); ok && want.Equal(was) {
		return nil // it was changed since the plan, by somebody else; the next one shows it
	} else if ok && !was.Equal(there) {
		return c.meanwhile(at)
	}
	evolution := there.Evolve(want)
	for _, obstacle := range evolution.Obstacles {
		call := c.call("Cannot alter table", "Altering", "Only a new table can have it: terraform apply -replace makes one, without the rows.")
		call.At = at
		return []fault{{call, errors.New(obstacle)}}
	}
	for _, statement := range evolution.Statements {
		faults := c.do(ctx, at, "Cannot alter table", fmt.Sprintf("Sending %q to", statement), func() (string, error) {
			return c.update(ctx, c.now.etag, nosql.UpdateTableDetails{DdlStatement: &statement})
		})
		if len(faults) > 0 {
			return faults
		}
	}
	return nil
}

func (c *change) limit(ctx context.Context) []fault {
	at := path.Root("table_limits")
	want := limitsFrom(c.plan.TableLimits)
	if c.plan.TableLimits.IsNull() || c.plan.TableLimits.Equal(c.before.TableLimits) || want.are(c.now.table.TableLimits) {
		return nil
	}
	if !c.before.TableLimits.IsNull() && !limitsFrom(c.before.TableLimits).are(c.now.table.TableLimits) {
		return c.meanwhile(at)
	}
	return c.do(ctx, at, "Cannot change limits", "Changing the limits of", func() (string, error) {
		return c.update(ctx, c.now.etag, nosql.UpdateTableDetails{TableLimits: want.sent()})
	})
}

func (c *change) retag(ctx context.Context) []fault {
	var d nosql.UpdateTableDetails
	if !maps.Equal(attribute.Texts(c.plan.FreeformTags), attribute.Texts(c.before.FreeformTags)) {
		d.FreeformTags = placement.KeepMarks(attribute.Texts(c.plan.FreeformTags), c.now.table.FreeformTags)
	}
	if !maps.Equal(attribute.Texts(c.plan.DefinedTags), attribute.Texts(c.before.DefinedTags)) {
		d.DefinedTags = attribute.MergedDefined(c.plan.DefinedTags, c.before.DefinedTags, c.now.table.DefinedTags)
	}
	if d.FreeformTags == nil && d.DefinedTags == nil {
		return nil
	}
	return c.do(ctx, path.Empty(), "Cannot change tags", "Changing the tags of", func() (string, error) { return c.update(ctx, c.now.etag, d) })
}

func atReplica(region string) path.Path { return path.Root("replicas").AtMapKey(region) }

// dropReplicas ends the replicas that were planned with and are not planned. One that has come since is left alone.
func (c *change) dropReplicas(ctx context.Context) []fault {
	stay := replicas(c.plan.Replicas)
	for _, region := range regions(c.before.Replicas) {
		_, stays := stay[region]
		if _, there := byRegion(c.now.table.Replicas)[region]; stays || !there {
			continue
		}
		tflog.Info(ctx, "dropping the replica in "+region, c.fields())
		if faults := c.do(ctx, atReplica(region), "Cannot drop replica", "Dropping the replica in "+region+" of", func() (string, error) {
			return c.dropReplica(ctx, region)
		}); len(faults) > 0 {
			return faults
		}
	}
	return nil
}

// addReplicas makes the replicas that are planned and were not planned with. Each may fail by itself: the others are made
// all the same. One that was planned with and has gone since is left to the next plan, which judges it.
func (c *change) addReplicas(ctx context.Context) (faults []fault) {
	all, was := replicas(c.plan.Replicas), replicas(c.before.Replicas)
	for _, region := range regions(c.plan.Replicas) {
		_, known := was[region]
		if _, there := byRegion(c.now.table.Replicas)[region]; there || known {
			continue
		}
		own := limits{reads: number(all[region], "max_read_units"), writes: number(all[region], "max_write_units"), mode: limitsFrom(c.plan.TableLimits).mode}
		failed := c.do(ctx, atReplica(region), "Cannot add replica", "Adding a replica in "+region+" to", func() (string, error) {
			return c.addReplica(ctx, region, own)
		})
		if _, there := byRegion(c.now.table.Replicas)[region]; len(failed) == 0 && !there {
			call := c.call("Cannot add replica", "Adding a replica in "+region+" to", "Apply again to try once more.")
			call.At = atReplica(region)
			failed = []fault{{call, errors.New("it was accepted, and the table does not show it")}}
		}
		faults = append(faults, failed...)
	}
	return faults
}

// adjustReplicas gives the replicas that stay the limits that are planned, where the plan changes them.
func (c *change) adjustReplicas(ctx context.Context) (faults []fault) {
	was, all, own := replicas(c.before.Replicas), replicas(c.plan.Replicas), limitsFrom(c.plan.TableLimits)
	for _, region := range regions(c.plan.Replicas) {
		before, stays := was[region]
		there, exists := byRegion(c.now.table.Replicas)[region]
		if !stays || !exists || before.Equal(all[region]) && c.plan.TableLimits.Equal(c.before.TableLimits) {
			continue
		}
		if err := c.adjust(ctx, region, attribute.Value(there.TableId), wanted(all[region], own)); err != nil {
			call := c.call("Cannot change limits", "Changing the limits of the replica in "+region+" of", "")
			call.At = atReplica(region)
			faults = append(faults, fault{call, err})
		}
	}
	return faults
}

// adjust changes the limits of one replica, in its own region.
func (c *change) adjust(ctx context.Context, region, id string, want limits) error {
	there, err := c.replica(region, id)
	if err != nil {
		return err
	}
	now, err := there.settle(ctx, "", "to be ready for a change")
	if err != nil || want.are(now.table.TableLimits) {
		return err
	}
	work, err := there.update(ctx, now.etag, nosql.UpdateTableDetails{TableLimits: want.sent()})
	if err != nil {
		return err
	}
	_, err = there.settle(ctx, work, "to become ACTIVE again")
	return err
}
