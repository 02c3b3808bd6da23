package policyanalysis_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const guard = `"deny any-user to inspect all-resources in tenancy where all {request.region != 'iad', request.region != 'phx', request.region != 'ord', request.region != 'sjc'}"`

const analysis = "data.residency_policy_analysis.x"

func config(arguments string) string {
	return "data \"residency_policy_analysis\" \"x\" {\n" + arguments + "\n}\n"
}

func value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(analysis, tfjsonpath.New(attribute), check)
}

func TestAccPolicyAnalysis_statements(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	step := func(arguments string, checks ...statecheck.StateCheck) resource.TestStep {
		return resource.TestStep{
			Config:            env.ProviderHCL("us-ashburn-1") + config(arguments),
			ConfigPlanChecks:  resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: checks,
		}
	}
	texts := func(texts ...string) knownvalue.Check {
		var all []knownvalue.Check
		for _, s := range texts {
			all = append(all, knownvalue.StringExact(s))
		}
		return knownvalue.ListExact(all)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{
			step(`obligation = "outside"
				statements = [`+guard+`]`,
				value("proved", knownvalue.Bool(true)),
				value("regions", texts("us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-sanjose-1")),
				value("findings", knownvalue.ListSizeExact(0)),
				value("beyond_iam", knownvalue.NotNull()),
				statecheck.ExpectKnownValue(analysis, tfjsonpath.New("assumptions").AtSliceIndex(0).AtMapKey("id"), knownvalue.StringExact("any-user-service")),
			),
			step(`statements = [`+guard+`]`, value("proved", knownvalue.Bool(false))),
			step(`obligation = "egress"
				spare      = ["Movers"]
				statements = ["deny any-user to inspect all-resources in tenancy where any {!request.groups.name, request.groups.name != 'Movers'}"]`,
				value("proved", knownvalue.Bool(true)),
			),
			step(`obligation = "egress"
				statements = ["deny any-user to inspect all-resources in tenancy where any {!request.groups.name, request.groups.name != 'Movers'}"]`,
				value("proved", knownvalue.Bool(false)),
			),
			step(`obligation = "outside"
				complete   = true
				statements = ["allow group A to manage object-family in tenancy where request.region = 'iad'"]`,
				value("proved", knownvalue.Bool(true)),
			),
			step(`obligation = "outside"
				policies   = [
					{ name = "names", statements = ["deny any-user to {OBJECT_CREATE} in tenancy where request.region != 'us-ashburn-1'"] },
					{ compartment = "data:logs", statements = ["deny any-user to inspect buckets in compartment logs"] },
				]`,
				value("proved", knownvalue.Bool(false)),
				statecheck.ExpectKnownValue(analysis, tfjsonpath.New("analyzed").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"name": knownvalue.StringExact("policies[1]"), "compartment": knownvalue.StringExact("data:logs"), "statements": knownvalue.Int64Exact(1),
				})),
				statecheck.ExpectKnownValue(analysis, tfjsonpath.New("findings").AtSliceIndex(0).AtMapKey("rule"), knownvalue.StringExact("RES305")),
				statecheck.ExpectKnownValue(analysis, tfjsonpath.New("findings").AtSliceIndex(1), knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"rule": knownvalue.StringExact("RES301"), "policy": knownvalue.StringExact("names"), "column": knownvalue.Int64Exact(69), "fix": knownvalue.StringExact("Write 'iad'."),
				})),
			),
			step(`statements = ["allow whoever to do whatever"]`, value("proved", knownvalue.Bool(false)),
				statecheck.ExpectKnownValue(analysis, tfjsonpath.New("findings").AtSliceIndex(0).AtMapKey("rule"), knownvalue.StringExact("RES300"))),
		},
	})
	assert.Empty(t, env.Requests(nil), "the statements alone answer")
}

// A counterexample is what iam decide takes, and is not denied.
func TestAccPolicyAnalysis_counterexample(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	statement := "deny any-user to manage object-family in tenancy where all {request.region != 'iad', request.region != 'phx'}"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: env.ProviderHCL("us-ashburn-1") + config(fmt.Sprintf("obligation = \"outside\"\nstatements = [%q]", statement)) + `
				locals { open = { for o in data.residency_policy_analysis.x.operations : o.operation => o if !o.denied && o.service == "objectstorage" } }
				output "open" { value = join(" ", sort(keys(local.open))) }
				output "put" { value = local.open["PutObject"].counterexample }
			`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("open", knownvalue.StringExact("CopyObject PutObject ReencryptObject")),
				statecheck.ExpectKnownOutputValue("put", knownvalue.StringFunc(func(text string) error {
					var q iam.Request
					if err := json.Unmarshal([]byte(text), &q); err != nil {
						return err
					}
					if d := iam.Decide([]iam.Policy{iam.NewPolicy("p", nil, statement)}, q, iam.Options{}); d.Outcome == iam.Denied || q.Region != "eu-frankfurt-1" {
						return fmt.Errorf("%s is %s", text, d.Outcome)
					}
					return nil
				})),
			},
		}},
	})
}

