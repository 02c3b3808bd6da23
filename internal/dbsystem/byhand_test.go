package dbsystem_test

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// createByHand makes a system called orders in Ashburn, as the console would, from a backup unless that is "".
func (k kind) createByHand(t *testing.T, e *acctest.Env, backup string) string {
	t.Helper()
	compartment, subnet := e.Sandbox.CompartmentOCID(), ocidIn("subnet", ashburn)
	if k.service == "mysql" {
		client, err := e.Session("admin").MySQL(ashburn)
		require.NoError(t, err)
		details := mysql.CreateDbSystemDetails{
			CompartmentId: &compartment, DisplayName: common.String("orders"), ShapeName: common.String("MySQL.4"), SubnetId: &subnet,
			AdminUsername: common.String("keeper"), AdminPassword: common.String("Sesame-Open-0"),
		}
		if backup != "" {
			details.Source = mysql.CreateDbSystemSourceFromBackupDetails{BackupId: &backup}
		}
		made, err := client.CreateDbSystem(t.Context(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: details})
		require.NoError(t, err)
		return *made.Id
	}
	client, err := e.Session("admin").PostgreSQL(ashburn)
	require.NoError(t, err)
	details := psql.CreateDbSystemDetails{
		CompartmentId: &compartment, DisplayName: common.String("orders"), DbVersion: common.String("16"), Shape: common.String("PostgreSQL.VM.Standard.E5.Flex"),
		StorageDetails: psql.OciOptimizedStorageDetails{IsRegionallyDurable: common.Bool(true)}, NetworkDetails: &psql.NetworkDetails{SubnetId: &subnet},
		Credentials: &psql.Credentials{Username: common.String("keeper"), PasswordDetails: psql.PlainTextPasswordDetails{Password: common.String("Sesame-Open-0")}},
	}
	if backup != "" {
		details.Source = psql.BackupSourceDetails{BackupId: &backup}
	}
	made, err := client.CreateDbSystem(t.Context(), psql.CreateDbSystemRequest{CreateDbSystemDetails: details})
	require.NoError(t, err)
	return *made.Id
}

// backUpByHand takes a backup of a system.
func (k kind) backUpByHand(t *testing.T, e *acctest.Env, system string) string {
	t.Helper()
	compartment, name := e.Sandbox.CompartmentOCID(), common.String("by hand")
	if k.service == "mysql" {
		data, err := e.Session("admin").MySQL(ashburn)
		require.NoError(t, err)
		client := mysql.DbBackupsClient{BaseClient: data.BaseClient}
		taken, err := client.CreateBackup(t.Context(), mysql.CreateBackupRequest{CreateBackupDetails: mysql.CreateBackupDetails{DbSystemId: &system, DisplayName: name}})
		require.NoError(t, err)
		return *taken.Id
	}
	client, err := e.Session("admin").PostgreSQL(ashburn)
	require.NoError(t, err)
	_, err = client.CreateBackup(t.Context(), psql.CreateBackupRequest{CreateBackupDetails: psql.CreateBackupDetails{DisplayName: name, CompartmentId: &compartment, DbSystemId: &system}})
	require.NoError(t, err)
	listed, err := client.ListBackups(t.Context(), psql.ListBackupsRequest{CompartmentId: &compartment})
	require.NoError(t, err)
	require.Len(t, listed.Items, 1)
	return *listed.Items[0].Id
}
