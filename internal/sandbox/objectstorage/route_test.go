package objectstorage

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ method, path, operation, bucket, object, id string }{
		{"GET", "/n", "GetNamespace", "", "", ""},
		{"GET", "/n/", "GetNamespace", "", "", ""},
		{"GET", "/n/ns", "GetNamespaceMetadata", "", "", ""},
		{"POST", "/n/ns/b/", "CreateBucket", "", "", ""},
		{"GET", "/n/ns/b/bucket", "GetBucket", "bucket", "", ""},
		{"GET", "/n/ns/b/bucket/o", "ListObjects", "bucket", "", ""},
		{"GET", "/n/ns/b/bucket/o/", "ListObjects", "bucket", "", ""},
		{"GET", "/n/ns/b/bucket/o/a", "GetObject", "bucket", "a", ""},
		{"GET", "/n/ns/b/bucket/o/a/b/", "GetObject", "bucket", "a/b/", ""},
		{"GET", "/n/ns/b/bucket/o//a", "GetObject", "bucket", "/a", ""},
		{"GET", "/n/ns/b/bucket/o/a%2Fb", "GetObject", "bucket", "a/b", ""},
		{"GET", "/n/ns/b/bucket/o/a%252Fb", "GetObject", "bucket", "a%2Fb", ""},
		{"GET", "/n/ns/b/bucket/o/../../x", "GetObject", "bucket", "../../x", ""},
		{"GET", "/n/ns/b/bucket/o/b/o/x", "GetObject", "bucket", "b/o/x", ""},
		{"GET", "/n/ns/b/bucket/p/a%2F+b=:dir/o", "GetPreauthenticatedRequest", "bucket", "", "a/+b=:dir/o"},
		{"GET", "/n/ns/b/bucket/retentionRules/id", "GetRetentionRule", "bucket", "", "id"},
		{"POST", "/n/ns/b/bucket/actions/reencrypt", "ReencryptBucket", "bucket", "", ""},
		{"POST", "/n/ns/b/bucket/actions/reencrypt/a/b", "ReencryptObject", "bucket", "a/b", ""},
		{"GET", "/workRequests/id/errors", "ListWorkRequestErrors", "", "", "id"},
		{"GET", "/n/ns/b/a%2Fb", "GetBucket", "a/b", "", ""},
		{"PUT", "/n/ns/b/bucket/o/", "", "", "", ""},
		{"GET", "/n/ns/b//o/a", "", "", "", ""},
		{"GET", "/n/ns/b/bucket/o/%zz", "", "", "", ""},
		{"GET", "n/ns", "", "", "", ""},
		{"GET", "", "", "", "", ""},
		{"GET", "/N/ns", "", "", "", ""},
		{"get", "/n", "", "", "", ""},
	} {
		found, values := match(c.method, c.path)
		if c.operation == "" {
			require.Nil(t, found, "%s %s", c.method, c.path)
			continue
		}
		require.NotNil(t, found, "%s %s", c.method, c.path)
		require.Equal(t, c.operation, found.operation, "%s %s", c.method, c.path)
		require.Equal(t, c.bucket, values["bucket"])
		require.Equal(t, c.object, values["object"])
		require.Equal(t, c.id, values["id"])
	}
}

// TestRoutes: no operation is twice in the table, and those that ask for themselves are the ones that must.
func TestRoutes(t *testing.T) {
	t.Parallel()
	asks := []string{
		"GetNamespace", "GetNamespaceMetadata", "UpdateNamespaceMetadata", "ListWorkRequests", "GetWorkRequest", "CancelWorkRequest",
		"ListWorkRequestErrors", "ListWorkRequestLogs", "CreateBucket", "ListBuckets", "PutObject", "DeleteObject", "CreateRetentionRule", "UpdateRetentionRule",
	}
	seen := map[string]bool{}
	for _, r := range routes {
		require.False(t, seen[r.operation], r.operation)
		seen[r.operation] = true
		require.Equal(t, slices.Contains(asks, r.operation), r.need == nil, r.operation)
		if r.public {
			require.True(t, r.reads(), "%s is open to everybody and writes", r.operation)
		}
	}
}

