package denyrule_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// tenancyWithStaff has a group that may do everything and is not spared, a second compartment, and a network source.
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
  ]
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
	namespace, name := p.e.Sandbox.Namespace(), "ledger"
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

func (p person) share(bucket string) error {
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

func (p person) admit(compartment string) error {
	client, err := p.s.Identity(ashburn)
	require.NoError(p.t, err)
	name, description := "open-"+compartment[len(compartment)-6:], "x"
	_, err = client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: &compartment, Name: &name, Description: &description,
		Statements: []string{"allow group Staff to read buckets in compartment id " + compartment},
	}})
	return err
}

func (p person) database(region, compartment, name string) error {
	client, err := p.s.Database(region)
	require.NoError(p.t, err)
	_, err = client.CreateAutonomousDatabase(context.Background(), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
			CompartmentId: &compartment, DbName: &name, AdminPassword: common.String("Correct-Horse-9"), ComputeModel: "ECPU",
			ComputeCount: common.Float32(2), DataStorageSizeInTBs: common.Int(1), DbWorkload: database.CreateAutonomousDatabaseBaseDbWorkloadOltp,
		},
	})
	return err
}

// stored makes a bucket with an object in Ashburn.
func stored(t *testing.T, e *acctest.Env, compartment, name string) {
	t.Helper()
	admin := as(t, e, "admin")
	require.NoError(t, admin.create(ashburn, compartment, name))
	require.NoError(t, admin.put(ashburn, name))
}

const everything = `network_sources = ["office"]`

// What the issue lists is refused to who may do everything, by the layer that the proof names, and stays possible where it
// should: by the pipeline inside, in another compartment, and for everybody once the rule is gone.
func TestAccDenyRule_whatItStops(t *testing.T) {
	e := staffed(t)
	data, other := compartment(t, e, "data"), compartment(t, e, "other")
	stored(t, e, data, "kept")
	stored(t, e, other, "loose")
	for _, name := range []string{"abroadone", "abroadtwo", "abroadthree"} {
		require.NoError(t, as(t, e, "admin").create(frankfurt, other, name))
	}
	staff, pipeline, admin := as(t, e, "staff"), as(t, e, "terraform"), as(t, e, "admin")
	bind := `compartment_ids = ["` + data + `"]`
	attempts := func(who person, place, bucket, suffix string) map[string]error {
		elsewhere := func() error {
			require.NoError(t, e.Sandbox.SetAddress("staff", "198.51.100.9"))
			defer func() { require.NoError(t, e.Sandbox.SetAddress("staff", "203.0.113.7")) }()
			return who.read(ashburn, bucket)
		}
		return map[string]error{
			"create": who.create(frankfurt, place, "new"+suffix), "database": who.database(frankfurt, place, "DB"+suffix), "copy": who.copy(bucket, frankfurt, "abroad"+suffix),
			"replicate": who.replicate(bucket, frankfurt, "abroad"+suffix), "share": who.admit(place), "expose": who.share(bucket), "elsewhere": elsewhere(),
		}
	}
	run(t, e,
		resource.TestStep{Config: in(e, bind, everything), Check: func(*terraform.State) error {
			for what, err := range attempts(staff, data, "kept", "one") {
				assert.True(t, refused(err), "%s: %v", what, err)
			}
			assert.True(t, refused(staff.move("kept", other)))
			assert.True(t, refused(staff.create(ashburn, data, "mine")), "a bucket could be made public")
			require.NoError(t, staff.read(ashburn, "kept"), "from the office")
			require.NoError(t, staff.put(ashburn, "kept"))

			require.NoError(t, pipeline.create(ashburn, data, "ours"))
			require.NoError(t, pipeline.create("us-phoenix-1", data, "replica"))
			require.NoError(t, pipeline.put(ashburn, "ours"))
			require.NoError(t, pipeline.replicate("ours", "us-phoenix-1", "replica"))
			require.NoError(t, pipeline.share("ours"))
			require.NoError(t, pipeline.database(ashburn, data, "OURS"))
			assert.True(t, refused(pipeline.create(frankfurt, data, "never")), "nobody is spared placement outside")

			for what, err := range attempts(staff, other, "loose", "two") {
				assert.NoError(t, err, "another compartment: %s", what)
			}
			require.NoError(t, staff.move("loose", e.Sandbox.TenancyOCID()))
			return nil
		}},
		// Of an Administrator, only the quota stops what it can.
		resource.TestStep{Config: in(e, bind, everything), Check: func(s *terraform.State) error {
			layers := layersOf(t, s)
			assert.Equal(t, !slices.Contains(layers["outside database CreateAutonomousDatabase"], "quota"), admin.database(frankfurt, data, "ADMIN") == nil)
			assert.Equal(t, !slices.Contains(layers["outside objectstorage CreateBucket"], "quota"), admin.create(frankfurt, data, "admins") == nil)
			assert.NoError(t, admin.share("kept"))
			return nil
		}},
	)
	// The rule was destroyed.
	for what, err := range attempts(staff, data, "kept", "three") {
		assert.NoError(t, err, "without the rule: %s", what)
	}
}

