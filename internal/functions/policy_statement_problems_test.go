package functions

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPolicyStatementProblems(t *testing.T) {
	for statement, want := range map[string][]problem{
		"allow group Engineers to read buckets in tenancy":                                                     {},
		"deny any-user to {OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where request.region != 'iad'":          {},
		"deny any-user to {OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where request.region != 'us-ashburn-1'": {{Rule: "RES301", Column: 87}},
		"deny any-user to {ÖBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where request.region != 'us-ashburn-1'": {{Rule: "RES300", Column: 19}},
		"allow group A to manege buckets in tenancy":                                                           {{Rule: "RES307", Column: 18}},
		"allow group A to read buckets in tenancy where request.region = 'iad' and target.bucket.name = 'b'":   {{Rule: "RES311", Column: 71}},
		"": {{Rule: "RES300", Column: 1}},
	} {
		value, err := run(t, NewPolicyStatementProblems(), types.StringValue(statement))
		require.Nil(t, err, statement)
		list, ok := value.(types.List)
		require.True(t, ok)
		var got []problem
		require.False(t, list.ElementsAs(context.Background(), &got, false).HasError(), statement)
		require.Len(t, got, len(want), statement)
		for i, p := range got {
			assert.NotEmpty(t, p.Message, statement)
			assert.NotEmpty(t, p.Fix, statement)
			assert.Equal(t, want[i].Rule, p.Rule, statement)
			assert.Equal(t, want[i].Column, p.Column, statement)
		}
	}
}
