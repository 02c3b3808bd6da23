// Package sandboxtest is what the tests of the sandbox and of its services share: how Oracle's own clients get to a sandbox in the
// same process, and a kernel for one service alone. It knows no service.
package sandboxtest

import (
	"net/http"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// New makes a sandbox that ends with the test.
func New(t *testing.T, opts ...sandbox.Option) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.New(opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// As signs as a user of a sandbox, for requests to a region.
func As(t *testing.T, s *sandbox.Sandbox, user, region string) common.ConfigurationProvider {
	t.Helper()
	c, err := s.Credentials(user)
	require.NoError(t, err)
	return common.NewRawConfigurationProvider(c.TenancyOCID, c.UserOCID, region, c.Fingerprint, c.PrivateKeyPEM, nil)
}

// InProcess lets one of Oracle's clients ask by rt, each time once: by default the SDK repeats a 404 for four minutes after any write
// to identity in this process.
func InProcess(c *common.BaseClient, rt http.RoundTripper) {
	c.HTTPClient = &http.Client{Transport: rt}
	once := common.NoRetryPolicy()
	c.SetCustomClientConfiguration(common.CustomClientConfiguration{RetryPolicy: &once})
}

// Refused checks that an error came as Oracle's, with a status, a code and a part of the message, and returns its request id. The
// answer to a HEAD has no body to carry a code: then code is "".
func Refused(t *testing.T, err error, status int, code, message string) string {
	t.Helper()
	failure, ok := common.IsServiceError(err)
	require.True(t, ok, "not a service error: %v", err)
	require.Equal(t, status, failure.GetHTTPStatusCode(), failure.GetMessage())
	if code != "" {
		require.Equal(t, code, failure.GetCode(), "%v", err)
	}
	require.Contains(t, failure.GetMessage(), message)
	return failure.GetOpcRequestID()
}
