package autonomousstandby_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// A change of roles outside Terraform is shown and left alone, also by a destroy; switching back brings everything back.
func TestAccStandby_rolesSwitch(t *testing.T) {
	e := acctest.New(t)
	id := *byHand(t, e, ashburn).create("orders")
	var standby string
	run(t, e,
		resource.TestStep{
			Config: of(e, &id),
			Check:  checked(func() { standby = *byHand(t, e, phoenix).only().Id }),
		},
		resource.TestStep{
			PreConfig:         func() { byHand(t, e, phoenix).switchover(standby, id) },
			Config:            of(e, &id),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionNoop)),
			ConfigStateChecks: state(text("role", "PRIMARY"), text("autonomous_database_id", id), text("lifecycle_state", "AVAILABLE")),
		},
		resource.TestStep{Config: of(e, &id, `disaster_recovery_type = "BACKUP_BASED"`), ExpectError: acctest.Says("Oracle changes disaster recovery on the side that follows")},
		resource.TestStep{Config: of(e, &id, `region = "us-chicago-1"`), ExpectError: acctest.Says("Replacing it would destroy the data that is in use")},
		resource.TestStep{Config: of(e, &id), Destroy: true, ExpectError: acctest.Says("Destroying it would destroy the data that is in use")},
		resource.TestStep{ // an import of it finds whose standby it was
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"},
		},
		resource.TestStep{
			PreConfig:         func() { byHand(t, e, ashburn).switchover(id, standby) },
			Config:            of(e, &id, `display_name = "back"`),
			ConfigStateChecks: state(text("role", "STANDBY"), text("display_name", "back")),
		},
	)
	assert.Empty(t, byHand(t, e, phoenix).all())
}

