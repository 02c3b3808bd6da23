package bucket_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccBucket_publicByHand(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update("records", objectstorage.UpdateBucketDetails{PublicAccessType: objectstorage.UpdateBucketDetailsPublicAccessTypeObjectread})
			},
			Config:           in(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("public_access_type", knownvalue.StringExact("NoPublicAccess"))),
			Check: func(*terraformState) error {
				assert.Equal(t, "NoPublicAccess", string(byHand(t, e, ashburn).Get("records").PublicAccessType))
				return nil
			},
		},
	)
}

// Closing a public bucket is never refused, even where the bucket is outside.
func TestAccBucket_publicByHandOutside(t *testing.T) {
	e := acctest.New(t)
	outside := block(e, `region = "eu-frankfurt-1"`)
	run(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn, `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`) + outside},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, frankfurt).update("records", objectstorage.UpdateBucketDetails{PublicAccessType: objectstorage.UpdateBucketDetailsPublicAccessTypeObjectread})
			},
			Config:           e.ProviderHCL(ashburn) + outside,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Equal(t, "NoPublicAccess", string(byHand(t, e, frankfurt).Get("records").PublicAccessType))
				return nil
			},
		},
	)
}

func TestAccBucket_keyRemovedByHand(t *testing.T) {
	e := acctest.New(t)
	config := in(e, fmt.Sprintf("kms_key_id = %q", key(ashburn)))
	run(t, e,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update("records", objectstorage.UpdateBucketDetails{KmsKeyId: common.String("")})
			},
			Config:           config,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("kms_key_id", knownvalue.StringExact(key(ashburn)))),
			Check: func(*terraformState) error {
				assert.Equal(t, key(ashburn), *byHand(t, e, ashburn).Get("records").KmsKeyId)
				return nil
			},
		},
		resource.TestStep{ // W6 of Oracle's provider: the argument goes, and nothing happens
			Config:           in(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("kms_key_id", knownvalue.Null())),
			Check: func(*terraformState) error {
				assert.Nil(t, byHand(t, e, ashburn).Get("records").KmsKeyId)
				return nil
			},
		},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).update("records", objectstorage.UpdateBucketDetails{KmsKeyId: common.String(key(ashburn))})
			},
			Config:           in(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("kms_key_id", knownvalue.Null())),
		},
	)
}

// A policy to a place outside is shown, and ended by the next apply.
func TestAccBucket_replicatedOutsideByHand(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, singapore).Create(objectstorage.CreateBucketDetails{Name: common.String("copy"), CompartmentId: &compartment})
				byHand(t, e, ashburn).Replicate("records", "by-hand", singapore, "copy")
			},
			Config:             in(e),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config:           in(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("replication_destinations", knownvalue.ListSizeExact(0))),
			ConfigStateChecks: []statecheck.StateCheck{
				value("replication_destinations", knownvalue.ListSizeExact(0)), value("replication_enabled", knownvalue.Bool(false)),
			},
			Check: func(*terraformState) error {
				assert.Empty(t, byHand(t, e, ashburn).Policies("records"))
				return nil
			},
		},
	)
}

// A policy to a place inside is shown, accepted by the next apply, and never deleted.
func TestAccBucket_replicatedInsideByHand(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	destination := func(accepted bool) knownvalue.Check {
		return knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"region": knownvalue.StringExact(phoenix), "bucket": knownvalue.StringExact("copy"),
			"name": knownvalue.StringExact("by-hand"), "accepted": knownvalue.Bool(accepted),
		})})
	}
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, phoenix).Create(objectstorage.CreateBucketDetails{Name: common.String("copy"), CompartmentId: &compartment})
				byHand(t, e, ashburn).Replicate("records", "by-hand", phoenix, "copy")
			},
			Config:            in(e),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate), planned("replication_destinations", destination(true))),
			ConfigStateChecks: []statecheck.StateCheck{value("replication_destinations", destination(true))},
			Check: func(*terraformState) error {
				assert.Len(t, byHand(t, e, ashburn).Policies("records"), 1)
				return nil
			},
		},
		resource.TestStep{ // accepted, it goes when the boundary no longer allows it
			Config:           e.ProviderHCL(ashburn, `boundary = { name = "narrow", jurisdictions = ["US"], regions = ["us-ashburn-1"] }`) + block(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("replication_destinations", knownvalue.ListSizeExact(0))),
			Check: func(*terraformState) error {
				assert.Empty(t, byHand(t, e, ashburn).Policies("records"))
				return nil
			},
		},
	)
}

