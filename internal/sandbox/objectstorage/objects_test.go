package objectstorage_test

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

func md5Of(text string) string {
	sum := md5.Sum([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func crc32cOf(text string) string {
	sum := crc32.Checksum([]byte(text), crc32.MakeTable(crc32.Castagnoli))
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum))
}

func TestPutObject_roundTrip(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	put := e.put(ashburn, "b", "a/report.txt", "hello", func(r *oss.PutObjectRequest) {
		r.ContentType = new("text/plain")
		r.ContentLanguage = new("en")
		r.ContentEncoding = new("identity")
		r.ContentDisposition = new("inline")
		r.CacheControl = new("no-cache")
		r.ContentMD5 = new(md5Of("hello"))
		r.OpcMeta = map[string]string{"Owner": "ledger", "x-y": "z"}
		r.StorageTier = oss.PutObjectStorageTierInfrequentaccess
	})
	require.Equal(t, md5Of("hello"), *put.OpcContentMd5)
	require.NotEmpty(t, *put.VersionId)
	require.WithinDuration(t, e.Now(), put.LastModified.Time, 0)

	text, got, err := e.tryGet(ashburn, "b", "a/report.txt")
	require.NoError(t, err)
	require.Equal(t, "hello", text)
	require.Equal(t, *put.ETag, *got.ETag)
	require.Equal(t, int64(5), *got.ContentLength)
	require.Equal(t, md5Of("hello"), *got.ContentMd5)
	require.Equal(t, "text/plain", *got.ContentType)
	require.Equal(t, "en", *got.ContentLanguage)
	require.Equal(t, "identity", *got.ContentEncoding)
	require.Equal(t, "inline", *got.ContentDisposition)
	require.Equal(t, "no-cache", *got.CacheControl)
	require.Equal(t, map[string]string{"owner": "ledger", "x-y": "z"}, got.OpcMeta)
	require.Equal(t, oss.GetObjectStorageTierInfrequentaccess, got.StorageTier)
	require.Equal(t, *put.VersionId, *got.VersionId)
	require.WithinDuration(t, e.Now(), got.LastModified.Time, 0)

	head, err := e.client(ashburn).HeadObject(t.Context(), oss.HeadObjectRequest{NamespaceName: new(namespace), BucketName: new("b"), ObjectName: new("a/report.txt")})
	require.NoError(t, err)
	require.Equal(t, int64(5), *head.ContentLength)
	require.Equal(t, *put.ETag, *head.ETag)
	require.Equal(t, map[string]string{"owner": "ledger", "x-y": "z"}, head.OpcMeta)

	again := e.put(ashburn, "b", "a/report.txt", "world!")
	require.NotEqual(t, *put.ETag, *again.ETag)
	text, got, err = e.tryGet(ashburn, "b", "a/report.txt", func(r *oss.GetObjectRequest) {
		r.HttpResponseContentType = new("text/html")
		r.HttpResponseContentDisposition = new("attachment")
	})
	require.NoError(t, err)
	require.Equal(t, "world!", text)
	require.Equal(t, "text/html", *got.ContentType)
	require.Equal(t, "attachment", *got.ContentDisposition)
	require.Empty(t, got.OpcMeta, "the metadata is the new object's")

	b := e.getBucket(ashburn, "b")
	require.Equal(t, int64(1), *b.ApproximateCount)
	require.Equal(t, int64(6), *b.ApproximateSize)
	deleted := e.delete(ashburn, "b", "a/report.txt")
	require.Nil(t, deleted.VersionId)
	_, _, err = e.tryGet(ashburn, "b", "a/report.txt")
	refused(t, err, 404, "ObjectNotFound")
	_, err = e.tryDelete(ashburn, "b", "a/report.txt")
	refused(t, err, 404, "ObjectNotFound")
	require.Zero(t, *e.getBucket(ashburn, "b").ApproximateSize)
}

func TestObjectNames(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	names := []string{
		"a", "a/b", "a//b", "/a", "//", "a/", ".", "..", "../a", "a/../b", "./a", "%2F", "a%20b", "a b", "a+b", "é/ü", "日本", "?x=1",
		"#frag", "a&b=c", "n/acme/b/b/o/x", "\U0001f600", "\x7f", strings.Repeat("x", 1024),
	}
	for _, name := range names {
		e.put(ashburn, "b", name, "text of "+name)
	}
	for _, name := range names {
		require.Equal(t, "text of "+name, e.get(ashburn, "b", name), "%q", name)
		// The same name with its slashes escaped, as other clients write it.
		got := e.plain("GET", ashburn, "/n/acme/b/b/o/"+url.PathEscape(name), "", "Authorization", "signed")
		require.Equal(t, http.StatusOK, got.StatusCode, "%q", name)
	}
	require.ElementsMatch(t, names, e.names(ashburn, "b"))
	for _, name := range names {
		e.delete(ashburn, "b", name)
	}
	require.Empty(t, e.names(ashburn, "b"))

	for _, name := range []string{"a\nb", "a\rb", "a\x00b", strings.Repeat("x", 1025)} {
		_, err := e.tryPut(ashburn, "b", name, "")
		refused(t, err, 400, "InvalidObjectName")
	}
}

func TestPutObject_conditions(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	match := func(etag string) func(*oss.PutObjectRequest) {
		return func(r *oss.PutObjectRequest) { r.IfMatch = &etag }
	}
	noneMatch := func(etag string) func(*oss.PutObjectRequest) {
		return func(r *oss.PutObjectRequest) { r.IfNoneMatch = &etag }
	}
	_, err := e.tryPut(ashburn, "b", "o", "x", match("any"))
	refused(t, err, 412, "IfMatchFailed")
	_, err = e.tryPut(ashburn, "b", "o", "x", match("*"))
	refused(t, err, 412, "IfMatchFailed")
	first := e.put(ashburn, "b", "o", "1", noneMatch("*"))
	_, err = e.tryPut(ashburn, "b", "o", "2", noneMatch("*"))
	refused(t, err, 412, "IfNoneMatchFailed")
	_, err = e.tryPut(ashburn, "b", "o", "2", noneMatch(*first.ETag))
	refused(t, err, 400, "IfNoneMatchDisallowed")
	_, err = e.tryPut(ashburn, "b", "o", "2", match("x"), noneMatch("*"))
	refused(t, err, 400, "InvalidConditionalHeaders")
	second := e.put(ashburn, "b", "o", "2", match(*first.ETag))
	_, err = e.tryPut(ashburn, "b", "o", "3", match(*first.ETag))
	refused(t, err, 412, "IfMatchFailed")
	require.Equal(t, "2", e.get(ashburn, "b", "o"))

	_, err = e.tryDelete(ashburn, "b", "o", func(r *oss.DeleteObjectRequest) { r.IfMatch = first.ETag })
	refused(t, err, 412, "IfMatchFailed")
	_, _, err = e.tryGet(ashburn, "b", "o", func(r *oss.GetObjectRequest) { r.IfMatch = first.ETag })
	refused(t, err, 412, "IfMatchFailed")
	_, unchanged, err := e.tryGet(ashburn, "b", "o", func(r *oss.GetObjectRequest) { r.IfNoneMatch = second.ETag })
	require.NoError(t, err)
	require.Equal(t, http.StatusNotModified, unchanged.RawResponse.StatusCode)
	e.delete(ashburn, "b", "o", func(r *oss.DeleteObjectRequest) { r.IfMatch = second.ETag })
}

func customerKeyHeaders() []string {
	raw := strings.Repeat("k", 32)
	return []string{
		"opc-sse-customer-algorithm", "AES256",
		"opc-sse-customer-key", base64.StdEncoding.EncodeToString([]byte(raw)),
		"opc-sse-customer-key-sha256", sha256Of(raw),
	}
}

func TestPutObject_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.createBucket(ashburn, "cold", func(d *oss.CreateBucketDetails) { d.StorageTier = oss.CreateBucketDetailsStorageTierArchive })
	for _, c := range []struct {
		name, path   string
		header       []string
		status       int
		code, detail string
	}{
		{"no bucket", "/n/acme/b/none/o/x", nil, 404, "BucketNotFound", ""},
		{"other namespace", "/n/other/b/b/o/x", nil, 404, "BucketNotFound", "namespace 'other'"},
		{"MD5 of another body", "/n/acme/b/b/o/x", []string{"Content-MD5", md5Of("other")}, 400, "UnmatchedContentMD5", "(" + md5Of("text") + ") does not match the Content-MD5 header (" + md5Of("other") + ")"},
		{"no MD5", "/n/acme/b/b/o/x", []string{"Content-MD5", "abc"}, 400, "InvalidContentMD5", ""},
		{"checksum algorithm", "/n/acme/b/b/o/x", []string{"opc-checksum-algorithm", "SHA1"}, 400, "MissingOrInvalidChecksumType", ""},
		{"checksum of another body", "/n/acme/b/b/o/x", []string{"opc-checksum-algorithm", "SHA256", "opc-content-sha256", sha256Of("other")}, 400, "UnmatchedContentSHA256", ""},
		{"tier", "/n/acme/b/b/o/x", []string{"storage-tier", "Frozen"}, 400, "InvalidParameter", ""},
		{"tier that the bucket does not take", "/n/acme/b/cold/o/x", []string{"storage-tier", "Standard"}, 400, "InvalidObjectProperty", ""},
		{"metadata", "/n/acme/b/b/o/x", []string{"opc-meta-k", strings.Repeat("v", 4097)}, 400, "MetadataTooLarge", ""},
		{"key of another region", "/n/acme/b/b/o/x", []string{"opc-sse-kms-key-id", keyInFrankfurt}, 404, "NotAuthorizedOrFoundKmsKey", ""},
		{"multipart through a pre-authenticated request", "/n/acme/b/b/o/x", []string{"opc-multipart", "true"}, 501, "NotImplemented", ""},
		{"both keys", "/n/acme/b/b/o/x", append([]string{"opc-sse-kms-key-id", keyInAshburn}, customerKeyHeaders()...), 400, "InvalidParameter", ""},
		{"a body shorter than announced", "/n/acme/b/b/o/x", []string{"announce", "more"}, 400, "InvalidContentLength", ""},
		{"a body larger than allowed", "/n/acme/b/b/o/x", []string{"announce", "too much"}, 413, "RequestEntityTooLarge", ""},
		{"half a customer's key", "/n/acme/b/b/o/x", []string{"opc-sse-customer-algorithm", "AES256"}, 400, "InvalidParameter", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := e.plain("PUT", ashburn, c.path, "text", append([]string{"Authorization", "signed"}, c.header...)...)
			text := peek(t, got)
			requireAnswer(t, got, c.status, c.code)
			require.Contains(t, text, c.detail)
		})
	}
	require.Empty(t, e.names(ashburn, "b"), "nothing of it is stored")
	require.Empty(t, e.names(ashburn, "cold"))
}

