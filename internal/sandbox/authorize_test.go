package sandbox_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Now().UTC()} }

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// tenant is a sandbox with Oracle's clients for its users.
type tenant struct {
	*sandbox.Sandbox
	t *testing.T
}

func newTenant(t *testing.T, opts ...sandbox.Option) tenant {
	t.Helper()
	return tenant{open(t, opts...), t}
}

func (n tenant) iam(user string) identity.IdentityClient {
	return client(n.t, n.Sandbox, user, n.HomeRegion(), nil)
}

func (n tenant) storage(user, region string) oss.ObjectStorageClient {
	n.t.Helper()
	made, err := oss.NewObjectStorageClientWithConfigurationProvider(sandboxtest.As(n.t, n.Sandbox, user, region))
	require.NoError(n.t, err)
	n.inProcess(&made.BaseClient)
	return made
}

func (n tenant) inProcess(c *common.BaseClient) { sandboxtest.InProcess(c, n.Transport()) }

// createBucket creates a bucket in the compartment that configurations use, or another one.
func (n tenant) createBucket(user, region, name string, compartment ...string) error {
	n.t.Helper()
	where := append(compartment, n.CompartmentOCID())[0]
	_, err := n.storage(user, region).CreateBucket(context.Background(), oss.CreateBucketRequest{
		NamespaceName: common.String(n.Namespace()), CreateBucketDetails: oss.CreateBucketDetails{Name: &name, CompartmentId: &where},
	})
	return err
}

func (n tenant) getBucket(user, region, name string) error {
	n.t.Helper()
	_, err := n.storage(user, region).GetBucket(context.Background(), oss.GetBucketRequest{NamespaceName: common.String(n.Namespace()), BucketName: &name})
	return err
}

func (n tenant) updateBucket(user, region, name string) error {
	n.t.Helper()
	_, err := n.storage(user, region).UpdateBucket(context.Background(), oss.UpdateBucketRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: &name,
		UpdateBucketDetails: oss.UpdateBucketDetails{FreeformTags: map[string]string{"by": user}},
	})
	return err
}

func (n tenant) putObject(user, region, bucket, object string) error {
	n.t.Helper()
	_, err := n.storage(user, region).PutObject(context.Background(), oss.PutObjectRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: &bucket, ObjectName: &object, PutObjectBody: readCloser("x"),
	})
	return err
}

func (n tenant) createPolicy(user, name, compartment string, statements ...string) (*string, error) {
	n.t.Helper()
	made, err := n.iam(user).CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: &compartment, Name: &name, Description: common.String(""), Statements: statements,
	}})
	return made.Id, err
}

func (n tenant) mustPolicy(user, name, compartment string, statements ...string) *string {
	n.t.Helper()
	id, err := n.createPolicy(user, name, compartment, statements...)
	require.NoError(n.t, err)
	return id
}

func (n tenant) compartment(parent, name string) string {
	n.t.Helper()
	made, err := n.iam("admin").CreateCompartment(n.t.Context(), identity.CreateCompartmentRequest{CreateCompartmentDetails: identity.CreateCompartmentDetails{
		CompartmentId: &parent, Name: &name, Description: common.String(""),
	}})
	require.NoError(n.t, err)
	return *made.Id
}

const (
	inAshburn   = "us-ashburn-1"
	inPhoenix   = "us-phoenix-1"
	inFrankfurt = "eu-frankfurt-1"
)

// The default policies: Provisioners manage everything, UsEngineers use and OverseasEngineers read the data compartment.
func TestAuthorize_default(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	for _, user := range []string{"us-engineer", "overseas-engineer"} {
		refused(t, n.createBucket(user, inAshburn, "mine"), 409, "BucketAlreadyExists", "not authorized to create it")
	}
	require.NoError(t, n.createBucket("terraform", inAshburn, "b"))
	require.NoError(t, n.createBucket("terraform", inAshburn, "in-root", n.TenancyOCID()))
	for _, user := range []string{"admin", "terraform", "us-engineer", "overseas-engineer"} {
		require.NoError(t, n.getBucket(user, inAshburn, "b"), user)
	}
	require.NoError(t, n.updateBucket("us-engineer", inAshburn, "b"))
	refused(t, n.updateBucket("overseas-engineer", inAshburn, "b"), 404, "BucketNotFound", "")
	refused(t, n.getBucket("us-engineer", inAshburn, "in-root"), 404, "BucketNotFound", "")
	// use does not give OBJECT_CREATE, and gives OBJECT_OVERWRITE.
	refused(t, n.putObject("us-engineer", inAshburn, "b", "o"), 404, "BucketNotFound", "")
	require.NoError(t, n.putObject("terraform", inAshburn, "b", "o"))
	require.NoError(t, n.putObject("us-engineer", inAshburn, "b", "o"))

	// Lists are refused as well.
	list := oss.ListBucketsRequest{NamespaceName: common.String(n.Namespace()), CompartmentId: common.String(n.TenancyOCID())}
	_, err := n.storage("us-engineer", inAshburn).ListBuckets(t.Context(), list)
	refused(t, err, 404, "NamespaceNotFound", "")
	list.CompartmentId = common.String(n.CompartmentOCID())
	_, err = n.storage("overseas-engineer", inAshburn).ListBuckets(t.Context(), list)
	require.NoError(t, err)
	_, err = n.iam("us-engineer").ListUsers(t.Context(), identity.ListUsersRequest{CompartmentId: common.String(n.TenancyOCID())})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
	_, err = n.iam("us-engineer").GetTenancy(t.Context(), tenancy(n.Sandbox))
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

// Everybody manages their own keys and learns the namespace without any policy.
func TestAuthorize_withoutPolicy(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `
user "nobody" {}
user "admin" { groups = ["Administrators"] }
`)))
	own, err := n.Credentials("nobody")
	require.NoError(t, err)
	other, err := n.Credentials("admin")
	require.NoError(t, err)
	_, err = n.iam("nobody").ListApiKeys(t.Context(), identity.ListApiKeysRequest{UserId: &own.UserOCID})
	require.NoError(t, err)
	_, err = n.iam("nobody").ListApiKeys(t.Context(), identity.ListApiKeysRequest{UserId: &other.UserOCID})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.storage("nobody", inAshburn).GetNamespace(t.Context(), oss.GetNamespaceRequest{})
	require.NoError(t, err)
}

