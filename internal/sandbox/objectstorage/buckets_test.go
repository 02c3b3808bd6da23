package objectstorage_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

const (
	keyInAshburn   = "ocid1.key.oc1.iad.bbqehaq3aadfa.abyhabcdef"
	keyInFrankfurt = "ocid1.key.oc1.eu-frankfurt-1.bbqehaq3aadfa.abyhabcdef"
)

func TestCreateBucket_defaults(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	got, err := e.client(ashburn).CreateBucket(t.Context(), oss.CreateBucketRequest{
		NamespaceName:       new(namespace),
		OpcClientRequestId:  new("client-1"),
		CreateBucketDetails: oss.CreateBucketDetails{Name: new("ledger"), CompartmentId: new(data)},
	})
	require.NoError(t, err)
	require.Equal(t, "client-1", *got.OpcClientRequestId)
	require.Equal(t, "/n/acme/b/ledger", *got.Location)
	require.Equal(t, *got.ETag, *got.Etag)
	b := got.Bucket
	require.Equal(t, namespace, *b.Namespace)
	require.Equal(t, "ledger", *b.Name)
	require.Equal(t, data, *b.CompartmentId)
	require.Equal(t, user, *b.CreatedBy)
	require.Equal(t, e.Now(), b.TimeCreated.Time)
	require.True(t, strings.HasPrefix(*b.Id, "ocid1.bucket.oc1.iad."), *b.Id)
	require.Equal(t, oss.BucketPublicAccessTypeNopublicaccess, b.PublicAccessType)
	require.Equal(t, oss.BucketStorageTierStandard, b.StorageTier)
	require.Equal(t, oss.BucketVersioningDisabled, b.Versioning)
	require.Equal(t, oss.BucketBucketScopeNamespace, b.BucketScope)
	require.False(t, *b.IsReadOnly)
	require.False(t, *b.ReplicationEnabled)
	require.False(t, *b.ObjectEventsEnabled)
	require.NotNil(t, b.Metadata)
	require.NotNil(t, b.FreeformTags)
	require.NotNil(t, b.DefinedTags)
	require.Nil(t, b.KmsKeyId)
	require.Nil(t, b.ApproximateCount)
	require.Nil(t, b.ApproximateSize)
	require.Empty(t, b.AutoTiering)
}

func TestCreateBucket_everything(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(frankfurt, "all", func(d *oss.CreateBucketDetails) {
		d.Metadata = map[string]string{"Owner": "ledger"}
		d.PublicAccessType = oss.CreateBucketDetailsPublicAccessTypeObjectreadwithoutlist
		d.ObjectEventsEnabled = new(true)
		d.FreeformTags = map[string]string{"team": "red"}
		d.DefinedTags = map[string]map[string]any{"ops": {"cost": "42"}}
		d.KmsKeyId = new(keyInFrankfurt)
		d.IsBucketKeyEnabled = new(true)
		d.Versioning = oss.CreateBucketDetailsVersioningEnabled
		d.AutoTiering = oss.BucketAutoTieringInfrequentaccess
		d.BucketScope = oss.BucketBucketScopeRegion
	})
	b := e.getBucket(frankfurt, "all")
	require.True(t, strings.HasPrefix(*b.Id, "ocid1.bucket.oc1.eu-frankfurt-1."), *b.Id)
	require.Equal(t, map[string]string{"Owner": "ledger"}, b.Metadata)
	require.Equal(t, oss.BucketPublicAccessTypeObjectreadwithoutlist, b.PublicAccessType)
	require.True(t, *b.ObjectEventsEnabled)
	require.Equal(t, map[string]string{"team": "red"}, b.FreeformTags)
	require.Equal(t, map[string]map[string]any{"ops": {"cost": "42"}}, b.DefinedTags)
	require.Equal(t, keyInFrankfurt, *b.KmsKeyId)
	require.True(t, *b.IsBucketKeyEnabled)
	require.Equal(t, oss.BucketVersioningEnabled, b.Versioning)
	require.Equal(t, oss.BucketAutoTieringInfrequentaccess, b.AutoTiering)
	require.Equal(t, oss.BucketBucketScopeRegion, b.BucketScope)
	require.Zero(t, *b.ApproximateCount)
	require.Zero(t, *b.ApproximateSize)
}

