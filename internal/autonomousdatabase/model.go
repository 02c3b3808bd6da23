package autonomousdatabase

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// model is the resource in a plan or a state.
type model struct {
	placement.Model

	ID types.String `tfsdk:"id"`

	CompartmentID types.String `tfsdk:"compartment_id"`
	DBName        types.String `tfsdk:"db_name"`

	DisplayName  types.String `tfsdk:"display_name"`
	DBWorkload   types.String `tfsdk:"db_workload"`
	DBVersion    types.String `tfsdk:"db_version"`
	LicenseModel types.String `tfsdk:"license_model"`
	CharacterSet types.String `tfsdk:"character_set"`
	NCharacter   types.String `tfsdk:"ncharacter_set"`
	State        types.String `tfsdk:"state"`

	MaintenanceScheduleType types.String `tfsdk:"autonomous_maintenance_schedule_type"`
	IsLocalDataGuardEnabled types.Bool   `tfsdk:"is_local_data_guard_enabled"`

	ComputeModel                   types.String  `tfsdk:"compute_model"`
	ComputeCount                   types.Float64 `tfsdk:"compute_count"`
	DataStorageSizeInGB            types.Int64   `tfsdk:"data_storage_size_in_gb"`
	DataStorageSizeInTBs           types.Int64   `tfsdk:"data_storage_size_in_tbs"`
	IsAutoScalingEnabled           types.Bool    `tfsdk:"is_auto_scaling_enabled"`
	IsAutoScalingForStorageEnabled types.Bool    `tfsdk:"is_auto_scaling_for_storage_enabled"`

	SubnetID                 types.String `tfsdk:"subnet_id"`
	NSGIDs                   types.Set    `tfsdk:"nsg_ids"`
	PrivateEndpointLabel     types.String `tfsdk:"private_endpoint_label"`
	WhitelistedIPs           types.Set    `tfsdk:"whitelisted_ips"`
	IsMTLSConnectionRequired types.Bool   `tfsdk:"is_mtls_connection_required"`

	KMSKeyID types.String `tfsdk:"kms_key_id"`
	VaultID  types.String `tfsdk:"vault_id"`

	AdminPassword        types.String `tfsdk:"admin_password_wo"`
	AdminPasswordVersion types.Int64  `tfsdk:"admin_password_wo_version"`
	SecretID             types.String `tfsdk:"secret_id"`
	SecretVersionNumber  types.Int64  `tfsdk:"secret_version_number"`

	BackupRetentionPeriodInDays types.Int64  `tfsdk:"backup_retention_period_in_days"`
	LongTermBackupSchedule      types.Object `tfsdk:"long_term_backup_schedule"`
	CustomerContacts            types.List   `tfsdk:"customer_contacts"`
	FreeformTags                types.Map    `tfsdk:"freeform_tags"`
	DefinedTags                 types.Map    `tfsdk:"defined_tags"`

	Source                   types.String `tfsdk:"source"`
	SourceID                 types.String `tfsdk:"source_id"`
	CloneType                types.String `tfsdk:"clone_type"`
	RefreshableMode          types.String `tfsdk:"refreshable_mode"`
	BackupID                 types.String `tfsdk:"autonomous_database_backup_id"`
	DatabaseID               types.String `tfsdk:"autonomous_database_id"`
	Timestamp                types.String `tfsdk:"timestamp"`
	UseLatestAvailableBackup types.Bool   `tfsdk:"use_latest_available_backup_time_stamp"`

	LifecycleState        types.String `tfsdk:"lifecycle_state"`
	TimeCreated           types.String `tfsdk:"time_created"`
	ConnectionStrings     types.Object `tfsdk:"connection_strings"`
	PrivateEndpoint       types.String `tfsdk:"private_endpoint"`
	PrivateEndpointIP     types.String `tfsdk:"private_endpoint_ip"`
	EncryptionKeyProvider types.String `tfsdk:"encryption_key_provider"`
	Role                  types.String `tfsdk:"role"`
	IsRefreshableClone    types.Bool   `tfsdk:"is_refreshable_clone"`
	PeerDBIDs             types.List   `tfsdk:"peer_db_ids"`
	RefreshableClones     types.List   `tfsdk:"refreshable_clones"`
	RemoteBackupRegions   types.List   `tfsdk:"remote_backup_regions"`

	DeletionProtection types.Bool `tfsdk:"deletion_protection"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// identity is what tells one database from all others.
type identity struct {
	Region types.String `tfsdk:"region"`
	ID     types.String `tfsdk:"id"`
}

func (m model) identity() identity { return identity{Region: m.Region, ID: m.ID} }

// fresh says whether the model is only where something is, as after an import, and nothing is known of what it is.
func (m model) fresh() bool { return m.TimeCreated.IsNull() && m.LifecycleState.IsNull() }

// protected is the database, which goes with its data.
func (m model) protected() operation.Protected {
	what := fmt.Sprintf("database %q (%s) in %s", m.DBName.ValueString(), m.ID.ValueString(), m.Region.ValueString())
	return operation.Protected{On: m.DeletionProtection, What: what, Lost: "all that is in it"}
}

// readable are the arguments that Oracle tells again.
func (m model) readable() []attr.Value {
	return []attr.Value{
		m.CompartmentID, m.DBName, m.DisplayName, m.DBWorkload, m.DBVersion, m.LicenseModel, m.CharacterSet, m.NCharacter, m.State,
		m.ComputeModel, m.ComputeCount, m.DataStorageSizeInGB, m.DataStorageSizeInTBs, m.IsAutoScalingEnabled, m.IsAutoScalingForStorageEnabled,
		m.SubnetID, m.NSGIDs, m.PrivateEndpointLabel, m.WhitelistedIPs, m.IsMTLSConnectionRequired, m.KMSKeyID, m.VaultID,
		m.MaintenanceScheduleType, m.IsLocalDataGuardEnabled, m.BackupRetentionPeriodInDays, m.LongTermBackupSchedule, m.CustomerContacts, m.FreeformTags, m.DefinedTags,
	}
}

// The types of the nested values.
var (
	contactType  = types.ObjectType{AttrTypes: map[string]attr.Type{"email": types.StringType}}
	copyType     = types.ObjectType{AttrTypes: map[string]attr.Type{"id": types.StringType, "region": types.StringType}}
	scheduleType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"repeat_cadence": types.StringType, "time_of_backup": types.StringType, "retention_period_in_days": types.Int64Type,
	}}
	stringsType     = types.MapType{ElemType: types.StringType}
	connectionsType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"high": types.StringType, "medium": types.StringType, "low": types.StringType, "dedicated": types.StringType, "all_connection_strings": stringsType,
	}}
)