// A statement that speaks of overseas engineers refuses them, and nobody else.
func TestAuthorize_overseas(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	require.NoError(t, n.createBucket("terraform", inAshburn, "b"))
	id := n.mustPolicy("terraform", "no-overseas", n.TenancyOCID(), "deny group OverseasEngineers to inspect object-family in compartment data")
	refused(t, n.getBucket("overseas-engineer", inAshburn, "b"), 404, "BucketNotFound", "")
	require.NoError(t, n.getBucket("us-engineer", inAshburn, "b"))
	require.NoError(t, n.updateBucket("us-engineer", inAshburn, "b"))
	_, err := n.iam("terraform").UpdatePolicy(t.Context(), identity.UpdatePolicyRequest{PolicyId: id, UpdatePolicyDetails: identity.UpdatePolicyDetails{
		Statements: []string{"deny group OverseasEngineers to inspect object-family in compartment data where request.region = 'phx'"},
	}})
	require.NoError(t, err)
	require.NoError(t, n.getBucket("overseas-engineer", inAshburn, "b"), "the request arrives in Ashburn")
}

func TestAuthorize_deny(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	id := n.mustPolicy("terraform", "residency", n.TenancyOCID(),
		"deny any-user to {BUCKET_CREATE} in compartment data where all {request.region != 'iad', request.region != 'phx'}")
	refused(t, n.createBucket("terraform", inFrankfurt, "b"), 409, "BucketAlreadyExists", "")
	require.NoError(t, n.createBucket("terraform", inAshburn, "b"))
	require.NoError(t, n.createBucket("terraform", inPhoenix, "b"))
	require.NoError(t, n.createBucket("terraform", inFrankfurt, "elsewhere", n.TenancyOCID()), "another compartment is untouched")
	require.NoError(t, n.createBucket("admin", inFrankfurt, "by-admin"), "Administrators are exempt")
	_, err := n.iam("terraform").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
	require.NoError(t, err)
	require.NoError(t, n.createBucket("terraform", inFrankfurt, "b"))
}

