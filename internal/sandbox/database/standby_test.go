package database_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/require"
)

// A standby exists in its own region, is seen from both, keeps its primary from being deleted, and goes first.
func TestStandby(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced)
	primary := e.create(ashburn, details("ledger"))
	e.Advance(time.Minute)
	made, err := e.standby(phoenix, primary.Id, func(d *adb.CreateCrossRegionDisasterRecoveryDetails) {
		d.DisplayName, d.IsReplicateAutomaticBackups = new("ledger in Phoenix"), new(true)
	})
	require.NoError(t, err)
	require.Contains(t, *made.Id, ".phx.")
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateProvisioning, made.LifecycleState)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateUpdating, e.get(ashburn, primary.Id).LifecycleState)
	_, err = e.in(ashburn).GetAutonomousDatabase(t.Context(), adb.GetAutonomousDatabaseRequest{AutonomousDatabaseId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	e.Advance(time.Minute)

	standby, leader := e.get(phoenix, made.Id), e.get(ashburn, primary.Id)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateStandby, standby.LifecycleState)
	require.Equal(t, adb.AutonomousDatabaseRoleStandby, standby.Role)
	require.Equal(t, "ledger in Phoenix", *standby.DisplayName)
	require.Equal(t, "ledger", *standby.DbName)
	require.Equal(t, []string{*primary.Id}, standby.PeerDbIds)
	require.Equal(t, adb.AutonomousDatabaseDataguardRegionTypeRemoteStandbyDgRegion, standby.DataguardRegionType)
	require.Equal(t, adb.AutonomousDatabaseDisasterRecoveryRegionTypeRemote, standby.DisasterRecoveryRegionType)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, leader.LifecycleState)
	require.Equal(t, []string{*made.Id}, leader.PeerDbIds)
	require.True(t, *leader.IsRemoteDataGuardEnabled)
	require.True(t, *leader.IsDataGuardEnabled)
	require.Equal(t, adb.AutonomousDatabaseDataguardRegionTypePrimaryDgRegion, leader.DataguardRegionType)
	for _, d := range []adb.AutonomousDatabase{standby, leader} {
		require.Equal(t, adb.DisasterRecoveryConfigurationDisasterRecoveryTypeAdg, d.RemoteDisasterRecoveryConfiguration.DisasterRecoveryType)
		require.True(t, *d.RemoteDisasterRecoveryConfiguration.IsReplicateAutomaticBackups)
	}
	require.Equal(t, []adb.AutonomousDatabasePeerSummary{{Id: made.Id, Region: new(phoenix)}}, e.peers(ashburn, primary.Id))
	require.Equal(t, []adb.AutonomousDatabasePeerSummary{{Id: primary.Id, Region: new(ashburn)}}, e.peers(phoenix, made.Id))
	require.Len(t, e.backups(phoenix, made.Id), 1)

	refused(t, e.delete(ashburn, primary.Id), 409, "IncorrectState", "terminate the standby first")
	_, err = e.update(phoenix, made.Id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(4))})
	refused(t, err, 409, "IncorrectState", "change it on the primary")
	_, err = e.in(phoenix).StopAutonomousDatabase(t.Context(), adb.StopAutonomousDatabaseRequest{AutonomousDatabaseId: made.Id})
	refused(t, err, 409, "IncorrectState", "is STANDBY")
	_, err = e.update(ashburn, primary.Id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(4))})
	require.NoError(t, err)
	e.Advance(time.Minute)
	require.InDelta(t, 4, *e.get(phoenix, made.Id).ComputeCount, 0)

	require.NoError(t, e.delete(phoenix, made.Id))
	refused(t, e.delete(ashburn, primary.Id), 409, "IncorrectState", "terminate the standby first")
	e.Advance(time.Minute)
	alone := e.get(ashburn, primary.Id)
	require.Empty(t, alone.PeerDbIds)
	require.Nil(t, alone.RemoteDisasterRecoveryConfiguration)
	require.False(t, *alone.IsRemoteDataGuardEnabled)
	require.NoError(t, e.delete(ashburn, primary.Id))
	e.Advance(time.Minute)
	require.Equal(t, `{}`, e.dump())
}

func (e *env) backups(region string, id *string) []adb.AutonomousDatabaseBackupSummary {
	e.t.Helper()
	got, err := e.in(region).ListAutonomousDatabaseBackups(e.t.Context(), adb.ListAutonomousDatabaseBackupsRequest{AutonomousDatabaseId: id})
	require.NoError(e.t, err)
	return got.Items
}

