package sandbox_test

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

const (
	usable      = "ocid1.key.oc1.iad.examplevault.aaaaaaaausable"
	switchedOff = "ocid1.key.oc1.iad.examplevault.aaaaaaaadisabled"
	abroad      = "ocid1.key.oc1.eu-frankfurt-1.examplevault.aaaaaaaaabroad"
	missing     = "ocid1.key.oc1.iad.examplevault.aaaaaaaamissing"
	itsVault    = "ocid1.vault.oc1.iad.examplevault.aaaaaaaavault"
)

const withKeys = `
vault "ashburn" {
  region      = "us-ashburn-1"
  compartment = "data"
  ocid        = "` + itsVault + `"
  key "usable" { ocid = "` + usable + `" }
  key "disabled" {
    ocid  = "` + switchedOff + `"
    state = "DISABLED"
  }
}
vault "frankfurt" {
  region = "eu-frankfurt-1"
  key "abroad" { ocid = "` + abroad + `" }
}
`

func (n tenant) as(user string) common.ConfigurationProvider {
	n.t.Helper()
	return sandboxtest.As(n.t, n.Sandbox, user, inAshburn)
}

// encrypted tries what takes a key in Ashburn.
func (n tenant) encrypted(user, key string) map[string]error {
	n.t.Helper()
	all := map[string]error{}
	name := "b" + key[len(key)-6:]
	_, all["bucket"] = n.storage(user, inAshburn).CreateBucket(n.t.Context(), oss.CreateBucketRequest{
		NamespaceName: common.String(n.Namespace()), CreateBucketDetails: oss.CreateBucketDetails{Name: &name, CompartmentId: common.String(n.CompartmentOCID()), KmsKeyId: &key},
	})
	_, all["bucket's new key"] = n.storage(user, inAshburn).UpdateBucket(n.t.Context(), oss.UpdateBucketRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: common.String("plain"), UpdateBucketDetails: oss.UpdateBucketDetails{KmsKeyId: &key},
	})
	_, all["object"] = n.storage(user, inAshburn).PutObject(n.t.Context(), oss.PutObjectRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: common.String("plain"), ObjectName: common.String("o"), OpcSseKmsKeyId: &key, PutObjectBody: readCloser("x"),
	})
	adb, err := database.NewDatabaseClientWithConfigurationProvider(n.as(user))
	require.NoError(n.t, err)
	n.inProcess(&adb.BaseClient)
	_, all["Autonomous Database"] = adb.CreateAutonomousDatabase(n.t.Context(), database.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
		CompartmentId: common.String(n.CompartmentOCID()), DbName: common.String("A" + key[len(key)-6:]), AdminPassword: common.String("Long3nough#Pass"),
		ComputeModel: database.CreateAutonomousDatabaseBaseComputeModelEcpu, ComputeCount: common.Float32(2), DataStorageSizeInTBs: common.Int(1),
		KmsKeyId: &key, VaultId: common.String(itsVault),
	}})
	heatwave, err := mysql.NewDbSystemClientWithConfigurationProvider(n.as(user))
	require.NoError(n.t, err)
	n.inProcess(&heatwave.BaseClient)
	_, all["MySQL"] = heatwave.CreateDbSystem(n.t.Context(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: mysql.CreateDbSystemDetails{
		CompartmentId: common.String(n.CompartmentOCID()), SubnetId: common.String("ocid1.subnet.oc1.iad.a"), ShapeName: common.String("MySQL.4"),
		AvailabilityDomain: common.String("Sbox:US-ASHBURN-AD-1"), AdminUsername: common.String("keeper"), AdminPassword: common.String("Long3nough#Pass"),
		EncryptData: &mysql.EncryptDataDetails{KeyGenerationType: mysql.KeyGenerationTypeByok, KeyId: &key},
	}})
	postgres, err := psql.NewPostgresqlClientWithConfigurationProvider(n.as(user))
	require.NoError(n.t, err)
	n.inProcess(&postgres.BaseClient)
	_, all["PostgreSQL"] = postgres.CreateDbSystem(n.t.Context(), psql.CreateDbSystemRequest{CreateDbSystemDetails: psql.CreateDbSystemDetails{
		CompartmentId: common.String(n.CompartmentOCID()), DisplayName: common.String("p"), DbVersion: common.String("16"), Shape: common.String("PostgreSQL.VM.Standard.E5.Flex"),
		StorageDetails: psql.OciOptimizedStorageDetails{IsRegionallyDurable: common.Bool(true), KmsKeyId: &key},
		NetworkDetails: &psql.NetworkDetails{SubnetId: common.String("ocid1.subnet.oc1.iad.a")},
		Credentials:    &psql.Credentials{Username: common.String("keeper"), PasswordDetails: psql.PlainTextPasswordDetails{Password: common.String("Long3nough#Pass")}},
	}})
	return all
}

// What is encrypted takes a key that exists, in the same region, and is enabled.
func TestKeys(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, withKeys)))
	require.NoError(t, n.createBucket("admin", inAshburn, "plain"))
	for what, err := range n.encrypted("terraform", usable) {
		require.NoError(t, err, what)
	}
	for key, why := range map[string]string{switchedOff: "DISABLED", abroad: "", missing: "does not exist"} {
		for what, err := range n.encrypted("terraform", key) {
			switch what {
			case "bucket", "bucket's new key", "object":
				refused(t, err, 404, "NotAuthorizedOrFoundKmsKey", "or Object Storage is not authorized to use it")
			default:
				refused(t, err, 400, "InvalidParameter", why)
			}
		}
	}
}

// Object Storage itself must be let use a key, and who asks must be let give it.
func TestKeys_policies(t *testing.T) {
	t.Parallel()
	const service, delegate = `"allow service objectstorage-us-ashburn-1 to use keys in compartment data where target.key.id = '` + usable + `'",`, `"allow group Provisioners to use key-delegate in compartment data",`
	for name, test := range map[string]struct {
		statements string
		allowed    bool
	}{
		"both": {service + delegate, true}, "no service": {delegate, false}, "no delegate": {service, false},
		"service of another region": {delegate + `"allow service objectstorage-us-phoenix-1 to use keys in compartment data",`, false},
		"denied":                    {service + delegate + `"deny group Provisioners to {KEY_ASSOCIATE} in tenancy",`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newTenant(t, sandbox.WithSeed(seed(t, withKeys+`
policy "p" { statements = [`+test.statements+`"allow group Provisioners to manage object-family in tenancy"] }
`)))
			require.NoError(t, n.createBucket("terraform", inAshburn, "plain"))
			_, err := n.storage("terraform", inAshburn).UpdateBucket(t.Context(), oss.UpdateBucketRequest{
				NamespaceName: common.String(n.Namespace()), BucketName: common.String("plain"), UpdateBucketDetails: oss.UpdateBucketDetails{KmsKeyId: common.String(usable)},
			})
			if test.allowed {
				require.NoError(t, err)
			} else {
				refused(t, err, 404, "NotAuthorizedOrFoundKmsKey", "")
			}
		})
	}
}

func TestWithKeys(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithKeys(usable))
	require.NoError(t, n.createBucket("admin", inAshburn, "plain"))
	require.NoError(t, n.encrypted("admin", usable)["bucket"])
	_, err := sandbox.New(sandbox.WithKeys("ocid1.vault.oc1.iad.a.b"))
	require.ErrorContains(t, err, `"ocid1.vault.oc1.iad.a.b" is not the OCID of a key`)
}
