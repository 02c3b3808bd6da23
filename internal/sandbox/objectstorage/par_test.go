package objectstorage_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

func (e *env) createPAR(access oss.CreatePreauthenticatedRequestDetailsAccessTypeEnum, object string, listing oss.PreauthenticatedRequestBucketListingActionEnum) oss.PreauthenticatedRequest {
	e.t.Helper()
	d := oss.CreatePreauthenticatedRequestDetails{
		Name: new("par"), AccessType: access, TimeExpires: &common.SDKTime{Time: e.Now().Add(time.Hour)}, BucketListingAction: listing,
	}
	if object != "" {
		d.ObjectName = &object
	}
	got, err := e.client(ashburn).CreatePreauthenticatedRequest(e.t.Context(), oss.CreatePreauthenticatedRequestRequest{
		NamespaceName: new(namespace), BucketName: new("b"), CreatePreauthenticatedRequestDetails: d,
	})
	require.NoError(e.t, err)
	return got.PreauthenticatedRequest
}

func TestPAR_access(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "dir/o", "text")
	e.put(ashburn, "b", "other", "other")
	const (
		read, write, both          = oss.CreatePreauthenticatedRequestDetailsAccessTypeObjectread, oss.CreatePreauthenticatedRequestDetailsAccessTypeObjectwrite, oss.CreatePreauthenticatedRequestDetailsAccessTypeObjectreadwrite
		anyRead, anyWrite, anyBoth = oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectread, oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectwrite, oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectreadwrite
		lists                      = oss.PreauthenticatedRequestBucketListingActionListobjects
	)
	for _, c := range []struct {
		access  oss.CreatePreauthenticatedRequestDetailsAccessTypeEnum
		object  string
		listing oss.PreauthenticatedRequestBucketListingActionEnum
		allowed []string
	}{
		{read, "dir/o", "", []string{"GET dir/o", "HEAD dir/o"}},
		{write, "dir/o", "", []string{"PUT dir/o"}},
		{both, "dir/o", "", []string{"GET dir/o", "HEAD dir/o", "PUT dir/o"}},
		{anyRead, "", "", []string{"GET dir/o", "HEAD dir/o", "GET other"}},
		{anyWrite, "", "", []string{"PUT dir/o", "PUT other"}},
		{anyBoth, "dir/", "", []string{"GET dir/o", "HEAD dir/o", "PUT dir/o"}},
		{anyRead, "", lists, []string{"GET dir/o", "HEAD dir/o", "GET other", "GET ", "GET ?prefix=dir/"}},
		{anyRead, "dir/", lists, []string{"GET dir/o", "HEAD dir/o", "GET ?prefix=dir/"}},
	} {
		t.Run(fmt.Sprint(c.access, c.object, c.listing), func(t *testing.T) {
			p := e.createPAR(c.access, c.object, c.listing)
			base, _, _ := strings.Cut(*p.AccessUri, "/o/")
			for _, call := range []string{"GET dir/o", "HEAD dir/o", "PUT dir/o", "GET other", "PUT other", "GET ", "GET ?prefix=dir/", "DELETE dir/o", "GET dir/o?versionId=x"} {
				method, name, _ := strings.Cut(call, " ")
				got := e.plain(method, ashburn, base+"/o/"+name, "new text")
				allowed := false
				for _, a := range c.allowed {
					allowed = allowed || a == call
				}
				require.Equal(t, allowed, got.StatusCode == http.StatusOK, "%s: %d", call, got.StatusCode)
				if !allowed {
					require.Equal(t, http.StatusNotFound, got.StatusCode, call)
				}
			}
			requireAnswer(t, e.plain("GET", frankfurt, *p.AccessUri, ""), 404, "BucketNotFound")
		})
	}
}

