package objectstorage_test

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

// uploading is a multipart upload under way.
type uploading struct {
	e              *env
	region, bucket string
	object         string
	id             *string
}

func (e *env) startUpload(region, bucket, object string, change ...func(*oss.CreateMultipartUploadRequest)) uploading {
	e.t.Helper()
	r := oss.CreateMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: &bucket, CreateMultipartUploadDetails: oss.CreateMultipartUploadDetails{Object: &object},
	}
	for _, c := range change {
		c(&r)
	}
	got, err := e.client(region).CreateMultipartUpload(e.t.Context(), r)
	require.NoError(e.t, err)
	require.Equal(e.t, object, *got.Object)
	require.NotEmpty(e.t, *got.Location)
	return uploading{e, region, bucket, object, got.UploadId}
}

func (u uploading) tryPart(number int, text string, change ...func(*oss.UploadPartRequest)) (oss.UploadPartResponse, error) {
	r := oss.UploadPartRequest{
		NamespaceName: new(namespace), BucketName: &u.bucket, ObjectName: &u.object, UploadId: u.id,
		UploadPartNum: &number, UploadPartBody: body(text), ContentLength: new(int64(len(text))),
	}
	for _, c := range change {
		c(&r)
	}
	return u.e.client(u.region).UploadPart(u.e.t.Context(), r)
}

func (u uploading) part(number int, text string) oss.CommitMultipartUploadPartDetails {
	u.e.t.Helper()
	got, err := u.tryPart(number, text)
	require.NoError(u.e.t, err)
	require.Equal(u.e.t, md5Of(text), *got.OpcContentMd5)
	return oss.CommitMultipartUploadPartDetails{PartNum: &number, Etag: got.ETag}
}

func (u uploading) commit(exclude []int, parts ...oss.CommitMultipartUploadPartDetails) (oss.CommitMultipartUploadResponse, error) {
	return u.e.client(u.region).CommitMultipartUpload(u.e.t.Context(), oss.CommitMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: &u.bucket, ObjectName: &u.object, UploadId: u.id,
		CommitMultipartUploadDetails: oss.CommitMultipartUploadDetails{
			PartsToCommit: append([]oss.CommitMultipartUploadPartDetails{}, parts...), PartsToExclude: exclude,
		},
	})
}

func (u uploading) abort() error {
	_, err := u.e.client(u.region).AbortMultipartUpload(u.e.t.Context(), oss.AbortMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: &u.bucket, ObjectName: &u.object, UploadId: u.id,
	})
	return err
}

func TestMultipart_commit(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	u := e.startUpload(ashburn, "b", "dir/big", func(r *oss.CreateMultipartUploadRequest) {
		r.ContentType, r.CacheControl = new("text/plain"), new("no-cache")
		r.Metadata = map[string]string{"opc-meta-Owner": "ledger"}
		r.StorageTier = oss.StorageTierInfrequentAccess
	})
	large := strings.Repeat("ab", 50_000)
	second := u.part(2, large)
	u.part(3, "excluded")
	u.part(1, "replaced")
	first := u.part(1, "FIRST ")
	require.Empty(t, e.names(ashburn, "b"), "nothing is there before the commit")

	parts, err := e.client(ashburn).ListMultipartUploadParts(t.Context(), oss.ListMultipartUploadPartsRequest{
		NamespaceName: new(namespace), BucketName: new("b"), ObjectName: new("dir/big"), UploadId: u.id, Limit: new(2),
	})
	require.NoError(t, err)
	require.Len(t, parts.Items, 2)
	require.Equal(t, 1, *parts.Items[0].PartNumber)
	require.Equal(t, md5Of("FIRST "), *parts.Items[0].Md5)
	require.Equal(t, *first.Etag, *parts.Items[0].Etag)
	require.Equal(t, int64(100_000), *parts.Items[1].Size)
	parts, err = e.client(ashburn).ListMultipartUploadParts(t.Context(), oss.ListMultipartUploadPartsRequest{
		NamespaceName: new(namespace), BucketName: new("b"), ObjectName: new("dir/big"), UploadId: u.id, Page: parts.OpcNextPage,
	})
	require.NoError(t, err)
	require.Len(t, parts.Items, 1)

	got, err := u.commit([]int{3}, second, first)
	require.NoError(t, err)
	one, two := md5.Sum([]byte("FIRST ")), md5.Sum([]byte(large))
	whole := md5.Sum(append(one[:], two[:]...))
	want := base64.StdEncoding.EncodeToString(whole[:]) + "-2"
	require.Equal(t, want, *got.OpcMultipartMd5)
	require.NotEmpty(t, *got.VersionId)

	text, object, err := e.tryGet(ashburn, "b", "dir/big")
	require.NoError(t, err)
	require.Equal(t, "FIRST "+large, text)
	require.Nil(t, object.ContentMd5)
	require.Equal(t, want, *object.OpcMultipartMd5)
	require.Equal(t, "text/plain", *object.ContentType)
	require.Equal(t, "no-cache", *object.CacheControl)
	require.Equal(t, map[string]string{"owner": "ledger"}, object.OpcMeta)
	require.Equal(t, oss.GetObjectStorageTierInfrequentaccess, object.StorageTier)
	across := e.get(ashburn, "b", "dir/big", func(r *oss.GetObjectRequest) { r.Range = new("bytes=3-8") })
	require.Equal(t, "ST aba", across, "a range over the seam of two parts")

	_, err = u.commit(nil, first)
	refused(t, err, 404, "UploadNotFound")
	_, err = u.tryPart(4, "late")
	refused(t, err, 404, "UploadNotFound")
}

