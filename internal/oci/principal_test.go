package oci

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rpst is a resource principal's session token as the platform gives it.
func rpst() string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	claims := fmt.Sprintf(`{"res_tenant":%q,"res_compartment":"ocid1.compartment.oc1..c","exp":%d}`, testTenancy, time.Now().Add(time.Hour).Unix())
	return strings.Join([]string{part(`{"alg":"RS256"}`), part(claims), part("signature")}, ".")
}

// The SDK reads its variables itself, so these are really set.
func TestResourcePrincipal_firstUse(t *testing.T) {
	for name, c := range map[string]struct{ platform, configured string }{
		"the platform's region":     {"us-phoenix-1", ""},
		"the configuration's where": {"", "us-ashburn-1"},
	} {
		t.Run(name, func(t *testing.T) {
			pairs := []string{
				"OCI_RESOURCE_PRINCIPAL_VERSION", "2.2",
				"OCI_RESOURCE_PRINCIPAL_RPST", rpst(),
				"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", key(t, "pkcs1"),
			}
			if c.platform != "" {
				pairs = append(pairs, "OCI_RESOURCE_PRINCIPAL_REGION", c.platform)
			}
			for i := 0; i < len(pairs); i += 2 {
				t.Setenv(pairs[i], pairs[i+1])
			}
			s := session(t, Config{Auth: "ResourcePrincipal", Region: c.configured, Getenv: env(pairs...), Transport: silent(t)})
			tenancy, err := s.TenancyOCID()
			require.NoError(t, err)
			assert.Equal(t, testTenancy, tenancy)
			assert.True(t, strings.HasPrefix(keyID(t, s), "ST$"))
			got, err := s.credentials.PrivateRSAKey()
			require.NoError(t, err)
			assert.Equal(t, testFingerprint, fingerprint(got))
		})
	}
}

func TestResourcePrincipal_faults(t *testing.T) {
	t.Setenv("OCI_RESOURCE_PRINCIPAL_VERSION", "9")
	for _, auth := range []string{"ResourcePrincipal", "OKEWorkloadIdentity"} {
		getenv := env("OCI_RESOURCE_PRINCIPAL_VERSION", "9", "OCI_RESOURCE_PRINCIPAL_REGION", "us-phoenix-1", "KUBERNETES_SERVICE_HOST", "10.0.0.1")
		s := session(t, Config{Auth: auth, Getenv: getenv})
		_, err := s.TenancyOCID()
		require.ErrorContains(t, err, "OCI_RESOURCE_PRINCIPAL_VERSION")
		_, err = s.credentials.KeyID()
		require.Error(t, err)
		_, err = s.credentials.PrivateRSAKey()
		require.Error(t, err)
	}
}

// The metadata service is asked for the region, the certificates and the key, and the auth service for a token.
func TestInstancePrincipal_asksTheMetadataService(t *testing.T) {
	var asked []string
	metadata := transport(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.String())
		body, status := "", http.StatusNotFound
		switch {
		case strings.HasSuffix(r.URL.Path, "/instance/region"):
			body, status = "iad", http.StatusOK
		case strings.HasSuffix(r.URL.Path, "/identity/cert.pem"):
			body, status = certificate, http.StatusOK
		case strings.HasSuffix(r.URL.Path, "/identity/key.pem"):
			body, status = key(t, "pkcs1"), http.StatusOK
		}
		return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	})
	s := session(t, Config{Auth: "InstancePrincipal", Getenv: env(), Transport: metadata})
	assert.Empty(t, asked)
	_, err := s.credentials.KeyID()
	require.Error(t, err, "there is no intermediate certificate")
	assert.Equal(t, "http://169.254.169.254/opc/v2/instance/region", asked[0])
	assert.Contains(t, strings.Join(asked, "\n"), "/identity/cert.pem")
}

func TestProbeMetadata_answersNo(t *testing.T) {
	asked := 0
	no := transport(func(r *http.Request) (*http.Response, error) { asked++; return answer(r, 404, ""), nil })
	s := session(t, Config{Auth: "InstancePrincipal", Getenv: env("OCI_METADATA_BASE_URL", "http://127.0.0.1:1/opc"), Transport: no})
	_, err := s.TenancyOCID()
	require.ErrorContains(t, err, "metadata service")
	assert.Equal(t, 3, asked)
	s = session(t, Config{Auth: "InstancePrincipal", Getenv: env("OCI_METADATA_BASE_URL", "://"), Transport: no})
	_, err = s.TenancyOCID()
	require.ErrorContains(t, err, "metadata service")
}

func TestResolver_home(t *testing.T) {
	for want, pairs := range map[string][]string{
		"/a": {"TF_HOME_OVERRIDE", "/a", "HOME", "/b"},
		"/b": {"HOME", "/b", "USERPROFILE", "/c"},
		"/c": {"HOME", "", "USERPROFILE", "/c"},
	} {
		assert.Equal(t, want, newResolver(Config{Getenv: env(pairs...)}).home())
	}
	assert.NotEmpty(t, newResolver(Config{Getenv: env("HOME", "")}).home(), "the user's entry")
	assert.Equal(t, "~other/x", newResolver(Config{Getenv: env()}).expand("~other/x"), "only one's own home is known")
}
