package autonomousdatabase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// conflicts refuses what Oracle refuses, before anything is sent.
func (p planner) conflicts(plan model) (diags diag.Diagnostics) {
	diags.Append(plan.elsewhere()...)
	diags.Append(plan.exposed()...)
	diags.Append(attribute.Crowded(plan.FreeformTags, plan.marks(p.provider.Owner), "database")...)
	if p.state == nil {
		diags.Append(p.incomplete(plan)...)
	}
	diags.Append(plan.sources()...)
	diags.Append(p.sizes()...)
	if p.state != nil && p.config.ComputeCount.IsNull() && plan.ComputeCount.IsUnknown() {
		diags.Append(diagnostic.Error(path.Root("compute_count"), "Compute count missing",
			"Oracle changes compute_model only together with compute_count.", "Write compute_count: one OCPU is about four ECPUs."))
	}
	return diags
}

// gbInTB is what Oracle counts.
const gbInTB = 1024

// sizes refuses two sizes of the storage that are not the same: a configuration that was generated has both.
func (p planner) sizes() (diags diag.Diagnostics) {
	gbs, tbs := p.config.DataStorageSizeInGB, p.config.DataStorageSizeInTBs
	if gbs.ValueInt64() != 0 && tbs.ValueInt64() != 0 && gbs.ValueInt64() != tbs.ValueInt64()*gbInTB {
		diags.Append(diagnostic.Error(path.Root("data_storage_size_in_gb"), "Two storage sizes",
			fmt.Sprintf("data_storage_size_in_gb = %d and data_storage_size_in_tbs = %d are not the same.", gbs.ValueInt64(), tbs.ValueInt64()), "Write one of the two."))
	}
	return diags
}

// elsewhere refuses parts of other regions: Oracle joins a database only with those of its own.
func (m model) elsewhere() diag.Diagnostics {
	var networks []string
	for _, entry := range attribute.Strings(m.WhitelistedIPs.Elements()) {
		if vcn, _, _ := strings.Cut(entry, ";"); strings.HasPrefix(vcn, "ocid1.") {
			networks = append(networks, vcn)
		}
	}
	return m.Elsewhere("database",
		placement.Part{Attribute: "kms_key_id", What: "Key", OCIDs: []string{m.KMSKeyID.ValueString()}},
		placement.Part{Attribute: "vault_id", What: "Vault", OCIDs: []string{m.VaultID.ValueString()}},
		placement.Part{Attribute: "subnet_id", What: "Subnet", OCIDs: []string{m.SubnetID.ValueString()}},
		placement.Part{Attribute: "secret_id", What: "Secret", OCIDs: []string{m.SecretID.ValueString()}},
		placement.Part{Attribute: "nsg_ids", What: "Network security group", OCIDs: attribute.Strings(m.NSGIDs.Elements())},
		placement.Part{Attribute: "whitelisted_ips", What: "VCN", OCIDs: networks})
}

// exposed refuses what would let everybody connect without a certificate, and parts of a private endpoint without one.
func (m model) exposed() (diags diag.Diagnostics) {
	list, whole := known(m.WhitelistedIPs)
	if m.SubnetID.IsNull() && whole && len(list) == 0 && !m.IsMTLSConnectionRequired.IsNull() && !m.IsMTLSConnectionRequired.IsUnknown() && !m.IsMTLSConnectionRequired.ValueBool() {
		diags.Append(diagnostic.Error(path.Root("is_mtls_connection_required"), "Mutual TLS needed",
			"The database has a public endpoint and no access control list, so everybody could connect without a certificate; Oracle does not allow that.",
			"Write a subnet_id or whitelisted_ips, or is_mtls_connection_required = true."))
	}
	if !m.SubnetID.IsNull() {
		return diags
	}
	for at, set := range map[string]bool{"nsg_ids": len(m.NSGIDs.Elements()) > 0, "private_endpoint_label": m.PrivateEndpointLabel.ValueString() != ""} {
		if set {
			diags.Append(diagnostic.Error(path.Root(at), "Private endpoint missing",
				at+" is about a private endpoint, and a database without subnet_id has none.", "Write subnet_id, or leave "+at+" out."))
		}
	}
	return diags
}

// openness warns of a database that can be reached from everywhere. No data is outside by that: whoever connects needs the
// database's credentials.
func (p planner) openness(plan model) (diags diag.Diagnostics) {
	list, whole := known(plan.WhitelistedIPs)
	wide := slices.ContainsFunc(list, func(entry string) bool { return strings.HasSuffix(entry, "/0") })
	switch {
	case !plan.SubnetID.IsNull() || !whole:
	case wide:
		diags.Append(diagnostic.Warning(path.Root("whitelisted_ips"), "Database open to everywhere",
			"The access control list has a block of every address, so whoever has the database's credentials can connect from any country.",
			"List the addresses that need it, or give the database a subnet_id."))
	case len(list) == 0 && p.opened():
		diags.Append(diagnostic.Warning(path.Root("whitelisted_ips"), "Database open to everywhere",
			"The database has a public endpoint and no access control list, so whoever has its credentials can connect from any country.",
			"Write whitelisted_ips, or give the database a subnet_id."))
	}
	return diags
}