func TestCreateBucket_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "taken")
	for _, c := range []struct {
		name   string
		json   string
		status int
		code   string
	}{
		{"taken", `{"name":"taken","compartmentId":"` + data + `"}`, 409, "BucketAlreadyExists"},
		{"no name", `{"compartmentId":"` + data + `"}`, 400, "MissingBucketName"},
		{"slash", `{"name":"a/b","compartmentId":"` + data + `"}`, 400, "InvalidBucketName"},
		{"space", `{"name":"a b","compartmentId":"` + data + `"}`, 400, "InvalidBucketName"},
		{"umlaut", `{"name":"bücher","compartmentId":"` + data + `"}`, 400, "InvalidBucketName"},
		{"too long", `{"name":"` + strings.Repeat("a", 257) + `","compartmentId":"` + data + `"}`, 400, "InvalidBucketName"},
		{"no compartment", `{"name":"x"}`, 400, "MissingCompartmentId"},
		{"unknown compartment", `{"name":"x","compartmentId":"ocid1.compartment.oc1..none"}`, 404, "CompartmentIdNotFound"},
		{"other namespace in body", `{"name":"x","namespace":"other","compartmentId":"` + data + `"}`, 400, "MismatchedNamespaceNames"},
		{"access type", `{"name":"x","publicAccessType":"Everybody","compartmentId":"` + data + `"}`, 400, "InvalidParameter"},
		{"tier", `{"name":"x","storageTier":"InfrequentAccess","compartmentId":"` + data + `"}`, 400, "InvalidParameter"},
		{"versioning", `{"name":"x","versioning":"Suspended","compartmentId":"` + data + `"}`, 400, "InvalidParameter"},
		{"auto tiering", `{"name":"x","autoTiering":"On","compartmentId":"` + data + `"}`, 400, "InvalidParameter"},
		{"scope", `{"name":"x","bucketScope":"WORLD","compartmentId":"` + data + `"}`, 400, "InvalidParameter"},
		{"scope with a name that is no label", `{"name":"X_y","bucketScope":"REGION","compartmentId":"` + data + `"}`, 400, "InvalidBucketName"},
		{"auto tiering in archive", `{"name":"x","storageTier":"Archive","autoTiering":"InfrequentAccess","compartmentId":"` + data + `"}`, 400, "InvalidBucketProperty"},
		{"no key", `{"name":"x","kmsKeyId":"ocid1.vault.oc1.iad.x","compartmentId":"` + data + `"}`, 400, "InvalidKmsKeyId"},
		{"key of another region", `{"name":"x","kmsKeyId":"` + keyInFrankfurt + `","compartmentId":"` + data + `"}`, 404, "NotAuthorizedOrFoundKmsKey"},
		{"key of an unknown region", `{"name":"x","kmsKeyId":"ocid1.key.oc1.nowhere.v.k","compartmentId":"` + data + `"}`, 404, "NotAuthorizedOrFoundKmsKey"},
		{"metadata", `{"name":"x","metadata":{"k":"` + strings.Repeat("v", 4097) + `"},"compartmentId":"` + data + `"}`, 400, "MetadataTooLarge"},
		{"tag key", `{"name":"x","freeformTags":{"":"v"},"compartmentId":"` + data + `"}`, 400, "InvalidTagKey"},
		{"tag value", `{"name":"x","freeformTags":{"k":"` + strings.Repeat("v", 257) + `"},"compartmentId":"` + data + `"}`, 400, "InvalidTagValue"},
		{"not JSON", `{"name":`, 400, "InvalidJSON"},
		{"wrong type", `{"name":1}`, 400, "InvalidJSON"},
		{"twice", `{"name":"x","name":"y","compartmentId":"` + data + `"}`, 400, "InvalidJSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := e.plain("POST", ashburn, "/n/acme/b", c.json, "Authorization", "signed")
			requireAnswer(t, got, c.status, c.code)
		})
	}
	got := e.plain("POST", ashburn, "/n/acme/b", `{"name":"future","colour":"red","compartmentId":"`+data+`"}`, "Authorization", "signed")
	require.Equal(t, http.StatusOK, got.StatusCode, "members that nobody knows are left alone")
}

