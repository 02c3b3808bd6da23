package autonomousdatabase

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

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
	m.MaintenanceScheduleType = attribute.Text((*string)(&d.AutonomousMaintenanceScheduleType))
	m.IsLocalDataGuardEnabled = types.BoolValue(attribute.Value(d.IsLocalDataGuardEnabled))
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
	m.PeerDBIDs = attribute.TextList(slices.Sorted(slices.Values(d.PeerDbIds)))
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
	m.NSGIDs = attribute.TextSet(m.NSGIDs, d.NsgIds)
	m.PrivateEndpointLabel = attribute.Text(d.PrivateEndpointLabel)
	m.PrivateEndpoint, m.PrivateEndpointIP = attribute.Text(d.PrivateEndpoint), attribute.Text(d.PrivateEndpointIp)
	m.WhitelistedIPs = attribute.TextSet(m.WhitelistedIPs, d.WhitelistedIps)
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
