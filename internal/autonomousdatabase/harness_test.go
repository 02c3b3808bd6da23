package autonomousdatabase_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_autonomous_database.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"

	password = "Correct-Horse-7"
	another  = "Battery-Staple-8"
)

// plain are the lines that a new database needs.
var plain = []string{
	`compute_model = "ECPU"`, `compute_count = 2`, `data_storage_size_in_tbs = 1`,
	`admin_password_wo = "` + password + `"`, `admin_password_wo_version = 1`,
}

// The harness's own, for the resource under test.
var (
	on                   = acctest.Address(address)
	value, planned, does = on.Value, on.Planned, on.Does
	before, run          = acctest.Before, acctest.Run
)

// block is the database of most tests, called orders, with further lines; a line replaces a plain one of the same argument.
func block(e *acctest.Env, lines ...string) string {
	return resourceHCL("test", "orders", e.Sandbox.CompartmentOCID(), lines...)
}

func resourceHCL(name, dbName, compartment string, lines ...string) string {
	all := []string{fmt.Sprintf("compartment_id = %q", compartment), fmt.Sprintf("db_name = %q", dbName)}
	all = append(all, plain...)
	for _, line := range lines {
		argument, _, _ := strings.Cut(line, " =")
		for i, other := range all {
			if strings.HasPrefix(other, argument+" =") {
				all[i] = ""
			}
		}
		if !strings.HasSuffix(line, "= null") {
			all = append(all, line)
		}
	}
	return fmt.Sprintf("resource \"residency_autonomous_database\" %q {\n  %s\n}\n", name, strings.Join(all, "\n  "))
}

// in is a configuration in Ashburn with the block.
func in(e *acctest.Env, lines ...string) string { return e.ProviderHCL(ashburn) + block(e, lines...) }

func state(checks ...statecheck.StateCheck) []statecheck.StateCheck { return checks }

// stays is a step after which the same configuration plans nothing.
func stays(config string) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())}
}

func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error { check(); return nil }
}

// hands is what somebody does without Terraform.
type hands struct {
	t           *testing.T
	client      *database.DatabaseClient
	compartment string
}

func byHand(t *testing.T, e *acctest.Env, region string) hands {
	t.Helper()
	client, err := e.Session("admin").Database(region)
	require.NoError(t, err)
	return hands{t, client, e.Sandbox.CompartmentOCID()}
}

// all are the databases that are there.
func (h hands) all() []database.AutonomousDatabaseSummary {
	h.t.Helper()
	answer, err := h.client.ListAutonomousDatabases(context.Background(), database.ListAutonomousDatabasesRequest{CompartmentId: &h.compartment})
	require.NoError(h.t, err)
	var out []database.AutonomousDatabaseSummary
	for _, d := range answer.Items {
		if d.LifecycleState != database.AutonomousDatabaseSummaryLifecycleStateTerminated {
			out = append(out, d)
		}
	}
	return out
}

// id is the OCID of the only database.
func (h hands) id() *string {
	h.t.Helper()
	all := h.all()
	require.Len(h.t, all, 1)
	return all[0].Id
}

func (h hands) get() database.AutonomousDatabase {
	h.t.Helper()
	answer, err := h.client.GetAutonomousDatabase(context.Background(), database.GetAutonomousDatabaseRequest{AutonomousDatabaseId: h.id()})
	require.NoError(h.t, err)
	return answer.AutonomousDatabase
}

// create makes a database, and returns its OCID.
func (h hands) create(name string, tags map[string]string) string {
	h.t.Helper()
	answer, err := h.client.CreateAutonomousDatabase(context.Background(), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
			CompartmentId: &h.compartment, DbName: &name, ComputeModel: database.CreateAutonomousDatabaseBaseComputeModelEcpu, ComputeCount: common.Float32(2),
			DataStorageSizeInTBs: common.Int(1), AdminPassword: common.String(password), FreeformTags: tags,
		},
	})
	require.NoError(h.t, err)
	return *answer.Id
}

