package sandbox_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

var (
	open    = sandboxtest.New
	refused = sandboxtest.Refused
)

// client is Oracle's own client for a user and a region, in process unless rt says otherwise.
func client(t *testing.T, s *sandbox.Sandbox, user, region string, rt http.RoundTripper) identity.IdentityClient {
	t.Helper()
	client, err := identity.NewIdentityClientWithConfigurationProvider(sandboxtest.As(t, s, user, region))
	require.NoError(t, err)
	if rt == nil {
		rt = s.Transport()
	}
	sandboxtest.InProcess(&client.BaseClient, rt)
	return client
}

func tenancy(s *sandbox.Sandbox) identity.GetTenancyRequest {
	return identity.GetTenancyRequest{TenancyId: common.String(s.TenancyOCID())}
}

func TestTransport_sdk(t *testing.T) {
	t.Parallel()
	s := open(t)
	got, err := client(t, s, "terraform", "us-phoenix-1", nil).GetTenancy(t.Context(), tenancy(s))
	require.NoError(t, err)
	require.Equal(t, "IAD", *got.HomeRegionKey)
	require.Equal(t, s.TenancyOCID(), *got.Id)

	journal := s.Journal()
	require.Len(t, journal, 1)
	require.WithinDuration(t, time.Now(), journal[0].Time, time.Minute)
	journal[0].Time = time.Time{}
	require.Equal(t, sandbox.Entry{
		Principal: "terraform",
		Method:    http.MethodGet,
		Host:      "identity.us-phoenix-1.oci.oraclecloud.com",
		Path:      "/20160918/tenancies/" + s.TenancyOCID(),
		Region:    "us-phoenix-1",
		Status:    http.StatusOK,
		RequestID: *got.OpcRequestId,
	}, journal[0])
}

// Oracle copies identity to subscribed regions only: elsewhere nobody's key is known.
func TestTransport_regionNotSubscribed(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := client(t, s, "admin", "uk-london-1", nil).GetTenancy(t.Context(), tenancy(s))
	id := refused(t, err, 401, "NotAuthenticated", "The required information to complete authentication was not provided or was incorrect.")
	require.Equal(t, id, s.Journal()[0].RequestID)
	require.Equal(t, "uk-london-1", s.Journal()[0].Region)
}

func TestTransport_unknown(t *testing.T) {
	t.Parallel()
	s := open(t)
	for name, url := range map[string]string{
		"service": "https://streaming.us-ashburn-1.oraclecloud.com/20180418/streams",
		"region":  "https://identity.us-nowhere-1.oraclecloud.com/20160918/regions",
	} {
		t.Run(name, func(t *testing.T) {
			response := get(t, s.Transport(), url)
			require.Equal(t, http.StatusNotImplemented, response.status)
			require.Equal(t, "NotImplemented", response.code)
			require.NotEmpty(t, response.header.Get("Opc-Request-Id"))
		})
	}
	t.Run("operation", func(t *testing.T) {
		_, err := client(t, s, "admin", "us-ashburn-1", nil).ListTagNamespaces(t.Context(), identity.ListTagNamespacesRequest{CompartmentId: common.String(s.TenancyOCID())})
		refused(t, err, 501, "NotImplemented", "GET /20160918/tagNamespaces")
	})
	t.Run("parameter", func(t *testing.T) {
		_, err := client(t, s, "admin", "us-ashburn-1", nil).ListUsers(t.Context(), identity.ListUsersRequest{
			CompartmentId: common.String(s.TenancyOCID()), ExternalIdentifier: common.String("x"),
		})
		refused(t, err, 501, "NotImplemented", "the query parameter externalIdentifier")
	})
	t.Run("host", func(t *testing.T) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.com/", nil)
		require.NoError(t, err)
		_, err = s.Transport().RoundTrip(request)
		require.EqualError(t, err, "the sandbox answers for Oracle Cloud only, not for example.com")
	})
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	s := open(t)
	require.Equal(t, []string{"admin", "terraform", "us-engineer", "overseas-engineer"}, s.Users())
	require.Equal(t, "terraform", s.DefaultUser())
	first, err := s.Credentials("terraform")
	require.NoError(t, err)
	again, err := s.Credentials("terraform")
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Equal(t, "us-ashburn-1", first.Region)
	other, err := s.Credentials("admin")
	require.NoError(t, err)
	require.NotEqual(t, first.Fingerprint, other.Fingerprint)
	_, err = s.Credentials("nobody")
	require.EqualError(t, err, `the sandbox has no user "nobody"; it has admin, terraform, us-engineer, overseas-engineer`)
}

// The OCIDs of what a sandbox starts with are the same in each run, so that a saved plan fits a later sandbox.
func TestNew_sameOCIDs(t *testing.T) {
	t.Parallel()
	a, b := open(t), open(t)
	require.Equal(t, a.TenancyOCID(), b.TenancyOCID())
	require.Equal(t, a.CompartmentOCID(), b.CompartmentOCID())
	require.Regexp(t, `^ocid1\.compartment\.oc1\.\.a{8}[a-z2-7]{52}$`, a.CompartmentOCID())
	require.Equal(t, "sandbox", a.Namespace())
	require.Equal(t, "us-ashburn-1", a.HomeRegion())
}

func TestDump(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := s.Credentials("terraform")
	require.NoError(t, err)
	text, err := json.Marshal(s.Dump())
	require.NoError(t, err)
	require.NotContains(t, string(text), "PRIVATE KEY")
	var dump map[string]struct {
		Identity struct {
			Regions []string
			Users   []struct{ Name string }
		}
	}
	require.NoError(t, json.Unmarshal(text, &dump))
	require.Equal(t, []string{"us-ashburn-1", "us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1"}, dump["global"].Identity.Regions)
	require.Len(t, dump["global"].Identity.Users, 4)
}
