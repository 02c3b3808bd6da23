package dbsystem_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// everyday is a change of almost everything at once.
var everyday = map[string][]string{
	"mysql": {
		`description = "d"`, `freeform_tags = { team = "storage" }`, `mysql_version = "9.0.1"`, `availability_domain = "sbox:us-ashburn-1-AD-2"`,
		`configuration_id = "ocid1.mysqlconfiguration.oc1.iad.other"`, `hostname_label = "orders"`, `data_storage_size_in_gb = 100`, `is_highly_available = true`,
		`crash_recovery = "DISABLED"`, `automatic_backup_retention = "RETAIN"`, `final_backup = "REQUIRE_FINAL_BACKUP"`, `maintenance_window_start = "mon 04:30"`,
		`backup_policy = { is_enabled = true, retention_in_days = 9, window_start_time = "06:00", is_pitr_enabled = true }`, `copy_to_regions = ["us-phoenix-1"]`,
	},
	"psql": {
		`description = "d"`, `freeform_tags = { team = "storage" }`, `instance_memory_size_in_gbs = 64`, `instance_count = 3`, `iops = 150000`,
		`config_id = "ocid1.postgresqlconfiguration.oc1.iad.other"`, `is_reader_endpoint_enabled = true`, `maintenance_window_start = "mon 04:30"`,
		`backup_policy = { kind = "WEEKLY", backup_start = "06:00", days_of_the_week = ["SUNDAY"], retention_days = 9 }`, `copy_to_regions = ["us-phoenix-1"]`,
	},
}

// Everything that changes with the days is changed in place, at once and back again, and then nothing is left to do.
func TestAccDBSystem_everydayChanges(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		all := strings.NewReplacer(`db_version = "16"`, `db_version = "17"`, "MySQL.4", "MySQL.8", "E5.Flex", "E6.Flex", "instance_ocpu_count = 2", "instance_ocpu_count = 4").
			Replace(k.in(e, everyday[k.service]...))
		update := k.does(plancheck.ResourceActionUpdate)
		update.PostApplyPostRefresh = []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}
		steps := []resource.TestStep{{Config: k.in(e)}, {Config: all, ConfigPlanChecks: update}}
		if k.service == "psql" {
			fewer := strings.Replace(all, "instance_count = 3", "instance_count = 1", 1)
			steps = append(steps, resource.TestStep{Config: fewer, ConfigPlanChecks: update}, resource.TestStep{
				Config: strings.Replace(fewer, `"17"`, `"16"`, 1), ExpectError: acctest.Says("Version cannot be lowered"),
			}, resource.TestStep{Config: strings.Replace(fewer, `"17"`, `"17.2"`, 1), ConfigPlanChecks: empty()})
		}
		run(t, e, steps...)
		assert.Len(t, k.sent(e, http.MethodDelete), 1)
	})
}

// A system is stopped and started, and whoever does it by hand has their way where the configuration says nothing.
func TestAccDBSystem_stopAndStart(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		state := func(want string) []statecheck.StateCheck {
			return []statecheck.StateCheck{k.value("state", knownvalue.StringExact(want)), k.value("lifecycle_state", knownvalue.StringExact(want))}
		}
		run(t, e,
			resource.TestStep{Config: k.in(e, `state = "INACTIVE"`), ExpectError: acctest.Says("New system cannot be stopped")},
			resource.TestStep{Config: k.in(e), ConfigStateChecks: state("ACTIVE")},
			resource.TestStep{Config: k.in(e, `state = "INACTIVE"`, `description = "d"`), ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate), ConfigStateChecks: state("INACTIVE")},
			resource.TestStep{Config: k.in(e, `description = "d"`), ConfigPlanChecks: empty()},
			resource.TestStep{
				Config:           strings.Replace(k.in(e, `state = "ACTIVE"`), password(1), password(2), 1),
				ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate), ConfigStateChecks: state("ACTIVE"),
			},
		)
	})
}

// A protected system is neither destroyed nor replaced until it is no longer protected.
func TestAccDBSystem_deletionProtection(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		other := strings.ReplaceAll(k.in(e, `deletion_protection = true`), ocidIn("subnet", ashburn), ocidIn("subnet", ashburn)+"2")
		refused := acctest.Says("Protected from deletion")
		run(t, e,
			resource.TestStep{Config: k.in(e, `deletion_protection = true`)},
			resource.TestStep{Config: k.in(e, `deletion_protection = true`), Destroy: true, ExpectError: refused},
			resource.TestStep{Config: other, ExpectError: refused},
			resource.TestStep{Config: k.in(e), ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate)},
		)
		assert.Empty(t, k.sent(e, http.MethodPut), "Oracle knows nothing of it")
	})
}

