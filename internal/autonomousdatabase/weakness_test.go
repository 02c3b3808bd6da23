package autonomousdatabase_test

import (
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// The tests here are named after weaknesses of Oracle's own provider, and show what this one does instead.

// Losing the permission to read (404) does not drop the database from the state.
func TestAccAutonomousDatabase_W8(t *testing.T) {
	for name, test := range map[string]struct {
		hidden func(path string) bool
		says   string
	}{
		"reading":             {func(path string) bool { return strings.Contains(path, "/autonomousDatabases/") }, "shows the database, so it is there"},
		"reading and listing": {func(string) bool { return true }, "was listed with the same credentials, and that failed too"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e,
				resource.TestStep{Config: in(e)},
				resource.TestStep{
					PreConfig: func() {
						e.Intercept(func(r *http.Request) (*http.Response, error) {
							if test.hidden(r.URL.Path) {
								return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
							}
							return nil, nil
						})
					},
					Config: in(e), ExpectError: acctest.Says(test.says),
				},
				resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: in(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
			)
		})
	}
}

// What is removed from the configuration is removed, and what somebody adds by hand shows.
func TestAccAutonomousDatabase_W10(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `whitelisted_ips = ["203.0.113.0/24"]`)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update(database.UpdateAutonomousDatabaseDetails{WhitelistedIps: []string{"203.0.113.0/24", "0.0.0.0/0"}})
			},
			Config: in(e, `whitelisted_ips = ["203.0.113.0/24"]`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() { assert.Equal(t, []string{"203.0.113.0/24"}, byHand(t, e, ashburn).get().WhitelistedIps) }),
		},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update(database.UpdateAutonomousDatabaseDetails{WhitelistedIps: []string{""}})
			},
			Config: in(e, `whitelisted_ips = ["203.0.113.0/24"]`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
		resource.TestStep{
			Config: in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() { assert.Empty(t, byHand(t, e, ashburn).get().WhitelistedIps) }),
		},
	)
}

// The password is in no state, no plan and no log. Every file that the CLI leaves behind is searched, its own log at TRACE
// included; only the file that the harness gives the password in has it.
func TestAccAutonomousDatabase_W11(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TF_ACC_TEMP_DIR", dir)
	t.Setenv("TF_ACC_PERSIST_WORKING_DIR", "1")
	t.Setenv("TF_ACC_LOG", "TRACE")
	t.Setenv("TF_LOG_PATH_MASK", filepath.Join(dir, "%s.log"))
	log, err := os.Create(filepath.Join(dir, "provider.log"))
	require.NoError(t, err)
	stderr := os.Stderr
	os.Stderr = log // where the provider's log goes; tests in parallel wait for this one to end
	defer func() { os.Stderr = stderr; assert.NoError(t, log.Close()) }()
	var requests strings.Builder
	e := acctest.New(t, sandbox.WithJournal(&requests))
	configuration := func(version string) string {
		return e.ProviderHCL(ashburn) + "variable \"password\" {\n  type = string\n  ephemeral = true\n  sensitive = true\n}\n" +
			block(e, `admin_password_wo = var.password`, `admin_password_wo_version = `+version)
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories("TF_LOG=TRACE"), Steps: []resource.TestStep{
		{Config: configuration("1"), ConfigVariables: config.Variables{"password": config.StringVariable(password)}},
		{Config: configuration("2"), ConfigVariables: config.Variables{"password": config.StringVariable(another)}},
	}})
	searched := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".auto.tfvars.json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		searched++
		assert.NotContains(t, string(text), password, path)
		assert.NotContains(t, string(text), another, path)
		return nil
	}))
	assert.Greater(t, searched, 3, "state, plan and log")
	assert.NotContains(t, requests.String(), password)
	assert.Contains(t, sent(e), "PUT", "the password was rotated")
}

