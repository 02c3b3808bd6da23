package database_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"
	"github.com/stretchr/testify/require"
)

func TestUpdate(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced)
	id := e.create(ashburn, details("ledger")).Id
	e.Advance(time.Minute)

	// Tags take no time and no work request.
	answer, err := e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{FreeformTags: map[string]string{"a": "b"}})
	require.NoError(t, err)
	require.Nil(t, answer.OpcWorkRequestId)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, answer.LifecycleState)
	require.Equal(t, map[string]string{"a": "b"}, answer.FreeformTags)

	// Scaling does, and nothing else is possible meanwhile.
	answer, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(4)), IsAutoScalingEnabled: new(true)})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateScaleInProgress, answer.LifecycleState)
	require.InDelta(t, 2, *e.get(ashburn, id).ComputeCount, 0)
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{DisplayName: new("x")})
	refused(t, err, 409, "IncorrectState", "SCALE_IN_PROGRESS")
	e.Advance(time.Minute)
	require.Equal(t, workrequests.WorkRequestStatusSucceeded, e.workRequest(ashburn, answer.OpcWorkRequestId).Status)
	got := e.get(ashburn, id)
	require.InDelta(t, 4, *got.ComputeCount, 0)
	require.True(t, *got.IsAutoScalingEnabled)

	// An empty update succeeds and does nothing: what a key that was never sent looks like (W12).
	answer, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{})
	require.NoError(t, err)
	require.Nil(t, answer.OpcWorkRequestId)

	// An update that fails after it was accepted changes nothing.
	e.Failing = []string{"UpdateAutonomousDatabase"}
	answer, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(8))})
	require.NoError(t, err)
	e.Advance(time.Minute)
	require.Equal(t, workrequests.WorkRequestStatusFailed, e.workRequest(ashburn, answer.OpcWorkRequestId).Status)
	got = e.get(ashburn, id)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, got.LifecycleState)
	require.InDelta(t, 4, *got.ComputeCount, 0)
}

func TestUpdate_ifMatch(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	created := e.create(ashburn, details("ledger"))
	r := adb.UpdateAutonomousDatabaseRequest{
		AutonomousDatabaseId: created.Id, IfMatch: created.Etag,
		UpdateAutonomousDatabaseDetails: adb.UpdateAutonomousDatabaseDetails{DisplayName: new("mine")},
	}
	_, err := e.in(ashburn).UpdateAutonomousDatabase(t.Context(), r)
	refused(t, err, 412, "NoEtagMatch", "")
	current, err := e.in(ashburn).GetAutonomousDatabase(t.Context(), adb.GetAutonomousDatabaseRequest{AutonomousDatabaseId: created.Id})
	require.NoError(t, err)
	r.IfMatch = current.Etag
	_, err = e.in(ashburn).UpdateAutonomousDatabase(t.Context(), r)
	require.NoError(t, err)
	_, err = e.in(ashburn).UpdateAutonomousDatabase(t.Context(), r)
	refused(t, err, 412, "NoEtagMatch", "")
}

func TestUpdate_refusals(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.create(ashburn, details("taken"))
	id := e.create(ashburn, details("ledger")).Id
	for name, c := range map[string]struct {
		d       adb.UpdateAutonomousDatabaseDetails
		message string
	}{
		"scaling and ACL":    {adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(4)), WhitelistedIps: []string{"1.1.1.1"}}, "in parallel"},
		"password and ACL":   {adb.UpdateAutonomousDatabaseDetails{AdminPassword: new("N3wPasswordNow"), WhitelistedIps: []string{"1.1.1.1"}}, "in parallel"},
		"mTLS and ACL":       {adb.UpdateAutonomousDatabaseDetails{IsMtlsConnectionRequired: new(false), WhitelistedIps: []string{"1.1.1.1"}}, "in parallel"},
		"name and license":   {adb.UpdateAutonomousDatabaseDetails{DbName: new("x"), LicenseModel: "LICENSE_INCLUDED"}, "in parallel"},
		"same password":      {adb.UpdateAutonomousDatabaseDetails{AdminPassword: new(password)}, "last four"},
		"taken name":         {adb.UpdateAutonomousDatabaseDetails{DbName: new("taken")}, "already used"},
		"workload":           {adb.UpdateAutonomousDatabaseDetails{DbWorkload: "AJD"}, "cannot be changed to AJD"},
		"old version":        {adb.UpdateAutonomousDatabaseDetails{DbVersion: new("19c")}, "cannot go back"},
		"OCPUs":              {adb.UpdateAutonomousDatabaseDetails{ComputeModel: "OCPU", ComputeCount: new(float32(1))}, "cannot go back to OCPUs"},
		"free":               {adb.UpdateAutonomousDatabaseDetails{IsFreeTier: new(true)}, "Always Free"},
		"half a schedule":    {adb.UpdateAutonomousDatabaseDetails{LongTermBackupSchedule: &adb.LongTermBackUpScheduleDetails{RepeatCadence: "WEEKLY"}}, "needs repeatCadence"},
		"short long-term":    {adb.UpdateAutonomousDatabaseDetails{LongTermBackupSchedule: &adb.LongTermBackUpScheduleDetails{RetentionPeriodInDays: new(89)}}, "from 90 to 3650"},
		"no refreshable":     {adb.UpdateAutonomousDatabaseDetails{RefreshableMode: "MANUAL"}, "not a refreshable clone"},
		"become refreshable": {adb.UpdateAutonomousDatabaseDetails{IsRefreshableClone: new(true)}, "cannot become"},
		"no peer":            {adb.UpdateAutonomousDatabaseDetails{IsDisconnectPeer: new(true)}, "not a peer"},
	} {
		t.Run(name, func(t *testing.T) {
			before := e.get(ashburn, id)
			_, err := e.update(ashburn, id, c.d)
			refused(t, err, 400, "InvalidParameter", c.message)
			require.Equal(t, before, e.get(ashburn, id))
		})
	}
}

