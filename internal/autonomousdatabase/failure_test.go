package autonomousdatabase_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/autonomousdatabase"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func TestMain(m *testing.M) {
	autonomousdatabase.Hurry(time.Second)
	os.Exit(m.Run())
}

const hasty = `timeouts = { create = "1s", update = "1s" }`

// The wait for a new database fails: it is in state all the same, is not tainted, and the next apply goes on with it.
func TestAccAutonomousDatabase_waitFails(t *testing.T) {
	e, pass := acctest.NewSlow(t, cloud.Pace{Create: 4 * time.Minute})
	run(t, e,
		resource.TestStep{
			Config: in(e, hasty), ExpectNonEmptyPlan: true,
			ConfigStateChecks: state(
				value("id", knownvalue.StringRegexp(regexp.MustCompile(`^ocid1\.autonomousdatabase\.`))),
				value("lifecycle_state", knownvalue.StringExact("PROVISIONING")),
			),
		},
		resource.TestStep{
			PreConfig: func() { pass(4 * time.Minute) },
			Config:    in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("lifecycle_state", knownvalue.StringExact("AVAILABLE"))),
		},
		stays(in(e)),
	)
	assert.Equal(t, []string{"POST", "DELETE"}, sent(e), "one database, made once and never destroyed in between")
}

// The wait for a change fails: the next plan goes on with what is missing, without sending twice what Oracle has accepted.
func TestAccAutonomousDatabase_waitForUpdateFails(t *testing.T) {
	e, pass := acctest.NewSlow(t, cloud.Pace{Update: 4 * time.Minute})
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{Config: in(e, `compute_count = 4`, hasty), ExpectError: acctest.Says(`The wait for database "orders"`)},
		resource.TestStep{
			PreConfig: func() { pass(4 * time.Minute) },
			Config:    in(e, `compute_count = 4`), ConfigStateChecks: state(value("compute_count", knownvalue.Float64Exact(4))),
		},
		stays(in(e, `compute_count = 4`)),
	)
	assert.Equal(t, []string{"POST", "PUT", "DELETE"}, sent(e))
}

// A database that Oracle gives up while it makes it is an error, with what the work request says, and leaves no state.
func TestAccAutonomousDatabase_createFails(t *testing.T) {
	e := acctest.New(t, sandbox.WithFaults("failing=CreateAutonomousDatabase"))
	run(t, e,
		resource.TestStep{Config: in(e), ExpectError: acctest.Says("The sandbox was told to let CreateAutonomousDatabase fail")},
		resource.TestStep{PreConfig: func() { assert.NoError(t, e.Sandbox.SetFaults("")) }, Config: in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate))},
	)
	assert.Equal(t, []string{"POST", "POST", "DELETE"}, sent(e))
}

// W17: what Oracle accepts and does not make is no success, but an error with its reason. The database stays as it was, and
// untainted.
func TestAccAutonomousDatabase_W17(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() { assert.NoError(t, e.Sandbox.SetFaults("failing=UpdateAutonomousDatabase")) },
			Config:    in(e, `compute_count = 4`), ExpectError: acctest.Says("The sandbox was told to let UpdateAutonomousDatabase fail"),
		},
		resource.TestStep{
			PreConfig: func() { assert.NoError(t, e.Sandbox.SetFaults("")) },
			Config:    in(e, `compute_count = 4`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
	)
}

// A new password that Oracle accepts and does not set is not taken for set: the next plan sets it.
func TestAccAutonomousDatabase_passwordFails(t *testing.T) {
	e := acctest.New(t)
	rotated := in(e, `admin_password_wo = "`+another+`"`, `admin_password_wo_version = 2`)
	third := in(e, `admin_password_wo = "Third-Time-Lucky-9"`, `admin_password_wo_version = 2`)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() { assert.NoError(t, e.Sandbox.SetFaults("failing=UpdateAutonomousDatabase")) },
			Config:    rotated, ExpectError: acctest.Says("Changing the administrator's password of"),
		},
		resource.TestStep{
			PreConfig: func() { assert.NoError(t, e.Sandbox.SetFaults("")) },
			Config:    third, ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() { assert.Equal(t, "2", byHand(t, e, ashburn).get().FreeformTags["residency-password-version"]) }),
		},
		stays(third),
	)
}