func TestPAR_lifecycle(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	name := "dir//é ü?.txt"
	e.put(ashburn, "b", name, "text")
	p := e.createPAR(oss.CreatePreauthenticatedRequestDetailsAccessTypeObjectread, name, "")
	require.Equal(t, "https://objectstorage.us-ashburn-1.oraclecloud.com"+*p.AccessUri, *p.FullPath)
	require.True(t, strings.HasSuffix(*p.Id, ":"+name), "an object's id has its name in it, slashes and all")
	full, err := url.Parse(*p.FullPath)
	require.NoError(t, err)
	require.Equal(t, "text", peek(t, e.plain("GET", ashburn, full.RequestURI(), "")))

	request := oss.GetPreauthenticatedRequestRequest{NamespaceName: new(namespace), BucketName: new("b"), ParId: p.Id}
	got, err := e.client(ashburn).GetPreauthenticatedRequest(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, *p.Id, *got.Id)
	require.Equal(t, "par", *got.Name)
	require.Equal(t, name, *got.ObjectName)
	require.Equal(t, e.Now().Add(time.Hour), got.TimeExpires.Time)
	token := strings.Split(*p.AccessUri, "/")[2]
	shown, err := json.Marshal(e.service.Dump())
	require.NoError(t, err)
	require.NotContains(t, string(shown), token, "the token is shown once")
	require.Contains(t, string(shown), `"name":"par"`)

	for i := range 4 {
		e.createPAR(oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectread, fmt.Sprintf("p%d/", i), "")
	}
	list := oss.ListPreauthenticatedRequestsRequest{NamespaceName: new(namespace), BucketName: new("b"), Limit: new(3)}
	first, err := e.client(ashburn).ListPreauthenticatedRequests(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, first.Items, 3)
	list.Page = first.OpcNextPage
	rest, err := e.client(ashburn).ListPreauthenticatedRequests(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, rest.Items, 2)
	filtered, err := e.client(ashburn).ListPreauthenticatedRequests(t.Context(), oss.ListPreauthenticatedRequestsRequest{
		NamespaceName: new(namespace), BucketName: new("b"), ObjectNamePrefix: new("p1"),
	})
	require.NoError(t, err)
	require.Len(t, filtered.Items, 1)

	e.Advance(time.Hour)
	requireAnswer(t, e.plain("GET", ashburn, full.RequestURI(), ""), 401, "NotAuthenticated")
	remove := oss.DeletePreauthenticatedRequestRequest{NamespaceName: new(namespace), BucketName: new("b"), ParId: p.Id}
	_, err = e.client(ashburn).DeletePreauthenticatedRequest(t.Context(), remove)
	require.NoError(t, err)
	_, err = e.client(ashburn).DeletePreauthenticatedRequest(t.Context(), remove)
	refused(t, err, 404, "PreauthenticatedRequestNotFound")
	_, err = e.client(ashburn).GetPreauthenticatedRequest(t.Context(), request)
	refused(t, err, 404, "PreauthenticatedRequestNotFound")
	requireAnswer(t, e.plain("GET", ashburn, full.RequestURI(), ""), 401, "NotAuthenticated")
	requireAnswer(t, e.plain("GET", ashburn, "/p/guess/n/acme/b/b/o/"+url.PathEscape(name), ""), 401, "NotAuthenticated")
	requireAnswer(t, e.plain("GET", ashburn, "/p/guess/n/acme/b/none/o/x", ""), 404, "BucketNotFound")
	requireAnswer(t, e.plain("GET", ashburn, "/p/guess/n/other/b/b/o/x", ""), 404, "BucketNotFound")
	requireAnswer(t, e.plain("GET", ashburn, "/p/guess/n", ""), 404, "BucketNotFound")
	requireAnswer(t, e.plain("GET", ashburn, "/p/guess", ""), 401, "NotAuthenticated")
}

// TestPAR_creator: what the creator may no longer do, the pre-authenticated request no longer allows.
func TestPAR_creator(t *testing.T) {
	t.Parallel()
	gone := false
	e := newEnv(t, func(c *objectstorage.Config) {
		c.Principal = func(id string) (cloud.Principal, bool) { return cloud.Principal{ID: id}, !gone }
	})
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "o", "text")
	p := e.createPAR(oss.CreatePreauthenticatedRequestDetailsAccessTypeObjectreadwrite, "o", "")
	require.Equal(t, http.StatusOK, e.plain("GET", ashburn, *p.AccessUri, "").StatusCode)
	e.Asked()
	require.Equal(t, http.StatusOK, e.plain("PUT", ashburn, *p.AccessUri, "new").StatusCode)
	require.Equal(t, []cloud.Access{{
		Service: "objectstorage", Operation: "PutObject", Permissions: []string{"OBJECT_OVERWRITE"}, Compartment: data, Write: true,
		Variables: map[string]string{"target.bucket.name": "b", "target.object.name": "o"},
	}}, e.Asked())

	e.Deny = func(a cloud.Access) bool { return a.Write }
	require.Equal(t, http.StatusOK, e.plain("GET", ashburn, *p.AccessUri, "").StatusCode)
	requireAnswer(t, e.plain("PUT", ashburn, *p.AccessUri, "new"), 404, "BucketNotFound")
	e.Deny = func(cloud.Access) bool { return true }
	requireAnswer(t, e.plain("GET", ashburn, *p.AccessUri, ""), 404, "BucketNotFound")
	e.Deny, gone = nil, true
	requireAnswer(t, e.plain("GET", ashburn, *p.AccessUri, ""), 404, "BucketNotFound")
}

