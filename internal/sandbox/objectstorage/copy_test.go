package objectstorage_test

import (
	"strings"
	"testing"
	"time"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

// tryCopy copies o of bucket b in Ashburn to o of bucket b in Frankfurt, unless change says otherwise.
func (e *env) tryCopy(change ...func(*oss.CopyObjectDetails)) (string, error) {
	d := oss.CopyObjectDetails{
		SourceObjectName: new("o"), DestinationRegion: new(frankfurt), DestinationNamespace: new(namespace),
		DestinationBucket: new("b"), DestinationObjectName: new("o"),
	}
	for _, c := range change {
		c(&d)
	}
	got, err := e.client(ashburn).CopyObject(e.t.Context(), oss.CopyObjectRequest{NamespaceName: new(namespace), BucketName: new("b"), CopyObjectDetails: d})
	if err != nil {
		return "", err
	}
	return *got.OpcWorkRequestId, nil
}

func (e *env) workRequest(region, id string) oss.GetWorkRequestResponse {
	e.t.Helper()
	got, err := e.client(region).GetWorkRequest(e.t.Context(), oss.GetWorkRequestRequest{WorkRequestId: &id})
	require.NoError(e.t, err)
	return got
}

// workError is the one error of a failed work request.
func (e *env) workError(id string) string {
	e.t.Helper()
	require.Equal(e.t, oss.WorkRequestStatusFailed, e.workRequest(ashburn, id).Status)
	got, err := e.client(ashburn).ListWorkRequestErrors(e.t.Context(), oss.ListWorkRequestErrorsRequest{WorkRequestId: &id})
	require.NoError(e.t, err)
	require.Len(e.t, got.Items, 1)
	require.NotEmpty(e.t, *got.Items[0].Message)
	return *got.Items[0].Code
}

func TestCopyObject(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	e.createBucket(frankfurt, "b")
	text := strings.Repeat("copy me", 20_000)
	old := e.put(ashburn, "b", "o", "old")
	put := e.put(ashburn, "b", "o", text, func(r *oss.PutObjectRequest) {
		r.OpcMeta, r.ContentType = map[string]string{"k": "v"}, new("text/plain")
	})
	id, err := e.tryCopy(func(d *oss.CopyObjectDetails) { d.SourceObjectIfMatchETag = put.ETag })
	require.NoError(t, err)
	work := e.workRequest(ashburn, id)
	require.Equal(t, oss.WorkRequestOperationTypeCopyObject, work.OperationType)
	require.Equal(t, oss.WorkRequestStatusCompleted, work.Status)
	require.InDelta(t, 100, *work.PercentComplete, 0)
	require.Equal(t, data, *work.CompartmentId)
	require.Equal(t, oss.WorkRequestResourceActionTypeRead, work.Resources[0].ActionType)
	require.Equal(t, oss.WorkRequestResourceActionTypeWritten, work.Resources[1].ActionType)
	require.Equal(t, map[string]string{"REGION": frankfurt, "NAMESPACE": namespace, "BUCKET": "b", "OBJECT": "o"}, work.Resources[1].Metadata)

	got, object, err := e.tryGet(frankfurt, "b", "o")
	require.NoError(t, err)
	require.Equal(t, text, got)
	require.NotEqual(t, *put.ETag, *object.ETag)
	require.Equal(t, *put.OpcContentMd5, *object.ContentMd5)
	require.Equal(t, "text/plain", *object.ContentType)
	require.Equal(t, map[string]string{"k": "v"}, object.OpcMeta)
	purge(t, e, ashburn, "b")
	require.Equal(t, text, e.get(frankfurt, "b", "o"), "the copy does not need its source")

	e.put(ashburn, "b", "o", "new")
	id, err = e.tryCopy(func(d *oss.CopyObjectDetails) {
		d.DestinationObjectMetadata = map[string]string{"opc-meta-only": "this"}
		d.DestinationObjectStorageTier = oss.StorageTierInfrequentAccess
	})
	require.NoError(t, err)
	require.Equal(t, oss.WorkRequestStatusCompleted, e.workRequest(ashburn, id).Status)
	_, object, err = e.tryGet(frankfurt, "b", "o")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"only": "this"}, object.OpcMeta)
	require.Equal(t, oss.GetObjectStorageTierInfrequentaccess, object.StorageTier)
	_, err = e.tryCopy(func(d *oss.CopyObjectDetails) { d.SourceVersionId = old.VersionId })
	refused(t, err, 404, "ObjectNotFound")
}

func TestCopyObject_version(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	old := e.put(ashburn, "b", "o", "old")
	e.put(ashburn, "b", "o", "new")
	_, err := e.tryCopy(func(d *oss.CopyObjectDetails) {
		d.SourceVersionId, d.DestinationRegion, d.DestinationObjectName = old.VersionId, new(ashburn), new("o")
	})
	require.NoError(t, err)
	require.Equal(t, "old", e.get(ashburn, "b", "o"), "an old version copied over its own object makes it the latest")
	require.Len(t, listAllVersions(t, e, ashburn, "b"), 3)
}

