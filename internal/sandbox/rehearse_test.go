package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func TestAuthorize_withoutAService(t *testing.T) {
	n := newTenant(t)
	n.mustPolicy("terraform", "guard", n.TenancyOCID(), "deny any-user to {FILE_SYSTEM_CREATE} in tenancy where request.region != 'iad'")
	access := cloud.Access{Service: "filestorage", Operation: "CreateFileSystem", Compartment: n.CompartmentOCID()}
	require.NoError(t, n.Authorize("terraform", "us-ashburn-1", access))
	require.ErrorContains(t, n.Authorize("terraform", "us-phoenix-1", access), "NotAuthorizedOrNotFound")
	require.NoError(t, n.Authorize("admin", "us-phoenix-1", access), "no deny binds Administrators")
	require.Error(t, n.Authorize("nobody", "us-ashburn-1", access))
	require.Error(t, n.Authorize("terraform", "narnia", access))
}
