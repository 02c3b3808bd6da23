package database_test

import (
	"testing"
	"time"

	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"
	"github.com/stretchr/testify/require"
)

func TestLifecycle(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced)
	created := e.create(ashburn, details("ledger"))
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateProvisioning, created.LifecycleState)
	require.NotEmpty(t, *created.Etag)
	require.Equal(t, workrequests.WorkRequestStatusAccepted, e.workRequest(ashburn, created.OpcWorkRequestId).Status)
	e.Advance(30 * time.Second)
	half := e.workRequest(ashburn, created.OpcWorkRequestId)
	require.Equal(t, workrequests.WorkRequestStatusInProgress, half.Status)
	require.InDelta(t, 50, *half.PercentComplete, 0)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateProvisioning, e.get(ashburn, created.Id).LifecycleState)
	_, err := e.update(ashburn, created.Id, adb.UpdateAutonomousDatabaseDetails{DisplayName: new("x")})
	refused(t, err, 409, "IncorrectState", "is PROVISIONING")
	refused(t, e.delete(ashburn, created.Id), 409, "IncorrectState", "is PROVISIONING")
	e.Advance(30 * time.Second)

	got := e.get(ashburn, created.Id)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, got.LifecycleState)
	require.Equal(t, workrequests.WorkRequestStatusSucceeded, e.workRequest(ashburn, created.OpcWorkRequestId).Status)
	require.Equal(t, "ORACLE_MANAGED_KEY", *got.KmsKeyId)
	require.Equal(t, 20, *got.DataStorageSizeInGBs)
	require.Nil(t, got.DataStorageSizeInTBs)
	require.Equal(t, []string{"203.0.113.0/24"}, got.WhitelistedIps)
	require.ElementsMatch(t, []string{phoenix, frankfurt, chicago}, got.SupportedRegionsToCloneTo)

	require.NoError(t, e.delete(ashburn, created.Id))
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateTerminating, e.get(ashburn, created.Id).LifecycleState)
	e.Advance(time.Minute)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateTerminated, e.get(ashburn, created.Id).LifecycleState)
	require.Equal(t, `{}`, e.dump())
}
