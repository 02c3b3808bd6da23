package autonomousdatabase_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// A protected database is neither destroyed nor replaced, whether its block changes or is gone, until it is no longer protected.
func TestAccAutonomousDatabase_deletionProtection(t *testing.T) {
	e := acctest.New(t)
	const keep = "deletion_protection = true"
	refused := acctest.Says("Error: Protected from deletion")
	run(t, e,
		resource.TestStep{Config: in(e, keep)},
		resource.TestStep{Config: in(e, keep), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
		resource.TestStep{Config: e.ProviderHCL(ashburn), ExpectError: refused},
		resource.TestStep{Config: in(e, keep), Destroy: true, ExpectError: refused},
		resource.TestStep{Config: in(e, "deletion_protection = false", `region = "us-phoenix-1"`), ExpectError: refused},
		resource.TestStep{Config: in(e, keep), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
		resource.TestStep{Config: in(e, "deletion_protection = false"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
	)
	deletes := e.Requests(func(entry sandbox.Entry) bool { return entry.Method == http.MethodDelete })
	assert.Len(t, deletes, 1, "only the end of the test destroyed it")
}

// What is imported is not protected, and to protect it changes nothing in the cloud.
func TestAccAutonomousDatabase_protectImported(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{Config: in(e, "deletion_protection = true"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: idOf(""), ImportStateVerifyIgnore: []string{"deletion_protection"}},
		resource.TestStep{Config: in(e)},
	)
	assert.Empty(t, e.Requests(func(entry sandbox.Entry) bool { return entry.Method == http.MethodPut }))
}
