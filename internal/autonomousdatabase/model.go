package autonomousdatabase

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
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

// arguments are what the configuration asks Oracle for, and the plan can be held against.
func (m model) arguments() []attr.Value {
	return append(m.readable(), m.Region, m.DataClass, m.Exception, m.AdminPasswordVersion, m.SecretID, m.SecretVersionNumber,
		m.Source, m.SourceID, m.CloneType, m.RefreshableMode, m.BackupID, m.DatabaseID, m.Timestamp, m.UseLatestAvailableBackup)
}

// readable are the arguments that Oracle tells again.
func (m model) readable() []attr.Value {
	return []attr.Value{
		m.CompartmentID, m.DBName, m.DisplayName, m.DBWorkload, m.DBVersion, m.LicenseModel, m.CharacterSet, m.NCharacter, m.State,
		m.ComputeModel, m.ComputeCount, m.DataStorageSizeInGB, m.DataStorageSizeInTBs, m.IsAutoScalingEnabled, m.IsAutoScalingForStorageEnabled,
		m.SubnetID, m.NSGIDs, m.PrivateEndpointLabel, m.WhitelistedIPs, m.IsMTLSConnectionRequired, m.KMSKeyID, m.VaultID,
		m.BackupRetentionPeriodInDays, m.LongTermBackupSchedule, m.CustomerContacts, m.FreeformTags, m.DefinedTags,
	}
}

// fromAPI takes over what Oracle says of the database. What is Terraform's own stays, and so does the form of what means the
// same. Where the database comes from stays what the configuration said: a clone is one of its own once it is there.
func (m model) fromAPI(d database.AutonomousDatabase) model {
	fresh := m.fresh()
	m.ID = attribute.Text(d.Id)
	m.CompartmentID = attribute.Text(d.CompartmentId)
	m.DBName = types.StringValue(attribute.Or(d.DbName, m.DBName.ValueString()))
	m.DisplayName = attribute.Text(d.DisplayName)
	m.DBWorkload = attribute.Text((*string)(&d.DbWorkload))
	m.DBVersion = attribute.Text(d.DbVersion)
	m.LicenseModel = attribute.Text((*string)(&d.LicenseModel))
	m.CharacterSet, m.NCharacter = attribute.Text(d.CharacterSet), attribute.Text(d.NcharacterSet)
	m.size(d)
	m.network(d)
	m.key(d)
	m.BackupRetentionPeriodInDays = attribute.Int64(d.BackupRetentionPeriodInDays)
	m.LongTermBackupSchedule = schedule(m.LongTermBackupSchedule, d.LongTermBackupSchedule)
	m.CustomerContacts = contacts(m.CustomerContacts, d.CustomerContacts)
	m.DefinedTags = attribute.Defined(m.DefinedTags, d.DefinedTags, fresh)
	m.FreeformTags = attribute.Freeform(m.FreeformTags, d.FreeformTags)
	m.password(d.FreeformTags, fresh)
	m.life(d)
	return m
}

// life is the database's state, and what Oracle alone decides.
func (m *model) life(d database.AutonomousDatabase) {
	m.LifecycleState = types.StringValue(string(d.LifecycleState))
	m.State = types.StringValue(available)
	switch d.LifecycleState {
	case database.AutonomousDatabaseLifecycleStateStopped, database.AutonomousDatabaseLifecycleStateStopping:
		m.State = types.StringValue(stopped)
	}
	m.TimeCreated = attribute.Moment(d.TimeCreated)
	m.ConnectionStrings = connections(d.ConnectionStrings)
	m.Role = attribute.Text((*string)(&d.Role))
	m.IsRefreshableClone = types.BoolValue(attribute.Value(d.IsRefreshableClone))
	m.PeerDBIDs = textList(slices.Sorted(slices.Values(d.PeerDbIds)))
}

func (m *model) size(d database.AutonomousDatabase) {
	m.ComputeModel = attribute.Text((*string)(&d.ComputeModel))
	if d.ComputeCount == nil {
		m.ComputeCount = types.Float64Null()
	} else if float32(m.ComputeCount.ValueFloat64()) != *d.ComputeCount || m.ComputeCount.IsNull() || m.ComputeCount.IsUnknown() {
		m.ComputeCount = types.Float64Value(float64(*d.ComputeCount))
	}
	m.DataStorageSizeInGB = attribute.Int64(d.DataStorageSizeInGBs)
	m.DataStorageSizeInTBs = attribute.Int64(d.DataStorageSizeInTBs)
	m.IsAutoScalingEnabled = types.BoolValue(attribute.Value(d.IsAutoScalingEnabled))
	m.IsAutoScalingForStorageEnabled = types.BoolValue(attribute.Value(d.IsAutoScalingForStorageEnabled))
}

func (m *model) network(d database.AutonomousDatabase) {
	m.SubnetID = attribute.Text(d.SubnetId)
	m.NSGIDs = textSet(m.NSGIDs, d.NsgIds)
	m.PrivateEndpointLabel = attribute.Text(d.PrivateEndpointLabel)
	m.PrivateEndpoint, m.PrivateEndpointIP = attribute.Text(d.PrivateEndpoint), attribute.Text(d.PrivateEndpointIp)
	m.WhitelistedIPs = textSet(m.WhitelistedIPs, d.WhitelistedIps)
	m.IsMTLSConnectionRequired = types.BoolValue(attribute.Value(d.IsMtlsConnectionRequired))
}

// The providers of an encryption key that are not another cloud's.
const (
	oracleManaged = "ORACLE_MANAGED"
	ociVault      = "OCI"
)

