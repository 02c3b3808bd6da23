package attribute

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// NoNulls refuses a map with an element that is null, which is what a variable without a value leaves behind. Oracle keeps
// no such element; and when another value comes back, Terraform calls it a fault of the provider and destroys, at the next
// apply, what it has just created.
func NoNulls() validator.Map {
	return elements{"elements must not be null", func(_ context.Context, req validator.MapRequest, name string, v attr.Value) (diags diag.Diagnostics) {
		if at := req.Path.AtMapKey(name); v.IsNull() {
			diags.Append(diagnostic.Error(at, "Element without a value", fmt.Sprintf("%s is null, and Oracle keeps nothing that has no value.", at),
				fmt.Sprintf("Leave it out where it has none, such as with %s = { for k, v in { … } : k => v if v != null }.", req.Path)))
		}
		return diags
	}}
}

// classTag is the tag by which a resource of any provider may claim a data class, with or without a namespace before it.
const classTag = "residency-class"

// classTags refuses a claim by a tag that data_class does not repeat. A resource is judged by its data_class, so the tag
// alone would promise what nobody holds.
func classTags() validator.Map {
	return elements{"a tag " + classTag + " must say what data_class says", func(ctx context.Context, req validator.MapRequest, name string, v attr.Value) (diags diag.Diagnostics) {
		tag, _ := v.(types.String)
		if key := strings.ToLower(name); key != classTag && !strings.HasSuffix(key, "."+classTag) || tag.ValueString() == "" {
			return nil
		}
		root := path.Root("data_class")
		if _, missing := req.Config.Schema.AttributeAtPath(ctx, root); missing.HasError() {
			return nil // nothing that has a class of data
		}
		var claim types.String
		if diags = req.Config.GetAttribute(ctx, root, &claim); diags.HasError() || claim.IsUnknown() || claim.Equal(tag) {
			return diags
		}
		says := "and data_class says nothing"
		if !claim.IsNull() {
			says = fmt.Sprintf("and data_class says %q", claim.ValueString())
		}
		diags.Append(diagnostic.Error(req.Path.AtMapKey(name), "Data class claimed by a tag only", fmt.Sprintf("The tag says the class %q, %s.", tag.ValueString(), says),
			fmt.Sprintf("This resource is judged by its data_class. Write data_class = %q, or leave the tag out.", tag.ValueString())))
		return diags
	}}
}

// elements asks fault of each element of a map that is known.
type elements struct {
	rule  string
	fault func(ctx context.Context, req validator.MapRequest, name string, v attr.Value) diag.Diagnostics
}

func (e elements) Description(context.Context) string { return e.rule }

func (e elements) MarkdownDescription(context.Context) string { return e.rule }

func (e elements) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for name, v := range req.ConfigValue.Elements() {
		if !v.IsUnknown() {
			resp.Diagnostics.Append(e.fault(ctx, req, name, v)...)
		}
	}
}
