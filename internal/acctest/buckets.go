package acctest

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// Buckets is what somebody does with the buckets of a region without Terraform.
type Buckets struct {
	T         *testing.T
	Client    *objectstorage.ObjectStorageClient
	Namespace string
}

// Buckets are those of a region, in the hands of the sandbox's administrator.
func (e *Env) Buckets(t *testing.T, region string) Buckets {
	t.Helper()
	client, err := e.Session("admin").ObjectStorage(region)
	require.NoError(t, err)
	return Buckets{t, client, e.Sandbox.Namespace()}
}

// Create makes a bucket.
func (b Buckets) Create(details objectstorage.CreateBucketDetails) {
	b.T.Helper()
	_, err := b.Client.CreateBucket(b.T.Context(), objectstorage.CreateBucketRequest{NamespaceName: &b.Namespace, CreateBucketDetails: details})
	require.NoError(b.T, err)
}

// Get reads a bucket, auto-tiering included.
func (b Buckets) Get(name string) objectstorage.Bucket {
	b.T.Helper()
	answer, err := b.Client.GetBucket(b.T.Context(), objectstorage.GetBucketRequest{
		NamespaceName: &b.Namespace, BucketName: &name, Fields: []objectstorage.GetBucketFieldsEnum{objectstorage.GetBucketFieldsAutotiering},
	})
	require.NoError(b.T, err)
	return answer.Bucket
}

// Delete deletes an empty bucket.
func (b Buckets) Delete(name string) {
	b.T.Helper()
	_, err := b.Client.DeleteBucket(b.T.Context(), objectstorage.DeleteBucketRequest{NamespaceName: &b.Namespace, BucketName: &name})
	require.NoError(b.T, err)
}

// Replicate makes a replication policy and returns its id.
func (b Buckets) Replicate(name, policy, region, destination string) string {
	b.T.Helper()
	answer, err := b.Client.CreateReplicationPolicy(b.T.Context(), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &b.Namespace, BucketName: &name,
		CreateReplicationPolicyDetails: objectstorage.CreateReplicationPolicyDetails{
			Name: &policy, DestinationRegionName: &region, DestinationBucketName: &destination,
		},
	})
	require.NoError(b.T, err)
	return *answer.Id
}

// Policies are a bucket's replication policies; a bucket that is not there has none.
func (b Buckets) Policies(name string) []objectstorage.ReplicationPolicySummary {
	b.T.Helper()
	answer, err := b.Client.ListReplicationPolicies(b.T.Context(), objectstorage.ListReplicationPoliciesRequest{NamespaceName: &b.Namespace, BucketName: &name})
	if oci.IsNotFound(err) {
		return nil
	}
	require.NoError(b.T, err)
	return answer.Items
}

// EndReplication deletes all replication policies of a bucket.
func (b Buckets) EndReplication(name string) {
	b.T.Helper()
	for _, policy := range b.Policies(name) {
		_, err := b.Client.DeleteReplicationPolicy(b.T.Context(), objectstorage.DeleteReplicationPolicyRequest{
			NamespaceName: &b.Namespace, BucketName: &name, ReplicationId: policy.Id,
		})
		require.NoError(b.T, err)
	}
}
