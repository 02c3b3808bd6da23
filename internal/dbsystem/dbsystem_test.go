package dbsystem_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func TestAccDBSystem_create(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		run(t, e, resource.TestStep{
			Config: k.in(e),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionCreate),
				},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
			ConfigStateChecks: []statecheck.StateCheck{
				k.value("region", knownvalue.StringExact(ashburn)), k.value("country", knownvalue.StringExact("US")),
				k.value("id", knownvalue.StringRegexp(regexp.MustCompile(`^ocid1\.`+k.ocid+`\.oc1\.iad\.`))),
				k.value("lifecycle_state", knownvalue.StringExact("ACTIVE")), k.value("copy_to_regions", knownvalue.Null()),
				k.value("admin_password_wo", knownvalue.Null()), k.value("admin_password_wo_version", knownvalue.Int64Exact(1)),
				k.value("admin_username", knownvalue.StringExact("keeper")), k.value("freeform_tags", knownvalue.Null()),
			},
		})
		assert.Len(t, k.sent(e, http.MethodPost), 1)
		assert.Empty(t, k.there(t, e, "dbSystems", ashburn), "it was destroyed at the end")
	})
}

// What is updated in place, one after the other: names and tags, the password, the size, the copies and their end.
func TestAccDBSystem_update(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		update := k.does(plancheck.ResourceActionUpdate)
		dumped := func(check func(system map[string]any)) resource.TestCheckFunc {
			return func(*terraform.State) error {
				there := k.there(t, e, "dbSystems", ashburn)
				require.Len(t, there, 1)
				check(there[0])
				return nil
			}
		}
		run(t, e,
			resource.TestStep{Config: k.in(e)},
			resource.TestStep{
				Config:           k.in(e, `description = "the orders"`, `freeform_tags = { team = "storage" }`, k.backups, fmt.Sprintf("kms_key_id = %q", key(ashburn))),
				ConfigPlanChecks: update,
				Check: dumped(func(system map[string]any) {
					assert.Equal(t, "the orders", system["description"])
					assert.EqualValues(t, 1, system["passwordSets"], "the password was not set again")
				}),
				ConfigStateChecks: []statecheck.StateCheck{k.value("kms_key_id", knownvalue.StringExact(key(ashburn)))},
			},
			resource.TestStep{
				Config:           strings.Replace(k.in(e, `description = "the orders"`, k.backups, fmt.Sprintf("kms_key_id = %q", key(ashburn))), password(1), password(2), 1),
				ConfigPlanChecks: update,
				Check:            dumped(func(system map[string]any) { assert.EqualValues(t, 2, system["passwordSets"]) }),
				ConfigStateChecks: []statecheck.StateCheck{
					k.value("admin_password_wo_version", knownvalue.Int64Exact(2)), k.value("freeform_tags", knownvalue.Null()),
				},
			},
		)
	})
}

// W10: what is not in the configuration does not go on leaving.
func TestAccDBSystem_w10CopiesEndWithTheirArgument(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		now := time.Now()
		e := acctest.New(t, sandbox.WithClock(func() time.Time { return now }))
		// The clock goes back before the next request, which Oracle would refuse for its date.
		overnight := func(d time.Duration) {
			now = now.Add(d)
			e.Sandbox.Dump()
			now = now.Add(-d)
		}
		run(t, e,
			resource.TestStep{
				Config:            k.in(e, k.backups, `copy_to_regions = ["us-phoenix-1"]`, `copy_retention_in_days = 9`),
				ConfigStateChecks: []statecheck.StateCheck{k.value("copy_to_regions", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(phoenix)}))},
			},
			resource.TestStep{
				PreConfig:        func() { overnight(25 * time.Hour) },
				Config:           k.in(e, k.backups),
				ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					k.value("copy_to_regions", knownvalue.Null()), k.value("copy_retention_in_days", knownvalue.Null()),
				},
				Check: func(*terraform.State) error {
					assert.Len(t, k.there(t, e, "backups", phoenix), 1, "one was copied while the argument was there")
					overnight(50 * time.Hour)
					assert.Len(t, k.there(t, e, "backups", ashburn), 2)
					assert.Len(t, k.there(t, e, "backups", phoenix), 1, "and none after it was taken away")
					return nil
				},
			},
			resource.TestStep{Config: k.in(e, k.backups), ConfigPlanChecks: empty()},
		)
	})
}