func TestBuckets_regionsApart(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	first := e.createBucket(ashburn, "same")
	second := e.createBucket(frankfurt, "same")
	require.NotEqual(t, *first.Id, *second.Id)
	e.put(ashburn, "same", "o", "in Ashburn")
	require.Equal(t, []string{"o"}, e.names(ashburn, "same"))
	require.Empty(t, e.names(frankfurt, "same"))
	_, err := e.client(phoenix).GetBucket(t.Context(), oss.GetBucketRequest{NamespaceName: new(namespace), BucketName: new("same")})
	refused(t, err, 404, "BucketNotFound")
	require.ErrorContains(t, err, "Either the bucket named 'same' does not exist in the namespace 'acme' or you are not authorized to access it")

	_, err = e.client("eu-zurich-1").GetNamespace(t.Context(), oss.GetNamespaceRequest{})
	refused(t, err, 401, "NotAuthenticated")
}

func TestGetBucket_conditionsAndFields(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	created := e.createBucket(ashburn, "b")
	c := e.client(ashburn)
	get := func(r oss.GetBucketRequest) (oss.GetBucketResponse, error) {
		r.NamespaceName, r.BucketName = new(namespace), new("b")
		return c.GetBucket(t.Context(), r)
	}
	same, err := get(oss.GetBucketRequest{IfMatch: created.Etag})
	require.NoError(t, err)
	require.Equal(t, *created.Etag, *same.ETag)
	_, err = get(oss.GetBucketRequest{IfMatch: new("other")})
	refused(t, err, 412, "IfMatchFailed")
	unchanged := e.plain("GET", ashburn, "/n/acme/b/b", "", "Authorization", "signed", "If-None-Match", *created.Etag)
	requireAnswer(t, unchanged, 304, "")
	_, err = get(oss.GetBucketRequest{IfNoneMatch: new("*")})
	refused(t, err, 400, "IfNoneMatchDisallowed")
	got := e.plain("GET", ashburn, "/n/acme/b/b?fields=colour", "", "Authorization", "signed")
	requireAnswer(t, got, 400, "InvalidAttributeName")

	head, err := c.HeadBucket(t.Context(), oss.HeadBucketRequest{NamespaceName: new(namespace), BucketName: new("b")})
	require.NoError(t, err)
	require.Equal(t, *created.Etag, *head.ETag)
	_, err = c.HeadBucket(t.Context(), oss.HeadBucketRequest{NamespaceName: new(namespace), BucketName: new("none")})
	refused(t, err, 404, "")
	_, err = c.HeadBucket(t.Context(), oss.HeadBucketRequest{NamespaceName: new("other"), BucketName: new("b")})
	refused(t, err, 404, "")
}

func TestListBuckets(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for i := range 30 {
		e.createBucket(ashburn, fmt.Sprintf("b%02d", i), func(d *oss.CreateBucketDetails) { d.FreeformTags = map[string]string{"n": fmt.Sprint(i)} })
	}
	e.createBucket(phoenix, "elsewhere")
	e.createBucket(ashburn, "other", func(d *oss.CreateBucketDetails) { d.CompartmentId = new(archive) })
	c := e.client(ashburn)
	list := oss.ListBucketsRequest{NamespaceName: new(namespace), CompartmentId: new(data)}
	first, err := c.ListBuckets(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, first.Items, 25, "the default page")
	require.Nil(t, first.Items[0].FreeformTags)

	list.Page, list.Fields = first.OpcNextPage, []oss.ListBucketsFieldsEnum{oss.ListBucketsFieldsTags}
	last, err := c.ListBuckets(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, last.Items, 5)
	require.Nil(t, last.OpcNextPage)
	require.Equal(t, "b25", *last.Items[0].Name)
	require.Equal(t, map[string]string{"n": "25"}, last.Items[0].FreeformTags)
	require.Equal(t, oss.BucketBucketScopeNamespace, last.Items[0].BucketScope)

	list = oss.ListBucketsRequest{NamespaceName: new(namespace), CompartmentId: new(archive), Limit: new(1000)}
	other, err := c.ListBuckets(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, other.Items, 1)
	for _, c := range []struct{ query, code string }{
		{"", "MissingCompartmentId"},
		{"?compartmentId=" + data + "&limit=0", "InvalidLimit"},
		{"?compartmentId=" + data + "&limit=1001", "InvalidLimit"},
		{"?compartmentId=" + data + "&limit=many", "InvalidLimit"},
		{"?compartmentId=" + data + "&page=!", "InvalidPage"},
		{"?compartmentId=" + data + "&fields=name", "InvalidAttributeName"},
	} {
		requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b"+c.query, "", "Authorization", "signed"), 400, c.code)
	}
	_, err = c.ListBuckets(t.Context(), oss.ListBucketsRequest{NamespaceName: new(namespace), CompartmentId: new("ocid1.compartment.oc1..none")})
	refused(t, err, 404, "CompartmentIdNotFound")
	_, err = c.ListBuckets(t.Context(), oss.ListBucketsRequest{NamespaceName: new("other"), CompartmentId: new(data)})
	refused(t, err, 404, "NamespaceNotFound")
}

