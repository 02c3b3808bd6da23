package denyrule_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// tenancyWithStaff has a group that may do everything and is not spared, a second compartment, and a network source. The analysts of
// another tenancy are let in, to do everything, and the staff there.
const tenancyWithStaff = `
tenancy "sandbox" {
  namespace   = "sandbox"
  home_region = "us-ashburn-1"
  regions     = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1"]
}
compartment "data" {}
compartment "other" {}
group "Administrators" {}
group "Provisioners" {}
group "Staff" {}
user "admin" { groups = ["Administrators"] }
user "terraform" { groups = ["Provisioners"] }
user "staff" {
  groups  = ["Staff"]
  address = "203.0.113.7"
}
network_source "office" { public = ["203.0.113.0/24"] }
policy "everybody" {
  statements = [
    "allow group Staff to manage all-resources in tenancy",
    "allow group Provisioners to manage all-resources in tenancy",
    "allow service objectstorage-us-ashburn-1, objectstorage-eu-frankfurt-1 to manage object-family in tenancy",
    "define tenancy Partner as ${tenancy.partner.ocid}",
    "define group Analysts as ${tenancy.partner.groups.Analysts}",
    "admit group Analysts of tenancy Partner to manage all-resources in tenancy",
    "endorse group Staff to manage all-resources in tenancy Partner",
  ]
}
other_tenancy "partner" {
  namespace = "partner"
  compartment "exchange" {}
  group "Administrators" {}
  group "Analysts" {}
  user "analyst" {
    groups  = ["Analysts"]
    address = "203.0.113.7"
  }
  bucket "inbox" {
    region      = "us-ashburn-1"
    compartment = "exchange"
  }
  policy "across" {
    statements = [
      "define tenancy Sandbox as ${tenancy.sandbox.ocid}",
      "define group Staff as ${tenancy.sandbox.groups.Staff}",
      "endorse group Analysts to manage all-resources in tenancy Sandbox",
      "admit group Staff of tenancy Sandbox to manage all-resources in tenancy",
    ]
  }
}
`

func staffed(t *testing.T, opts ...sandbox.Option) *acctest.Env {
	t.Helper()
	seed, err := sandbox.ParseSeed("staff.hcl", []byte(tenancyWithStaff))
	require.NoError(t, err)
	return acctest.New(t, append([]sandbox.Option{sandbox.WithSeed(seed)}, opts...)...)
}

// compartment is the OCID of one of the seed's compartments.
func compartment(t *testing.T, e *acctest.Env, name string) string {
	t.Helper()
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	answer, err := client.ListCompartments(context.Background(), identity.ListCompartmentsRequest{CompartmentId: common.String(e.Sandbox.TenancyOCID())})
	require.NoError(t, err)
	for _, c := range answer.Items {
		if *c.Name == name {
			return *c.Id
		}
	}
	t.Fatalf("no compartment %q", name)
	return ""
}

// person is a principal with Oracle's own clients.
type person struct {
	t *testing.T
	e *acctest.Env
	s *oci.Session
}

func as(t *testing.T, e *acctest.Env, user string) person { return person{t, e, e.Session(user)} }

func (p person) buckets(region string) *objectstorage.ObjectStorageClient {
	p.t.Helper()
	client, err := p.s.ObjectStorage(region)
	require.NoError(p.t, err)
	return client
}

func (p person) create(region, compartment, name string) error {
	namespace := p.e.Sandbox.Namespace()
	_, err := p.buckets(region).CreateBucket(context.Background(), objectstorage.CreateBucketRequest{
		NamespaceName: &namespace, CreateBucketDetails: objectstorage.CreateBucketDetails{Name: &name, CompartmentId: &compartment},
	})
	return err
}

func (p person) put(region, bucket string) error {
	return p.putIn(p.e.Sandbox.Namespace(), region, bucket)
}

func (p person) putIn(namespace, region, bucket string) error {
	name := "ledger"
	_, err := p.buckets(region).PutObject(context.Background(), objectstorage.PutObjectRequest{
		NamespaceName: &namespace, BucketName: &bucket, ObjectName: &name, ContentLength: common.Int64(2), PutObjectBody: body("{}"),
	})
	return err
}

func (p person) read(region, bucket string) error {
	namespace, name := p.e.Sandbox.Namespace(), "ledger"
	answer, err := p.buckets(region).GetObject(context.Background(), objectstorage.GetObjectRequest{NamespaceName: &namespace, BucketName: &bucket, ObjectName: &name})
	if err == nil {
		assert.NoError(p.t, answer.Content.Close())
	}
	return err
}

