package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// BenchmarkGetBucket is one request as a refresh sends it: signed by Oracle's SDK, verified, authorised and answered.
func BenchmarkGetBucket(b *testing.B) {
	s, err := sandbox.New(sandbox.WithoutHistory())
	require.NoError(b, err)
	defer func() { require.NoError(b, s.Close()) }()
	c, err := s.Credentials("terraform")
	require.NoError(b, err)
	client, err := objectstorage.NewObjectStorageClientWithConfigurationProvider(
		common.NewRawConfigurationProvider(c.TenancyOCID, c.UserOCID, c.Region, c.Fingerprint, c.PrivateKeyPEM, nil))
	require.NoError(b, err)
	client.HTTPClient = &http.Client{Transport: s.Transport()}
	_, err = client.CreateBucket(b.Context(), objectstorage.CreateBucketRequest{
		NamespaceName:       common.String(s.Namespace()),
		CreateBucketDetails: objectstorage.CreateBucketDetails{Name: common.String("b"), CompartmentId: common.String(s.CompartmentOCID())},
	})
	require.NoError(b, err)
	request := objectstorage.GetBucketRequest{NamespaceName: common.String(s.Namespace()), BucketName: common.String("b")}
	for b.Loop() {
		if _, err := client.GetBucket(b.Context(), request); err != nil {
			b.Fatal(err)
		}
	}
}
