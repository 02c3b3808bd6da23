package functions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// The function guards a variable, and waits for a statement that only apply tells.
func TestAccPolicyStatementProblems(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	const faulty = "deny any-user to {OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where request.region != 'us-ashburn-1'"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: `
				resource "terraform_data" "later" { input = "allow group A to read buckets in tenancy" }
				output "faulty" { value = provider::residency::policy_statement_problems("` + faulty + `") }
				output "later" { value = provider::residency::policy_statement_problems(terraform_data.later.output) }
			`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownOutputValue("later")}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("faulty", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"rule":    knownvalue.StringExact("RES301"),
					"column":  knownvalue.Int64Exact(87),
					"message": knownvalue.NotNull(),
					"fix":     knownvalue.StringExact("Write 'iad'."),
				})})),
				statecheck.ExpectKnownOutputValue("later", knownvalue.ListSizeExact(0)),
			},
		}},
	})
}
