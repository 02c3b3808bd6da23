package iam_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func TestOperation_Needs(t *testing.T) {
	for name, want := range map[string][][]string{
		"PutObject":       {{"OBJECT_CREATE"}, {"OBJECT_OVERWRITE"}},
		"RenameObject":    {{"OBJECT_CREATE", "OBJECT_OVERWRITE"}},
		"GetNamespace":    {{}},
		"MoveCompartment": {{"?"}},
		"ExportImage":     {{"?instance-images"}},
	} {
		found := iam.FindOperation("", name)
		require.Len(t, found, 1, name)
		assert.Equal(t, want, found[0].Needs(), name)
	}
	assert.True(t, iam.FindOperation("", "PutObject")[0].Has("create", "write"))
	assert.False(t, iam.FindOperation("", "PutObject")[0].Has("send"))
}

// A proof can be asked for some requests and some operations only, so that a rule that knows what it left open can say that
// all the rest is denied.
func TestProve_where(t *testing.T) {
	ashburn, _ := region.ByName("us-ashburn-1")
	policy := iam.NewPolicy("guard", nil,
		"deny any-user to {BUCKET_CREATE} in tenancy where all {request.region != 'iad', any {request.region != 'sin', request.utc-timestamp after '2027-03-31T23:59:59Z'}}")
	require.Empty(t, policy.Unread)
	ob := iam.Obligations{
		Kinds: []string{iam.Outside}, Inside: []region.Region{ashburn},
		Asks: func(_ string, o iam.Operation) bool { return o.Name == "CreateBucket" },
	}
	open := iam.Prove([]iam.Policy{policy}, ob, iam.Options{})
	require.Len(t, open.Operations, 1)
	assert.False(t, open.Operations[0].Denied)
	require.NotNil(t, open.Operations[0].Counterexample)

	ob.Where = condition(t, "any {request.region != 'sin', request.utc-timestamp after '2027-03-31T23:59:59Z'}")
	proof := iam.Prove([]iam.Policy{policy}, ob, iam.Options{})
	assert.True(t, proof.Proved)
}

func condition(t *testing.T, text string) iam.Condition {
	t.Helper()
	s, err := iam.Parse("allow any-user to inspect buckets in tenancy where " + text)
	require.NoError(t, err)
	return s.Condition
}

// A permission that Oracle may yet add is none of those that a statement lets through by name.
func TestProve_laterPermissionIsNoneThatThereIs(t *testing.T) {
	ashburn, _ := region.ByName("us-ashburn-1")
	ob := iam.Obligations{
		Kinds: []string{iam.Outside}, Inside: []region.Region{ashburn},
		Asks: func(_ string, o iam.Operation) bool { return o.Name == "CreateBucket" },
	}
	for condition, covered := range map[string]bool{
		"request.permission != 'BUCKET_DELETE'": true,
		"request.permission != /*_DELETE/":      false, // the new one may end so
		"request.permission != 'NO_SUCH'":       false, // the new one may be that
		"request.permission = 'BUCKET_CREATE'":  false,
	} {
		policy := iam.NewPolicy("guard", nil, "deny any-user to use buckets in tenancy where all {request.region != 'iad', "+condition+"}")
		require.Empty(t, policy.Unread)
		proof := iam.Prove([]iam.Policy{policy}, ob, iam.Options{})
		require.NotEmpty(t, proof.Later)
		assert.Equal(t, "buckets", proof.Later[0].Type)
		assert.Equal(t, covered, proof.Later[0].Covered, condition)
	}
}

// Each denial tells what it rests on itself.
func TestProve_restsOfAnOperation(t *testing.T) {
	policy := iam.NewPolicy("guard", nil, "deny any-user to {VAULT_REPLICATE} in tenancy where any {!request.groups.id, request.groups.id != 'ocid1.group.oc1..a'}")
	proof := iam.Prove([]iam.Policy{policy}, iam.Obligations{
		Kinds: []string{iam.Egress}, Spare: []string{"ocid1.group.oc1..a"},
		Asks: func(_ string, o iam.Operation) bool { return o.Name == "CreateVaultReplica" },
	}, iam.Options{})
	require.Len(t, proof.Operations, 1)
	require.True(t, proof.Proved)
	var ids []string
	for _, a := range proof.Operations[0].Rests {
		ids = append(ids, a.ID)
	}
	assert.Subset(t, ids, []string{"any-user-service", "absent-in-deny", "group-name", "deny-enabled"})
}
