package objectstorage_test

import (
	"fmt"
	"testing"
	"time"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

// pace sets how long one kind of asynchronous work takes.
func pace(kind string, d time.Duration) func(*objectstorage.Config) {
	return func(c *objectstorage.Config) {
		switch kind {
		case "restore":
			c.Pace.Restore = d
		case "policy":
			c.Pace.ReplicationPolicy = d
		case "replication":
			c.Pace.Replication = d
		case "work":
			c.Pace.WorkRequest = d
		default:
			panic(kind)
		}
	}
}

// listAllVersions lists every version of a bucket, page by page of three.
func listAllVersions(t *testing.T, e *env, region, bucket string) []oss.ObjectVersionSummary {
	t.Helper()
	var all []oss.ObjectVersionSummary
	list := oss.ListObjectVersionsRequest{NamespaceName: new(namespace), BucketName: &bucket, Limit: new(3)}
	for {
		got, err := e.client(region).ListObjectVersions(t.Context(), list)
		require.NoError(t, err)
		all = append(all, got.Items...)
		if got.OpcNextPage == nil {
			return all
		}
		list.Page = got.OpcNextPage
	}
}

func atVersion(id *string) func(*oss.GetObjectRequest) {
	return func(r *oss.GetObjectRequest) { r.VersionId = id }
}

func deleteVersion(id *string) func(*oss.DeleteObjectRequest) {
	return func(r *oss.DeleteObjectRequest) { r.VersionId = id }
}

func TestVersions_enabled(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	first := e.put(ashburn, "b", "o", "one")
	second := e.put(ashburn, "b", "o", "two!")
	require.NotEqual(t, *first.VersionId, *second.VersionId)
	require.Equal(t, "two!", e.get(ashburn, "b", "o"))
	require.Equal(t, "one", e.get(ashburn, "b", "o", atVersion(first.VersionId)))
	b := e.getBucket(ashburn, "b")
	require.Equal(t, int64(2), *b.ApproximateCount)
	require.Equal(t, int64(7), *b.ApproximateSize)

	marker := e.delete(ashburn, "b", "o")
	require.True(t, *marker.IsDeleteMarker)
	_, _, err := e.tryGet(ashburn, "b", "o")
	refused(t, err, 404, "ObjectNotFound")
	_, _, err = e.tryGet(ashburn, "b", "o", atVersion(marker.VersionId))
	refused(t, err, 404, "ObjectNotFound")
	_, err = e.tryDelete(ashburn, "b", "o")
	refused(t, err, 404, "ObjectNotFound")
	require.Empty(t, e.names(ashburn, "b"))
	require.Equal(t, "two!", e.get(ashburn, "b", "o", atVersion(second.VersionId)), "a delete marker hides, it does not delete")

	versions := listAllVersions(t, e, ashburn, "b")
	require.Len(t, versions, 3)
	require.True(t, *versions[0].IsDeleteMarker, "the newest first")
	require.Equal(t, *marker.VersionId, *versions[0].VersionId)
	require.Equal(t, *second.VersionId, *versions[1].VersionId)
	require.Equal(t, *first.VersionId, *versions[2].VersionId)

	gone := e.delete(ashburn, "b", "o", deleteVersion(marker.VersionId))
	require.True(t, *gone.IsDeleteMarker)
	require.Equal(t, "two!", e.get(ashburn, "b", "o"), "without the marker the object is back")
	gone = e.delete(ashburn, "b", "o", deleteVersion(second.VersionId))
	require.False(t, *gone.IsDeleteMarker)
	require.Equal(t, *second.VersionId, *gone.VersionId)
	require.Equal(t, "one", e.get(ashburn, "b", "o"), "the version before is the latest now")
	_, err = e.tryDelete(ashburn, "b", "o", deleteVersion(second.VersionId))
	refused(t, err, 404, "ObjectNotFound")
	e.delete(ashburn, "b", "o", deleteVersion(first.VersionId))
	require.Empty(t, listAllVersions(t, e, ashburn, "b"))
	require.NoError(t, e.deleteBucket(ashburn, "b"))
}

func TestVersions_disabled(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	first := e.put(ashburn, "b", "o", "one")
	e.put(ashburn, "b", "o", "two")
	require.Len(t, listAllVersions(t, e, ashburn, "b"), 1)
	_, _, err := e.tryGet(ashburn, "b", "o", atVersion(first.VersionId))
	refused(t, err, 404, "ObjectNotFound")
	gone := e.delete(ashburn, "b", "o")
	require.Nil(t, gone.IsDeleteMarker)
	require.NoError(t, e.deleteBucket(ashburn, "b"))
}

func TestVersions_suspended(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	kept := e.put(ashburn, "b", "o", "kept")
	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningSuspended}))

	e.put(ashburn, "b", "o", "overwritten")
	e.put(ashburn, "b", "o", "last")
	require.Len(t, listAllVersions(t, e, ashburn, "b"), 2, "only what versioning made is retained")
	require.Equal(t, "kept", e.get(ashburn, "b", "o", atVersion(kept.VersionId)))

	e.delete(ashburn, "b", "o")
	_, _, err := e.tryGet(ashburn, "b", "o")
	refused(t, err, 404, "ObjectNotFound")
	versions := listAllVersions(t, e, ashburn, "b")
	require.Len(t, versions, 2, "a marker keeps the retained version from coming back")
	require.True(t, *versions[0].IsDeleteMarker)
	require.Equal(t, *kept.VersionId, *versions[1].VersionId)

	e.put(ashburn, "b", "plain", "x")
	e.delete(ashburn, "b", "plain")
	require.Len(t, listAllVersions(t, e, ashburn, "b"), 2, "what versioning did not make is gone")

	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningEnabled}))
	e.put(ashburn, "b", "o", "again")
	require.Len(t, listAllVersions(t, e, ashburn, "b"), 3)
}

