package keymanagement_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	sdk "github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

func seeded(t *testing.T, src string) (*sandbox.Sandbox, error) {
	t.Helper()
	seed, err := sandbox.ParseSeed("seed.hcl", []byte(src))
	require.NoError(t, err)
	s, err := sandbox.New(sandbox.WithSeed(seed))
	if err == nil {
		t.Cleanup(func() { require.NoError(t, s.Close()) })
	}
	return s, err
}

const (
	givenVault = "ocid1.vault.oc1.iad.examplevault.aaaaaaaavault"
	givenKey   = "ocid1.key.oc1.iad.examplevault.aaaaaaaakey"
)

// A seed's vaults and keys are as those that are made by requests, with the OCIDs that it gives them or that follow from the names.
func TestSeed(t *testing.T) {
	t.Parallel()
	const src = `
vault "given" {
  region      = "us-ashburn-1"
  compartment = "data"
  type        = "VIRTUAL_PRIVATE"
  ocid        = "` + givenVault + `"
  key "profiles" { ocid = "` + givenKey + `" }
  key "old" { state = "DISABLED" }
}
vault "named" {
  region = "eu-frankfurt-1"
  key "profiles" {}
}
`
	s, err := seeded(t, src)
	require.NoError(t, err)
	who := func(region string) common.ConfigurationProvider { return sandboxtest.As(t, s, "admin", region) }
	vaults, err := sdk.NewKmsVaultClientWithConfigurationProvider(who("us-ashburn-1"))
	require.NoError(t, err)
	vaults.HTTPClient = &http.Client{Transport: s.Transport()}
	v, err := vaults.GetVault(t.Context(), sdk.GetVaultRequest{VaultId: common.String(givenVault)})
	require.NoError(t, err)
	require.Equal(t, sdk.VaultLifecycleStateActive, v.LifecycleState)
	require.Equal(t, sdk.VaultVaultTypeVirtualPrivate, v.VaultType)
	require.Equal(t, s.CompartmentOCID(), *v.CompartmentId)
	keys, err := sdk.NewKmsManagementClientWithConfigurationProvider(who("us-ashburn-1"), *v.ManagementEndpoint)
	require.NoError(t, err)
	keys.HTTPClient = &http.Client{Transport: s.Transport()}
	list, err := keys.ListKeys(t.Context(), sdk.ListKeysRequest{CompartmentId: common.String(s.CompartmentOCID())})
	require.NoError(t, err)
	require.Len(t, list.Items, 2)
	states := map[string]sdk.KeySummaryLifecycleStateEnum{}
	for _, k := range list.Items {
		states[*k.DisplayName] = k.LifecycleState
	}
	require.Equal(t, map[string]sdk.KeySummaryLifecycleStateEnum{"profiles": "ENABLED", "old": "DISABLED"}, states)
	rotated, err := keys.CreateKeyVersion(t.Context(), sdk.CreateKeyVersionRequest{KeyId: common.String(givenKey)})
	require.NoError(t, err)
	require.Equal(t, givenKey, *rotated.KeyId)

	// In every run the same.
	again, err := seeded(t, src)
	require.NoError(t, err)
	vaults, err = sdk.NewKmsVaultClientWithConfigurationProvider(who("eu-frankfurt-1"))
	require.NoError(t, err)
	vaults.HTTPClient = &http.Client{Transport: s.Transport()}
	first, err := vaults.ListVaults(t.Context(), sdk.ListVaultsRequest{CompartmentId: common.String(s.TenancyOCID())})
	require.NoError(t, err)
	require.Len(t, first.Items, 1)
	_, err = again.Credentials("admin")
	require.NoError(t, err)
	vaults.HTTPClient = &http.Client{Transport: again.Transport()}
	second, err := vaults.ListVaults(t.Context(), sdk.ListVaultsRequest{CompartmentId: common.String(s.TenancyOCID())})
	require.NoError(t, err)
	require.Equal(t, *first.Items[0].Id, *second.Items[0].Id)
	require.Equal(t, *first.Items[0].ManagementEndpoint, *second.Items[0].ManagementEndpoint)
}

func TestSeed_refused(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``:                                "seed.hcl:1: Missing required argument",
		`region = "uk-london-1"`:          `seed.hcl:2: Region not subscribed. The tenancy is not subscribed to the region "uk-london-1".`,
		`compartment = "x"` + iad:         `seed.hcl:2: Unknown compartment.`,
		`type = "GLOBAL"` + iad:           `Invalid type. The type "GLOBAL"`,
		`ocid = "x"` + iad:                `Invalid OCID. The ocid "x" is not one of a vault in us-ashburn-1.`,
		`ocid = "` + givenKey + `"` + iad: `is not one of a vault in us-ashburn-1`,
		`key "k" { ocid = "` + strings.Replace(givenKey, "iad", "phx", 1) + `" }` + iad: `is not one of a key in us-ashburn-1`,
		`key "k" { state = "LOST" }` + iad:                                              `Invalid state. The state "LOST" of the key "k"`,
		`key "k" {}` + "\n" + `key "k" {}` + iad:                                        `seed.hcl:1: Duplicate vault or key.`,
		`key {}` + iad:                                                                  `seed.hcl:2: Missing name for key`,
		`colour = 1` + iad:                                                              `seed.hcl:2: Unsupported argument`,
	} {
		s, err := seeded(t, "vault \"v\" {\n"+body+"\n}\n")
		require.Nil(t, s, body)
		require.ErrorContains(t, err, want)
	}
	_, err := seeded(t, `vault "v" { region = "us-ashburn-1" }`+"\n"+`vault "v" { region = "us-ashburn-1" }`)
	require.ErrorContains(t, err, "seed.hcl:2: Duplicate vault or key.")
}

const iad = "\nregion = \"us-ashburn-1\""
