package identity_test

import (
	"fmt"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	sdk "github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

// env is a sandbox with Oracle's own client for its administrator.
type env struct {
	*sandbox.Sandbox
	t    *testing.T
	sdk  sdk.IdentityClient // in the home region
	phx  sdk.IdentityClient // elsewhere
	root *string
}

func newEnv(t *testing.T) env {
	t.Helper()
	s := sandboxtest.New(t)
	return env{Sandbox: s, t: t, sdk: client(t, s, "us-ashburn-1"), phx: client(t, s, "us-phoenix-1"), root: common.String(s.TenancyOCID())}
}

func client(t *testing.T, s *sandbox.Sandbox, region string) sdk.IdentityClient {
	t.Helper()
	client, err := sdk.NewIdentityClientWithConfigurationProvider(sandboxtest.As(t, s, "admin", region))
	require.NoError(t, err)
	sandboxtest.InProcess(&client.BaseClient, s.Transport())
	return client
}

var refused = sandboxtest.Refused

var text = common.String

func (e env) compartment(parent *string, name string) sdk.CreateCompartmentResponse {
	e.t.Helper()
	made, err := e.sdk.CreateCompartment(e.t.Context(), sdk.CreateCompartmentRequest{CreateCompartmentDetails: sdk.CreateCompartmentDetails{
		CompartmentId: parent, Name: text(name), Description: text("of " + name), FreeformTags: map[string]string{"a": "b"},
		DefinedTags: map[string]map[string]any{"ns": {"key": "value"}},
	}})
	require.NoError(e.t, err)
	return made
}

func (e env) user(name string) *string {
	e.t.Helper()
	made, err := e.sdk.CreateUser(e.t.Context(), sdk.CreateUserRequest{CreateUserDetails: sdk.CreateUserDetails{
		CompartmentId: e.root, Name: text(name), Description: text("a user"), Email: text(name + "@example.com"),
	}})
	require.NoError(e.t, err)
	require.Equal(e.t, name+"@example.com", *made.Email)
	return made.Id
}

func (e env) group(name string) *string {
	e.t.Helper()
	made, err := e.sdk.CreateGroup(e.t.Context(), sdk.CreateGroupRequest{CreateGroupDetails: sdk.CreateGroupDetails{
		CompartmentId: e.root, Name: text(name), Description: text("a group"),
	}})
	require.NoError(e.t, err)
	return made.Id
}

func TestCompartments(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.compartment(e.root, "platform")
	require.Equal(t, sdk.CompartmentLifecycleStateActive, made.LifecycleState)
	require.Equal(t, map[string]string{"a": "b"}, made.FreeformTags)
	require.Equal(t, map[string]map[string]any{"ns": {"key": "value"}}, made.DefinedTags)
	child := e.compartment(made.Id, "platform") // a name is unique in its parent only
	require.Equal(t, *made.Id, *child.CompartmentId)

	// Reads anywhere.
	got, err := e.phx.GetCompartment(t.Context(), sdk.GetCompartmentRequest{CompartmentId: made.Id})
	require.NoError(t, err)
	require.Equal(t, made.Compartment, got.Compartment)
	require.Equal(t, *made.Etag, *got.Etag)
	root, err := e.phx.GetCompartment(t.Context(), sdk.GetCompartmentRequest{CompartmentId: e.root})
	require.NoError(t, err)
	require.Equal(t, "sandbox", *root.Name)

	_, err = e.sdk.UpdateCompartment(t.Context(), sdk.UpdateCompartmentRequest{
		CompartmentId: made.Id, IfMatch: text("old"),
		UpdateCompartmentDetails: sdk.UpdateCompartmentDetails{Name: text("renamed")},
	})
	refused(t, err, 412, "NoEtagMatch", "")
	updated, err := e.sdk.UpdateCompartment(t.Context(), sdk.UpdateCompartmentRequest{
		CompartmentId: made.Id, IfMatch: made.Etag,
		UpdateCompartmentDetails: sdk.UpdateCompartmentDetails{Name: text("renamed")},
	})
	require.NoError(t, err)
	require.Equal(t, "renamed", *updated.Name)
	require.Equal(t, "of platform", *updated.Description)
	require.NotEqual(t, *made.Etag, *updated.Etag)
	_, err = e.sdk.UpdateCompartment(t.Context(), sdk.UpdateCompartmentRequest{
		CompartmentId:            made.Id,
		UpdateCompartmentDetails: sdk.UpdateCompartmentDetails{Name: text("data")},
	})
	refused(t, err, 409, "CompartmentAlreadyExists", "'data'")
}

func TestCompartments_list(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.compartment(e.root, "platform")
	e.compartment(made.Id, "below")
	list := func(request sdk.ListCompartmentsRequest) (names []string) {
		all, err := e.phx.ListCompartments(t.Context(), request)
		require.NoError(t, err)
		for _, item := range all.Items {
			names = append(names, *item.Name)
		}
		return names
	}
	require.Equal(t, []string{"data", "platform"}, list(sdk.ListCompartmentsRequest{CompartmentId: e.root}))
	require.Equal(t, []string{"platform", "data"}, list(sdk.ListCompartmentsRequest{CompartmentId: e.root, SortOrder: sdk.ListCompartmentsSortOrderDesc}))
	require.Equal(t, []string{"platform", "data"}, list(sdk.ListCompartmentsRequest{CompartmentId: e.root, SortBy: sdk.ListCompartmentsSortByTimecreated}))
	require.Equal(t, []string{"below", "data", "platform"}, list(sdk.ListCompartmentsRequest{CompartmentId: e.root, CompartmentIdInSubtree: common.Bool(true)}))
	require.Equal(t, []string{"below"}, list(sdk.ListCompartmentsRequest{CompartmentId: made.Id}))
	require.Equal(t, []string{"data"}, list(sdk.ListCompartmentsRequest{CompartmentId: e.root, Name: text("data")}))
	require.Empty(t, list(sdk.ListCompartmentsRequest{CompartmentId: e.root, LifecycleState: sdk.CompartmentLifecycleStateDeleted}))

	_, err := e.phx.ListCompartments(t.Context(), sdk.ListCompartmentsRequest{CompartmentId: made.Id, CompartmentIdInSubtree: common.Bool(true)})
	refused(t, err, 400, "InvalidParameter", "compartmentIdInSubtree")
	_, err = e.phx.ListCompartments(t.Context(), sdk.ListCompartmentsRequest{CompartmentId: text("ocid1.compartment.oc1..none")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestCompartments_delete(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.compartment(e.root, "platform")
	child := e.compartment(made.Id, "below")
	_, err := e.sdk.DeleteCompartment(t.Context(), sdk.DeleteCompartmentRequest{CompartmentId: made.Id})
	refused(t, err, 409, "IncorrectState", "not empty")
	for _, id := range []*string{child.Id, made.Id} {
		gone, err := e.sdk.DeleteCompartment(t.Context(), sdk.DeleteCompartmentRequest{CompartmentId: id})
		require.NoError(t, err)
		wr, err := e.phx.GetWorkRequest(t.Context(), sdk.GetWorkRequestRequest{WorkRequestId: gone.OpcWorkRequestId})
		require.NoError(t, err)
		require.EqualValues(t, "COMPLETED", wr.Status)
		require.Equal(t, *id, *wr.Resources[0].Identifier)
	}
	got, err := e.phx.GetCompartment(t.Context(), sdk.GetCompartmentRequest{CompartmentId: made.Id})
	require.NoError(t, err)
	require.Equal(t, sdk.CompartmentLifecycleStateDeleted, got.LifecycleState)
	_, err = e.sdk.UpdateCompartment(t.Context(), sdk.UpdateCompartmentRequest{CompartmentId: made.Id})
	refused(t, err, 409, "IncorrectState", "is DELETED")
	_, err = e.phx.ListPolicies(t.Context(), sdk.ListPoliciesRequest{CompartmentId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = e.phx.GetWorkRequest(t.Context(), sdk.GetWorkRequestRequest{WorkRequestId: text("ocid1.none")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	e.compartment(e.root, "platform") // the name is free again
}

// Identity is written in the home region only.
func TestWrites_elsewhere(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	const home = "Please go to your home region IAD to execute CREATE, UPDATE and DELETE operations."
	_, err := e.phx.CreateGroup(t.Context(), sdk.CreateGroupRequest{CreateGroupDetails: sdk.CreateGroupDetails{CompartmentId: e.root, Name: text("g"), Description: text("")}})
	refused(t, err, 403, "NotAllowed", home)
	_, err = e.phx.UpdatePolicy(t.Context(), sdk.UpdatePolicyRequest{PolicyId: text("ocid1.policy.oc1..none")})
	refused(t, err, 403, "NotAllowed", home)
	_, err = e.phx.DeleteUser(t.Context(), sdk.DeleteUserRequest{UserId: text("ocid1.user.oc1..none")})
	refused(t, err, 403, "NotAllowed", home)
	_, err = e.phx.CreateRegionSubscription(t.Context(), sdk.CreateRegionSubscriptionRequest{TenancyId: e.root, CreateRegionSubscriptionDetails: sdk.CreateRegionSubscriptionDetails{RegionKey: text("LHR")}})
	refused(t, err, 403, "NotAllowed", home)
}

func TestUsersAndGroups(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	user, group := e.user("dana"), e.group("Auditors")
	_, err := e.sdk.CreateUser(t.Context(), sdk.CreateUserRequest{CreateUserDetails: sdk.CreateUserDetails{CompartmentId: e.root, Name: text("dana"), Description: text("")}})
	refused(t, err, 409, "UserAlreadyExists", "User 'dana' already exists")
	_, err = e.sdk.CreateGroup(t.Context(), sdk.CreateGroupRequest{CreateGroupDetails: sdk.CreateGroupDetails{CompartmentId: text(e.CompartmentOCID()), Name: text("x"), Description: text("")}})
	refused(t, err, 400, "InvalidParameter", "tenancy")

	updated, err := e.sdk.UpdateUser(t.Context(), sdk.UpdateUserRequest{UserId: user, UpdateUserDetails: sdk.UpdateUserDetails{Description: text("new"), Email: text("d@example.com")}})
	require.NoError(t, err)
	require.Equal(t, []string{"dana", "new", "d@example.com"}, []string{*updated.Name, *updated.Description, *updated.Email})
	regrouped, err := e.sdk.UpdateGroup(t.Context(), sdk.UpdateGroupRequest{GroupId: group, UpdateGroupDetails: sdk.UpdateGroupDetails{Description: text("newer"), FreeformTags: map[string]string{"k": "v"}}})
	require.NoError(t, err)
	require.Equal(t, "newer", *regrouped.Description)
	require.Equal(t, map[string]string{"k": "v"}, regrouped.FreeformTags)

	add := sdk.AddUserToGroupRequest{AddUserToGroupDetails: sdk.AddUserToGroupDetails{UserId: user, GroupId: group}}
	membership, err := e.sdk.AddUserToGroup(t.Context(), add)
	require.NoError(t, err)
	_, err = e.sdk.AddUserToGroup(t.Context(), add)
	refused(t, err, 409, "MembershipAlreadyExists", "")
	_, err = e.sdk.AddUserToGroup(t.Context(), sdk.AddUserToGroupRequest{AddUserToGroupDetails: sdk.AddUserToGroupDetails{UserId: user, GroupId: user}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	got, err := e.phx.GetUserGroupMembership(t.Context(), sdk.GetUserGroupMembershipRequest{UserGroupMembershipId: membership.Id})
	require.NoError(t, err)
	require.Equal(t, *user, *got.UserId)
	memberships := func(request sdk.ListUserGroupMembershipsRequest) int {
		request.CompartmentId = e.root
		all, err := e.phx.ListUserGroupMemberships(t.Context(), request)
		require.NoError(t, err)
		return len(all.Items)
	}
	require.Equal(t, 1, memberships(sdk.ListUserGroupMembershipsRequest{UserId: user}))
	require.Equal(t, 1, memberships(sdk.ListUserGroupMembershipsRequest{GroupId: group}))
	require.Zero(t, memberships(sdk.ListUserGroupMembershipsRequest{UserId: group}))
	_, err = e.phx.ListUserGroupMemberships(t.Context(), sdk.ListUserGroupMembershipsRequest{CompartmentId: e.root})
	refused(t, err, 400, "InvalidParameter", "userId and groupId")

	_, err = e.sdk.DeleteGroup(t.Context(), sdk.DeleteGroupRequest{GroupId: group})
	refused(t, err, 409, "IncorrectState", "not empty")
	_, err = e.sdk.DeleteUser(t.Context(), sdk.DeleteUserRequest{UserId: user})
	refused(t, err, 409, "IncorrectState", "member of the group")
	_, err = e.sdk.RemoveUserFromGroup(t.Context(), sdk.RemoveUserFromGroupRequest{UserGroupMembershipId: membership.Id})
	require.NoError(t, err)
	_, err = e.sdk.DeleteGroup(t.Context(), sdk.DeleteGroupRequest{GroupId: group})
	require.NoError(t, err)
	_, err = e.sdk.DeleteUser(t.Context(), sdk.DeleteUserRequest{UserId: user})
	require.NoError(t, err)
	_, err = e.sdk.GetUser(t.Context(), sdk.GetUserRequest{UserId: user})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

const inspectUsers = "Allow  any-user to inspect users in tenancy"

func TestPolicies(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	details := sdk.CreatePolicyDetails{CompartmentId: e.root, Name: text("residency"), Description: text("stay"), Statements: []string{
		"deny any-user to {BUCKET_CREATE} in tenancy where all {request.region != 'iad', request.region != 'phx'}",
	}, VersionDate: &common.SDKDate{}}
	details.VersionDate = nil
	made, err := e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: details})
	require.NoError(t, err)
	require.Equal(t, details.Statements, made.Statements)
	_, err = e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: details})
	refused(t, err, 409, "PolicyAlreadyExists", "Policy 'residency' already exists")

	updated, err := e.sdk.UpdatePolicy(t.Context(), sdk.UpdatePolicyRequest{PolicyId: made.Id, IfMatch: made.Etag, UpdatePolicyDetails: sdk.UpdatePolicyDetails{Statements: []string{inspectUsers, "allow any-user to inspect groups in tenancy"}}})
	require.NoError(t, err)
	require.Equal(t, []string{inspectUsers, "allow any-user to inspect groups in tenancy"}, updated.Statements)
	require.Equal(t, "stay", *updated.Description)
	_, err = e.sdk.DeletePolicy(t.Context(), sdk.DeletePolicyRequest{PolicyId: made.Id, IfMatch: made.Etag})
	refused(t, err, 412, "NoEtagMatch", "")
	got, err := e.phx.GetPolicy(t.Context(), sdk.GetPolicyRequest{PolicyId: made.Id})
	require.NoError(t, err)
	require.Equal(t, updated.Policy, got.Policy)
	_, err = e.sdk.DeletePolicy(t.Context(), sdk.DeletePolicyRequest{PolicyId: made.Id, IfMatch: updated.Etag})
	require.NoError(t, err)
	_, err = e.phx.GetPolicy(t.Context(), sdk.GetPolicyRequest{PolicyId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestPolicies_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	good := func() sdk.CreatePolicyDetails {
		return sdk.CreatePolicyDetails{CompartmentId: e.root, Name: text("p"), Description: text(""), Statements: []string{inspectUsers}}
	}
	for name, c := range map[string]struct {
		change        func(*sdk.CreatePolicyDetails)
		status        int
		code, message string
	}{
		"no statements":    {func(d *sdk.CreatePolicyDetails) { d.Statements = []string{} }, 400, "MissingParameter", "statements"},
		"empty statement":  {func(d *sdk.CreatePolicyDetails) { d.Statements = []string{" "} }, 400, "InvalidParameter", "empty"},
		"51 statements":    {func(d *sdk.CreatePolicyDetails) { d.Statements = make51() }, 400, "InvalidParameter", "at most 50 statements, not 51"},
		"bad name":         {func(d *sdk.CreatePolicyDetails) { d.Name = text("a b") }, 400, "InvalidParameter", `"a b"`},
		"long description": {func(d *sdk.CreatePolicyDetails) { d.Description = text(fmt.Sprintf("%0401d", 0)) }, 400, "InvalidParameter", "400 characters"},
		"no compartment":   {func(d *sdk.CreatePolicyDetails) { d.CompartmentId = text("") }, 400, "MissingParameter", "compartmentId"},
		"unknown place":    {func(d *sdk.CreatePolicyDetails) { d.CompartmentId = text("ocid1.compartment.oc1..none") }, 404, "NotAuthorizedOrNotFound", ""},
	} {
		t.Run(name, func(t *testing.T) {
			details := good()
			c.change(&details)
			_, err := e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: details})
			refused(t, err, c.status, c.code, c.message)
		})
	}
	made, err := e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: good()})
	require.NoError(t, err)
	_, err = e.sdk.UpdatePolicy(t.Context(), sdk.UpdatePolicyRequest{PolicyId: made.Id, UpdatePolicyDetails: sdk.UpdatePolicyDetails{Statements: []string{}}})
	refused(t, err, 400, "InvalidParameter", "at least one statement")
}

func make51() (all []string) {
	for i := range 51 {
		all = append(all, fmt.Sprintf("allow any-user to inspect users in tenancy where request.user.name = '%d'", i))
	}
	return all
}

func TestRegions(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	all, err := e.phx.ListRegions(t.Context())
	require.NoError(t, err)
	keys := map[string]string{}
	for _, r := range all.Items {
		keys[*r.Name] = *r.Key
	}
	require.Equal(t, "IAD", keys["us-ashburn-1"])
	require.Equal(t, "FRA", keys["eu-frankfurt-1"])
	require.NotContains(t, keys, "eu-frankfurt-2") // of another realm

	subscribe := func(key string) error {
		_, err := e.sdk.CreateRegionSubscription(t.Context(), sdk.CreateRegionSubscriptionRequest{
			TenancyId: e.root, CreateRegionSubscriptionDetails: sdk.CreateRegionSubscriptionDetails{RegionKey: text(key)},
		})
		return err
	}
	subscribed := func() (names []string) {
		all, err := e.phx.ListRegionSubscriptions(t.Context(), sdk.ListRegionSubscriptionsRequest{TenancyId: e.root})
		require.NoError(t, err)
		for _, r := range all.Items {
			require.Equal(t, sdk.RegionSubscriptionStatusReady, r.Status)
			require.Equal(t, *r.RegionName == "us-ashburn-1", *r.IsHomeRegion)
			names = append(names, *r.RegionName)
		}
		return names
	}
	london := client(t, e.Sandbox, "uk-london-1")
	_, err = london.GetTenancy(t.Context(), sdk.GetTenancyRequest{TenancyId: e.root})
	refused(t, err, 401, "NotAuthenticated", "")
	require.NoError(t, subscribe("LHR"))
	_, err = london.GetTenancy(t.Context(), sdk.GetTenancyRequest{TenancyId: e.root})
	require.NoError(t, err)
	require.Equal(t, []string{"us-ashburn-1", "us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1", "uk-london-1"}, subscribed())
	refused(t, subscribe("lhr"), 409, "RegionSubscriptionAlreadyExists", "uk-london-1")
	refused(t, subscribe("STR"), 400, "InvalidParameter", "oc1")
	refused(t, subscribe("uk-cardiff-1"), 400, "InvalidParameter", "regionKey")
	refused(t, subscribe(""), 400, "InvalidParameter", "regionKey")
	_, err = e.phx.ListRegionSubscriptions(t.Context(), sdk.ListRegionSubscriptionsRequest{TenancyId: text("ocid1.tenancy.oc1..other")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestAvailabilityDomains(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for region, want := range map[string][]string{
		"us-ashburn-1":   {"Sbox:US-ASHBURN-AD-1", "Sbox:US-ASHBURN-AD-2", "Sbox:US-ASHBURN-AD-3"},
		"us-phoenix-1":   {"Sbox:PHX-AD-1", "Sbox:PHX-AD-2", "Sbox:PHX-AD-3"},
		"ap-singapore-1": {"Sbox:AP-SINGAPORE-1-AD-1"},
	} {
		all, err := client(t, e.Sandbox, region).ListAvailabilityDomains(t.Context(), sdk.ListAvailabilityDomainsRequest{CompartmentId: e.root})
		require.NoError(t, err)
		var names []string
		for _, domain := range all.Items {
			names = append(names, *domain.Name)
		}
		require.Equal(t, want, names)
	}
	_, err := e.phx.ListAvailabilityDomains(t.Context(), sdk.ListAvailabilityDomainsRequest{CompartmentId: text("ocid1.compartment.oc1..none")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestPaging(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	var want []string
	for i := range 7 {
		name := fmt.Sprintf("Team%d", i)
		e.group(name)
		want = append(want, name)
	}
	var got []string
	request := sdk.ListGroupsRequest{CompartmentId: e.root, Limit: common.Int(2)}
	for range 20 {
		page, err := e.phx.ListGroups(t.Context(), request)
		require.NoError(t, err)
		require.LessOrEqual(t, len(page.Items), 2)
		for _, g := range page.Items {
			got = append(got, *g.Name)
		}
		if request.Page = page.OpcNextPage; request.Page == nil {
			break
		}
	}
	require.Equal(t, append([]string{"Administrators", "OverseasEngineers", "Provisioners"}, append(want, "UsEngineers")...), got)
	_, err := e.phx.ListGroups(t.Context(), sdk.ListGroupsRequest{CompartmentId: e.root, Page: text("?")})
	refused(t, err, 400, "InvalidParameter", "opc-next-page")
}

// The same token gets the same answer, and another body with it is refused.
func TestRetryToken(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	create := sdk.CreateGroupRequest{OpcRetryToken: text("once"), CreateGroupDetails: sdk.CreateGroupDetails{CompartmentId: e.root, Name: text("g"), Description: text("")}}
	first, err := e.sdk.CreateGroup(t.Context(), create)
	require.NoError(t, err)
	second, err := e.sdk.CreateGroup(t.Context(), create)
	require.NoError(t, err)
	require.Equal(t, first.Group, second.Group)
	require.NotEqual(t, *first.OpcRequestId, *second.OpcRequestId)
	create.Name = text("h")
	_, err = e.sdk.CreateGroup(t.Context(), create)
	refused(t, err, 409, "InvalidatedRetryToken", "")
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	terraform, err := e.Credentials("terraform")
	require.NoError(t, err)
	keys := func() (fingerprints []string) {
		all, err := e.phx.ListApiKeys(t.Context(), sdk.ListApiKeysRequest{UserId: &terraform.UserOCID})
		require.NoError(t, err)
		for _, key := range all.Items {
			require.Equal(t, e.TenancyOCID()+"/"+terraform.UserOCID+"/"+*key.Fingerprint, *key.KeyId)
			fingerprints = append(fingerprints, *key.Fingerprint)
		}
		return fingerprints
	}
	require.Equal(t, []string{terraform.Fingerprint}, keys())
	all, err := e.phx.ListApiKeys(t.Context(), sdk.ListApiKeysRequest{UserId: &terraform.UserOCID})
	require.NoError(t, err)
	pem := all.Items[0].KeyValue

	// Another user with the same key signs with it.
	dana := e.user("dana")
	uploaded, err := e.sdk.UploadApiKey(t.Context(), sdk.UploadApiKeyRequest{UserId: dana, CreateApiKeyDetails: sdk.CreateApiKeyDetails{Key: pem}})
	require.NoError(t, err)
	require.Equal(t, terraform.Fingerprint, *uploaded.Fingerprint)
	_, err = e.sdk.UploadApiKey(t.Context(), sdk.UploadApiKeyRequest{UserId: dana, CreateApiKeyDetails: sdk.CreateApiKeyDetails{Key: pem}})
	refused(t, err, 409, "ApiKeyAlreadyExists", "")
	_, err = e.sdk.UploadApiKey(t.Context(), sdk.UploadApiKeyRequest{UserId: dana, CreateApiKeyDetails: sdk.CreateApiKeyDetails{Key: text("no key")}})
	refused(t, err, 400, "InvalidParameter", "PEM")
	_, err = e.sdk.UploadApiKey(t.Context(), sdk.UploadApiKeyRequest{UserId: text("ocid1.user.oc1..none"), CreateApiKeyDetails: sdk.CreateApiKeyDetails{Key: pem}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")

	_, err = e.sdk.DeleteApiKey(t.Context(), sdk.DeleteApiKeyRequest{UserId: &terraform.UserOCID, Fingerprint: &terraform.Fingerprint})
	require.NoError(t, err)
	require.Empty(t, keys())
	_, err = e.sdk.DeleteApiKey(t.Context(), sdk.DeleteApiKeyRequest{UserId: &terraform.UserOCID, Fingerprint: &terraform.Fingerprint})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}
