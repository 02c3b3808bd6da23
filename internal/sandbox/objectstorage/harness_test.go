package objectstorage_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

const (
	namespace = "acme"
	tenancy   = sandboxtest.Tenancy
	data      = "ocid1.compartment.oc1..aaaaaaaadata"
	archive   = "ocid1.compartment.oc1..aaaaaaaaarchive"
	user      = sandboxtest.User

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
)

var regions = []string{ashburn, phoenix, frankfurt}

// env is an Object Storage with Oracle's own SDK as its client, in a kernel of its own.
type env struct {
	*sandboxtest.Kernel
	t       *testing.T
	service *objectstorage.Service
	clients sync.Map // oss.ObjectStorageClient by region
}

func newEnv(t *testing.T, configure ...func(*objectstorage.Config)) *env {
	t.Helper()
	e := &env{t: t, Kernel: sandboxtest.NewKernel()}
	config := objectstorage.Config{
		Tenancies: []objectstorage.Tenancy{{
			OCID:              tenancy,
			Namespace:         namespace,
			Subscribed:        func() []string { return regions },
			CompartmentExists: func(ocid string) bool { return slices.Contains([]string{tenancy, data, archive}, ocid) },
		}},
		World: cloud.World{Clock: e.Now},
		Dir:   t.TempDir(),
	}
	for _, c := range configure {
		c(&config)
	}
	e.service = objectstorage.New(config)
	e.Service = e.service
	t.Cleanup(func() { require.NoError(t, e.service.Close()) })
	return e
}

// client is Oracle's client in a region, without retries. Making one parses the key, so there is one for each region.
func (e *env) client(region string) oss.ObjectStorageClient {
	if c, ok := e.clients.Load(region); ok {
		return c.(oss.ObjectStorageClient)
	}
	c := newClient(e.t, sandboxtest.Signer(region), e)
	e.clients.Store(region, c)
	return c
}

func newClient(t *testing.T, provider common.ConfigurationProvider, rt http.RoundTripper) oss.ObjectStorageClient {
	t.Helper()
	c, err := oss.NewObjectStorageClientWithConfigurationProvider(provider)
	require.NoError(t, err)
	sandboxtest.InProcess(&c.BaseClient, rt)
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

// refused asserts that an error is Oracle's with a status and a code.
func refused(t *testing.T, err error, status int, code string) {
	t.Helper()
	sandboxtest.Refused(t, err, status, code, "")
}