func (p person) replicate(bucket, region, to string) error {
	namespace, name := p.e.Sandbox.Namespace(), "out"
	_, err := p.buckets(ashburn).CreateReplicationPolicy(context.Background(), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &namespace, BucketName: &bucket,
		CreateReplicationPolicyDetails: objectstorage.CreateReplicationPolicyDetails{Name: &name, DestinationRegionName: &region, DestinationBucketName: &to},
	})
	return err
}

func (p person) copy(bucket, region, to string) error {
	namespace, name := p.e.Sandbox.Namespace(), "ledger"
	_, err := p.buckets(ashburn).CopyObject(context.Background(), objectstorage.CopyObjectRequest{
		NamespaceName: &namespace, BucketName: &bucket,
		CopyObjectDetails: objectstorage.CopyObjectDetails{
			SourceObjectName: &name, DestinationRegion: &region, DestinationNamespace: &namespace, DestinationBucket: &to, DestinationObjectName: &name,
		},
	})
	return err
}

func (p person) expose(bucket string) error {
	namespace, name := p.e.Sandbox.Namespace(), "link"
	_, err := p.buckets(ashburn).CreatePreauthenticatedRequest(context.Background(), objectstorage.CreatePreauthenticatedRequestRequest{
		NamespaceName: &namespace, BucketName: &bucket,
		CreatePreauthenticatedRequestDetails: objectstorage.CreatePreauthenticatedRequestDetails{
			Name: &name, AccessType: objectstorage.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectread, TimeExpires: &common.SDKTime{Time: later()},
		},
	})
	return err
}

func (p person) move(bucket, to string) error {
	namespace := p.e.Sandbox.Namespace()
	_, err := p.buckets(ashburn).UpdateBucket(context.Background(), objectstorage.UpdateBucketRequest{
		NamespaceName: &namespace, BucketName: &bucket, UpdateBucketDetails: objectstorage.UpdateBucketDetails{CompartmentId: &to},
	})
	return err
}

func (p person) admit(compartment, suffix string) error {
	client, err := p.s.Identity(ashburn)
	require.NoError(p.t, err)
	name, description := "open-"+suffix, "x"
	_, err = client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: &compartment, Name: &name, Description: &description,
		Statements: []string{"allow group Staff to read buckets in compartment id " + compartment},
	}})
	return err
}

func (p person) database(region, compartment, name string) error {
	return p.databaseOf(database.CreateAutonomousDatabaseBaseDbWorkloadOltp, region, compartment, name)
}

func (p person) databaseOf(workload database.CreateAutonomousDatabaseBaseDbWorkloadEnum, region, compartment, name string) error {
	client, err := p.s.Database(region)
	require.NoError(p.t, err)
	_, err = client.CreateAutonomousDatabase(context.Background(), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
			CompartmentId: &compartment, DbName: &name, AdminPassword: common.String("Correct-Horse-9"), ComputeModel: "ECPU",
			ComputeCount: common.Float32(2), DataStorageSizeInTBs: common.Int(1), DbWorkload: workload,
		},
	})
	return err
}

// stored makes a bucket with an object in Ashburn.
func stored(t *testing.T, e *acctest.Env, compartment, name string) string {
	t.Helper()
	admin := as(t, e, "admin")
	require.NoError(t, admin.create(ashburn, compartment, name))
	require.NoError(t, admin.put(ashburn, name))
	return name
}

// abroad makes an empty bucket in Frankfurt.
func abroad(t *testing.T, e *acctest.Env, compartment, suffix string) string {
	t.Helper()
	require.NoError(t, as(t, e, "admin").create(frankfurt, compartment, "abroad-"+suffix))
	return "abroad-" + suffix
}

// group is the OCID of one of the seed's groups.
func group(t *testing.T, e *acctest.Env, name string) string {
	t.Helper()
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	answer, err := client.ListGroups(context.Background(), identity.ListGroupsRequest{CompartmentId: common.String(e.Sandbox.TenancyOCID()), Name: &name})
	require.NoError(t, err)
	require.Len(t, answer.Items, 1)
	return *answer.Items[0].Id
}

const fromOffice = `network_sources = ["office"]`

// try is something that the rule is to stop, with Oracle's own client.
type try struct {
	row claim
	do  func(p person) error
}

