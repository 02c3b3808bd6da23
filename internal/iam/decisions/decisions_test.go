package decisions_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/iam/decisions"
)

func TestDecide_table(t *testing.T) {
	all, err := decisions.Table()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(all), 200)
	for _, d := range all {
		t.Run(d.Line, func(t *testing.T) {
			got := iam.Decide(d.Policies, d.Request, iam.Options{})
			var by []string
			for _, c := range got.By {
				by = append(by, c.Statement.String())
			}
			assert.Equal(t, d.Want, got.Outcome.String(), "%s\nby %v, missing %v", d.Fact, by, got.Missing)
			assert.Equal(t, got.Outcome == iam.NotAllowed, len(got.By) == 0 && d.Request.Operation != "GetNamespace", "reasons")
		})
	}
}

func TestRead_faults(t *testing.T) {
	for text, want := range map[string]string{
		"== 1\n> PutObject iad - user":                 "line 2: \"PutObject iad - user\" has no outcome",
		"== 1\nallow everybody everything":             "line 2: ",
		"> PutObject iad : denied":                     "line 1: \"PutObject iad\" is no OPERATION REGION PATH WHO",
		"> PutObject iad - robot : denied":             "the principal's type is \"robot\"",
		"# remark\n\n@data allow group A to eat cakes": "line 3: ",
	} {
		_, err := decisions.Read(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want)
	}
}

func TestRead(t *testing.T) {
	all, err := decisions.Read(strings.Join([]string{
		"== 1: x", "allow group A to read buckets in tenancy", "@a/b deny group A to read buckets in compartment c",
		"deny group A to read objects in tenancy", "> objectstorage.CopyObject/v iad a/b user@Corp:A,ocid1.group.oc1..b target.x=1|2 y=~ tenancy=t : denied", "== 2", "> GetNamespace iad - instance=i:D : allowed",
	}, "\n"))
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Len(t, all[0].Policies, 2)
	assert.Len(t, all[0].Policies[0].Statements, 2, "those at the root are one policy")
	assert.Equal(t, []string{"a", "b"}, all[0].Policies[1].Compartment)
	assert.Equal(t, iam.Request{
		Service: "objectstorage", Operation: "CopyObject", Variant: "v", Region: "iad", Compartment: []string{"a", "b"}, Tenancy: "t",
		Principal: iam.Requester{Type: "user", Domain: "Corp", Groups: []string{"A"}, GroupIDs: []string{"ocid1.group.oc1..b"}},
		Variables: map[string]iam.Values{"target.x": {"1", "2"}, "y": nil},
	}, all[0].Request)
	assert.Empty(t, all[1].Policies)
	assert.Equal(t, []string{"D"}, all[1].Request.Principal.DynamicGroups)
}
