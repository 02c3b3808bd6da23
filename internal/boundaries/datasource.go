// Package boundaries is the Terraform face of a boundary: the provider block's attribute, the value that a function is
// given, and the data source residency_boundary. It knows the framework's types and refuses to know what is inside.
package boundaries

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	provider "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Attribute is the provider block's attribute "boundary".
func Attribute() provider.SingleNestedAttribute {
	return provider.SingleNestedAttribute{Optional: true}
}

// Decode reads the provider block's attribute. unknown lists the members that are known only after apply: where there
// is one, the declaration is not whole and must not be used.
func Decode(ctx context.Context, value types.Object) (decl *boundary.Declaration, unknown []path.Path, diags diag.Diagnostics) {
	return nil, nil, nil
}

// FromDynamic reads the boundary that a function is given.
func FromDynamic(ctx context.Context, value types.Dynamic) (*boundary.Boundary, error) {
	return nil, boundary.Faults{}
}

// NewDataSource makes the data source residency_boundary.
func NewDataSource() datasource.DataSource { return nil }