// An apply that was killed before it could note what it had made finds the name taken by its own database, and adopts it.
func TestAccAutonomousDatabase_adoptsItsOwn(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders", map[string]string{"residency-owner": "platform/us-prod", "residency-password-version": "1"})
	owned := e.ProviderHCL(ashburn, `owner = "platform/us-prod"`) + block(e, `compute_count = 4`)
	run(t, e,
		resource.TestStep{Config: owned, ConfigStateChecks: state(value("id", knownvalue.StringExact(id)), value("compute_count", knownvalue.Float64Exact(4)))},
		stays(owned),
	)
	assert.Equal(t, []string{"POST", "PUT", "DELETE"}, sent(e))
}

// Nobody else's database is touched; the error shows how to import it.
func TestAccAutonomousDatabase_nameTaken(t *testing.T) {
	for name, owner := range map[string]string{"another's": "platform/eu-prod", "nobody's": ""} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			tags := map[string]string{}
			if owner != "" {
				tags["residency-owner"] = owner
			}
			id := byHand(t, e, ashburn).create("orders", tags)
			run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn, `owner = "platform/us-prod"`) + block(e), ExpectError: acctest.Says(`id = "us-ashburn-1/` + id + `"`)})
			assert.Len(t, byHand(t, e, ashburn).all(), 1)
		})
	}
}

// Who may not create databases is told so, and adopts nothing.
func TestAccAutonomousDatabase_mayNotCreate(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("orders", map[string]string{"residency-owner": "platform/us-prod"})
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost {
			return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn, `owner = "platform/us-prod"`) + block(e), ExpectError: acctest.Says("404 NotAuthorizedOrNotFound")})
	assert.Len(t, byHand(t, e, ashburn).all(), 1)
}

// Somebody changes the database between the plan and the apply: it is not overwritten unseen.
func TestAccAutonomousDatabase_changedSinceThePlan(t *testing.T) {
	e := acctest.New(t)
	reads := 0
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/autonomousDatabases/") && !strings.HasSuffix(r.URL.Path, "Clones") {
						if reads++; reads == 2 { // the first is the plan's
							byHand(t, e, ashburn).update(database.UpdateAutonomousDatabaseDetails{DisplayName: common.String("by hand")})
						}
					}
					return nil, nil
				})
			},
			Config: in(e, `display_name = "planned"`), ExpectError: acctest.Says("Database changed since the plan"),
		},
	)
}

// Faults of the network and of Oracle duplicate nothing, lose nothing and taint nothing.
func TestAccAutonomousDatabase_faults(t *testing.T) {
	e := acctest.New(t, sandbox.WithFaults("rate=0.2,kinds=429+500+503+reset,seed=7"), sandbox.WithLifecyclePace(cloud.Pace{Create: time.Second, Update: time.Second, Delete: time.Second}))
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{Config: in(e, `compute_count = 4`, `license_model = "LICENSE_INCLUDED"`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
		stays(in(e, `compute_count = 4`, `license_model = "LICENSE_INCLUDED"`)),
	)
	assert.NoError(t, e.Sandbox.SetFaults(""))
	assert.Empty(t, byHand(t, e, ashburn).all())
}

// A database that is being changed when it is to be deleted is waited for.
func TestAccAutonomousDatabase_deleteWhileChanging(t *testing.T) {
	e := acctest.New(t, sandbox.WithLifecyclePace(cloud.Pace{Update: 2 * time.Second, Delete: time.Second}))
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update(database.UpdateAutonomousDatabaseDetails{ComputeCount: common.Float32(4), ComputeModel: "ECPU"})
			},
			Config: in(e), Destroy: true,
		},
	)
	assert.Empty(t, byHand(t, e, ashburn).all())
}