// Each change of a kind is carried out.
func TestUpdate_kinds(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	change := func(d adb.UpdateAutonomousDatabaseDetails) adb.AutonomousDatabase {
		t.Helper()
		_, err := e.update(ashburn, id, d)
		require.NoError(t, err)
		return e.get(ashburn, id)
	}
	require.Equal(t, []string{"198.51.100.1"}, change(adb.UpdateAutonomousDatabaseDetails{WhitelistedIps: []string{"198.51.100.1"}}).WhitelistedIps)
	require.True(t, *change(adb.UpdateAutonomousDatabaseDetails{IsMtlsConnectionRequired: new(true)}).IsMtlsConnectionRequired)
	require.Empty(t, change(adb.UpdateAutonomousDatabaseDetails{WhitelistedIps: []string{""}}).WhitelistedIps)
	require.Equal(t, "renamed", *change(adb.UpdateAutonomousDatabaseDetails{DbName: new("renamed")}).DbName)
	require.Equal(t, 1, *change(adb.UpdateAutonomousDatabaseDetails{DataStorageSizeInTBs: new(1)}).DataStorageSizeInTBs)
	require.Equal(t, adb.AutonomousDatabaseLicenseModelLicenseIncluded, change(adb.UpdateAutonomousDatabaseDetails{LicenseModel: "LICENSE_INCLUDED"}).LicenseModel)
	require.Equal(t, adb.AutonomousDatabaseOpenModeOnly, change(adb.UpdateAutonomousDatabaseDetails{OpenMode: "READ_ONLY", PermissionLevel: "RESTRICTED"}).OpenMode)
	private := change(adb.UpdateAutonomousDatabaseDetails{SubnetId: new("ocid1.subnet.oc1.iad.a"), PrivateEndpointLabel: new("inside"), NsgIds: []string{}})
	require.Equal(t, "inside", *private.PrivateEndpointLabel)
	require.False(t, *change(adb.UpdateAutonomousDatabaseDetails{IsMtlsConnectionRequired: new(false)}).IsMtlsConnectionRequired)
	public := change(adb.UpdateAutonomousDatabaseDetails{PrivateEndpointLabel: new("")})
	require.Nil(t, public.SubnetId)
	require.True(t, *public.IsMtlsConnectionRequired, "a database that is open to everybody needs it")
	_, err := e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{IsMtlsConnectionRequired: new(false)})
	refused(t, err, 400, "InvalidParameter", "mutual TLS")
	at := common.SDKTime{Time: e.Now().Add(time.Hour)}
	schedule := change(adb.UpdateAutonomousDatabaseDetails{LongTermBackupSchedule: &adb.LongTermBackUpScheduleDetails{
		RepeatCadence: "MONTHLY", TimeOfBackup: &at, RetentionPeriodInDays: new(365),
	}})
	require.Equal(t, 365, *schedule.LongTermBackupSchedule.RetentionPeriodInDays)
	require.Nil(t, change(adb.UpdateAutonomousDatabaseDetails{LongTermBackupSchedule: &adb.LongTermBackUpScheduleDetails{IsDisabled: new(true)}}).LongTermBackupSchedule)
	require.True(t, *change(adb.UpdateAutonomousDatabaseDetails{IsBackupRetentionLocked: new(true)}).IsBackupRetentionLocked)
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{BackupRetentionPeriodInDays: new(10)})
	refused(t, err, 400, "InvalidParameter", "locked")
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{IsBackupRetentionLocked: new(false)})
	refused(t, err, 400, "InvalidParameter", "cannot be taken off")
	local := change(adb.UpdateAutonomousDatabaseDetails{IsLocalDataGuardEnabled: new(true)})
	require.Equal(t, adb.AutonomousDatabaseStandbySummaryLifecycleStateStandby, local.LocalStandbyDb.LifecycleState)
	require.Equal(t, adb.DisasterRecoveryConfigurationDisasterRecoveryTypeAdg, local.LocalDisasterRecoveryType)
}

