package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// TestPrior holds that what is in the state, and has no change, stays where it is: a plan that only refreshes has no changes.
func TestPrior(t *testing.T) {
	stored := func(address, id string) object {
		return object{"address": address, "mode": "managed", "type": "oci_objectstorage_bucket", "provider_name": "registry.terraform.io/oracle/oci", "values": object{"bucket_id": id}, "sensitive_values": object{}}
	}
	const far = "oci_objectstorage_bucket.far"
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Prior: []object{stored(bucket, "ocid1.bucket.oc1.iad.a"), stored(far, "ocid1.bucket.oc1.eu-frankfurt-1.a")}}
	report := s.judge(t, Options{})
	require.Len(t, report.Resources, 2)
	assert.Equal(t, boundary.Inside, find(t, report, bucket).Verdict)
	assert.Equal(t, boundary.Outside, find(t, report, far).Verdict)
	assert.Equal(t, NoOp, find(t, report, far).Action)

	s.Resources = []instance{{Address: far, Actions: []string{"delete"}, Before: object{"bucket_id": "ocid1.bucket.oc1.eu-frankfurt-1.a"}}}
	report = s.judge(t, Options{}) // the state stands before the changes here
	require.Len(t, report.Resources, 2)
	assert.Equal(t, boundary.Leaving, find(t, report, far).Verdict)

	s.Resources = nil
	s.Also = object{"planned_values": object{"root_module": object{"resources": []any{object{"address": far, "mode": "managed", "type": "oci_objectstorage_bucket"}}}}}
	report = s.judge(t, Options{})
	assert.True(t, hasRule(find(t, report, far), ruleNoChange), "it is planned, and its change is missing")
}
