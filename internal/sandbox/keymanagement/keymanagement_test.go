package keymanagement_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	sdk "github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/keymanagement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

var text = common.String

// env is a sandbox with Oracle's own clients, and its clock.
type env struct {
	*sandbox.Sandbox
	t        *testing.T
	iad, phx sdk.KmsVaultClient
	now      *time.Time
}

func newEnv(t *testing.T, opts ...sandbox.Option) env {
	t.Helper()
	now := time.Now()
	s := sandboxtest.New(t, append(opts, sandbox.WithClock(func() time.Time { return now }))...)
	e := env{Sandbox: s, t: t, now: &now}
	e.iad, e.phx = e.vaults("us-ashburn-1", "admin"), e.vaults("us-phoenix-1", "admin")
	return e
}

func (e env) vaults(region, user string) sdk.KmsVaultClient {
	e.t.Helper()
	client, err := sdk.NewKmsVaultClientWithConfigurationProvider(sandboxtest.As(e.t, e.Sandbox, user, region))
	require.NoError(e.t, err)
	sandboxtest.InProcess(&client.BaseClient, e.Transport())
	return client
}

func (e env) keys(region, endpoint string) sdk.KmsManagementClient {
	e.t.Helper()
	client, err := sdk.NewKmsManagementClientWithConfigurationProvider(sandboxtest.As(e.t, e.Sandbox, "admin", region), endpoint)
	require.NoError(e.t, err)
	sandboxtest.InProcess(&client.BaseClient, e.Transport())
	return client
}

var refused = sandboxtest.Refused

func (e env) vault(kind sdk.CreateVaultDetailsVaultTypeEnum) sdk.Vault {
	e.t.Helper()
	made, err := e.iad.CreateVault(e.t.Context(), sdk.CreateVaultRequest{CreateVaultDetails: sdk.CreateVaultDetails{
		CompartmentId: text(e.CompartmentOCID()), DisplayName: text("records"), VaultType: kind, FreeformTags: map[string]string{"a": "b"},
	}})
	require.NoError(e.t, err)
	require.Equal(e.t, sdk.VaultLifecycleStateCreating, made.LifecycleState)
	got, err := e.iad.GetVault(e.t.Context(), sdk.GetVaultRequest{VaultId: made.Id})
	require.NoError(e.t, err)
	return got.Vault
}

func (e env) key(c sdk.KmsManagementClient) sdk.Key {
	e.t.Helper()
	made, err := c.CreateKey(e.t.Context(), sdk.CreateKeyRequest{CreateKeyDetails: sdk.CreateKeyDetails{
		CompartmentId: text(e.CompartmentOCID()), DisplayName: text("master"), KeyShape: aes(32),
	}})
	require.NoError(e.t, err)
	got, err := c.GetKey(e.t.Context(), sdk.GetKeyRequest{KeyId: made.Id})
	require.NoError(e.t, err)
	return got.Key
}

func aes(length int) *sdk.KeyShape {
	return &sdk.KeyShape{Algorithm: sdk.KeyShapeAlgorithmAes, Length: &length}
}

func (e env) dump() string {
	e.t.Helper()
	out, err := json.Marshal(e.Dump())
	require.NoError(e.t, err)
	return string(out)
}

