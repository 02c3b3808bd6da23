package objectstorage_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"
	"testing"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

// peek reads an answer's body and puts it back.
func peek(t *testing.T, response *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	response.Body = io.NopCloser(strings.NewReader(string(text)))
	return string(text)
}

func TestListObjects(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	for _, name := range []string{"z", "a", "dir/2", "dir/1", "dir/sub/3", "dir.txt", "dir0", "B", "é"} {
		e.put(ashburn, "b", name, "text")
	}
	for _, c := range []struct {
		name     string
		list     oss.ListObjectsRequest
		objects  []string
		prefixes []string
		next     string
	}{
		{"all, by their bytes", oss.ListObjectsRequest{}, []string{"B", "a", "dir.txt", "dir/1", "dir/2", "dir/sub/3", "dir0", "z", "é"}, nil, ""},
		{"prefix", oss.ListObjectsRequest{Prefix: new("dir/")}, []string{"dir/1", "dir/2", "dir/sub/3"}, nil, ""},
		{"prefix without match", oss.ListObjectsRequest{Prefix: new("dirx")}, nil, nil, ""},
		{"delimiter", oss.ListObjectsRequest{Delimiter: new("/")}, []string{"B", "a", "dir.txt", "dir0", "z", "é"}, []string{"dir/"}, ""},
		{"prefix and delimiter", oss.ListObjectsRequest{Prefix: new("dir/"), Delimiter: new("/")}, []string{"dir/1", "dir/2"}, []string{"dir/sub/"}, ""},
		{"start is included", oss.ListObjectsRequest{Start: new("dir/2")}, []string{"dir/2", "dir/sub/3", "dir0", "z", "é"}, nil, ""},
		{"start after is not", oss.ListObjectsRequest{StartAfter: new("dir/2")}, []string{"dir/sub/3", "dir0", "z", "é"}, nil, ""},
		{"end is not", oss.ListObjectsRequest{End: new("dir/2")}, []string{"B", "a", "dir.txt", "dir/1"}, nil, ""},
		{"start before the prefix", oss.ListObjectsRequest{Prefix: new("z"), Start: new("a")}, []string{"z"}, nil, ""},
		{"start behind the prefix", oss.ListObjectsRequest{Prefix: new("a"), Start: new("b")}, nil, nil, ""},
		{"limit", oss.ListObjectsRequest{Limit: new(2)}, []string{"B", "a"}, nil, "dir.txt"},
		{"limit counts prefixes", oss.ListObjectsRequest{Limit: new(4), Delimiter: new("/")}, []string{"B", "a", "dir.txt"}, []string{"dir/"}, "dir0"},
		{"limit that is just enough", oss.ListObjectsRequest{Limit: new(9)}, []string{"B", "a", "dir.txt", "dir/1", "dir/2", "dir/sub/3", "dir0", "z", "é"}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.list.NamespaceName, c.list.BucketName = new(namespace), new("b")
			got, err := e.client(ashburn).ListObjects(t.Context(), c.list)
			require.NoError(t, err)
			var names []string
			for _, o := range got.Objects {
				names = append(names, *o.Name)
				require.Nil(t, o.Size)
			}
			require.Equal(t, c.objects, names)
			require.ElementsMatch(t, c.prefixes, got.Prefixes)
			next := ""
			if got.NextStartWith != nil {
				next = *got.NextStartWith
			}
			require.Equal(t, c.next, next)
		})
	}
	for _, query := range []string{"limit=0", "limit=1001", "limit=x"} {
		requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b/b/o?"+query, "", "Authorization", "signed"), 400, "InvalidLimit")
	}
	requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b/b/o?delimiter=x", "", "Authorization", "signed"), 400, "InvalidParameter")
	requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b/b/o?fields=colour", "", "Authorization", "signed"), 400, "InvalidAttributeName")
}

func TestListObjects_fields(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	put := e.put(ashburn, "b", "o", "text")
	got, err := e.client(ashburn).ListObjects(t.Context(), oss.ListObjectsRequest{
		NamespaceName: new(namespace), BucketName: new("b"), Fields: new("NAME,size,Etag,md5,timeCreated,timeModified,storageTier,archivalState"),
	})
	require.NoError(t, err)
	o := got.Objects[0]
	require.Equal(t, int64(4), *o.Size)
	require.Equal(t, *put.ETag, *o.Etag)
	require.Equal(t, md5Of("text"), *o.Md5)
	require.Equal(t, e.Now(), o.TimeCreated.Time)
	require.Equal(t, e.Now(), o.TimeModified.Time)
	require.Equal(t, oss.StorageTierStandard, o.StorageTier)
	require.Empty(t, o.ArchivalState)
}

func TestListObjects_deletedGroup(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	e.put(ashburn, "b", "dir/a", "1")
	e.put(ashburn, "b", "dir/b", "1")
	e.delete(ashburn, "b", "dir/a")
	list := oss.ListObjectsRequest{NamespaceName: new(namespace), BucketName: new("b"), Delimiter: new("/")}
	got, err := e.client(ashburn).ListObjects(t.Context(), list)
	require.NoError(t, err)
	require.Equal(t, []string{"dir/"}, got.Prefixes)
	e.delete(ashburn, "b", "dir/b")
	got, err = e.client(ashburn).ListObjects(t.Context(), list)
	require.NoError(t, err)
	require.Empty(t, got.Prefixes, "a prefix of deleted objects only is none")
}

// TestListObjects_model holds pages against a plain sorted slice while objects come and go.
func TestListObjects_model(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	random := rand.New(rand.NewPCG(1, 2))
	exists := map[string]bool{}
	for range 15 {
		for range 20 {
			name := fmt.Sprintf("%c/%d", 'a'+random.IntN(4), random.IntN(40))
			if exists[name] && random.IntN(2) == 0 {
				e.delete(ashburn, "b", name)
				delete(exists, name)
			} else {
				e.put(ashburn, "b", name, "x")
				exists[name] = true
			}
		}
		var want []string
		for name := range exists {
			want = append(want, name)
		}
		sort.Strings(want)
		require.Equal(t, want, inPages(t, e, "b", url.Values{"limit": {fmt.Sprint(1 + random.IntN(30))}}))
		prefix := string(rune('a'+random.IntN(4))) + "/"
		want = slices.DeleteFunc(want, func(name string) bool { return !strings.HasPrefix(name, prefix) })
		got := inPages(t, e, "b", url.Values{"limit": {"5"}, "prefix": {prefix}})
		require.Len(t, got, len(want))
	}
}

func inPages(t *testing.T, e *env, bucket string, query url.Values) []string {
	t.Helper()
	list := oss.ListObjectsRequest{NamespaceName: new(namespace), BucketName: &bucket}
	if p := query.Get("prefix"); p != "" {
		list.Prefix = &p
	}
	var limit int
	_, err := fmt.Sscan(query.Get("limit"), &limit)
	require.NoError(t, err)
	list.Limit = &limit
	var names []string
	for {
		got, err := e.client(ashburn).ListObjects(t.Context(), list)
		require.NoError(t, err)
		require.LessOrEqual(t, len(got.Objects), limit)
		for _, o := range got.Objects {
			names = append(names, *o.Name)
		}
		if got.NextStartWith == nil {
			return names
		}
		list.Start = got.NextStartWith
	}
}
