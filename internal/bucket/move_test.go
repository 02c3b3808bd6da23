package bucket_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// oracleBucket is the schema of Oracle's resource as far as it is taken over.
func oracleBucket() schema.Schema {
	attributes := map[string]schema.Attribute{}
	for _, name := range []string{"bucket_id", "compartment_id", "name", "namespace", "access_type", "kms_key_id", "versioning", "storage_tier", "auto_tiering", "created_by", "etag"} {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	for _, name := range []string{"metadata", "freeform_tags", "defined_tags"} {
		attributes[name] = schema.MapAttribute{Optional: true, ElementType: types.StringType}
	}
	attributes["object_events_enabled"] = schema.BoolAttribute{Optional: true}
	text := schema.StringAttribute{Optional: true}
	return schema.Schema{
		Attributes: attributes,
		Blocks: map[string]schema.Block{"retention_rules": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"display_name": text, "time_rule_locked": text},
			Blocks: map[string]schema.Block{"duration": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
				Attributes: map[string]schema.Attribute{"time_amount": text, "time_unit": text},
			}}},
		}}},
	}
}

// withOracle adds Oracle's provider to the harness's own.
func withOracle(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.WithOracle("oci_objectstorage_bucket", oracleBucket()), Steps: steps})
}

// oracles is the bucket as Oracle's provider has it.
func oracles(e *acctest.Env, bucketID, access string) string {
	return fmt.Sprintf(`
resource "oci_objectstorage_bucket" "old" {
  bucket_id      = %q
  compartment_id = %q
  namespace      = "sandbox"
  name           = "records"
  access_type    = %q
  storage_tier   = "Standard"
  versioning     = "Disabled"
  metadata       = {}
  freeform_tags  = { team = "storage" }
  defined_tags   = { "Oracle-Tags.CreatedBy" = "somebody", "Operations.CostCenter" = "42" }
  retention_rules {
    display_name = "audit"
    duration {
      time_amount = "7"
      time_unit   = "YEARS"
    }
  }
}
`, bucketID, e.Sandbox.CompartmentOCID(), access)
}

const moved = `
moved {
  from = oci_objectstorage_bucket.old
  to   = residency_bucket.test
}
`

// existing makes the bucket that Oracle's provider is said to have made, in Phoenix, and returns its OCID.
func existing(t *testing.T, e *acctest.Env, access objectstorage.CreateBucketDetailsPublicAccessTypeEnum) string {
	t.Helper()
	compartment, name, audit := e.Sandbox.CompartmentOCID(), "records", "audit"
	h := byHand(t, e, phoenix)
	h.Create(objectstorage.CreateBucketDetails{
		Name: &name, CompartmentId: &compartment, PublicAccessType: access, FreeformTags: map[string]string{"team": "storage"},
		DefinedTags: map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "somebody"}, "Operations": {"CostCenter": "42"}},
	})
	_, err := h.Client.CreateRetentionRule(t.Context(), objectstorage.CreateRetentionRuleRequest{
		NamespaceName: &h.Namespace, BucketName: &name, CreateRetentionRuleDetails: objectstorage.CreateRetentionRuleDetails{
			DisplayName: &audit, Duration: &objectstorage.Duration{TimeAmount: common.Int64(7), TimeUnit: objectstorage.DurationTimeUnitYears},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *h.Get(name).Id
}

// The region of a moved bucket is the one in its OCID, whatever the provider's region is.
func TestAccBucket_movedFromOracle(t *testing.T) {
	e := acctest.New(t)
	ocid := existing(t, e, objectstorage.CreateBucketDetailsPublicAccessTypeNopublicaccess)
	withOracle(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles(e, ocid, "NoPublicAccess")},
		resource.TestStep{
			Config: in(e, `freeform_tags = { team = "storage" }`, `defined_tags = { "Operations.CostCenter" = "42" }`,
				`retention_rules = { "audit" = { duration = { time_amount = 7, time_unit = "YEARS" } } }`) + moved,
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
			ConfigStateChecks: []statecheck.StateCheck{
				value("region", knownvalue.StringExact(phoenix)), value("ocid", knownvalue.StringExact(ocid)),
			},
		},
	)
}

func TestAccBucket_movedPublicBucketIsClosed(t *testing.T) {
	e := acctest.New(t)
	ocid := existing(t, e, objectstorage.CreateBucketDetailsPublicAccessTypeObjectread)
	withOracle(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles(e, ocid, "ObjectRead")},
		resource.TestStep{
			Config:            in(e, `freeform_tags = { team = "storage" }`, `retention_rules = { "audit" = { duration = { time_amount = 7, time_unit = "YEARS" } } }`) + moved,
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{value("public_access_type", knownvalue.StringExact("NoPublicAccess"))},
		},
	)
}

func TestAccBucket_movedWithoutRegion(t *testing.T) {
	e := acctest.New(t)
	withOracle(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles(e, "ocid1.bucket.oc1..aaaa", "NoPublicAccess")},
		resource.TestStep{Config: in(e) + moved, ExpectError: acctest.Says("names no region that this release knows")},
		resource.TestStep{Config: e.ProviderHCL(ashburn) + oracles(e, "ocid1.bucket.oc1..aaaa", "NoPublicAccess")},
	)
	none(t, e)
}
