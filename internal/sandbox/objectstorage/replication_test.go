package objectstorage_test

import (
	"testing"
	"time"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

func (e *env) tryReplicate(region, bucket, toRegion, toBucket string) (oss.ReplicationPolicy, error) {
	got, err := e.client(region).CreateReplicationPolicy(e.t.Context(), oss.CreateReplicationPolicyRequest{
		NamespaceName: new(namespace), BucketName: &bucket,
		CreateReplicationPolicyDetails: oss.CreateReplicationPolicyDetails{
			Name: new("to-" + toBucket), DestinationRegionName: &toRegion, DestinationBucketName: &toBucket,
		},
	})
	return got.ReplicationPolicy, err
}

func (e *env) replicate(region, bucket, toRegion, toBucket string) oss.ReplicationPolicy {
	e.t.Helper()
	p, err := e.tryReplicate(region, bucket, toRegion, toBucket)
	require.NoError(e.t, err)
	return p
}

func (e *env) policy(region, bucket string, id *string) oss.ReplicationPolicy {
	e.t.Helper()
	got, err := e.client(region).GetReplicationPolicy(e.t.Context(), oss.GetReplicationPolicyRequest{
		NamespaceName: new(namespace), BucketName: &bucket, ReplicationId: id,
	})
	require.NoError(e.t, err)
	return got.ReplicationPolicy
}

func (e *env) tryDeletePolicy(region, bucket string, id *string) error {
	_, err := e.client(region).DeleteReplicationPolicy(e.t.Context(), oss.DeleteReplicationPolicyRequest{
		NamespaceName: new(namespace), BucketName: &bucket, ReplicationId: id,
	})
	return err
}

func (e *env) tryMakeWritable(region, bucket string) error {
	_, err := e.client(region).MakeBucketWritable(e.t.Context(), oss.MakeBucketWritableRequest{NamespaceName: new(namespace), BucketName: &bucket})
	return err
}

func (e *env) sources(region, bucket string) []oss.ReplicationSource {
	e.t.Helper()
	got, err := e.client(region).ListReplicationSources(e.t.Context(), oss.ListReplicationSourcesRequest{NamespaceName: new(namespace), BucketName: &bucket})
	require.NoError(e.t, err)
	return got.Items
}

func TestReplication(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "from")
	e.createBucket(frankfurt, "to")
	e.put(ashburn, "from", "before", "not replicated")
	e.put(frankfurt, "to", "o", "overwritten by replication")
	p := e.replicate(ashburn, "from", frankfurt, "to")
	require.Equal(t, oss.ReplicationPolicyStatusActive, p.Status)
	require.Equal(t, "The policy is active.", *p.StatusMessage)
	require.Equal(t, frankfurt, *p.DestinationRegionName)
	require.Equal(t, "to", *p.DestinationBucketName)
	require.Equal(t, e.Now(), p.TimeCreated.Time)
	require.NotNil(t, p.TimeLastSync)
	require.True(t, *e.getBucket(ashburn, "from").ReplicationEnabled)
	require.False(t, *e.getBucket(ashburn, "from").IsReadOnly)
	require.True(t, *e.getBucket(frankfurt, "to").IsReadOnly)
	require.False(t, *e.getBucket(frankfurt, "to").ReplicationEnabled)
	require.Equal(t, []oss.ReplicationSource{{PolicyName: new("to-to"), SourceRegionName: new(ashburn), SourceBucketName: new("from")}}, e.sources(frankfurt, "to"))
	require.Empty(t, e.sources(ashburn, "from"))

	put := e.put(ashburn, "from", "o", "one", func(r *oss.PutObjectRequest) { r.OpcMeta = map[string]string{"k": "v"} })
	text, replica, err := e.tryGet(frankfurt, "to", "o")
	require.NoError(t, err)
	require.Equal(t, "one", text)
	require.Equal(t, *put.ETag, *replica.ETag, "a replica has its source's etag")
	require.Equal(t, map[string]string{"k": "v"}, replica.OpcMeta)
	require.Equal(t, []string{"o"}, e.names(frankfurt, "to"))

	e.put(ashburn, "from", "o", "two")
	require.Equal(t, "two", e.get(frankfurt, "to", "o"))
	_, err = e.client(ashburn).RenameObject(t.Context(), oss.RenameObjectRequest{
		NamespaceName: new(namespace), BucketName: new("from"), RenameObjectDetails: oss.RenameObjectDetails{SourceName: new("o"), NewName: new("n")},
	})
	require.NoError(t, err)
	require.Equal(t, []string{"n"}, e.names(frankfurt, "to"))
	u := e.startUpload(ashburn, "from", "parts")
	_, err = u.commit(nil, u.part(1, "a"), u.part(2, "b"))
	require.NoError(t, err)
	require.Equal(t, "ab", e.get(frankfurt, "to", "parts"))
	e.delete(ashburn, "from", "n")
	e.delete(ashburn, "from", "before")
	require.Equal(t, []string{"parts"}, e.names(frankfurt, "to"))

	list, err := e.client(ashburn).ListReplicationPolicies(t.Context(), oss.ListReplicationPoliciesRequest{NamespaceName: new(namespace), BucketName: new("from")})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	require.Equal(t, *p.Id, *list.Items[0].Id)
}