// W10: what is absent is absent. Copies of backups that were turned on by hand, and tags and names that were changed, are a
// diff and are taken back.
func TestAccStandby_W10(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	run(t, e,
		resource.TestStep{Config: of(e, id, `freeform_tags = { team = "data" }`)},
		resource.TestStep{
			PreConfig: func() {
				h := byHand(t, e, phoenix)
				made := h.only().Id
				h.update(made, database.UpdateAutonomousDatabaseDetails{FreeformTags: map[string]string{"team": "others"}, DisplayName: new("mine")})
				_, err := h.client.ChangeDisasterRecoveryConfiguration(t.Context(), database.ChangeDisasterRecoveryConfigurationRequest{
					AutonomousDatabaseId: made, ChangeDisasterRecoveryConfigurationDetails: database.ChangeDisasterRecoveryConfigurationDetails{IsReplicateAutomaticBackups: new(true)},
				})
				require.NoError(t, err)
			},
			Config:           of(e, id, `freeform_tags = { team = "data" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("is_replicate_automatic_backups", knownvalue.Bool(false)),
				value("freeform_tags", knownvalue.MapExact(map[string]knownvalue.Check{"team": knownvalue.StringExact("data")}))),
		},
	)
}

// One that was terminated by hand is made anew, and one that was disconnected is forgotten, not destroyed.
func TestAccStandby_goneByHand(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	var first *string
	run(t, e,
		resource.TestStep{Config: of(e, id), Check: checked(func() { first = byHand(t, e, phoenix).only().Id })},
		resource.TestStep{
			PreConfig:        func() { byHand(t, e, phoenix).delete(first) },
			Config:           of(e, id),
			ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)),
			Check: checked(func() {
				made := byHand(t, e, phoenix).only().Id
				assert.NotEqual(t, *first, *made)
				first = made
			}),
		},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, phoenix).update(first, database.UpdateAutonomousDatabaseDetails{IsDisconnectPeer: new(true)})
				byHand(t, e, phoenix).update(first, database.UpdateAutonomousDatabaseDetails{DbName: new("left")})
			},
			Config:           of(e, id),
			ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)),
			Check: checked(func() {
				assert.Len(t, byHand(t, e, phoenix).all(), 2, "what is a database of its own is not destroyed")
			}),
		},
	)
	assert.Equal(t, "left", *byHand(t, e, phoenix).only().DbName)
}

// W8: an answer that means either gone or hidden drops nothing from the state while the list cannot be read or shows it.
func TestAccStandby_W8(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	hide := func(list bool) func(*http.Request) (*http.Response, error) {
		return func(r *http.Request) (*http.Response, error) {
			one := strings.Contains(r.URL.Path, "/autonomousDatabases/") && strings.Contains(r.URL.Host, phoenix)
			all := strings.HasSuffix(r.URL.Path, "/autonomousDatabases") && strings.Contains(r.URL.Host, phoenix)
			if r.Method == http.MethodGet && (one || all && list) {
				return acctest.Refuse(404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
			}
			return nil, nil
		}
	}
	run(t, e,
		resource.TestStep{Config: of(e, id)},
		resource.TestStep{PreConfig: func() { e.Intercept(hide(true)) }, Config: of(e, id), ExpectError: acctest.Says("stays in state")},
		resource.TestStep{PreConfig: func() { e.Intercept(hide(false)) }, Config: of(e, id), ExpectError: acctest.Says("so it is there, and these credentials may not read it")},
		resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: of(e, id), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}

// The primary has a standby in the region already, as an interrupted apply leaves it: it is taken over, and none is made.
func TestAccStandby_adopts(t *testing.T) {
	e := acctest.New(t)
	h := byHand(t, e, ashburn)
	id := h.create("orders")
	h.only()
	made := byHand(t, e, phoenix).standby(id)
	run(t, e, resource.TestStep{
		Config:            of(e, id, `display_name = "adopted"`),
		ConfigStateChecks: state(text("id", *made), text("display_name", "adopted"), text("role", "STANDBY")),
		Check: checked(func() {
			assert.Empty(t, e.Requests(method(http.MethodPost, "/autonomousDatabases")))
			assert.Len(t, byHand(t, e, phoenix).all(), 1)
		}),
	}, stays(of(e, id, `display_name = "adopted"`)))
}

// One that bears another configuration's mark is not taken over.
func TestAccStandby_anothers(t *testing.T) {
	e := acctest.New(t)
	h := byHand(t, e, ashburn)
	id := h.create("orders")
	h.only()
	made := byHand(t, e, phoenix).standby(id)
	byHand(t, e, phoenix).all()
	byHand(t, e, phoenix).update(made, database.UpdateAutonomousDatabaseDetails{FreeformTags: map[string]string{placement.OwnerTag: "others"}})
	config := e.ProviderHCL(ashburn, `owner = "platform/us-prod"`) + block(fmt.Sprintf("autonomous_database_id = %q", *id))
	run(t, e,
		resource.TestStep{Config: config, ExpectError: acctest.Says(`Its mark says that "others" made it`)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, phoenix).update(made, database.UpdateAutonomousDatabaseDetails{FreeformTags: map[string]string{placement.OwnerTag: "platform/us-prod"}})
			},
			Config: config, ConfigStateChecks: state(text("id", *made)),
		},
	)
}

// An answer that never comes makes no second standby, and leaves none behind.
func TestAccStandby_answerLost(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	once := false
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/autonomousDatabases") && !once {
			once = true
			return lost(e, r)
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{
		Config: of(e, id),
		Check:  checked(func() { assert.Len(t, byHand(t, e, phoenix).all(), 1) }),
	})
	assert.True(t, once)
	assert.Empty(t, byHand(t, e, phoenix).all())
}

// A wait that ends early taints nothing: the id is in state, and the next apply goes on.
func TestAccStandby_waitFails(t *testing.T) {
	e, pass := acctest.NewSlow(t, cloud.Pace{Create: 2 * time.Minute})
	id := byHand(t, e, ashburn).create("orders")
	pass(2 * time.Minute)
	same := statecheck.CompareValue(compare.ValuesSame())
	config := of(e, id, `timeouts = { create = "2s" }`, `display_name = "late"`, `freeform_tags = { team = "data" }`)
	run(t, e,
		resource.TestStep{
			Config:             config,
			ConfigStateChecks:  state(text("lifecycle_state", "PROVISIONING"), same.AddStateValue(address, tfjsonpath.New("id"))),
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig:         func() { pass(2 * time.Minute) },
			Config:            config,
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(text("lifecycle_state", "STANDBY"), same.AddStateValue(address, tfjsonpath.New("id"))),
		},
		stays(config),
	)
	assert.Empty(t, byHand(t, e, phoenix).all())
}

// W21: a work request that cannot be read taints nothing: the database itself is asked.
func TestAccStandby_W21(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "/workRequests") {
			return acctest.Refuse(404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{Config: of(e, id), ConfigStateChecks: state(text("lifecycle_state", "STANDBY"))}, stays(of(e, id)))
}

// W17: a standby that Oracle gives up is no success. It is an error that says why, and leaves no state; the primary is untouched.
func TestAccStandby_W17(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	byHand(t, e, ashburn).only()
	run(t, e,
		resource.TestStep{
			PreConfig:   func() { require.NoError(t, e.Sandbox.SetFaults("failing=CreateAutonomousDatabase")) },
			Config:      of(e, id),
			ExpectError: acctest.Says("The sandbox was told to let CreateAutonomousDatabase fail"),
		},
		resource.TestStep{
			PreConfig:        func() { require.NoError(t, e.Sandbox.SetFaults("")) },
			Config:           of(e, id),
			ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)),
		},
	)
	assert.Equal(t, database.AutonomousDatabaseSummaryLifecycleStateAvailable, byHand(t, e, ashburn).only().LifecycleState)
}

// A change that Oracle accepts and does not make is an error that names the attribute, and no state that says otherwise.
func TestAccStandby_changeFails(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	run(t, e,
		resource.TestStep{Config: of(e, id)},
		resource.TestStep{
			PreConfig:   func() { require.NoError(t, e.Sandbox.SetFaults("failing=ChangeDisasterRecoveryConfiguration")) },
			Config:      of(e, id, `disaster_recovery_type = "BACKUP_BASED"`),
			ExpectError: acctest.Says("The sandbox was told to let ChangeDisasterRecoveryConfiguration fail"),
		},
		resource.TestStep{
			PreConfig:         func() { require.NoError(t, e.Sandbox.SetFaults("")) },
			Config:            of(e, id, `disaster_recovery_type = "BACKUP_BASED"`),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(text("role", "BACKUP_COPY")),
		},
	)
}

func TestAccStandby_refreshIsOneRequest(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	earlier := 0
	run(t, e,
		resource.TestStep{Config: of(e, id)},
		resource.TestStep{PreConfig: func() { earlier = len(e.Requests(nil)) }, RefreshState: true, Check: checked(func() {
			assert.Equal(t, 1, len(e.Requests(nil))-earlier, "requests of a refresh")
		})},
	)
}

// Only the boundary's exception mends what is outside: a plan that changes nothing warns, and destroying always works.
func TestAccStandby_outsideAlready(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	wide := e.ProviderHCL(ashburn, `boundary = {
    name          = "wide"
    jurisdictions = ["US", "DE"]
  }`) + block(fmt.Sprintf("autonomous_database_id = %q", *id), `region = "eu-frankfurt-1"`)
	run(t, e,
		resource.TestStep{Config: wide},
		resource.TestStep{Config: of(e, id, `region = "eu-frankfurt-1"`), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
		resource.TestStep{Config: of(e, id, `region = "eu-frankfurt-1"`, `display_name = "more"`), ExpectError: acctest.Says("outside boundary")},
		resource.TestStep{Config: of(e, id, `region = "eu-frankfurt-1"`), Destroy: true},
	)
	assert.Empty(t, byHand(t, e, frankfurt).all())
}

// The policies of the standby's region decide: a deny there keeps the standby from being made, and the primary is untouched.
func TestAccStandby_deniedInItsRegion(t *testing.T) {
	seed, err := sandbox.ParseSeed("seed.hcl", []byte(`
policy "provisioners" {
  statements = [
    "allow group Provisioners to manage all-resources in tenancy",
    "deny any-user to {AUTONOMOUS_DATABASE_CREATE} in tenancy where request.region != 'iad'",
  ]
}
`))
	require.NoError(t, err)
	e := acctest.New(t, sandbox.WithSeed(seed))
	run(t, e,
		resource.TestStep{Config: in(e), ExpectError: acctest.Says("Cannot create standby")},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + primary(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
	assert.Empty(t, byHand(t, e, phoenix).all())
}

// The quotas of the standby's region count it: a standby is compute and storage there.
func TestAccStandby_quotaOfItsRegion(t *testing.T) {
	e := acctest.New(t)
	quotas, err := e.Session("admin").Quotas(ashburn)
	require.NoError(t, err)
	_, err = quotas.CreateQuota(t.Context(), limits.CreateQuotaRequest{CreateQuotaDetails: limits.CreateQuotaDetails{
		CompartmentId: new(e.Sandbox.TenancyOCID()), Name: new("residency"), Description: new("no databases in Phoenix"),
		Statements: []string{"zero database quota /*-ecpu-count/ in tenancy where request.region = 'us-phoenix-1'"},
	}})
	require.NoError(t, err)
	run(t, e, resource.TestStep{Config: in(e), ExpectError: acctest.Says("QuotaExceeded")})
	assert.Empty(t, byHand(t, e, phoenix).all())
}

// A standby has the owner's mark, by which the primary's own resource tells it from one that was made by hand.
func TestAccStandby_marked(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	config := func(lines ...string) string {
		return e.ProviderHCL(ashburn, `owner = "platform/us-prod"`) + block(append(lines, fmt.Sprintf("autonomous_database_id = %q", *id))...)
	}
	marked := checked(func() {
		assert.Equal(t, "platform/us-prod", byHand(t, e, phoenix).only().FreeformTags[placement.OwnerTag])
	})
	run(t, e,
		resource.TestStep{Config: config(), ConfigStateChecks: state(value("freeform_tags", knownvalue.Null())), Check: marked},
		resource.TestStep{Config: config(`freeform_tags = { team = "data" }`), Check: marked},
		resource.TestStep{Config: config(), ConfigStateChecks: state(value("freeform_tags", knownvalue.Null())), Check: marked},
		stays(config()),
	)
}
