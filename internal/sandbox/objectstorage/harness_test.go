package objectstorage_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

const (
	namespace = "acme"
	tenancy   = "ocid1.tenancy.oc1..aaaaaaaatenancy"
	data      = "ocid1.compartment.oc1..aaaaaaaadata"
	archive   = "ocid1.compartment.oc1..aaaaaaaaarchive"
	user      = "ocid1.user.oc1..aaaaaaaauser"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
)

var regions = []string{ashburn, phoenix, frankfurt}

// env is an Object Storage with Oracle's own SDK as its client. It stands in for the kernel: one principal, who may do
// everything unless deny says otherwise, and a clock that stands still until it is moved.
type env struct {
	t       *testing.T
	service *objectstorage.Service
	clients sync.Map // oss.ObjectStorageClient by region

	mu       sync.Mutex
	now      time.Time
	accesses []cloud.Access
	deny     func(cloud.Access) bool
	as       cloud.Principal
}

func newEnv(t *testing.T, configure ...func(*objectstorage.Config)) *env {
	t.Helper()
	e := &env{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), as: cloud.Principal{ID: user, Tenancy: tenancy, Name: "tester"}}
	config := objectstorage.Config{
		Tenancies: []objectstorage.Tenancy{{
			OCID:              tenancy,
			Namespace:         namespace,
			Subscribed:        func() []string { return regions },
			CompartmentExists: func(ocid string) bool { return slices.Contains([]string{tenancy, data, archive}, ocid) },
		}},
		World: cloud.World{Clock: e.clock},
		Dir:   t.TempDir(),
	}
	for _, c := range configure {
		c(&config)
	}
	e.service = objectstorage.New(config)
	t.Cleanup(func() { require.NoError(t, e.service.Close()) })
	return e
}

func (e *env) clock() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.now
}

func (e *env) advance(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.now = e.now.Add(d)
}

// Authorize implements cloud.Authorizer.
func (e *env) Authorize(_ *cloud.Call, a cloud.Access) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.accesses = append(e.accesses, a)
	if e.deny != nil && e.deny(a) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return nil
}

// asked returns what was asked of the Authorizer since the last time.
func (e *env) asked() []cloud.Access {
	e.mu.Lock()
	defer e.mu.Unlock()
	asked := e.accesses
	e.accesses = nil
	return asked
}

// RoundTrip implements http.RoundTripper.
func (e *env) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	w := httptest.NewRecorder()
	if err := e.answer(w, r); err != nil {
		cloud.WriteError(w, cloud.AsError(err))
	}
	response := w.Result()
	response.Request = r
	if r.Method == http.MethodHead {
		response.Body = http.NoBody
	}
	return response, nil
}

func (e *env) answer(w http.ResponseWriter, r *http.Request) error {
	at, ok := e.service.Region(r.URL.Host)
	if !ok {
		return cloud.NotImplemented("the host %s", r.URL.Host)
	}
	call := &cloud.Call{Request: r, Region: at, Now: e.clock(), Authorizer: e}
	if r.Header.Get("Authorization") != "" {
		call.Principal = e.as
	} else if !e.service.Anonymous(r) {
		return cloud.NotAuthenticated()
	}
	return e.service.Serve(w, call)
}

var key = sync.OnceValue(func() string {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}))
})

// client is Oracle's client in a region, without retries. Making one parses the key, so there is one for each region.
func (e *env) client(region string) oss.ObjectStorageClient {
	if c, ok := e.clients.Load(region); ok {
		return c.(oss.ObjectStorageClient)
	}
	c := newClient(e.t, common.NewRawConfigurationProvider(tenancy, user, region, "aa:bb", key(), nil), e)
	e.clients.Store(region, c)
	return c
}

func newClient(t *testing.T, provider common.ConfigurationProvider, rt http.RoundTripper) oss.ObjectStorageClient {
	t.Helper()
	c, err := oss.NewObjectStorageClientWithConfigurationProvider(provider)
	require.NoError(t, err)
	once := common.NoRetryPolicy()
	c.SetCustomClientConfiguration(common.CustomClientConfiguration{RetryPolicy: &once})
	c.HTTPClient = &http.Client{Transport: rt}
	return c
}