// An apply does not end well while Oracle goes on copying to where the configuration does not say.
func TestAccDBSystem_copiesThatDoNotEnd(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		run(t, e,
			resource.TestStep{Config: k.in(e, k.backups, `copy_to_regions = ["us-phoenix-1"]`)},
			resource.TestStep{
				PreConfig: func() {
					e.Intercept(func(r *http.Request) (*http.Response, error) {
						if r.Method == http.MethodPut {
							return &http.Response{StatusCode: http.StatusAccepted, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
						}
						return nil, nil
					})
				},
				Config: k.in(e, k.backups), ExpectError: acctest.Says("Backup copies not changed"),
			},
			resource.TestStep{
				PreConfig: func() { e.Intercept(nil) },
				Config:    k.in(e, k.backups), ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate),
			},
		)
	})
}

// A system that was made by hand, without our marks, is imported and kept: nothing that Oracle does not tell, or tells in
// another form, destroys it.
func TestAccDBSystem_importOfOthers(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		id := k.createByHand(t, e, "")
		configuration := k.in(e) + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", k.address(), id)
		run(t, e,
			resource.TestStep{Config: configuration, ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate)},
			resource.TestStep{Config: configuration, ConfigPlanChecks: empty()},
		)
	})
}

// A system that was restored from a backup is imported with the backup in its configuration, or without, and kept.
func TestAccDBSystem_importOfRestored(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		source := k.createByHand(t, e, "")
		backup := k.backUpByHand(t, e, source)
		id := k.createByHand(t, e, backup)
		imported := fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", k.address(), id)
		run(t, e,
			resource.TestStep{
				Config:            k.in(e, fmt.Sprintf("source_backup_id = %q", backup)) + imported,
				ConfigPlanChecks:  k.does(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{k.value("source_backup_id", knownvalue.StringExact(backup))},
			},
			resource.TestStep{Config: k.in(e), ConfigPlanChecks: empty()},
			resource.TestStep{
				Config:             k.in(e, fmt.Sprintf("source_backup_id = %q", backup+"b")),
				PlanOnly:           true,
				ExpectNonEmptyPlan: true,
			},
		)
	})
}

// Copies that somebody adds by hand are drift, and the next apply ends them.
func TestAccDBSystem_copiesByHand(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		run(t, e,
			resource.TestStep{Config: k.in(e, k.backups)},
			resource.TestStep{
				PreConfig:        func() { k.copyByHand(t, e, frankfurt) },
				Config:           k.in(e, k.backups),
				ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					k.value("copy_to_regions", knownvalue.Null()),
				},
			},
			resource.TestStep{Config: k.in(e, k.backups), ConfigPlanChecks: empty()},
		)
	})
}

// copyByHand lets the backups of the one system be copied, as the console would.
func (k kind) copyByHand(t *testing.T, e *acctest.Env, to string) {
	t.Helper()
	id, _ := k.there(t, e, "dbSystems", ashburn)[0]["id"].(string)
	if k.service == "mysql" {
		client, err := e.Session("admin").MySQL(ashburn)
		require.NoError(t, err)
		_, err = client.UpdateDbSystem(t.Context(), mysql.UpdateDbSystemRequest{DbSystemId: &id, UpdateDbSystemDetails: mysql.UpdateDbSystemDetails{
			BackupPolicy: &mysql.UpdateBackupPolicyDetails{CopyPolicies: []mysql.CopyPolicy{{CopyToRegion: &to}}},
		}})
		require.NoError(t, err)
		return
	}
	client, err := e.Session("admin").PostgreSQL(ashburn)
	require.NoError(t, err)
	start, compartment := "02:00", e.Sandbox.CompartmentOCID()
	_, err = client.UpdateDbSystem(t.Context(), psql.UpdateDbSystemRequest{DbSystemId: &id, UpdateDbSystemDetails: psql.UpdateDbSystemDetails{
		ManagementPolicy: &psql.ManagementPolicyDetails{BackupPolicy: psql.DailyBackupPolicy{
			BackupStart: &start, CopyPolicy: &psql.BackupCopyPolicy{CompartmentId: &compartment, Regions: []string{to}},
		}},
	}})
	require.NoError(t, err)
}