func (h hands) update(details database.UpdateAutonomousDatabaseDetails) {
	h.t.Helper()
	_, err := h.client.UpdateAutonomousDatabase(context.Background(), database.UpdateAutonomousDatabaseRequest{AutonomousDatabaseId: h.id(), UpdateAutonomousDatabaseDetails: details})
	require.NoError(h.t, err)
}

func (h hands) delete() {
	h.t.Helper()
	_, err := h.client.DeleteAutonomousDatabase(context.Background(), database.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: h.id()})
	require.NoError(h.t, err)
}

// clone makes a refreshable clone of a database of any region here.
func (h hands) clone(source string) {
	h.t.Helper()
	_, err := h.client.CreateAutonomousDatabase(context.Background(), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: database.CreateRefreshableAutonomousDatabaseCloneDetails{CompartmentId: &h.compartment, SourceId: &source, DbName: common.String("copy")},
	})
	require.NoError(h.t, err)
}

// standby makes a standby of a database of another region here.
func (h hands) standby(primary string) {
	h.t.Helper()
	_, err := h.client.CreateAutonomousDatabase(context.Background(), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: database.CreateCrossRegionDisasterRecoveryDetails{
			CompartmentId: &h.compartment, SourceId: &primary, RemoteDisasterRecoveryType: database.DisasterRecoveryConfigurationDisasterRecoveryTypeAdg,
		},
	})
	require.NoError(h.t, err)
}

// sent are the provider's writes as method and the end of the path.
func sent(e *acctest.Env) []string {
	var out []string
	for _, entry := range e.Requests(func(entry sandbox.Entry) bool { return entry.Method != http.MethodGet }) {
		rest := strings.TrimPrefix(entry.Path, "/20160918/autonomousDatabases")
		if strings.HasPrefix(rest, "/ocid1.") {
			_, rest, _ = strings.Cut(rest[1:], "/")
		}
		out = append(out, strings.TrimSpace(entry.Method+" "+rest))
	}
	return out
}

func key(region string) string { return "ocid1.key.oc1." + region + ".vaultextension.abcdefghijklmnop" }

func vault(region string) string {
	return "ocid1.vault.oc1." + region + ".vaultextension.abcdefghijklmnop"
}
func subnet(region string) string { return "ocid1.subnet.oc1." + region + ".abcdefghijklmnop" }
func group(region string) string {
	return "ocid1.networksecuritygroup.oc1." + region + ".abcdefghijklmnop"
}
func secret(region string) string { return "ocid1.vaultsecret.oc1." + region + ".abcdefghijklmnop" }

// vaultKey makes a vault with a key in Ashburn, and returns both OCIDs.
func vaultKey(t *testing.T, e *acctest.Env) (vaultID, keyID string) {
	t.Helper()
	c, err := e.Sandbox.Credentials("admin")
	require.NoError(t, err)
	who := common.NewRawConfigurationProvider(c.TenancyOCID, c.UserOCID, ashburn, c.Fingerprint, c.PrivateKeyPEM, nil)
	vaults, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(who)
	require.NoError(t, err)
	vaults.HTTPClient = &http.Client{Transport: e.Sandbox.Transport()}
	made, err := vaults.CreateVault(t.Context(), keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
		CompartmentId: common.String(e.Sandbox.CompartmentOCID()), DisplayName: common.String("keys"), VaultType: keymanagement.CreateVaultDetailsVaultTypeDefault,
	}})
	require.NoError(t, err)
	keys, err := keymanagement.NewKmsManagementClientWithConfigurationProvider(who, *made.ManagementEndpoint)
	require.NoError(t, err)
	keys.HTTPClient = &http.Client{Transport: e.Sandbox.Transport()}
	master, err := keys.CreateKey(t.Context(), keymanagement.CreateKeyRequest{CreateKeyDetails: keymanagement.CreateKeyDetails{
		CompartmentId: common.String(e.Sandbox.CompartmentOCID()), DisplayName: common.String("master"),
		KeyShape: &keymanagement.KeyShape{Algorithm: keymanagement.KeyShapeAlgorithmAes, Length: common.Int(32)},
	}})
	require.NoError(t, err)
	return *made.Id, *master.Id
}
