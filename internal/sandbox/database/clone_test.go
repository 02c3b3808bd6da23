package database_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/database"
)

func clone(name string, id *string) adb.CreateAutonomousDatabaseCloneDetails {
	return adb.CreateAutonomousDatabaseCloneDetails{
		CompartmentId: new(data), DbName: &name, AdminPassword: new(password), SourceId: id, CloneType: adb.CreateAutonomousDatabaseCloneDetailsCloneTypeFull,
	}
}

// A clone in another region is a database of its own, of its source's kind and size.
func TestClone(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	d := details("ledger")
	d.DataStorageSizeInGBs = new(40)
	source := e.create(frankfurt, d)
	e.get(frankfurt, source.Id)
	made := e.get(ashburn, e.create(ashburn, clone("copy", source.Id)).Id)
	require.Equal(t, *source.Id, *made.SourceId)
	require.Equal(t, 40, *made.DataStorageSizeInGBs)
	require.Equal(t, adb.AutonomousDatabaseCloneTypeFull, made.CloneType)
	require.Empty(t, made.PeerDbIds)
	small := clone("small", source.Id)
	small.DataStorageSizeInGBs = new(20)
	_, err := e.tryCreate(ashburn, small)
	refused(t, err, 400, "InvalidParameter", "as much storage")
	small.CloneType = adb.CreateAutonomousDatabaseCloneDetailsCloneTypeMetadata
	e.create(ashburn, small)
	require.NoError(t, e.delete(frankfurt, source.Id))
	_, err = e.tryCreate(ashburn, clone("late", source.Id))
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	listed, err := e.in(ashburn).ListAutonomousDatabaseClones(t.Context(), adb.ListAutonomousDatabaseClonesRequest{
		AutonomousDatabaseId: made.Id, CompartmentId: new(data),
	})
	require.NoError(t, err)
	require.Empty(t, listed.Items)
}

func TestRefreshableClone(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	source := e.create(ashburn, details("ledger"))
	e.get(ashburn, source.Id)
	made := e.create(phoenix, adb.CreateRefreshableAutonomousDatabaseCloneDetails{CompartmentId: new(data), DbName: new("follower"), SourceId: source.Id})
	got := e.get(phoenix, made.Id)
	require.True(t, *got.IsRefreshableClone)
	require.Equal(t, adb.AutonomousDatabaseOpenModeOnly, got.OpenMode)
	clones := func() []adb.RefreshableCloneSummary {
		t.Helper()
		listed, err := e.in(ashburn).ListAutonomousDatabaseRefreshableClones(t.Context(), adb.ListAutonomousDatabaseRefreshableClonesRequest{AutonomousDatabaseId: source.Id})
		require.NoError(t, err)
		return listed.Items
	}
	require.Equal(t, []adb.RefreshableCloneSummary{{Id: made.Id, Region: new(phoenix)}}, clones())
	e.Advance(time.Hour)
	_, err := e.in(phoenix).AutonomousDatabaseManualRefresh(t.Context(), adb.AutonomousDatabaseManualRefreshRequest{AutonomousDatabaseId: made.Id})
	require.NoError(t, err)
	require.True(t, e.get(phoenix, made.Id).TimeOfLastRefresh.After(got.TimeOfLastRefresh.Time))
	_, err = e.in(ashburn).AutonomousDatabaseManualRefresh(t.Context(), adb.AutonomousDatabaseManualRefreshRequest{AutonomousDatabaseId: source.Id})
	refused(t, err, 400, "InvalidParameter", "not a refreshable clone")
	_, err = e.tryCreate(ashburn, clone("copy", made.Id))
	refused(t, err, 400, "InvalidParameter", "refreshable clone")
	_, err = e.update(phoenix, made.Id, adb.UpdateAutonomousDatabaseDetails{RefreshableMode: "AUTOMATIC", AutoRefreshFrequencyInSeconds: new(3600)})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseRefreshableModeAutomatic, e.get(phoenix, made.Id).RefreshableMode)
	_, err = e.update(phoenix, made.Id, adb.UpdateAutonomousDatabaseDetails{IsRefreshableClone: new(false)})
	require.NoError(t, err)
	e.get(phoenix, made.Id)
	require.Empty(t, clones())
}