// What is outside is refused in the plan, at the attribute at fault, and nothing is sent.
func TestAccDBSystem_outside(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		for name, lines := range map[string][]string{
			"region":          {`region = "eu-frankfurt-1"`},
			"kms_key_id":      {fmt.Sprintf("kms_key_id = %q", key(frankfurt))},
			"copy_to_regions": {k.backups, `copy_to_regions = ["us-phoenix-1", "eu-frankfurt-1"]`},
		} {
			t.Run(name, func(t *testing.T) {
				e := acctest.New(t)
				run(t, e, resource.TestStep{Config: k.in(e, lines...), ExpectError: acctest.Says("outside boundary")})
				assert.Empty(t, e.Requests(nil))
			})
		}
		for says, lines := range map[string][]string{
			"Backup copied to its own region": {k.backups, `copy_to_regions = ["us-ashburn-1"]`},
			"Region not known in the plan":    {k.backups, `copy_to_regions = [terraform_data.late.id]`},
		} {
			t.Run(says, func(t *testing.T) {
				e := acctest.New(t)
				run(t, e, resource.TestStep{Config: "resource \"terraform_data\" \"late\" {}\n" + k.in(e, lines...), ExpectError: acctest.Says(says)})
				assert.Empty(t, e.Requests(nil))
			})
		}
		t.Run("without a password", func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn) + k.block(e, `display_name = "orders"`), ExpectError: acctest.Says("Password missing")})
		})
		t.Run("weak password", func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: strings.Replace(k.in(e), "Sesame-Open-1", "sesame", 1), ExpectError: acctest.Says("Password refused")})
		})
	})
}

func TestAccDBSystem_import(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		id := func(s *terraform.State) (string, error) { return s.RootModule().Resources[k.address()].Primary.ID, nil }
		full := k.in(e, k.backups, `copy_to_regions = ["us-phoenix-1"]`, `freeform_tags = { team = "storage" }`, fmt.Sprintf("nsg_ids = [%q]", ocidIn("networksecuritygroup", ashburn)))
		run(t, e,
			resource.TestStep{Config: full},
			resource.TestStep{ResourceName: k.address(), ImportState: true, ImportStateVerify: true, ImportStateIdFunc: id, ImportStateVerifyIgnore: []string{"timeouts"}},
			resource.TestStep{ResourceName: k.address(), ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: id},
			resource.TestStep{ResourceName: k.address(), ImportState: true, ImportStateId: "ocid1.bucket.oc1.iad.aaaa", ExpectError: acctest.Says("Import id not readable")},
		)
	})
}

// A system that was deleted outside Terraform is planned anew; one that may not be read stays in state.
func TestAccDBSystem_disappears(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		run(t, e,
			resource.TestStep{Config: k.in(e)},
			resource.TestStep{
				PreConfig: func() {
					e.Intercept(func(r *http.Request) (*http.Response, error) {
						if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/dbSystems/") {
							return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
						}
						return nil, nil
					})
				},
				Config: k.in(e), PlanOnly: true, ExpectError: acctest.Says("DB system cannot be read"),
			},
			resource.TestStep{
				PreConfig: func() {
					e.Intercept(nil)
					k.deleteByHand(t, e)
				},
				Config: k.in(e), ConfigPlanChecks: k.does(plancheck.ResourceActionCreate),
			},
		)
	})
}

func (k kind) deleteByHand(t *testing.T, e *acctest.Env) {
	t.Helper()
	id, _ := k.there(t, e, "dbSystems", ashburn)[0]["id"].(string)
	if k.service == "mysql" {
		client, err := e.Session("admin").MySQL(ashburn)
		require.NoError(t, err)
		_, err = client.DeleteDbSystem(t.Context(), mysql.DeleteDbSystemRequest{DbSystemId: &id})
		require.NoError(t, err)
		return
	}
	client, err := e.Session("admin").PostgreSQL(ashburn)
	require.NoError(t, err)
	_, err = client.DeleteDbSystem(t.Context(), psql.DeleteDbSystemRequest{DbSystemId: &id})
	require.NoError(t, err)
}