// A vault's key is adopted after creation, changed and given up again as the configuration says, and the database is asked.
func TestAccAutonomousDatabase_W12(t *testing.T) {
	e := acctest.New(t)
	vaultID, keyID := vaultKey(t, e)
	otherVault, otherKey := vaultKey(t, e)
	lines := func(vault, key string) []string {
		return []string{`vault_id = "` + vault + `"`, `kms_key_id = "` + key + `"`}
	}
	is := func(key, provider string) resource.TestCheckFunc {
		return resource.ComposeTestCheckFunc(
			resource.TestCheckResourceAttr(address, "encryption_key_provider", provider),
			checked(func() { assert.Equal(t, key, *byHand(t, e, ashburn).get().KmsKeyId) }),
		)
	}
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{Config: in(e, lines(vaultID, keyID)...), Check: is(keyID, "OCI"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
		stays(in(e, lines(vaultID, keyID)...)),
		resource.TestStep{Config: in(e, lines(otherVault, otherKey)...), Check: is(otherKey, "OCI")},
		resource.TestStep{Config: in(e), Check: is("ORACLE_MANAGED_KEY", "ORACLE_MANAGED"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
		stays(in(e)),
		// Somebody changes the key by hand: it shows, and is taken back.
		resource.TestStep{
			PreConfig: func() {
				h := byHand(t, e, ashburn)
				_, err := h.client.ConfigureAutonomousDatabaseVaultKey(t.Context(), database.ConfigureAutonomousDatabaseVaultKeyRequest{
					AutonomousDatabaseId:                       h.id(),
					ConfigureAutonomousDatabaseVaultKeyDetails: database.ConfigureAutonomousDatabaseVaultKeyDetails{KmsKeyId: &keyID, VaultId: &vaultID},
				})
				require.NoError(t, err)
			},
			Config: in(e), Check: is("ORACLE_MANAGED_KEY", "ORACLE_MANAGED"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
		// A key that does not exist fails, and the state does not say otherwise.
		resource.TestStep{Config: in(e, lines(vaultID, key(ashburn))...), ExpectError: acctest.Says("Changing the encryption key of")},
		stays(in(e)),
	)
	assert.NotContains(t, sent(e), "PUT", "a key goes by an operation of its own")
}

// What Oracle refuses of a new database leaves the database in state, untainted, and the next apply goes on with it.
func TestAccAutonomousDatabase_W13(t *testing.T) {
	e := acctest.New(t)
	scheduled := in(e, `long_term_backup_schedule = { repeat_cadence = "MONTHLY", time_of_backup = "2027-01-01T00:00:00Z", retention_period_in_days = 90 }`)
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPut {
			return acctest.Refuse(http.StatusBadRequest, "InvalidParameter", "not on a Sunday")
		}
		return nil, nil
	})
	run(t, e,
		resource.TestStep{Config: scheduled, ExpectNonEmptyPlan: true, ConfigStateChecks: state(value("lifecycle_state", knownvalue.StringExact("AVAILABLE")))},
		resource.TestStep{
			PreConfig: func() { e.Intercept(nil) }, Config: scheduled, ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() {
				assert.Equal(t, "MONTHLY", string(byHand(t, e, ashburn).get().LongTermBackupSchedule.RepeatCadence))
			}),
		},
		stays(scheduled),
	)
	assert.Equal(t, []string{"POST", "PUT", "DELETE"}, sent(e))
}

// The OCID of a key, vault, subnet, secret or network abroad is refused in the plan: see TestAccAutonomousDatabase_refused.
// A source abroad brings data home, and passes: see TestAccAutonomousDatabase_cloneFromAbroad. Here: the attribute is named.
func TestAccAutonomousDatabase_W18(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e, `kms_key_id = "`+key(frankfurt)+`"`, `vault_id = "`+vault(frankfurt)+`"`), PlanOnly: true,
		ExpectError: acctest.Says(`kms_key_id = "` + key(frankfurt) + `"`),
	})
	assert.Empty(t, e.Requests(nil))
}

// A work request that cannot be read, for want of a permission or because its endpoint is away, taints nothing and fails
// nothing: the database itself is asked.
func TestAccAutonomousDatabase_W21(t *testing.T) {
	for name, answer := range map[string]func() (*http.Response, error){
		"forbidden": func() (*http.Response, error) {
			return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
		},
		"unreachable": func() (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			e.Intercept(func(r *http.Request) (*http.Response, error) {
				if strings.HasPrefix(r.URL.Host, "iaas.") {
					return answer()
				}
				return nil, nil
			})
			rotated := in(e, `compute_count = 4`, `admin_password_wo = "`+another+`"`, `admin_password_wo_version = 2`)
			run(t, e,
				resource.TestStep{Config: in(e)},
				stays(in(e)),
				resource.TestStep{Config: rotated, ConfigStateChecks: state(value("compute_count", knownvalue.Float64Exact(4)))},
				stays(rotated),
			)
			assert.Equal(t, []string{"POST", "PUT", "PUT", "DELETE"}, sent(e))
		})
	}
}

