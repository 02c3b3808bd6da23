package denyrule_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// spending is a request that uses more of something, with Oracle's own client.
type spending struct {
	service, operation string
	uncounted          bool // by what the row says is not counted
	do                 func(p person, region, compartment, name string) error
}

var spendings = []spending{
	{"objectstorage", "CreateBucket", false, person.create},
	{"objectstorage", "PutObject", false, func(p person, region, compartment, name string) error {
		require.NoError(p.t, p.create(region, compartment, name+"-objects"))
		return p.put(region, name+"-objects")
	}},
	{"objectstorage", "PutObject", true, func(p person, region, compartment, name string) error {
		require.NoError(p.t, p.create(region, compartment, name+"-objects"))
		return p.putNothing(region, name+"-objects")
	}},
	{"objectstorage", "UploadPart", false, func(p person, region, compartment, name string) error {
		require.NoError(p.t, p.create(region, compartment, name+"-parts"))
		return p.upload(region, name+"-parts")
	}},
	{"database", "CreateAutonomousDatabase", false, workload(database.CreateAutonomousDatabaseBaseDbWorkloadOltp)},
	{"database", "CreateAutonomousDatabase", false, workload(database.CreateAutonomousDatabaseBaseDbWorkloadDw)},
	{"database", "CreateAutonomousDatabase", false, workload(database.CreateAutonomousDatabaseBaseDbWorkloadAjd)},
	{"database", "CreateAutonomousDatabase", true, workload(database.CreateAutonomousDatabaseBaseDbWorkloadApex)},
	{"nosql", "CreateTable", false, person.table},
	{"keymanagement", "CreateVault", false, vault(keymanagement.CreateVaultDetailsVaultTypeDefault)},
	{"keymanagement", "CreateVault", false, vault(keymanagement.CreateVaultDetailsVaultTypeVirtualPrivate)},
	{"mysql", "CreateDbSystem", false, person.mysql},
	{"psql", "CreateDbSystem", false, person.postgresql},
}

// counted are the quotas that Oracle's pages have for what the sandbox has no service for: with one of zero, nothing can be made.
var counted = map[[2]string][][2]string{
	{"database", "LaunchDbSystem"}:      {{"database", "vm-block-storage-gb"}},
	{"core", "CreateVolume"}:            {{"block-storage", "total-storage-gb"}},
	{"core", "CreateBootVolume"}:        {{"block-storage", "total-storage-gb"}},
	{"core", "CreateVolumeBackup"}:      {{"block-storage", "backup-count"}},
	{"core", "CreateBootVolumeBackup"}:  {{"block-storage", "backup-count"}},
	{"filestorage", "CreateFileSystem"}: {{"filesystem", "file-system-count"}},
}

// spent tries every claim of the quota layer, and what it does not claim, as an Administrator, whom no policy binds.
func spent(t *testing.T, e *acctest.Env, c claims, compartment, suffix string) {
	t.Helper()
	admin := as(t, e, "admin")
	tried := map[claim]bool{}
	for i, s := range spendings {
		row := claim{"outside", s.service, s.operation, ""}
		tried[row] = true
		for _, region := range []string{ashburn, frankfurt, "ap-singapore-1"} {
			err := s.do(admin, region, compartment, fmt.Sprintf("x%d%s%s", i, region[:2], suffix))
			claimed := c.stops(row, "quota") && region != ashburn && !s.uncounted
			assert.Equal(t, claimed, capped(err), "%s %s in %s: %v", s.service, s.operation, region, err)
			assert.Equal(t, claimed, err != nil, "%s %s in %s: %v", s.service, s.operation, region, err)
		}
		if s.uncounted && c.stops(row, "quota") {
			assert.Contains(t, c.except[row], "by quota alone")
		}
	}
	for operation, names := range counted {
		row := claim{"outside", operation[0], operation[1], ""}
		tried[row] = true
		for _, region := range subscribed {
			for _, name := range names {
				claimed := c.stops(row, "quota") && !slices.Contains(inside, region)
				assert.Equal(t, claimed, admin.nothingLeft(region, name[0], name[1], compartment), "%v in %s", operation, region)
			}
		}
	}
	for _, o := range iam.Operations() {
		for _, obligation := range []string{"outside", "egress", "elsewhere", "foreign", "guard"} {
			if c.stops(of(obligation, o), "quota") && !tried[of(obligation, o)] {
				t.Errorf("%s %s %s %s is claimed and was not tried", obligation, o.Service, o.Name, o.Variant)
			}
		}
	}
}

func (p person) putNothing(region, bucket string) error {
	namespace := p.e.Sandbox.Namespace()
	_, err := p.buckets(region).PutObject(context.Background(), objectstorage.PutObjectRequest{
		NamespaceName: &namespace, BucketName: &bucket, ObjectName: common.String("empty"), ContentLength: common.Int64(0), PutObjectBody: body(""),
	})
	return err
}

