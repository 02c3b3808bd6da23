package dbsystem_test

import (
	"net/http"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// Nodes come and go, but for the primary; a major version only goes up.
func TestPostgreSQL_nodesAndVersion(t *testing.T) {
	e := newEnv(t)
	client := e.psql(ashburn)
	made, err := client.CreateDbSystem(t.Context(), psql.CreateDbSystemRequest{CreateDbSystemDetails: e.psqlDetails()})
	require.NoError(t, err)
	patch := func(instructions ...psql.PatchInstruction) error {
		_, err := client.PatchDbSystem(t.Context(), psql.PatchDbSystemRequest{DbSystemId: made.Id, PatchDbSystemDetails: psql.PatchDbSystemDetails{Items: instructions}})
		return oci.Explain("PatchDbSystem", ashburn, err)
	}
	there := func() psql.DbSystem {
		got, err := client.GetDbSystem(t.Context(), psql.GetDbSystemRequest{DbSystemId: made.Id})
		require.NoError(t, err)
		return got.DbSystem
	}
	var node any = map[string]any{"displayName": "second"}
	require.NoError(t, patch(psql.PatchInsertInstruction{Selection: common.String("instances"), Value: &node}))
	require.Len(t, there().Instances, 2)
	first, err := client.GetPrimaryDbInstance(t.Context(), psql.GetPrimaryDbInstanceRequest{DbSystemId: made.Id})
	require.NoError(t, err)
	remove := func(id string) error {
		return patch(psql.PatchRemoveInstruction{Selection: common.String("instances[?id == '" + id + "']")})
	}
	assert.Equal(t, http.StatusBadRequest, oci.Status(remove(*first.DbInstanceId)))
	assert.Equal(t, http.StatusBadRequest, oci.Status(remove("ocid1.postgresqldbinstance.oc1.iad.other")))
	require.NoError(t, remove(*there().Instances[1].Id))
	assert.Equal(t, 1, *there().InstanceCount)

	upgrade := func(to string) error {
		_, err := client.UpgradeDbSystem(t.Context(), psql.UpgradeDbSystemRequest{DbSystemId: made.Id, UpgradeDbSystemDetails: psql.UpgradeDbSystemDetails{DbVersion: &to}})
		return oci.Explain("UpgradeDbSystem", ashburn, err)
	}
	for _, never := range []string{"15", "16", "next"} {
		assert.Equal(t, http.StatusBadRequest, oci.Status(upgrade(never)), never)
	}
	require.NoError(t, upgrade("17"))
	assert.Equal(t, "17.8", *there().DbVersion)
}

// MySQL's service takes the maintenance window and the backup policy one at a time.
func TestMySQL_oneAtATime(t *testing.T) {
	e := newEnv(t)
	compartment := e.CompartmentOCID()
	made, err := e.mysql(ashburn).CreateDbSystem(t.Context(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: mysql.CreateDbSystemDetails{
		CompartmentId: &compartment, ShapeName: common.String("MySQL.4"), SubnetId: subnet(ashburn), AdminUsername: common.String("keeper"), AdminPassword: common.String(secret),
	}})
	require.NoError(t, err)
	_, err = e.mysql(ashburn).UpdateDbSystem(t.Context(), mysql.UpdateDbSystemRequest{DbSystemId: made.Id, UpdateDbSystemDetails: mysql.UpdateDbSystemDetails{
		Maintenance: &mysql.UpdateMaintenanceDetails{WindowStartTime: common.String("mon 04:00")}, BackupPolicy: &mysql.UpdateBackupPolicyDetails{RetentionInDays: common.Int(9)},
	}})
	assert.Equal(t, http.StatusBadRequest, oci.Status(oci.Explain("UpdateDbSystem", ashburn, err)))
}
