package nosqltable

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// model is the resource in a plan or a state.
type model struct {
	placement.Model

	ID            types.String `tfsdk:"id"`
	CompartmentID types.String `tfsdk:"compartment_id"`
	Name          types.String `tfsdk:"name"`
	DDLStatement  types.String `tfsdk:"ddl_statement"`

	TableLimits       types.Object `tfsdk:"table_limits"`
	IsAutoReclaimable types.Bool   `tfsdk:"is_auto_reclaimable"`
	FreeformTags      types.Map    `tfsdk:"freeform_tags"`
	DefinedTags       types.Map    `tfsdk:"defined_tags"`
	Replicas          types.Map    `tfsdk:"replicas"`

	DeletionProtection types.Bool `tfsdk:"deletion_protection"`

	LifecycleState   types.String `tfsdk:"lifecycle_state"`
	LifecycleDetails types.String `tfsdk:"lifecycle_details"`
	Schema           types.String `tfsdk:"schema"`
	SchemaState      types.String `tfsdk:"schema_state"`
	IsMultiRegion    types.Bool   `tfsdk:"is_multi_region"`
	TimeCreated      types.String `tfsdk:"time_created"`
	TimeUpdated      types.String `tfsdk:"time_updated"`
	TimeOfExpiration types.String `tfsdk:"time_of_expiration"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// identity is what tells one table from all others.
type identity struct {
	ID types.String `tfsdk:"id"`
}

func (m model) identity() identity { return identity{ID: m.ID} }

// protected is the table, which goes with its rows.
func (m model) protected() operation.Protected {
	what := fmt.Sprintf("table %q (%s) in %s", m.Name.ValueString(), m.ID.ValueString(), m.Region.ValueString())
	return operation.Protected{On: m.DeletionProtection, What: what, Lost: "its rows and its replicas"}
}

// fresh says whether the model is only where something is, as after an import, and nothing is known of what it is.
func (m model) fresh() bool { return m.CompartmentID.IsNull() }

// table is what the statement says; false where it is not known or cannot be read.
func (m model) table() (ddl.Table, bool) {
	if m.DDLStatement.IsNull() || m.DDLStatement.IsUnknown() {
		return ddl.Table{}, false
	}
	t, err := ddl.Parse(m.DDLStatement.ValueString())
	return t, err == nil
}

// create is the request that makes the table, without its replicas. The owner's mark is one of the tags.
func (m model) create(owner string) (nosql.CreateTableDetails, error) {
	statement, err := ddl.Unconditional(m.DDLStatement.ValueString())
	if err != nil {
		return nosql.CreateTableDetails{}, err
	}
	details := nosql.CreateTableDetails{
		Name:              common.String(m.Name.ValueString()),
		CompartmentId:     common.String(m.CompartmentID.ValueString()),
		DdlStatement:      &statement,
		IsAutoReclaimable: attribute.SentBool(m.IsAutoReclaimable),
		FreeformTags:      placement.KeepMarks(attribute.Texts(m.FreeformTags), attribute.Marks(owner, "")),
		DefinedTags:       attribute.SentDefined(m.DefinedTags),
	}
	if !m.TableLimits.IsNull() {
		details.TableLimits = limitsFrom(m.TableLimits).sent()
	}
	return details, nil
}

// fromAPI takes over what Oracle says of the table. What is Terraform's own stays, and so does the form of what means the
// same: a statement above all. reads are the replicas' read units, which Oracle tells in their own regions only.
func (m model) fromAPI(t nosql.Table, reads unitsRead) model {
	fresh := m.fresh()
	m.ID = attribute.Text(t.Id)
	m.CompartmentID = attribute.Text(t.CompartmentId)
	if name := attribute.Value(t.Name); !ddl.SameName(name, m.Name.ValueString()) {
		m.Name = types.StringValue(name)
	}
	m.DDLStatement = statementFrom(m, t)
	m.TableLimits = limitsObject(m.TableLimits, t.TableLimits, m.isChild())
	m.IsAutoReclaimable = types.BoolValue(attribute.Value(t.IsAutoReclaimable))
	m.FreeformTags = attribute.Freeform(m.FreeformTags, t.FreeformTags)
	m.DefinedTags = attribute.Defined(m.DefinedTags, t.DefinedTags, fresh)
	m.Replicas = observed(m.Replicas, t, reads)
	m.LifecycleState = attribute.Text((*string)(&t.LifecycleState))
	m.LifecycleDetails = attribute.Text(t.LifecycleDetails)
	m.Schema = schemaJSON(t.Schema)
	m.SchemaState = attribute.Text((*string)(&t.SchemaState))
	m.IsMultiRegion = types.BoolValue(attribute.Value(t.IsMultiRegion))
	m.TimeCreated = attribute.Moment(t.TimeCreated)
	m.TimeUpdated = attribute.Moment(t.TimeUpdated)
	m.TimeOfExpiration = attribute.Moment(t.TimeOfExpiration)
	return m
}

// statementFrom is Oracle's statement, or the one that the model has where the two mean the same.
func statementFrom(m model, t nosql.Table) types.String {
	told := attribute.Text(t.DdlStatement)
	there, readable := current(t)
	if !readable {
		return told
	}
	if written, ok := m.table(); ok && written.Equal(there) {
		return m.DDLStatement
	}
	if parsed, err := ddl.Parse(told.ValueString()); err == nil && parsed.Equal(there) {
		return told
	}
	return types.StringValue(there.String())
}

// current is the table as it is there. Whether its schema is frozen is Oracle's to say, whatever the statement has.
func current(t nosql.Table) (ddl.Table, bool) {
	there, err := ddl.Parse(attribute.Value(t.DdlStatement))
	if t.SchemaState != "" {
		there.Frozen = t.SchemaState == nosql.TableSchemaStateFrozen
	}
	return there, err == nil
}

func schemaJSON(s *nosql.Schema) types.String {
	if s == nil {
		return types.StringNull()
	}
	text, err := json.Marshal(s)
	if err != nil {
		return types.StringNull()
	}
	return types.StringValue(string(text))
}
