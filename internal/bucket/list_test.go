package bucket_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// withBuckets is a cloud with n buckets in Ashburn and one in Phoenix.
func withBuckets(t *testing.T, n int) *acctest.Env {
	t.Helper()
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	for i := range n {
		byHand(t, e, ashburn).Create(objectstorage.CreateBucketDetails{Name: common.String(fmt.Sprintf("records-%02d", i)), CompartmentId: &compartment})
	}
	byHand(t, e, phoenix).Create(objectstorage.CreateBucketDetails{Name: common.String("west"), CompartmentId: &compartment})
	return e
}

func shown(results []acctest.Result) (names []string) {
	for _, r := range results {
		names = append(names, r.DisplayName)
	}
	return names
}

func TestListBucket(t *testing.T) {
	t.Parallel()
	e := withBuckets(t, 3)
	results := e.List(ashburn, "residency_bucket", map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}, acctest.ListOptions{})
	assert.Equal(t, []string{"records-00", "records-01", "records-02"}, shown(results))
	assert.Equal(t, map[string]any{"region": ashburn, "namespace": "sandbox", "name": "records-00"}, results[0].Identity)
	assert.Len(t, e.Requests(nil), 2, "one for the namespace, one for the list")
}

func TestListBucket_pagesAndPrefix(t *testing.T) {
	t.Parallel()
	e := withBuckets(t, 30)
	config := map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "namespace": "sandbox", "prefix": "records-2"}
	assert.Len(t, e.List(ashburn, "residency_bucket", config, acctest.ListOptions{}), 10)
	assert.Len(t, e.List(ashburn, "residency_bucket", config, acctest.ListOptions{Limit: 4}), 4)
}

func TestListBucket_anotherRegionWithResource(t *testing.T) {
	t.Parallel()
	e := withBuckets(t, 1)
	config := map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "region": "phx"}
	results := e.List(ashburn, "residency_bucket", config, acctest.ListOptions{IncludeResource: true})
	require.Len(t, results, 1)
	assert.Equal(t, phoenix, results[0].Resource["region"])
	assert.Equal(t, "US", results[0].Resource["country"])
	assert.Equal(t, "us-phoenix-1/n/sandbox/b/west", results[0].Resource["id"])
	assert.Equal(t, "Disabled", results[0].Resource["versioning"])
	assert.Equal(t, false, results[0].Resource["force_destroy"])
}

func TestListBucket_faults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config map[string]any
		says   string
	}{
		"region":      {map[string]any{"region": "us-ashbrun-1"}, "Did you mean us-ashburn-1"},
		"compartment": {map[string]any{"compartment_id": "ocid1.compartment.oc1..aaaanosuch"}, "Oracle answered 404"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			config := map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "namespace": "sandbox"}
			maps.Copy(config, test.config)
			results := e.List(ashburn, "residency_bucket", config, acctest.ListOptions{})
			require.Len(t, results, 1)
			assert.Contains(t, results[0].Error, test.says)
		})
	}
}
