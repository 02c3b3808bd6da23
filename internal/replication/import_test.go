package replication_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// moving is what differs from one moment to the next.
var moving = []string{"time_last_sync"}

// cut is the import id with its beginning cut off.
func cut(prefix string) resource.ImportStateIdFunc {
	return func(s *terraform.State) (string, error) {
		return strings.TrimPrefix(s.RootModule().Resources[address].Primary.ID, prefix), nil
	}
}

func TestAccReplication_importByID(t *testing.T) {
	for name, prefix := range map[string]string{"whole": "", "Oracle's, in the provider's region": "us-ashburn-1/"} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			pair(t, e)
			run(t, e,
				resource.TestStep{Config: alone(e)},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: moving, ImportStateIdFunc: cut(prefix)},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: cut(prefix)},
			)
		})
	}
}

// Terraform has it since 1.12 and OpenTofu since 1.12; `make test` says when the CLI is older, and CI requires it of one.
func TestAccReplication_importByIdentity(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: alone(e),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
					"region": knownvalue.StringExact(ashburn), "namespace": knownvalue.StringExact("sandbox"),
					"bucket": knownvalue.StringExact("source"), "replication_id": knownvalue.NotNull(),
				})},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestReplication_importRefused(t *testing.T) {
	for id, says := range map[string]string{
		"to-phoenix":         "is not the import id of a replication policy",
		"n/sandbox/b/source": "is not the import id of a replication policy",
		"n/sandbox/b/source/replicationPolicies/":                "is not the import id of a replication policy",
		"/n/sandbox/b/source/replicationPolicies/x":              "is not the import id of a replication policy",
		"us-ashburn-1/n/sandbox/b/source/replicationPolicies/x/": "is not the import id of a replication policy",
		"us-ashbrun-1/n/sandbox/b/source/replicationPolicies/x":  "Did you mean us-ashburn-1",
		"n/sandbox/b/source/replicationPolicies/x":               "Only a policy that exists can be imported",
		"us-phoenix-1/n/sandbox/b/source/replicationPolicies/x":  "Only a policy that exists can be imported",
	} {
		t.Run(id, func(t *testing.T) {
			e := acctest.New(t)
			pair(t, e)
			policy := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
			assert.Contains(t, e.ImportRefusal(ashburn, "residency_bucket_replication", id), says)
			assert.Empty(t, e.ImportRefusal(ashburn, "residency_bucket_replication", "n/sandbox/b/source/replicationPolicies/"+policy))
		})
	}
}

// A policy that was made by hand is declared on its source by the apply that imports it, so that the source's own resource
// does not take it for one that nobody wants.
func TestAccReplication_importMarksTheSource(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	id := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
	imported := "import {\n  to = " + address + "\n  id = \"n/sandbox/b/source/replicationPolicies/" + id + "\"\n}\n"
	run(t, e,
		resource.TestStep{
			Config:            imported + alone(e),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{state("replication_id", knownvalue.StringExact(id))},
			Check:             checked(func() { assert.NotEmpty(t, byHand(t, e, ashburn).mark("source")) }),
		},
		resource.TestStep{Config: alone(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
	assert.Empty(t, e.Requests(method(http.MethodPost, "/replicationPolicies")))
}

// What is outside can be imported, to be seen and destroyed.
func TestAccReplication_importOutside(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", nil)
	byHand(t, e, frankfurt).create("replica", nil)
	wide := e.ProviderHCL(ashburn, `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`)
	outside := block(e, "depends_on = []", `destination_region_name = "eu-frankfurt-1"`)
	run(t, e,
		resource.TestStep{Config: wide + outside},
		resource.TestStep{
			Config: e.ProviderHCL(ashburn) + outside, ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: moving, ImportStateIdFunc: cut(""),
		},
	)
}

func TestAccReplication_query(t *testing.T) {
	const typeName = "residency_bucket_replication"
	e := acctest.New(t)
	pair(t, e)
	byHand(t, e, ashburn).create("other", nil)
	byHand(t, e, ashburn).create("idle", nil)
	byHand(t, e, frankfurt).create("abroad", nil)
	inside := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
	outside := byHand(t, e, ashburn).Replicate("other", "to-frankfurt", frankfurt, "abroad")

	one := e.List(ashburn, typeName, map[string]any{"bucket": "source"}, acctest.ListOptions{IncludeResource: true})
	require.Len(t, one, 1)
	assert.Empty(t, one[0].Error)
	assert.Equal(t, "source to us-phoenix-1/replica", one[0].DisplayName)
	assert.Equal(t, map[string]any{"region": ashburn, "namespace": "sandbox", "bucket": "source", "replication_id": inside}, one[0].Identity)
	assert.Equal(t, "us-ashburn-1/n/sandbox/b/source/replicationPolicies/"+inside, one[0].Resource["id"])
	assert.Equal(t, "ACTIVE", one[0].Resource["status"])
	assert.Equal(t, "US", one[0].Resource["destination_country"])
	assert.Equal(t, "protected", one[0].Resource["effective_data_class"])

	all := e.List("", typeName, map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "region": "iad", "namespace": "sandbox"}, acctest.ListOptions{})
	require.Len(t, all, 2)
	assert.Equal(t, outside, all[0].Identity["replication_id"])
	assert.Equal(t, inside, all[1].Identity["replication_id"])
	assert.Len(t, e.List(ashburn, typeName, map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}, acctest.ListOptions{Limit: 1}), 1)
	assert.Empty(t, e.List(phoenix, typeName, map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}, acctest.ListOptions{}))

	for says, config := range map[string]map[string]any{
		"Cannot list replications":  {"bucket": "nosuch"},
		"Did you mean us-ashburn-1": {"bucket": "source", "region": "us-ashbrun-1"},
		"Listing the buckets of":    {"compartment_id": "ocid1.compartment.oc1..aaaaaaaanosuch"},
	} {
		failed := e.List(ashburn, typeName, config, acctest.ListOptions{})
		require.Len(t, failed, 1, says)
		assert.Contains(t, failed[0].Error, says)
	}
}
