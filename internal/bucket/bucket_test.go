package bucket_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccBucket_create(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{
				does(plancheck.ResourceActionCreate),
				planned("region", knownvalue.StringExact(ashburn)),
				planned("country", knownvalue.StringExact("US")),
				planned("effective_data_class", knownvalue.StringExact("protected")),
				planned("id", knownvalue.StringExact("us-ashburn-1/n/sandbox/b/records")),
				planned("public_access_type", knownvalue.StringExact("NoPublicAccess")),
			},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: []statecheck.StateCheck{
			value("ocid", knownvalue.StringRegexp(regexp.MustCompile(`^ocid1\.bucket\.oc1\.iad\.`))),
			value("versioning", knownvalue.StringExact("Disabled")),
			value("storage_tier", knownvalue.StringExact("Standard")),
			value("auto_tiering", knownvalue.StringExact("Disabled")),
			value("object_events_enabled", knownvalue.Bool(false)),
			value("replication_enabled", knownvalue.Bool(false)),
			value("replication_destinations", knownvalue.ListSizeExact(0)),
			value("is_read_only", knownvalue.Bool(false)),
			value("etag", knownvalue.NotNull()),
			value("created_by", knownvalue.StringRegexp(regexp.MustCompile(`^ocid1\.user\.`))),
			value("time_created", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT`))),
			value("kms_key_id", knownvalue.Null()),
			value("freeform_tags", knownvalue.Null()),
			value("retention_rules", knownvalue.Null()),
		},
	})
	assert.Len(t, e.Requests(method(http.MethodPost, "/b")), 1)
}

func TestAccBucket_everySetting(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e,
			`region = "us-phoenix-1"`,
			fmt.Sprintf("kms_key_id = %q", key(phoenix)),
			`storage_tier = "Standard"`,
			`auto_tiering = "InfrequentAccess"`,
			`object_events_enabled = true`,
			`metadata = { purpose = "ledger" }`,
			`freeform_tags = { team = "storage" }`,
			`defined_tags = { "Operations.CostCenter" = "42" }`,
			`retention_rules = { "audit" = { duration = { time_amount = 7, time_unit = "YEARS" } }, "hold" = {} }`,
			`data_class = "protected"`,
			`timeouts = { create = "5m" }`,
		),
		ConfigStateChecks: []statecheck.StateCheck{
			value("region", knownvalue.StringExact(phoenix)),
			value("auto_tiering", knownvalue.StringExact("InfrequentAccess")),
			value("retention_rules", knownvalue.MapSizeExact(2)),
			value("defined_tags", knownvalue.MapExact(map[string]knownvalue.Check{"Operations.CostCenter": knownvalue.StringExact("42")})),
		},
		Check: func(*terraformState) error {
			b := byHand(t, e, phoenix).Get("records")
			assert.Equal(t, key(phoenix), *b.KmsKeyId)
			assert.Equal(t, map[string]string{"purpose": "ledger"}, b.Metadata)
			assert.Equal(t, map[string]string{"team": "storage"}, b.FreeformTags)
			assert.Equal(t, "InfrequentAccess", string(b.AutoTiering))
			assert.True(t, *b.ObjectEventsEnabled)
			assert.Len(t, byHand(t, e, phoenix).rules("records"), 2)
			return nil
		},
	})
}

func TestAccBucket_update(t *testing.T) {
	e := acctest.New(t)
	same := statecheck.CompareValue(compare.ValuesSame())
	run(t, e,
		resource.TestStep{
			Config:            in(e),
			ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(address, tfjsonpath.New("ocid"))},
		},
		resource.TestStep{
			Config: in(e, `versioning = "Enabled"`, `auto_tiering = "InfrequentAccess"`, `object_events_enabled = true`,
				`metadata = { a = "1", b = "2" }`, `freeform_tags = { team = "storage" }`, `defined_tags = { "Operations.CostCenter" = "42" }`,
				fmt.Sprintf("kms_key_id = %q", key(ashburn))),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("region", knownvalue.StringExact(ashburn))),
			ConfigStateChecks: []statecheck.StateCheck{
				same.AddStateValue(address, tfjsonpath.New("ocid")),
				value("versioning", knownvalue.StringExact("Enabled")),
				value("kms_key_id", knownvalue.StringExact(key(ashburn))),
				value("freeform_tags", knownvalue.MapSizeExact(1)),
			},
		},
		resource.TestStep{ // what is removed from the configuration is removed from the bucket
			Config:           in(e, `metadata = { b = "2" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{
				same.AddStateValue(address, tfjsonpath.New("ocid")),
				value("versioning", knownvalue.StringExact("Suspended")),
				value("auto_tiering", knownvalue.StringExact("Disabled")),
				value("kms_key_id", knownvalue.Null()),
				value("freeform_tags", knownvalue.Null()),
			},
			Check: func(*terraformState) error {
				b := byHand(t, e, ashburn).Get("records")
				assert.Nil(t, b.KmsKeyId)
				assert.Empty(t, b.FreeformTags)
				assert.Empty(t, b.DefinedTags["Operations"])
				assert.Equal(t, map[string]string{"b": "2"}, b.Metadata)
				assert.Equal(t, "Suspended", string(b.Versioning))
				return nil
			},
		},
	)
}

func TestAccBucket_replaceByName(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			Config:           strings.Replace(in(e), `"records"`, `"ledger"`, 1),
			ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate), planned("region", knownvalue.StringExact(ashburn))),
			Check: func(*terraformState) error {
				assert.True(t, byHand(t, e, ashburn).exists("ledger"))
				assert.False(t, byHand(t, e, ashburn).exists("records"))
				return nil
			},
		},
	)
}

