package objectstorage_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

// requireAnswer asserts the status and, for an error, the code and that there is a message.
func requireAnswer(t *testing.T, response *http.Response, status int, code string) {
	t.Helper()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, status, response.StatusCode, "%s", text)
	if code == "" {
		return
	}
	var failure struct{ Code, Message string }
	require.NoError(t, json.Unmarshal(text, &failure), "%s", text)
	require.Equal(t, code, failure.Code, "%s", text)
	require.NotEmpty(t, failure.Message)
}

func TestNamespace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	c := e.client(ashburn)
	got, err := c.GetNamespace(t.Context(), oss.GetNamespaceRequest{})
	require.NoError(t, err)
	require.Equal(t, namespace, *got.Value)
	require.Empty(t, e.Asked(), "every caller may know their own namespace")
	got, err = c.GetNamespace(t.Context(), oss.GetNamespaceRequest{CompartmentId: new(data)})
	require.NoError(t, err)
	require.Equal(t, namespace, *got.Value)
	_, err = c.GetNamespace(t.Context(), oss.GetNamespaceRequest{CompartmentId: new("ocid1.compartment.oc1..none")})
	refused(t, err, 404, "CompartmentIdNotFound")

	metadata, err := c.GetNamespaceMetadata(t.Context(), oss.GetNamespaceMetadataRequest{NamespaceName: new(namespace)})
	require.NoError(t, err)
	require.Equal(t, tenancy, *metadata.DefaultS3CompartmentId)
	_, err = c.UpdateNamespaceMetadata(t.Context(), oss.UpdateNamespaceMetadataRequest{
		NamespaceName:                  new(namespace),
		UpdateNamespaceMetadataDetails: oss.UpdateNamespaceMetadataDetails{DefaultS3CompartmentId: new(data)},
	})
	require.NoError(t, err)
	metadata, err = c.GetNamespaceMetadata(t.Context(), oss.GetNamespaceMetadataRequest{NamespaceName: new(namespace)})
	require.NoError(t, err)
	require.Equal(t, data, *metadata.DefaultS3CompartmentId)
	require.Equal(t, tenancy, *metadata.DefaultSwiftCompartmentId)
	_, err = c.UpdateNamespaceMetadata(t.Context(), oss.UpdateNamespaceMetadataRequest{
		NamespaceName:                  new(namespace),
		UpdateNamespaceMetadataDetails: oss.UpdateNamespaceMetadataDetails{DefaultSwiftCompartmentId: new("none")},
	})
	refused(t, err, 404, "CompartmentIdNotFound")
	_, err = c.GetNamespaceMetadata(t.Context(), oss.GetNamespaceMetadataRequest{NamespaceName: new("other")})
	refused(t, err, 404, "NamespaceNotFound")
}

func TestUnknownOperations(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	for _, c := range []struct{ method, path string }{
		{"GET", "/n/acme/pe"},
		{"POST", "/n/acme/pe"},
		{"GET", "/n/acme/pe/endpoint"},
		{"PATCH", "/n/acme/b/b"},
		{"GET", "/n/acme/b/b/x"},
		{"GET", "/n/acme/b/b//"},
		{"GET", "/"},
		{"GET", "/20160918/buckets"},
		{"POST", "/n/acme/b/b/actions/fly"},
	} {
		requireAnswer(t, e.plain(c.method, ashburn, c.path, "", "Authorization", "signed"), 501, "NotImplemented")
	}
	requireAnswer(t, e.plain("GET", ashburn, "/n/acme/b/b", ""), 401, "NotAuthenticated")
}

func TestRegion(t *testing.T) {
	t.Parallel()
	s := objectstorage.New(objectstorage.Config{})
	for host, want := range map[string]string{
		"objectstorage.us-ashburn-1.oraclecloud.com":               "us-ashburn-1",
		"objectstorage.us-ashburn-1.oraclecloud.com:443":           "us-ashburn-1",
		"OBJECTSTORAGE.US-ASHBURN-1.ORACLECLOUD.COM":               "us-ashburn-1",
		"objectstorage.us-ashburn-1.oci.oraclecloud.com":           "us-ashburn-1",
		"objectstorage.us-phoenix-1.oci.customer-oci.com":          "us-phoenix-1",
		"acme.objectstorage.us-phoenix-1.oci.customer-oci.com":     "us-phoenix-1",
		"acme.objectstorage.us-phoenix-1.ds.oci.customer-oci.com":  "us-phoenix-1",
		"objectstorage.us-phoenix-1.ds.oci.oraclecloud.com":        "us-phoenix-1",
		"objectstorage.us-gov-ashburn-1.oraclegovcloud.com":        "us-gov-ashburn-1",
		"objectstorage.us-gov-ashburn-1.oraclecloud.com":           "",
		"acme.objectstorage.us-gov-ashburn-1.oci.customer-oci.com": "",
		"objectstorage.us-atlantis-9.oraclecloud.com":              "",
		"objectstorage.us-ashburn-1.example.com":                   "",
		"objectstorage.us-ashburn-1.oraclecloud.com.evil.example":  "",
		"acme.objectstorage.us-ashburn-1.oraclecloud.com":          "",
		"a.b.objectstorage.us-ashburn-1.oci.customer-oci.com":      "",
		"identity.us-ashburn-1.oraclecloud.com":                    "",
		"swiftobjectstorage.us-ashburn-1.oraclecloud.com":          "",
		"acme.compat.objectstorage.us-ashburn-1.oraclecloud.com":   "",
		"objectstorage..oraclecloud.com":                           "",
		"objectstorage":                                            "",
		"":                                                         "",
	} {
		got, ok := s.Region(host)
		require.Equal(t, want != "", ok, host)
		if ok {
			require.Equal(t, want, got.Name, host)
		}
	}
}
