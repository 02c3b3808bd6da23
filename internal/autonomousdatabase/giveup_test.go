package autonomousdatabase_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// A configuration that no longer has the password leaves it as it is, and the next plan is empty.
func TestAccAutonomousDatabase_passwordGivenUp(t *testing.T) {
	for name, more := range map[string]string{"untagged": "", "tagged": `freeform_tags = { team = "data" }`} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			without := in(e, more, `admin_password_wo_version = null`)
			run(t, e,
				resource.TestStep{Config: in(e, more)},
				resource.TestStep{Config: without, ConfigStateChecks: state(value("admin_password_wo_version", knownvalue.Null()))},
				resource.TestStep{Config: without, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
			)
		})
	}
}