func TestGetObject_ranges(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	for name, text := range map[string]string{"small": "0123456789", "large": strings.Repeat("0123456789", 20_000)} {
		e.put(ashburn, "b", name, text)
		for _, c := range []struct{ header, want, contentRange string }{
			{"bytes=0-0", "0", "bytes 0-0/"},
			{"bytes=2-5", "2345", "bytes 2-5/"},
			{"bytes=-3", "789", ""},
			{"bytes=7-9", "789", "bytes 7-9/"},
		} {
			got, response, err := e.tryGet(ashburn, "b", name, func(r *oss.GetObjectRequest) { r.Range = &c.header })
			require.NoError(t, err)
			require.Equal(t, c.want, got, "%s %s", name, c.header)
			require.Equal(t, http.StatusPartialContent, response.RawResponse.StatusCode)
			require.Equal(t, int64(len(c.want)), *response.ContentLength)
			require.Contains(t, *response.ContentRange, c.contentRange)
		}
	}
	whole, _, err := e.tryGet(ashburn, "b", "small", func(r *oss.GetObjectRequest) { r.Range = new("bytes=0-999") })
	require.NoError(t, err)
	require.Equal(t, "0123456789", whole)
	for _, header := range []string{"bytes=10-", "bytes=5-2", "bytes=0-1,3-4", "bytes=-0", "bytes=x-y"} {
		got := e.plain("GET", ashburn, "/n/acme/b/b/o/small", "", "Authorization", "signed", "Range", header)
		require.Equal(t, "bytes */10", got.Header.Get("Content-Range"))
		requireAnswer(t, got, 416, "InvalidRange")
	}
}