func TestBackups(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	automatic := e.backups(ashburn, id)
	require.Len(t, automatic, 1)
	require.True(t, *automatic[0].IsAutomatic)
	create := func(d adb.CreateAutonomousDatabaseBackupDetails) (adb.CreateAutonomousDatabaseBackupResponse, error) {
		d.AutonomousDatabaseId = id
		return e.in(ashburn).CreateAutonomousDatabaseBackup(t.Context(), adb.CreateAutonomousDatabaseBackupRequest{CreateAutonomousDatabaseBackupDetails: d})
	}
	_, err := create(adb.CreateAutonomousDatabaseBackupDetails{})
	refused(t, err, 400, "InvalidParameter", "long-term")
	_, err = create(adb.CreateAutonomousDatabaseBackupDetails{IsLongTermBackup: new(true), RetentionPeriodInDays: new(30)})
	refused(t, err, 400, "InvalidParameter", "from 90 to 3650")
	long, err := create(adb.CreateAutonomousDatabaseBackupDetails{IsLongTermBackup: new(true), RetentionPeriodInDays: new(365), DisplayName: new("year")})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseBackupLifecycleStateCreating, long.LifecycleState)
	require.Equal(t, workrequests.WorkRequestStatusSucceeded, e.workRequest(ashburn, long.OpcWorkRequestId).Status)
	got, err := e.in(ashburn).GetAutonomousDatabaseBackup(t.Context(), adb.GetAutonomousDatabaseBackupRequest{AutonomousDatabaseBackupId: long.Id})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseBackupLifecycleStateActive, got.LifecycleState)
	require.Equal(t, ashburn, *got.Region)
	_, err = e.in(ashburn).UpdateAutonomousDatabaseBackup(t.Context(), adb.UpdateAutonomousDatabaseBackupRequest{
		AutonomousDatabaseBackupId: long.Id, UpdateAutonomousDatabaseBackupDetails: adb.UpdateAutonomousDatabaseBackupDetails{RetentionPeriodInDays: new(100)},
	})
	require.NoError(t, err)

	// A remote backup is kept in another region.
	d := adb.CreateAutonomousDatabaseBackupDetails{
		IsLongTermBackup: new(true), RetentionPeriodInDays: new(90), DisplayName: new("abroad"),
		BackupDestinationDetails: &adb.BackupDestinationDetails{Type: "OBJECT_STORE", IsRemote: new(true), RemoteRegion: new("mars-olympus-1")},
	}
	_, err = create(d)
	refused(t, err, 400, "InvalidParameter", "mars-olympus-1")
	d.BackupDestinationDetails.RemoteRegion = new(frankfurt)
	remote, err := create(d)
	require.NoError(t, err)
	require.Equal(t, frankfurt, *remote.Region)
	e.get(ashburn, id)
	_, err = e.in(ashburn).DeleteAutonomousDatabaseBackup(t.Context(), adb.DeleteAutonomousDatabaseBackupRequest{AutonomousDatabaseBackupId: remote.Id})
	require.NoError(t, err)

	restored := e.create(phoenix, adb.CreateAutonomousDatabaseFromBackupDetails{
		CompartmentId: new(data), DbName: new("restored"), AdminPassword: new(password), AutonomousDatabaseBackupId: long.Id, CloneType: "FULL",
	})
	require.Equal(t, *id, *e.get(phoenix, restored.Id).SourceId)
	e.Advance(time.Hour)
	at := common.SDKTime{Time: e.Now().Add(-time.Minute)}
	from := adb.CreateAutonomousDatabaseFromBackupTimestampDetails{
		CompartmentId: new(data), DbName: new("intime"), AdminPassword: new(password), AutonomousDatabaseId: id, CloneType: "FULL", Timestamp: &at,
	}
	e.create(ashburn, from)
	from.Timestamp = &common.SDKTime{Time: e.Now().Add(-2 * time.Hour)}
	_, err = e.tryCreate(ashburn, from)
	refused(t, err, 400, "InvalidParameter", "no backups that reach")
	from.UseLatestAvailableBackupTimeStamp = new(true)
	_, err = e.tryCreate(ashburn, from)
	refused(t, err, 400, "InvalidParameter", "Either timestamp")
	_, err = e.in(ashburn).RestoreAutonomousDatabase(t.Context(), adb.RestoreAutonomousDatabaseRequest{
		AutonomousDatabaseId: id, RestoreAutonomousDatabaseDetails: adb.RestoreAutonomousDatabaseDetails{Timestamp: &at},
	})
	require.NoError(t, err)
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateAvailable, e.get(ashburn, id).LifecycleState)

	remove := func(id *string) error {
		_, err := e.in(ashburn).DeleteAutonomousDatabaseBackup(t.Context(), adb.DeleteAutonomousDatabaseBackupRequest{AutonomousDatabaseBackupId: id})
		return err
	}
	refused(t, remove(automatic[0].Id), 400, "InvalidParameter", "automatic")
	refused(t, e.delete(ashburn, id), 409, "IncorrectState", "long-term backups")
	require.NoError(t, remove(long.Id))
	require.Len(t, e.backups(ashburn, id), 1)
	require.NoError(t, e.delete(ashburn, id))
}