// A wait that fails leaves the id in state and nothing tainted: the next apply goes on.
func TestAccDBSystem_waitFails(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e, pass := acctest.NewSlow(t, cloud.Pace{Create: 4 * time.Minute})
		short := k.in(e, `timeouts = { create = "1s", update = "20s" }`)
		run(t, e,
			resource.TestStep{
				Config: short, ExpectNonEmptyPlan: true,
				ConfigStateChecks: []statecheck.StateCheck{k.value("id", knownvalue.NotNull()), k.value("lifecycle_state", knownvalue.StringExact("CREATING"))},
			},
			resource.TestStep{
				PreConfig: func() { pass(4 * time.Minute) },
				Config:    short, ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{k.value("lifecycle_state", knownvalue.StringExact("ACTIVE"))},
			},
			resource.TestStep{Config: short, ConfigPlanChecks: empty()},
		)
		assert.Len(t, k.sent(e, http.MethodPost), 1)
	})
}

// W21: a work request that nobody may read says nothing of the system, which is asked itself.
func TestAccDBSystem_w21WorkRequestsAreNotNeeded(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		run(t, e, resource.TestStep{Config: k.in(e)})
		assert.Empty(t, e.Requests(func(entry sandbox.Entry) bool { return strings.Contains(entry.Path, "workRequests") }))
	})
}

// What fails while it is created is tainted, because Oracle cannot mend it.
func TestAccDBSystem_createFails(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t, sandbox.WithFaults("failing=CreateDbSystem"))
		run(t, e,
			resource.TestStep{Config: k.in(e), ExpectError: acctest.Says("DB system failed")},
			resource.TestStep{
				PreConfig: func() { require.NoError(t, e.Sandbox.SetFaults("")) },
				Config:    k.in(e), ConfigPlanChecks: k.does(plancheck.ResourceActionDestroyBeforeCreate),
			},
		)
		assert.Empty(t, k.there(t, e, "dbSystems", ashburn))
	})
}

// A killed apply's system is adopted by its owner's mark and its name, and the second of two resources of one name is not.
func TestAccDBSystem_adopt(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		owned := e.ProviderHCL(ashburn, `owner = "platform/us-prod"`)
		named := func(n int) string {
			return k.block(e, fmt.Sprintf("count = %d", n), `display_name = "orders"`, password(1))
		}
		run(t, e,
			resource.TestStep{Config: owned + named(2)},
			resource.TestStep{Config: owned + "removed {\n  from = residency_" + k.name + ".test\n  lifecycle {\n    destroy = false\n  }\n}\n"},
			resource.TestStep{Config: owned + named(1), ExpectError: acctest.Says("DB system name is taken")},
			resource.TestStep{
				PreConfig: func() { k.deleteByHand(t, e) },
				Config:    owned + named(1),
			},
			resource.TestStep{Config: owned + named(1), ConfigPlanChecks: empty()},
		)
		assert.Len(t, k.sent(e, http.MethodPost), 2)
	})
}

// A refresh costs one request for each system.
func TestAccDBSystem_requestsOfARefresh(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		before := 0
		run(t, e,
			resource.TestStep{Config: k.in(e)},
			resource.TestStep{PreConfig: func() { before = len(e.Requests(nil)) }, RefreshState: true},
		)
		refreshed := e.Requests(nil)[before : before+1]
		assert.Equal(t, http.MethodGet, refreshed[0].Method)
		gets := 0
		for _, entry := range e.Requests(nil)[before:] {
			if entry.Method == http.MethodDelete {
				break
			}
			gets++
		}
		assert.LessOrEqual(t, gets, 4, "a refresh, the plan of the destroy, and the read before the deletion")
	})
}

func TestList(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		run(t, e, resource.TestStep{
			Config: k.in(e, k.backups),
			Check: func(*terraform.State) error {
				listed := e.List(ashburn, "residency_"+k.name, map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}, acctest.ListOptions{IncludeResource: true})
				require.Len(t, listed, 1)
				assert.Equal(t, "orders", listed[0].DisplayName)
				assert.Empty(t, listed[0].Error)
				assert.Equal(t, ashburn, listed[0].Resource["region"])
				assert.Contains(t, listed[0].Identity["id"], k.ocid)
				return nil
			},
		})
	})
}
