package replication_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// oraclePolicy is the schema of Oracle's resource.
func oraclePolicy() schema.Schema {
	attributes := map[string]schema.Attribute{}
	for _, name := range []string{
		"id", "namespace", "bucket", "name", "destination_bucket_name", "destination_region_name",
		"delete_object_in_destination_bucket", "status", "status_message", "time_created", "time_last_sync",
	} {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	return schema.Schema{Attributes: attributes}
}

// withOracle adds Oracle's provider to the harness's own.
func withOracle(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.WithOracle("oci_objectstorage_replication_policy", oraclePolicy()), Steps: steps})
}

// oracles is a policy as Oracle's provider has it.
func oracles(id string) string {
	return fmt.Sprintf(`
resource "oci_objectstorage_replication_policy" "old" {
  id                                  = %q
  namespace                           = "sandbox"
  bucket                              = "source"
  name                                = "to-phoenix"
  destination_bucket_name             = "replica"
  destination_region_name             = "us-phoenix-1"
  delete_object_in_destination_bucket = "ACCEPT"
  status                              = "ACTIVE"
}
`, id)
}

const moved = `
moved {
  from = oci_objectstorage_replication_policy.old
  to   = residency_bucket_replication.test
}
`

// A moved policy is looked for in the provider's region, and marks its source.
func TestAccReplication_movedFromOracle(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	id := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
	withOracle(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles("n/sandbox/b/source/replicationPolicies/"+id)},
		resource.TestStep{
			Config:           alone(e) + moved,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{
				state("region", knownvalue.StringExact(ashburn)), state("replication_id", knownvalue.StringExact(id)),
			},
			Check: checked(func() { assert.NotEmpty(t, byHand(t, e, ashburn).mark("source")) }),
		},
		resource.TestStep{Config: alone(e) + moved, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}

// A moved policy that is not in the provider's region is not taken for gone: nothing of its state says where it is.
func TestAccReplication_movedElsewhere(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	byHand(t, e, "us-chicago-1").create("source", nil)
	id := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
	old := oracles("n/sandbox/b/source/replicationPolicies/" + id)
	withOracle(t, e,
		resource.TestStep{Config: e.ProviderHCL("us-chicago-1") + old},
		resource.TestStep{
			Config:      e.ProviderHCL("us-chicago-1") + block(e, "depends_on = []") + moved,
			ExpectError: acctest.Says("says no region, so the provider's region us-chicago-1 was tried"),
		},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + block(e, "depends_on = []") + moved},
	)
}

func TestAccReplication_movedWithoutID(t *testing.T) {
	e := acctest.New(t)
	withOracle(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles("")},
		resource.TestStep{Config: alone(e) + moved, ExpectError: acctest.Says("has no id")},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles("")},
	)
	none(t, e)
}