func TestStandby_refusals(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	primary := e.create(ashburn, details("ledger"))
	_, err := e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	type change = func(*adb.CreateCrossRegionDisasterRecoveryDetails)
	for name, c := range map[string]struct {
		region, code, message string
		change                change
	}{
		"same region": {ashburn, "InvalidParameter", "isLocalDataGuardEnabled", func(*adb.CreateCrossRegionDisasterRecoveryDetails) {}},
		"second":      {phoenix, "InvalidParameter", "already", func(*adb.CreateCrossRegionDisasterRecoveryDetails) {}},
		"unknown source": {chicago, "NotAuthorizedOrNotFound", "", func(d *adb.CreateCrossRegionDisasterRecoveryDetails) {
			d.SourceId = new("ocid1.autonomousdatabase.oc1.iad.x")
		}},
		"other size": {chicago, "InvalidParameter", "must be its primary's", func(d *adb.CreateCrossRegionDisasterRecoveryDetails) { d.ComputeCount = new(float32(4)) }},
		"other tags": {chicago, "InvalidParameter", "freeformTags", func(d *adb.CreateCrossRegionDisasterRecoveryDetails) { d.FreeformTags = map[string]string{"a": "b"} }},
		"password":   {chicago, "InvalidParameter", "primary's password", func(d *adb.CreateCrossRegionDisasterRecoveryDetails) { d.AdminPassword = new(password) }},
		"type":       {chicago, "InvalidParameter", "remoteDisasterRecoveryType", func(d *adb.CreateCrossRegionDisasterRecoveryDetails) { d.RemoteDisasterRecoveryType = "NONE" }},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := e.standby(c.region, primary.Id, c.change)
			status := 400
			if c.code == "NotAuthorizedOrNotFound" {
				status = 404
			}
			refused(t, err, status, c.code, c.message)
			require.Len(t, e.get(ashburn, primary.Id).PeerDbIds, 1)
		})
	}
	// With OCPUs there is one standby abroad at most, with ECPUs one in each region.
	_, err = e.standby(chicago, primary.Id)
	require.NoError(t, err)
	d := details("legacy")
	d.ComputeModel, d.ComputeCount, d.CpuCoreCount, d.DataStorageSizeInGBs, d.DataStorageSizeInTBs = "", nil, new(1), nil, new(1)
	legacy := e.create(ashburn, d)
	_, err = e.standby(phoenix, legacy.Id)
	require.NoError(t, err)
	_, err = e.standby(chicago, legacy.Id)
	refused(t, err, 400, "InvalidParameter", "only one")
	// A private primary's standby needs a subnet of its own region.
	d = details("private")
	d.WhitelistedIps, d.SubnetId = nil, new("ocid1.subnet.oc1.iad.a")
	private := e.create(ashburn, d)
	_, err = e.standby(phoenix, private.Id)
	refused(t, err, 400, "MissingParameter", "subnetId")
	_, err = e.standby(phoenix, private.Id, func(d *adb.CreateCrossRegionDisasterRecoveryDetails) { d.SubnetId = new("ocid1.subnet.oc1.phx.a") })
	require.NoError(t, err)
	// A standby has no standby, and no clones.
	made := e.get(ashburn, private.Id).PeerDbIds[0]
	_, err = e.standby(chicago, &made)
	refused(t, err, 400, "InvalidParameter", "itself a standby")
}

func TestStandby_dataGuard(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	primary := e.create(ashburn, details("ledger"))
	made := e.create(phoenix, adb.CreateCrossRegionAutonomousDatabaseDataGuardDetails{CompartmentId: new(data), SourceId: primary.Id})
	require.Equal(t, adb.AutonomousDatabaseRoleStandby, e.get(phoenix, made.Id).Role)
}

func TestStandby_fails(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	primary := e.create(ashburn, details("ledger"))
	e.get(ashburn, primary.Id)
	e.Failing = []string{"CreateAutonomousDatabase"}
	made, err := e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateTerminated, e.get(phoenix, made.Id).LifecycleState)
	alone := e.get(ashburn, primary.Id)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, alone.LifecycleState)
	require.Empty(t, alone.PeerDbIds)
}

// The configuration is changed on the standby's side only, and is seen at both ends.
func TestChangeDisasterRecovery(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	primary := e.create(ashburn, details("ledger"))
	made, err := e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	change := func(region string, id *string, d adb.ChangeDisasterRecoveryConfigurationDetails) error {
		_, err := e.in(region).ChangeDisasterRecoveryConfiguration(t.Context(), adb.ChangeDisasterRecoveryConfigurationRequest{
			AutonomousDatabaseId: id, ChangeDisasterRecoveryConfigurationDetails: d,
		})
		return err
	}
	refused(t, change(ashburn, primary.Id, adb.ChangeDisasterRecoveryConfigurationDetails{}), 400, "InvalidParameter", "called on the standby")
	require.NoError(t, change(phoenix, made.Id, adb.ChangeDisasterRecoveryConfigurationDetails{DisasterRecoveryType: "BACKUP_BASED", IsReplicateAutomaticBackups: new(true)}))
	require.Equal(t, adb.AutonomousDatabaseRoleBackupCopy, e.get(phoenix, made.Id).Role)
	leader := e.get(ashburn, primary.Id)
	require.EqualValues(t, "BACKUP_BASED", leader.RemoteDisasterRecoveryConfiguration.DisasterRecoveryType)
	require.False(t, *leader.IsRemoteDataGuardEnabled)
	require.Len(t, e.backups(phoenix, made.Id), 1)
	until := common.SDKTime{Time: e.Now().Add(72 * time.Hour)}
	err = change(phoenix, made.Id, adb.ChangeDisasterRecoveryConfigurationDetails{DisasterRecoveryType: "ADG", IsSnapshotStandby: new(true), TimeSnapshotStandbyEnabledTill: &until})
	refused(t, err, 400, "InvalidParameter", "48 hours")
	require.NoError(t, change(phoenix, made.Id, adb.ChangeDisasterRecoveryConfigurationDetails{DisasterRecoveryType: "ADG", IsSnapshotStandby: new(true), IsReplicateAutomaticBackups: new(false)}))
	snapshot := e.get(phoenix, made.Id)
	require.Equal(t, adb.AutonomousDatabaseRoleSnapshotStandby, snapshot.Role)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, snapshot.LifecycleState)
	require.Empty(t, e.backups(phoenix, made.Id))
}

