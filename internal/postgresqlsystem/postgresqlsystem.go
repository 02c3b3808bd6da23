// Package postgresqlsystem is the noun residency_postgresql_db_system: a DB system of OCI Database with PostgreSQL that stays
// inside the boundary, with its key, its network and the copies of its backups. It knows what PostgreSQL's service wants and
// says; the life of a DB system is package dbsystem's, and what is inside package boundary's to say.
package postgresqlsystem

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// NewResource returns the managed resource residency_postgresql_db_system.
func NewResource() resource.Resource { return dbsystem.NewResource(kind()) }

// NewList returns the list resource residency_postgresql_db_system.
func NewList() list.ListResource { return dbsystem.NewList(kind()) }

func kind() dbsystem.Kind[model] {
	return dbsystem.Kind[model]{
		Name: "postgresql_db_system", Title: "PostgreSQL DB system", OCIDType: "postgresqldbsystem", BackupType: "postgresqlbackup",
		OracleType: "oci_psql_db_system", Permission: "to read postgres-db-systems",
		Description: "A DB system of OCI Database with PostgreSQL that stays inside the boundary: its region, its key and the regions that its backups are copied to " +
			"are held against it in the plan, and a copy policy that somebody added by hand is drift. The arguments are those of `oci_psql_db_system` where they " +
			"mean the same, without its nested blocks for storage, network and management; the password is write-only.",
		Attributes: attributes(), Policy: policy(), MostKept: 365,
		Common: func(m *model) *dbsystem.Model { return &m.Model }, Password: model.password, Unknowns: unknowns,
		Check: check, Open: open, Moved: moved,
	}
}

// unknowns marks the configuration of a system that gets another version, where nobody has written one.
func unknowns(plan *model, config model, state *model) {
	if state != nil && config.ConfigID.IsNull() && !sameVersion(plan.DBVersion.ValueString(), state.DBVersion.ValueString()) {
		plan.ConfigID = types.StringUnknown()
	}
}

// check refuses what Oracle refuses.
func check(plan, config model, state *model) (diags diag.Diagnostics) {
	if state != nil && plan.KMSKeyID.IsNull() && !state.KMSKeyID.IsNull() {
		diags.Append(diagnostic.Error(path.Root("kms_key_id"), "Key cannot be taken away",
			"PostgreSQL's service replaces the key of a DB system by another one, and has no way back to Oracle's own key.",
			"Name the key that it has, or another one; a new DB system can be made from a backup without a key."))
	}
	if state != nil && older(plan.DBVersion.ValueString(), state.DBVersion.ValueString()) {
		diags.Append(diagnostic.Error(path.Root("db_version"), "Version cannot be lowered",
			"The DB system has version "+state.DBVersion.ValueString()+", and Oracle only upgrades.", "Write the version that it has, or a later one."))
	}
	diags.Append(plan.Elsewhere("DB system", placement.Part{Attribute: "secret_id", What: "Secret", OCIDs: []string{plan.SecretID.ValueString()}})...)
	of := config.BackupPolicy.Attributes()
	kind, _ := of["kind"].(types.String)
	for name, needs := range map[string]string{"days_of_the_week": "WEEKLY", "days_of_the_month": "MONTHLY"} {
		days, _ := of[name].(types.Set)
		if !config.BackupPolicy.IsUnknown() && !kind.IsUnknown() && !days.IsUnknown() && (kind.ValueString() == needs) == days.IsNull() {
			diags.Append(diagnostic.Error(path.Root("backup_policy").AtName(name), "Backup days do not fit",
				"Only a backup policy of the kind "+needs+" has "+name+", and it must have them.", "Give "+name+" with kind = \""+needs+"\", and not otherwise."))
		}
	}
	start, _ := of["backup_start"].(types.String)
	if k := kind.ValueString(); k != "" && k != none && start.IsNull() {
		diags.Append(diagnostic.Error(path.Root("backup_policy").AtName("backup_start"), "Backup start missing",
			"Automatic backups need the hour at which they start.", "Write it like backup_start = \"02:00\", in UTC."))
	}
	planned, _ := plan.BackupPolicy.Attributes()["kind"].(types.String)
	if !plan.CopyToRegions.IsNull() && !planned.IsUnknown() && (planned.IsNull() || planned.ValueString() == none) {
		diags.Append(diagnostic.Error(path.Root("copy_to_regions"), "Backups are not taken",
			"No automatic backups are taken without a backup_policy of another kind than NONE, so there is nothing to copy.", "Give backup_policy, or leave copy_to_regions out."))
	}
	return diags
}