// key is the key that the database is encrypted with. Oracle answers a word, and no OCID, for a key of its own.
func (m *model) key(d database.AutonomousDatabase) {
	m.KMSKeyID, m.VaultID = types.StringNull(), types.StringNull()
	m.EncryptionKeyProvider = types.StringValue(oracleManaged)
	if strings.HasPrefix(attribute.Value(d.KmsKeyId), "ocid1.") {
		m.KMSKeyID, m.VaultID = attribute.Text(d.KmsKeyId), attribute.Text(d.VaultId)
		m.EncryptionKeyProvider = types.StringValue(ociVault)
	}
	switch d.EncryptionKey.(type) {
	case database.AwsKeyDetails:
		m.EncryptionKeyProvider = types.StringValue("AWS")
	case database.AzureKeyDetails:
		m.EncryptionKeyProvider = types.StringValue("AZURE")
	case database.GcpKeyDetails:
		m.EncryptionKeyProvider = types.StringValue("GCP")
	case database.OkvKeyDetails:
		m.EncryptionKeyProvider = types.StringValue("OKV")
	}
}

// passwordMark says which password the configuration wants: the version of the write-only one, or the vault's secret with
// its version; "" for none.
func (m model) passwordMark() string {
	switch {
	case m.SecretID.ValueString() != "" && m.SecretVersionNumber.ValueInt64() > 0:
		return m.SecretID.ValueString() + "/" + strconv.FormatInt(m.SecretVersionNumber.ValueInt64(), 10)
	case m.SecretID.ValueString() != "":
		return m.SecretID.ValueString()
	case !m.AdminPasswordVersion.IsNull() && !m.AdminPasswordVersion.IsUnknown():
		return strconv.FormatInt(m.AdminPasswordVersion.ValueInt64(), 10)
	}
	return ""
}

// marks are the provider's own tags of the database.
func (m model) marks(owner string) map[string]string {
	marks := attribute.Marks(owner, types.Int64Null())
	if mark := m.passwordMark(); mark != "" {
		marks[placement.PasswordTag] = mark
	}
	return marks
}

// password takes over what the mark says of the password that Terraform set last. Where there is no mark, nobody knows.
func (m *model) password(tags map[string]string, fresh bool) {
	mark, marked := tags[placement.PasswordTag]
	if marked || fresh {
		m.AdminPasswordVersion, m.SecretID, m.SecretVersionNumber = types.Int64Null(), types.StringNull(), types.Int64Null()
	}
	switch {
	case !marked:
	case strings.HasPrefix(mark, "ocid1."):
		secret, version, _ := strings.Cut(mark, "/")
		m.SecretID = types.StringValue(secret)
		if n, err := strconv.ParseInt(version, 10, 64); err == nil {
			m.SecretVersionNumber = types.Int64Value(n)
		}
	default:
		m.AdminPasswordVersion = attribute.PasswordVersion(tags)
	}
}

// textSet is api as an attribute. Where it is empty, an attribute that was there and empty stays so.
func textSet(prior types.Set, api []string) types.Set {
	elements := texts(api)
	if len(elements) == 0 {
		if !prior.IsNull() && !prior.IsUnknown() && len(prior.Elements()) == 0 {
			return prior
		}
		return types.SetNull(types.StringType)
	}
	return types.SetValueMust(types.StringType, elements)
}

func textList(api []string) types.List { return types.ListValueMust(types.StringType, texts(api)) }

// texts are the strings as values, without empty ones: Oracle answers one of those for an empty list.
func texts(api []string) []attr.Value {
	elements := []attr.Value{}
	for _, s := range api {
		if s != "" {
			elements = append(elements, types.StringValue(s))
		}
	}
	return elements
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

func contacts(prior types.List, api []database.CustomerContact) types.List {
	if len(api) == 0 {
		if !prior.IsNull() && !prior.IsUnknown() && len(prior.Elements()) == 0 {
			return prior
		}
		return types.ListNull(contactType)
	}
	elements := make([]attr.Value, len(api))
	for i, c := range api {
		elements[i] = types.ObjectValueMust(contactType.AttrTypes, map[string]attr.Value{"email": attribute.Text(c.Email)})
	}
	return types.ListValueMust(contactType, elements)
}

func connections(api *database.AutonomousDatabaseConnectionStrings) types.Object {
	if api == nil {
		return types.ObjectNull(connectionsType.AttrTypes)
	}
	return types.ObjectValueMust(connectionsType.AttrTypes, map[string]attr.Value{
		"high": attribute.Text(api.High), "medium": attribute.Text(api.Medium), "low": attribute.Text(api.Low), "dedicated": attribute.Text(api.Dedicated),
		"all_connection_strings": attribute.TextMap(types.MapNull(types.StringType), api.AllConnectionStrings),
	})
}

// schedule is that of long-term backups. A time that was written in another form stays as it was written.
func schedule(prior types.Object, api *database.LongTermBackUpScheduleDetails) types.Object {
	if api == nil || attribute.Value(api.IsDisabled) || api.RepeatCadence == "" {
		return types.ObjectNull(scheduleType.AttrTypes)
	}
	at := attribute.Moment(api.TimeOfBackup)
	if written, ok := prior.Attributes()["time_of_backup"].(types.String); ok && api.TimeOfBackup != nil {
		if t, err := time.Parse(time.RFC3339, written.ValueString()); err == nil && t.Equal(api.TimeOfBackup.Time) {
			at = written
		}
	}
	return types.ObjectValueMust(scheduleType.AttrTypes, map[string]attr.Value{
		"repeat_cadence": types.StringValue(string(api.RepeatCadence)), "time_of_backup": at, "retention_period_in_days": attribute.Int64(api.RetentionPeriodInDays),
	})
}
