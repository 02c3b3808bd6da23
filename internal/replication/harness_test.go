package replication_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/replication"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_bucket_replication.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
	singapore = "ap-singapore-1"
)

func TestMain(m *testing.M) {
	replication.SetPatience(1500 * time.Millisecond)
	os.Exit(m.Run())
}

// bucket is a bucket called like its label.
func bucket(e *acctest.Env, label, region string, lines ...string) string {
	return fmt.Sprintf("resource \"residency_bucket\" %q {\n  compartment_id = %q\n  namespace = %q\n  name = %q\n  region = %q\n  %s\n}\n",
		label, e.Sandbox.CompartmentOCID(), e.Sandbox.Namespace(), label, region, strings.Join(lines, "\n  "))
}

// buckets are the source, in Ashburn, and the destination, in Phoenix.
func buckets(e *acctest.Env) string {
	return bucket(e, "source", ashburn) + bucket(e, "replica", phoenix)
}

// block is the replication of most tests, with further lines. A line with one of its arguments takes the argument's place.
func block(e *acctest.Env, lines ...string) string {
	arguments := []string{
		fmt.Sprintf("namespace = %q", e.Sandbox.Namespace()),
		`bucket = "source"`,
		`name = "to-phoenix"`,
		`destination_bucket_name = "replica"`,
		`destination_region_name = "us-phoenix-1"`,
		`depends_on = [residency_bucket.source, residency_bucket.replica]`,
	}
	kept := lines
	for _, argument := range arguments {
		if name, _, _ := strings.Cut(argument, " ="); !has(lines, name) {
			kept = append(kept, argument)
		}
	}
	return "resource \"residency_bucket_replication\" \"test\" {\n  " + strings.Join(kept, "\n  ") + "\n}\n"
}

func has(lines []string, argument string) bool {
	for _, line := range lines {
		if strings.HasPrefix(line, argument+" ") {
			return true
		}
	}
	return false
}

// in is a whole configuration in Ashburn.
func in(e *acctest.Env, lines ...string) string {
	return e.ProviderHCL(ashburn) + buckets(e) + block(e, lines...)
}

// alone is a configuration of the replication only; the buckets are made by hand.
func alone(e *acctest.Env, lines ...string) string {
	return e.ProviderHCL(ashburn) + block(e, append(lines, "depends_on = []")...)
}

func run(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: steps})
}

func state(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

func planned(attribute string, check knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

func unknown(attribute string) plancheck.PlanCheck {
	return plancheck.ExpectUnknownValue(address, tfjsonpath.New(attribute))
}

func does(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, action)
}

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// checked runs assertions after an apply.
func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error { check(); return nil }
}

// hands is what somebody does without Terraform, in one region.
type hands struct {
	t         *testing.T
	env       *acctest.Env
	client    *objectstorage.ObjectStorageClient
	namespace string
}

func byHand(t *testing.T, e *acctest.Env, region string) hands {
	t.Helper()
	client, err := e.Session("admin").ObjectStorage(region)
	require.NoError(t, err)
	return hands{t, e, client, e.Sandbox.Namespace()}
}

func (h hands) create(name string, tags map[string]string) {
	h.t.Helper()
	compartment := h.env.Sandbox.CompartmentOCID()
	_, err := h.client.CreateBucket(h.t.Context(), objectstorage.CreateBucketRequest{
		NamespaceName:       &h.namespace,
		CreateBucketDetails: objectstorage.CreateBucketDetails{Name: &name, CompartmentId: &compartment, FreeformTags: tags},
	})
	require.NoError(h.t, err)
}

func (h hands) get(name string) objectstorage.Bucket {
	h.t.Helper()
	answer, err := h.client.GetBucket(h.t.Context(), objectstorage.GetBucketRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
	return answer.Bucket
}

func (h hands) mark(name string) string { return h.get(name).FreeformTags[placement.ReplicaTag] }

func (h hands) readOnly(name string) bool { return *h.get(name).IsReadOnly }

func (h hands) remove(name string) {
	h.t.Helper()
	_, err := h.client.DeleteBucket(h.t.Context(), objectstorage.DeleteBucketRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
}

func (h hands) makeWritable(name string) {
	h.t.Helper()
	_, err := h.client.MakeBucketWritable(h.t.Context(), objectstorage.MakeBucketWritableRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
}

// replicate adds a policy and returns its id.
func (h hands) replicate(bucket, name, region, destination string) string {
	h.t.Helper()
	answer, err := h.client.CreateReplicationPolicy(h.t.Context(), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &h.namespace, BucketName: &bucket,
		CreateReplicationPolicyDetails: objectstorage.CreateReplicationPolicyDetails{
			Name: &name, DestinationRegionName: &region, DestinationBucketName: &destination,
		},
	})
	require.NoError(h.t, err)
	return *answer.Id
}

func (h hands) policies(bucket string) []objectstorage.ReplicationPolicySummary {
	h.t.Helper()
	answer, err := h.client.ListReplicationPolicies(h.t.Context(), objectstorage.ListReplicationPoliciesRequest{NamespaceName: &h.namespace, BucketName: &bucket})
	if oci.IsNotFound(err) {
		return nil
	}
	require.NoError(h.t, err)
	return answer.Items
}

// end deletes all policies of a bucket.
func (h hands) end(bucket string) {
	h.t.Helper()
	for _, p := range h.policies(bucket) {
		_, err := h.client.DeleteReplicationPolicy(h.t.Context(), objectstorage.DeleteReplicationPolicyRequest{NamespaceName: &h.namespace, BucketName: &bucket, ReplicationId: p.Id})
		require.NoError(h.t, err)
	}
}

// pair makes the two buckets by hand.
func pair(t *testing.T, e *acctest.Env) {
	t.Helper()
	byHand(t, e, ashburn).create("source", nil)
	byHand(t, e, phoenix).create("replica", nil)
}

// none asserts that the provider has sent no request.
func none(t *testing.T, e *acctest.Env) {
	t.Helper()
	assert.Empty(t, e.Requests(nil))
}

func method(want, part string) func(sandbox.Entry) bool {
	return func(entry sandbox.Entry) bool { return entry.Method == want && strings.Contains(entry.Path, part) }
}

// policyRequest says whether a request is for one replication policy, or with POST for a new one.
func policyRequest(r *http.Request, method string) bool {
	return r.Method == method && strings.Contains(r.URL.Path, "/replicationPolicies")
}
