// Package regions is the data source residency_regions: the regions of Oracle Cloud by jurisdiction, country, realm, and
// by the tenancy's subscriptions. What is inside a boundary it does not know; residency_boundary does.
package regions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// DataSource is residency_regions.
type DataSource struct{ provider *placement.Provider }

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// NewDataSource makes the data source residency_regions.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_regions"
}

// Configure takes the configured provider; there is none while Terraform only validates.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = placement.FromDataSource(req, resp)
}

// ValidateConfig refuses codes and realms that do not exist, before there is a plan.
func (d *DataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, diags := m.selection()
	resp.Diagnostics.Append(diags...)
}

// Read selects regions of the table. It sends one request, and only when subscribed or home is given.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	sel, diags := m.selection()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	rows := table()
	if sel.asksTenancy() {
		subscriptions, diags := d.subscriptions(ctx)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		rows = mark(rows, subscriptions)
	}
	chosen, unplaced := sel.choose(rows)
	resp.Diagnostics.Append(unplacedWarning(unplaced)...)
	resp.Diagnostics.Append(m.set(chosen)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