func TestMultipart_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	u := e.startUpload(ashburn, "b", "o")
	first := u.part(1, "one")
	second := u.part(2, "two")
	other := oss.CommitMultipartUploadPartDetails{PartNum: new(1), Etag: new("stale")}
	for _, c := range []struct {
		exclude []int
		parts   []oss.CommitMultipartUploadPartDetails
	}{
		{nil, nil},
		{nil, []oss.CommitMultipartUploadPartDetails{first}},
		{nil, []oss.CommitMultipartUploadPartDetails{other, second}},
		{nil, []oss.CommitMultipartUploadPartDetails{first, first, second}},
		{[]int{1}, []oss.CommitMultipartUploadPartDetails{first, second}},
		{nil, []oss.CommitMultipartUploadPartDetails{first, second, {PartNum: new(3), Etag: first.Etag}}},
	} {
		_, err := u.commit(c.exclude, c.parts...)
		refused(t, err, 400, "InvalidUploadPart")
	}
	for _, number := range []int{0, -1, 10_001} {
		_, err := u.tryPart(number, "x")
		refused(t, err, 400, "InvalidUploadPartNumber")
	}
	_, err := u.tryPart(1, "x", func(r *oss.UploadPartRequest) { r.ContentMD5 = new(md5Of("y")) })
	refused(t, err, 400, "UnmatchedContentMD5")
	_, err = u.tryPart(1, "x", func(r *oss.UploadPartRequest) { r.IfNoneMatch = new("*") })
	refused(t, err, 412, "IfNoneMatchFailed")
	_, err = u.tryPart(3, "x", func(r *oss.UploadPartRequest) { r.IfMatch = new("x") })
	refused(t, err, 412, "IfMatchFailed")
	stray := u
	stray.object = "other"
	_, err = stray.tryPart(1, "x")
	refused(t, err, 404, "UploadNotFound")
	requireAnswer(t, e.plain("PUT", ashburn, "/n/acme/b/b/u/o?uploadPartNum=1", "x", "Authorization", "signed"), 400, "MissingUploadId")

	_, err = e.client(ashburn).CreateMultipartUpload(t.Context(), oss.CreateMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: new("b"),
		CreateMultipartUploadDetails: oss.CreateMultipartUploadDetails{Object: new("m"), Metadata: map[string]string{"owner": "x"}},
	})
	refused(t, err, 400, "InvalidMetadata")
	e.put(ashburn, "b", "there", "x")
	_, err = e.client(ashburn).CreateMultipartUpload(t.Context(), oss.CreateMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: new("b"), IfNoneMatch: new("*"),
		CreateMultipartUploadDetails: oss.CreateMultipartUploadDetails{Object: new("there")},
	})
	refused(t, err, 412, "IfNoneMatchFailed")

	got, err := u.commit(nil, first, second)
	require.NoError(t, err)
	require.NotEmpty(t, *got.ETag)
	require.Equal(t, "onetwo", e.get(ashburn, "b", "o"))
}

func TestMultipart_listAndAbort(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	var all []uploading
	for i := range 5 {
		all = append(all, e.startUpload(ashburn, "b", fmt.Sprintf("o%d", i/2)))
	}
	list := oss.ListMultipartUploadsRequest{NamespaceName: new(namespace), BucketName: new("b"), Limit: new(2)}
	seen := 0
	for {
		got, err := e.client(ashburn).ListMultipartUploads(t.Context(), list)
		require.NoError(t, err)
		seen += len(got.Items)
		if got.OpcNextPage == nil {
			break
		}
		list.Page = got.OpcNextPage
	}
	require.Equal(t, 5, seen)
	for _, u := range all {
		u.part(1, strings.Repeat("x", 100_000))
		require.NoError(t, u.abort())
		refused(t, u.abort(), 404, "UploadNotFound")
	}
	require.NoError(t, e.deleteBucket(ashburn, "b"))
}

func TestMultipart_checksums(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	u := e.startUpload(ashburn, "b", "o", func(r *oss.CreateMultipartUploadRequest) {
		r.OpcChecksumAlgorithm = oss.CreateMultipartUploadOpcChecksumAlgorithmCrc32c
	})
	one, two, three := u.part(1, strings.Repeat("one", 1000)), u.part(2, ""), u.part(3, "three")
	got, err := u.commit(nil, one, two, three)
	require.NoError(t, err)
	require.Equal(t, crc32cOf(strings.Repeat("one", 1000)+"three"), *got.OpcContentCrc32c, "the CRC is the whole object's")
	u = e.startUpload(ashburn, "b", "o", func(r *oss.CreateMultipartUploadRequest) {
		r.OpcChecksumAlgorithm = oss.CreateMultipartUploadOpcChecksumAlgorithmSha256
	})
	got, err = u.commit(nil, u.part(1, "one"))
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(*got.OpcMultipartSha256, "-1"))
	_, object, err := e.tryGet(ashburn, "b", "o")
	require.NoError(t, err)
	require.Equal(t, *got.OpcMultipartSha256, *object.OpcMultipartSha256)
	require.Nil(t, object.OpcContentSha256)
}