func TestAccBucket_replaceByRegion(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `region = "us-ashburn-1"`)},
		resource.TestStep{
			Config:           in(e, `region = "us-phoenix-1"`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate), planned("region", knownvalue.StringExact(phoenix))),
			Check: func(*terraformState) error {
				assert.True(t, byHand(t, e, phoenix).exists("records"))
				assert.False(t, byHand(t, e, ashburn).exists("records"))
				return nil
			},
		},
	)
}

// A bucket that says no region stays where it is when the provider's region changes.
func TestAccBucket_providerRegionChanges(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			Config:            e.ProviderHCL(phoenix) + block(e),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionNoop), planned("region", knownvalue.StringExact(ashburn))),
			ConfigStateChecks: []statecheck.StateCheck{value("region", knownvalue.StringExact(ashburn))},
		},
		resource.TestStep{
			Config:            e.ProviderHCL(phoenix) + block(e, `freeform_tags = { a = "b" }`),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate), planned("region", knownvalue.StringExact(ashburn))),
			ConfigStateChecks: []statecheck.StateCheck{value("region", knownvalue.StringExact(ashburn))},
		},
		resource.TestStep{
			Config:      e.ProviderHCL(phoenix) + strings.Replace(block(e), `"records"`, `"ledger"`, 1),
			ExpectError: acctest.Says("Replacement would change the region"),
		},
		resource.TestStep{
			Config:           e.ProviderHCL(phoenix) + strings.Replace(block(e, `region = "us-ashburn-1"`), `"records"`, `"ledger"`, 1),
			ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate)),
		},
	)
	assert.False(t, byHand(t, e, phoenix).exists("records"))
}

func TestAccBucket_regionFromEnvironment(t *testing.T) {
	e := acctest.New(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories("OCI_REGION=us-phoenix-1"),
		Steps: []resource.TestStep{{
			Config:            e.ProviderHCL("") + block(e),
			ConfigPlanChecks:  before(planned("region", knownvalue.StringExact(phoenix))),
			ConfigStateChecks: []statecheck.StateCheck{value("region", knownvalue.StringExact(phoenix))},
		}},
	})
}

func TestAccBucket_regionFromEnvironmentIsJudged(t *testing.T) {
	e := acctest.New(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories("OCI_REGION=eu-frankfurt-1"),
		Steps:                    []resource.TestStep{{Config: e.ProviderHCL("") + block(e), ExpectError: acctest.Says("Region outside boundary")}},
	})
	none(t, e)
}