// TestRoutes_whole: the table has every operation of Oracle's client but those of private endpoints, so that a new SDK
// that has more fails here.
func TestRoutes_whole(t *testing.T) {
	t.Parallel()
	var want, got []string
	for m := range reflect.TypeFor[oss.ObjectStorageClient]().Methods() {
		operation := m.Type.NumIn() == 3 && strings.HasSuffix(m.Type.In(2).Name(), m.Name+"Request")
		if operation && !strings.Contains(m.Name, "PrivateEndpoint") {
			want = append(want, m.Name)
		}
	}
	for _, r := range routes {
		name := r.operation
		if name == "CreateCopyRequest" {
			name = "CopyObject"
		}
		got = append(got, name)
	}
	require.Len(t, want, 51)
	require.ElementsMatch(t, want, got)
}

func FuzzMatch(f *testing.F) {
	for _, path := range []string{"/n/ns/b/b/o/a//b", "/n/ns/b/b/o/..%2F", "/p/t/n/ns/b/b/o/x", "/n/ns/b/b/p/a:b/c", "/workRequests/x/logs", "//", "%", "/n/%00/b"} {
		f.Add("GET", path)
	}
	f.Fuzz(func(t *testing.T, method, path string) {
		_, _, _ = cutToken(path)
		found, values := match(method, path)
		if found == nil {
			return
		}
		if found.method != method {
			t.Fatalf("%s was found for %s", found.method, method)
		}
		for name, value := range values {
			if value == "" {
				t.Fatalf("%s is empty in %q", name, path)
			}
		}
	})
}

// FuzzObjectName: whatever the name, the URL that an SDK makes of it leads back to it, its slashes escaped or not.
func FuzzObjectName(f *testing.F) {
	for _, name := range []string{"a", "a//b", "/", "..", "../a", "%2F", "é", "a b", "\x00", "a/../b", "?", "#"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if name == "" {
			return
		}
		plain := (&url.URL{Path: "/n/ns/b/b/o/" + name}).EscapedPath()
		for _, path := range []string{plain, "/n/ns/b/b/o/" + url.PathEscape(name)} {
			found, values := match(http.MethodGet, path)
			if found == nil || found.operation != "GetObject" || values["object"] != name || values["bucket"] != "b" {
				t.Fatalf("%q became %q: %v", name, path, values)
			}
		}
		if got, err := url.PathUnescape(escapeName(name)); err != nil || !strings.HasSuffix(got, name) {
			t.Fatalf("the URL of %q has %q: %v", name, got, err)
		}
	})
}

// What the table says an operation needs is what the catalogue of the policy language says: with all of it the operation is
// allowed, and without any one of its permissions it is not.
func TestRoutes_catalogue(t *testing.T) {
	t.Parallel()
	for _, r := range routes {
		known := iam.FindOperation(serviceName, r.operation)
		if known == nil {
			require.Contains(t, []string{"ListWorkRequestErrors", "ListWorkRequestLogs"}, r.operation) // they tell what GetWorkRequest tells
			continue
		}
		if r.need == nil || known[0].Formula == "?objects" || r.operation == "CopyObject" {
			continue // it depends on the request, or no source says
		}
		for _, permissions := range r.need {
			require.Equal(t, iam.Allowed, decideWith(r.operation, permissions), "%s with %v", r.operation, permissions)
			for i := range permissions {
				less := slices.Delete(slices.Clone(permissions), i, i+1)
				require.NotEqual(t, iam.Allowed, decideWith(r.operation, less), "%s with %v", r.operation, less)
			}
		}
		var without []string
		for _, p := range iam.AllPermissions() {
			if !slices.ContainsFunc(r.need, func(set []string) bool { return slices.Contains(set, p) }) {
				without = append(without, p)
			}
		}
		require.NotEqual(t, iam.Allowed, decideWith(r.operation, without), "%s without what the table says", r.operation)
	}
}

func decideWith(operation string, permissions []string) iam.Outcome {
	if len(permissions) == 0 {
		permissions = []string{"NOTHING"}
	}
	p := iam.NewPolicy("p", nil, "allow any-user to {"+strings.Join(permissions, ",")+"} in tenancy")
	q := iam.Request{Service: serviceName, Operation: operation, Region: "iad", Principal: iam.Requester{Type: "user"}}
	return iam.Decide([]iam.Policy{p}, q, iam.Options{}).Outcome
}