func TestPutObject_checksums(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	put := e.put(ashburn, "b", "o", "hello", func(r *oss.PutObjectRequest) {
		r.OpcChecksumAlgorithm = oss.PutObjectOpcChecksumAlgorithmSha256
		r.OpcContentSha256 = new(sha256Of("hello"))
	})
	require.Equal(t, sha256Of("hello"), *put.OpcContentSha256)
	_, got, err := e.tryGet(ashburn, "b", "o")
	require.NoError(t, err)
	require.Equal(t, sha256Of("hello"), *got.OpcContentSha256)
	require.Nil(t, got.OpcContentCrc32c)
	put = e.put(ashburn, "b", "o", "hello", func(r *oss.PutObjectRequest) {
		r.OpcChecksumAlgorithm = oss.PutObjectOpcChecksumAlgorithmCrc32c
		r.OpcContentCrc32c = new(crc32cOf("hello"))
	})
	require.Equal(t, crc32cOf("hello"), *put.OpcContentCrc32c)
}

func TestRenameObject(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.createBucket(ashburn, "v", versioned)
	rename := func(bucket string, d oss.RenameObjectDetails) (oss.RenameObjectResponse, error) {
		return e.client(ashburn).RenameObject(t.Context(), oss.RenameObjectRequest{NamespaceName: new(namespace), BucketName: &bucket, RenameObjectDetails: d})
	}
	put := e.put(ashburn, "b", "old", "text", func(r *oss.PutObjectRequest) { r.OpcMeta = map[string]string{"k": "v"} })
	e.put(ashburn, "b", "other", "other")
	for _, c := range []struct {
		d      oss.RenameObjectDetails
		status int
		code   string
	}{
		{oss.RenameObjectDetails{SourceName: new("none"), NewName: new("new")}, 404, "ObjectNotFound"},
		{oss.RenameObjectDetails{SourceName: new("old"), NewName: new("old")}, 400, "SourceNameSameAsNewName"},
		{oss.RenameObjectDetails{SourceName: new("old"), NewName: new("a\nb")}, 400, "InvalidObjectName"},
		{oss.RenameObjectDetails{SourceName: new("old"), NewName: new("")}, 400, "MissingObjectName"},
		{oss.RenameObjectDetails{SourceName: new("old"), NewName: new("new"), SrcObjIfMatchETag: new("x")}, 412, "IfMatchFailed"},
		{oss.RenameObjectDetails{SourceName: new("old"), NewName: new("new"), NewObjIfMatchETag: new("x")}, 412, "IfMatchFailed"},
		{oss.RenameObjectDetails{SourceName: new("old"), NewName: new("other"), NewObjIfNoneMatchETag: new("*")}, 412, "IfNoneMatchFailed"},
	} {
		_, err := rename("b", c.d)
		refused(t, err, c.status, c.code)
	}
	got, err := rename("b", oss.RenameObjectDetails{SourceName: new("old"), NewName: new("new"), SrcObjIfMatchETag: put.ETag})
	require.NoError(t, err)
	require.NotEmpty(t, *got.ETag)
	require.Equal(t, []string{"new", "other"}, e.names(ashburn, "b"))
	text, object, err := e.tryGet(ashburn, "b", "new")
	require.NoError(t, err)
	require.Equal(t, "text", text)
	require.Equal(t, map[string]string{"k": "v"}, object.OpcMeta)
	_, err = rename("b", oss.RenameObjectDetails{SourceName: new("new"), NewName: new("other")})
	require.NoError(t, err)
	require.Equal(t, "text", e.get(ashburn, "b", "other"))

	e.put(ashburn, "v", "old", "text")
	_, err = rename("v", oss.RenameObjectDetails{SourceName: new("old"), NewName: new("new")})
	require.NoError(t, err)
	require.Equal(t, []string{"new"}, e.names(ashburn, "v"))
	require.Len(t, listAllVersions(t, e, ashburn, "v"), 3, "the old name keeps its version and has a delete marker")
}