// What the plan does not know is analysed when it is applied.
func TestAccPolicyAnalysis_unknown(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: env.ProviderHCL("us-ashburn-1") + `
				resource "terraform_data" "region" { input = "iad" }
			` + config(`statements = ["deny any-user to inspect all-resources in tenancy where request.region != '${terraform_data.region.output}'"]
				obligation = "outside"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(analysis, tfjsonpath.New("proved")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{value("proved", knownvalue.Bool(true))},
		}},
	})
}

// client is that of the sandbox's administrator, who makes compartments and policies by hand.
func client(t *testing.T, env *acctest.Env) *identity.IdentityClient {
	t.Helper()
	c, err := env.Session("admin").Identity("us-ashburn-1")
	require.NoError(t, err)
	return c
}

func compartment(t *testing.T, env *acctest.Env, parent, name string) string {
	t.Helper()
	made, err := client(t, env).CreateCompartment(t.Context(), identity.CreateCompartmentRequest{
		CreateCompartmentDetails: identity.CreateCompartmentDetails{CompartmentId: &parent, Name: &name, Description: &name},
	})
	require.NoError(t, err)
	return *made.Id
}

func policy(t *testing.T, env *acctest.Env, at, name string, statements ...string) {
	t.Helper()
	_, err := client(t, env).CreatePolicy(t.Context(), identity.CreatePolicyRequest{
		CreatePolicyDetails: identity.CreatePolicyDetails{CompartmentId: &at, Name: &name, Description: common.String(""), Statements: statements},
	})
	require.NoError(t, err)
}

func TestAccPolicyAnalysis_tenancy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	admin, err := env.Sandbox.Credentials("admin")
	require.NoError(t, err)
	root := admin.TenancyOCID
	us := compartment(t, env, root, "us")
	logs := compartment(t, env, us, "logs")
	const outside = " where all {request.region != 'iad', request.region != 'phx', request.region != 'ord', request.region != 'sjc'}"
	policy(t, env, us, "us-guard", "deny any-user to inspect all-resources in compartment us"+outside)
	policy(t, env, logs, "logs-faulty", "deny any-user to inspect buckets in compartment logs where request.region = 'us-phoenix-1'")

	rules := func(id, more string, checks ...statecheck.StateCheck) resource.TestStep {
		return resource.TestStep{
			Config: env.ProviderHCL("us-phoenix-1") + config(fmt.Sprintf("compartment_id = %q\nobligation = \"outside\"\n%s", id, more)) + `
				output "analyzed" { value = join(" ", [for p in data.residency_policy_analysis.x.analyzed : "${p.compartment}/${p.name}"]) }
				output "rules" { value = join(" ", [for f in data.residency_policy_analysis.x.findings : "${f.policy}/${f.rule}"]) }
			`,
			ConfigStateChecks: checks,
		}
	}
	output := func(name, has string, want bool) statecheck.StateCheck {
		return statecheck.ExpectKnownOutputValue(name, knownvalue.StringFunc(func(text string) error {
			if slices.Contains(strings.Fields(text), has) != want {
				return fmt.Errorf("%s is %q; whether it has %q should be %t", name, text, has, want)
			}
			return nil
		}))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{
			rules(us, "", value("proved", knownvalue.Bool(true)), output("analyzed", "us/us-guard", true), output("analyzed", "us:logs/logs-faulty", false),
				output("analyzed", "/provisioners", true)),
			rules(logs, "", value("proved", knownvalue.Bool(true)), output("analyzed", "us:logs/logs-faulty", true), output("rules", "logs-faulty/RES301", true)),
			rules(us, "compartment_id_in_subtree = true", value("proved", knownvalue.Bool(true)), output("rules", "logs-faulty/RES301", true)),
			rules(root, "compartment_id_in_subtree = true", value("proved", knownvalue.Bool(false)), output("analyzed", "us:logs/logs-faulty", true)),
			rules(root, "statements = ["+guard+"]", value("proved", knownvalue.Bool(true)), output("analyzed", "us/us-guard", false), output("analyzed", "/statements", true)),
		},
	})
	for _, r := range env.Requests(nil) {
		assert.Equal(t, http.MethodGet, r.Method)
		assert.Equal(t, "us-phoenix-1", r.Region)
	}
	lists := env.Requests(func(e sandbox.Entry) bool { return strings.HasSuffix(e.Path, "/policies") })
	assert.NotEmpty(t, lists)
}

func TestAccPolicyAnalysis_errors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	step := func(arguments, words string) resource.TestStep {
		return resource.TestStep{Config: env.ProviderHCL("us-ashburn-1") + config(arguments), ExpectError: acctest.Says(words)}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{
			step(``, `At least one of these attributes must be configured: [statements,policies,compartment_id]`),
			step(`statements = []
				obligation = "inside"`, `value must be one of: ["outside" "egress" "all"]`),
			step(`statements = []
				compartment_id_in_subtree = true`, `Attribute "compartment_id" must be specified when "compartment_id_in_subtree" is specified`),
			step(`policies = [{ compartment = "data::logs", statements = [] }]`, `"data::logs" is not the path of a compartment from the root`),
			step(`compartment_id = "ocid1.compartment.oc1..none"`, `shows no active compartment ocid1.compartment.oc1..none to these credentials`),
		},
	})
}

func TestAccPolicyAnalysis_denied(t *testing.T) {
	t.Parallel()
	for path, summary := range map[string]string{"/compartments": "Cannot list compartments", "/policies": "Cannot list policies"} {
		env := acctest.New(t)
		c, err := env.Sandbox.Credentials(acctest.User)
		require.NoError(t, err)
		env.Intercept(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, path) {
				return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
			}
			return nil, nil //nolint:nilnil // pass it on
		})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: env.Factories(),
			Steps: []resource.TestStep{{
				Config:      env.ProviderHCL("us-ashburn-1") + config(fmt.Sprintf("compartment_id = %q", c.TenancyOCID)),
				ExpectError: acctest.Says(summary),
			}},
		})
	}
}