func TestVault(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	v := e.vault(sdk.CreateVaultDetailsVaultTypeDefault)
	require.Equal(t, sdk.VaultLifecycleStateActive, v.LifecycleState)
	extension := strings.Split(*v.Id, ".")[4]
	require.Regexp(t, `^ocid1\.vault\.oc1\.iad\.[a-z2-7]{13}\.`, *v.Id)
	require.Equal(t, "https://"+extension+"-management.kms.us-ashburn-1.oraclecloud.com", *v.ManagementEndpoint)
	require.Equal(t, "https://"+extension+"-crypto.kms.us-ashburn-1.oraclecloud.com", *v.CryptoEndpoint)
	found := region.FindOCID(*v.Id)
	require.Equal(t, "us-ashburn-1", found.Region.Name)
	require.True(t, *v.IsPrimary)
	require.NotEmpty(t, *v.WrappingkeyId)

	_, err := e.phx.GetVault(t.Context(), sdk.GetVaultRequest{VaultId: v.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	updated, err := e.iad.UpdateVault(t.Context(), sdk.UpdateVaultRequest{VaultId: v.Id, UpdateVaultDetails: sdk.UpdateVaultDetails{DisplayName: text("renamed")}})
	require.NoError(t, err)
	require.Equal(t, "renamed", *updated.DisplayName)
	require.Equal(t, map[string]string{"a": "b"}, updated.FreeformTags)
	_, err = e.iad.UpdateVault(t.Context(), sdk.UpdateVaultRequest{VaultId: v.Id, IfMatch: text("old")})
	refused(t, err, 412, "NoEtagMatch", "")
	list, err := e.iad.ListVaults(t.Context(), sdk.ListVaultsRequest{CompartmentId: text(e.CompartmentOCID())})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	require.Equal(t, *v.ManagementEndpoint, *list.Items[0].ManagementEndpoint)
	_, err = e.iad.ChangeVaultCompartment(t.Context(), sdk.ChangeVaultCompartmentRequest{
		VaultId: v.Id, ChangeVaultCompartmentDetails: sdk.ChangeVaultCompartmentDetails{CompartmentId: text(e.TenancyOCID())},
	})
	require.NoError(t, err)
	list, err = e.iad.ListVaults(t.Context(), sdk.ListVaultsRequest{CompartmentId: text(e.CompartmentOCID())})
	require.NoError(t, err)
	require.Empty(t, list.Items)

	for _, c := range []struct {
		change        func(*sdk.CreateVaultDetails)
		status        int
		code, message string
	}{
		{func(d *sdk.CreateVaultDetails) { d.VaultType = sdk.CreateVaultDetailsVaultTypeExternal }, 400, "InvalidParameter", "vaultType"},
		{func(d *sdk.CreateVaultDetails) { d.DisplayName = text("") }, 400, "MissingParameter", "displayName"},
		{func(d *sdk.CreateVaultDetails) { d.CompartmentId = text("ocid1.compartment.oc1..none") }, 404, "NotAuthorizedOrNotFound", ""},
	} {
		d := sdk.CreateVaultDetails{CompartmentId: text(e.CompartmentOCID()), DisplayName: text("a"), VaultType: sdk.CreateVaultDetailsVaultTypeDefault}
		c.change(&d)
		_, err := e.iad.CreateVault(t.Context(), sdk.CreateVaultRequest{CreateVaultDetails: d})
		refused(t, err, c.status, c.code, c.message)
	}
	reader := e.vaults("us-ashburn-1", "overseas-engineer")
	_, err = reader.ScheduleVaultDeletion(t.Context(), sdk.ScheduleVaultDeletionRequest{VaultId: v.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestKey(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	v := e.vault(sdk.CreateVaultDetailsVaultTypeDefault)
	keys := e.keys("us-ashburn-1", *v.ManagementEndpoint)
	k := e.key(keys)
	require.Equal(t, sdk.KeyLifecycleStateEnabled, k.LifecycleState)
	require.Equal(t, strings.Split(*v.Id, ".")[4], strings.Split(*k.Id, ".")[4])
	require.Equal(t, *v.Id, *k.VaultId)
	require.Equal(t, sdk.KeyProtectionModeHsm, k.ProtectionMode)

	// A key is in its own vault only: another vault's endpoint does not know it, and neither does none.
	other := e.vault(sdk.CreateVaultDetailsVaultTypeDefault)
	_, err := e.keys("us-ashburn-1", *other.ManagementEndpoint).GetKey(t.Context(), sdk.GetKeyRequest{KeyId: k.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = e.keys("us-ashburn-1", "https://none-management.kms.us-ashburn-1.oraclecloud.com").GetKey(t.Context(), sdk.GetKeyRequest{KeyId: k.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	crypto, err := sdk.NewKmsCryptoClientWithConfigurationProvider(sandboxtest.As(e.t, e.Sandbox, "admin", "us-ashburn-1"), *v.CryptoEndpoint)
	require.NoError(t, err)
	sandboxtest.InProcess(&crypto.BaseClient, e.Transport())
	_, err = crypto.Encrypt(t.Context(), sdk.EncryptRequest{EncryptDataDetails: sdk.EncryptDataDetails{KeyId: k.Id, Plaintext: text("aGk=")}})
	refused(t, err, 501, "NotImplemented", "")

	rotated, err := keys.CreateKeyVersion(t.Context(), sdk.CreateKeyVersionRequest{KeyId: k.Id})
	require.NoError(t, err)
	got, err := keys.GetKey(t.Context(), sdk.GetKeyRequest{KeyId: k.Id})
	require.NoError(t, err)
	require.Equal(t, *rotated.Id, *got.CurrentKeyVersion)
	versions, err := keys.ListKeyVersions(t.Context(), sdk.ListKeyVersionsRequest{KeyId: k.Id})
	require.NoError(t, err)
	require.Len(t, versions.Items, 2)
	_, err = keys.ScheduleKeyVersionDeletion(t.Context(), sdk.ScheduleKeyVersionDeletionRequest{KeyId: k.Id, KeyVersionId: rotated.Id})
	refused(t, err, 409, "IncorrectState", "current version")
	_, err = keys.ScheduleKeyVersionDeletion(t.Context(), sdk.ScheduleKeyVersionDeletionRequest{KeyId: k.Id, KeyVersionId: k.CurrentKeyVersion})
	require.NoError(t, err)
	_, err = keys.CancelKeyVersionDeletion(t.Context(), sdk.CancelKeyVersionDeletionRequest{KeyId: k.Id, KeyVersionId: k.CurrentKeyVersion})
	require.NoError(t, err)
	one, err := keys.GetKeyVersion(t.Context(), sdk.GetKeyVersionRequest{KeyId: k.Id, KeyVersionId: k.CurrentKeyVersion})
	require.NoError(t, err)
	require.Equal(t, sdk.KeyVersionLifecycleStateEnabled, one.LifecycleState)

	updated, err := keys.UpdateKey(t.Context(), sdk.UpdateKeyRequest{KeyId: k.Id, UpdateKeyDetails: sdk.UpdateKeyDetails{DisplayName: text("renamed")}})
	require.NoError(t, err)
	require.Equal(t, "renamed", *updated.DisplayName)
	_, err = keys.DisableKey(t.Context(), sdk.DisableKeyRequest{KeyId: k.Id})
	require.NoError(t, err)
	_, err = keys.CreateKeyVersion(t.Context(), sdk.CreateKeyVersionRequest{KeyId: k.Id})
	refused(t, err, 409, "IncorrectState", "DISABLED")
	_, err = keys.EnableKey(t.Context(), sdk.EnableKeyRequest{KeyId: k.Id})
	require.NoError(t, err)
	list, err := keys.ListKeys(t.Context(), sdk.ListKeysRequest{CompartmentId: text(e.CompartmentOCID()), ProtectionMode: sdk.ListKeysProtectionModeHsm})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	_, err = keys.ChangeKeyCompartment(t.Context(), sdk.ChangeKeyCompartmentRequest{
		KeyId: k.Id, ChangeKeyCompartmentDetails: sdk.ChangeKeyCompartmentDetails{CompartmentId: text(e.TenancyOCID())},
	})
	require.NoError(t, err)
	usage, err := e.iad.GetVaultUsage(t.Context(), sdk.GetVaultUsageRequest{VaultId: v.Id})
	require.NoError(t, err)
	require.Equal(t, 2, *usage.KeyVersionCount)
	_, err = keys.CreateKey(t.Context(), sdk.CreateKeyRequest{CreateKeyDetails: sdk.CreateKeyDetails{
		CompartmentId: text(e.CompartmentOCID()), DisplayName: text("short"), KeyShape: aes(7),
	}})
	refused(t, err, 400, "InvalidParameter", "a length of 7 bytes")
	require.Contains(t, e.dump(), `"us-ashburn-1":{"keymanagement":{"vaults":[`)
}

func TestDeletion(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.WithLifecyclePace(cloud.Pace{Delete: time.Minute}))
	v := e.vault(sdk.CreateVaultDetailsVaultTypeDefault)
	keys := e.keys("us-ashburn-1", *v.ManagementEndpoint)
	k := e.key(keys)
	schedule := func(in time.Duration) error {
		_, err := keys.ScheduleKeyDeletion(t.Context(), sdk.ScheduleKeyDeletionRequest{
			KeyId: k.Id, ScheduleKeyDeletionDetails: sdk.ScheduleKeyDeletionDetails{TimeOfDeletion: &common.SDKTime{Time: e.now.Add(in)}},
		})
		return err
	}
	state := func() sdk.KeyLifecycleStateEnum {
		got, err := keys.GetKey(t.Context(), sdk.GetKeyRequest{KeyId: k.Id})
		require.NoError(t, err)
		return got.LifecycleState
	}
	refused(t, schedule(time.Hour), 400, "InvalidParameter", "from 7 to 30 days ahead")
	require.NoError(t, schedule(8*24*time.Hour))
	require.Equal(t, sdk.KeyLifecycleStateSchedulingDeletion, state())
	*e.now = e.now.Add(time.Minute)
	require.Equal(t, sdk.KeyLifecycleStatePendingDeletion, state())
	_, err := keys.CancelKeyDeletion(t.Context(), sdk.CancelKeyDeletionRequest{KeyId: k.Id})
	require.NoError(t, err)
	require.Equal(t, sdk.KeyLifecycleStateEnabled, state())
	_, err = keys.CancelKeyDeletion(t.Context(), sdk.CancelKeyDeletionRequest{KeyId: k.Id})
	refused(t, err, 409, "IncorrectState", "ENABLED")

	// With the vault goes the key.
	_, err = e.iad.ScheduleVaultDeletion(t.Context(), sdk.ScheduleVaultDeletionRequest{VaultId: v.Id})
	require.NoError(t, err)
	*e.now = e.now.Add(time.Minute)
	require.Equal(t, sdk.KeyLifecycleStatePendingDeletion, state())
	_, err = e.iad.CancelVaultDeletion(t.Context(), sdk.CancelVaultDeletionRequest{VaultId: v.Id})
	require.NoError(t, err)
	_, err = e.iad.ScheduleVaultDeletion(t.Context(), sdk.ScheduleVaultDeletionRequest{VaultId: v.Id})
	require.NoError(t, err)
	*e.now = e.now.Add(31 * 24 * time.Hour)
	e.Dump() // lets a month go by
	*e.now = e.now.Add(time.Second)
	require.NotContains(t, e.dump(), "keymanagement")
}

// A vault that is replicated is there in the other region too, to be read.
func TestReplica(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	v := e.vault(sdk.CreateVaultDetailsVaultTypeVirtualPrivate)
	k := e.key(e.keys("us-ashburn-1", *v.ManagementEndpoint))
	replicate := func(vault *string, to string) error {
		_, err := e.iad.CreateVaultReplica(t.Context(), sdk.CreateVaultReplicaRequest{
			VaultId: vault, CreateVaultReplicaDetails: sdk.CreateVaultReplicaDetails{ReplicaRegion: &to},
		})
		return err
	}
	refused(t, replicate(v.Id, "us-ashburn-1"), 400, "InvalidParameter", "us-ashburn-1")
	refused(t, replicate(e.vault(sdk.CreateVaultDetailsVaultTypeDefault).Id, "us-phoenix-1"), 400, "InvalidParameter", "only virtual private vaults")
	require.NoError(t, replicate(v.Id, "us-phoenix-1"))
	refused(t, replicate(v.Id, "us-chicago-1"), 409, "VaultReplicaAlreadyExists", "")
	list, err := e.iad.ListVaultReplicas(t.Context(), sdk.ListVaultReplicasRequest{VaultId: v.Id})
	require.NoError(t, err)
	require.Equal(t, sdk.VaultReplicaSummaryStatusCreated, list.Items[0].Status)
	there, err := e.phx.GetVault(t.Context(), sdk.GetVaultRequest{VaultId: v.Id})
	require.NoError(t, err)
	require.False(t, *there.IsPrimary)
	require.Contains(t, *there.ManagementEndpoint, "us-phoenix-1")
	keys := e.keys("us-phoenix-1", *there.ManagementEndpoint)
	copied, err := keys.GetKey(t.Context(), sdk.GetKeyRequest{KeyId: k.Id})
	require.NoError(t, err)
	require.False(t, *copied.IsPrimary)
	_, err = keys.DisableKey(t.Context(), sdk.DisableKeyRequest{KeyId: k.Id})
	refused(t, err, 409, "IncorrectState", "is a replica here")
	require.Contains(t, e.dump(), `"us-phoenix-1":{"keymanagement"`)
	_, err = e.iad.DeleteVaultReplica(t.Context(), sdk.DeleteVaultReplicaRequest{
		VaultId: v.Id, DeleteVaultReplicaDetails: sdk.DeleteVaultReplicaDetails{ReplicaRegion: text("us-phoenix-1")},
	})
	require.NoError(t, err)
	_, err = e.phx.GetVault(t.Context(), sdk.GetVaultRequest{VaultId: v.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestRegion(t *testing.T) {
	t.Parallel()
	s := keymanagement.New(cloud.World{})
	for host, want := range map[string]string{
		"kms.us-ashburn-1.oraclecloud.com":                "us-ashburn-1",
		"abc-management.kms.us-phoenix-1.oraclecloud.com": "us-phoenix-1",
		"ABC-crypto.kms.eu-frankfurt-1.oraclecloud.com":   "eu-frankfurt-1",
		"abc-other.kms.us-phoenix-1.oraclecloud.com":      "",
		"-management.kms.us-phoenix-1.oraclecloud.com":    "",
		"abc-management.us-phoenix-1.oraclecloud.com":     "",
		"kms.us-nowhere-1.oraclecloud.com":                "",
	} {
		r, ok := s.Region(host)
		require.Equal(t, want, r.Name, host)
		require.Equal(t, want != "", ok, host)
	}
}

func TestUsable(t *testing.T) {
	t.Parallel()
	s := keymanagement.New(cloud.World{})
	r, _ := s.Region("kms.us-ashburn-1.oraclecloud.com")
	compartment, err := s.Usable(r, "ocid1.key.oc1.iad.a.b", "")
	require.NoError(t, err, "nobody has made a vault")
	require.Empty(t, compartment)
	require.NoError(t, s.AddKey("ocid1.compartment.oc1..c", "ocid1.key.oc1.iad.a.c"))
	compartment, err = s.Usable(r, "ocid1.key.oc1.iad.a.c", "")
	require.NoError(t, err)
	require.Equal(t, "ocid1.compartment.oc1..c", compartment)
	_, err = s.Usable(r, "ocid1.key.oc1.iad.a.b", "")
	require.EqualError(t, err, "it does not exist")
}
