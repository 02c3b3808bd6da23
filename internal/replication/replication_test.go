package replication_test

import (
	"fmt"
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

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccReplication_create(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{
				does(plancheck.ResourceActionCreate),
				planned("region", knownvalue.StringExact(ashburn)),
				planned("country", knownvalue.StringExact("US")),
				planned("destination_country", knownvalue.StringExact("US")),
				planned("effective_data_class", knownvalue.StringExact("protected")),
				unknown("id"), unknown("status"),
			},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: []statecheck.StateCheck{
			state("id", knownvalue.StringRegexp(regexp.MustCompile(`^us-ashburn-1/n/sandbox/b/source/replicationPolicies/[a-z0-9-]+$`))),
			state("replication_id", knownvalue.NotNull()),
			state("status", knownvalue.StringExact("ACTIVE")),
			state("status_message", knownvalue.NotNull()),
			state("time_created", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT.*Z$`))),
			state("time_last_sync", knownvalue.NotNull()),
			state("compartment_id", knownvalue.Null()),
		},
		Check: checked(func() {
			assert.Len(t, byHand(t, e, ashburn).Policies("source"), 1)
			assert.Equal(t, "us-phoenix-1/replica", byHand(t, e, ashburn).mark("source"))
			assert.True(t, byHand(t, e, phoenix).readOnly("replica"))
		}),
	})
	assert.Len(t, e.Requests(method("POST", "/replicationPolicies")), 1)
}

// Destroying it gives the destination back, takes the mark off the source, and leaves both buckets.
func TestAccReplication_destroy(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			Config:           e.ProviderHCL(ashburn) + buckets(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionDestroy)),
			Check: checked(func() {
				assert.Empty(t, byHand(t, e, ashburn).Policies("source"))
				assert.Empty(t, byHand(t, e, ashburn).mark("source"))
				assert.False(t, byHand(t, e, phoenix).readOnly("replica"))
			}),
		},
	)
}

// The source may change in the apply that ends its replication, or begins it.
func TestAccReplication_sourceChangesToo(t *testing.T) {
	e := acctest.New(t)
	changed := func(purpose string) string {
		return bucket(e, "source", ashburn, fmt.Sprintf("metadata = { purpose = %q }", purpose)) + bucket(e, "replica", phoenix)
	}
	run(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn) + buckets(e)},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + changed("a") + block(e)},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + changed("b") + block(e)},
		resource.TestStep{
			Config: e.ProviderHCL(ashburn) + changed("c"),
			Check:  checked(func() { assert.Empty(t, byHand(t, e, ashburn).mark("source")) }),
		},
	)
}

func TestAccReplication_replace(t *testing.T) {
	for name, line := range map[string]string{
		"name":                    `name = "another"`,
		"bucket":                  `bucket = "other"`,
		"destination bucket":      `destination_bucket_name = "third"`,
		"destination region":      `destination_region_name = "us-chicago-1"`,
		"source region":           `region = "us-chicago-1"`,
		"timeouts change nothing": `timeouts = { create = "5m" }`,
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			pair(t, e)
			byHand(t, e, ashburn).create("other", nil)
			byHand(t, e, phoenix).create("third", nil)
			byHand(t, e, "us-chicago-1").create("replica", nil)
			byHand(t, e, "us-chicago-1").create("source", nil)
			action := plancheck.ResourceActionDestroyBeforeCreate
			var compared compare.ValueComparer = compare.ValuesDiffer()
			if strings.HasPrefix(line, "timeouts") {
				action, compared = plancheck.ResourceActionUpdate, compare.ValuesSame()
			}
			ids := statecheck.CompareValue(compared)
			run(t, e,
				resource.TestStep{
					Config:            alone(e, `region = "us-ashburn-1"`),
					ConfigStateChecks: []statecheck.StateCheck{ids.AddStateValue(address, tfjsonpath.New("replication_id"))},
				},
				resource.TestStep{
					Config:            alone(e, line),
					ConfigPlanChecks:  before(does(action)),
					ConfigStateChecks: []statecheck.StateCheck{ids.AddStateValue(address, tfjsonpath.New("replication_id"))},
				},
			)
		})
	}
}

func TestReplication_refusedBeforeAnyRequest(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		says  string
	}{
		"destination outside":        {[]string{`destination_region_name = "eu-frankfurt-1"`}, "Region outside boundary"},
		"source outside":             {[]string{`region = "eu-frankfurt-1"`}, "Region outside boundary"},
		"both outside":               {[]string{`region = "eu-frankfurt-1"`, `destination_region_name = "eu-amsterdam-1"`}, "Region outside boundary"},
		"destination as a key":       {[]string{`destination_region_name = "phx"`}, `Write destination_region_name = "us-phoenix-1"`},
		"destination in capitals":    {[]string{`destination_region_name = "US-PHOENIX-1"`}, `Write destination_region_name = "us-phoenix-1"`},
		"destination misspelt":       {[]string{`destination_region_name = "us-phoenx-1"`}, "Did you mean us-phoenix-1"},
		"destination nowhere":        {[]string{`destination_region_name = "mars-olympus-1"`}, "Unknown region"},
		"destination unconfirmed":    {[]string{`destination_region_name = "us-saltlake-2"`}, "Region not decided"},
		"destination empty":          {[]string{`destination_region_name = ""`}, "must be a region's name"},
		"destination in other realm": {[]string{`destination_region_name = "us-langley-1"`}, "Region outside boundary"},
		"source misspelt":            {[]string{`region = "us-ashbrun-1"`}, "Did you mean us-ashburn-1"},
		"to itself":                  {[]string{`destination_region_name = "us-ashburn-1"`, `destination_bucket_name = "source"`}, "Bucket replicated to itself"},
		"name":                       {[]string{`name = "to phoenix"`}, "must have 1 to 255 characters"},
		"bucket":                     {[]string{`bucket = ""`}, "must have 1 to 256 characters"},
		"destination bucket":         {[]string{`destination_bucket_name = "a/b"`}, "must have 1 to 256 characters"},
		"namespace":                  {[]string{`namespace = "a b"`}, "must be the tenancy's Object Storage namespace"},
		"compartment":                {[]string{`compartment_id = "data"`}, "must be the OCID of a compartment"},
		"class unknown":              {[]string{`data_class = "publik"`}, "Unknown data class"},
		"exception unknown":          {[]string{`exception = "singapore-backup"`}, "Exception not in force"},
		"never sent by Oracle's":     {[]string{`delete_object_in_destination_bucket = "ACCEPT"`}, "delete_object_in_destination_bucket"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			assert.Contains(t, e.Refusal(ashburn, block(e, test.lines...)), test.says)
			none(t, e)
		})
	}
}

func TestAccReplication_otherRealm(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: e.ProviderHCL(ashburn, `boundary = { name = "us", jurisdictions = ["US"], realms = ["oc1", "oc2", "oc3"] }`) +
			block(e, "depends_on = []", `destination_region_name = "us-gov-ashburn-1"`),
		PlanOnly: true, ExpectError: acctest.Says("Destination in another realm"),
	})
	none(t, e)
}

func TestAccReplication_unknownInputs(t *testing.T) {
	later := func(value string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"later\" { input = %q }\n", value)
	}
	const out = "terraform_data.later.output"
	t.Run("names", func(t *testing.T) {
		e := acctest.New(t)
		pair(t, e)
		run(t, e, resource.TestStep{
			Config: later("source") + alone(e, "bucket = "+out, fmt.Sprintf("compartment_id = replace(%s, \"source\", %q)", out, e.Sandbox.CompartmentOCID())),
			ConfigPlanChecks: before(
				planned("region", knownvalue.StringExact(ashburn)),
				unknown("effective_data_class"),
			),
			ConfigStateChecks: []statecheck.StateCheck{state("effective_data_class", knownvalue.StringExact("protected"))},
		})
	})
	for name, line := range map[string]string{"destination": "destination_region_name = " + out, "source": "region = " + out} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: later(phoenix) + alone(e, line), PlanOnly: true, ExpectError: acctest.Says("Region not known in the plan")})
			none(t, e)
		})
	}
	t.Run("region of a new bucket is known", func(t *testing.T) {
		e := acctest.New(t)
		run(t, e, resource.TestStep{
			Config:           in(e, `region = residency_bucket.source.region`, `destination_region_name = residency_bucket.replica.region`, `bucket = residency_bucket.source.name`),
			ConfigPlanChecks: before(planned("destination_region_name", knownvalue.StringExact(phoenix))),
		})
	})
}

// An update outside is refused; what is only there is a warning, and destroying it works.
func TestAccReplication_boundaryTightens(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", nil)
	byHand(t, e, frankfurt).create("replica", nil)
	wide := e.ProviderHCL(ashburn, `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`)
	outside := func(lines ...string) string {
		return block(e, append(lines, "depends_on = []", `destination_region_name = "eu-frankfurt-1"`)...)
	}
	run(t, e,
		resource.TestStep{Config: wide + outside()},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + outside(), ConfigPlanChecks: before(does(plancheck.ResourceActionNoop))},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + outside(`data_class = "protected"`), ExpectError: acctest.Says("Region outside boundary")},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + outside(), Destroy: true},
	)
	assert.Empty(t, byHand(t, e, ashburn).Policies("source"))
	assert.False(t, byHand(t, e, frankfurt).readOnly("replica"))
}

// An exception that the replication claims is for the replication: the source bucket knows the replica by its mark, and
// does not end it.
func TestAccReplication_exception(t *testing.T) {
	e := acctest.New(t)
	excepting := e.ProviderHCL(ashburn, `boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
    exceptions = {
      "singapore-backup" = {
        regions     = ["ap-singapore-1"]
        addresses   = ["residency_bucket_replication.test", "residency_bucket.replica"]
        reason      = "backup until the cut-over is complete"
        owner       = "storage-team"
        approved_by = "us-data-security"
        ticket      = "RES-42"
        expires     = "2999-12-31"
      }
    }
  }`)
	both := bucket(e, "source", ashburn) + bucket(e, "replica", singapore, `exception = "singapore-backup"`)
	abroad := `destination_region_name = "ap-singapore-1"`
	claimed := excepting + both + block(e, abroad, `exception = "singapore-backup"`)
	run(t, e,
		resource.TestStep{Config: excepting + both + block(e, abroad), ExpectError: acctest.Says("Region outside boundary")},
		resource.TestStep{
			Config:            claimed,
			ConfigStateChecks: []statecheck.StateCheck{state("destination_country", knownvalue.StringExact("SG"))},
		},
		resource.TestStep{
			Config:           claimed,
			ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
			Check:            checked(func() { assert.Len(t, byHand(t, e, ashburn).Policies("source"), 1) }),
		},
	)
}

// A class that the boundary gives by compartment counts only for a replication that says the compartment, and says it right.
func TestAccReplication_class(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", nil)
	byHand(t, e, singapore).create("replica", nil)
	other := "ocid1.compartment.oc1..aaaaaaaaother"
	provider := func(compartment string) string {
		return e.ProviderHCL(ashburn, fmt.Sprintf(`boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
    classes       = { public = { jurisdictions = ["US", "SG"], compartments = [%q] } }
  }`, compartment))
	}
	abroad := func(lines ...string) string {
		return block(e, append(lines, "depends_on = []", `destination_region_name = "ap-singapore-1"`)...)
	}
	own := fmt.Sprintf("compartment_id = %q", e.Sandbox.CompartmentOCID())
	run(t, e,
		resource.TestStep{Config: provider(e.Sandbox.CompartmentOCID()) + abroad(), ExpectError: acctest.Says("Region outside boundary")},
		resource.TestStep{Config: provider(other) + abroad(fmt.Sprintf("compartment_id = %q", other)), ExpectError: acctest.Says("Source bucket in another compartment")},
		resource.TestStep{
			Config:            provider(e.Sandbox.CompartmentOCID()) + abroad(own),
			ConfigStateChecks: []statecheck.StateCheck{state("effective_data_class", knownvalue.StringExact("public"))},
		},
		resource.TestStep{Config: provider(e.Sandbox.CompartmentOCID()) + abroad(own, `data_class = "protected"`), ExpectError: acctest.Says("Region outside boundary")},
	)
	assert.Len(t, e.Requests(method("POST", "/replicationPolicies")), 1)
}

func TestAccReplication_refreshIsOneRequest(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	earlier := 0
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{PreConfig: func() { earlier = len(e.Requests(nil)) }, RefreshState: true, Check: checked(func() {
			assert.Equal(t, 1, len(e.Requests(nil))-earlier, "requests of a refresh")
		})},
	)
}
