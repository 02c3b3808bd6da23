package nosql

import (
	"maps"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

type replicaDetails struct {
	Region        *string `json:"region"`
	CompartmentID *string `json:"compartmentId"`
	MaxReadUnits  *int    `json:"maxReadUnits"`
	MaxWriteUnits *int    `json:"maxWriteUnits"`
}

// createReplica makes a table of the same name in another region, which then belongs to the same replication set.
func (s *Service) createReplica(w http.ResponseWriter, c *cloud.Call) error {
	var d replicaDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if sent(d.Region) == "" {
		return cloud.MissingParameter("region")
	}
	return s.change(c, "CreateReplica", sent(d.CompartmentID), func(t *table) error {
		to, err := s.destination(t, *d.Region)
		if err != nil {
			return err
		}
		made, err := t.copied(d)
		if err != nil {
			return err
		}
		if err := s.reserveIn(to, made, limitsJSON{}, func(u cloud.Usage) error { return s.world.ReserveFar(c, to, u) }); err != nil {
			return err
		}
		s.join(to, t, made)
		t.state = updating
		s.begin(w, c, t, task{
			operation: "CreateReplica", kind: "UPDATE_TABLE", took: s.world.Pace.Create, action: "UPDATED",
			finish: func() { t.state, made.state = active, active },
			undo:   func() { t.state = active; made.leave(); delete(s.tables, made.id) },
		})
		return nil
	})
}

// destination is the region that a table can have a replica in.
func (s *Service) destination(t *table, name string) (region.Region, error) {
	to, known := region.ByName(name)
	switch {
	case !known || to.Realm != t.region.Realm || !s.world.HasRegion(name):
		return to, cloud.InvalidParameter("The region %q is not available for replication.", name)
	case name == t.region.Name:
		return to, cloud.InvalidParameter("The table %s is in the region %s itself.", t.schema.Name, name)
	case t.limits == nil:
		return to, cloud.InvalidParameter("The table %s is a child table: its parent has the replicas.", t.schema.Name)
	case !t.schema.Frozen:
		return to, cloud.InvalidParameter("The schema of the table %s is not frozen: ALTER TABLE %[1]s FREEZE SCHEMA first.", t.schema.Name)
	case t.replica(name) != nil:
		return to, cloud.Errorf(http.StatusConflict, "ReplicaAlreadyExists", "The table %s already has a replica in %s.", t.schema.Name, name)
	case s.named(to, t.compartment, t.schema.Name) != nil:
		return to, tableExists(t.schema.Name)
	}
	return to, nil
}

// copied is the replica of a table: all its own, but for the units that are given.
func (t *table) copied(d replicaDetails) (*table, error) {
	limits := *t.limits
	if d.MaxReadUnits != nil && limits.CapacityMode == provisioned {
		limits.MaxReadUnits = *d.MaxReadUnits
	}
	if d.MaxWriteUnits != nil && limits.CapacityMode == provisioned {
		limits.MaxWriteUnits = *d.MaxWriteUnits
	}
	made := &table{compartment: t.compartment, schema: t.schema, statement: t.statement, limits: &limits, state: creating}
	made.indexes = maps.Clone(t.indexes)
	return made, limits.within()
}

func (s *Service) join(to region.Region, t, made *table) {
	s.place(to, made)
	if t.members == nil {
		t.members = &[]*table{t}
	}
	*t.members = append(*t.members, made)
	made.members = t.members
}

// deleteReplica drops the table's replica in another region.
func (s *Service) deleteReplica(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "compartmentId"); err != nil {
		return err
	}
	return s.change(c, "DeleteReplica", c.URL.Query().Get("compartmentId"), func(t *table) error {
		gone := t.replica(c.PathValue("region"))
		if gone == nil {
			return cloud.Errorf(http.StatusNotFound, "ReplicaNotFound", "The table %s has no replica in %s.", t.schema.Name, c.PathValue("region"))
		}
		if gone.state != active {
			return cloud.IncorrectState("The replica in %s is %s.", gone.region.Name, gone.state)
		}
		t.state, gone.state = updating, deleting
		s.begin(w, c, t, task{
			operation: "DeleteReplica", kind: "UPDATE_TABLE", took: s.world.Pace.Delete, action: "UPDATED",
			finish: func() { t.state = active; gone.leave(); delete(s.tables, gone.id) },
			undo:   func() { t.state, gone.state = active, active },
		})
		return nil
	})
}