// Members of a group called Administrators of another identity domain are not exempt, and have no rights by it either.
func TestAuthorize_domains(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `
group "Administrators" {}
group "Corp/Administrators" {}
group "Corp/Engineers" {}
group "Default/Night" {}
user "admin" { groups = ["Administrators", "Default/Night"] }
user "corp-admin" {
  domain = "Corp"
  groups = ["Corp/Administrators"]
}
user "corp-engineer" {
  domain = "Corp"
  groups = ["Corp/Engineers"]
}
`)))
	refused(t, n.createBucket("corp-admin", inAshburn, "b"), 409, "BucketAlreadyExists", "")
	n.mustPolicy("admin", "corp", n.TenancyOCID(),
		"allow group Corp/Administrators, 'Corp'/'Engineers' to manage buckets in tenancy",
		"deny any-user to {BUCKET_CREATE} in tenancy where all {request.region = 'fra', request.domain.name = 'Corp'}")
	require.NoError(t, n.createBucket("corp-admin", inAshburn, "b"))
	require.NoError(t, n.createBucket("corp-engineer", inAshburn, "c"))
	refused(t, n.createBucket("corp-admin", inFrankfurt, "b"), 409, "BucketAlreadyExists", "")
	require.NoError(t, n.createBucket("admin", inFrankfurt, "b"))
	n.mustPolicy("admin", "night", n.TenancyOCID(), "allow group Night, Default/Night to manage buckets in tenancy")
	_, err := n.createPolicy("admin", "wrong", n.TenancyOCID(), "allow group Engineers to manage buckets in tenancy")
	refused(t, err, 400, "InvalidParameter", "The group Engineers specified in the policy statement does not exist under current compartment hierarchy.")
	// A user of one domain does not come to be in a group of another.
	corp, err := n.Credentials("corp-admin")
	require.NoError(t, err)
	groups, err := n.iam("admin").ListGroups(t.Context(), identity.ListGroupsRequest{CompartmentId: common.String(n.TenancyOCID()), Name: common.String("Administrators")})
	require.NoError(t, err)
	require.Len(t, groups.Items, 1)
	_, err = n.iam("admin").AddUserToGroup(t.Context(), identity.AddUserToGroupRequest{AddUserToGroupDetails: identity.AddUserToGroupDetails{
		UserId: &corp.UserOCID, GroupId: groups.Items[0].Id,
	}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestAuthorize_delay(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]sandbox.Option{
		"option": {sandbox.WithPolicyDelay(10 * time.Second)},
		"seed":   {sandbox.WithSeed(seed(t, `tenancy "sandbox" { policy_delay = "10s" }`))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			n := newTenant(t, append(opts, sandbox.WithClock(c.time))...)
			require.NoError(t, n.createBucket("terraform", inAshburn, "b"), "what the seed says is in force at once")
			id := n.mustPolicy("terraform", "p", n.TenancyOCID(), "deny any-user to {BUCKET_READ} in tenancy")
			require.NoError(t, n.getBucket("terraform", inAshburn, "b"))
			c.advance(9 * time.Second)
			require.NoError(t, n.getBucket("terraform", inAshburn, "b"))
			_, err := n.iam("terraform").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
			require.NoError(t, err)
			c.advance(time.Second)
			refused(t, n.getBucket("terraform", inAshburn, "b"), 404, "BucketNotFound", "")
			c.advance(8 * time.Second)
			refused(t, n.getBucket("terraform", inAshburn, "b"), 404, "BucketNotFound", "")
			c.advance(time.Second)
			require.NoError(t, n.getBucket("terraform", inAshburn, "b"))
		})
	}
}

func TestAuthorize_denyNotEnabled(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `tenancy "sandbox" { deny_policies = false }`)))
	_, err := n.createPolicy("admin", "p", n.TenancyOCID(), "deny any-user to {BUCKET_CREATE} in tenancy")
	refused(t, err, 400, "InvalidParameter", "Deny statement passed into a Allow compilation")
	policies, err := n.iam("admin").ListPolicies(t.Context(), identity.ListPoliciesRequest{CompartmentId: common.String(n.TenancyOCID())})
	require.NoError(t, err)
	require.Len(t, policies.Items, 5, "nothing is left behind")
	n.mustPolicy("admin", "p", n.TenancyOCID(), "allow group UsEngineers to manage buckets in tenancy")

	s, err := sandbox.New(sandbox.WithSeed(seed(t, "tenancy \"t\" { deny_policies = false }\npolicy \"p\" { statements = [\"deny any-user to inspect buckets in tenancy\"] }")))
	require.Nil(t, s)
	require.ErrorContains(t, err, "Deny statement passed into a Allow compilation")
}

// Oracle may give statements back in another form than it got them.
func TestAuthorize_reformatted(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `tenancy "sandbox" { reformat_statements = true }`)))
	id := n.mustPolicy("terraform", "p", n.TenancyOCID(), "Allow  GROUP UsEngineers TO Read buckets IN tenancy // why")
	got, err := n.iam("terraform").GetPolicy(t.Context(), identity.GetPolicyRequest{PolicyId: id})
	require.NoError(t, err)
	require.Equal(t, []string{"allow group UsEngineers to read buckets in tenancy"}, got.Statements)
}