func TestCopyObject_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.createBucket(frankfurt, "b")
	e.createBucket(frankfurt, "cold", func(d *oss.CreateBucketDetails) { d.StorageTier = oss.CreateBucketDetailsStorageTierArchive })
	e.put(ashburn, "b", "o", "text")
	for _, c := range []struct {
		name   string
		change func(*oss.CopyObjectDetails)
		status int
		code   string
	}{
		{"region that is not subscribed", func(d *oss.CopyObjectDetails) { d.DestinationRegion = new("eu-zurich-1") }, 400, "InvalidRegion"},
		{"invented region", func(d *oss.CopyObjectDetails) { d.DestinationRegion = new("mars-olympus-1") }, 400, "InvalidRegion"},
		{"another tenancy", func(d *oss.CopyObjectDetails) { d.DestinationNamespace = new("other") }, 404, "BucketNotFound"},
		{"no such bucket there", func(d *oss.CopyObjectDetails) { d.DestinationBucket = new("none") }, 404, "BucketNotFound"},
		{"no such object", func(d *oss.CopyObjectDetails) { d.SourceObjectName = new("none") }, 404, "ObjectNotFound"},
		{"changed source", func(d *oss.CopyObjectDetails) { d.SourceObjectIfMatchETag = new("x") }, 412, "IfMatchFailed"},
		{"bad name", func(d *oss.CopyObjectDetails) { d.DestinationObjectName = new("a\nb") }, 400, "InvalidObjectName"},
		{"bad metadata", func(d *oss.CopyObjectDetails) { d.DestinationObjectMetadata = map[string]string{"k": "v"} }, 400, "InvalidMetadata"},
		{"tier", func(d *oss.CopyObjectDetails) {
			d.DestinationBucket, d.DestinationObjectStorageTier = new("cold"), oss.StorageTierStandard
		}, 400, "InvalidObjectProperty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := e.tryCopy(c.change)
			refused(t, err, c.status, c.code)
		})
	}
	require.Empty(t, e.names(frankfurt, "b"))
}

func TestWorkRequests_pace(t *testing.T) {
	t.Parallel()
	e := newEnv(t, pace("work", time.Minute))
	e.createBucket(ashburn, "b")
	e.createBucket(frankfurt, "b")
	e.put(ashburn, "b", "o", "text")
	c := e.client(ashburn)

	done, err := e.tryCopy()
	require.NoError(t, err)
	e.Advance(time.Second)
	canceled, err := e.tryCopy(func(d *oss.CopyObjectDetails) { d.DestinationObjectName = new("canceled") })
	require.NoError(t, err)
	failed, err := e.tryCopy(func(d *oss.CopyObjectDetails) { d.DestinationObjectIfNoneMatchETag = new("*") })
	require.NoError(t, err)
	work := e.workRequest(ashburn, done)
	require.Equal(t, oss.WorkRequestStatusAccepted, work.Status)
	require.NotNil(t, work.RetryAfter)
	require.Nil(t, work.TimeFinished)
	require.Empty(t, e.names(frankfurt, "b"))

	_, err = c.CancelWorkRequest(t.Context(), oss.CancelWorkRequestRequest{WorkRequestId: &canceled})
	require.NoError(t, err)
	require.Equal(t, oss.WorkRequestStatusCanceled, e.workRequest(ashburn, canceled).Status)
	e.Advance(time.Minute)
	require.Equal(t, oss.WorkRequestStatusCompleted, e.workRequest(ashburn, done).Status)
	require.Equal(t, []string{"o"}, e.names(frankfurt, "b"))
	require.Equal(t, "IfNoneMatchFailed", e.workError(failed), "what the first copy made stands in the way of the third")
	_, err = c.CancelWorkRequest(t.Context(), oss.CancelWorkRequestRequest{WorkRequestId: &done})
	refused(t, err, 409, "NotCancelable")

	logs, err := c.ListWorkRequestLogs(t.Context(), oss.ListWorkRequestLogsRequest{WorkRequestId: &done})
	require.NoError(t, err)
	require.Len(t, logs.Items, 2)
	list := oss.ListWorkRequestsRequest{CompartmentId: new(data), Limit: new(2)}
	first, err := c.ListWorkRequests(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, first.Items, 2)
	require.Equal(t, done, *first.Items[0].Id)
	list.Page = first.OpcNextPage
	rest, err := c.ListWorkRequests(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, rest.Items, 1)
	_, err = e.client(frankfurt).GetWorkRequest(t.Context(), oss.GetWorkRequestRequest{WorkRequestId: &done})
	refused(t, err, 404, "NotFound")
}

func TestCopyObject_failsLater(t *testing.T) {
	t.Parallel()
	e := newEnv(t, pace("work", time.Minute))
	e.createBucket(ashburn, "b")
	e.createBucket(frankfurt, "b")
	put := e.put(ashburn, "b", "o", "text")

	id, err := e.tryCopy(func(d *oss.CopyObjectDetails) { d.SourceObjectIfMatchETag = put.ETag })
	require.NoError(t, err)
	e.put(ashburn, "b", "o", "changed")
	e.Advance(time.Minute)
	require.Equal(t, "IfMatchFailed", e.workError(id))

	id, err = e.tryCopy()
	require.NoError(t, err)
	require.NoError(t, e.deleteBucket(frankfurt, "b"))
	e.Advance(time.Minute)
	require.Equal(t, "BucketNotFound", e.workError(id))

	e.createBucket(frankfurt, "b")
	id, err = e.tryCopy()
	require.NoError(t, err)
	e.delete(ashburn, "b", "o")
	e.Advance(time.Minute)
	require.Equal(t, "ObjectNotFound", e.workError(id))

	e.put(ashburn, "b", "o", "text")
	e.put(frankfurt, "b", "o", "held")
	e.createRule(frankfurt, "b", nil, nil)
	id, err = e.tryCopy()
	require.NoError(t, err)
	e.Advance(time.Minute)
	require.Equal(t, "RetentionRuleViolation", e.workError(id))
	require.Equal(t, "held", e.get(frankfurt, "b", "o"))
}
