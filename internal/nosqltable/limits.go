package nosqltable

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// limits are those of a table, or the units of one of its replicas.
type limits struct {
	reads, writes types.Int64
	storage       types.Int64
	mode          string
}

// number is a member of an object; it is null where there is none.
func number(o types.Object, name string) types.Int64 {
	if n, ok := o.Attributes()[name].(types.Int64); ok {
		return n
	}
	return types.Int64Null()
}

func limitsFrom(o types.Object) limits {
	mode, _ := o.Attributes()["capacity_mode"].(types.String)
	return limits{number(o, "max_read_units"), number(o, "max_write_units"), number(o, "max_storage_in_gbs"), mode.ValueString()}
}

// sent are the limits in a request. Oracle wants units with any mode, and does not use them on demand.
func (l limits) sent() *nosql.TableLimits {
	reads, writes := l.reads.ValueInt64(), l.writes.ValueInt64()
	if l.mode == onDemand {
		reads, writes = 0, 0
	}
	return &nosql.TableLimits{
		MaxReadUnits: common.Int(int(reads)), MaxWriteUnits: common.Int(int(writes)), MaxStorageInGBs: common.Int(int(l.storage.ValueInt64())),
		CapacityMode: nosql.TableLimitsCapacityModeEnum(l.mode),
	}
}

// are says whether these are the limits that Oracle tells.
func (l limits) are(api *nosql.TableLimits) bool {
	if api == nil {
		return false
	}
	want := l.sent()
	mode := string(api.CapacityMode)
	if mode == "" {
		mode = provisioned
	}
	same := mode == l.mode && attribute.Value(api.MaxStorageInGBs) == *want.MaxStorageInGBs
	return same && (mode == onDemand || attribute.Value(api.MaxReadUnits) == *want.MaxReadUnits && attribute.Value(api.MaxWriteUnits) == *want.MaxWriteUnits)
}

// limitsObject is what Oracle says of limits as the attribute. Units that are written for a table on demand stay as they
// are: Oracle tells zeros. A child table has none of its own, whatever is told of its parent's.
func limitsObject(prior types.Object, api *nosql.TableLimits, child bool) types.Object {
	if api == nil || child {
		return types.ObjectNull(limitsType.AttrTypes)
	}
	mode := attribute.Setting(string(api.CapacityMode), provisioned)
	reads, writes := attribute.Int64(api.MaxReadUnits), attribute.Int64(api.MaxWriteUnits)
	if mode.ValueString() == onDemand {
		reads, writes = number(prior, "max_read_units"), number(prior, "max_write_units")
	}
	return types.ObjectValueMust(limitsType.AttrTypes, map[string]attr.Value{
		"max_read_units": reads, "max_write_units": writes, "max_storage_in_gbs": attribute.Int64(api.MaxStorageInGBs), "capacity_mode": mode,
	})
}
