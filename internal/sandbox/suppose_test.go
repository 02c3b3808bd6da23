package sandbox_test

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// Whether deny any-user binds service principals, Oracle does not say: the sandbox shows each world, and in each says what package
// iam does with and without the assumption.
func TestSuppose_anyUserService(t *testing.T) {
	t.Parallel()
	const denied = "deny any-user to {OBJECT_READ} in tenancy"
	for name, world := range map[string]struct {
		options []sandbox.Option
		refuse  []string
	}{
		"documented": {nil, []string{"any-user-service"}},
		"supposed":   {[]sandbox.Option{sandbox.Supposing("any-user-service")}, nil},
		"seeded":     {[]sandbox.Option{sandbox.WithSeed(seed(t, `tenancy "sandbox" { suppose = ["any-user-service"] }`))}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newTenant(t, world.options...)
			require.NoError(t, n.createBucket("admin", inAshburn, "ledger"))
			require.NoError(t, n.putObject("admin", inAshburn, "ledger", "o"))
			n.mustPolicy("admin", "guard", n.TenancyOCID(), denied)
			err := n.copyOut("admin", n.Namespace(), "ledger") // no deny binds an Administrator
			decision := iam.Decide([]iam.Policy{iam.NewPolicy("p", nil, denied, "allow service objectstorage-us-ashburn-1 to manage object-family in tenancy")}, iam.Request{
				Permissions: []string{"OBJECT_READ"}, Region: inAshburn, Principal: iam.Requester{Type: "service", Name: "objectstorage-us-ashburn-1"},
			}, iam.Options{Refuse: world.refuse})
			if name == "documented" {
				require.Equal(t, iam.Allowed, decision.Outcome)
				require.NoError(t, err)
			} else {
				require.Equal(t, iam.Denied, decision.Outcome)
				refused(t, err, 400, "InsufficientServicePermissions", "objectstorage-us-ashburn-1")
			}
		})
	}
}

func TestSuppose_unknown(t *testing.T) {
	t.Parallel()
	_, err := sandbox.New(sandbox.WithSeed(seed(t, `tenancy "t" { suppose = ["luck"] }`)))
	require.ErrorContains(t, err, `seed.hcl:1: Unknown supposition. The sandbox can suppose any-user-service, far-quotas, bucket-quotas, not "luck".`)
}

// zero sets the quotas of families to nothing in Frankfurt.
func (n tenant) zero(families ...string) {
	n.t.Helper()
	client, err := limits.NewQuotasClientWithConfigurationProvider(n.as("admin"))
	require.NoError(n.t, err)
	n.inProcess(&client.BaseClient)
	var statements []string
	for _, family := range families {
		statements = append(statements, "zero "+family+" quotas in tenancy where request.region = 'eu-frankfurt-1'")
	}
	_, err = client.CreateQuota(n.t.Context(), limits.CreateQuotaRequest{CreateQuotaDetails: limits.CreateQuotaDetails{
		CompartmentId: common.String(n.TenancyOCID()), Name: common.String("guard"), Description: common.String("of residency"), Statements: statements,
	}})
	require.NoError(n.t, err)
}

// What Object Storage, NoSQL and Vault make in another region, its quotas bind where that is supposed.
func TestSuppose_farQuotas(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]sandbox.Option{"documented": nil, "supposed": {sandbox.Supposing("far-quotas")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newTenant(t, options...)
			for _, region := range []string{inAshburn, inFrankfurt} {
				require.NoError(t, n.createBucket("admin", region, "ledger"))
				require.NoError(t, n.createBucket("admin", region, "copies"))
			}
			require.NoError(t, n.putObject("admin", inAshburn, "copies", "o"))
			table, vault := n.table(), n.vault()
			n.zero("object-storage", "nosql", "kms")

			far := map[string]bool{
				"copy": n.copied("copies"), "replica": n.replicated("ledger"), "table": n.replicaOf(table) == nil, "vault": n.replicaOfVault(vault) == nil,
			}
			for what, made := range far {
				require.Equal(t, name == "documented", made, what)
			}
			refused(t, n.putObject("admin", inFrankfurt, "copies", "own"), 400, "QuotaExceeded", "storage-bytes")
		})
	}
}