func TestReplication_destinationIsReadOnly(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "from")
	e.createBucket(frankfurt, "to")
	u := e.startUpload(frankfurt, "to", "lingering")
	part := u.part(1, "x")
	e.replicate(ashburn, "from", frankfurt, "to")
	e.put(ashburn, "from", "o", "text")
	c := e.client(frankfurt)
	readOnly := func(err error) {
		t.Helper()
		refused(t, err, 403, "BucketIsReadonly")
		require.ErrorContains(t, err, "Bucket 'to' in namespace 'acme' is in read-only state")
	}
	_, err := e.tryPut(frankfurt, "to", "o", "x")
	readOnly(err)
	_, err = e.tryPut(frankfurt, "to", "new", "x")
	readOnly(err)
	_, err = e.tryDelete(frankfurt, "to", "o")
	readOnly(err)
	_, err = c.RenameObject(t.Context(), oss.RenameObjectRequest{
		NamespaceName: new(namespace), BucketName: new("to"), RenameObjectDetails: oss.RenameObjectDetails{SourceName: new("o"), NewName: new("n")},
	})
	readOnly(err)
	_, err = u.commit(nil, part)
	readOnly(err)
	_, err = e.tryRule(frankfurt, "to", oss.CreateRetentionRuleDetails{Duration: days(1)})
	readOnly(err)
	readOnly(e.deleteBucket(frankfurt, "to"))
	refused(t, e.update(frankfurt, "to", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningEnabled}), 409, "Conflict")
	require.NoError(t, e.update(frankfurt, "to", oss.UpdateBucketDetails{FreeformTags: map[string]string{"a": "b"}}), "its settings are the owner's")
	require.NoError(t, u.abort(), "the way to be rid of what lingers")
	require.Equal(t, "text", e.get(frankfurt, "to", "o"))

	e.put(ashburn, "from", "copied", "x")
	id, err := e.client(ashburn).CopyObject(t.Context(), oss.CopyObjectRequest{
		NamespaceName: new(namespace), BucketName: new("from"), CopyObjectDetails: oss.CopyObjectDetails{
			SourceObjectName: new("copied"), DestinationRegion: new(frankfurt), DestinationNamespace: new(namespace),
			DestinationBucket: new("to"), DestinationObjectName: new("copy"),
		},
	})
	require.NoError(t, err)
	require.Equal(t, "BucketIsReadonly", e.workError(*id.OpcWorkRequestId))
	refused(t, e.deleteBucket(ashburn, "from"), 403, "BucketReplicationEnabled")
}

