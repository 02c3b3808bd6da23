package dbsystem_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/mysqlsystem"
	"github.com/data-residency/terraform-provider-residency/internal/postgresqlsystem"
)

// movers are the resources, by the type of Oracle's provider that a moved block may name.
var movers = map[string]func() resource.Resource{
	"oci_mysql_mysql_db_system": mysqlsystem.NewResource, "oci_psql_db_system": postgresqlsystem.NewResource,
}

// move runs a moved block from a state of Oracle's provider.
func move(t *testing.T, oracleType, provider, state string) (types.String, types.String, resource.MoveStateResponse) {
	t.Helper()
	r := movers[oracleType]()
	var s resource.SchemaResponse
	r.Schema(t.Context(), resource.SchemaRequest{}, &s)
	withIdentity, ok := r.(resource.ResourceWithIdentity)
	require.True(t, ok)
	var i resource.IdentitySchemaResponse
	withIdentity.IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &i)
	withMove, ok := r.(resource.ResourceWithMoveState)
	require.True(t, ok)
	resp := resource.MoveStateResponse{
		TargetState:    tfsdk.State{Schema: s.Schema, Raw: tftypes.NewValue(s.Schema.Type().TerraformType(t.Context()), nil)},
		TargetIdentity: &tfsdk.ResourceIdentity{Schema: i.IdentitySchema, Raw: tftypes.NewValue(i.IdentitySchema.Type().TerraformType(t.Context()), nil)},
	}
	withMove.MoveState(t.Context())[0].StateMover(t.Context(), resource.MoveStateRequest{
		SourceTypeName: oracleType, SourceProviderAddress: provider, SourceRawState: &tfprotov6.RawState{JSON: []byte(state)},
	}, &resp)
	var region, subnet types.String
	if !resp.TargetState.Raw.IsNull() {
		require.Empty(t, resp.TargetState.GetAttribute(t.Context(), path.Root("region"), &region))
		require.Empty(t, resp.TargetState.GetAttribute(t.Context(), path.Root("subnet_id"), &subnet))
	}
	return region, subnet, resp
}

const oracles = "registry.terraform.io/oracle/oci"

func TestMoveState(t *testing.T) {
	for oracleType, state := range map[string]string{
		"oci_mysql_mysql_db_system": `{"id":"ocid1.mysqldbsystem.oc1.phx.aaaa","display_name":"orders","subnet_id":"ocid1.subnet.oc1.phx.aaaa","shape_name":"MySQL.4"}`,
		"oci_psql_db_system":        `{"id":"ocid1.postgresqldbsystem.oc1.phx.aaaa","display_name":"orders","network_details":[{"subnet_id":"ocid1.subnet.oc1.phx.aaaa"}]}`,
	} {
		t.Run(oracleType, func(t *testing.T) {
			region, subnet, resp := move(t, oracleType, oracles, state)
			require.Empty(t, resp.Diagnostics)
			assert.Equal(t, phoenix, region.ValueString())
			assert.Equal(t, "ocid1.subnet.oc1.phx.aaaa", subnet.ValueString())

			_, _, resp = move(t, oracleType, "registry.terraform.io/somebody/oci", state)
			assert.Empty(t, resp.Diagnostics)
			assert.True(t, resp.TargetState.Raw.IsNull(), "another provider's type of that name is not taken over")

			_, _, resp = move(t, oracleType, oracles, strings.ReplaceAll(state, "oc1.phx", "oc1.mars-north-1"))
			assert.True(t, resp.Diagnostics.HasError(), "a region that nobody knows")
			for _, unreadable := range []string{"", "[]", `{"id":7}`, `{"id":""}`} {
				_, _, resp = move(t, oracleType, oracles, unreadable)
				assert.True(t, resp.Diagnostics.HasError(), unreadable)
			}
		})
	}
}

// MySQL's service never tells the administrator's name: Oracle's provider has it in its state only.
func TestMoveState_administrator(t *testing.T) {
	_, _, resp := move(t, "oci_mysql_mysql_db_system", oracles,
		`{"id":"ocid1.mysqldbsystem.oc1.phx.aaaa","admin_username":"keeper","admin_password":"Sesame-Open-1","backup_policy":[{"copy_policies":[{"copy_to_region":"us-ashburn-1"}]}]}`)
	require.Empty(t, resp.Diagnostics)
	var name types.String
	require.Empty(t, resp.TargetState.GetAttribute(t.Context(), path.Root("admin_username"), &name))
	assert.Equal(t, "keeper", name.ValueString())
	assert.NotContains(t, resp.TargetState.Raw.String(), "Sesame-Open-1", "the password is left behind")
}
