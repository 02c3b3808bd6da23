// Package policyanalysis is the data source residency_policy_analysis: what package iam says of policies, those that are
// given and those that the tenancy has. It knows how to read them and refuses to know what is right: the rules and the proof
// are package iam's, and what is inside is the boundary's.
package policyanalysis

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// DataSource is residency_policy_analysis.
type DataSource struct{ provider *placement.Provider }

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// NewDataSource makes the data source residency_policy_analysis.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_policy_analysis"
}

// Configure takes the configured provider; there is none while Terraform only validates.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = placement.FromDataSource(req, resp)
}

// ConfigValidators asks for something to analyse.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.AtLeastOneOf(path.MatchRoot("statements"), path.MatchRoot("policies"), path.MatchRoot("compartment_id")),
	}
}

// Read lints and proves. It sends requests only when compartment_id is given: one for the tenancy's compartments, and one for
// the policies of each that counts.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.provider == nil || d.provider.Boundary == nil {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "Boundary not known in the plan", d.unknown("boundary"),
			"Give the provider block's boundary values that the plan knows: literals, variables, or the results of an earlier apply."))
		return
	}
	a, diags := m.analysis(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	a.inside = d.provider.Boundary.Regions("")
	if id := m.CompartmentID.ValueString(); id != "" {
		resp.Diagnostics.Append(d.readTenancy(ctx, &a, id, m.InSubtree.ValueBool())...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(unreadWarning(a.unread())...)
	resp.Diagnostics.Append(m.set(ctx, a)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// unknown says why the provider lacks something.
func (d *DataSource) unknown(what string) string {
	if d.provider == nil || len(d.provider.Deferred) == 0 {
		return fmt.Sprintf("The provider has no %s yet.", what)
	}
	return fmt.Sprintf("These arguments of the provider block are known only after apply: %s. So there is no %s yet.", strings.Join(d.provider.Deferred, ", "), what)
}