// Roles switch, and the regions' parts stay as they are.
func TestSwitchover(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced)
	primary := e.create(ashburn, details("ledger"))
	e.Advance(time.Minute)
	made, err := e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	e.Advance(time.Minute)
	third, err := e.standby(chicago, primary.Id)
	require.NoError(t, err)
	e.Advance(time.Minute)
	switchover := func(region string, id, peer *string) error {
		_, err := e.in(region).SwitchoverAutonomousDatabase(t.Context(), adb.SwitchoverAutonomousDatabaseRequest{AutonomousDatabaseId: id, PeerDbId: peer})
		return err
	}
	refused(t, switchover(ashburn, primary.Id, made.Id), 400, "InvalidParameter", "in the region of the standby")
	refused(t, switchover(phoenix, made.Id, nil), 400, "InvalidParameter", "no standby in the region")
	require.NoError(t, switchover(phoenix, made.Id, primary.Id))
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateRoleChangeInProgress, e.get(ashburn, primary.Id).LifecycleState)
	e.Advance(time.Minute)
	leader, follower := e.get(phoenix, made.Id), e.get(ashburn, primary.Id)
	require.Equal(t, adb.AutonomousDatabaseRolePrimary, leader.Role)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, leader.LifecycleState)
	require.ElementsMatch(t, []string{*primary.Id, *third.Id}, leader.PeerDbIds)
	require.Equal(t, adb.AutonomousDatabaseRoleStandby, follower.Role)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateStandby, follower.LifecycleState)
	require.Equal(t, []string{*made.Id}, follower.PeerDbIds)
	require.Equal(t, []string{*made.Id}, e.get(chicago, third.Id).PeerDbIds)
	require.Equal(t, adb.AutonomousDatabaseDisasterRecoveryRegionTypeRemote, leader.DisasterRecoveryRegionType)
	require.NotNil(t, leader.TimeOfLastSwitchover)
	refused(t, e.delete(phoenix, made.Id), 409, "IncorrectState", "terminate the standby first")

	_, err = e.in(ashburn).FailOverAutonomousDatabase(t.Context(), adb.FailOverAutonomousDatabaseRequest{AutonomousDatabaseId: primary.Id, PeerDbId: made.Id})
	require.NoError(t, err)
	e.Advance(time.Minute)
	require.Equal(t, adb.AutonomousDatabaseRolePrimary, e.get(ashburn, primary.Id).Role)
}

// A primary can end its standby, as a database of its own or altogether.
func TestUpdatePeer(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	primary := e.create(ashburn, details("ledger"))
	made, err := e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	e.get(phoenix, made.Id)
	_, err = e.update(ashburn, primary.Id, adb.UpdateAutonomousDatabaseDetails{IsDisconnectPeer: new(true), PeerDbId: made.Id})
	require.NoError(t, err)
	free := e.get(phoenix, made.Id)
	require.Equal(t, adb.AutonomousDatabaseRolePrimary, free.Role)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, free.LifecycleState)
	require.Empty(t, free.PeerDbIds)
	require.Empty(t, e.get(ashburn, primary.Id).PeerDbIds)
	require.NoError(t, e.delete(phoenix, made.Id))
	e.get(phoenix, made.Id)

	made, err = e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	e.get(phoenix, made.Id)
	_, err = e.update(ashburn, primary.Id, adb.UpdateAutonomousDatabaseDetails{PeerDbId: made.Id})
	refused(t, err, 400, "InvalidParameter", "isDisconnectPeer")
	_, err = e.update(ashburn, primary.Id, adb.UpdateAutonomousDatabaseDetails{IsDataGuardEnabled: new(false), PeerDbId: made.Id})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateTerminated, e.get(phoenix, made.Id).LifecycleState)
	made, err = e.standby(phoenix, primary.Id)
	require.NoError(t, err)
	e.get(phoenix, made.Id)
	_, err = e.update(phoenix, made.Id, adb.UpdateAutonomousDatabaseDetails{IsDisconnectPeer: new(true)})
	require.NoError(t, err)
	require.Empty(t, e.get(phoenix, made.Id).PeerDbIds)
	require.Empty(t, e.get(ashburn, primary.Id).PeerDbIds)
}
