package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// What the sandbox answers is what iam decides about the same statements and the same request.
func TestAuthorize_agreesWithDecide(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	for _, region := range []string{inAshburn, inFrankfurt} {
		require.NoError(t, n.createBucket("admin", region, "b"))
		require.NoError(t, n.putObject("admin", region, "b", "o"))
	}
	random := rand.New(rand.NewPCG(7, 7)) // the same in each run
	attempts := attempts(n)
	denied, allowed := 0, 0
	for round := range 40 {
		statements := randomStatements(random)
		id := n.mustPolicy("admin", fmt.Sprintf("p%d", round), n.TenancyOCID(), statements...)
		policies := []iam.Policy{
			iam.NewPolicy("p", nil, append(statements,
				"allow group Provisioners to manage all-resources in tenancy", "allow group UsEngineers to use all-resources in compartment data",
				"allow group OverseasEngineers to read all-resources in compartment data")...),
		}
		for user, group := range map[string]string{"terraform": "Provisioners", "us-engineer": "UsEngineers", "overseas-engineer": "OverseasEngineers"} {
			for _, region := range []string{inAshburn, inFrankfurt} {
				for _, a := range attempts {
					q := iam.Request{
						Service: "objectstorage", Operation: a.operation, Region: region, Compartment: []string{"data"},
						Principal: iam.Requester{Type: "user", Name: user, Groups: []string{group}}, Variables: a.variables,
					}
					if a.permission != "" {
						q.Operation, q.Permissions = "", []string{a.permission}
						q.Variables = map[string]iam.Values{"request.operation": {a.operation}, "target.bucket.name": {"b"}, "target.object.name": {"o"}}
					}
					want := iam.Decide(policies, q, iam.Options{}).Outcome == iam.Allowed
					err := a.try(user, region)
					require.Equal(t, want, err == nil, "%s by %s in %s: %v\n%s", a.operation, user, region, err, strings.Join(statements, "\n"))
					if want {
						allowed++
					} else {
						denied++
					}
				}
			}
		}
		_, err := n.iam("admin").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
		require.NoError(t, err)
	}
	require.Greater(t, denied, 200)
	require.Greater(t, allowed, 200)
}

type attempt struct {
	operation, permission string
	variables             map[string]iam.Values
	try                   func(user, region string) error
}

func attempts(n tenant) []attempt {
	bucket := map[string]iam.Values{"target.bucket.name": {"b"}}
	object := map[string]iam.Values{"target.bucket.name": {"b"}, "target.object.name": {"o"}}
	name := common.String(n.Namespace())
	return []attempt{
		{"GetBucket", "", bucket, func(user, region string) error { return n.getBucket(user, region, "b") }},
		{"UpdateBucket", "", bucket, func(user, region string) error { return n.updateBucket(user, region, "b") }},
		{"ListObjects", "", bucket, func(user, region string) error {
			_, err := n.storage(user, region).ListObjects(n.t.Context(), oss.ListObjectsRequest{NamespaceName: name, BucketName: common.String("b")})
			return err
		}},
		{"HeadObject", "", object, func(user, region string) error {
			_, err := n.storage(user, region).HeadObject(n.t.Context(), oss.HeadObjectRequest{NamespaceName: name, BucketName: common.String("b"), ObjectName: common.String("o")})
			return err
		}},
		{"PutObject", "OBJECT_OVERWRITE", nil, func(user, region string) error { return n.putObject(user, region, "b", "o") }},
	}
}

// randomStatements are a few of those that bind the data compartment's buckets and objects in one way or another.
func randomStatements(r *rand.Rand) []string {
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	var statements []string
	for range 1 + r.IntN(3) {
		subject := one("any-user", "any-group", "group UsEngineers", "group OverseasEngineers", "group Provisioners, UsEngineers")
		action := one("inspect buckets", "read objects", "use buckets", "manage object-family", "inspect all-resources", "{BUCKET_READ}",
			"{OBJECT_INSPECT}", "{OBJECT_READ, OBJECT_INSPECT}", "{OBJECT_OVERWRITE, BUCKET_UPDATE}", "manage objects", "use objects")
		where := one("", "", " where request.region = 'iad'", " where request.region != 'iad'", " where target.bucket.name = 'B'", " where target.bucket.name = /c*/",
			" where request.operation = 'GetBucket'", " where any {!target.object.name, target.object.name = 'o'}", " where request.permission = 'OBJECT_INSPECT'",
			" where all {request.groups.name != 'UsEngineers', request.region = 'fra'}", " where !request.networkSource.name", " where target.object.name != 'x'")
		statements = append(statements, one("deny ", "deny ", "allow ")+subject+" to "+action+" in "+one("tenancy", "compartment data")+where)
	}
	return statements
}
