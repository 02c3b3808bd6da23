package autonomousstandby_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/autonomousstandby"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_autonomous_database_standby.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	chicago   = "us-chicago-1"
	frankfurt = "eu-frankfurt-1"

	password = "Correct-Horse-7"
)

// The harness's own, for the resource under test.
var (
	on          = acctest.Address(address)
	value, does = on.Value, on.Does
	before, run = acctest.Before, acctest.Run
)

func TestMain(m *testing.M) {
	autonomousstandby.SetPatience(1500 * time.Millisecond)
	os.Exit(m.Run())
}

// primary is a database in Ashburn, with further lines.
func primary(e *acctest.Env, lines ...string) string {
	return fmt.Sprintf(`resource "residency_autonomous_database" "primary" {
  compartment_id            = %q
  db_name                   = "orders"
  region                    = %q
  compute_model             = "ECPU"
  compute_count             = 2
  data_storage_size_in_tbs  = 1
  admin_password_wo         = %q
  admin_password_wo_version = 1
  %s
}
`, e.Sandbox.CompartmentOCID(), ashburn, password, strings.Join(lines, "\n  "))
}

// block is the standby of most tests, with further lines; a line with one of its arguments takes the argument's place.
func block(lines ...string) string {
	all := lines
	for _, line := range []string{`autonomous_database_id = residency_autonomous_database.primary.id`, `region = "us-phoenix-1"`} {
		argument, _, _ := strings.Cut(line, " =")
		taken := false
		for _, other := range lines {
			taken = taken || strings.HasPrefix(other, argument+" =")
		}
		if !taken {
			all = append(all, line)
		}
	}
	return "resource \"residency_autonomous_database_standby\" \"test\" {\n  " + strings.Join(all, "\n  ") + "\n}\n"
}

// in is a whole configuration: the primary in Ashburn and its standby in Phoenix.
func in(e *acctest.Env, lines ...string) string {
	return e.ProviderHCL(ashburn) + primary(e) + block(lines...)
}

// of is a configuration of the standby only; its primary was made by hand.
func of(e *acctest.Env, id *string, lines ...string) string {
	return e.ProviderHCL(ashburn) + block(append(lines, fmt.Sprintf("autonomous_database_id = %q", *id))...)
}

func text(attribute, is string) statecheck.StateCheck {
	return value(attribute, knownvalue.StringExact(is))
}

func state(checks ...statecheck.StateCheck) []statecheck.StateCheck { return checks }

// stays is a step after which the same configuration plans nothing.
func stays(config string) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())}
}

func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error { check(); return nil }
}

// hands is what somebody does without Terraform, in one region.
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

// create makes a database.
func (h hands) create(name string) *string {
	h.t.Helper()
	answer, err := h.client.CreateAutonomousDatabase(h.t.Context(), database.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
		CompartmentId: &h.compartment, DbName: &name, AdminPassword: new(password), ComputeModel: database.CreateAutonomousDatabaseBaseComputeModelEcpu,
		ComputeCount: new(float32(2)), DataStorageSizeInTBs: new(1),
	}})
	require.NoError(h.t, err)
	return answer.Id
}

// standby makes a standby of a primary.
func (h hands) standby(primary *string) *string {
	h.t.Helper()
	answer, err := h.client.CreateAutonomousDatabase(h.t.Context(), database.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: database.CreateCrossRegionDisasterRecoveryDetails{
		CompartmentId: &h.compartment, SourceId: primary, RemoteDisasterRecoveryType: database.DisasterRecoveryConfigurationDisasterRecoveryTypeAdg,
	}})
	require.NoError(h.t, err)
	return answer.Id
}

func (h hands) update(id *string, d database.UpdateAutonomousDatabaseDetails) {
	h.t.Helper()
	_, err := h.client.UpdateAutonomousDatabase(h.t.Context(), database.UpdateAutonomousDatabaseRequest{AutonomousDatabaseId: id, UpdateAutonomousDatabaseDetails: d})
	require.NoError(h.t, err)
}

func (h hands) delete(id *string) {
	h.t.Helper()
	_, err := h.client.DeleteAutonomousDatabase(h.t.Context(), database.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(h.t, err)
}

// switchover makes the standby of the region the primary of its peer.
func (h hands) switchover(id, peer string) {
	h.t.Helper()
	_, err := h.client.SwitchoverAutonomousDatabase(h.t.Context(), database.SwitchoverAutonomousDatabaseRequest{AutonomousDatabaseId: &id, PeerDbId: &peer})
	require.NoError(h.t, err)
}

// all are the databases that are there.
func (h hands) all() []database.AutonomousDatabaseSummary {
	h.t.Helper()
	answer, err := h.client.ListAutonomousDatabases(h.t.Context(), database.ListAutonomousDatabasesRequest{
		CompartmentId: &h.compartment, LifecycleStateNotEqualTo: database.AutonomousDatabaseSummaryLifecycleStateTerminated,
	})
	require.NoError(h.t, err)
	return answer.Items
}

func (h hands) only() database.AutonomousDatabaseSummary {
	h.t.Helper()
	all := h.all()
	require.Len(h.t, all, 1)
	return all[0]
}

func method(want, part string) func(sandbox.Entry) bool {
	return func(entry sandbox.Entry) bool { return entry.Method == want && strings.Contains(entry.Path, part) }
}

// lost is a request whose answer never comes, although it takes effect.
func lost(e *acctest.Env, r *http.Request) (*http.Response, error) {
	response, err := e.Sandbox.Transport().RoundTrip(r)
	if err == nil {
		_ = response.Body.Close()
	}
	return nil, fmt.Errorf("the connection is gone")
}

// said is acctest.Says of words between which the CLI draws its frame.
func said(words string) *regexp.Regexp {
	parts := strings.Fields(words)
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(strings.Join(parts, `[\s│]+`))
}