// opened says whether the plan opens the database, or finds it opened: what stays as it was is not said in every plan.
func (p planner) opened() bool {
	return p.state == nil || !p.state.SubnetID.IsNull() || len(p.state.WhitelistedIPs.Elements()) > 0
}

// incomplete refuses a new database that lacks what Oracle wants.
func (p planner) incomplete(plan model) (diags diag.Diagnostics) {
	password := !p.config.AdminPassword.IsNull() || !p.config.SecretID.IsNull()
	switch follows := plan.Source.ValueString() == toRefreshable; {
	case plan.Source.IsUnknown():
	case follows && password:
		diags.Append(diagnostic.Error(path.Root("source"), "Password of a refreshable clone",
			"A refreshable clone has its source's password, and Oracle takes no other.", "Leave admin_password_wo and secret_id out."))
	case !follows && !password:
		diags.Append(diagnostic.Error(path.Root("admin_password_wo"), "Password missing",
			"A new database needs the password of its administrator.",
			"Write admin_password_wo (it is in no state and no plan) with admin_password_wo_version, or secret_id, the OCID of a secret in a vault."))
	}
	if plan.Source.IsUnknown() || !plan.isNew() {
		return diags // a copy has its source's size
	}
	if p.config.ComputeCount.IsNull() {
		diags.Append(diagnostic.Error(path.Root("compute_count"), "Compute count missing", "A new database needs a compute_count.", "Write compute_count = 2, the least that Oracle has in ECPUs."))
	}
	if p.config.DataStorageSizeInTBs.IsNull() && p.config.DataStorageSizeInGB.IsNull() {
		diags.Append(diagnostic.Error(path.Root("data_storage_size_in_tbs"), "Storage size missing", "A new database needs a size of its storage.",
			"Write data_storage_size_in_tbs = 1, or data_storage_size_in_gb for a transaction processing database with ECPUs."))
	}
	return diags
}

// isNew says whether the database begins empty.
func (m model) isNew() bool { return m.Source.IsNull() || m.Source.ValueString() == fromNothing }

// sources refuses arguments that do not belong to the source.
func (m model) sources() (diags diag.Diagnostics) {
	if m.Source.IsUnknown() {
		return nil
	}
	source := attribute.Setting(m.Source.ValueString(), fromNothing).ValueString()
	for _, argument := range []struct {
		name     string
		given    bool
		required bool
		of       []string
	}{
		{"source_id", given(m.SourceID), true, []string{fromDatabase, toRefreshable}},
		{"autonomous_database_backup_id", given(m.BackupID), true, []string{fromBackup}},
		{"autonomous_database_id", given(m.DatabaseID), true, []string{fromBackupTime}},
		{"timestamp", given(m.Timestamp), false, []string{fromBackupTime}},
		{"use_latest_available_backup_time_stamp", !m.UseLatestAvailableBackup.IsNull(), false, []string{fromBackupTime}},
		{"clone_type", given(m.CloneType), false, []string{fromDatabase, fromBackup, fromBackupTime}},
		{"refreshable_mode", given(m.RefreshableMode), false, []string{toRefreshable}},
	} {
		switch belongs := slices.Contains(argument.of, source); {
		case belongs && argument.required && !argument.given:
			diags.Append(diagnostic.Error(path.Root(argument.name), "Source not complete",
				fmt.Sprintf("The source %s needs %s.", source, argument.name), "Write it, or leave source out for an empty database."))
		case !belongs && argument.given:
			diags.Append(diagnostic.Error(path.Root(argument.name), "Argument of another source",
				fmt.Sprintf("%s is for the source %s, and the source here is %s.", argument.name, strings.Join(argument.of, " or "), source),
				"Leave it out, or write that source."))
		}
	}
	if point := given(m.Timestamp); source == fromBackupTime && point == m.UseLatestAvailableBackup.ValueBool() && !m.UseLatestAvailableBackup.IsUnknown() {
		diags.Append(diagnostic.Error(path.Root("timestamp"), "Time of the restore",
			"A restore to a point in time needs either the timestamp or use_latest_available_backup_time_stamp = true.", "Write one of the two."))
	}
	return diags
}

// given says whether an argument is there, be it known or not.
func given(s types.String) bool { return !s.IsNull() }