// A policy of Oracle's own making keeps deny statements to one principal: target.policy.type is in every write of a policy.
func TestAuthorize_policyType(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	c, err := n.Credentials("terraform")
	require.NoError(t, err)
	n.mustPolicy("terraform", "second", n.TenancyOCID(), "allow group UsEngineers to manage policies in tenancy")
	n.mustPolicy("terraform", "guard", n.TenancyOCID(),
		fmt.Sprintf("deny any-user to manage policies in tenancy where all {target.policy.type='deny', request.principal.id!='%s'}", c.UserOCID))
	id := n.mustPolicy("us-engineer", "allows", n.TenancyOCID(), "allow group UsEngineers to inspect buckets in tenancy")
	deny := "deny group UsEngineers to {PAR_MANAGE} in tenancy"
	_, err = n.createPolicy("us-engineer", "denies", n.TenancyOCID(), deny)
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.iam("us-engineer").UpdatePolicy(t.Context(), identity.UpdatePolicyRequest{PolicyId: id, UpdatePolicyDetails: identity.UpdatePolicyDetails{
		Statements: []string{"allow group UsEngineers to inspect buckets in tenancy", deny},
	}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	theirs := n.mustPolicy("terraform", "denies", n.TenancyOCID(), deny)
	_, err = n.iam("us-engineer").UpdatePolicy(t.Context(), identity.UpdatePolicyRequest{PolicyId: theirs, UpdatePolicyDetails: identity.UpdatePolicyDetails{
		Statements: []string{"allow group UsEngineers to inspect buckets in tenancy"},
	}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.iam("us-engineer").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: theirs})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.iam("us-engineer").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
	require.NoError(t, err)
}

// Compartments inherit, paths and OCIDs name them, and a policy can be attached anywhere above.
func TestAuthorize_compartments(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	platform := n.compartment(n.TenancyOCID(), "platform")
	logs := n.compartment(platform, "logs")
	require.NoError(t, n.createBucket("admin", inAshburn, "deep", logs))
	read := func() error { return n.getBucket("overseas-engineer", inAshburn, "deep") }
	refused(t, read(), 404, "BucketNotFound", "")
	for name, c := range map[string]struct{ attached, location string }{
		"tenancy": {n.TenancyOCID(), "tenancy"}, "above": {n.TenancyOCID(), "compartment platform"},
		"path": {n.TenancyOCID(), "compartment Platform:LOGS"}, "id": {n.TenancyOCID(), "compartment id " + logs},
		"attached": {platform, "compartment logs"}, "itself": {logs, "compartment logs"}, "own": {platform, "compartment platform:logs"},
	} {
		id := n.mustPolicy("admin", name, c.attached, "allow group OverseasEngineers to read buckets in "+c.location)
		require.NoError(t, read(), name)
		_, err := n.iam("admin").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
		require.NoError(t, err)
		refused(t, read(), 404, "BucketNotFound", "")
	}
	n.mustPolicy("admin", "by-name", n.TenancyOCID(), "allow group OverseasEngineers to read buckets in tenancy where target.compartment.name = 'logs'")
	require.NoError(t, read())
}

func TestAuthorize_movedCompartment(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	from, to := n.compartment(n.TenancyOCID(), "from"), n.compartment(n.TenancyOCID(), "target")
	team := n.compartment(from, "team")
	require.NoError(t, n.createBucket("admin", inAshburn, "b", team))
	n.mustPolicy("admin", "inherited", from, "allow group OverseasEngineers to read buckets in compartment from")
	n.mustPolicy("admin", "named", from, "allow group OverseasEngineers to use buckets in compartment team")
	n.mustPolicy("admin", "shared", n.TenancyOCID(), "allow group UsEngineers to read buckets in compartment from:team")
	require.NoError(t, n.updateBucket("overseas-engineer", inAshburn, "b"))

	move := identity.MoveCompartmentRequest{CompartmentId: &team, MoveCompartmentDetails: identity.MoveCompartmentDetails{TargetCompartmentId: &to}}
	_, err := n.iam("us-engineer").MoveCompartment(t.Context(), move)
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	moved, err := n.iam("terraform").MoveCompartment(t.Context(), move)
	require.NoError(t, err)
	require.NotEmpty(t, *moved.OpcWorkRequestId)
	refused(t, n.getBucket("overseas-engineer", inAshburn, "b"), 404, "BucketNotFound", "")
	require.NoError(t, n.getBucket("us-engineer", inAshburn, "b"), "the policy is attached above both places")
	n.mustPolicy("admin", "new", to, "allow group OverseasEngineers to read buckets in compartment target")
	require.NoError(t, n.getBucket("overseas-engineer", inAshburn, "b"))

	move.TargetCompartmentId = &team
	_, err = n.iam("terraform").MoveCompartment(t.Context(), move)
	refused(t, err, 400, "InvalidParameter", "into itself")
	taken := n.compartment(n.TenancyOCID(), "team")
	move.CompartmentId, move.TargetCompartmentId = &taken, &to
	_, err = n.iam("terraform").MoveCompartment(t.Context(), move)
	refused(t, err, 409, "CompartmentAlreadyExists", "team")
}

// The policies of a deleted compartment die with it, and statements that name it hold nowhere.
func TestAuthorize_deletedCompartment(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	gone := n.compartment(n.TenancyOCID(), "gone")
	n.mustPolicy("admin", "own", gone, "allow group UsEngineers to manage buckets in compartment gone")
	n.mustPolicy("admin", "named", n.TenancyOCID(), "allow group OverseasEngineers to manage buckets in compartment gone")
	_, err := n.iam("admin").DeleteCompartment(t.Context(), identity.DeleteCompartmentRequest{CompartmentId: &gone})
	require.NoError(t, err)
	refused(t, n.createBucket("us-engineer", inAshburn, "b", gone), 404, "CompartmentIdNotFound", "")
	_, err = n.createPolicy("admin", "own", n.TenancyOCID(), "allow group UsEngineers to inspect buckets in tenancy")
	require.NoError(t, err, "the name is free again")
	again := n.compartment(n.TenancyOCID(), "gone")
	refused(t, n.createBucket("overseas-engineer", inAshburn, "b", again), 409, "BucketAlreadyExists", "")
}

// A policy means the groups that it named when it was written.
func TestAuthorize_groupsByOCID(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	admin := n.iam("admin")
	newGroup := func() *string {
		made, err := admin.CreateGroup(t.Context(), identity.CreateGroupRequest{CreateGroupDetails: identity.CreateGroupDetails{
			CompartmentId: common.String(n.TenancyOCID()), Name: common.String("Night"), Description: common.String(""),
		}})
		require.NoError(t, err)
		return made.Id
	}
	credentials, err := n.Credentials("overseas-engineer")
	require.NoError(t, err)
	join := func(group *string) *string {
		made, err := admin.AddUserToGroup(t.Context(), identity.AddUserToGroupRequest{AddUserToGroupDetails: identity.AddUserToGroupDetails{
			UserId: &credentials.UserOCID, GroupId: group,
		}})
		require.NoError(t, err)
		return made.Id
	}
	first := newGroup()
	n.mustPolicy("admin", "night", n.TenancyOCID(), "allow group Night to manage buckets in compartment data")
	membership := join(first)
	require.NoError(t, n.createBucket("overseas-engineer", inAshburn, "b"))
	_, err = admin.RemoveUserFromGroup(t.Context(), identity.RemoveUserFromGroupRequest{UserGroupMembershipId: membership})
	require.NoError(t, err)
	refused(t, n.createBucket("overseas-engineer", inAshburn, "c"), 409, "BucketAlreadyExists", "")
	_, err = admin.DeleteGroup(t.Context(), identity.DeleteGroupRequest{GroupId: first})
	require.NoError(t, err)
	join(newGroup())
	refused(t, n.createBucket("overseas-engineer", inAshburn, "c"), 409, "BucketAlreadyExists", "")
}

// What policies see of a request.
func TestAuthorize_variables(t *testing.T) {
	t.Parallel()
	c := newClock()
	n := newTenant(t, sandbox.WithClock(c.time))
	require.NoError(t, n.createBucket("terraform", inAshburn, "b"))
	us, err := n.Credentials("us-engineer")
	require.NoError(t, err)
	for _, condition := range []string{
		"request.region = 'iad'", "request.operation = 'GetBucket'", "request.permission = 'BUCKET_READ'", "target.bucket.name = 'B'",
		"target.bucket.name = /*/", "request.user.name = 'us-engineer'", "request.user.id = '" + us.UserOCID + "'", "request.principal.type = 'user'",
		"request.principal.id = '" + us.UserOCID + "'", "request.groups.name = 'UsEngineers'", "request.domain.name = 'Default'",
		"target.compartment.id = '" + n.CompartmentOCID() + "'", "target.compartment.name = 'data'", "target.tenant.id = '" + n.TenancyOCID() + "'",
		"!request.networkSource.name", "!target.object.name", "!request.dynamicgroup.name",
		fmt.Sprintf("request.utc-timestamp.month-of-year = '%d'", c.time().Month()),
		fmt.Sprintf("request.utc-timestamp.day-of-week = '%s'", c.time().Weekday()),
		fmt.Sprintf("request.utc-timestamp before '%s'", c.time().Add(time.Hour).Format(time.RFC3339)),
	} {
		id := n.mustPolicy("terraform", "p", n.TenancyOCID(), "deny group UsEngineers to {BUCKET_READ} in tenancy where "+condition)
		refused(t, n.getBucket("us-engineer", inAshburn, "b"), 404, "BucketNotFound", "")
		require.NoError(t, n.getBucket("overseas-engineer", inAshburn, "b"), condition)
		_, err := n.iam("terraform").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
		require.NoError(t, err)
	}
	n.mustPolicy("terraform", "hours", n.TenancyOCID(),
		fmt.Sprintf("deny any-user to {BUCKET_READ} in tenancy where request.utc-timestamp after '%s'", c.time().Add(time.Minute).Format(time.RFC3339)))
	require.NoError(t, n.getBucket("us-engineer", inAshburn, "b"))
	c.advance(2 * time.Minute) // no more, or the signatures are too old
	refused(t, n.getBucket("us-engineer", inAshburn, "b"), 404, "BucketNotFound", "")
}

// A copy is denied only where every name that Oracle's pages give its operation is.
func TestAuthorize_copyUnderBothNames(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	require.NoError(t, n.createBucket("terraform", inAshburn, "from"))
	require.NoError(t, n.createBucket("terraform", inFrankfurt, "to"))
	require.NoError(t, n.putObject("terraform", inAshburn, "from", "o"))
	copyOut := func() error {
		_, err := n.storage("terraform", inAshburn).CopyObject(t.Context(), oss.CopyObjectRequest{
			NamespaceName: common.String(n.Namespace()), BucketName: common.String("from"), CopyObjectDetails: oss.CopyObjectDetails{
				SourceObjectName: common.String("o"), DestinationRegion: common.String(inFrankfurt), DestinationNamespace: common.String(n.Namespace()),
				DestinationBucket: common.String("to"), DestinationObjectName: common.String("o"),
			},
		})
		return err
	}
	deny := "deny any-user to inspect object-family in compartment data where any {request.operation = 'CreateCopyRequest'%s}"
	id := n.mustPolicy("terraform", "one-name", n.TenancyOCID(), fmt.Sprintf(deny, ""))
	require.NoError(t, copyOut())
	_, err := n.iam("terraform").UpdatePolicy(t.Context(), identity.UpdatePolicyRequest{PolicyId: id, UpdatePolicyDetails: identity.UpdatePolicyDetails{
		Statements: []string{fmt.Sprintf(deny, ", request.operation = 'CopyObjectRequest'")},
	}})
	require.NoError(t, err)
	refused(t, copyOut(), 404, "BucketNotFound", "")
	require.NoError(t, n.putObject("terraform", inAshburn, "from", "o"))
}

// Copies, replication and life cycles need a grant to Object Storage of the region where they start.
func TestAuthorize_serviceGrants(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `
policy "provisioners" { statements = ["allow group Provisioners to manage all-resources in tenancy"] }
`)))
	require.NoError(t, n.createBucket("terraform", inAshburn, "from"))
	require.NoError(t, n.createBucket("terraform", inFrankfurt, "to"))
	require.NoError(t, n.putObject("terraform", inAshburn, "from", "o"))
	storage, name := n.storage("terraform", inAshburn), common.String(n.Namespace())
	copyOut := func() error {
		_, err := storage.CopyObject(t.Context(), oss.CopyObjectRequest{
			NamespaceName: name, BucketName: common.String("from"), CopyObjectDetails: oss.CopyObjectDetails{
				SourceObjectName: common.String("o"), DestinationRegion: common.String(inFrankfurt), DestinationNamespace: name,
				DestinationBucket: common.String("to"), DestinationObjectName: common.String("o"),
			},
		})
		return err
	}
	replicate := func() error {
		_, err := storage.CreateReplicationPolicy(t.Context(), oss.CreateReplicationPolicyRequest{
			NamespaceName: name, BucketName: common.String("from"), CreateReplicationPolicyDetails: oss.CreateReplicationPolicyDetails{
				Name: common.String("p"), DestinationRegionName: common.String(inFrankfurt), DestinationBucketName: common.String("to"),
			},
		})
		return err
	}
	lifecycle := func() error {
		_, err := storage.PutObjectLifecyclePolicy(t.Context(), oss.PutObjectLifecyclePolicyRequest{
			NamespaceName: name, BucketName: common.String("from"), PutObjectLifecyclePolicyDetails: oss.PutObjectLifecyclePolicyDetails{
				Items: []oss.ObjectLifecycleRule{{
					Name: common.String("r"), Action: common.String("DELETE"), TimeAmount: common.Int64(1), TimeUnit: oss.ObjectLifecycleRuleTimeUnitDays,
					IsEnabled: common.Bool(true),
				}},
			},
		})
		return err
	}
	insufficient := func(err error) {
		t.Helper()
		refused(t, err, 400, "InsufficientServicePermissions",
			`Permissions granted to the object storage service principal "objectstorage-us-ashburn-1" to this bucket are insufficient.`)
	}
	for _, do := range []func() error{copyOut, replicate, lifecycle} {
		insufficient(do())
	}
	n.mustPolicy("terraform", "elsewhere", n.TenancyOCID(), "allow service objectstorage-eu-frankfurt-1 to manage object-family in compartment data")
	insufficient(copyOut())
	// What Oracle lists for life cycles lets nothing be copied.
	n.mustPolicy("terraform", "narrow", n.TenancyOCID(),
		"allow service objectstorage-us-ashburn-1 to {BUCKET_INSPECT, BUCKET_READ, OBJECT_INSPECT, OBJECT_UPDATE_TIER, OBJECT_DELETE, OBJECT_VERSION_DELETE} in compartment data")
	require.NoError(t, lifecycle())
	insufficient(copyOut())
	insufficient(replicate())
	n.mustPolicy("terraform", "wide", n.TenancyOCID(), "allow service objectstorage-us-ashburn-1 to manage object-family in compartment data")
	require.NoError(t, copyOut())
	require.NoError(t, replicate())
	// Whether deny any-user stops services is not documented: here it does not.
	n.mustPolicy("terraform", "deny", n.TenancyOCID(), "deny any-user to {OBJECT_CREATE} in compartment data where request.principal.type != 'user'")
	require.NoError(t, copyOut())
	policy := func() oss.ReplicationPolicySummary {
		all, err := storage.ListReplicationPolicies(t.Context(), oss.ListReplicationPoliciesRequest{NamespaceName: name, BucketName: common.String("from")})
		require.NoError(t, err)
		require.Len(t, all.Items, 1)
		return all.Items[0]
	}
	require.EqualValues(t, "ACTIVE", policy().Status)
	// What is taken back ends what is under way.
	n.mustPolicy("terraform", "deny-service", n.TenancyOCID(), "deny service objectstorage-us-ashburn-1 to {OBJECT_READ} in compartment data")
	insufficient(copyOut())
	require.EqualValues(t, "CLIENT_ERROR", policy().Status)
	require.Contains(t, *policy().StatusMessage, "insufficient")
	require.NoError(t, n.putObject("terraform", inAshburn, "from", "later"))
	_, err := n.storage("terraform", inFrankfurt).HeadObject(t.Context(), oss.HeadObjectRequest{
		NamespaceName: name, BucketName: common.String("to"), ObjectName: common.String("later"),
	})
	require.Error(t, err, "nothing is replicated any more")
}

