package denyrule_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// writes are the requests that would have changed something.
func writes(e *acctest.Env) []sandbox.Entry {
	return e.Requests(func(entry sandbox.Entry) bool { return entry.Method != http.MethodGet })
}

func refusedPlan(t *testing.T, e *acctest.Env, config string, words string) {
	t.Helper()
	run(t, e, resource.TestStep{Config: config, ExpectError: acctest.Says(words)})
	assert.Empty(t, writes(e))
}

// The plan shows the statements, what they stop and what they do not, before anything is written.
func TestAccDenyRule_planShows(t *testing.T) {
	e := acctest.New(t)
	shows := func(attribute string, check knownvalue.Check) plancheck.PlanCheck {
		return plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
	}
	run(t, e, resource.TestStep{
		Config: in(e, `services = ["objectstorage"]`, `block = ["create", "write"]`),
		ConfigPlanChecks: before(
			shows("statements", knownvalue.ListExact([]knownvalue.Check{
				knownvalue.StringExact(fmt.Sprintf("deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE, OBJECT_RESTORE} in compartment id %s where all {%s}",
					e.Sandbox.CompartmentOCID(), "request.region != 'iad', request.region != 'ord', request.region != 'phx', request.region != 'sjc', "+
						"request.operation != 'CreateReplicationPolicy', request.operation != 'DeleteReplicationPolicy', request.operation != 'MakeBucketWritable', request.operation != 'PutObjectLifecyclePolicy'")),
			})),
			shows("quota_statements", knownvalue.ListExact([]knownvalue.Check{
				knownvalue.StringExact("zero object-storage quotas in compartment data"),
				knownvalue.StringExact("unset object-storage quotas in compartment data where request.region = 'us-ashburn-1'"),
				knownvalue.StringExact("unset object-storage quotas in compartment data where request.region = 'us-chicago-1'"),
				knownvalue.StringExact("unset object-storage quotas in compartment data where request.region = 'us-phoenix-1'"),
				knownvalue.StringExact("unset object-storage quotas in compartment data where request.region = 'us-sanjose-1'"),
			})),
			shows("home_region", knownvalue.StringExact(ashburn)),
			plancheck.ExpectUnknownValue(address, tfjsonpath.New("policy_id")),
		),
	})
}

func TestAccDenyRule_lockoutHomeOutside(t *testing.T) {
	seed, err := sandbox.ParseSeed("home.hcl", []byte(`tenancy "t" {
  home_region = "eu-frankfurt-1"
  regions     = ["us-ashburn-1"]
}`))
	require.NoError(t, err)
	e := acctest.New(t, sandbox.WithSeed(seed))
	refusedPlan(t, e, in(e), "the home region, eu-frankfurt-1, which is not inside the boundary")
}

func TestAccDenyRule_lockoutHomeOutsideTenancy(t *testing.T) {
	e := acctest.New(t)
	config := e.ProviderHCL("us-phoenix-1", `boundary = { name = "west", jurisdictions = ["US"], regions = ["us-phoenix-1"] }`) +
		rule(e, fmt.Sprintf("compartment_ids = [%q]", e.Sandbox.TenancyOCID()))
	refusedPlan(t, e, config, "the home region, us-ashburn-1, which is not inside the boundary")
}

func TestAccDenyRule_lockoutNobodySpared(t *testing.T) {
	e := acctest.New(t)
	refusedPlan(t, e, in(e, "spare = {}"), "No spared group would be left that can change the rule")
}

func TestAccDenyRule_lockoutOnlyTheExpired(t *testing.T) {
	e := acctest.New(t)
	refusedPlan(t, e, in(e, `spare = { Provisioners = { reason = "r", approved_by = "a", expires = "2020-01-31" } }`),
		"No spared group would be left that can change the rule")
}

func TestAccDenyRule_lockoutCaller(t *testing.T) {
	e := acctest.New(t)
	refusedPlan(t, e, in(e, `spare = { UsEngineers = { reason = "r", approved_by = "a" } }`), "in none of the spared groups")
}

// A statement that stops the writing of policies in the whole tenancy, with nobody spared.
func TestAccDenyRule_lockoutIAMWrites(t *testing.T) {
	e := acctest.New(t)
	refusedPlan(t, e, in(e, fmt.Sprintf("compartment_ids = [%q]", e.Sandbox.TenancyOCID()), `block = ["share"]`, "spare = {}"),
		"The rule's own statements would stop CreatePolicy")
}

func TestAccDenyRule_groupNotFound(t *testing.T) {
	e := acctest.New(t)
	refusedPlan(t, e, in(e, `spare = { Pipelin = { reason = "r", approved_by = "a" } }`), `no group called "Pipelin"`)
}

