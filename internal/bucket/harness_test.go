package bucket_test

import (
	"context"
	"fmt"
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
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_bucket.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
	singapore = "ap-singapore-1"
)

// block is the bucket of most tests, called records, with further lines.
func block(e *acctest.Env, lines ...string) string {
	return fmt.Sprintf("resource \"residency_bucket\" \"test\" {\n  compartment_id = %q\n  namespace = %q\n  name = \"records\"\n  %s\n}\n",
		e.Sandbox.CompartmentOCID(), e.Sandbox.Namespace(), strings.Join(lines, "\n  "))
}

// in is a configuration in Ashburn with the block.
func in(e *acctest.Env, lines ...string) string { return e.ProviderHCL(ashburn) + block(e, lines...) }

func run(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: steps})
}

// value checks an attribute of the state.
func value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

// planned checks an attribute of the plan.
func planned(attribute string, check knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

func does(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, action)
}

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// hands is what somebody does without Terraform.
type hands struct {
	t         *testing.T
	client    *objectstorage.ObjectStorageClient
	namespace string
}

func byHand(t *testing.T, e *acctest.Env, region string) hands {
	t.Helper()
	client, err := e.Session("admin").ObjectStorage(region)
	require.NoError(t, err)
	return hands{t, client, e.Sandbox.Namespace()}
}

func (h hands) get(name string) objectstorage.Bucket {
	h.t.Helper()
	answer, err := h.client.GetBucket(context.Background(), objectstorage.GetBucketRequest{
		NamespaceName: &h.namespace, BucketName: &name, Fields: []objectstorage.GetBucketFieldsEnum{objectstorage.GetBucketFieldsAutotiering},
	})
	require.NoError(h.t, err)
	return answer.Bucket
}

func (h hands) exists(name string) bool {
	h.t.Helper()
	_, err := h.client.GetBucket(context.Background(), objectstorage.GetBucketRequest{NamespaceName: &h.namespace, BucketName: &name})
	if err != nil {
		require.True(h.t, oci.IsNotFound(err), "%v", err)
	}
	return err == nil
}

func (h hands) create(details objectstorage.CreateBucketDetails) {
	h.t.Helper()
	_, err := h.client.CreateBucket(context.Background(), objectstorage.CreateBucketRequest{NamespaceName: &h.namespace, CreateBucketDetails: details})
	require.NoError(h.t, err)
}

func (h hands) update(name string, details objectstorage.UpdateBucketDetails) {
	h.t.Helper()
	_, err := h.client.UpdateBucket(context.Background(), objectstorage.UpdateBucketRequest{NamespaceName: &h.namespace, BucketName: &name, UpdateBucketDetails: details})
	require.NoError(h.t, err)
}

func (h hands) delete(name string) {
	h.t.Helper()
	_, err := h.client.DeleteBucket(context.Background(), objectstorage.DeleteBucketRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
}

func (h hands) rules(name string) []objectstorage.RetentionRuleSummary {
	h.t.Helper()
	answer, err := h.client.ListRetentionRules(context.Background(), objectstorage.ListRetentionRulesRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
	return answer.RetentionRuleCollection.Items
}

// replicate adds a policy and returns its id.
func (h hands) replicate(name, region, destination string) string {
	h.t.Helper()
	policy := "by-hand"
	answer, err := h.client.CreateReplicationPolicy(context.Background(), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &h.namespace, BucketName: &name,
		CreateReplicationPolicyDetails: objectstorage.CreateReplicationPolicyDetails{
			Name: &policy, DestinationRegionName: &region, DestinationBucketName: &destination,
		},
	})
	require.NoError(h.t, err)
	return *answer.Id
}

func (h hands) policies(name string) int {
	h.t.Helper()
	answer, err := h.client.ListReplicationPolicies(context.Background(), objectstorage.ListReplicationPoliciesRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
	return len(answer.Items)
}

func (h hands) endReplication(name string) {
	h.t.Helper()
	answer, err := h.client.ListReplicationPolicies(context.Background(), objectstorage.ListReplicationPoliciesRequest{NamespaceName: &h.namespace, BucketName: &name})
	require.NoError(h.t, err)
	for _, policy := range answer.Items {
		_, err := h.client.DeleteReplicationPolicy(context.Background(), objectstorage.DeleteReplicationPolicyRequest{
			NamespaceName: &h.namespace, BucketName: &name, ReplicationId: policy.Id,
		})
		require.NoError(h.t, err)
	}
}

// none asserts that the provider has sent no request.
func none(t *testing.T, e *acctest.Env) {
	t.Helper()
	assert.Empty(t, e.Requests(nil))
}

func method(want, suffix string) func(sandbox.Entry) bool {
	return func(entry sandbox.Entry) bool { return entry.Method == want && strings.HasSuffix(entry.Path, suffix) }
}

// key is the OCID of a master key in a region.
func key(region string) string { return "ocid1.key.oc1." + region + ".vaultextension.abcdefghijklmnop" }

type terraformState = terraform.State

func later() time.Time { return time.Now().Add(time.Hour) }