func TestBatchDeleteObjects(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	first := e.put(ashburn, "b", "a", "1")
	e.put(ashburn, "b", "b", "2")
	e.put(ashburn, "b", "c", "3")
	batch := func(skip bool, objects ...oss.BatchDeleteObjectIdentifier) (oss.BatchDeleteObjectsResponse, error) {
		return e.client(ashburn).BatchDeleteObjects(t.Context(), oss.BatchDeleteObjectsRequest{
			NamespaceName: new(namespace), BucketName: new("b"),
			BatchDeleteObjectsDetails: oss.BatchDeleteObjectsDetails{Objects: append([]oss.BatchDeleteObjectIdentifier{}, objects...), IsSkipDeletedResult: &skip},
		})
	}
	got, err := batch(false,
		oss.BatchDeleteObjectIdentifier{ObjectName: new("a"), IfMatch: first.ETag},
		oss.BatchDeleteObjectIdentifier{ObjectName: new("b"), IfMatch: new("stale")},
		oss.BatchDeleteObjectIdentifier{ObjectName: new("none")})
	require.NoError(t, err)
	require.Len(t, got.Deleted, 1)
	require.Equal(t, "a", *got.Deleted[0].ObjectName)
	require.Len(t, got.Failed, 2)
	require.Equal(t, 412, *got.Failed[0].StatusCode)
	require.Equal(t, 404, *got.Failed[1].StatusCode)
	got, err = batch(true, oss.BatchDeleteObjectIdentifier{ObjectName: new("b")})
	require.NoError(t, err)
	require.Empty(t, got.Deleted)
	require.Equal(t, []string{"c"}, e.names(ashburn, "b"))
	_, err = batch(false)
	refused(t, err, 400, "InvalidParameter")
}