// A policy that is declared, by the mark that residency_bucket_replication leaves, is no drift.
func TestAccBucket_replicationDeclared(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	run(t, e,
		resource.TestStep{Config: in(e, `freeform_tags = { team = "storage" }`)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, phoenix).Create(objectstorage.CreateBucketDetails{Name: common.String("copy"), CompartmentId: &compartment})
				byHand(t, e, ashburn).Replicate("records", "by-hand", phoenix, "copy")
				byHand(t, e, ashburn).update("records", objectstorage.UpdateBucketDetails{
					FreeformTags: map[string]string{"team": "storage", "residency-replica": "us-phoenix-1/copy"},
				})
			},
			Config:           in(e, `freeform_tags = { team = "storage" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
		},
		resource.TestStep{ // and a change of the tags leaves the mark
			Config:           in(e, `freeform_tags = { team = "ledger" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Equal(t, map[string]string{"team": "ledger", "residency-replica": "us-phoenix-1/copy"}, byHand(t, e, ashburn).Get("records").FreeformTags)
				byHand(t, e, ashburn).EndReplication("records")
				return nil
			},
		},
	)
}

func TestAccBucket_ruleChangedByHand(t *testing.T) {
	e := acctest.New(t)
	config := in(e, `retention_rules = { "audit" = { duration = { time_amount = 30, time_unit = "DAYS" } } }`)
	run(t, e,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				h := byHand(t, e, ashburn)
				rule, bucket := h.rules("records")[0], "records"
				_, err := h.Client.DeleteRetentionRule(t.Context(), objectstorage.DeleteRetentionRuleRequest{
					NamespaceName: &h.Namespace, BucketName: &bucket, RetentionRuleId: rule.Id,
				})
				assert.NoError(t, err)
			},
			Config:           config,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Len(t, byHand(t, e, ashburn).rules("records"), 1)
				return nil
			},
		},
		resource.TestStep{
			Config:           in(e, `retention_rules = { "audit" = { duration = { time_amount = 1, time_unit = "YEARS" } }, "hold" = {} }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Len(t, byHand(t, e, ashburn).rules("records"), 2)
				return nil
			},
		},
		resource.TestStep{ // versions come when the rules have gone
			Config:           in(e, `versioning = "Enabled"`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Empty(t, byHand(t, e, ashburn).rules("records"))
				return nil
			},
		},
		resource.TestStep{ // and rules come when no more versions are made
			Config:           in(e, `versioning = "Suspended"`, `retention_rules = { "hold" = {} }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
		resource.TestStep{
			Config:      in(e, `versioning = "Disabled"`),
			ExpectError: acctest.Says("Versioning cannot be disabled"),
		},
	)
}