// Network sources are matched by the address that a user's requests come from.
func TestAuthorize_networkSource(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `
user "admin" { groups = ["Administrators"] }
user "inside" {
  groups  = ["Provisioners"]
  address = "203.0.113.7"
}
user "vcn" {
  groups  = ["Provisioners"]
  address = "ocid1.vcn.oc1.iad.aaaa/10.0.0.9"
}
user "abroad" {
  groups  = ["Provisioners"]
  address = "198.51.100.1"
}
user "nowhere" { groups = ["Provisioners"] }
`)))
	_, err := n.iam("inside").CreateNetworkSource(t.Context(), identity.CreateNetworkSourceRequest{CreateNetworkSourceDetails: identity.CreateNetworkSourceDetails{
		CompartmentId: common.String(n.TenancyOCID()), Name: common.String("us-office"), Description: common.String(""),
		PublicSourceList:  []string{"203.0.113.0/24", "192.0.2.1"},
		VirtualSourceList: []identity.NetworkSourcesVirtualSourceList{{VcnId: common.String("ocid1.vcn.oc1.iad.aaaa"), IpRanges: []string{"10.0.0.0/16"}}},
	}})
	require.NoError(t, err)
	require.NoError(t, n.createBucket("admin", inAshburn, "b"))
	n.mustPolicy("admin", "from-here", n.TenancyOCID(),
		"deny any-user to {BUCKET_READ} in compartment data where any {!request.networkSource.name, request.networkSource.name != 'us-office'}")
	for _, user := range []string{"inside", "vcn", "admin"} {
		require.NoError(t, n.getBucket(user, inAshburn, "b"), user)
	}
	for _, user := range []string{"abroad", "nowhere"} {
		refused(t, n.getBucket(user, inAshburn, "b"), 404, "BucketNotFound", "")
	}
	require.NoError(t, n.SetAddress("abroad", "192.0.2.1"))
	require.NoError(t, n.getBucket("abroad", inAshburn, "b"))
	require.NoError(t, n.SetAddress("inside", ""))
	refused(t, n.getBucket("inside", inAshburn, "b"), 404, "BucketNotFound", "")
	require.ErrorContains(t, n.SetAddress("abroad", "here"), `"here"`)
	require.ErrorContains(t, n.SetAddress("nobody", ""), `no user "nobody"`)
}

