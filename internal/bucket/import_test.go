package bucket_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// full is a bucket with everything that an import has to bring.
func full(e *acctest.Env) string {
	return in(e, `region = "us-phoenix-1"`, fmt.Sprintf("kms_key_id = %q", key(phoenix)), `metadata = { purpose = "ledger" }`,
		`freeform_tags = { team = "storage" }`, `defined_tags = { "Operations.CostCenter" = "42" }`,
		`retention_rules = { "audit" = { duration = { time_amount = 7, time_unit = "YEARS" } } }`)
}

func TestAccBucket_importByID(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: full(e)},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: "us-phoenix-1/n/sandbox/b/records"},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "us-phoenix-1/n/sandbox/b/records"},
	)
}

// The id of Oracle's provider, without a region, means the provider's region.
func TestAccBucket_importByOraclesID(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `versioning = "Enabled"`)},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: "n/sandbox/b/records"},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "n/sandbox/b/records"},
	)
}

// Terraform has it since 1.12 and OpenTofu since 1.12; `make test` says when the CLI is older, and CI requires it of one.
func TestAccBucket_importByIdentity(t *testing.T) {
	e := acctest.New(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: full(e),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
					"region": knownvalue.StringExact(phoenix), "namespace": knownvalue.StringExact("sandbox"), "name": knownvalue.StringExact("records"),
				})},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestBucket_importRefused(t *testing.T) {
	for id, says := range map[string]string{
		"records":                              "is not the import id of a bucket",
		"n/sandbox/b/":                         "is not the import id of a bucket",
		"n/sandbox/o/records":                  "is not the import id of a bucket",
		"us-ashburn-1/n/sandbox/b/records/x":   "is not the import id of a bucket",
		"/n/sandbox/b/records":                 "is not the import id of a bucket",
		"us-ashbrun-1/n/sandbox/b/records":     "Did you mean us-ashburn-1",
		"n/sandbox/b/nosuch":                   "Only a bucket that exists can be imported",
		"us-phoenix-1/n/sandbox/b/records":     "Only a bucket that exists can be imported",
		"ocid1.bucket.oc1.iad.aaaaaaaaexample": "is not the import id of a bucket",
	} {
		t.Run(id, func(t *testing.T) {
			e := acctest.New(t)
			name, compartment := "records", e.Sandbox.CompartmentOCID()
			byHand(t, e, ashburn).Create(objectstorage.CreateBucketDetails{Name: &name, CompartmentId: &compartment})
			assert.Contains(t, e.ImportRefusal(ashburn, "residency_bucket", id), says)
			assert.Empty(t, e.ImportRefusal(ashburn, "residency_bucket", "n/sandbox/b/records"))
		})
	}
}

// What is outside can be imported, to be seen and destroyed; changing it is refused.
func TestAccBucket_importOutside(t *testing.T) {
	e := acctest.New(t)
	wide := e.ProviderHCL(ashburn, `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`)
	outside := block(e, `region = "eu-frankfurt-1"`)
	run(t, e,
		resource.TestStep{Config: wide + outside},
		resource.TestStep{
			Config: e.ProviderHCL(ashburn) + outside, ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateId: "eu-frankfurt-1/n/sandbox/b/records",
		},
	)
}
