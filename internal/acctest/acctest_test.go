package acctest_test

import (
	"net/http"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

func TestSays(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, acctest.Says("Region outside boundary (US)"), "Error: Region outside\n  boundary (US)")
	assert.NotRegexp(t, acctest.Says("Region outside"), "Regionoutside")
}

// What a test does by hand as another user is not counted among the provider's requests.
func TestEnv_requests(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	for _, user := range []string{"admin", acctest.User} {
		client, err := e.Session(user).ObjectStorage("us-ashburn-1")
		require.NoError(t, err)
		_, err = client.GetNamespace(t.Context(), objectstorage.GetNamespaceRequest{})
		require.NoError(t, err)
	}
	assert.Len(t, e.Sandbox.Journal(), 2)
	assert.Len(t, e.Requests(nil), 1)
	assert.Empty(t, e.Requests(func(entry sandbox.Entry) bool { return entry.Method == http.MethodPost }))
}

func TestEnv_intercept(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	list := func() acctest.Result {
		results := e.List("us-ashburn-1", "residency_bucket", map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "namespace": "sandbox"}, acctest.ListOptions{})
		if len(results) == 0 {
			return acctest.Result{}
		}
		return results[0]
	}
	e.Intercept(func(*http.Request) (*http.Response, error) {
		return acctest.Refuse(http.StatusForbidden, "NotAllowed", "not today")
	})
	assert.Contains(t, list().Error, "Oracle answered 403 NotAllowed: not today")
	e.Intercept(func(*http.Request) (*http.Response, error) { return nil, nil })
	assert.Empty(t, list().Error)
	assert.Len(t, e.Requests(nil), 1, "what was intercepted never came to the sandbox")
	e.Intercept(nil)
	assert.Empty(t, list().Error)
}

func TestEnv_providerHCL(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	assert.Contains(t, e.ProviderHCL("us-phoenix-1"), `region = "us-phoenix-1"`)
	assert.Contains(t, e.ProviderHCL(""), "jurisdictions")
	assert.NotContains(t, e.ProviderHCL("", `boundary_file = "us.hcl"`), "jurisdictions")
	assert.Contains(t, e.ProviderHCL("", `owner = "me"`), "jurisdictions")
}