// What is no user has no groups: a rule that spares a group must spell the missing variable out.
func TestAuthorize_machines(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `
compartment "data" {}
dynamic_group "Builders" {}
user "admin" { groups = ["Administrators"] }
user "terraform" { groups = ["Provisioners"] }
principal "builder" {
  type           = "instance"
  dynamic_groups = ["Builders"]
  compartment    = "data"
}
principal "objectstorage-us-ashburn-1" { type = "service" }
policy "p" {
  statements = [
    "allow group Provisioners to manage all-resources in tenancy",
    "allow dynamic-group Builders to manage object-family in compartment data",
    "allow service objectstorage-us-ashburn-1 to manage object-family in compartment data",
  ]
}
`)))
	const builder, service = "builder", "objectstorage-us-ashburn-1"
	require.Equal(t, []string{"admin", "terraform", builder, service}, n.Users())
	for i, user := range []string{"terraform", builder, service} {
		require.NoError(t, n.createBucket(user, inAshburn, fmt.Sprintf("b%d", i)), user)
	}
	read := func(user string) error { return n.getBucket(user, inAshburn, "b0") }
	deny := func(name, statement string) func() {
		id := n.mustPolicy("terraform", name, n.TenancyOCID(), statement)
		return func() {
			_, err := n.iam("terraform").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: id})
			require.NoError(t, err)
		}
	}
	undo := deny("open", "deny any-user to {BUCKET_READ} in compartment data where request.groups.name != 'Provisioners'")
	require.NoError(t, read("terraform"))
	require.NoError(t, read(builder), "the variable is absent, and the deny fails open")
	undo()
	undo = deny("closed", "deny any-user to {BUCKET_READ} in compartment data where any {!request.groups.name, request.groups.name != 'Provisioners'}")
	require.NoError(t, read("terraform"))
	refused(t, read(builder), 404, "BucketNotFound", "")
	require.NoError(t, read(service), "whether deny any-user binds services is not documented")
	undo()
	for _, condition := range []string{
		"request.principal.type = 'instance'", "request.principal.compartment.id = '" + n.CompartmentOCID() + "'",
		"request.instance.compartment.id = '" + n.CompartmentOCID() + "'", "request.dynamicgroup.name = 'Builders'", "!request.user.name",
	} {
		undo := deny("p2", "deny any-user to {BUCKET_READ} in compartment data where "+condition)
		refused(t, read(builder), 404, "BucketNotFound", "")
		require.NoError(t, read("terraform"), condition)
		undo()
	}
	users, err := n.iam("admin").ListUsers(t.Context(), identity.ListUsersRequest{CompartmentId: common.String(n.TenancyOCID())})
	require.NoError(t, err)
	require.Len(t, users.Items, 2, "principals are no users")
}

