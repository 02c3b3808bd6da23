package oci

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSession_UserOCID(t *testing.T) {
	assert.Equal(t, testUser, session(t, complete(t)).UserOCID())
	assert.Empty(t, (&Session{credentials: &principal{}}).UserOCID())
}

func TestSession_limits(t *testing.T) {
	s := session(t, complete(t))
	var sdk limits.QuotasClient
	sdk.SetRegion("us-phoenix-1")
	quotas, err := s.Quotas("us-phoenix-1")
	require.NoError(t, err)
	assert.Equal(t, sdk.Host, quotas.Host)
	assert.Empty(t, quotas.BasePath)
	values, err := s.Limits("us-phoenix-1")
	require.NoError(t, err)
	assert.Equal(t, sdk.Host, values.Host)
}
