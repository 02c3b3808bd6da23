package nosqltable

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// MoveState takes over the state of an oci_nosql_table for a moved block. It runs without a configured provider. Replicas
// come with the table; an oci_nosql_table_replica is then forgotten by a removed block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveFromOracle}}
}

const oracleType = "oci_nosql_table"

// oracleTable is the state of Oracle's resource as far as it is taken over; the next refresh reads the rest.
type oracleTable struct {
	ID                string            `json:"id"`
	CompartmentID     string            `json:"compartment_id"`
	Name              string            `json:"name"`
	DDLStatement      string            `json:"ddl_statement"`
	IsAutoReclaimable bool              `json:"is_auto_reclaimable"`
	FreeformTags      map[string]string `json:"freeform_tags"`
	DefinedTags       map[string]string `json:"defined_tags"`
	State             string            `json:"state"`
	SchemaState       string            `json:"schema_state"`
	IsMultiRegion     bool              `json:"is_multi_region"`
	TableLimits       []oracleLimits    `json:"table_limits"`
	Replicas          []struct {
		Region string `json:"region"`
	} `json:"replicas"`
}

type oracleLimits struct {
	CapacityMode    string `json:"capacity_mode"`
	MaxReadUnits    int64  `json:"max_read_units"`
	MaxWriteUnits   int64  `json:"max_write_units"`
	MaxStorageInGBs int64  `json:"max_storage_in_gbs"`
}

// moveFromOracle handles states of Oracle's provider, from whichever registry it was installed.
func moveFromOracle(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != oracleType || !placement.OraclesProvider(req.SourceProviderAddress) {
		return
	}
	var source oracleTable
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &source) != nil {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "State not readable",
			"The state of the "+oracleType+" is not in the form of Oracle's provider.", "Remove the moved block, and import the table by its OCID."))
		return
	}
	target, fault := source.model()
	if fault != nil {
		resp.Diagnostics.Append(fault)
		return
	}
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, target)...)
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, target.identity())...)
}

// model is the state that this resource would have. The region is in the table's OCID, and nowhere else.
func (t oracleTable) model() (model, diag.Diagnostic) {
	where, fault := locate(t.ID)
	if fault != nil {
		return model{}, fault
	}
	none := types.MapNull(types.StringType)
	m := model{
		ID: attribute.Text(&t.ID), CompartmentID: attribute.Text(&t.CompartmentID), Name: attribute.Text(&t.Name), DDLStatement: attribute.Text(&t.DDLStatement),
		IsAutoReclaimable: types.BoolValue(t.IsAutoReclaimable), FreeformTags: attribute.TextMap(none, placement.WithoutMarks(t.FreeformTags)),
		DefinedTags: attribute.TextMap(none, attribute.WithoutOracleTags(t.DefinedTags)), TableLimits: types.ObjectNull(limitsType.AttrTypes),
		LifecycleState: attribute.Text(&t.State), SchemaState: attribute.Text(&t.SchemaState), IsMultiRegion: types.BoolValue(t.IsMultiRegion),
		Replicas: types.MapNull(replicaType), Timeouts: placement.NoTimeouts(),
	}
	m.Region, m.Country = types.StringValue(where.Name), types.StringValue(where.Country)
	if len(t.TableLimits) > 0 {
		m.TableLimits = t.TableLimits[0].object()
	}
	if len(t.Replicas) > 0 {
		all := map[string]types.Object{}
		for _, r := range t.Replicas {
			all[r.Region] = replicaObject(types.Int64Null(), types.Int64Null())
		}
		m.Replicas = replicaMap(all)
	}
	return m, nil
}

func (l oracleLimits) object() types.Object {
	return types.ObjectValueMust(limitsType.AttrTypes, map[string]attr.Value{
		"max_read_units": types.Int64Value(l.MaxReadUnits), "max_write_units": types.Int64Value(l.MaxWriteUnits),
		"max_storage_in_gbs": types.Int64Value(l.MaxStorageInGBs), "capacity_mode": attribute.Setting(l.CapacityMode, provisioned),
	})
}