// A change that Oracle accepts and does not make fails, also where the system does not show it, and is planned again.
func TestAccDBSystem_changeFails(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		operation := map[string]string{"mysql": "UpdateDbSystem", "psql": "ResetMasterUserPassword"}[k.service]
		second := strings.Replace(k.in(e), password(1), password(2), 1)
		run(t, e,
			resource.TestStep{Config: k.in(e)},
			resource.TestStep{
				PreConfig: func() { require.NoError(t, e.Sandbox.SetFaults("failing="+operation)) },
				Config:    second, ExpectError: acctest.Says("DB system not changed"),
			},
			resource.TestStep{
				PreConfig: func() { require.NoError(t, e.Sandbox.SetFaults("")) },
				Config:    second, ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{k.value("admin_password_wo_version", knownvalue.Int64Exact(2))},
			},
			resource.TestStep{Config: second, ConfigPlanChecks: empty()},
		)
	})
}

// What is of another region of the boundary is refused in the plan all the same, with its attribute: Oracle does not join them.
func TestAccDBSystem_elsewhere(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		backup := map[string]string{"mysql": "mysqlbackup", "psql": "postgresqlbackup"}[k.service]
		for attribute, line := range map[string]string{
			"nsg_ids": fmt.Sprintf("nsg_ids = [%q]", ocidIn("networksecuritygroup", phoenix)), "kms_key_id": fmt.Sprintf("kms_key_id = %q", key(phoenix)),
			"source_backup_id": fmt.Sprintf("source_backup_id = %q", ocidIn(backup, phoenix)),
		} {
			t.Run(attribute, func(t *testing.T) {
				e := acctest.New(t)
				run(t, e, resource.TestStep{Config: k.in(e, line), ExpectError: acctest.Says("in another region")})
				assert.Empty(t, e.Requests(nil))
			})
		}
	})
}

// The password comes from a vault's secret, another version of it is set in place, and it can be given instead of the write-only
// one and back.
func TestAccPostgreSQL_secret(t *testing.T) {
	k, e := kinds[1], acctest.New(t)
	with := func(version string) string {
		lines := fmt.Sprintf("admin_username = \"keeper\"\n  secret_id = %q\n  secret_version = %q", ocidIn("vaultsecret", ashburn), version)
		return strings.Replace(k.in(e), password(1), lines, 1)
	}
	sets := func(n int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.EqualValues(t, n, k.there(t, e, "dbSystems", ashburn)[0]["passwordSets"])
			return nil
		}
	}
	update := k.does(plancheck.ResourceActionUpdate)
	run(t, e,
		resource.TestStep{Config: strings.ReplaceAll(with("1"), "vaultsecret.oc1."+ashburn, "vaultsecret.oc1."+frankfurt), ExpectError: acctest.Says("Secret in another region")},
		resource.TestStep{Config: strings.Replace(with("1"), "admin_username = \"keeper\"", password(1), 1), ExpectError: acctest.Says("Invalid Attribute Combination")},
		resource.TestStep{Config: with("1"), Check: sets(1)},
		resource.TestStep{Config: with("1"), ConfigPlanChecks: empty()},
		resource.TestStep{Config: with("2"), ConfigPlanChecks: update, Check: sets(2)},
		resource.TestStep{ResourceName: k.address(), ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"}},
		resource.TestStep{Config: k.in(e), ConfigPlanChecks: update, Check: sets(3)},
	)
}

// Windows that Oracle tells in another form are no change, be they imported or applied.
func TestAccDBSystem_windows(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		id := k.createByHand(t, e, "")
		lines := []string{`maintenance_window_start = "Sunday 03:00:00Z"`}
		if k.service == "mysql" {
			lines = append(lines, `backup_policy = { window_start_time = "05:00:00" }`)
		}
		imported := k.in(e, lines...) + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", k.address(), id)
		run(t, e,
			resource.TestStep{Config: imported, ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate), ConfigStateChecks: []statecheck.StateCheck{
				k.value("maintenance_window_start", knownvalue.StringRegexp(regexp.MustCompile(`^(?i)sun 03:00$`))), // in Oracle's form: only the password was changed
			}},
			resource.TestStep{Config: k.in(e, lines...), ConfigPlanChecks: empty()},
		)
	})
}

// The answer to a change gets lost, and the attempt after it finds another etag: what is there is looked at again, and the apply ends well.
func TestAccDBSystem_lostAnswer(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		e := acctest.New(t)
		second := strings.Replace(k.in(e, `description = "d"`), password(1), password(2), 1)
		lost := false
		run(t, e,
			resource.TestStep{Config: k.in(e)},
			resource.TestStep{
				PreConfig: func() {
					e.Intercept(func(r *http.Request) (*http.Response, error) {
						if r.Method != http.MethodPut || lost {
							return nil, nil
						}
						lost = true
						answer, err := e.Sandbox.Transport().RoundTrip(r)
						if err == nil {
							err = errors.Join(answer.Body.Close(), io.ErrUnexpectedEOF)
						}
						return nil, err
					})
				},
				Config: second, ConfigPlanChecks: k.does(plancheck.ResourceActionUpdate),
				Check: func(*terraform.State) error {
					assert.EqualValues(t, 2, k.there(t, e, "dbSystems", ashburn)[0]["passwordSets"], "it was not set twice")
					return nil
				},
			},
			resource.TestStep{Config: second, ConfigPlanChecks: empty()},
		)
		assert.True(t, lost)
	})
}