func (p person) upload(region, bucket string) error {
	namespace, name := p.e.Sandbox.Namespace(), "big"
	started, err := p.buckets(region).CreateMultipartUpload(context.Background(), objectstorage.CreateMultipartUploadRequest{
		NamespaceName: &namespace, BucketName: &bucket, CreateMultipartUploadDetails: objectstorage.CreateMultipartUploadDetails{Object: &name},
	})
	require.NoError(p.t, err)
	_, err = p.buckets(region).UploadPart(context.Background(), objectstorage.UploadPartRequest{
		NamespaceName: &namespace, BucketName: &bucket, ObjectName: &name, UploadId: started.UploadId, UploadPartNum: common.Int(1),
		ContentLength: common.Int64(2), UploadPartBody: body("{}"),
	})
	return err
}

func workload(w database.CreateAutonomousDatabaseBaseDbWorkloadEnum) func(person, string, string, string) error {
	return func(p person, region, compartment, name string) error {
		return p.databaseOf(w, region, compartment, name)
	}
}

func (p person) table(region, compartment, name string) error {
	client, err := p.s.NoSQL(region)
	require.NoError(p.t, err)
	_, err = client.CreateTable(context.Background(), nosql.CreateTableRequest{CreateTableDetails: nosql.CreateTableDetails{
		Name: &name, CompartmentId: &compartment, DdlStatement: common.String("CREATE TABLE " + name + " (id INTEGER, PRIMARY KEY (id))"),
		TableLimits: &nosql.TableLimits{MaxReadUnits: common.Int(1), MaxWriteUnits: common.Int(1), MaxStorageInGBs: common.Int(1)},
	}})
	return err
}

func vault(kind keymanagement.CreateVaultDetailsVaultTypeEnum) func(person, string, string, string) error {
	return func(p person, region, compartment, name string) error {
		c, err := p.e.Sandbox.Credentials("admin")
		require.NoError(p.t, err)
		client, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(
			common.NewRawConfigurationProvider(c.TenancyOCID, c.UserOCID, region, c.Fingerprint, c.PrivateKeyPEM, nil))
		require.NoError(p.t, err)
		client.HTTPClient = &http.Client{Transport: p.e.Sandbox.Transport()}
		_, err = client.CreateVault(context.Background(), keymanagement.CreateVaultRequest{
			CreateVaultDetails: keymanagement.CreateVaultDetails{CompartmentId: &compartment, DisplayName: &name, VaultType: kind},
		})
		return err
	}
}

func (p person) mysql(region, compartment, name string) error {
	client, err := p.s.MySQL(region)
	require.NoError(p.t, err)
	_, err = client.CreateDbSystem(context.Background(), mysql.CreateDbSystemRequest{CreateDbSystemDetails: mysql.CreateDbSystemDetails{
		CompartmentId: &compartment, DisplayName: &name, ShapeName: common.String("MySQL.2"), SubnetId: common.String("ocid1.subnet.oc1." + region + ".a"),
		AdminUsername: common.String("admin"), AdminPassword: common.String("Correct-Horse-9"), DataStorageSizeInGBs: common.Int(50),
	}})
	return err
}

func (p person) postgresql(region, compartment, name string) error {
	client, err := p.s.PostgreSQL(region)
	require.NoError(p.t, err)
	_, err = client.CreateDbSystem(context.Background(), psql.CreateDbSystemRequest{CreateDbSystemDetails: psql.CreateDbSystemDetails{
		CompartmentId: &compartment, DisplayName: &name, DbVersion: common.String("15"), Shape: common.String("PostgreSQL.VM.Standard.E5.Flex"),
		InstanceOcpuCount: common.Int(2), InstanceMemorySizeInGBs: common.Int(32), InstanceCount: common.Int(1),
		Credentials:    &psql.Credentials{Username: common.String("admin"), PasswordDetails: psql.PlainTextPasswordDetails{Password: common.String("Correct-Horse-9")}},
		NetworkDetails: &psql.NetworkDetails{SubnetId: common.String("ocid1.subnet.oc1." + region + ".a")},
		StorageDetails: psql.OciOptimizedStorageDetails{IsRegionallyDurable: common.Bool(true)},
	}})
	return err
}

// nothingLeft says whether a quota leaves nothing of a limit in a region, wherever in it.
func (p person) nothingLeft(region, service, name, compartment string) bool {
	client, err := p.s.Limits(region)
	require.NoError(p.t, err)
	ask := limits.GetResourceAvailabilityRequest{ServiceName: &service, LimitName: &name, CompartmentId: &compartment}
	if name != "backup-count" {
		ask.AvailabilityDomain = common.String("kIdk:" + region + "-AD-1")
	}
	answer, err := client.GetResourceAvailability(context.Background(), ask)
	require.NoError(p.t, err)
	return answer.EffectiveQuotaValue != nil && *answer.EffectiveQuotaValue == 0
}