func TestReplication_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		e.createBucket(ashburn, name)
		e.createBucket(frankfurt, name)
	}
	e.createBucket(frankfurt, "versioned", versioned)
	e.createBucket(frankfurt, "ruled")
	e.createRule(frankfurt, "ruled", days(1), nil)
	e.replicate(ashburn, "a", frankfurt, "a")
	for _, c := range []struct {
		name, region, bucket, toRegion, toBucket string
		status                                   int
		code                                     string
	}{
		{"second policy", ashburn, "a", frankfurt, "b", 409, "ReplicationPolicyConflict"},
		{"second source", ashburn, "b", frankfurt, "a", 409, "ReplicationOptionsConflict"},
		{"chain from a destination", frankfurt, "a", ashburn, "c", 409, "ReplicationPolicyConflict"},
		{"chain to a source", ashburn, "b", ashburn, "a", 409, "ReplicationOptionsConflict"},
		{"itself", ashburn, "b", ashburn, "b", 400, "InvalidReplicationOptions"},
		{"destination with versioning", ashburn, "b", frankfurt, "versioned", 409, "ReplicationOptionsConflict"},
		{"destination with rules", ashburn, "b", frankfurt, "ruled", 409, "ReplicationOptionsConflict"},
		{"region that is not subscribed", ashburn, "b", "eu-zurich-1", "b", 400, "InvalidRegion"},
		{"invented region", ashburn, "b", "narnia-1", "b", 400, "InvalidRegion"},
		{"key of a region", ashburn, "b", "fra", "b", 400, "InvalidRegion"},
		{"no source", ashburn, "none", frankfurt, "b", 404, "BucketNotFound"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := e.tryReplicate(c.region, c.bucket, c.toRegion, c.toBucket)
			refused(t, err, c.status, c.code)
		})
	}
	requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b/replicationPolicies",
		`{"name":"a b","destinationRegionName":"`+frankfurt+`","destinationBucketName":"b"}`, "Authorization", "signed"), 400, "InvalidReplicationPolicyName")
	requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b/replicationPolicies",
		`{"name":"p","destinationRegionName":"`+frankfurt+`"}`, "Authorization", "signed"), 400, "MissingBucketName")
	require.False(t, *e.getBucket(frankfurt, "b").IsReadOnly, "what is refused marks nothing")
	require.NoError(t, e.update(ashburn, "a", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningEnabled}), "a source may have versions")
	e.replicate(ashburn, "c", ashburn, "d") // within a region
	e.put(ashburn, "c", "o", "x")
	require.Equal(t, []string{"o"}, e.names(ashburn, "d"))
}

func TestReplication_missingDestination(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "from")
	p := e.replicate(ashburn, "from", frankfurt, "to")
	require.Equal(t, oss.ReplicationPolicyStatusClientError, p.Status)
	require.Contains(t, *p.StatusMessage, "The destination bucket 'to' does not exist in region 'eu-frankfurt-1'.")
	e.put(ashburn, "from", "o", "waits")

	// "Once the user fixes the issue described in the status message, the status will become ACTIVE."
	e.createBucket(frankfurt, "to")
	p = e.policy(ashburn, "from", p.Id)
	require.Equal(t, oss.ReplicationPolicyStatusActive, p.Status)
	require.True(t, *e.getBucket(frankfurt, "to").IsReadOnly)
	require.Equal(t, "waits", e.get(frankfurt, "to", "o"))

	e.createBucket(ashburn, "second")
	p = e.replicate(ashburn, "second", frankfurt, "late")
	e.createBucket(frankfurt, "late", versioned)
	p = e.policy(ashburn, "second", p.Id)
	require.Equal(t, oss.ReplicationPolicyStatusClientError, p.Status)
	require.Contains(t, *p.StatusMessage, "has versioning enabled")
}

func TestReplication_pace(t *testing.T) {
	t.Parallel()
	e := newEnv(t, pace("policy", time.Minute), pace("replication", 10*time.Second))
	e.createBucket(ashburn, "from")
	e.createBucket(frankfurt, "to")
	p := e.replicate(ashburn, "from", frankfurt, "to")
	require.EqualValues(t, "CREATING", p.Status)
	require.True(t, *e.getBucket(frankfurt, "to").IsReadOnly)
	e.put(ashburn, "from", "early", "1")
	e.Advance(59 * time.Second)
	require.EqualValues(t, "CREATING", e.policy(ashburn, "from", p.Id).Status)
	require.Empty(t, e.names(frankfurt, "to"))
	e.Advance(time.Second)
	require.Equal(t, oss.ReplicationPolicyStatusActive, e.policy(ashburn, "from", p.Id).Status)
	require.Equal(t, []string{"early"}, e.names(frankfurt, "to"))

	written := e.Now()
	e.put(ashburn, "from", "late", "2")
	e.Advance(9 * time.Second)
	require.Equal(t, []string{"early"}, e.names(frankfurt, "to"))
	require.Equal(t, written, e.policy(ashburn, "from", p.Id).TimeLastSync.Time, "what was changed before has arrived, what was changed then has not")
	e.Advance(time.Second)
	require.Equal(t, []string{"early", "late"}, e.names(frankfurt, "to"))
	require.Equal(t, e.Now(), e.policy(ashburn, "from", p.Id).TimeLastSync.Time)
}

