package nosql

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

type createDetails struct {
	Name              *string                   `json:"name"`
	CompartmentID     *string                   `json:"compartmentId"`
	DDLStatement      *string                   `json:"ddlStatement"`
	TableLimits       *limitsDetails            `json:"tableLimits"`
	IsAutoReclaimable *bool                     `json:"isAutoReclaimable"`
	FreeformTags      map[string]string         `json:"freeformTags"`
	DefinedTags       map[string]map[string]any `json:"definedTags"`
}

// check reads the details as a table that has no OCID yet.
func (d createDetails) check() (*table, error) {
	for name, value := range map[string]*string{"name": d.Name, "compartmentId": d.CompartmentID, "ddlStatement": d.DDLStatement} {
		if value == nil || *value == "" {
			return nil, cloud.MissingParameter(name)
		}
	}
	schema, err := ddl.Parse(*d.DDLStatement)
	if err != nil {
		return nil, cloud.InvalidParameter("The DDL statement is not one that makes a table: %s.", err)
	}
	if !ddl.SameName(schema.Name, *d.Name) {
		return nil, cloud.InvalidParameter("The name %s is not that of the DDL statement, %s.", *d.Name, schema.Name)
	}
	limits, err := d.TableLimits.of(schema)
	if err != nil {
		return nil, err
	}
	t := &table{
		compartment: *d.CompartmentID, schema: schema, statement: *d.DDLStatement, limits: limits, state: creating,
		free: d.FreeformTags, defined: d.DefinedTags, indexes: map[string]*index{},
	}
	t.reclaimable = d.IsAutoReclaimable != nil && *d.IsAutoReclaimable
	return t, nil
}

func (s *Service) createTable(w http.ResponseWriter, c *cloud.Call) error {
	var d createDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	t, err := d.check()
	if err != nil {
		return err
	}
	if !s.world.HasCompartment(t.compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(access("CreateTable", t.compartment, t.schema.Name, "", true)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if there := s.named(c.Region, t.compartment, t.schema.Name); there != nil {
		return s.createAgain(w, c, there, t)
	}
	if err := s.parent(c, t); err != nil {
		return err
	}
	if err := s.reserve(c, t, limitsJSON{}); err != nil {
		return err
	}
	s.place(c.Region, t)
	s.begin(w, c, t, task{
		operation: "CreateTable", kind: "CREATE_TABLE", took: s.world.Pace.Create, action: "CREATED",
		finish: func() { t.state = active }, undo: func() { delete(s.tables, t.id) },
	})
	return nil
}

// createAgain is a create of a table that is there: fine only with IF NOT EXISTS and the same statement.
func (s *Service) createAgain(w http.ResponseWriter, c *cloud.Call, there, t *table) error {
	if !t.schema.IfNotExists || !there.schema.Equal(t.schema) {
		return tableExists(t.schema.Name)
	}
	s.begin(w, c, there, task{operation: "CreateTable", kind: "CREATE_TABLE", action: "CREATED"})
	return nil
}

// parent refuses a child of a table that is not there.
func (s *Service) parent(c *cloud.Call, t *table) error {
	if !t.schema.IsChild() {
		return nil
	}
	name := parentOf(t.schema.Name)
	if s.named(c.Region, t.compartment, name) == nil {
		return cloud.InvalidParameter("The table %s is a child of the table %s, which does not exist.", t.schema.Name, name)
	}
	return nil
}

func tableExists(name string) error {
	return cloud.Errorf(http.StatusConflict, "TableAlreadyExists", "The table %s already exists.", name)
}
