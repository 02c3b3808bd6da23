package autonomousstandby_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// A standby is made in its own region, plans empty, is changed in place, imported, and removed before its primary.
func TestAccStandby(t *testing.T) {
	e := acctest.New(t)
	same := statecheck.CompareValue(compare.ValuesSame())
	run(t, e,
		resource.TestStep{
			Config: in(e),
			ConfigStateChecks: state(
				text("region", phoenix), text("country", "US"), text("primary_region", ashburn), text("role", "STANDBY"), text("lifecycle_state", "STANDBY"),
				text("disaster_recovery_type", "ADG"), value("is_replicate_automatic_backups", knownvalue.Bool(false)), text("db_name", "orders"),
				text("compartment_id", e.Sandbox.CompartmentOCID()), text("display_name", "orders"), text("effective_data_class", "protected"),
				same.AddStateValue(address, tfjsonpath.New("id")),
			),
			Check: checked(func() {
				made := byHand(t, e, phoenix).only()
				assert.Equal(t, database.AutonomousDatabaseSummaryRoleStandby, made.Role)
				assert.Equal(t, []string{*byHand(t, e, ashburn).only().Id}, made.PeerDbIds)
				posts := e.Requests(method(http.MethodPost, "/autonomousDatabases"))
				require.Len(t, posts, 2)
				assert.Equal(t, "database.us-phoenix-1.oraclecloud.com", posts[1].Host)
			}),
		},
		stays(in(e)),
		resource.TestStep{
			Config: in(e, `disaster_recovery_type = "BACKUP_BASED"`, `is_replicate_automatic_backups = true`, `display_name = "orders abroad"`,
				`freeform_tags = { team = "data" }`, `deletion_protection = true`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(text("disaster_recovery_type", "BACKUP_BASED"), text("role", "BACKUP_COPY"), text("display_name", "orders abroad"),
				same.AddStateValue(address, tfjsonpath.New("id"))),
			Check: checked(func() {
				made := byHand(t, e, phoenix).only()
				assert.Equal(t, map[string]string{"team": "data"}, placement.WithoutMarks(made.FreeformTags))
				assert.True(t, *made.RemoteDisasterRecoveryConfiguration.IsReplicateAutomaticBackups)
			}),
		},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + primary(e), ExpectError: acctest.Says("Protected from deletion")},
		resource.TestStep{
			Config: in(e, `disaster_recovery_type = "BACKUP_BASED"`, `is_replicate_automatic_backups = true`, `display_name = "orders abroad"`, `freeform_tags = { team = "data" }`),
		},
		stays(in(e, `disaster_recovery_type = "BACKUP_BASED"`, `is_replicate_automatic_backups = true`, `display_name = "orders abroad"`, `freeform_tags = { team = "data" }`)),
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"}},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"},
			ImportStateIdFunc: func(s *terraform.State) (string, error) {
				return phoenix + "/" + s.RootModule().Resources[address].Primary.ID, nil
			},
		},
		resource.TestStep{
			Config: e.ProviderHCL(ashburn) + primary(e),
			Check:  checked(func() { assert.Empty(t, byHand(t, e, phoenix).all()) }),
		},
	)
	assert.Empty(t, byHand(t, e, ashburn).all(), "the destroy has removed the primary too")
}

// Destroying both at once removes the standby first.
func TestAccStandby_destroyedBeforeItsPrimary(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{Config: in(e)})
	deletes := e.Requests(method(http.MethodDelete, "/autonomousDatabases/"))
	require.Len(t, deletes, 2)
	assert.Contains(t, deletes[0].Host, phoenix)
	assert.Contains(t, deletes[1].Host, ashburn)
	for _, d := range deletes {
		assert.Equal(t, http.StatusNoContent, d.Status)
	}
}

// W18: a standby outside, a primary outside and copied backups are refused in the plan, with the attribute named and no request
// sent.
func TestAccStandby_W18(t *testing.T) {
	abroad := "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.abc"
	home := "ocid1.autonomousdatabase.oc1.iad.abc"
	for name, c := range map[string]struct {
		id    string
		lines []string
		says  string
	}{
		"standby": {home, []string{`region = "eu-frankfurt-1"`}, `region = "eu-frankfurt-1" It is in eu-frankfurt-1, Germany (DE)`},
		"primary": {abroad, nil, `autonomous_database_id = "` + abroad + `" The primary of its standby is in eu-frankfurt-1, Germany (DE)`},
		"backups": {home, []string{`region = "ap-singapore-1"`, `is_replicate_automatic_backups = true`}, `is_replicate_automatic_backups = true It copies backups to ap-singapore-1`},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: of(e, &c.id, c.lines...), PlanOnly: true, ExpectError: said(c.says)})
			assert.Empty(t, e.Requests(nil))
		})
	}
}