func TestBucket_refusedBeforeAnyRequest(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		says  string
	}{
		"region outside":         {[]string{`region = "eu-frankfurt-1"`}, "Region outside boundary"},
		"region as a key":        {[]string{`region = "iad"`}, `Write region = "us-ashburn-1"`},
		"region in capitals":     {[]string{`region = "US-ASHBURN-1"`}, `Write region = "us-ashburn-1"`},
		"region misspelt":        {[]string{`region = "us-ashbrun-1"`}, "Did you mean us-ashburn-1"},
		"region unconfirmed":     {[]string{`region = "us-saltlake-2"`}, "Region not decided"},
		"key outside":            {[]string{fmt.Sprintf("kms_key_id = %q", key(frankfurt))}, "Key outside boundary"},
		"key in another region":  {[]string{fmt.Sprintf("kms_key_id = %q", key("phx"))}, "Key in another region"},
		"key in no known region": {[]string{fmt.Sprintf("kms_key_id = %q", key("us-atlantis-1"))}, "Key not decided"},
		"key that is none":       {[]string{`kms_key_id = "ocid1.vault.oc1.iad.a.b"`}, "must be the OCID of a key"},
		"versioning":             {[]string{`versioning = "On"`}, `"On"`},
		"versioning suspended":   {[]string{`versioning = "Suspended"`}, "Versioning of a new bucket"},
		"storage tier":           {[]string{`storage_tier = "Cold"`}, `"Cold"`},
		"auto-tiering":           {[]string{`auto_tiering = "Enabled"`}, `"Enabled"`},
		"auto-tiered archive":    {[]string{`storage_tier = "Archive"`, `auto_tiering = "InfrequentAccess"`}, "Auto-tiering of an archive"},
		"rules with versioning":  {[]string{`versioning = "Enabled"`, `retention_rules = { "a" = {} }`}, "Retention rules with versioning"},
		"rule's unit":            {[]string{`retention_rules = { "a" = { duration = { time_amount = 1, time_unit = "WEEKS" } } }`}, `"WEEKS"`},
		"rule's amount":          {[]string{`retention_rules = { "a" = { duration = { time_amount = 0, time_unit = "DAYS" } } }`}, "at least 1"},
		"lock that is no time":   {[]string{`retention_rules = { "a" = { time_rule_locked = "soon" } }`}, "Time not readable"},
		"lock without duration":  {[]string{`retention_rules = { "a" = { time_rule_locked = "2099-01-01T00:00:00Z" } }`}, "Lock of a rule without duration"},
		"lock in the past":       {[]string{`retention_rules = { "a" = { duration = { time_amount = 1, time_unit = "DAYS" }, time_rule_locked = "2020-01-01T00:00:00Z" } }`}, "Lock in the past"},
		"the provider's own tag": {[]string{`freeform_tags = { "residency-owner" = "me" }`}, "residency-owner"},
		"tag of no namespace":    {[]string{`defined_tags = { "CostCenter" = "42" }`}, "must be a tag namespace and a key"},
		"tag without a value":    {[]string{`freeform_tags = { team = null }`}, "Element without a value"},
		"metadata without one":   {[]string{`metadata = { team = null }`}, "Element without a value"},
		"class by a tag only":    {[]string{`freeform_tags = { residency-class = "protected" }`}, "Data class claimed by a tag only"},
		"class unknown":          {[]string{`data_class = "publik"`}, "Unknown data class"},
		"exception unknown":      {[]string{`exception = "singapore-backup"`}, "Exception not in force"},
		"access type":            {[]string{`access_type = "ObjectRead"`}, "access_type"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			assert.Contains(t, e.Refusal(ashburn, block(e, test.lines...)), test.says)
			none(t, e)
		})
	}
}

func TestBucket_badNames(t *testing.T) {
	characters := "must have 1 to 256 characters"
	for name, says := range map[string]string{
		"": characters, "has space": characters, "släsh": characters, "a/b": characters, ".": "none of", "..": "none of", strings.Repeat("x", 257): "must be at most 256",
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			assert.Contains(t, e.Refusal(ashburn, strings.Replace(block(e), `name = "records"`, fmt.Sprintf("name = %q", name), 1)), says)
			none(t, e)
		})
	}
}

