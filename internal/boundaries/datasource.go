// Package boundaries is the Terraform face of a boundary: the provider block's attribute, the value that a function is
// given, and the data source residency_boundary. It knows the framework's types and refuses to know what is inside: that is
// package boundary's.
package boundaries

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// DataSource is residency_boundary.
type DataSource struct{ provider *placement.Provider }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource makes the data source residency_boundary.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_boundary"
}

// Configure takes the configured provider; there is none while Terraform only validates.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = placement.FromDataSource(req, resp)
}

// Read shows the provider's boundary. It sends no request.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var wanted, previous types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("data_class"), &wanted)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("previous_file"), &previous)...)
	earlier, diags := d.earlier(previous)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.provider == nil || d.provider.Boundary == nil {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "Boundary not known in the plan", d.unknown(),
			"Give the provider block's boundary values that the plan knows: literals, variables, or the results of an earlier apply."))
		return
	}
	b := d.provider.Boundary
	if class := wanted.ValueString(); !hasClass(b, class) {
		resp.Diagnostics.Append(diagnostic.Error(path.Root("data_class"), "Unknown data class",
			fmt.Sprintf("The boundary %q has no class %q.", b.Name(), class),
			fmt.Sprintf("It has: %s.", strings.Join(append(b.Classes(), boundary.Protected), ", "))))
		return
	}
	m := newModel(b, wanted, d.provider.Now())
	m.PreviousFile = previous
	if earlier != nil {
		m.Diff = newDiff(b, earlier, d.provider.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (d *DataSource) unknown() string {
	if d.provider == nil || len(d.provider.Deferred) == 0 {
		return "The provider has no boundary yet, so there is nothing to show."
	}
	return fmt.Sprintf("These arguments of the provider block are known only after apply: %s. So there is no boundary to show yet.",
		strings.Join(d.provider.Deferred, ", "))
}

func hasClass(b *boundary.Boundary, name string) bool {
	return name == "" || name == boundary.Protected || slices.Contains(b.Classes(), name)
}