func TestTiersAndRestore(t *testing.T) {
	t.Parallel()
	e := newEnv(t, pace("restore", time.Hour))
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "o", "text")
	c := e.client(ashburn)
	restore := func(object string, hours *int) error {
		_, err := c.RestoreObjects(t.Context(), oss.RestoreObjectsRequest{
			NamespaceName: new(namespace), BucketName: new("b"), RestoreObjectsDetails: oss.RestoreObjectsDetails{ObjectName: &object, Hours: hours},
		})
		return err
	}
	move := func(object string, tier oss.StorageTierEnum) error {
		_, err := c.UpdateObjectStorageTier(t.Context(), oss.UpdateObjectStorageTierRequest{
			NamespaceName: new(namespace), BucketName: new("b"),
			UpdateObjectStorageTierDetails: oss.UpdateObjectStorageTierDetails{ObjectName: &object, StorageTier: tier},
		})
		return err
	}
	head := func() oss.HeadObjectResponse {
		got, err := c.HeadObject(t.Context(), oss.HeadObjectRequest{NamespaceName: new(namespace), BucketName: new("b"), ObjectName: new("o")})
		require.NoError(t, err)
		return got
	}
	refused(t, restore("o", nil), 400, "NotArchivedObject")
	refused(t, restore("none", nil), 404, "ObjectNotFound")
	require.NoError(t, move("o", oss.StorageTierInfrequentAccess))
	require.NoError(t, move("o", oss.StorageTierArchive))
	require.Equal(t, oss.HeadObjectArchivalStateArchived, head().ArchivalState)
	refused(t, move("o", oss.StorageTierArchive), 409, "AlreadyArchived")
	refused(t, move("o", oss.StorageTierStandard), 409, "NotRestored")
	refused(t, move("none", oss.StorageTierStandard), 404, "ObjectNotFound")
	_, _, err := e.tryGet(ashburn, "b", "o")
	refused(t, err, 409, "NotRestored")

	refused(t, restore("o", new(0)), 400, "InvalidRestoreHours")
	refused(t, restore("o", new(241)), 400, "InvalidRestoreHours")
	require.NoError(t, restore("o", new(2)))
	require.Equal(t, oss.HeadObjectArchivalStateRestoring, head().ArchivalState)
	refused(t, restore("o", nil), 409, "RestoreInProgress")
	e.Advance(time.Hour)
	require.Equal(t, oss.HeadObjectArchivalStateRestored, head().ArchivalState)
	require.Equal(t, e.Now().Add(2*time.Hour), head().TimeOfArchival.Time)
	refused(t, restore("o", nil), 409, "AlreadyRestored")
	require.Equal(t, "text", e.get(ashburn, "b", "o"))
	e.Advance(2 * time.Hour)
	require.Equal(t, oss.HeadObjectArchivalStateArchived, head().ArchivalState)
	require.Nil(t, head().TimeOfArchival)
	require.NoError(t, restore("o", nil))
	e.Advance(time.Hour)
	require.NoError(t, move("o", oss.StorageTierStandard))
	require.Equal(t, "text", e.get(ashburn, "b", "o"))

	e.createBucket(ashburn, "cold", func(d *oss.CreateBucketDetails) { d.StorageTier = oss.CreateBucketDetailsStorageTierArchive })
	e.put(ashburn, "cold", "o", "text")
	_, _, err = e.tryGet(ashburn, "cold", "o")
	refused(t, err, 409, "NotRestored")
}

