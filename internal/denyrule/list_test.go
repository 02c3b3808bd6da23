package denyrule_test

import (
	"context"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestListDenyRule(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	for name, statement := range map[string]string{
		"us-user-data": "deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'iad'", "us-user-data-2": "deny any-user to {PAR_MANAGE} in tenancy",
		"grants": "allow group UsEngineers to read buckets in tenancy", "rule-7": "deny any-user to {VAULT_REPLICATE} in tenancy",
	} {
		_, err := client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: common.String(e.Sandbox.TenancyOCID()), Name: &name, Description: common.String("x"), Statements: []string{statement},
		}})
		require.NoError(t, err)
	}
	results := e.List(ashburn, "residency_deny_rule", map[string]any{"compartment_id": e.Sandbox.TenancyOCID()}, acctest.ListOptions{IncludeResource: true})
	byName := map[string]acctest.Result{}
	for _, r := range results {
		assert.Empty(t, r.Error)
		byName[r.DisplayName] = r
	}
	require.Len(t, byName, 2)
	assert.Equal(t, map[string]any{"compartment_id": e.Sandbox.TenancyOCID(), "name": "us-user-data"}, byName["us-user-data"].Identity)
	assert.Len(t, byName["us-user-data"].Resource["statements"], 2)
	assert.Contains(t, byName, "rule-7")
	assert.Len(t, e.List(ashburn, "residency_deny_rule", map[string]any{"compartment_id": e.Sandbox.TenancyOCID()}, acctest.ListOptions{Limit: 1}), 1)
}