func TestPAR_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	later := e.Now().Add(time.Hour).Format(time.RFC3339)
	for body, code := range map[string]string{
		`{"accessType":"ObjectRead","objectName":"o","timeExpires":"` + later + `"}`:                                                "MissingParCreateDetails",
		`{"name":"p","objectName":"o","timeExpires":"` + later + `"}`:                                                               "MissingParCreateDetails",
		`{"name":"p","accessType":"ObjectRead","objectName":"o"}`:                                                                   "MissingParCreateDetails",
		`{"name":"p","accessType":"ObjectRead","objectName":"o","timeExpires":"tomorrow"}`:                                          "InvalidJSON",
		`{"name":"p","accessType":"Everything","timeExpires":"` + later + `"}`:                                                      "InvalidParameter",
		`{"name":"p","accessType":"ObjectRead","timeExpires":"` + later + `"}`:                                                      "InvalidParCreateRequest",
		`{"name":"p","accessType":"AnyObjectRead","timeExpires":"` + e.Now().Format(time.RFC3339) + `"}`:                            "InvalidParCreateRequest",
		`{"name":"p","accessType":"AnyObjectWrite","bucketListingAction":"ListObjects","timeExpires":"` + later + `"}`:              "InvalidParCreateRequest",
		`{"name":"p","accessType":"ObjectRead","objectName":"o","bucketListingAction":"ListObjects","timeExpires":"` + later + `"}`: "InvalidParCreateRequest",
		`{"name":"p","accessType":"AnyObjectRead","bucketListingAction":"Everything","timeExpires":"` + later + `"}`:                "InvalidParameter",
		`{"name":"p","accessType":"AnyObjectRead","objectName":"` + strings.Repeat("x", 1025) + `","timeExpires":"` + later + `"}`:  "InvalidObjectName",
	} {
		requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b/p", body, "Authorization", "signed"), 400, code)
	}
}

func TestPublicBuckets(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "o", "text")
	status := func(method, path string) int { return e.plain(method, ashburn, path, "x").StatusCode }
	for access, want := range map[oss.UpdateBucketDetailsPublicAccessTypeEnum][3]int{
		oss.UpdateBucketDetailsPublicAccessTypeNopublicaccess:        {404, 404, 404},
		oss.UpdateBucketDetailsPublicAccessTypeObjectread:            {200, 200, 200},
		oss.UpdateBucketDetailsPublicAccessTypeObjectreadwithoutlist: {200, 200, 404},
	} {
		e.Deny = nil
		require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{PublicAccessType: access}))
		e.Deny = func(cloud.Access) bool { return true } // nobody has a right of their own
		require.Equal(t, want[0], status("GET", "/n/acme/b/b/o/o"), access)
		require.Equal(t, want[1], status("HEAD", "/n/acme/b/b/o/o"), access)
		require.Equal(t, want[2], status("GET", "/n/acme/b/b/o"), access)
		require.Equal(t, 401, status("PUT", "/n/acme/b/b/o/o"), access)
		require.Equal(t, 401, status("GET", "/n/acme/b/b"), access)
		require.Equal(t, 401, status("GET", "/n/acme/b/b/objectversions"), access)
		require.Equal(t, 401, status("DELETE", "/n/acme/b/b/o/o"), access)
		signed := e.plain("GET", ashburn, "/n/acme/b/b/o/o", "", "Authorization", "signed")
		require.Equal(t, want[0], signed.StatusCode, "who signs has no less than everybody")
	}
	requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b/none/o/o", ""), 404, "BucketNotFound")
}