// An update or replacement outside is refused; what is only there is a warning, and destroying it works.
func TestAccBucket_boundaryTightens(t *testing.T) {
	e := acctest.New(t)
	wide := `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`
	run(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn, wide) + block(e, `region = "eu-frankfurt-1"`)},
		resource.TestStep{
			Config:           in(e, `region = "eu-frankfurt-1"`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
		},
		resource.TestStep{
			Config:      in(e, `region = "eu-frankfurt-1"`, `freeform_tags = { a = "b" }`),
			ExpectError: acctest.Says("Region outside boundary"),
		},
		resource.TestStep{ // what is needed to get rid of it is not refused
			Config:           in(e, `region = "eu-frankfurt-1"`, `force_destroy = true`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
		resource.TestStep{Config: in(e, `region = "eu-frankfurt-1"`, `force_destroy = true`), Destroy: true},
	)
	assert.False(t, byHand(t, e, frankfurt).exists("records"))
}

func TestAccBucket_exception(t *testing.T) {
	e := acctest.New(t)
	excepting := func(expires string) string {
		return e.ProviderHCL(ashburn, fmt.Sprintf(`boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
    exceptions = {
      "singapore-backup" = {
        regions     = ["ap-singapore-1"]
        addresses   = ["module.legacy.*"]
        reason      = "backup until the cut-over is complete"
        owner       = "storage-team"
        approved_by = "us-data-security"
        ticket      = "RES-42"
        expires     = %q
      }
    }
  }`, expires))
	}
	run(t, e,
		resource.TestStep{Config: excepting("2999-12-31") + block(e, `region = "ap-singapore-1"`), PlanOnly: true, ExpectError: acctest.Says("Region outside boundary")},
		resource.TestStep{Config: excepting("2020-01-01") + block(e, `region = "ap-singapore-1"`, `exception = "singapore-backup"`), PlanOnly: true, ExpectError: acctest.Says("expired on 2020-01-01")},
		resource.TestStep{Config: excepting("2999-12-31") + block(e, `region = "ap-singapore-1"`, `exception = "singapore-backup"`)},
	)
}

func TestAccBucket_class(t *testing.T) {
	e := acctest.New(t)
	classes := func(compartments string) string {
		return e.ProviderHCL(ashburn, fmt.Sprintf(`boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
    classes       = { public = { jurisdictions = ["US", "SG"], compartments = [%s] } }
  }`, compartments))
	}
	own := fmt.Sprintf("%q", e.Sandbox.CompartmentOCID())
	run(t, e,
		resource.TestStep{ // a claim does not loosen
			Config: classes("") + block(e, `region = "ap-singapore-1"`, `data_class = "public"`), PlanOnly: true, ExpectError: acctest.Says("Region outside boundary"),
		},
		resource.TestStep{ // the boundary says who is in a class
			Config:           classes(own) + block(e, `region = "ap-singapore-1"`),
			ConfigPlanChecks: before(planned("effective_data_class", knownvalue.StringExact("public"))),
		},
		resource.TestStep{ // and a claim tightens
			Config: classes(own) + block(e, `region = "ap-singapore-1"`, `data_class = "protected"`), ExpectError: acctest.Says("Region outside boundary"),
		},
	)
}

func TestAccBucket_unknownInputs(t *testing.T) {
	e := acctest.New(t)
	config := e.ProviderHCL(ashburn) + fmt.Sprintf(`
resource "terraform_data" "later" { input = { name = "records", compartment = %q, key = %q, rules = "audit" } }

resource "residency_bucket" "test" {
  compartment_id  = terraform_data.later.output.compartment
  namespace       = %q
  name            = terraform_data.later.output.name
  kms_key_id      = terraform_data.later.output.key
  retention_rules = { (terraform_data.later.output.rules) = {} }
}
`, e.Sandbox.CompartmentOCID(), key(ashburn), e.Sandbox.Namespace())
	run(t, e, resource.TestStep{
		Config: config,
		ConfigPlanChecks: before(
			planned("region", knownvalue.StringExact(ashburn)),
			plancheck.ExpectUnknownValue(address, tfjsonpath.New("id")),
			plancheck.ExpectUnknownValue(address, tfjsonpath.New("effective_data_class")),
		),
		ConfigStateChecks: []statecheck.StateCheck{
			value("id", knownvalue.StringExact("us-ashburn-1/n/sandbox/b/records")),
			value("effective_data_class", knownvalue.StringExact("protected")),
		},
	})
}

// A key that is unknown in the plan is judged when it is known, before anything is sent.
func TestAccBucket_unknownKeyIsJudgedAtApply(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: fmt.Sprintf("resource \"terraform_data\" \"later\" { input = %q }\n", key(frankfurt)) +
			in(e, `kms_key_id = terraform_data.later.output`),
		ExpectError: acctest.Says("Key outside boundary"),
	})
	none(t, e)
}

