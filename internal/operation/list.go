package operation

import (
	"context"
	"iter"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// Query is the configuration of a list block of what is in a compartment and a region. A noun with further arguments embeds it.
type Query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Region        types.String `tfsdk:"region"`
}

// QuerySchema describes a list block with Query and further arguments.
func QuerySchema(description string, further map[string]schema.Attribute) schema.Schema {
	all := map[string]schema.Attribute{
		"compartment_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the compartment. Compartments in it are not searched.",
			Required:            true,
			Validators:          []validator.String{attribute.CompartmentOCID()},
		},
		"region": schema.StringAttribute{MarkdownDescription: "Region's name; the provider's region when left out.", Optional: true},
	}
	maps.Copy(all, further)
	return schema.Schema{MarkdownDescription: description, Attributes: all}
}

// Stream is what a list resource answers: of all that is listed what is wanted, up to the query's limit. An error, which call
// says, ends it.
func Stream[T any](req list.ListRequest, listed iter.Seq2[T, error], call diagnostic.Call, wanted func(T) bool, result func(T) list.ListResult) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		for one, err := range listed {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{call.Error(err)}})
				return
			}
			if !wanted(one) {
				continue
			}
			if count++; req.Limit > 0 && count > req.Limit || !push(result(one)) {
				return
			}
		}
	}
}

// Found is one result of a query: its identity, and the whole resource where that is asked for. One that cannot be read is a
// warning: the query goes on.
func Found[M any](ctx context.Context, req list.ListRequest, name string, identity any, whole func() (M, diag.Diagnostics)) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = name
	result.Diagnostics.Append(result.Identity.Set(ctx, identity)...)
	if !req.IncludeResource {
		return result
	}
	m, diags := whole()
	if !diags.HasError() {
		diags.Append(result.Resource.Set(ctx, m)...)
		result.Diagnostics.Append(diags...)
		return result
	}
	for _, d := range diags {
		result.Diagnostics.AddWarning(d.Summary(), d.Detail())
	}
	return result
}
