package objectstorage_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

// The tests in this file go through the sandbox's kernel, which verifies signatures and streams bodies.

func openSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.New()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func signedClient(t *testing.T, s *sandbox.Sandbox, user, region string) oss.ObjectStorageClient {
	t.Helper()
	c, err := s.Credentials(user)
	require.NoError(t, err)
	provider := common.NewRawConfigurationProvider(c.TenancyOCID, c.UserOCID, region, c.Fingerprint, c.PrivateKeyPEM, nil)
	return newClient(t, provider, s.Transport())
}

func addBucket(t *testing.T, s *sandbox.Sandbox, c oss.ObjectStorageClient, name string, change ...func(*oss.CreateBucketDetails)) {
	t.Helper()
	d := oss.CreateBucketDetails{Name: &name, CompartmentId: new(s.CompartmentOCID())}
	for _, ch := range change {
		ch(&d)
	}
	_, err := c.CreateBucket(t.Context(), oss.CreateBucketRequest{NamespaceName: new(s.Namespace()), CreateBucketDetails: d})
	require.NoError(t, err)
}

func TestKernel_namesSurvive(t *testing.T) {
	t.Parallel()
	s := openSandbox(t)
	c := signedClient(t, s, "terraform", ashburn)
	addBucket(t, s, c, "b")
	for _, name := range []string{"a//b", "/a", "../a", "a/../b", "..", "%2F", "é ü", "?", "a+b", "a/"} {
		_, err := c.PutObject(t.Context(), oss.PutObjectRequest{
			NamespaceName: new(s.Namespace()), BucketName: new("b"), ObjectName: &name, PutObjectBody: body(name),
		})
		require.NoError(t, err, "%q", name)
		got, err := c.GetObject(t.Context(), oss.GetObjectRequest{NamespaceName: new(s.Namespace()), BucketName: new("b"), ObjectName: &name})
		require.NoError(t, err, "%q", name)
		text, err := io.ReadAll(got.Content)
		require.NoError(t, err)
		require.Equal(t, name, string(text))
		require.NoError(t, got.Content.Close())
	}
	list, err := c.ListObjects(t.Context(), oss.ListObjectsRequest{NamespaceName: new(s.Namespace()), BucketName: new("b")})
	require.NoError(t, err)
	require.Len(t, list.Objects, 10)
}

// TestKernel_plainForm: what is named in a URL is what is meant, over a port and with a path before the path as well.
func TestKernel_plainForm(t *testing.T) {
	t.Parallel()
	s := openSandbox(t)
	c := signedClient(t, s, "terraform", ashburn)
	addBucket(t, s, c, "b", func(d *oss.CreateBucketDetails) {
		d.PublicAccessType = oss.CreateBucketDetailsPublicAccessTypeObjectread
	})
	server, err := s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close(t.Context())) })
	for _, name := range []string{"a//b", "/a", "../a", "a/../b", "x%2Fy", "a/"} {
		_, err := c.PutObject(t.Context(), oss.PutObjectRequest{
			NamespaceName: new(s.Namespace()), BucketName: new("b"), ObjectName: &name, PutObjectBody: body("text of " + name),
		})
		require.NoError(t, err)
		path := (&url.URL{Path: "/n/" + s.Namespace() + "/b/b/o/" + name}).EscapedPath()
		got := fetch(t, "GET", server.URL+"/objectstorage."+ashburn+".oraclecloud.com"+path, "")
		require.Equal(t, "text of "+name, got, "%q", name)
	}
}

func fetch(t *testing.T, method, address, text string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(text))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, "%s", got)
	return string(got)
}

func TestKernel_preauthenticated(t *testing.T) {
	t.Parallel()
	s := openSandbox(t)
	c := signedClient(t, s, "terraform", ashburn)
	addBucket(t, s, c, "b")
	par, err := c.CreatePreauthenticatedRequest(t.Context(), oss.CreatePreauthenticatedRequestRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("b"),
		CreatePreauthenticatedRequestDetails: oss.CreatePreauthenticatedRequestDetails{
			Name: new("p"), AccessType: oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectreadwrite,
			TimeExpires: &common.SDKTime{Time: time.Now().Add(time.Hour)},
		},
	})
	require.NoError(t, err)
	client := http.Client{Transport: s.Transport()}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, *par.FullPath+"o", strings.NewReader("by anybody"))
	require.NoError(t, err)
	put, err := client.Do(r)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, put.StatusCode)
	require.NoError(t, put.Body.Close())
	got, err := c.GetObject(t.Context(), oss.GetObjectRequest{NamespaceName: new(s.Namespace()), BucketName: new("b"), ObjectName: new("o")})
	require.NoError(t, err)
	text, err := io.ReadAll(got.Content)
	require.NoError(t, err)
	require.Equal(t, "by anybody", string(text))
	token := strings.Split(*par.AccessUri, "/")[2]
	for _, entry := range s.Journal() {
		require.NotContains(t, entry.Path, token)
	}
}