// copied says whether an object arrives in Frankfurt that is copied there.
func (n tenant) copied(bucket string) bool {
	n.t.Helper()
	storage := n.storage("admin", inAshburn)
	accepted, err := storage.CopyObject(n.t.Context(), oss.CopyObjectRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: &bucket, CopyObjectDetails: oss.CopyObjectDetails{
			SourceObjectName: common.String("o"), DestinationRegion: common.String(inFrankfurt), DestinationNamespace: common.String(n.Namespace()),
			DestinationBucket: &bucket, DestinationObjectName: common.String("o"),
		},
	})
	require.NoError(n.t, err)
	work, err := storage.GetWorkRequest(n.t.Context(), oss.GetWorkRequestRequest{WorkRequestId: accepted.OpcWorkRequestId})
	require.NoError(n.t, err)
	require.Equal(n.t, n.has(bucket, "o"), work.Status == oss.WorkRequestStatusCompleted, work.Status)
	return n.has(bucket, "o")
}

// replicated says whether what is written in Ashburn comes to Frankfurt by replication.
func (n tenant) replicated(bucket string) bool {
	n.t.Helper()
	_, err := n.storage("admin", inAshburn).CreateReplicationPolicy(n.t.Context(), oss.CreateReplicationPolicyRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: &bucket, CreateReplicationPolicyDetails: oss.CreateReplicationPolicyDetails{
			Name: common.String("out"), DestinationRegionName: common.String(inFrankfurt), DestinationBucketName: &bucket,
		},
	})
	require.NoError(n.t, err)
	require.NoError(n.t, n.putObject("admin", inAshburn, bucket, "later"))
	return n.has(bucket, "later")
}

// has says whether there is an object in Frankfurt.
func (n tenant) has(bucket, object string) bool {
	_, err := n.storage("admin", inFrankfurt).HeadObject(n.t.Context(), oss.HeadObjectRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: &bucket, ObjectName: &object,
	})
	return err == nil
}

func (n tenant) nosql() nosql.NosqlClient {
	n.t.Helper()
	client, err := nosql.NewNosqlClientWithConfigurationProvider(n.as("admin"))
	require.NoError(n.t, err)
	n.inProcess(&client.BaseClient)
	return client
}

// table makes a table in Ashburn that can be replicated, and returns its name.
func (n tenant) table() *string {
	n.t.Helper()
	c := n.nosql()
	_, err := c.CreateTable(n.t.Context(), nosql.CreateTableRequest{CreateTableDetails: nosql.CreateTableDetails{
		Name: common.String("visits"), CompartmentId: common.String(n.CompartmentOCID()),
		DdlStatement: common.String("CREATE TABLE visits(id INTEGER, rest JSON, PRIMARY KEY(id)) WITH SCHEMA FROZEN"),
		TableLimits:  &nosql.TableLimits{MaxReadUnits: common.Int(1), MaxWriteUnits: common.Int(1), MaxStorageInGBs: common.Int(1)},
	}})
	require.NoError(n.t, err)
	return common.String("visits")
}

func (n tenant) replicaOf(table *string) error {
	_, err := n.nosql().CreateReplica(n.t.Context(), nosql.CreateReplicaRequest{TableNameOrId: table, CreateReplicaDetails: nosql.CreateReplicaDetails{
		Region: common.String(inFrankfurt), CompartmentId: common.String(n.CompartmentOCID()),
	}})
	return err
}

func (n tenant) vaults() keymanagement.KmsVaultClient {
	n.t.Helper()
	client, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(n.as("admin"))
	require.NoError(n.t, err)
	n.inProcess(&client.BaseClient)
	return client
}

func (n tenant) vault() *string {
	n.t.Helper()
	made, err := n.vaults().CreateVault(n.t.Context(), keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
		CompartmentId: common.String(n.CompartmentOCID()), DisplayName: common.String("v"), VaultType: keymanagement.CreateVaultDetailsVaultTypeVirtualPrivate,
	}})
	require.NoError(n.t, err)
	return made.Id
}

func (n tenant) replicaOfVault(vault *string) error {
	_, err := n.vaults().CreateVaultReplica(n.t.Context(), keymanagement.CreateVaultReplicaRequest{
		VaultId: vault, CreateVaultReplicaDetails: keymanagement.CreateVaultReplicaDetails{ReplicaRegion: common.String(inFrankfurt)},
	})
	return err
}

// Whether bucket-count takes quotas, the tenancy itself says; where it does, none stops an empty bucket.
func TestSuppose_bucketQuotas(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.Supposing("bucket-quotas"))
	n.zero("object-storage")
	refused(t, n.createBucket("admin", inFrankfurt, "b"), 400, "QuotaExceeded", "bucket-count")
	require.NoError(t, n.createBucket("admin", inAshburn, "b"))
	n = newTenant(t)
	n.zero("object-storage")
	require.NoError(t, n.createBucket("admin", inFrankfurt, "b"))
}
