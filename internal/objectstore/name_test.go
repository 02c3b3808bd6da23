package objectstore

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
)

func TestParseID(t *testing.T) {
	for id, want := range map[string][]string{
		"n/acme/b/records":                           {"", "acme", "records"},
		"us-ashburn-1/n/acme/b/a.b_c-D":              {"us-ashburn-1", "acme", "a.b_c-D"},
		"n/acme/b/records/replicationPolicies/x":     {"", "acme", "records", "replicationPolicies", "x"},
		"iad/n/acme/b/records/replicationPolicies/x": {"iad", "acme", "records", "replicationPolicies", "x"},
		"n/n/b/b":                   {"", "n", "b"},
		"n/acme/b/records/":         nil,
		"/n/acme/b/records":         nil,
		"n/acme/b/..":               nil,
		"n/acme/b/.":                nil,
		"n/acme/b/":                 nil,
		"n//b/records":              nil,
		"n/ac me/b/records":         nil,
		"n/acme/o/records":          nil,
		"ocid1.bucket.oc1.iad.aaaa": nil,
		"n/acme/b/" + strings.Repeat("x", maxName+1):      nil,
		"n/" + strings.Repeat("x", maxNamespace+1) + "/b": nil,
	} {
		rest := max(0, len(want)-3)
		got, ok := ParseID(id, rest)
		assert.Equal(t, want != nil, ok, id)
		if ok {
			assert.Equal(t, want, append([]string{got.Region.ValueString(), got.Namespace.ValueString(), got.Name.ValueString()}, got.Rest...), id)
			assert.Equal(t, want[0] == "", got.Region.IsNull(), id)
		}
	}
}

func TestNames(t *testing.T) {
	for name, ok := range map[string]bool{
		"records": true, "A.B_c-9": true, "...": true, strings.Repeat("x", maxName): true,
		"": false, ".": false, "..": false, "a b": false, "a/b": false, "ü": false, "a\n": false, strings.Repeat("x", maxName+1): false,
	} {
		var resp validator.StringResponse
		for _, v := range Name() {
			v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("name"), ConfigValue: types.StringValue(name)}, &resp)
		}
		assert.Equal(t, ok, !resp.Diagnostics.HasError(), "%q", name)
	}
}
