package acctest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What the CLI refuses is refused here, and what it plans is not: with arguments of every shape.
func TestEnv_refusal(t *testing.T) {
	e := New(t)
	bucket := func(lines string) string {
		return e.Refusal("us-ashburn-1", `resource "residency_bucket" "b" {
  compartment_id = "`+e.Sandbox.CompartmentOCID()+`"
  namespace      = "sandbox"
  name           = "records"
  depends_on     = [terraform_data.x]
  `+lines+`
}`)
	}
	assert.Empty(t, bucket(`retention_rules = { a = { duration = { time_amount = 1, time_unit = "DAYS" } }, b = {} }
  freeform_tags = { team = "data" }
  force_destroy = true
  kms_key_id    = null`))
	assert.Contains(t, bucket(`region = "eu-frankfurt-1"`), "Region outside boundary")
	assert.Contains(t, bucket(`versioning = "On"`), "Invalid Attribute Value Match")
	assert.Contains(t, bucket(`access_type = "ObjectRead"`), `"access_type" is not expected`)
	assert.Contains(t, e.Refusal("us-ashburn-1", `resource "residency_bucket" "b" { name = "x" }`), "Missing Configuration for Required Attribute")
	assert.Contains(t, e.ImportRefusal("us-ashburn-1", "residency_bucket", "records"), "is not the import id")
	assert.Empty(t, e.Requests(nil))
}