func TestReplication_ends(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "from")
	e.createBucket(frankfurt, "to")
	p := e.replicate(ashburn, "from", frankfurt, "to")
	e.put(ashburn, "from", "o", "1")
	refused(t, e.tryDeletePolicy(ashburn, "from", new("none")), 404, "NotFound")
	require.NoError(t, e.tryDeletePolicy(ashburn, "from", p.Id))
	refused(t, e.tryDeletePolicy(ashburn, "from", p.Id), 404, "NotFound")
	require.False(t, *e.getBucket(ashburn, "from").ReplicationEnabled)
	e.put(ashburn, "from", "o", "2")
	require.Equal(t, "1", e.get(frankfurt, "to", "o"), "what is there stays as it is")

	require.True(t, *e.getBucket(frankfurt, "to").IsReadOnly, "the destination stays read-only until it is made writable")
	require.Empty(t, e.sources(frankfurt, "to"))
	p = e.replicate(ashburn, "from", frankfurt, "to") // "To replicate to that target destination again, create a new policy."
	require.Equal(t, oss.ReplicationPolicyStatusActive, p.Status)
	require.NoError(t, e.tryDeletePolicy(ashburn, "from", p.Id))
	_, err := e.tryPut(frankfurt, "to", "o", "3")
	refused(t, err, 403, "BucketIsReadonly")
	require.NoError(t, e.tryMakeWritable(frankfurt, "to"))
	refused(t, e.tryMakeWritable(frankfurt, "to"), 409, "BucketNotReadOnly")
	e.put(frankfurt, "to", "o", "3")

	p = e.replicate(ashburn, "from", frankfurt, "to")
	require.NoError(t, e.tryMakeWritable(frankfurt, "to"))
	p = e.policy(ashburn, "from", p.Id)
	require.Equal(t, oss.ReplicationPolicyStatusClientError, p.Status, "the source's policy remains, in error")
	e.put(ashburn, "from", "o", "4")
	require.Equal(t, "3", e.get(frankfurt, "to", "o"))
	require.NoError(t, e.tryDeletePolicy(ashburn, "from", p.Id))
	p = e.replicate(ashburn, "from", frankfurt, "to")
	require.Equal(t, oss.ReplicationPolicyStatusActive, p.Status)
	require.NoError(t, e.tryDeletePolicy(ashburn, "from", p.Id))
	require.NoError(t, e.tryMakeWritable(frankfurt, "to"))
	e.delete(frankfurt, "to", "o")
	require.NoError(t, e.deleteBucket(frankfurt, "to"))
}

func TestReplication_versionsAndKeys(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "from", versioned)
	e.createBucket(frankfurt, "to", func(d *oss.CreateBucketDetails) { d.StorageTier = oss.CreateBucketDetailsStorageTierArchive })
	e.replicate(ashburn, "from", frankfurt, "to")
	e.put(ashburn, "from", "o", "1")
	second := e.put(ashburn, "from", "o", "2")
	require.Len(t, listAllVersions(t, e, frankfurt, "to"), 1, "only the latest version is replicated")
	e.delete(ashburn, "from", "o", deleteVersion(second.VersionId))
	head, err := e.client(frankfurt).HeadObject(t.Context(), oss.HeadObjectRequest{NamespaceName: new(namespace), BucketName: new("to"), ObjectName: new("o")})
	require.NoError(t, err)
	require.Equal(t, md5Of("1"), *head.ContentMd5, "the version before is the latest again")
	require.Equal(t, oss.HeadObjectStorageTierArchive, head.StorageTier, "the tier is the destination's")
	e.delete(ashburn, "from", "o")
	require.Empty(t, e.names(frankfurt, "to"), "a delete marker deletes the replica")

	customer := "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="
	sum := sha256Of("kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk")
	e.put(ashburn, "from", "secret", "x", func(r *oss.PutObjectRequest) {
		r.OpcSseCustomerAlgorithm, r.OpcSseCustomerKey, r.OpcSseCustomerKeySha256 = new("AES256"), &customer, &sum
	})
	require.Empty(t, e.names(frankfurt, "to"), "what is encrypted with a customer's key stays behind")
}