func TestUpdateBucket(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	created := e.createBucket(ashburn, "b", func(d *oss.CreateBucketDetails) {
		d.Metadata = map[string]string{"a": "1", "b": "2"}
		d.FreeformTags = map[string]string{"keep": "me"}
		d.KmsKeyId = new(keyInAshburn)
	})
	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{
		Name:                new("b"),
		Namespace:           new(namespace),
		CompartmentId:       new(archive),
		Metadata:            map[string]string{"b": "3"},
		PublicAccessType:    oss.UpdateBucketDetailsPublicAccessTypeObjectread,
		ObjectEventsEnabled: new(true),
		Versioning:          oss.UpdateBucketDetailsVersioningEnabled,
		AutoTiering:         oss.BucketAutoTieringInfrequentaccess,
		BucketScope:         oss.BucketBucketScopeNamespace,
		DefinedTags:         map[string]map[string]any{"ops": {"cost": "1"}},
	}))
	b := e.getBucket(ashburn, "b")
	require.NotEqual(t, *created.Etag, *b.Etag)
	require.Equal(t, *created.Id, *b.Id)
	require.Equal(t, archive, *b.CompartmentId)
	require.Equal(t, map[string]string{"b": "3"}, b.Metadata)
	require.Equal(t, map[string]string{"keep": "me"}, b.FreeformTags, "what is absent stays")
	require.Equal(t, keyInAshburn, *b.KmsKeyId, "what is absent stays")
	require.Equal(t, oss.BucketPublicAccessTypeObjectread, b.PublicAccessType)
	require.Equal(t, oss.BucketVersioningEnabled, b.Versioning)
	require.Equal(t, oss.BucketAutoTieringInfrequentaccess, b.AutoTiering)

	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{KmsKeyId: new(""), FreeformTags: map[string]string{}}))
	b = e.getBucket(ashburn, "b")
	require.Nil(t, b.KmsKeyId, "an empty key takes the key away")
	require.Empty(t, b.FreeformTags)

	before := *b.Etag
	for _, c := range []struct {
		json   string
		status int
		code   string
	}{
		{`{"name":"c"}`, 400, "MismatchedBucketNames"},
		{`{"namespace":"c"}`, 400, "MismatchedNamespaceNames"},
		{`{"versioning":"Disabled"}`, 400, "InvalidParameter"},
		{`{"storageTier":"Archive"}`, 400, "InvalidBucketProperty"},
		{`{"publicAccessType":"ObjectWrite"}`, 400, "InvalidParameter"},
		{`{"kmsKeyId":"` + keyInFrankfurt + `"}`, 404, "NotAuthorizedOrFoundKmsKey"},
		{`{"compartmentId":"ocid1.compartment.oc1..none"}`, 404, "CompartmentIdNotFound"},
		{`{"publicAccessType":"NoPublicAccess","kmsKeyId":"x"}`, 400, "InvalidKmsKeyId"},
	} {
		requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b", c.json, "Authorization", "signed"), c.status, c.code)
	}
	requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b", `{}`, "Authorization", "signed", "If-Match", before+"x"), 412, "IfMatchFailed")
	require.Equal(t, before, *e.getBucket(ashburn, "b").Etag, "what is refused changes nothing")
	require.Equal(t, oss.BucketPublicAccessTypeObjectread, e.getBucket(ashburn, "b").PublicAccessType)
	requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b", `{}`, "Authorization", "signed", "If-Match", `"`+before+`"`), 200, "")
}

func TestUpdateBucket_scope(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "ledger-1")
	require.NoError(t, e.update(ashburn, "ledger-1", oss.UpdateBucketDetails{BucketScope: oss.BucketBucketScopeRegion}))
	refused(t, e.update(ashburn, "ledger-1", oss.UpdateBucketDetails{BucketScope: oss.BucketBucketScopeNamespace}), 400, "InvalidBucketProperty")
	e.createBucket(ashburn, "b")
	refused(t, e.update(ashburn, "b", oss.UpdateBucketDetails{BucketScope: oss.BucketBucketScopeRegion}), 400, "InvalidBucketName")
}