// otherUse says whether another use of the operation is claimed, which this one needs the permissions of.
func otherUse(proof map[string]bool, o iam.Operation) bool {
	return slices.ContainsFunc(iam.FindOperation(o.Service, o.Name), func(same iam.Operation) bool {
		return proof["egress "+same.Service+" "+same.Name+" "+same.Variant]
	})
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

// layersOf are the layers of each claim, by "obligation service operation".
func layersOf(t *testing.T, s *terraform.State) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, c := range claimsOf(s, "proof") {
		all[c["obligation"]+" "+c["service"]+" "+c["operation"]] = append(all[c["obligation"]+" "+c["service"]+" "+c["operation"]], layers(c)...)
	}
	return all
}

// Every operation of the catalogue, under every obligation and in every subscribed region: what is claimed to be stopped is
// refused, and what is said to be open is not refused by the rule.
func TestAccDenyRule_claimsAreWhatTheCloudDoes(t *testing.T) {
	e := staffed(t)
	data := compartment(t, e, "data")
	regions := []string{ashburn, "us-phoenix-1", "us-chicago-1", frankfurt, "ap-singapore-1"}
	inside := regions[:3]
	run(t, e, resource.TestStep{Config: in(e, `compartment_ids = ["`+data+`"]`, everything, `layers = ["iam_deny"]`), Check: func(s *terraform.State) error {
		proof, gaps := indexed(claimsOf(s, "proof")), indexed(claimsOf(s, "gaps"))
		for _, o := range iam.Operations() {
			for _, region := range regions {
				name := o.Service + " " + o.Name + " " + o.Variant
				access := cloud.Access{Service: o.Service, Operation: o.Name, Variant: o.Variant, Compartment: data}
				if o.Home && region != ashburn {
					continue
				}
				allowed := e.Sandbox.Authorize("staff", region, access) == nil
				spared := e.Sandbox.Authorize("terraform", region, access) == nil
				in := slices.Contains(inside, region)
				switch {
				case proof["outside "+name] && !in:
					assert.False(t, allowed || spared, "%s in %s is claimed", name, region)
				case proof["egress "+name] && in:
					assert.False(t, allowed, "%s in %s is claimed", name, region)
					assert.Equal(t, o.Destination == "", spared, "%s in %s is the pipeline's", name, region)
				case gaps["egress "+name] && in && !gaps["elsewhere "+name]:
					assert.True(t, allowed && spared, "%s in %s is a gap", name, region)
				case in && !proof["elsewhere "+name] && !otherUse(proof, o):
					assert.True(t, allowed && spared, "%s in %s is not blocked", name, region)
				}
			}
		}
		return nil
	}})
}