// Regions are subscribed to by whoever may update the tenancy.
func TestAuthorize_regionSubscription(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	subscribe := func(user, key string) error {
		_, err := n.iam(user).CreateRegionSubscription(t.Context(), identity.CreateRegionSubscriptionRequest{
			TenancyId: common.String(n.TenancyOCID()), CreateRegionSubscriptionDetails: identity.CreateRegionSubscriptionDetails{RegionKey: &key},
		})
		return err
	}
	refused(t, subscribe("us-engineer", "LHR"), 404, "NotAuthorizedOrNotFound", "")
	require.NoError(t, subscribe("terraform", "LHR"))
	require.NoError(t, n.createBucket("terraform", "uk-london-1", "b"))
	n.mustPolicy("terraform", "residency", n.TenancyOCID(), "deny any-user to {TENANCY_UPDATE} in tenancy where request.operation = 'CreateRegionSubscription'")
	refused(t, subscribe("terraform", "CDG"), 404, "NotAuthorizedOrNotFound", "")
	require.NoError(t, subscribe("admin", "CDG"))
}

// Whom Oracle lets write anything anywhere can let themselves in: that is what loosen_guard is about.
func TestAuthorize_administratorsGuarded(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	credentials, err := n.Credentials("terraform")
	require.NoError(t, err)
	groups, err := n.iam("terraform").ListGroups(t.Context(), identity.ListGroupsRequest{CompartmentId: common.String(n.TenancyOCID()), Name: common.String("Administrators")})
	require.NoError(t, err)
	n.mustPolicy("terraform", "guard", n.TenancyOCID(), "deny any-user to use groups in tenancy where target.group.name = 'Administrators'")
	_, err = n.iam("terraform").AddUserToGroup(t.Context(), identity.AddUserToGroupRequest{AddUserToGroupDetails: identity.AddUserToGroupDetails{
		UserId: &credentials.UserOCID, GroupId: groups.Items[0].Id,
	}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	policies, err := n.iam("terraform").ListPolicies(t.Context(), identity.ListPoliciesRequest{CompartmentId: common.String(n.TenancyOCID()), Name: common.String("Tenant Admin Policy")})
	require.NoError(t, err)
	require.Len(t, policies.Items, 1)
	_, err = n.iam("admin").DeletePolicy(t.Context(), identity.DeletePolicyRequest{PolicyId: policies.Items[0].Id})
	refused(t, err, 403, "NotAllowed", "cannot be deleted")
}

// Decisions stay quick with as many statements as Oracle allows on a path.
func TestAuthorize_manyStatements(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	require.NoError(t, n.createBucket("terraform", inAshburn, "b"))
	for i := range 9 {
		var statements []string
		for j := range 50 {
			statements = append(statements, fmt.Sprintf("deny group UsEngineers to {BUCKET_UPDATE} in tenancy where target.bucket.name = 'other-%d-%d'", i, j))
		}
		n.mustPolicy("terraform", fmt.Sprintf("p%d", i), n.TenancyOCID(), statements...)
	}
	began := time.Now()
	for range 100 {
		require.NoError(t, n.updateBucket("us-engineer", inAshburn, "b"))
	}
	require.Less(t, time.Since(began), 10*time.Second)
	var rest []string
	for range 45 {
		rest = append(rest, "allow group UsEngineers to inspect buckets in tenancy")
	}
	_, err := n.createPolicy("terraform", "full", n.TenancyOCID(), rest...)
	refused(t, err, 400, "LimitExceeded", "maximum number of policy statements allowed for this compartment hierarchy (Limit: 500, Current Usage: 501)")
	n.mustPolicy("terraform", "full", n.TenancyOCID(), rest[1:]...)
	_, err = n.createPolicy("terraform", "below", n.CompartmentOCID(), strings.Replace(rest[0], "tenancy", "compartment data", 1))
	refused(t, err, 400, "LimitExceeded", "501")
}