// Without work requests a change that Oracle accepts and does not make still fails loudly.
func TestAccAutonomousDatabase_W21failsLoudly(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				assert.NoError(t, e.Sandbox.SetFaults("failing=UpdateAutonomousDatabase"))
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if strings.Contains(r.URL.Path, "/workRequests/") {
						return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "no")
					}
					return nil, nil
				})
			},
			Config: in(e, `compute_count = 4`), ExpectError: acctest.Says("does not show the change of compute and storage"),
		},
	)
}

// Somebody takes a database off its private network by hand: it shows, and is put back.
func TestAccAutonomousDatabase_madePublic(t *testing.T) {
	e := acctest.New(t)
	private := in(e, `subnet_id = "`+subnet(ashburn)+`"`, `nsg_ids = ["`+group(ashburn)+`"]`)
	run(t, e,
		resource.TestStep{Config: private},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update(database.UpdateAutonomousDatabaseDetails{PrivateEndpointLabel: new("")})
			},
			Config: private, ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() { assert.Equal(t, subnet(ashburn), *byHand(t, e, ashburn).get().SubnetId) }),
		},
		stays(private),
	)
}

// One provider process serves databases in two regions.
func TestAccAutonomousDatabase_W22(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e) + resourceHCL("west", "orders", e.Sandbox.CompartmentOCID(), `region = "us-phoenix-1"`),
		Check: checked(func() {
			assert.Len(t, byHand(t, e, ashburn).all(), 1)
			assert.Len(t, byHand(t, e, phoenix).all(), 1)
		}),
	})
}

// Somebody makes a standby, a refreshable clone or a remote copy by hand. Inside the boundary it is shown and left alone.
func TestAccAutonomousDatabase_W9(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig:         func() { byHand(t, e, phoenix).standby(*byHand(t, e, ashburn).id()) },
			Config:            in(e),
			ConfigPlanChecks:  before(plancheck.ExpectEmptyPlan()),
			ConfigStateChecks: state(value("peer_db_ids", knownvalue.ListSizeExact(1)), value("role", knownvalue.StringExact("PRIMARY"))),
		},
		resource.TestStep{PreConfig: func() { byHand(t, e, phoenix).delete() }, Config: in(e), ConfigStateChecks: state(value("peer_db_ids", knownvalue.ListSizeExact(0)))},
	)
}

// Outside the boundary it is planned to go, a change is refused as long as it is there, and destroying works once it is gone.
func TestAccAutonomousDatabase_W9outside(t *testing.T) {
	for name, test := range map[string]struct {
		abroad    func(h hands, id string)
		attribute string
		says      string
	}{
		"standby": {hands.standby, "peer_db_ids", "Standby outside boundary"},
		"clone":   {hands.clone, "refreshable_clones", "Clone outside boundary"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e,
				resource.TestStep{Config: in(e)},
				resource.TestStep{
					PreConfig: func() { test.abroad(byHand(t, e, frankfurt), *byHand(t, e, ashburn).id()) },
					Config:    in(e), PlanOnly: true, ExpectNonEmptyPlan: true,
				},
				resource.TestStep{Config: in(e), ExpectError: acctest.Says(test.says)},
				resource.TestStep{Config: in(e, `compute_count = 4`), ExpectError: acctest.Says(test.says)},
				resource.TestStep{
					PreConfig: func() { byHand(t, e, frankfurt).delete() },
					Config:    in(e, `compute_count = 4`), ConfigStateChecks: state(value(test.attribute, knownvalue.ListSizeExact(0))),
				},
			)
		})
	}
}

// Lists that cannot be had are said, and nothing fails by them.
func TestAccAutonomousDatabase_copiesNotKnown(t *testing.T) {
	e := acctest.New(t)
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/refreshableClones") || strings.HasSuffix(r.URL.Path, "/autonomousDatabaseBackups") {
			return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{Config: in(e)}, stays(in(e)))
}

// A secret of a vault instead of a password: its OCID and version are remembered, so that an import knows them.
func TestAccAutonomousDatabase_secret(t *testing.T) {
	e := acctest.New(t)
	from := func(version string) string {
		return in(e, `admin_password_wo = null`, `admin_password_wo_version = null`, `secret_id = "`+secret(ashburn)+`"`, `secret_version_number = `+version)
	}
	run(t, e,
		resource.TestStep{Config: from("1")},
		stays(from("1")),
		resource.TestStep{Config: from("2"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)), Check: checked(func() {
			assert.Equal(t, secret(ashburn)+"/2", byHand(t, e, ashburn).get().FreeformTags["residency-password-version"])
		})},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"}},
	)
}
