package autonomousdatabase

import (
	"reflect"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

func texted(values ...string) types.Set {
	return attribute.TextSet(types.SetNull(types.StringType), values)
}

// planned is the plan of a plain database.
func planned() model {
	m := blank("us-ashburn-1", "ocid1.autonomousdatabase.oc1.iad.a")
	m.CompartmentID, m.DBName = types.StringValue("ocid1.compartment.oc1..aaaa"), types.StringValue("orders")
	m.ComputeModel, m.ComputeCount, m.DataStorageSizeInTBs = types.StringValue("ECPU"), types.Float64Value(2), types.Int64Value(1)
	m.AdminPasswordVersion, m.EncryptionKeyProvider = types.Int64Value(1), types.StringValue(oracleManaged)
	m.State, m.LifecycleState = types.StringValue(available), types.StringValue(available)
	return m
}

// Whatever the source, what the configuration says goes into the request: a field of the SDK that one of its types lacks
// would be lost in silence.
func TestModel_createSameForEverySource(t *testing.T) {
	details := reflect.TypeOf(planned().details("me"))
	for _, other := range []reflect.Type{
		reflect.TypeFor[database.CreateAutonomousDatabaseCloneDetails](), reflect.TypeFor[database.CreateRefreshableAutonomousDatabaseCloneDetails](),
		reflect.TypeFor[database.CreateAutonomousDatabaseFromBackupDetails](), reflect.TypeFor[database.CreateAutonomousDatabaseFromBackupTimestampDetails](),
	} {
		for field := range details.Fields() {
			same, ok := other.FieldByName(field.Name)
			if assert.True(t, ok, "%s has no %s", other, field.Name) {
				assert.True(t, field.Type.AssignableTo(same.Type), "%s.%s", other, field.Name)
			}
		}
	}
}

func TestModel_create(t *testing.T) {
	password := types.StringValue("Correct-Horse-7")
	plan := planned()
	plan.DisplayName, plan.KMSKeyID = types.StringUnknown(), types.StringNull()
	plan.WhitelistedIPs = texted("10.0.0.7")
	got, ok := plan.create("platform/us-prod", password).(database.CreateAutonomousDatabaseDetails)
	require.True(t, ok)
	assert.Equal(t, "orders", *got.DbName)
	assert.Nil(t, got.DisplayName, "what is unknown is Oracle's to say")
	assert.Nil(t, got.KmsKeyId)
	assert.InDelta(t, 2, *got.ComputeCount, 0)
	assert.Equal(t, []string{"10.0.0.7"}, got.WhitelistedIps)
	assert.Equal(t, "Correct-Horse-7", *got.AdminPassword)
	assert.Equal(t, map[string]string{placement.OwnerTag: "platform/us-prod", placement.PasswordTag: "1"}, got.FreeformTags)

	plan.Source, plan.SourceID = types.StringValue(fromDatabase), types.StringValue("ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a")
	clone, ok := plan.create("", password).(database.CreateAutonomousDatabaseCloneDetails)
	require.True(t, ok)
	assert.Equal(t, "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a", *clone.SourceId)
	assert.Equal(t, "FULL", string(clone.CloneType))
	assert.Equal(t, "orders", *clone.DbName)

	plan.Source, plan.RefreshableMode = types.StringValue(toRefreshable), types.StringValue("MANUAL")
	follower, ok := plan.create("", types.StringNull()).(database.CreateRefreshableAutonomousDatabaseCloneDetails)
	require.True(t, ok)
	assert.Equal(t, "MANUAL", string(follower.RefreshableMode))
	assert.Nil(t, follower.AdminPassword)

	plan.Source, plan.BackupID, plan.CloneType = types.StringValue(fromBackup), types.StringValue("ocid1.autonomousdatabasebackup.oc1.iad.a"), types.StringValue("METADATA")
	restored, ok := plan.create("", password).(database.CreateAutonomousDatabaseFromBackupDetails)
	require.True(t, ok)
	assert.Equal(t, "ocid1.autonomousdatabasebackup.oc1.iad.a", *restored.AutonomousDatabaseBackupId)
	assert.Equal(t, "METADATA", string(restored.CloneType))

	plan.Source, plan.DatabaseID, plan.Timestamp = types.StringValue(fromBackupTime), types.StringValue("ocid1.autonomousdatabase.oc1.iad.b"), types.StringValue("2026-11-22T02:04:05Z")
	then, ok := plan.create("", password).(database.CreateAutonomousDatabaseFromBackupTimestampDetails)
	require.True(t, ok)
	assert.Equal(t, "ocid1.autonomousdatabase.oc1.iad.b", *then.AutonomousDatabaseId)
	assert.Equal(t, time.Date(2026, 11, 22, 2, 4, 5, 0, time.UTC), then.Timestamp.Time)
}

// Whatever Oracle leaves out, there is a value for every attribute, and no panic.
func TestModel_fromAPIEmpty(t *testing.T) {
	got := model{}.fromAPI(database.AutonomousDatabase{})
	assert.True(t, got.KMSKeyID.IsNull())
	assert.Equal(t, oracleManaged, got.EncryptionKeyProvider.ValueString())
	assert.True(t, got.WhitelistedIPs.IsNull())
	assert.True(t, got.LongTermBackupSchedule.IsNull())
	assert.True(t, got.CustomerContacts.IsNull())
	assert.True(t, got.ConnectionStrings.IsNull())
	assert.Empty(t, got.PeerDBIDs.Elements())
	assert.True(t, got.AdminPasswordVersion.IsNull())
}

func TestModel_fromAPIKeys(t *testing.T) {
	for name, c := range map[string]struct {
		api      database.AutonomousDatabase
		provider string
		key      types.String
	}{
		"Oracle's":      {database.AutonomousDatabase{KmsKeyId: common.String("ORACLE_MANAGED_KEY")}, "ORACLE_MANAGED", types.StringNull()},
		"a vault's":     {database.AutonomousDatabase{KmsKeyId: common.String("ocid1.key.oc1.iad.a.b"), EncryptionKey: database.OciKeyDetails{}}, "OCI", types.StringValue("ocid1.key.oc1.iad.a.b")},
		"Amazon's":      {database.AutonomousDatabase{EncryptionKey: database.AwsKeyDetails{}}, "AWS", types.StringNull()},
		"Microsoft's":   {database.AutonomousDatabase{EncryptionKey: database.AzureKeyDetails{}}, "AZURE", types.StringNull()},
		"Google's":      {database.AutonomousDatabase{EncryptionKey: database.GcpKeyDetails{}}, "GCP", types.StringNull()},
		"a key vault's": {database.AutonomousDatabase{EncryptionKey: database.OkvKeyDetails{}}, "OKV", types.StringNull()},
	} {
		t.Run(name, func(t *testing.T) {
			got := planned().fromAPI(c.api)
			assert.Equal(t, c.provider, got.EncryptionKeyProvider.ValueString())
			assert.Equal(t, c.key, got.KMSKeyID)
		})
	}
}

// The marks tell which password Terraform has set last; without one nobody knows, and what the state says stays.
func TestModel_fromAPIPassword(t *testing.T) {
	read := func(m model, mark string) model {
		tags := map[string]string{"team": "data"}
		if mark != "" {
			tags[placement.PasswordTag] = mark
		}
		return m.fromAPI(database.AutonomousDatabase{FreeformTags: tags})
	}
	imported := blank("us-ashburn-1", "a")
	assert.True(t, read(imported, "").AdminPasswordVersion.IsNull())
	assert.Equal(t, types.Int64Value(7), read(imported, "7").AdminPasswordVersion)
	assert.Equal(t, types.Int64Value(1), read(planned(), "").AdminPasswordVersion)
	assert.Equal(t, types.Int64Value(2), read(planned(), "2").AdminPasswordVersion)
	got := read(planned(), "ocid1.vaultsecret.oc1.iad.a/3")
	assert.Equal(t, types.StringValue("ocid1.vaultsecret.oc1.iad.a"), got.SecretID)
	assert.Equal(t, types.Int64Value(3), got.SecretVersionNumber)
	assert.True(t, got.AdminPasswordVersion.IsNull())
	assert.Equal(t, "ocid1.vaultsecret.oc1.iad.a/3", got.passwordMark())
	assert.Equal(t, "ocid1.vaultsecret.oc1.iad.a", read(planned(), "ocid1.vaultsecret.oc1.iad.a").passwordMark())
	assert.Equal(t, map[string]attr.Value{"team": types.StringValue("data")}, got.FreeformTags.Elements(), "no mark is shown")
}

func TestSchedule(t *testing.T) {
	at := common.SDKTime{Time: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	api := &database.LongTermBackUpScheduleDetails{RepeatCadence: "MONTHLY", TimeOfBackup: &at, RetentionPeriodInDays: common.Int(90)}
	written := types.ObjectValueMust(scheduleType.AttrTypes, map[string]attr.Value{
		"repeat_cadence": types.StringValue("MONTHLY"), "time_of_backup": types.StringValue("2027-01-01T01:00:00+01:00"), "retention_period_in_days": types.Int64Value(90),
	})
	assert.Equal(t, written, schedule(written, api), "the same moment stays as it was written")
	none := types.ObjectNull(scheduleType.AttrTypes)
	assert.Equal(t, "2027-01-01T00:00:00Z", schedule(none, api).Attributes()["time_of_backup"].(types.String).ValueString())
	api.IsDisabled = common.Bool(true)
	assert.Equal(t, none, schedule(written, api))
	assert.Equal(t, none, schedule(written, nil))
}

// Each change is the step that it must be, and none is there without a difference.
func TestSteps(t *testing.T) {
	secretID := types.StringValue("ocid1.vaultsecret.oc1.iad.a")
	for name, c := range map[string]struct {
		change func(plan, now *model)
		steps  []string
	}{
		"nothing": {func(*model, *model) {}, nil},
		"what Oracle fills in": {func(plan, now *model) {
			plan.DBVersion, now.DBVersion = types.StringUnknown(), types.StringValue("26ai")
		}, nil},
		"null of Oracle's": {func(plan, now *model) {
			plan.LicenseModel, now.LicenseModel = types.StringNull(), types.StringValue("LICENSE_INCLUDED")
		}, nil},
		"empty list":     {func(plan, _ *model) { plan.WhitelistedIPs = types.SetValueMust(types.StringType, nil) }, nil},
		"empty contacts": {func(plan, _ *model) { plan.CustomerContacts = types.ListValueMust(contactType, nil) }, nil},
		"move":           {func(plan, _ *model) { plan.CompartmentID = types.StringValue("b") }, []string{"the compartment"}},
		"start":          {func(_, now *model) { now.State = types.StringValue(stopped) }, []string{"the state"}},
		"stop":           {func(plan, _ *model) { plan.State = types.StringValue(stopped) }, []string{"the state"}},
		"size and license": {func(plan, _ *model) {
			plan.ComputeCount, plan.LicenseModel = types.Float64Value(4), types.StringValue("x")
		}, []string{"the license", "compute and storage"}},
		"adopt key":           {func(plan, _ *model) { plan.KMSKeyID, plan.VaultID = types.StringValue("k"), types.StringValue("v") }, []string{"the encryption key"}},
		"give up key":         {func(_, now *model) { now.KMSKeyID, now.VaultID = types.StringValue("k"), types.StringValue("v") }, []string{"the encryption key"}},
		"another cloud's key": {func(_, now *model) { now.EncryptionKeyProvider = types.StringValue("AWS") }, []string{"the encryption key"}},
		"password":            {func(plan, _ *model) { plan.AdminPasswordVersion = types.Int64Value(2) }, []string{"the administrator's password"}},
		"secret":              {func(plan, _ *model) { plan.SecretID = secretID }, []string{"the administrator's password"}},
		"password given up":   {func(plan, _ *model) { plan.AdminPasswordVersion = types.Int64Null() }, []string{"the administrator's password"}},
		"name, workload, version": {func(plan, _ *model) {
			plan.DBName, plan.DBWorkload, plan.DBVersion = types.StringValue("b"), types.StringValue("DW"), types.StringValue("26ai")
		}, []string{"the workload", "the version", "the database name"}},
		"private with a list, TLS off": {func(plan, now *model) {
			plan.SubnetID, plan.WhitelistedIPs, plan.IsMTLSConnectionRequired = types.StringValue("s"), texted("10.0.0.7"), types.BoolValue(false)
			now.IsMTLSConnectionRequired = types.BoolValue(true)
		}, []string{"the access control list", "the network", "mutual TLS"}},
		"public without a list, TLS on": {func(plan, now *model) {
			now.SubnetID, now.WhitelistedIPs, now.IsMTLSConnectionRequired = types.StringValue("s"), texted("10.0.0.7"), types.BoolValue(false)
			plan.IsMTLSConnectionRequired = types.BoolValue(true)
		}, []string{"mutual TLS", "the network", "the access control list"}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, now := planned(), planned()
			c.change(&plan, &now)
			var got []string
			for _, s := range steps() {
				if s.differs(plan, now) {
					got = append(got, s.what)
				}
			}
			assert.Equal(t, c.steps, got)
		})
	}
}

// A change has only what differs.
func TestSteps_changes(t *testing.T) {
	plan, now := planned(), planned()
	plan.SubnetID, plan.NSGIDs = types.StringNull(), types.SetNull(types.StringType)
	now.SubnetID, now.NSGIDs = types.StringValue("s"), texted("g")
	assert.Equal(t, database.UpdateAutonomousDatabaseDetails{PrivateEndpointLabel: common.String("")}, network().change(plan, reading{model: now}), "which makes the endpoint public")

	plan.SubnetID, plan.NSGIDs = now.SubnetID, texted("g", "h")
	assert.Equal(t, database.UpdateAutonomousDatabaseDetails{NsgIds: []string{"g", "h"}}, network().change(plan, reading{model: now}))
	plan.NSGIDs = types.SetNull(types.StringType)
	assert.Equal(t, database.UpdateAutonomousDatabaseDetails{NsgIds: []string{}}, network().change(plan, reading{model: now}))

	plan, now = planned(), planned()
	plan.DataStorageSizeInTBs = types.Int64Value(2)
	assert.Equal(t, database.UpdateAutonomousDatabaseDetails{DataStorageSizeInTBs: common.Int(2)}, size().change(plan, reading{model: now}))
	plan, now = planned(), planned()
	plan.ComputeCount = types.Float64Value(4)
	assert.Equal(t, database.UpdateAutonomousDatabaseDetails{ComputeModel: "ECPU", ComputeCount: common.Float32(4)}, size().change(plan, reading{model: now}), "the model goes with it")

	now.WhitelistedIPs = texted("10.0.0.7")
	assert.Equal(t, database.UpdateAutonomousDatabaseDetails{WhitelistedIps: []string{""}}, accessList(false).change(plan, reading{model: now}))

	plan.LongTermBackupSchedule = types.ObjectNull(scheduleType.AttrTypes)
	now.LongTermBackupSchedule = types.ObjectValueMust(scheduleType.AttrTypes, map[string]attr.Value{
		"repeat_cadence": types.StringValue("MONTHLY"), "time_of_backup": types.StringNull(), "retention_period_in_days": types.Int64Null(),
	})
	assert.True(t, *described().change(plan, reading{model: now}).LongTermBackupSchedule.IsDisabled)
}

func TestPasswordFault(t *testing.T) {
	for password, fault := range map[string]string{
		"Correct-Horse-7": "", "Short-1": "12 to 30", "correct-horse-7": "upper-case", "CORRECT-HORSE-7": "lower-case", "Correct-Horse-Seven": "digit",
		`Correct-"Horse"-7`: "double quote", "Correct-aDmIn-7": "the word admin",
	} {
		got := passwordFault(password)
		if fault == "" {
			assert.Empty(t, got)
		}
		assert.Contains(t, got, fault)
		assert.NotContains(t, got, password)
	}
}