// What Oracle would refuse is refused in the plan.
func TestAccStandby_impossible(t *testing.T) {
	home := new("ocid1.autonomousdatabase.oc1.iad.abc")
	subnet := `subnet_id = "ocid1.subnet.oc1.phx.abc"`
	for says, c := range map[string]struct {
		id    *string
		lines []string
	}{
		"Standby in its primary's region":         {home, []string{`region = "us-ashburn-1"`}},
		"Primary in another realm":                {new("ocid1.autonomousdatabase.oc2.us-luke-1.abc"), nil},
		"Subnet in another region":                {home, []string{`subnet_id = "ocid1.subnet.oc1.iad.abc"`}},
		"Network security group in another":       {home, []string{subnet, `nsg_ids = ["ocid1.networksecuritygroup.oc1.iad.abc"]`}},
		"must be the OCID of a":                   {new("orders"), nil},
		`value must be one of: ["ADG"`:            {home, []string{`disaster_recovery_type = "HOPE"`}},
		"Region not written as a name":            {home, []string{`region = "phx"`}},
		`Did you mean us-phoenix-1`:               {home, []string{`region = "us-phoneix-1"`}},
		`Attribute "subnet_id" must be specified`: {home, []string{`nsg_ids = ["ocid1.networksecuritygroup.oc1.phx.abc"]`}},
	} {
		t.Run(says, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: of(e, c.id, c.lines...), PlanOnly: true, ExpectError: said(says)})
			assert.Empty(t, e.Requests(nil))
		})
	}
}

// The primary's region is judged also where its OCID is known only at apply, before the standby is asked for.
func TestAccStandby_primaryKnownLate(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, frankfurt).create("orders")
	config := e.ProviderHCL(ashburn) + fmt.Sprintf("resource \"terraform_data\" \"id\" {\n  input = %q\n}\n", *id) +
		block(`autonomous_database_id = terraform_data.id.output`)
	run(t, e, resource.TestStep{Config: config, ExpectError: acctest.Says("autonomous_database_id")})
	assert.Empty(t, e.Requests(nil))
	assert.Empty(t, byHand(t, e, phoenix).all())
}

// An exception for standbys lets one abroad be made, and says so.
func TestAccStandby_excepted(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	boundary := `boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
    exceptions = {
      "frankfurt" = {
        regions      = ["eu-frankfurt-1"]
        compartments = ["` + e.Sandbox.CompartmentOCID() + `"]
        kinds        = ["placement", "standby"]
        reason       = "until Phoenix has capacity"
        owner        = "dba"
        approved_by  = "us-data-security"
        ticket       = "RES-1"
        expires      = "2099-12-31"
      }
    }
  }`
	config := func(lines ...string) string {
		return e.ProviderHCL(ashburn, boundary) + block(append(lines, fmt.Sprintf("autonomous_database_id = %q", *id), `region = "eu-frankfurt-1"`,
			fmt.Sprintf("compartment_id = %q", e.Sandbox.CompartmentOCID()), `exception = "frankfurt"`)...)
	}
	run(t, e,
		resource.TestStep{Config: config(), ConfigStateChecks: state(text("country", "DE"))},
		resource.TestStep{Config: config(`is_replicate_automatic_backups = true`), ExpectError: acctest.Says("Backup copy outside boundary")},
	)
}

// Two standbys of one primary are made in the same apply, one after the other.
func TestAccStandby_two(t *testing.T) {
	e := acctest.New(t, sandbox.WithSeed(seed(t)))
	config := in(e) + strings.NewReplacer(`"test"`, `"second"`, phoenix, chicago).Replace(block())
	run(t, e, resource.TestStep{
		Config: config,
		Check: checked(func() {
			assert.Len(t, byHand(t, e, ashburn).only().PeerDbIds, 2)
			assert.Equal(t, database.AutonomousDatabaseSummaryLifecycleStateStandby, byHand(t, e, chicago).only().LifecycleState)
		}),
	}, stays(config))
}

func seed(t *testing.T) sandbox.Seed {
	t.Helper()
	s, err := sandbox.ParseSeed("seed.hcl", []byte(`tenancy "acme" {
  namespace   = "acme"
  home_region = "us-ashburn-1"
  regions     = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1"]
}
`))
	require.NoError(t, err)
	return s
}
