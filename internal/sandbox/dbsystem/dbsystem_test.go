package dbsystem_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	ashburn = "us-ashburn-1"
	phoenix = "us-phoenix-1"
	secret  = "Sesame-Open-1"
)

type env struct {
	*sandbox.Sandbox
	t       *testing.T
	session *oci.Session
}

func newEnv(t *testing.T, opts ...sandbox.Option) env {
	t.Helper()
	s, err := sandbox.New(opts...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	c, err := s.Credentials("terraform")
	require.NoError(t, err)
	session, err := oci.NewSession(oci.Config{
		TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM,
		Getenv: func(string) string { return "" }, Transport: s.Transport(), DisableAutoRetries: true,
	})
	require.NoError(t, err)
	return env{s, t, session}
}

func (e env) mysql(region string) *mysql.DbSystemClient {
	client, err := e.session.MySQL(region)
	require.NoError(e.t, err)
	return client
}

func (e env) psql(region string) *psql.PostgresqlClient {
	client, err := e.session.PostgreSQL(region)
	require.NoError(e.t, err)
	return client
}

func subnet(region string) *string {
	return common.String("ocid1.subnet.oc1." + region + ".aaaaaaaaexample")
}

func (e env) mysqlDetails() mysql.CreateDbSystemDetails {
	compartment := e.CompartmentOCID()
	return mysql.CreateDbSystemDetails{
		CompartmentId: &compartment, ShapeName: common.String("MySQL.4"), SubnetId: subnet(ashburn),
		AdminUsername: common.String("keeper"), AdminPassword: common.String(secret),
	}
}

func (e env) psqlDetails() psql.CreateDbSystemDetails {
	compartment := e.CompartmentOCID()
	return psql.CreateDbSystemDetails{
		DisplayName: common.String("orders"), CompartmentId: &compartment, DbVersion: common.String("16"), Shape: common.String("PostgreSQL.VM.Standard.E5.Flex"),
		StorageDetails: psql.OciOptimizedStorageDetails{IsRegionallyDurable: common.Bool(true)},
		NetworkDetails: &psql.NetworkDetails{SubnetId: subnet(ashburn)},
		Credentials:    &psql.Credentials{Username: common.String("keeper"), PasswordDetails: psql.PlainTextPasswordDetails{Password: common.String(secret)}},
	}
}

// refused asserts Oracle's answer.
func refused(t *testing.T, err error, status int, says string) {
	t.Helper()
	answer := new(oci.Error)
	require.ErrorAs(t, oci.Explain("", "", err), &answer)
	assert.Equal(t, status, answer.Status, answer.Message)
	assert.Contains(t, answer.Message, says)
}

func TestMySQL_life(t *testing.T) {
	now := time.Now()
	e := newEnv(t, sandbox.WithClock(func() time.Time { return now }), sandbox.WithLifecyclePace(cloud.Pace{Create: time.Minute, Delete: time.Minute}))
	client := e.mysql(ashburn)
	made, err := client.CreateDbSystem(t.Context(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: e.mysqlDetails()})
	require.NoError(t, err)
	assert.Equal(t, mysql.DbSystemLifecycleStateCreating, made.LifecycleState)
	assert.NotEmpty(t, *made.OpcWorkRequestId)

	_, err = client.UpdateDbSystem(t.Context(), mysql.UpdateDbSystemRequest{DbSystemId: made.Id, UpdateDbSystemDetails: mysql.UpdateDbSystemDetails{Description: common.String("x")}})
	refused(t, err, http.StatusConflict, "is CREATING")
	now = now.Add(time.Minute)
	got, err := client.GetDbSystem(t.Context(), mysql.GetDbSystemRequest{DbSystemId: made.Id})
	require.NoError(t, err)
	assert.Equal(t, mysql.DbSystemLifecycleStateActive, got.LifecycleState)
	assert.Equal(t, "8.4.5", *got.MysqlVersion)

	_, err = client.UpdateDbSystem(t.Context(), mysql.UpdateDbSystemRequest{DbSystemId: made.Id, IfMatch: common.String("stale"), UpdateDbSystemDetails: mysql.UpdateDbSystemDetails{Description: common.String("x")}})
	refused(t, err, http.StatusPreconditionFailed, "ETag")
	_, err = e.mysql(phoenix).GetDbSystem(t.Context(), mysql.GetDbSystemRequest{DbSystemId: made.Id})
	refused(t, err, http.StatusNotFound, "not found")

	protect := mysql.UpdateDbSystemDetails{DeletionPolicy: &mysql.UpdateDeletionPolicyDetails{IsDeleteProtected: common.Bool(true)}}
	for _, protected := range []bool{true, false} {
		protect.DeletionPolicy.IsDeleteProtected = &protected
		_, err = client.UpdateDbSystem(t.Context(), mysql.UpdateDbSystemRequest{DbSystemId: made.Id, UpdateDbSystemDetails: protect})
		require.NoError(t, err)
		_, err = client.GetDbSystem(t.Context(), mysql.GetDbSystemRequest{DbSystemId: made.Id})
		require.NoError(t, err)
		_, err = client.DeleteDbSystem(t.Context(), mysql.DeleteDbSystemRequest{DbSystemId: made.Id})
		if protected {
			refused(t, err, http.StatusConflict, "delete protected")
		}
	}
	require.NoError(t, err)
	now = now.Add(time.Minute)
	compartment := e.CompartmentOCID()
	listed, err := client.ListDbSystems(t.Context(), mysql.ListDbSystemsRequest{CompartmentId: &compartment})
	require.NoError(t, err)
	require.Len(t, listed.Items, 1, "Oracle lists what is deleted for a while")
	assert.Equal(t, mysql.DbSystemLifecycleStateDeleted, listed.Items[0].LifecycleState)
}

func TestMySQL_refuses(t *testing.T) {
	e := newEnv(t)
	for says, change := range map[string]func(d *mysql.CreateDbSystemDetails){
		"password must have":         func(d *mysql.CreateDbSystemDetails) { d.AdminPassword = common.String("sesame") },
		"are needed unless":          func(d *mysql.CreateDbSystemDetails) { d.AdminPassword = nil },
		"not a subnet of":            func(d *mysql.CreateDbSystemDetails) { d.SubnetId = subnet(phoenix) },
		"from 50 to 131072":          func(d *mysql.CreateDbSystemDetails) { d.DataStorageSizeInGBs = common.Int(7) },
		"not one that the tenancy":   func(d *mysql.CreateDbSystemDetails) { d.BackupPolicy = copying("sa-bogota-1", true) },
		"DB system's own region":     func(d *mysql.CreateDbSystemDetails) { d.BackupPolicy = copying(ashburn, true) },
		"Backups must be enabled":    func(d *mysql.CreateDbSystemDetails) { d.BackupPolicy = copying(phoenix, false) },
		"is not a key of us-ashburn": func(d *mysql.CreateDbSystemDetails) { d.EncryptData = byok("ocid1.key.oc1.eu-frankfurt-1.v.a") },
		"encryptData.keyId": func(d *mysql.CreateDbSystemDetails) {
			d.EncryptData = &mysql.EncryptDataDetails{KeyGenerationType: mysql.KeyGenerationTypeByok}
		},
		"not one of us-ashburn-1": func(d *mysql.CreateDbSystemDetails) { d.NsgIds = []string{"ocid1.networksecuritygroup.oc1.phx.a"} },
		"Authorization failed or r": func(d *mysql.CreateDbSystemDetails) {
			d.CompartmentId = common.String("ocid1.compartment.oc1..nowhere")
		},
	} {
		details := e.mysqlDetails()
		change(&details)
		_, err := e.mysql(ashburn).CreateDbSystem(t.Context(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: details})
		status := http.StatusBadRequest
		if strings.HasPrefix(says, "Authorization") {
			status = http.StatusNotFound
		}
		refused(t, err, status, says)
	}
}

func copying(to string, enabled bool) *mysql.CreateBackupPolicyDetails {
	return &mysql.CreateBackupPolicyDetails{IsEnabled: &enabled, CopyPolicies: []mysql.CopyPolicy{{CopyToRegion: &to}}}
}

func byok(key string) *mysql.EncryptDataDetails {
	return &mysql.EncryptDataDetails{KeyGenerationType: mysql.KeyGenerationTypeByok, KeyId: &key}
}

func TestPostgreSQL_life(t *testing.T) {
	e := newEnv(t)
	client := e.psql(ashburn)
	token := common.String("once")
	made, err := client.CreateDbSystem(t.Context(), psql.CreateDbSystemRequest{CreateDbSystemDetails: e.psqlDetails(), OpcRetryToken: token})
	require.NoError(t, err)
	again, err := client.CreateDbSystem(t.Context(), psql.CreateDbSystemRequest{CreateDbSystemDetails: e.psqlDetails(), OpcRetryToken: token})
	require.NoError(t, err)
	assert.Equal(t, *made.Id, *again.Id, "a retry token makes one system")

	_, err = client.ResetMasterUserPassword(t.Context(), psql.ResetMasterUserPasswordRequest{DbSystemId: made.Id, ResetMasterUserPasswordDetails: psql.ResetMasterUserPasswordDetails{
		PasswordDetails: psql.PlainTextPasswordDetails{Password: common.String("weak")},
	}})
	refused(t, err, http.StatusBadRequest, "password must have")
	got, err := client.GetDbSystem(t.Context(), psql.GetDbSystemRequest{DbSystemId: made.Id})
	require.NoError(t, err)
	assert.Equal(t, "keeper", *got.AdminUsername)
	_, isNone := got.ManagementPolicy.BackupPolicy.(psql.NoneBackupPolicy)
	assert.True(t, isNone)

	raw, err := json.Marshal(e.Dump())
	require.NoError(t, err)
	assert.NotContains(t, string(raw), secret)
	assert.Contains(t, string(raw), `"passwordSets":1`)
}

// A copy of a backup is in the region that it was copied to, and the original's region knows of it.
func TestPostgreSQL_copy(t *testing.T) {
	e := newEnv(t)
	client, compartment := e.psql(ashburn), e.CompartmentOCID()
	system, err := client.CreateDbSystem(t.Context(), psql.CreateDbSystemRequest{CreateDbSystemDetails: e.psqlDetails()})
	require.NoError(t, err)
	_, err = client.CreateBackup(t.Context(), psql.CreateBackupRequest{CreateBackupDetails: psql.CreateBackupDetails{
		DisplayName: common.String("first"), CompartmentId: &compartment, DbSystemId: system.Id,
	}})
	require.NoError(t, err)
	listed, err := client.ListBackups(t.Context(), psql.ListBackupsRequest{CompartmentId: &compartment})
	require.NoError(t, err)
	require.Len(t, listed.Items, 1)
	source := listed.Items[0].Id
	_, err = client.BackupCopy(t.Context(), psql.BackupCopyRequest{BackupId: source, BackupCopyDetails: psql.BackupCopyDetails{CompartmentId: &compartment, Regions: []string{"sa-bogota-1"}}})
	refused(t, err, http.StatusBadRequest, "subscribed")
	_, err = client.BackupCopy(t.Context(), psql.BackupCopyRequest{BackupId: source, BackupCopyDetails: psql.BackupCopyDetails{CompartmentId: &compartment, Regions: []string{phoenix}}})
	require.NoError(t, err)
	got, err := client.GetBackup(t.Context(), psql.GetBackupRequest{BackupId: source})
	require.NoError(t, err)
	require.Len(t, got.CopyStatus, 1)
	assert.Equal(t, phoenix, *got.CopyStatus[0].Region)
	copied, err := e.psql(phoenix).GetBackup(t.Context(), psql.GetBackupRequest{BackupId: got.CopyStatus[0].BackupId})
	require.NoError(t, err)
	assert.Equal(t, ashburn, *copied.SourceBackupDetails.SourceRegion)
	assert.Equal(t, *source, *copied.SourceBackupDetails.SourceBackupId)
}

// What the sandbox does not know it says, and does not ignore.
func TestUnknown(t *testing.T) {
	e := newEnv(t)
	details := e.mysqlDetails()
	details.ReadEndpoint = &mysql.CreateReadEndpointDetails{IsEnabled: common.Bool(true)}
	_, err := e.mysql(ashburn).CreateDbSystem(t.Context(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: details})
	refused(t, err, http.StatusNotImplemented, "readEndpoint")
	_, err = e.mysql(ashburn).RestartDbSystem(t.Context(), mysql.RestartDbSystemRequest{DbSystemId: common.String("ocid1.mysqldbsystem.oc1.iad.a"), RestartDbSystemDetails: mysql.RestartDbSystemDetails{ShutdownType: mysql.InnoDbShutdownModeFast}})
	refused(t, err, http.StatusNotImplemented, "restart")
}
