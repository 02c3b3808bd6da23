package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Address is the resource that a noun's tests are about, such as "residency_bucket.test".
type Address string

// Value checks an attribute of the state.
func (a Address) Value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(string(a), tfjsonpath.New(attribute), check)
}

// Planned checks an attribute of the plan.
func (a Address) Planned(attribute string, check knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(string(a), tfjsonpath.New(attribute), check)
}

// Unknown checks that the plan does not know an attribute.
func (a Address) Unknown(attribute string) plancheck.PlanCheck {
	return plancheck.ExpectUnknownValue(string(a), tfjsonpath.New(attribute))
}

// Does checks what the plan does with the resource.
func (a Address) Does(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(string(a), action)
}

// Before are checks of a step's plan before it is applied.
func Before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// Run applies the steps with the provider of the environment, beside other tests.
func Run(t *testing.T, e *Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: steps})
}

// Silent fails the test if the provider has sent a request.
func Silent(t *testing.T, e *Env) {
	t.Helper()
	if sent := e.Requests(nil); len(sent) > 0 {
		t.Errorf("the provider sent %d requests, the first %s %s", len(sent), sent[0].Method, sent[0].Path)
	}
}
