package bucket_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func (h hands) put(bucket, object, content string) {
	h.T.Helper()
	_, err := h.Client.PutObject(h.T.Context(), objectstorage.PutObjectRequest{
		NamespaceName: &h.Namespace, BucketName: &bucket, ObjectName: &object,
		ContentLength: common.Int64(int64(len(content))), PutObjectBody: io.NopCloser(strings.NewReader(content)),
	})
	require.NoError(h.T, err)
}

func (h hands) deleteObject(bucket, object string) {
	h.T.Helper()
	_, err := h.Client.DeleteObject(h.T.Context(), objectstorage.DeleteObjectRequest{NamespaceName: &h.Namespace, BucketName: &bucket, ObjectName: &object})
	require.NoError(h.T, err)
}

func (h hands) beginUpload(bucket, object string) {
	h.T.Helper()
	_, err := h.Client.CreateMultipartUpload(h.T.Context(), objectstorage.CreateMultipartUploadRequest{
		NamespaceName: &h.Namespace, BucketName: &bucket, CreateMultipartUploadDetails: objectstorage.CreateMultipartUploadDetails{Object: &object},
	})
	require.NoError(h.T, err)
}

func (h hands) preauthenticate(bucket string) {
	h.T.Helper()
	name := "par"
	_, err := h.Client.CreatePreauthenticatedRequest(h.T.Context(), objectstorage.CreatePreauthenticatedRequestRequest{
		NamespaceName: &h.Namespace, BucketName: &bucket,
		CreatePreauthenticatedRequestDetails: objectstorage.CreatePreauthenticatedRequestDetails{
			Name: &name, AccessType: objectstorage.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectwrite,
			TimeExpires: &common.SDKTime{Time: later()},
		},
	})
	require.NoError(h.T, err)
}

func (h hands) objects(bucket string) (names []string) {
	h.T.Helper()
	answer, err := h.Client.ListObjects(h.T.Context(), objectstorage.ListObjectsRequest{NamespaceName: &h.Namespace, BucketName: &bucket})
	require.NoError(h.T, err)
	for _, object := range answer.Objects {
		names = append(names, *object.Name)
	}
	return names
}

func TestAccBucket_notEmpty(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig:   func() { byHand(t, e, ashburn).put("records", "ledger.csv", "1,2,3") },
			Config:      in(e),
			Destroy:     true,
			ExpectError: acctest.Says("set force_destroy = true and apply that before you destroy"),
		},
		resource.TestStep{Config: in(e), Check: func(*terraformState) error {
			assert.Equal(t, []string{"ledger.csv"}, byHand(t, e, ashburn).objects("records"), "something was deleted")
			byHand(t, e, ashburn).deleteObject("records", "ledger.csv")
			return nil
		}},
	)
	assert.False(t, byHand(t, e, ashburn).exists("records"))
}

// force_destroy deletes all versions, delete markers, uploads and pre-authenticated requests of its bucket, on more than one
// page, and nothing of another bucket, however alike the names are.
func TestAccBucket_forceDestroy(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	run(t, e,
		resource.TestStep{Config: in(e, `versioning = "Enabled"`, `force_destroy = true`)},
		resource.TestStep{
			PreConfig: func() {
				h := byHand(t, e, ashburn)
				for i := range 1010 {
					h.put("records", fmt.Sprintf("year/%04d.csv", i), "first")
				}
				h.put("records", "year/0000.csv", "second")
				h.deleteObject("records", "year/0001.csv")
				h.beginUpload("records", "big.bin")
				h.beginUpload("records", "big.bin")
				h.preauthenticate("records")
				h.Create(objectstorage.CreateBucketDetails{Name: common.String("records-2"), CompartmentId: &compartment})
				h.put("records-2", "year/0000.csv", "keep")
			},
			Config: in(e, `versioning = "Enabled"`, `force_destroy = true`), Destroy: true,
		},
	)
	h := byHand(t, e, ashburn)
	assert.False(t, h.exists("records"))
	assert.Equal(t, []string{"year/0000.csv"}, h.objects("records-2"))
	for _, request := range e.Requests(nil) {
		assert.NotContains(t, request.Path, "records-2")
	}
}

func TestAccBucket_forceDestroyUnversioned(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `force_destroy = true`)},
		resource.TestStep{
			PreConfig: func() { byHand(t, e, ashburn).put("records", "a b/ü?&#.csv", "x") },
			Config:    in(e, `force_destroy = true`), Destroy: true,
		},
	)
	assert.False(t, byHand(t, e, ashburn).exists("records"))
}

// A replication repeats every deletion in its destination, so it ends before anything is deleted.
func TestAccBucket_forceDestroySparesReplica(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	run(t, e,
		resource.TestStep{Config: in(e, `force_destroy = true`)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, phoenix).Create(objectstorage.CreateBucketDetails{Name: common.String("copy"), CompartmentId: &compartment})
				h := byHand(t, e, ashburn)
				h.Replicate("records", "by-hand", phoenix, "copy")
				h.put("records", "ledger.csv", "1,2,3")
				require.Eventually(t, func() bool { return len(byHand(t, e, phoenix).objects("copy")) == 1 }, 5*time.Second, 10*time.Millisecond)
			},
			Config: in(e, `force_destroy = true`), Destroy: true,
		},
	)
	assert.False(t, byHand(t, e, ashburn).exists("records"))
	assert.Equal(t, []string{"ledger.csv"}, byHand(t, e, phoenix).objects("copy"))
}

// What a retention rule holds is not deleted, and the error has Oracle's words.
func TestAccBucket_forceDestroyRetained(t *testing.T) {
	e := acctest.New(t)
	held := in(e, `force_destroy = true`, `retention_rules = { "hold" = {} }`)
	run(t, e,
		resource.TestStep{Config: held},
		resource.TestStep{
			PreConfig: func() { byHand(t, e, ashburn).put("records", "ledger.csv", "x") },
			Config:    held, Destroy: true, ExpectError: acctest.Says("Cannot empty bucket"),
		},
		resource.TestStep{Config: in(e, `force_destroy = true`)}, // the rule goes, and with it what holds the bucket
	)
}

// A bucket that somebody deleted by hand between the refresh and the destroy is gone, as it should be.
func TestAccBucket_goneBeforeDestroy(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() { loseOne(e, "DELETE", "/n/sandbox/b/records") },
			Config:    in(e), Destroy: true,
		},
	)
	assert.False(t, byHand(t, e, ashburn).exists("records"))
}
