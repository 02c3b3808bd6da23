package denyrule_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccDenyRule_basic(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{
			Config: in(e),
			ConfigStateChecks: []statecheck.StateCheck{
				state("policy_id", knownvalue.NotNull()), state("quota_id", knownvalue.NotNull()), state("home_region", knownvalue.StringExact(ashburn)),
			},
		},
		resource.TestStep{Config: in(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}
