package policyanalysis

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func TestReadPolicy_notActive(t *testing.T) {
	one := identity.Policy{Name: common.String("p"), Statements: []string{"allow group A to read buckets in tenancy", "deny group A to read buckets in tenancy"}}
	for state, want := range map[identity.PolicyLifecycleStateEnum]int{
		identity.PolicyLifecycleStateActive: 2, identity.PolicyLifecycleStateInactive: 1, identity.PolicyLifecycleStateCreating: 1,
	} {
		one.LifecycleState = state
		p := readPolicy(one, "ocid1.compartment.oc1..c", []string{"data"})
		assert.Len(t, p.Statements, want, state)
		assert.Equal(t, iam.Allow, p.Statements[0].Effect)
		assert.Equal(t, []string{"data"}, p.Compartment)
	}
}

func TestPlant(t *testing.T) {
	nodes := []node{{"old", "logs", "old"}, {"logs", "data", "logs"}, {"data", "root", "data"}, {"other", "root", "other"}, {"lost", "unseen", "lost"}}
	all := plant("root", nodes)
	assert.Equal(t, map[string][]string{
		"root": {}, "data": {"data"}, "other": {"other"}, "logs": {"data", "logs"}, "old": {"data", "logs", "old"},
	}, all.paths)
	for _, c := range []struct {
		ocid    string
		subtree bool
		at      []string
		counts  []string
	}{
		{"root", false, []string{}, []string{"root"}},
		{"root", true, []string{}, []string{"root", "data", "other", "logs", "old"}},
		{"data", false, []string{"data"}, []string{"root", "data"}},
		{"data", true, []string{"data"}, []string{"root", "data", "logs", "old"}},
		{"logs", false, []string{"data", "logs"}, []string{"root", "data", "logs"}},
		{"other", true, []string{"other"}, []string{"root", "other"}},
	} {
		at, counts, found := all.find(c.ocid, c.subtree)
		require.True(t, found)
		assert.Equal(t, c.at, at)
		assert.Equal(t, c.counts, counts, "%s %t", c.ocid, c.subtree)
	}
	_, _, found := all.find("lost", true)
	assert.False(t, found, "nobody knows where it is")
}

func TestPlant_circle(t *testing.T) {
	all := plant("root", []node{{"a", "b", "a"}, {"b", "a", "b"}, {"root", "root", "root"}})
	assert.Equal(t, map[string][]string{"root": {}}, all.paths)
}

func TestCompartmentPath(t *testing.T) {
	for text, want := range map[string][]string{"": nil, "data": {"data"}, "data:logs": {"data", "logs"}, " data : logs ": {"data", "logs"}} {
		at, err := compartmentPath(text)
		require.NoError(t, err)
		assert.Equal(t, want, at)
	}
	for _, text := range []string{":", "data:", "a::b", "ocid1.compartment.oc1..a"} {
		_, err := compartmentPath(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), text)
	}
}

// A statement that could not be read may open something, so nothing as a whole is proved; what others deny is denied.
func TestAnalysis_unread(t *testing.T) {
	us, _ := region.ByName("us-ashburn-1")
	guard := "deny any-user to inspect all-resources in tenancy where request.region != 'iad'"
	a := analysis{policies: []iam.Policy{iam.NewPolicy("p", nil, guard)}, inside: []region.Region{us}, kinds: []string{iam.Outside}}
	assert.True(t, a.prove().Proved)
	a.policies = append(a.policies, iam.NewPolicy("q", nil, "allow whoever to do whatever"))
	p := a.prove()
	assert.False(t, p.Proved)
	for _, o := range p.Operations {
		assert.True(t, o.Denied)
	}
	warnings := unreadWarning(a.unread())
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0].Detail(), "allow whoever to do whatever")
	assert.Empty(t, unreadWarning(nil))
}