func TestAccDenyRule_compartmentNotFound(t *testing.T) {
	e := acctest.New(t)
	refusedPlan(t, e, in(e, `compartment_ids = ["ocid1.compartment.oc1..gone"]`), "does not show ocid1.compartment.oc1..gone")
}

func TestAccDenyRule_keptBeside(t *testing.T) {
	e := staffed(t)
	refusedPlan(t, e, in(e, fmt.Sprintf("compartment_id = %q", compartment(t, e, "other")), fmt.Sprintf("compartment_ids = [%q]", compartment(t, e, "data"))),
		"which is not above")
}

func TestAccDenyRule_unknownInputs(t *testing.T) {
	e := acctest.New(t)
	later := "resource \"terraform_data\" \"later\" { input = \"" + e.Sandbox.CompartmentOCID() + "\" }\n"
	refusedPlan(t, e, later+in(e, "compartment_ids = [terraform_data.later.output]"), "Known only after apply: compartment_ids")
}

// Injection through every argument that is a name is refused in the plan. Package compile has the corpus.
func TestAccDenyRule_injection(t *testing.T) {
	t.Parallel()
	for _, attack := range []string{"x'} allow any-user to manage all-resources in tenancy"} {
		for what, line := range map[string]string{
			"name": fmt.Sprintf("name = %q", attack), "network": fmt.Sprintf("network_sources = [%q]", attack),
			"group": fmt.Sprintf("spare = { %q = { reason = \"r\", approved_by = \"a\" } }", attack), "compartment": fmt.Sprintf("compartment_ids = [%q]", attack),
			"block": fmt.Sprintf("block = [%q]", attack), "service": fmt.Sprintf("services = [%q]", attack),
		} {
			t.Run(what+" "+attack, func(t *testing.T) {
				e := acctest.New(t)
				resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: []resource.TestStep{
					{Config: in(e, strings.ReplaceAll(line, "\\\\n", "\\n")), ExpectError: regexp.MustCompile(`Error:`)},
				}})
				assert.Empty(t, writes(e))
			})
		}
	}
}

// Bound to Administrators' credentials, the rule is written and the plan says that it does not bind them.
func TestAccDenyRule_asAdministrator(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{Config: asUser(t, e, "admin") + rule(e, `services = ["nosql"]`)})
}

// Deny policies that are not enabled are recognised, and nothing is left behind.
func TestAccDenyRule_denyNotEnabled(t *testing.T) {
	seed, err := sandbox.ParseSeed("plain.hcl", []byte(`tenancy "sandbox" {
  deny_policies = false
  regions       = ["us-ashburn-1", "eu-frankfurt-1"]
}`))
	require.NoError(t, err)
	e := acctest.New(t, sandbox.WithSeed(seed))
	run(t, e,
		resource.TestStep{Config: in(e), ExpectError: acctest.Says("Enable IAM Deny Policy")},
		resource.TestStep{Config: in(e, `layers = ["quota"]`)},
	)
	assert.Len(t, e.Requests(func(entry sandbox.Entry) bool {
		return entry.Method == http.MethodPost && strings.HasSuffix(entry.Path, "/quotas")
	}), 1)
}

// What a zero quota would strand is said in the plan.
func TestAccDenyRule_stranded(t *testing.T) {
	e := acctest.New(t)
	require.NoError(t, as(t, e, "admin").create(frankfurt, e.Sandbox.CompartmentOCID(), "old-ledger"))
	run(t, e, resource.TestStep{Config: in(e, `layers = ["quota"]`)})
	// The list of what is abroad was asked for in each subscribed region outside.
	asked := map[string]bool{}
	for _, entry := range e.Requests(nil) {
		if strings.HasSuffix(entry.Path, "/b") || strings.HasSuffix(entry.Path, "/b/") {
			asked[entry.Region] = true
		}
	}
	assert.Equal(t, map[string]bool{frankfurt: true, "ap-singapore-1": true}, asked)
}

// The statements that others have on the way are counted before anything is written.
func TestAccDenyRule_budget(t *testing.T) {
	e := acctest.New(t)
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	for i := range 9 {
		statements := make([]string, 50)
		for j := range statements {
			statements[j] = fmt.Sprintf("allow group UsEngineers to read buckets in tenancy where target.bucket.name = 'b-%d-%d'", i, j)
		}
		_, err := client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: common.String(e.Sandbox.TenancyOCID()), Name: common.String(fmt.Sprintf("others-%d", i)), Description: common.String("x"), Statements: statements,
		}})
		require.NoError(t, err)
	}
	refusedPlan(t, e, in(e), "Oracle allows 500 statements on a path")
}