// tries are what people would do with a compartment's data: abroad is a bucket in Frankfurt, bucket has an object. What they make
// has the suffix in its name. The last moves the bucket away.
func tries(place, bucket, abroad, away, suffix string) []try {
	return []try{
		{claim{"outside", "objectstorage", "CreateBucket", ""}, func(p person) error { return p.create(frankfurt, place, "new-"+suffix) }},
		{claim{"outside", "database", "CreateAutonomousDatabase", ""}, func(p person) error { return p.database(frankfurt, place, "DB"+suffix) }},
		{claim{"egress", "objectstorage", "CopyObject", ""}, func(p person) error { return p.copy(bucket, frankfurt, abroad) }},
		{claim{"egress", "objectstorage", "CreatePreauthenticatedRequest", ""}, func(p person) error { return p.expose(bucket) }},
		{claim{"egress", "identity", "CreatePolicy", ""}, func(p person) error { return p.admit(place, suffix) }},
		{claim{"elsewhere", "objectstorage", "GetObject", ""}, func(p person) error {
			move(p.t, p.e, true)
			defer move(p.t, p.e, false)
			return p.read(ashburn, bucket)
		}},
		{claim{"egress", "objectstorage", "CreateReplicationPolicy", ""}, func(p person) error { return p.replicate(bucket, frankfurt, abroad) }},
		{claim{"egress", "objectstorage", "UpdateBucket", ""}, func(p person) error { return p.move(bucket, away) }},
	}
}

// shared is what the staff of another tenancy do, who are let in: they read what is in a bucket.
func shared(bucket string) []try {
	return []try{{claim{"foreign", "objectstorage", "GetObject", ""}, func(p person) error { return p.read(ashburn, bucket) }}}
}

// taken is what the own staff take to another tenancy, which lets them in.
var taken = []try{{claim{"egress", "identity", "endorse", ""}, func(p person) error { return p.putIn("partner", ashburn, "inbox") }}}

// heldTo tries them, and holds each answer against the row for it: who is bound by policies is denied by them if the row has
// iam_deny, a quota stops what the row says that it stops, and what no layer of the row stops succeeds.
func heldTo(t *testing.T, c claims, p person, bound bool, all []try) {
	t.Helper()
	for _, one := range all {
		layers, there := c.layers[one.row]
		require.True(t, there, "%v has no row", one.row)
		err := one.do(p)
		switch {
		case bound && slices.Contains(layers, "iam_deny"):
			assert.True(t, denied(err), "%v is to be denied: %v", one.row, err)
		case slices.Contains(layers, "quota"):
			assert.True(t, capped(err), "%v is to be stopped by a quota: %v", one.row, err)
		default:
			assert.NoError(t, err, "%v is a gap", one.row)
		}
	}
}

// stopped says that the proof has a row for each.
func stopped(t *testing.T, c claims, all []try) {
	t.Helper()
	for _, one := range all {
		assert.NotEmpty(t, c.layers[one.row], "%v is a gap", one.row)
	}
}

// free is where no rule binds.
func free(t *testing.T, p person, all []try) {
	t.Helper()
	for _, one := range all {
		assert.NoError(t, one.do(p), "%v", one.row)
	}
}

// The pipeline may do inside what it has to, and nothing outside.
func pipelined(t *testing.T, p person, data string) {
	t.Helper()
	require.NoError(t, p.create(ashburn, data, "ours"))
	require.NoError(t, p.create("us-phoenix-1", data, "replica"))
	require.NoError(t, p.put(ashburn, "ours"))
	require.NoError(t, p.replicate("ours", "us-phoenix-1", "replica"))
	require.NoError(t, p.expose("ours"))
	require.NoError(t, p.database(ashburn, data, "OURS"))
	assert.True(t, denied(p.create(frankfurt, data, "never")), "nobody is spared placement outside")
}

// refused says whether somebody may not, or a quota leaves nothing.
func refused(err error) bool { return denied(err) || capped(err) }

// denied says whether policies refuse it. A bucket that one may not create is answered like one whose name is taken.
func denied(err error) bool {
	err = oci.Explain("", "", err)
	return oci.Status(err) == http.StatusNotFound || oci.IsConflict(err) && strings.Contains(err.Error(), "not authorized to create it")
}

func capped(err error) bool {
	var answer *oci.Error
	return errors.As(oci.Explain("", "", err), &answer) && answer.Code == "QuotaExceeded"
}