func TestWallet(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	e.create(ashburn, details("other"))
	generate := func(password string, all bool) ([]byte, error) {
		d := adb.GenerateAutonomousDatabaseWalletDetails{Password: &password}
		if all {
			d.GenerateType = adb.GenerateAutonomousDatabaseWalletDetailsGenerateTypeAll
		}
		got, err := e.in(ashburn).GenerateAutonomousDatabaseWallet(t.Context(), adb.GenerateAutonomousDatabaseWalletRequest{
			AutonomousDatabaseId: id, GenerateAutonomousDatabaseWalletDetails: d,
		})
		if err != nil {
			return nil, err
		}
		defer got.Content.Close()
		return io.ReadAll(got.Content)
	}
	e.get(ashburn, id)
	_, err := generate("short1", false)
	refused(t, err, 400, "InvalidParameter", "8 to 60")
	one, err := generate("Wall3tPassword", false)
	require.NoError(t, err)
	all, err := generate("Wall3tPassword", true)
	require.NoError(t, err)
	require.NotEqual(t, one, all)
	require.Contains(t, string(one), database.WalletMark)
	read := func(archive []byte) string {
		t.Helper()
		z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		require.NoError(t, err)
		require.Len(t, z.File, 8)
		file, err := z.Open("tnsnames.ora")
		require.NoError(t, err)
		names, err := io.ReadAll(file)
		require.NoError(t, err)
		return string(names)
	}
	require.Contains(t, read(one), "ledger_high")
	require.NotContains(t, read(one), "other_high")
	require.Contains(t, read(all), "other_high")
	require.NotContains(t, e.dump(), database.WalletMark)
	require.NotContains(t, e.dump(), "Wall3tPassword")
}

func TestList(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	var ids []string
	for _, name := range []string{"a", "b", "c"} {
		ids = append(ids, *e.create(ashburn, details(name)).Id)
		e.Advance(time.Second)
	}
	e.create(phoenix, details("a"))
	list := func(r adb.ListAutonomousDatabasesRequest) (names []string, next *string) {
		t.Helper()
		if r.CompartmentId == nil {
			r.CompartmentId = new(data)
		}
		got, err := e.in(ashburn).ListAutonomousDatabases(t.Context(), r)
		require.NoError(t, err)
		for _, d := range got.Items {
			names = append(names, *d.DbName)
		}
		return names, got.OpcNextPage
	}
	names, next := list(adb.ListAutonomousDatabasesRequest{SortBy: "DISPLAYNAME", Limit: new(2)})
	require.Equal(t, []string{"a", "b"}, names)
	names, next = list(adb.ListAutonomousDatabasesRequest{SortBy: "DISPLAYNAME", Limit: new(2), Page: next})
	require.Equal(t, []string{"c"}, names)
	require.Nil(t, next)
	names, _ = list(adb.ListAutonomousDatabasesRequest{})
	require.Equal(t, []string{"c", "b", "a"}, names)
	names, _ = list(adb.ListAutonomousDatabasesRequest{DisplayName: new("b"), DbWorkload: "OLTP", IsFreeTier: new(false)})
	require.Equal(t, []string{"b"}, names)
	names, _ = list(adb.ListAutonomousDatabasesRequest{CompartmentId: new(other)})
	require.Empty(t, names)
	// What is terminated is listed for some hours, and its name is free at once.
	require.NoError(t, e.delete(ashburn, &ids[0]))
	e.get(ashburn, &ids[0])
	e.create(ashburn, details("a"))
	names, _ = list(adb.ListAutonomousDatabasesRequest{LifecycleState: "TERMINATED"})
	require.Equal(t, []string{"a"}, names)
	names, _ = list(adb.ListAutonomousDatabasesRequest{LifecycleStateNotEqualTo: "TERMINATED"})
	require.Len(t, names, 3)
	e.Advance(5 * time.Hour)
	names, _ = list(adb.ListAutonomousDatabasesRequest{})
	require.Len(t, names, 3)
	work, err := e.work(ashburn).ListWorkRequests(t.Context(), workrequests.ListWorkRequestsRequest{CompartmentId: new(data), ResourceId: &ids[0]})
	require.NoError(t, err)
	require.Len(t, work.Items, 2)
}

// What the service does not know is 501 and not guessed, and what it cannot read is 400.
func TestUnknown(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/20160918/dbSystems?compartmentId=" + data, "", 501},
		{"GET", "/20160918/workRequests/x", "", 501},
		{"POST", "/20160918/autonomousDatabases", `{"compartmentId":"` + data + `","shinyNewThing":1}`, 501},
		{"POST", "/20160918/autonomousDatabases", `{"compartmentId":"` + data + `","source":"CROSS_TENANCY_DISASTER_RECOVERY"}`, 501},
		{"POST", "/20160918/autonomousDatabases", `{"compartmentId":`, 400},
		{"POST", "/20160918/autonomousDatabases", `{}`, 400},
		{"GET", "/20160918/autonomousDatabases", "", 400},
		{"GET", "/20160918/autonomousDatabases?compartmentId=" + data + "&colour=red", "", 501},
		{"GET", "/20160918/autonomousDatabases/x", "", 404},
		{"GET", "/20160918/autonomousDatabaseBackups", "", 400},
		{"GET", "/20160918/autonomousDatabaseBackups/x", "", 404},
	} {
		status, answer := e.raw(c.method, ashburn, c.path, c.body)
		require.Equal(t, c.status, status, "%s %s: %s", c.method, c.path, answer)
	}
	status, _ := e.raw("GET", "sa-saopaulo-1", "/20160918/autonomousDatabases?compartmentId="+data, "")
	require.Equal(t, 401, status, "the tenancy is not subscribed to the region")
}