func TestDeleteBucket(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	c := e.client(ashburn)
	created := e.createBucket(ashburn, "b", versioned)
	e.put(ashburn, "b", "o", "text")
	err := e.deleteBucket(ashburn, "b")
	refused(t, err, 409, "BucketNotEmpty")
	require.ErrorContains(t, err, "Bucket named 'b' is not empty. Delete all object versions first.")

	marker := e.delete(ashburn, "b", "o")
	require.True(t, *marker.IsDeleteMarker)
	require.Empty(t, e.names(ashburn, "b"))
	refused(t, e.deleteBucket(ashburn, "b"), 409, "BucketNotEmpty")
	purge(t, e, ashburn, "b")

	upload, err := c.CreateMultipartUpload(t.Context(), oss.CreateMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: new("b"), CreateMultipartUploadDetails: oss.CreateMultipartUploadDetails{Object: new("big")},
	})
	require.NoError(t, err)
	err = e.deleteBucket(ashburn, "b")
	refused(t, err, 409, "BucketNotEmpty")
	require.ErrorContains(t, err, "has pending multipart uploads. Stop all multipart uploads first.")
	_, err = c.AbortMultipartUpload(t.Context(), oss.AbortMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: new("b"), ObjectName: new("big"), UploadId: upload.UploadId,
	})
	require.NoError(t, err)

	par, err := c.CreatePreauthenticatedRequest(t.Context(), oss.CreatePreauthenticatedRequestRequest{
		NamespaceName: new(namespace), BucketName: new("b"),
		CreatePreauthenticatedRequestDetails: oss.CreatePreauthenticatedRequestDetails{
			Name: new("p"), AccessType: oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectread,
			TimeExpires: &common.SDKTime{Time: e.Now().Add(time.Hour)},
		},
	})
	require.NoError(t, err)
	e.Advance(2 * time.Hour)
	refused(t, e.deleteBucket(ashburn, "b"), 409, "PreauthenticatedRequestStillExists")
	_, err = c.DeletePreauthenticatedRequest(t.Context(), oss.DeletePreauthenticatedRequestRequest{
		NamespaceName: new(namespace), BucketName: new("b"), ParId: par.Id,
	})
	require.NoError(t, err)

	_, err = c.DeleteBucket(t.Context(), oss.DeleteBucketRequest{NamespaceName: new(namespace), BucketName: new("b"), IfMatch: new("other")})
	refused(t, err, 412, "IfMatchFailed")
	_, err = c.DeleteBucket(t.Context(), oss.DeleteBucketRequest{NamespaceName: new(namespace), BucketName: new("b"), IfMatch: created.Etag})
	require.NoError(t, err)
	refused(t, e.deleteBucket(ashburn, "b"), 404, "BucketNotFound")
	e.createBucket(ashburn, "b")
	require.Empty(t, e.names(ashburn, "b"), "a bucket of the same name is a new one")
}

// purge deletes every version of every object.
func purge(t *testing.T, e *env, region, bucket string) {
	t.Helper()
	for _, v := range listAllVersions(t, e, region, bucket) {
		e.delete(region, bucket, *v.Name, func(r *oss.DeleteObjectRequest) { r.VersionId = v.VersionId })
	}
}

func TestAddBucket(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	require.NoError(t, e.service.AddBucket(phoenix, data, "seeded"))
	b := e.getBucket(phoenix, "seeded")
	require.True(t, strings.HasPrefix(*b.Id, "ocid1.bucket.oc1.phx."), *b.Id)
	require.ErrorContains(t, e.service.AddBucket(phoenix, data, "seeded"), "BucketAlreadyExists")
	require.ErrorContains(t, e.service.AddBucket("eu-zurich-1", data, "x"), "InvalidRegion")
	require.ErrorContains(t, e.service.AddBucket(phoenix, "none", "x"), "CompartmentIdNotFound")
	require.ErrorContains(t, e.service.AddBucket(phoenix, data, "a/b"), "InvalidBucketName")
	require.True(t, e.service.Occupies(data))
	require.False(t, e.service.Occupies(archive))
}
