// Package mysqlsystem is the noun residency_mysql_db_system: a DB system of MySQL HeatWave that stays inside the boundary, with
// its key, its network and the copies of its backups. It knows what MySQL's service wants and says; the life of a DB system
// is package dbsystem's, and what is inside package boundary's to say.
package mysqlsystem

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// NewResource returns the managed resource residency_mysql_db_system.
func NewResource() resource.Resource { return dbsystem.NewResource(kind()) }

// NewList returns the list resource residency_mysql_db_system.
func NewList() list.ListResource { return dbsystem.NewList(kind()) }

func kind() dbsystem.Kind[model] {
	return dbsystem.Kind[model]{
		Name: "mysql_db_system", Title: "MySQL DB system", OCIDType: "mysqldbsystem", BackupType: "mysqlbackup",
		OracleType: "oci_mysql_mysql_db_system", Permission: "MYSQL_INSTANCE_READ",
		Description: "A DB system of MySQL HeatWave that stays inside the boundary: its region, its key and the regions that its backups are copied to are held against " +
			"it in the plan, and a copy policy that somebody added by hand is drift. The arguments are those of `oci_mysql_mysql_db_system` where they mean the same; " +
			"the password is write-only.",
		Attributes: attributes(), Policy: policy(), MostKept: 365,
		Common: func(m *model) *dbsystem.Model { return &m.Model }, Password: model.password, Unknowns: func(*model, model, *model) {},
		Check: check, Open: open, Moved: moved,
	}
}

// check refuses what Oracle refuses.
func check(plan, _ model, state *model) (diags diag.Diagnostics) {
	if state != nil && !plan.DataStorageSizeInGB.IsUnknown() && plan.DataStorageSizeInGB.ValueInt64() < state.DataStorageSizeInGB.ValueInt64() {
		diags.Append(diagnostic.Error(path.Root("data_storage_size_in_gb"), "Storage cannot be made smaller",
			"Oracle only makes the storage of a MySQL DB system larger.", "Write the size that it has, or a larger one."))
	}
	enabled, _ := plan.BackupPolicy.Attributes()["is_enabled"].(types.Bool)
	if !plan.CopyToRegions.IsNull() && !enabled.IsNull() && !enabled.IsUnknown() && !enabled.ValueBool() {
		diags.Append(diagnostic.Error(path.Root("copy_to_regions"), "Backups are not taken",
			"backup_policy.is_enabled is false, so there is nothing to copy.", "Set it to true, or leave copy_to_regions out."))
	}
	return diags
}
