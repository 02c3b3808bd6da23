package identity_test

import (
	"fmt"
	"strings"
	"testing"

	sdk "github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"
)

func (e env) createPolicy(c sdk.IdentityClient, compartment *string, statements ...string) error {
	e.t.Helper()
	_, err := c.CreatePolicy(e.t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: sdk.CreatePolicyDetails{
		CompartmentId: compartment, Name: text("p"), Description: text(""), Statements: statements,
	}})
	return err
}

// A policy is compiled: one bad statement and nothing is stored.
func TestPolicies_compiled(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	platform := e.compartment(e.root, "platform")
	e.compartment(platform.Id, "logs")
	other := e.compartment(e.root, "other")
	for _, c := range []struct {
		at                 *string
		statement, message string
	}{
		{e.root, "allow group Provisioners to manage buckets", "'syntax error starting with the end of the statement'@'line 1, char 43'"},
		{e.root, "allow group Provisioners to own buckets in tenancy", "'syntax error starting with \"own\"'@'line 1, char 29'"},
		{e.root, "allow any-user to inspect users in tenancy where a = 'b' and c = 'd'", "'line 1, char"},
		{e.root, "allow group Provisioners to manage bukets in tenancy", "No permissions found: 'allow group Provisioners to manage bukets in tenancy'"},
		{e.root, "deny group Provisioners to {BUCKET_CREATED} in tenancy", "No permissions found"},
		{e.root, "allow group Nobody to manage buckets in tenancy", "The group Nobody specified in the policy statement does not exist under current compartment hierarchy."},
		{e.root, "deny group Provisioners, Nobody to manage buckets in tenancy", "The group Nobody specified"},
		{e.root, "allow group Corp/Provisioners to manage buckets in tenancy", "The group Corp/Provisioners specified"},
		{e.root, "allow dynamic-group Provisioners to manage buckets in tenancy", "The dynamic group Provisioners specified"},
		{e.root, "allow group Provisioners to manage buckets in compartment nowhere", "Compartment {nowhere} does not exist or is not part of the policy compartment subtree"},
		{e.root, "allow group Provisioners to manage buckets in compartment logs", "Compartment {logs} does not exist"},
		{e.root, "allow group Provisioners to manage buckets in compartment other:logs", "Compartment {other:logs} does not exist"},
		{e.root, "allow group Provisioners to manage buckets in compartment sandbox", "Compartment {sandbox} does not exist"},
		{e.root, "allow group Provisioners to manage buckets in compartment " + *platform.Id, "Compartment {" + *platform.Id + "} does not exist"},
		{e.root, "allow group Provisioners to manage buckets in compartment id " + *e.root, "Compartment {" + *e.root + "} does not exist"},
		{other.Id, "allow group Provisioners to manage buckets in compartment platform", "Compartment {platform} does not exist"},
		{other.Id, "allow group Provisioners to manage buckets in compartment id " + *platform.Id, "is not part of the policy compartment subtree"},
		{other.Id, "allow group Provisioners to manage buckets in tenancy", "must be in a policy of the root compartment"},
		{other.Id, "endorse group Provisioners to read buckets in any-tenancy", "must be in the root compartment"},
	} {
		const good = "allow any-user to inspect users in tenancy"
		refused(t, e.createPolicy(e.sdk, c.at, c.statement), 400, "InvalidParameter", c.message)
		if c.at == e.root {
			refused(t, e.createPolicy(e.sdk, c.at, good, c.statement), 400, "InvalidParameter", c.message)
		}
	}
	all, err := e.sdk.ListPolicies(t.Context(), sdk.ListPoliciesRequest{CompartmentId: e.root, Name: text("p")})
	require.NoError(t, err)
	require.Empty(t, all.Items)

	for i, good := range []string{
		"Allow group 'Default'/'Provisioners' to manage object-family in compartment Platform:Logs // by name",
		"Define tenancy Partner as ocid1.tenancy.oc1..aaaapartner\nDefine group Auditors as ocid1.group.oc1..aaaaauditors\nAdmit group Auditors of tenancy Partner to inspect buckets in compartment platform",
		"Define tenancy Partner as ocid1.tenancy.oc1..aaaapartner\nEndorse group Provisioners to inspect buckets in tenancy Partner",
		"allow service objectstorage-us-ashburn-1 to manage object-family in compartment other",
		"deny endorse any-user to manage object-family in any-tenancy",
		"allow group id ocid1.group.oc1..elsewhere to inspect buckets in compartment id " + *platform.Id,
	} {
		_, err := e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: sdk.CreatePolicyDetails{
			CompartmentId: e.root, Name: text(fmt.Sprintf("good-%d", i)), Description: text(""), Statements: strings.Split(good, "\n"),
		}})
		require.NoError(t, err, good)
	}
}

// An update is compiled as a create is, and leaves the policy as it was when it is refused.
func TestPolicies_updateRefused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made, err := e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: sdk.CreatePolicyDetails{
		CompartmentId: e.root, Name: text("p"), Description: text(""), Statements: []string{inspectUsers},
	}})
	require.NoError(t, err)
	for _, statements := range [][]string{{"allow"}, {inspectUsers, "allow group Nobody to inspect users in tenancy"}, {""}} {
		_, err := e.sdk.UpdatePolicy(t.Context(), sdk.UpdatePolicyRequest{PolicyId: made.Id, UpdatePolicyDetails: sdk.UpdatePolicyDetails{Statements: statements}})
		refused(t, err, 400, "InvalidParameter", "")
	}
	got, err := e.phx.GetPolicy(t.Context(), sdk.GetPolicyRequest{PolicyId: made.Id})
	require.NoError(t, err)
	require.Equal(t, made.Policy, got.Policy)
	require.Equal(t, *made.Etag, *got.Etag)
}

