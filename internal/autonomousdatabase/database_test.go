package autonomousdatabase_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccAutonomousDatabase_create(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{
				does(plancheck.ResourceActionCreate),
				planned("region", knownvalue.StringExact(ashburn)),
				planned("country", knownvalue.StringExact("US")),
				planned("effective_data_class", knownvalue.StringExact("protected")),
				planned("encryption_key_provider", knownvalue.StringExact("ORACLE_MANAGED")),
				planned("peer_db_ids", knownvalue.ListSizeExact(0)),
			},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: state(
			value("id", knownvalue.StringRegexp(regexp.MustCompile(`^ocid1\.autonomousdatabase\.oc1\.iad\.`))),
			value("lifecycle_state", knownvalue.StringExact("AVAILABLE")),
			value("state", knownvalue.StringExact("AVAILABLE")),
			value("display_name", knownvalue.StringExact("orders")),
			value("db_workload", knownvalue.StringExact("OLTP")),
			value("db_version", knownvalue.NotNull()),
			value("data_storage_size_in_gb", knownvalue.Int64Exact(1024)),
			value("kms_key_id", knownvalue.Null()),
			value("subnet_id", knownvalue.Null()),
			value("admin_password_wo", knownvalue.Null()),
			value("admin_password_wo_version", knownvalue.Int64Exact(1)),
			value("freeform_tags", knownvalue.Null()),
			value("time_created", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT`))),
			value("refreshable_clones", knownvalue.ListSizeExact(0)),
			value("remote_backup_regions", knownvalue.ListSizeExact(0)),
			value("connection_strings", knownvalue.ObjectPartial(map[string]knownvalue.Check{"high": knownvalue.StringRegexp(regexp.MustCompile(`us-ashburn-1`))})),
		),
	})
	assert.Equal(t, []string{"POST", "DELETE"}, sent(e))
	assert.Empty(t, byHand(t, e, ashburn).all(), "destroyed to nothing")
}

// Every argument that can be changed in place is, in steps that Oracle allows, and the second plan is empty.
func TestAccAutonomousDatabase_update(t *testing.T) {
	e := acctest.New(t)
	all := in(e,
		`display_name = "Orders"`, `license_model = "LICENSE_INCLUDED"`, `compute_count = 4`, `data_storage_size_in_tbs = 2`,
		`is_auto_scaling_enabled = true`, `is_auto_scaling_for_storage_enabled = true`, `is_local_data_guard_enabled = true`, `autonomous_maintenance_schedule_type = "EARLY"`,
		`subnet_id = "`+subnet(ashburn)+`"`, `nsg_ids = ["`+group(ashburn)+`"]`, `private_endpoint_label = "orders"`,
		`whitelisted_ips = ["10.0.0.0/24", "10.0.1.7"]`, `is_mtls_connection_required = false`,
		`backup_retention_period_in_days = 30`, `customer_contacts = [{ email = "dba@example.com" }]`,
		`long_term_backup_schedule = { repeat_cadence = "MONTHLY", time_of_backup = "2027-01-01T00:00:00Z", retention_period_in_days = 90 }`,
		`freeform_tags = { team = "data" }`, `admin_password_wo = "`+another+`"`, `admin_password_wo_version = 2`, `db_name = "orders2"`,
	)
	var id *string
	run(t, e,
		resource.TestStep{Config: in(e), Check: checked(func() { id = byHand(t, e, ashburn).id() })},
		resource.TestStep{
			Config:           all,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(
				value("display_name", knownvalue.StringExact("Orders")),
				value("db_name", knownvalue.StringExact("orders2")),
				value("compute_count", knownvalue.Float64Exact(4)),
				value("data_storage_size_in_gb", knownvalue.Int64Exact(2048)),
				value("private_endpoint", knownvalue.StringRegexp(regexp.MustCompile(`^orders\.`))),
				value("is_mtls_connection_required", knownvalue.Bool(false)),
				value("admin_password_wo_version", knownvalue.Int64Exact(2)),
			),
			Check: checked(func() {
				now := byHand(t, e, ashburn).get()
				assert.Equal(t, id, now.Id, "in place")
				assert.Equal(t, "MONTHLY", string(now.LongTermBackupSchedule.RepeatCadence))
				assert.True(t, *now.IsLocalDataGuardEnabled)
				assert.Equal(t, []string{"10.0.0.0/24", "10.0.1.7"}, now.WhitelistedIps)
				assert.Equal(t, map[string]string{"team": "data", "residency-password-version": "2"}, now.FreeformTags)
				assert.True(t, *now.IsAutoScalingForStorageEnabled)
				assert.Equal(t, "dba@example.com", *now.CustomerContacts[0].Email)
			}),
		},
		stays(all),
		// What is taken out of the configuration is taken out of the database.
		resource.TestStep{
			Config: in(e, `db_name = "orders2"`, `admin_password_wo_version = 2`, `compute_count = 4`, `data_storage_size_in_tbs = 2`),
			Check: checked(func() {
				now := byHand(t, e, ashburn).get()
				assert.Nil(t, now.SubnetId)
				assert.Empty(t, now.NsgIds)
				assert.Empty(t, now.WhitelistedIps)
				assert.Empty(t, now.CustomerContacts)
				assert.True(t, now.LongTermBackupSchedule == nil || *now.LongTermBackupSchedule.IsDisabled)
				assert.True(t, *now.IsMtlsConnectionRequired, "Oracle opens no database to everybody without it")
				assert.Equal(t, map[string]string{"residency-password-version": "2"}, now.FreeformTags)
				assert.True(t, *now.IsAutoScalingEnabled, "what says nothing about a place stays as it is")
			}),
		},
		stays(in(e, `db_name = "orders2"`, `admin_password_wo_version = 2`, `compute_count = 4`, `data_storage_size_in_tbs = 2`)),
	)
}

func TestAccAutonomousDatabase_stopAndStart(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `state = "STOPPED"`), ConfigStateChecks: state(
			value("lifecycle_state", knownvalue.StringExact("STOPPED")), value("state", knownvalue.StringExact("STOPPED")))},
		stays(in(e, `state = "STOPPED"`)),
		stays(in(e)),
		resource.TestStep{
			Config: in(e, `state = "AVAILABLE"`, `compute_count = 8`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("lifecycle_state", knownvalue.StringExact("AVAILABLE")), value("compute_count", knownvalue.Float64Exact(8))),
		},
		resource.TestStep{
			PreConfig: func() {
				h := byHand(t, e, ashburn)
				_, err := h.client.StopAutonomousDatabase(t.Context(), database.StopAutonomousDatabaseRequest{AutonomousDatabaseId: h.id()})
				require.NoError(t, err)
			},
			Config: in(e, `state = "AVAILABLE"`, `compute_count = 8`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("state", knownvalue.StringExact("AVAILABLE"))),
		},
	)
	assert.Equal(t, []string{"POST", "POST actions/stop", "POST actions/start", "PUT", "POST actions/start", "DELETE"}, sent(e))
}

// A change of region or character set is a replacement.
func TestAccAutonomousDatabase_replace(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{Config: in(e, `region = "`+phoenix+`"`), ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate)), Check: checked(func() {
			assert.Empty(t, byHand(t, e, ashburn).all())
			assert.Len(t, byHand(t, e, phoenix).all(), 1)
		})},
		resource.TestStep{Config: in(e, `region = "`+phoenix+`"`, `character_set = "WE8ISO8859P1"`), ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate))},
	)
}

// It moves between compartments in place.
func TestAccAutonomousDatabase_move(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			Config:            e.ProviderHCL(ashburn) + resourceHCL("test", "orders", e.Sandbox.TenancyOCID()),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("compartment_id", knownvalue.StringExact(e.Sandbox.TenancyOCID()))),
		},
	)
	assert.Contains(t, sent(e), "POST actions/changeCompartment")
}

// A refresh asks for the database, its refreshable clones and its backups, and for nothing else.
func TestAccAutonomousDatabase_requestsPerRefresh(t *testing.T) {
	e := acctest.New(t)
	var earlier int
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{PreConfig: func() { earlier = len(e.Requests(nil)) }, RefreshState: true, Check: checked(func() {
			assert.Len(t, e.Requests(nil)[earlier:], 3)
		})},
	)
}

// What the boundary and Oracle refuse is refused in the plan, at the attribute at fault, and no request is sent.
func TestAccAutonomousDatabase_refused(t *testing.T) {
	vcn := "ocid1.vcn.oc1." + frankfurt + ".abcdefghijklmnop"
	for name, test := range map[string]struct {
		lines []string
		says  string
	}{
		"region":          {[]string{`region = "eu-frankfurt-1"`}, "Region outside boundary"},
		"key":             {[]string{`kms_key_id = "` + key(frankfurt) + `"`, `vault_id = "` + vault(ashburn) + `"`}, "Key outside boundary"},
		"vault":           {[]string{`kms_key_id = "` + key(ashburn) + `"`, `vault_id = "` + vault(frankfurt) + `"`}, "Key outside boundary"},
		"key elsewhere":   {[]string{`kms_key_id = "` + key(phoenix) + `"`, `vault_id = "` + vault(ashburn) + `"`}, "Key in another region"},
		"key in no place": {[]string{`kms_key_id = "` + key("us-atlantis-9") + `"`, `vault_id = "` + vault(ashburn) + `"`}, "names no region that this release knows"},
		"key alone":       {[]string{`kms_key_id = "` + key(ashburn) + `"`}, "vault_id"},
		"subnet":          {[]string{`subnet_id = "` + subnet(frankfurt) + `"`}, "Subnet in another region"},
		"group":           {[]string{`subnet_id = "` + subnet(ashburn) + `"`, `nsg_ids = ["` + group(frankfurt) + `"]`}, "Network security group in another region"},
		"secret":          {[]string{`admin_password_wo = null`, `admin_password_wo_version = null`, `secret_id = "` + secret(frankfurt) + `"`}, "Secret in another region"},
		"network":         {[]string{`whitelisted_ips = ["` + vcn + `"]`}, "VCN in another region"},
		"address":         {[]string{`whitelisted_ips = ["not-an-ip"]`}, "Access control list not readable"},
		"standby":         {[]string{`source = "CROSS_REGION_DISASTER_RECOVERY"`, `source_id = "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"`}, "residency_autonomous_database_standby"},
		"clone":           {[]string{`source = "DATABASE"`}, "Source not complete"},
		"no clone":        {[]string{`source_id = "ocid1.autonomousdatabase.oc1.iad.a"`}, "Argument of another source"},
		"follower":        {[]string{`source = "CLONE_TO_REFRESHABLE"`, `source_id = "ocid1.autonomousdatabase.oc1.iad.a"`}, "Password of a refreshable clone"},
		"restore":         {[]string{`source = "BACKUP_FROM_TIMESTAMP"`, `autonomous_database_id = "ocid1.autonomousdatabase.oc1.iad.a"`}, "Time of the restore"},
		"plain TLS":       {[]string{`is_mtls_connection_required = false`}, "Mutual TLS needed"},
		"label":           {[]string{`private_endpoint_label = "orders"`}, "Private endpoint missing"},
		"both sizes":      {[]string{`data_storage_size_in_gb = 20`}, "Two storage sizes"},
		"no size":         {[]string{`data_storage_size_in_tbs = null`}, "Storage size missing"},
		"no compute":      {[]string{`compute_count = null`}, "Compute count missing"},
		"no password":     {[]string{`admin_password_wo = null`, `admin_password_wo_version = null`}, "Password missing"},
		"name":            {[]string{`db_name = "2 many"`}, "must begin with a letter"},
		"state":           {[]string{`state = "TERMINATED"`}, "STOPPED"},
		"tags":            {[]string{`freeform_tags = { for i in range(10) : "tag${i}" => "" }`}, "Too many tags"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: in(e, test.lines...), PlanOnly: true, ExpectError: acctest.Says(test.says)})
			assert.Empty(t, e.Requests(nil))
		})
	}
}

// A password that Oracle would refuse is refused in the plan, and never repeated.
func TestAccAutonomousDatabase_passwordRefused(t *testing.T) {
	for name, refused := range map[string]string{
		"short": "Short-1", "no upper case": "correct-horse-7", "no digit": "Correct-Horse-Seven", "admin": "Correct-Admin-Horse-7",
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: in(e, `admin_password_wo = "`+refused+`"`), PlanOnly: true, ExpectError: acctest.Says("Password not accepted by Oracle")})
			assert.Empty(t, e.Requests(nil))
		})
	}
}

// What comes from another resource is known only after apply, and judged then.
func TestAccAutonomousDatabase_unknownInputs(t *testing.T) {
	later := func(value string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"later\" { input = %q }\n", value)
	}
	for name, test := range map[string]struct {
		value string
		lines []string
		says  string // "" passes
	}{
		"tag":          {"data", []string{`freeform_tags = { team = terraform_data.later.output }`}, ""},
		"name":         {"Orders", []string{`display_name = terraform_data.later.output`}, ""},
		"access list":  {"10.0.0.7", []string{`whitelisted_ips = [terraform_data.later.output]`}, ""},
		"subnet":       {subnet(ashburn), []string{`subnet_id = terraform_data.later.output`}, ""},
		"wrong subnet": {subnet(frankfurt), []string{`subnet_id = terraform_data.later.output`}, "Subnet in another region"},
		"wrong key":    {key(frankfurt), []string{`kms_key_id = terraform_data.later.output`, `vault_id = "` + vault(ashburn) + `"`}, "Key outside boundary"},
		"region":       {ashburn, []string{`region = terraform_data.later.output`}, "Region not known in the plan"},
		"class":        {"protected", []string{`data_class = terraform_data.later.output`}, "Data class not known in the plan"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			step := resource.TestStep{Config: later(test.value) + in(e, test.lines...)}
			if test.says != "" {
				step.ExpectError = acctest.Says(test.says)
			}
			run(t, e, step)
			if test.says != "" {
				assert.Empty(t, e.Requests(nil))
			}
		})
	}
}

// A configuration that was generated has both sizes of the storage.
func TestAccAutonomousDatabase_bothSizes(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `data_storage_size_in_gb = 1024`)},
		stays(in(e, `data_storage_size_in_gb = 1024`)),
		resource.TestStep{Config: in(e, `data_storage_size_in_gb = 2048`, `data_storage_size_in_tbs = 2`)},
		resource.TestStep{
			Config: in(e, `data_storage_size_in_gb = 3000`, `data_storage_size_in_tbs = null`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("data_storage_size_in_tbs", knownvalue.Null())),
		},
		stays(in(e, `data_storage_size_in_gb = 3000`, `data_storage_size_in_tbs = null`)),
	)
}

// A key that is made in the same apply is known only then, and so is whether there is one at all.
func TestAccAutonomousDatabase_unknownKey(t *testing.T) {
	for name, test := range map[string]struct{ expression, provider string }{
		"a vault's": {`terraform_data.later.output`, "OCI"},
		"none":      {`terraform_data.later.output == "" ? "" : null`, "ORACLE_MANAGED"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			vaultID, keyID := vaultKey(t, e)
			vaultOf := `terraform_data.later.output == "" ? "" : ` + map[string]string{"OCI": `"` + vaultID + `"`, "ORACLE_MANAGED": "null"}[test.provider]
			config := fmt.Sprintf("resource \"terraform_data\" \"later\" { input = %q }\n", keyID) + in(e, "kms_key_id = "+test.expression, "vault_id = "+vaultOf)
			run(t, e,
				resource.TestStep{Config: config, ConfigStateChecks: state(value("encryption_key_provider", knownvalue.StringExact(test.provider)))},
				stays(config),
			)
		})
	}
}

// Somebody deletes the database: the next plan makes it anew.
func TestAccAutonomousDatabase_disappears(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{PreConfig: func() { byHand(t, e, ashburn).delete() }, Config: in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate))},
	)
}

// A clone in Ashburn of a database in Frankfurt brings data home.
func TestAccAutonomousDatabase_cloneFromAbroad(t *testing.T) {
	for name, lines := range map[string][]string{
		"clone":       {`source = "DATABASE"`},
		"refreshable": {`source = "CLONE_TO_REFRESHABLE"`, `refreshable_mode = "MANUAL"`, `admin_password_wo = null`, `admin_password_wo_version = null`},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			source := byHand(t, e, frankfurt).create("abroad", nil)
			lines := append(lines, `source_id = "`+source+`"`, `compute_count = null`, `compute_model = null`, `data_storage_size_in_tbs = null`)
			run(t, e,
				resource.TestStep{Config: in(e, lines...), ConfigStateChecks: state(
					value("source_id", knownvalue.StringExact(source)), value("region", knownvalue.StringExact(ashburn)),
					value("is_refreshable_clone", knownvalue.Bool(name == "refreshable")))},
				stays(in(e, lines...)),
				resource.TestStep{Config: in(e, append(lines, `region = "eu-frankfurt-1"`)...), PlanOnly: true, ExpectError: acctest.Says("Clone outside boundary")},
			)
		})
	}
}

// What is outside, because the boundary was tightened, is left alone by a plan that does nothing, and can be destroyed.
func TestAccAutonomousDatabase_outside(t *testing.T) {
	e := acctest.New(t)
	wide := e.ProviderHCL(frankfurt, `boundary = { name = "all", jurisdictions = ["US", "DE"] }`)
	run(t, e,
		resource.TestStep{Config: wide + block(e)},
		resource.TestStep{Config: e.ProviderHCL(frankfurt) + block(e), ConfigPlanChecks: before(does(plancheck.ResourceActionNoop))},
		resource.TestStep{Config: e.ProviderHCL(frankfurt) + block(e, `compute_count = 4`), ExpectError: acctest.Says("Region outside boundary")},
		resource.TestStep{Config: e.ProviderHCL(frankfurt) + block(e), Destroy: true},
	)
}
