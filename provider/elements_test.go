package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/provider"
)

// A null element, which a variable without a value leaves behind, is refused in every list, set and map of values that can be
// written: Oracle keeps none, so that the plan would never be empty, or Terraform would destroy what it has just created.
func TestCatalog_nullElements(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, construct := range provider.New("test").Resources(t.Context()) {
		r := construct()
		var metadata resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "residency"}, &metadata)
		var described resource.SchemaResponse
		r.Schema(t.Context(), resource.SchemaRequest{}, &described)
		config := tfsdk.Config{Schema: described.Schema, Raw: tftypes.NewValue(described.Schema.Type().TerraformType(t.Context()), nil)}
		eachAttribute(described.Schema.Attributes, func(name string, a schema.Attribute) {
			if !a.IsOptional() && !a.IsRequired() {
				return
			}
			if faults, ok := nullElement(t, a, config); ok {
				seen++
				assert.True(t, faults.HasError(), "%s.%s takes a null element", metadata.TypeName, name)
			}
		})
	}
	require.Greater(t, seen, 15)
}

// eachAttribute calls visit with every attribute, those of nested objects too.
func eachAttribute(attributes map[string]schema.Attribute, visit func(string, schema.Attribute)) {
	for name, a := range attributes {
		visit(name, a)
		switch a := a.(type) {
		case schema.SingleNestedAttribute:
			eachAttribute(a.Attributes, visit)
		case schema.MapNestedAttribute:
			eachAttribute(a.NestedObject.Attributes, visit)
		case schema.ListNestedAttribute:
			eachAttribute(a.NestedObject.Attributes, visit)
		}
	}
}

// nullElement is what the attribute's validators say of one null element; false for what has no elements.
func nullElement(t *testing.T, a schema.Attribute, config tfsdk.Config) (diag.Diagnostics, bool) {
	t.Helper()
	ctx, at := t.Context(), path.Root("x")
	null := func(kind attr.Type) []attr.Value {
		v, err := kind.ValueFromTerraform(ctx, tftypes.NewValue(kind.TerraformType(ctx), nil))
		require.NoError(t, err)
		return []attr.Value{v}
	}
	switch a := a.(type) {
	case schema.SetAttribute:
		var resp validator.SetResponse
		for _, v := range a.Validators {
			v.ValidateSet(ctx, validator.SetRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: types.SetValueMust(a.ElementType, null(a.ElementType))}, &resp)
		}
		return resp.Diagnostics, true
	case schema.ListAttribute:
		var resp validator.ListResponse
		for _, v := range a.Validators {
			v.ValidateList(ctx, validator.ListRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: types.ListValueMust(a.ElementType, null(a.ElementType))}, &resp)
		}
		return resp.Diagnostics, true
	case schema.MapAttribute:
		var resp validator.MapResponse
		elements := map[string]attr.Value{"Name.space": null(a.ElementType)[0]}
		for _, v := range a.Validators {
			v.ValidateMap(ctx, validator.MapRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: types.MapValueMust(a.ElementType, elements)}, &resp)
		}
		return resp.Diagnostics, true
	}
	return nil, false
}