func TestListObjectVersions_pages(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	for i := range 4 {
		for _, name := range []string{"a", "a/1", "b/1", "b/2", "c"} {
			e.put(ashburn, "b", name, fmt.Sprint(i))
		}
	}
	all := listAllVersions(t, e, ashburn, "b")
	require.Len(t, all, 20)
	seen := map[string]bool{}
	for i, v := range all {
		require.False(t, seen[*v.VersionId], "no version twice")
		seen[*v.VersionId] = true
		require.Equal(t, []string{"a", "a/1", "b/1", "b/2", "c"}[i/4], *v.Name)
		require.Nil(t, v.Size)
		require.NotNil(t, v.TimeModified)
	}
	list := oss.ListObjectVersionsRequest{NamespaceName: new(namespace), BucketName: new("b"), Delimiter: new("/"), Limit: new(5)}
	first, err := e.client(ashburn).ListObjectVersions(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, first.Items, 4)
	require.Equal(t, []string{"a/"}, first.Prefixes)
	list.Page = first.OpcNextPage
	rest, err := e.client(ashburn).ListObjectVersions(t.Context(), list)
	require.NoError(t, err)
	require.Equal(t, []string{"b/"}, rest.Prefixes)
	require.Len(t, rest.Items, 4)
	require.Equal(t, "c", *rest.Items[0].Name)
	require.Nil(t, rest.OpcNextPage)

	// A page goes on where it should even when the version that it was to begin with has gone.
	list = oss.ListObjectVersionsRequest{NamespaceName: new(namespace), BucketName: new("b"), Limit: new(2)}
	first, err = e.client(ashburn).ListObjectVersions(t.Context(), list)
	require.NoError(t, err)
	for _, v := range all[:8] {
		e.delete(ashburn, "b", *v.Name, deleteVersion(v.VersionId))
	}
	list.Page = first.OpcNextPage
	next, err := e.client(ashburn).ListObjectVersions(t.Context(), list)
	require.NoError(t, err)
	require.Equal(t, "b/1", *next.Items[0].Name)
	requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b/b/objectversions?page=!", "", "Authorization", "signed"), 400, "InvalidPage")

	sized, err := e.client(ashburn).ListObjectVersions(t.Context(), oss.ListObjectVersionsRequest{
		NamespaceName: new(namespace), BucketName: new("b"), Prefix: new("c"), Fields: oss.ListObjectVersionsFieldsSize,
	})
	require.NoError(t, err)
	require.Len(t, sized.Items, 4)
	require.Equal(t, int64(1), *sized.Items[0].Size)
}