// A rule that Oracle refuses leaves the bucket in state, untainted, and the next apply goes on with the rule.
func TestAccBucket_ruleRefused(t *testing.T) {
	e := acctest.New(t)
	config := in(e, `retention_rules = { "audit" = { duration = { time_amount = 30, time_unit = "DAYS" } } }`)
	var ocid string
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost && r.URL.Path == "/n/sandbox/b/records/retentionRules" {
			return acctest.Refuse(http.StatusBadRequest, "InvalidParameter", "not today")
		}
		return nil, nil
	})
	run(t, e,
		resource.TestStep{
			Config:             config,
			ExpectNonEmptyPlan: true,
			ConfigStateChecks:  []statecheck.StateCheck{value("id", knownvalue.StringExact("us-ashburn-1/n/sandbox/b/records"))},
			Check: func(*terraformState) error {
				ocid = *byHand(t, e, ashburn).Get("records").Id
				return nil
			},
		},
		resource.TestStep{
			PreConfig:         func() { e.Intercept(nil) },
			Config:            config,
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{value("retention_rules", knownvalue.MapSizeExact(1))},
			Check: func(*terraformState) error {
				assert.Equal(t, ocid, *byHand(t, e, ashburn).Get("records").Id, "the bucket was made again")
				assert.Len(t, byHand(t, e, ashburn).rules("records"), 1)
				return nil
			},
		},
	)
}

// Without a refresh nobody looks whether the rule is there; the note that it is not stands in the private state.
func TestAccBucket_ruleRefusedWithoutRefresh(t *testing.T) {
	e := acctest.New(t)
	config := in(e, `retention_rules = { "audit" = {} }`)
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost && r.URL.Path == "/n/sandbox/b/records/retentionRules" {
			return acctest.Refuse(http.StatusBadRequest, "InvalidParameter", "not today")
		}
		return nil, nil
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories(),
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		Steps: []resource.TestStep{
			{Config: config, ExpectNonEmptyPlan: true},
			{
				PreConfig:        func() { e.Intercept(nil) },
				Config:           config,
				ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
				Check: func(*terraformState) error {
					assert.Len(t, byHand(t, e, ashburn).rules("records"), 1)
					return nil
				},
			},
		},
	})
}

// Somebody changes the bucket between the plan and its apply: the change is shown, not overwritten.
func TestAccBucket_changedSincePlan(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodPost && r.URL.Path == "/n/sandbox/b/records" {
						e.Intercept(nil)
						byHand(t, e, ashburn).update("records", objectstorage.UpdateBucketDetails{Metadata: map[string]string{"by": "hand"}})
					}
					return nil, nil
				})
			},
			Config:      in(e, `freeform_tags = { team = "storage" }`),
			ExpectError: acctest.Says("Bucket changed since the plan"),
		},
		resource.TestStep{
			Config:           in(e, `freeform_tags = { team = "storage" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
	)
}

// An update whose answer is lost has taken effect; the repeated one is refused for its etag, and that is no fault.
func TestAccBucket_updateAnswerLost(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig:        func() { loseOne(e, http.MethodPost, "/n/sandbox/b/records") },
			Config:           in(e, `freeform_tags = { team = "storage" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
	)
	assert.Len(t, e.Requests(method(http.MethodPost, "/b/records")), 2)
}

// A replication that this provider's own resource declares is no drift of its source, and its mark is no tag.
func TestAccBucket_replicationByTerraform(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	config := func(lines ...string) string {
		return in(e, lines...) + fmt.Sprintf(`
resource "residency_bucket" "copy" {
  compartment_id = %q
  namespace      = "sandbox"
  name           = "copy"
  region         = "us-phoenix-1"
}

resource "residency_bucket_replication" "test" {
  namespace               = "sandbox"
  bucket                  = residency_bucket.test.name
  name                    = "to-phoenix"
  destination_region_name = residency_bucket.copy.region
  destination_bucket_name = residency_bucket.copy.name
}
`, compartment)
	}
	run(t, e,
		resource.TestStep{
			Config: config(`freeform_tags = { team = "storage" }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PostApplyPreRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}, PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		},
		resource.TestStep{
			Config:           config(`freeform_tags = { team = "ledger" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), planned("replication_destinations", knownvalue.ListSizeExact(1))),
			ConfigStateChecks: []statecheck.StateCheck{
				value("replication_destinations", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"name": knownvalue.StringExact("to-phoenix"), "region": knownvalue.StringExact(phoenix), "accepted": knownvalue.Bool(true),
				})})),
			},
		},
		resource.TestStep{Config: in(e, `freeform_tags = { team = "ledger" }`)},
	)
}