// Where a policy arrives it is compiled, and only then sent home.
func TestPolicies_compiledElsewhere(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	refused(t, e.createPolicy(e.phx, e.root, "allow any-user to inspect bukets in tenancy"), 400, "InvalidParameter", "No permissions found")
	refused(t, e.createPolicy(e.phx, e.root, inspectUsers), 403, "NotAllowed", "Please go to your home region IAD")
}

func TestPolicies_limits(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	var err error
	made := 0
	for i := range 101 {
		_, err = e.sdk.CreatePolicy(t.Context(), sdk.CreatePolicyRequest{CreatePolicyDetails: sdk.CreatePolicyDetails{
			CompartmentId: e.root, Name: text(fmt.Sprintf("p%d", i)), Description: text(""), Statements: []string{inspectUsers},
		}})
		if err != nil {
			break
		}
		made++
	}
	refused(t, err, 400, "LimitExceeded", "policies-count")
	require.Equal(t, 95, made, "a tenancy has 100, and the default ones are five")
}

func TestNetworkSources(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	details := sdk.CreateNetworkSourceDetails{
		CompartmentId: e.root, Name: text("office"), Description: text("us"), PublicSourceList: []string{"203.0.113.0/24", "2001:db8::1"},
		VirtualSourceList: []sdk.NetworkSourcesVirtualSourceList{{VcnId: text("ocid1.vcn.oc1.iad.x"), IpRanges: []string{"10.0.0.0/8"}}},
	}
	made, err := e.sdk.CreateNetworkSource(t.Context(), sdk.CreateNetworkSourceRequest{CreateNetworkSourceDetails: details})
	require.NoError(t, err)
	require.Equal(t, details.PublicSourceList, made.PublicSourceList)
	require.Equal(t, details.VirtualSourceList, made.VirtualSourceList)
	_, err = e.sdk.CreateNetworkSource(t.Context(), sdk.CreateNetworkSourceRequest{CreateNetworkSourceDetails: details})
	refused(t, err, 409, "NetworkSourceAlreadyExists", "office")
	_, err = e.phx.CreateNetworkSource(t.Context(), sdk.CreateNetworkSourceRequest{CreateNetworkSourceDetails: details})
	refused(t, err, 403, "NotAllowed", "")
	for name, change := range map[string]func(d *sdk.CreateNetworkSourceDetails){
		"neither an IP address": func(d *sdk.CreateNetworkSourceDetails) { d.PublicSourceList = []string{"203.0.113.0/40"} },
		"vcnId": func(d *sdk.CreateNetworkSourceDetails) {
			d.VirtualSourceList = []sdk.NetworkSourcesVirtualSourceList{{VcnId: text("x")}}
		},
		"publicSourceList": func(d *sdk.CreateNetworkSourceDetails) { d.PublicSourceList, d.VirtualSourceList = nil, nil },
	} {
		bad := details
		bad.Name = text("bad")
		change(&bad)
		_, err = e.sdk.CreateNetworkSource(t.Context(), sdk.CreateNetworkSourceRequest{CreateNetworkSourceDetails: bad})
		refused(t, err, 400, "InvalidParameter", name)
	}
	updated, err := e.sdk.UpdateNetworkSource(t.Context(), sdk.UpdateNetworkSourceRequest{NetworkSourceId: made.Id, IfMatch: made.Etag, UpdateNetworkSourceDetails: sdk.UpdateNetworkSourceDetails{
		PublicSourceList: []string{"192.0.2.1"},
	}})
	require.NoError(t, err)
	require.Equal(t, []string{"192.0.2.1"}, updated.PublicSourceList)
	require.Equal(t, details.VirtualSourceList, updated.VirtualSourceList)
	list, err := e.phx.ListNetworkSources(t.Context(), sdk.ListNetworkSourcesRequest{CompartmentId: e.root})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	for i := range 10 {
		details.Name = text(fmt.Sprintf("n%d", i))
		_, err = e.sdk.CreateNetworkSource(t.Context(), sdk.CreateNetworkSourceRequest{CreateNetworkSourceDetails: details})
	}
	refused(t, err, 400, "LimitExceeded", "network-sources-count")
	_, err = e.sdk.DeleteNetworkSource(t.Context(), sdk.DeleteNetworkSourceRequest{NetworkSourceId: made.Id, IfMatch: updated.Etag})
	require.NoError(t, err)
	_, err = e.phx.GetNetworkSource(t.Context(), sdk.GetNetworkSourceRequest{NetworkSourceId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestDynamicGroups(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made, err := e.sdk.CreateDynamicGroup(t.Context(), sdk.CreateDynamicGroupRequest{CreateDynamicGroupDetails: sdk.CreateDynamicGroupDetails{
		CompartmentId: e.root, Name: text("Builders"), Description: text(""), MatchingRule: text("instance.compartment.id = 'x'"),
	}})
	require.NoError(t, err)
	require.NoError(t, e.createPolicy(e.sdk, e.root, "allow dynamic-group Builders to read buckets in tenancy"))
	updated, err := e.sdk.UpdateDynamicGroup(t.Context(), sdk.UpdateDynamicGroupRequest{DynamicGroupId: made.Id, UpdateDynamicGroupDetails: sdk.UpdateDynamicGroupDetails{
		MatchingRule: text("instance.compartment.id = 'y'"),
	}})
	require.NoError(t, err)
	require.Equal(t, "instance.compartment.id = 'y'", *updated.MatchingRule)
	_, err = e.sdk.DeleteDynamicGroup(t.Context(), sdk.DeleteDynamicGroupRequest{DynamicGroupId: made.Id})
	require.NoError(t, err)
	_, err = e.phx.GetDynamicGroup(t.Context(), sdk.GetDynamicGroupRequest{DynamicGroupId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}