// plain sends a request without a signature.
func (e *env) plain(method, region, path string, body string, header ...string) *http.Response {
	e.t.Helper()
	r, err := http.NewRequestWithContext(e.t.Context(), method, "https://objectstorage."+region+".oraclecloud.com"+path, strings.NewReader(body))
	require.NoError(e.t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	switch r.Header.Get("announce") { // a body of another length than it has
	case "more":
		r.ContentLength++
	case "too much":
		r.ContentLength = 50<<30 + 1
	}
	response, err := e.RoundTrip(r)
	require.NoError(e.t, err)
	return response
}

func (e *env) createBucket(region, name string, change ...func(*oss.CreateBucketDetails)) oss.Bucket {
	e.t.Helper()
	d := oss.CreateBucketDetails{Name: &name, CompartmentId: new(data)}
	for _, c := range change {
		c(&d)
	}
	got, err := e.client(region).CreateBucket(e.t.Context(), oss.CreateBucketRequest{NamespaceName: new(namespace), CreateBucketDetails: d})
	require.NoError(e.t, err)
	return got.Bucket
}

func versioned(d *oss.CreateBucketDetails) { d.Versioning = oss.CreateBucketDetailsVersioningEnabled }

func (e *env) getBucket(region, name string) oss.Bucket {
	e.t.Helper()
	got, err := e.client(region).GetBucket(e.t.Context(), oss.GetBucketRequest{
		NamespaceName: new(namespace), BucketName: &name, Fields: oss.GetGetBucketFieldsEnumValues(),
	})
	require.NoError(e.t, err)
	return got.Bucket
}

func (e *env) update(region, name string, d oss.UpdateBucketDetails) error {
	_, err := e.client(region).UpdateBucket(e.t.Context(), oss.UpdateBucketRequest{
		NamespaceName: new(namespace), BucketName: &name, UpdateBucketDetails: d,
	})
	return err
}

func (e *env) deleteBucket(region, name string) error {
	_, err := e.client(region).DeleteBucket(e.t.Context(), oss.DeleteBucketRequest{NamespaceName: new(namespace), BucketName: &name})
	return err
}

func body(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }

func (e *env) tryPut(region, bucket, object, text string, change ...func(*oss.PutObjectRequest)) (oss.PutObjectResponse, error) {
	r := oss.PutObjectRequest{
		NamespaceName: new(namespace), BucketName: &bucket, ObjectName: &object,
		PutObjectBody: body(text), ContentLength: new(int64(len(text))),
	}
	for _, c := range change {
		c(&r)
	}
	return e.client(region).PutObject(e.t.Context(), r)
}

func (e *env) put(region, bucket, object, text string, change ...func(*oss.PutObjectRequest)) oss.PutObjectResponse {
	e.t.Helper()
	got, err := e.tryPut(region, bucket, object, text, change...)
	require.NoError(e.t, err)
	return got
}

func (e *env) tryGet(region, bucket, object string, change ...func(*oss.GetObjectRequest)) (string, oss.GetObjectResponse, error) {
	r := oss.GetObjectRequest{NamespaceName: new(namespace), BucketName: &bucket, ObjectName: &object}
	for _, c := range change {
		c(&r)
	}
	got, err := e.client(region).GetObject(e.t.Context(), r)
	if err != nil || got.Content == nil {
		return "", got, err
	}
	defer got.Content.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(got.Content)
	return text.String(), got, err
}

func (e *env) get(region, bucket, object string, change ...func(*oss.GetObjectRequest)) string {
	e.t.Helper()
	text, _, err := e.tryGet(region, bucket, object, change...)
	require.NoError(e.t, err)
	return text
}

func (e *env) tryDelete(region, bucket, object string, change ...func(*oss.DeleteObjectRequest)) (oss.DeleteObjectResponse, error) {
	r := oss.DeleteObjectRequest{NamespaceName: new(namespace), BucketName: &bucket, ObjectName: &object}
	for _, c := range change {
		c(&r)
	}
	return e.client(region).DeleteObject(e.t.Context(), r)
}

func (e *env) delete(region, bucket, object string, change ...func(*oss.DeleteObjectRequest)) oss.DeleteObjectResponse {
	e.t.Helper()
	got, err := e.tryDelete(region, bucket, object, change...)
	require.NoError(e.t, err)
	return got
}

// names lists a bucket's objects.
func (e *env) names(region, bucket string) []string {
	e.t.Helper()
	names := []string{}
	list := oss.ListObjectsRequest{NamespaceName: new(namespace), BucketName: &bucket}
	for {
		got, err := e.client(region).ListObjects(e.t.Context(), list)
		require.NoError(e.t, err)
		for _, o := range got.Objects {
			names = append(names, *o.Name)
		}
		if got.NextStartWith == nil {
			return names
		}
		list.Start = got.NextStartWith
	}
}

// refused asserts that an error is Oracle's with a status and a code. An answer to HEAD has no body to carry a code.
func refused(t *testing.T, err error, status int, code string) {
	t.Helper()
	require.Error(t, err)
	failure, ok := common.IsServiceError(err)
	require.True(t, ok, "not an error of the service: %v", err)
	require.Equal(t, status, failure.GetHTTPStatusCode(), "%v", err)
	if code != "" {
		require.Equal(t, code, failure.GetCode(), "%v", err)
	}
}
