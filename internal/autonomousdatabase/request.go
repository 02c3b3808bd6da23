package autonomousdatabase

import (
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// The sources of a database, as Oracle writes them.
const (
	fromNothing    = "NONE"
	fromDatabase   = "DATABASE"
	toRefreshable  = "CLONE_TO_REFRESHABLE"
	fromBackup     = "BACKUP_FROM_ID"
	fromBackupTime = "BACKUP_FROM_TIMESTAMP"
)

// create is the request that makes the database. The marks are among the tags. The password is in it, and nowhere else.
func (m model) create(owner string, password types.String) database.CreateAutonomousDatabaseBase {
	details := m.details(owner)
	details.AdminPassword = attribute.Sent(password)
	switch m.Source.ValueString() {
	case fromDatabase:
		out := like[database.CreateAutonomousDatabaseCloneDetails](details)
		out.SourceId, out.CloneType = attribute.Sent(m.SourceID), database.CreateAutonomousDatabaseCloneDetailsCloneTypeEnum(m.cloneType())
		return out
	case toRefreshable:
		out := like[database.CreateRefreshableAutonomousDatabaseCloneDetails](details)
		out.SourceId = attribute.Sent(m.SourceID)
		out.RefreshableMode = database.CreateRefreshableAutonomousDatabaseCloneDetailsRefreshableModeEnum(m.RefreshableMode.ValueString())
		return out
	case fromBackup:
		out := like[database.CreateAutonomousDatabaseFromBackupDetails](details)
		out.AutonomousDatabaseBackupId, out.CloneType = attribute.Sent(m.BackupID), database.CreateAutonomousDatabaseFromBackupDetailsCloneTypeEnum(m.cloneType())
		return out
	case fromBackupTime:
		out := like[database.CreateAutonomousDatabaseFromBackupTimestampDetails](details)
		out.AutonomousDatabaseId, out.CloneType = attribute.Sent(m.DatabaseID), database.CreateAutonomousDatabaseFromBackupTimestampDetailsCloneTypeEnum(m.cloneType())
		out.Timestamp, out.UseLatestAvailableBackupTimeStamp = sentTime(m.Timestamp), attribute.SentBool(m.UseLatestAvailableBackup)
		return out
	}
	return details
}

// cloneType is the whole source unless the configuration says its metadata only.
func (m model) cloneType() string {
	return attribute.Setting(m.CloneType.ValueString(), "FULL").ValueString()
}

// like is the request for another source with the same in it. The SDK has a type for each, with the same fields.
func like[T any](details database.CreateAutonomousDatabaseDetails) (out T) {
	from, to := reflect.ValueOf(details), reflect.ValueOf(&out).Elem()
	for i := range from.NumField() {
		if field := to.FieldByName(from.Type().Field(i).Name); field.IsValid() {
			field.Set(from.Field(i))
		}
	}
	return out
}

// details are what every source has in common. What is unknown or left out is Oracle's, or the source's, to say.
func (m model) details(owner string) database.CreateAutonomousDatabaseDetails {
	if !m.DataStorageSizeInTBs.IsNull() && !m.DataStorageSizeInTBs.IsUnknown() {
		m.DataStorageSizeInGB = types.Int64Null() // Oracle takes only one of the two
	}
	return database.CreateAutonomousDatabaseDetails{
		CompartmentId:                  attribute.Sent(m.CompartmentID),
		DbName:                         attribute.Sent(m.DBName),
		DisplayName:                    attribute.Sent(m.DisplayName),
		DbWorkload:                     database.CreateAutonomousDatabaseBaseDbWorkloadEnum(m.DBWorkload.ValueString()),
		DbVersion:                      attribute.Sent(m.DBVersion),
		LicenseModel:                   database.CreateAutonomousDatabaseBaseLicenseModelEnum(m.LicenseModel.ValueString()),
		CharacterSet:                   attribute.Sent(m.CharacterSet),
		NcharacterSet:                  attribute.Sent(m.NCharacter),
		ComputeModel:                   database.CreateAutonomousDatabaseBaseComputeModelEnum(m.ComputeModel.ValueString()),
		ComputeCount:                   sentFloat(m.ComputeCount),
		DataStorageSizeInGBs:           attribute.SentInt(m.DataStorageSizeInGB),
		DataStorageSizeInTBs:           attribute.SentInt(m.DataStorageSizeInTBs),
		IsAutoScalingEnabled:           attribute.SentBool(m.IsAutoScalingEnabled),
		IsAutoScalingForStorageEnabled: attribute.SentBool(m.IsAutoScalingForStorageEnabled),
		IsLocalDataGuardEnabled:        attribute.SentBool(m.IsLocalDataGuardEnabled),
		SubnetId:                       attribute.Sent(m.SubnetID),
		NsgIds:                         some(m.NSGIDs),
		PrivateEndpointLabel:           attribute.Sent(m.PrivateEndpointLabel),
		WhitelistedIps:                 some(m.WhitelistedIPs),
		IsMtlsConnectionRequired:       attribute.SentBool(m.IsMTLSConnectionRequired),
		KmsKeyId:                       attribute.Sent(m.KMSKeyID),
		VaultId:                        attribute.Sent(m.VaultID),
		SecretId:                       attribute.Sent(m.SecretID),
		SecretVersionNumber:            attribute.SentInt(m.SecretVersionNumber),
		BackupRetentionPeriodInDays:    attribute.SentInt(m.BackupRetentionPeriodInDays),
		CustomerContacts:               m.sentContacts(),

		AutonomousMaintenanceScheduleType: database.CreateAutonomousDatabaseBaseAutonomousMaintenanceScheduleTypeEnum(m.MaintenanceScheduleType.ValueString()),
		FreeformTags:                      placement.KeepMarks(attribute.Texts(m.FreeformTags), m.marks(owner)),
		DefinedTags:                       attribute.SentDefined(m.DefinedTags),
	}
}

// some is nil for a set without elements: of a new database it is then not said at all.
func some(set types.Set) []string {
	if len(set.Elements()) == 0 {
		return nil
	}
	return attribute.Strings(set.Elements())
}

// sentContacts is never nil, so that no contact at all is sent as such.
func (m model) sentContacts() []database.CustomerContact {
	out := []database.CustomerContact{}
	for _, element := range m.CustomerContacts.Elements() {
		if contact, ok := element.(types.Object); ok {
			email, _ := contact.Attributes()["email"].(types.String)
			out = append(out, database.CustomerContact{Email: attribute.Sent(email)})
		}
	}
	return out
}

// sentSchedule is the schedule of long-term backups, or that there is to be none.
func (m model) sentSchedule() *database.LongTermBackUpScheduleDetails {
	if m.LongTermBackupSchedule.IsNull() {
		return &database.LongTermBackUpScheduleDetails{IsDisabled: common.Bool(true)}
	}
	all := m.LongTermBackupSchedule.Attributes()
	cadence, _ := all["repeat_cadence"].(types.String)
	at, _ := all["time_of_backup"].(types.String)
	days, _ := all["retention_period_in_days"].(types.Int64)
	return &database.LongTermBackUpScheduleDetails{
		RepeatCadence: database.LongTermBackUpScheduleDetailsRepeatCadenceEnum(cadence.ValueString()),
		TimeOfBackup:  sentTime(at), RetentionPeriodInDays: attribute.SentInt(days), IsDisabled: common.Bool(false),
	}
}

// sentFloat is the compute count, which Oracle has in 32 bits.
func sentFloat(f types.Float64) *float32 {
	if f.IsNull() || f.IsUnknown() {
		return nil
	}
	return common.Float32(float32(f.ValueFloat64()))
}

// sentTime is a time that a validator has read before.
func sentTime(s types.String) *common.SDKTime {
	t, err := time.Parse(time.RFC3339, s.ValueString())
	if err != nil {
		return nil
	}
	return &common.SDKTime{Time: t}
}