func TestCustomerKeys(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	customer := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	sum := sha256Of(strings.Repeat("k", 32))
	e.put(ashburn, "b", "o", "secret", func(r *oss.PutObjectRequest) {
		r.OpcSseCustomerAlgorithm, r.OpcSseCustomerKey, r.OpcSseCustomerKeySha256 = new("AES256"), &customer, &sum
	})
	_, _, err := e.tryGet(ashburn, "b", "o")
	refused(t, err, 400, "InvalidParameter")
	require.Equal(t, "secret", e.get(ashburn, "b", "o", func(r *oss.GetObjectRequest) {
		r.OpcSseCustomerAlgorithm, r.OpcSseCustomerKey, r.OpcSseCustomerKeySha256 = new("AES256"), &customer, &sum
	}))
	_, _, err = e.tryGet(ashburn, "b", "o", func(r *oss.GetObjectRequest) {
		r.OpcSseCustomerAlgorithm, r.OpcSseCustomerKey, r.OpcSseCustomerKeySha256 = new("AES256"), &customer, new(sha256Of("x"))
	})
	refused(t, err, 400, "InvalidParameter")
	reencrypt := func(d oss.ReencryptObjectDetails) error {
		_, err := e.client(ashburn).ReencryptObject(t.Context(), oss.ReencryptObjectRequest{
			NamespaceName: new(namespace), BucketName: new("b"), ObjectName: new("o"), ReencryptObjectDetails: d,
		})
		return err
	}
	source := &oss.SseCustomerKeyDetails{Algorithm: oss.SseCustomerKeyDetailsAlgorithmAes256, Key: &customer, KeySha256: &sum}
	refused(t, reencrypt(oss.ReencryptObjectDetails{KmsKeyId: new(keyInAshburn)}), 400, "InvalidParameter")
	refused(t, reencrypt(oss.ReencryptObjectDetails{KmsKeyId: new(keyInFrankfurt), SourceSseCustomerKey: source}), 404, "NotAuthorizedOrFoundKmsKey")
	require.NoError(t, reencrypt(oss.ReencryptObjectDetails{KmsKeyId: new(keyInAshburn), SourceSseCustomerKey: source}))
	require.Equal(t, "secret", e.get(ashburn, "b", "o"))
}

func TestReencryptBucket(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	c := e.client(ashburn)
	request := oss.ReencryptBucketRequest{NamespaceName: new(namespace), BucketName: new("b")}
	_, err := c.ReencryptBucket(t.Context(), request)
	refused(t, err, 404, "KmsKeyIdNotProvided")
	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{KmsKeyId: new(keyInAshburn)}))
	got, err := c.ReencryptBucket(t.Context(), request)
	require.NoError(t, err)
	work, err := c.GetWorkRequest(t.Context(), oss.GetWorkRequestRequest{WorkRequestId: got.OpcWorkRequestId})
	require.NoError(t, err)
	require.Equal(t, oss.WorkRequestOperationTypeReencrypt, work.OperationType)
	require.Equal(t, oss.WorkRequestStatusCompleted, work.Status)
	require.Equal(t, common.SDKTime{Time: e.Now()}, *work.TimeFinished)
}