func TestAccBucket_unknownPlacement(t *testing.T) {
	later := "resource \"terraform_data\" \"later\" { input = \"us-ashburn-1\" }\n"
	for name, test := range map[string]struct {
		config func(e *acctest.Env) string
		says   string
	}{
		"region":     {func(e *acctest.Env) string { return in(e, `region = terraform_data.later.output`) }, "Region not known in the plan"},
		"data class": {func(e *acctest.Env) string { return in(e, `data_class = terraform_data.later.output`) }, "Data class not known in the plan"},
		"provider's region": {func(e *acctest.Env) string {
			return e.ProviderHCL("", `region = terraform_data.later.output`) + block(e)
		}, "Provider configuration not known in the plan"},
		"boundary": {func(e *acctest.Env) string {
			return e.ProviderHCL(ashburn, `boundary = { name = "us", jurisdictions = ["US"], regions = [terraform_data.later.output] }`) + block(e)
		}, "known only after apply: boundary.regions[0]"},
		"boundary file": {func(e *acctest.Env) string {
			return e.ProviderHCL(ashburn, `boundary_file = terraform_data.later.output`) + block(e)
		}, "known only after apply: boundary_file"},
		"owner": {func(e *acctest.Env) string {
			return e.ProviderHCL(ashburn, `owner = terraform_data.later.output`) + block(e)
		}, "known only after apply: owner"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: later + test.config(e), PlanOnly: true, ExpectError: acctest.Says(test.says)})
			none(t, e)
		})
	}
}

func TestAccBucket_refreshIsOneRequest(t *testing.T) {
	e := acctest.New(t)
	const n = 12
	config := e.ProviderHCL(ashburn) + strings.Replace(strings.Replace(block(e), `"records"`, `"records-${count.index}"`, 1), "{\n", fmt.Sprintf("{\n  count = %d\n", n), 1)
	earlier := 0
	run(t, e,
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: func() { earlier = len(e.Requests(nil)) }, RefreshState: true, Check: func(*terraformState) error {
			assert.Equal(t, n, len(e.Requests(nil))-earlier, "requests of a refresh")
			return nil
		}},
	)
}

func TestAccBucket_notSubscribed(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{Config: in(e, `region = "us-sanjose-1"`), ExpectError: acctest.Says("Cannot create bucket")})
}

func TestAccBucket_disappears(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig:        func() { byHand(t, e, ashburn).Delete("records") },
			Config:           in(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)),
			Check: func(*terraformState) error {
				assert.True(t, byHand(t, e, ashburn).exists("records"))
				return nil
			},
		},
	)
}

// A 404 that may be a denial never loses the bucket from the state.
func TestAccBucket_denied(t *testing.T) {
	e := acctest.New(t)
	deny := func(suffixes ...string) func() {
		return func() {
			e.Intercept(func(r *http.Request) (*http.Response, error) {
				for _, suffix := range suffixes {
					if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, suffix) {
						return acctest.Refuse(http.StatusNotFound, "BucketNotFound", "Either the bucket does not exist or you are not authorized to access it")
					}
				}
				return nil, nil
			})
		}
	}
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{PreConfig: deny("/b/records"), Config: in(e), ExpectError: acctest.Says("The list of compartment")},
		resource.TestStep{PreConfig: deny("/b/records", "/b"), Config: in(e), ExpectError: acctest.Says("So the bucket stays in state.")},
		resource.TestStep{
			PreConfig:        func() { e.Intercept(nil) },
			Config:           in(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
		},
	)
	require.Len(t, e.Requests(method(http.MethodPost, "/b")), 1)
}