// TestKernel_creatorLosesRights: a pre-authenticated request ends with its creator's rights, whatever they were before.
func TestKernel_creatorLosesRights(t *testing.T) {
	t.Parallel()
	s := openSandbox(t)
	c := signedClient(t, s, "terraform", ashburn)
	addBucket(t, s, c, "b")
	par, err := c.CreatePreauthenticatedRequest(t.Context(), oss.CreatePreauthenticatedRequestRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("b"),
		CreatePreauthenticatedRequestDetails: oss.CreatePreauthenticatedRequestDetails{
			Name: new("p"), AccessType: oss.CreatePreauthenticatedRequestDetailsAccessTypeObjectwrite, ObjectName: new("o"),
			TimeExpires: &common.SDKTime{Time: time.Now().Add(time.Hour)},
		},
	})
	require.NoError(t, err)
	client := http.Client{Transport: s.Transport()}
	put := func() int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, *par.FullPath, strings.NewReader("x"))
		require.NoError(t, err)
		response, err := client.Do(r)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response.StatusCode
	}
	require.Equal(t, http.StatusOK, put())
	leaveGroups(t, s, "terraform")
	require.Equal(t, http.StatusNotFound, put())
}

// leaveGroups takes a user out of every group.
func leaveGroups(t *testing.T, s *sandbox.Sandbox, user string) {
	t.Helper()
	c, err := s.Credentials("admin")
	require.NoError(t, err)
	provider := common.NewRawConfigurationProvider(c.TenancyOCID, c.UserOCID, s.HomeRegion(), c.Fingerprint, c.PrivateKeyPEM, nil)
	admin, err := identity.NewIdentityClientWithConfigurationProvider(provider)
	require.NoError(t, err)
	admin.HTTPClient = &http.Client{Transport: s.Transport()}
	leaver, err := s.Credentials(user)
	require.NoError(t, err)
	list, err := admin.ListUserGroupMemberships(t.Context(), identity.ListUserGroupMembershipsRequest{
		CompartmentId: new(s.TenancyOCID()), UserId: new(leaver.UserOCID),
	})
	require.NoError(t, err)
	require.NotEmpty(t, list.Items)
	for _, m := range list.Items {
		_, err := admin.RemoveUserFromGroup(t.Context(), identity.RemoveUserFromGroupRequest{UserGroupMembershipId: m.Id})
		require.NoError(t, err)
	}
}

func TestKernel_pace(t *testing.T) {
	t.Parallel()
	s, err := sandbox.New(sandbox.WithPace(objectstorage.Pace{ReplicationPolicy: 50 * time.Millisecond}))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	c := signedClient(t, s, "terraform", ashburn)
	addBucket(t, s, c, "a")
	addBucket(t, s, c, "b")
	p, err := c.CreateReplicationPolicy(t.Context(), oss.CreateReplicationPolicyRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("a"),
		CreateReplicationPolicyDetails: oss.CreateReplicationPolicyDetails{Name: new("p"), DestinationRegionName: new(ashburn), DestinationBucketName: new("b")},
	})
	require.NoError(t, err)
	require.EqualValues(t, "CREATING", p.Status)
	require.Eventually(t, func() bool {
		got, err := c.GetReplicationPolicy(t.Context(), oss.GetReplicationPolicyRequest{
			NamespaceName: new(s.Namespace()), BucketName: new("a"), ReplicationId: p.Id,
		})
		return err == nil && got.Status == oss.ReplicationPolicyStatusActive
	}, 5*time.Second, 10*time.Millisecond)
}

func TestKernel_readersDoNotWrite(t *testing.T) {
	t.Parallel()
	s := openSandbox(t)
	writer, reader := signedClient(t, s, "terraform", ashburn), signedClient(t, s, "us-engineer", ashburn)
	addBucket(t, s, writer, "b")
	_, err := reader.GetBucket(t.Context(), oss.GetBucketRequest{NamespaceName: new(s.Namespace()), BucketName: new("b")})
	require.NoError(t, err)
	_, err = reader.PutObject(t.Context(), oss.PutObjectRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("b"), ObjectName: new("o"), PutObjectBody: body("x"),
	})
	refused(t, err, 404, "BucketNotFound")
	// So Oracle answers a create that is not allowed, too.
	_, err = reader.CreateBucket(t.Context(), oss.CreateBucketRequest{
		NamespaceName:       new(s.Namespace()),
		CreateBucketDetails: oss.CreateBucketDetails{Name: new("mine"), CompartmentId: new(s.CompartmentOCID())},
	})
	refused(t, err, 409, "BucketAlreadyExists")
}
