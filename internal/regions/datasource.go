// Package regions is the data source residency_regions.
package regions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
)

// NewDataSource returns the data source residency_regions.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// DataSource is residency_regions.
type DataSource struct{}

// Metadata names the type.
func (*DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "residency_regions"
}

// Schema describes the arguments.
func (*DataSource) Schema(context.Context, datasource.SchemaRequest, *datasource.SchemaResponse) {}

// Read reads.
func (*DataSource) Read(context.Context, datasource.ReadRequest, *datasource.ReadResponse) {}
