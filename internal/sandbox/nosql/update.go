package nosql

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

type updateDetails struct {
	CompartmentID *string                   `json:"compartmentId"`
	DDLStatement  *string                   `json:"ddlStatement"`
	TableLimits   *limitsDetails            `json:"tableLimits"`
	FreeformTags  map[string]string         `json:"freeformTags"`
	DefinedTags   map[string]map[string]any `json:"definedTags"`
}

func (d updateDetails) tags() bool { return d.FreeformTags != nil || d.DefinedTags != nil }

// single refuses an update of several things at once: schema, limits and tags each take one of their own.
func (d updateDetails) single() error {
	kinds := 0
	for _, sent := range []bool{d.DDLStatement != nil, d.TableLimits != nil, d.tags()} {
		if sent {
			kinds++
		}
	}
	if kinds != 1 {
		return cloud.InvalidParameter("An update changes the schema (ddlStatement), the limits (tableLimits) or the tags: one of them in a request.")
	}
	return nil
}

func (s *Service) updateTable(w http.ResponseWriter, c *cloud.Call) error {
	var d updateDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if err := d.single(); err != nil {
		return err
	}
	return s.change(c, "UpdateTable", sent(d.CompartmentID), func(t *table) error {
		var finish func()
		var err error
		switch {
		case d.DDLStatement != nil:
			finish, err = t.altered(*d.DDLStatement)
		case d.TableLimits != nil:
			finish, err = s.limited(c, t, *d.TableLimits)
		default:
			finish = func() { t.retag(d) }
		}
		if err != nil {
			return err
		}
		s.update(w, c, t, "UpdateTable", s.world.Pace, finish)
		return nil
	})
}

// update accepts work on a table that is UPDATING until it is done.
func (s *Service) update(w http.ResponseWriter, c *cloud.Call, t *table, operation string, pace cloud.Pace, finish func()) {
	t.state = updating
	s.begin(w, c, t, task{
		operation: operation, kind: "UPDATE_TABLE", took: pace.Update, action: "UPDATED",
		finish: func() { finish(); t.state = active }, undo: func() { t.state = active },
	})
}

func (t *table) retag(d updateDetails) {
	if d.FreeformTags != nil {
		t.free = d.FreeformTags
	}
	if d.DefinedTags != nil {
		t.defined = d.DefinedTags
	}
}

// altered is the change of the schema that a statement asks for. A table with replicas takes a TTL only, which all of
// them get.
func (t *table) altered(statement string) (func(), error) {
	after, ttlOnly, err := t.after(statement)
	if err != nil {
		return nil, cloud.InvalidParameter("The DDL statement cannot be carried out: %s.", err)
	}
	if t.members != nil && !ttlOnly {
		return nil, cloud.InvalidParameter("The table %s has replicas: its schema cannot be changed or unfrozen.", t.schema.Name)
	}
	for name := range t.indexes {
		for _, k := range t.indexes[name].Keys {
			if !hasColumn(after, k.ColumnName) {
				return nil, cloud.InvalidParameter("The column %s is in the index %s and cannot be dropped.", k.ColumnName, t.indexes[name].Name)
			}
		}
	}
	return func() {
		for _, other := range t.others() {
			other.schema.TTL = after.TTL
			other.statement = other.schema.String()
		}
		t.schema, t.statement = after, after.String()
	}, nil
}

// after is the schema after a statement: an ALTER TABLE, or the CREATE TABLE that is wanted, of which Oracle adds the new
// columns.
func (t *table) after(statement string) (after ddl.Table, ttlOnly bool, err error) {
	if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(statement)), "CREATE") {
		want, err := ddl.Parse(statement)
		if err != nil {
			return want, false, err
		}
		e := t.schema.Evolve(want)
		if len(e.Obstacles)+len(e.Lost) > 0 {
			return want, false, &ddl.Error{Message: "only new columns, a TTL and freezing can be had by a CREATE TABLE statement"}
		}
		return want, !e.SchemaChanges(), nil
	}
	a, err := ddl.ParseAlter(statement)
	if err != nil {
		return after, false, err
	}
	after, err = t.schema.Apply(a)
	return after, a.TTL != nil, err
}

// limited is the change of limits. Units and mode are of this region; the storage is that of all replicas.
func (s *Service) limited(c *cloud.Call, t *table, d limitsDetails) (func(), error) {
	if t.limits == nil {
		return nil, cloud.InvalidParameter("The table %s is a child table: it has the limits of its parent.", t.schema.Name)
	}
	limits, err := d.check()
	if err != nil {
		return nil, err
	}
	wanted := *t
	wanted.limits = limits
	if err := s.reserve(c, &wanted, *t.limits); err != nil {
		return nil, err
	}
	return func() {
		t.limits = limits
		for _, other := range t.others() {
			changed := *other.limits
			changed.MaxStorageInGBs = limits.MaxStorageInGBs
			other.limits = &changed
		}
	}, nil
}

type moveDetails struct {
	ToCompartmentID   *string `json:"toCompartmentId"`
	FromCompartmentID *string `json:"fromCompartmentId"`
}

func (s *Service) changeCompartment(w http.ResponseWriter, c *cloud.Call) error {
	var d moveDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	to := sent(d.ToCompartmentID)
	if to == "" {
		return cloud.MissingParameter("toCompartmentId")
	}
	if !s.world.HasCompartment(to) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(access("ChangeTableCompartment", to, "", "", true)); err != nil {
		return err
	}
	return s.change(c, "ChangeTableCompartment", sent(d.FromCompartmentID), func(t *table) error {
		switch {
		case !s.world.CanMove(t.compartment, to):
			return cloud.NotAuthorizedOrNotFound()
		case s.named(t.region, to, t.schema.Name) != nil:
			return tableExists(t.schema.Name)
		}
		s.update(w, c, t, "ChangeTableCompartment", s.world.Pace, func() { t.compartment = to })
		return nil
	})
}

func sent(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func hasColumn(t ddl.Table, name string) bool {
	for _, c := range t.Columns {
		if ddl.SameName(c.Name, name) {
			return true
		}
	}
	return false
}
