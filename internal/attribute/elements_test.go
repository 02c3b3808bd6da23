package attribute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// faultsOfTags are the summaries of what is wrong with free-form tags, in a resource with this data_class: the zero value for one that
// has no such argument.
func faultsOfTags(t *testing.T, class tftypes.Value, tags types.Map) (faults []string) {
	t.Helper()
	attributes := map[string]schema.Attribute{"freeform_tags": attribute.FreeformTags()}
	values := map[string]tftypes.Value{"freeform_tags": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, nil)}
	if class.Type() != nil {
		attributes["data_class"], values["data_class"] = schema.StringAttribute{Optional: true}, class
	}
	s := schema.Schema{Attributes: attributes}
	config := tfsdk.Config{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), values)}
	var resp validator.MapResponse
	for _, v := range attributes["freeform_tags"].(schema.MapAttribute).Validators {
		v.ValidateMap(t.Context(), validator.MapRequest{Path: path.Root("freeform_tags"), Config: config, ConfigValue: tags}, &resp)
	}
	for _, d := range resp.Diagnostics {
		faults = append(faults, d.Summary())
	}
	return faults
}

// A null element comes back as another value, for which Terraform taints what it has just created.
func TestFreeformTags_null(t *testing.T) {
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	elements := types.MapValueMust(types.StringType, map[string]attr.Value{"team": types.StringNull(), "a": types.StringUnknown(), "b": types.StringValue("")})
	assert.Equal(t, []string{"Element without a value"}, faultsOfTags(t, text("protected"), elements))
	assert.Empty(t, faultsOfTags(t, text("protected"), types.MapNull(types.StringType)))
	assert.Empty(t, faultsOfTags(t, text("protected"), types.MapUnknown(types.StringType)))
}

// A resource is judged by its data_class; a tag that claims another class would be a promise that nobody holds.
func TestFreeformTags_class(t *testing.T) {
	null, unknown := tftypes.NewValue(tftypes.String, nil), tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	strict := tftypes.NewValue(tftypes.String, "strict")
	for name, test := range map[string]struct {
		class   tftypes.Value
		tags    types.Map
		refused bool
	}{
		"no tag":                    {null, tags("team", "data"), false},
		"alone":                     {null, tags("residency-class", "strict"), true},
		"alone, in another case":    {null, tags("Residency-Class", "strict"), true},
		"alone, with a namespace":   {null, tags("Data.residency-class", "strict"), true},
		"another class":             {strict, tags("residency-class", "public"), true},
		"another case of the class": {strict, tags("residency-class", "Strict"), true},
		"the same class":            {strict, tags("residency-class", "strict"), false},
		"empty":                     {null, tags("residency-class", ""), false},
		"a class that is not known": {unknown, tags("residency-class", "strict"), false},
		"another tag":               {null, tags("no-residency-class", "strict"), false},
		"of what has no data_class": {tftypes.Value{}, tags("residency-class", "strict"), false},
		"a tag that is not known":   {null, types.MapValueMust(types.StringType, map[string]attr.Value{"residency-class": types.StringUnknown()}), false},
	} {
		want := []string(nil)
		if test.refused {
			want = []string{"Data class claimed by a tag only"}
		}
		assert.Equal(t, want, faultsOfTags(t, test.class, test.tags), name)
	}
}