// A password can be changed and changed back only after four others; none is ever shown.
func TestUpdate_password(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	for _, next := range []string{"Sup3rSecretTwo", "Sup3rSecretThree", "Sup3rSecretFour", "Sup3rSecretFive"} {
		_, err := e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{AdminPassword: &next, ComputeCount: new(float32(2))})
		require.NoError(t, err)
		e.get(ashburn, id)
	}
	require.Contains(t, e.dump(), `"adminPasswordSets":5`)
	_, err := e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{AdminPassword: new("Sup3rSecretTwo")})
	refused(t, err, 400, "InvalidParameter", "last four")
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{AdminPassword: new(password)})
	require.NoError(t, err)
	e.get(ashburn, id)
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{SecretId: new("ocid1.vaultsecret.oc1.iad.a")})
	require.NoError(t, err)
	require.NotContains(t, e.dump(), "Sup3r")
}

func TestKeys(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	configure := func(d adb.ConfigureAutonomousDatabaseVaultKeyDetails) error {
		_, err := e.in(ashburn).ConfigureAutonomousDatabaseVaultKey(t.Context(), adb.ConfigureAutonomousDatabaseVaultKeyRequest{
			AutonomousDatabaseId: id, ConfigureAutonomousDatabaseVaultKeyDetails: d,
		})
		return err
	}
	key, vault := new("ocid1.key.oc1.iad.a.b"), new("ocid1.vault.oc1.iad.a.b")
	refused(t, configure(adb.ConfigureAutonomousDatabaseVaultKeyDetails{KmsKeyId: key}), 400, "InvalidParameter", "needed together")
	refused(t, configure(adb.ConfigureAutonomousDatabaseVaultKeyDetails{KmsKeyId: key, IsUsingOracleManagedKeys: new(true)}), 400, "InvalidParameter", "together")
	require.NoError(t, configure(adb.ConfigureAutonomousDatabaseVaultKeyDetails{KmsKeyId: key, VaultId: vault}))
	got := e.get(ashburn, id)
	require.Equal(t, *key, *got.KmsKeyId)
	require.Equal(t, adb.OciKeyDetails{KmsKeyId: key, VaultId: vault}, got.EncryptionKey)
	_, err := e.in(ashburn).RotateAutonomousDatabaseEncryptionKey(t.Context(), adb.RotateAutonomousDatabaseEncryptionKeyRequest{AutonomousDatabaseId: id})
	require.NoError(t, err)
	rotated := e.get(ashburn, id)
	require.NotEqual(t, *got.KmsKeyVersionId, *rotated.KmsKeyVersionId)
	require.NoError(t, configure(adb.ConfigureAutonomousDatabaseVaultKeyDetails{IsUsingOracleManagedKeys: new(true)}))
	require.Equal(t, "ORACLE_MANAGED_KEY", *e.get(ashburn, id).KmsKeyId)
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{EncryptionKey: adb.OciKeyDetails{KmsKeyId: key, VaultId: vault}})
	require.NoError(t, err)
	require.Equal(t, *key, *e.get(ashburn, id).KmsKeyId)
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{EncryptionKey: adb.OracleManagedKeyDetails{}})
	require.NoError(t, err)
	require.Nil(t, e.get(ashburn, id).VaultId)
}

func TestStopAndStart(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	stopped, err := e.in(ashburn).StopAutonomousDatabase(t.Context(), adb.StopAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateStopping, stopped.LifecycleState)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateStopped, e.get(ashburn, id).LifecycleState)
	_, err = e.in(ashburn).StopAutonomousDatabase(t.Context(), adb.StopAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	refused(t, err, 409, "IncorrectState", "is STOPPED")
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{AdminPassword: new("N3wPasswordNow")})
	refused(t, err, 409, "IncorrectState", "STOPPED")
	_, err = e.update(ashburn, id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(4))})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateStopped, e.get(ashburn, id).LifecycleState)
	_, err = e.in(ashburn).StartAutonomousDatabase(t.Context(), adb.StartAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(t, err)
	_, err = e.in(ashburn).RestartAutonomousDatabase(t.Context(), adb.RestartAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, e.get(ashburn, id).LifecycleState)
	_, err = e.in(ashburn).ShrinkAutonomousDatabase(t.Context(), adb.ShrinkAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(t, err)
	_, err = e.in(ashburn).ChangeAutonomousDatabaseCompartment(t.Context(), adb.ChangeAutonomousDatabaseCompartmentRequest{
		AutonomousDatabaseId: id, ChangeCompartmentDetails: adb.ChangeCompartmentDetails{CompartmentId: new(other)},
	})
	require.NoError(t, err)
	require.Equal(t, other, *e.get(ashburn, id).CompartmentId)
	require.True(t, e.service.Occupies(other))
	require.False(t, e.service.Occupies(data))
}
