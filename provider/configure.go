package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundaries"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// block is the provider block. It is decoded into the framework's types, because any value may be unknown in a plan.
type block struct {
	Boundary     types.Dynamic `tfsdk:"boundary"`
	BoundaryFile types.String  `tfsdk:"boundary_file"`
	Owner        types.String  `tfsdk:"owner"`

	Auth                 types.String `tfsdk:"auth"`
	TenancyOCID          types.String `tfsdk:"tenancy_ocid"`
	UserOCID             types.String `tfsdk:"user_ocid"`
	Fingerprint          types.String `tfsdk:"fingerprint"`
	PrivateKey           types.String `tfsdk:"private_key"`
	PrivateKeyPath       types.String `tfsdk:"private_key_path"`
	PrivateKeyPassword   types.String `tfsdk:"private_key_password"`
	Region               types.String `tfsdk:"region"`
	ConfigFileProfile    types.String `tfsdk:"config_file_profile"`
	DisableAutoRetries   types.Bool   `tfsdk:"disable_auto_retries"`
	RetryDurationSeconds types.Int64  `tfsdk:"retry_duration_seconds"`
}

// ValidateConfig refuses a block without a boundary, with two, or with a faulty one, before there is a plan.
func (p *Residency) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var b block
	resp.Diagnostics.Append(req.Config.Get(ctx, &b)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, _, diags := b.boundary()
	resp.Diagnostics.Append(diags...)
}

// Configure makes what resources need, without a network call. What is unknown is noted, and refused where it matters: in
// the plan of a resource.
func (p *Residency) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var b block
	resp.Diagnostics.Append(req.Config.Get(ctx, &b)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limits, deferred, diags := b.boundary()
	resp.Diagnostics.Append(diags...)
	data := &placement.Provider{Boundary: limits, Owner: b.Owner.ValueString(), Clock: p.clock, Deferred: deferred}
	if b.Owner.IsUnknown() {
		data.Deferred = append(data.Deferred, "owner")
	}
	if unknown := b.unknownCredentials(); len(unknown) > 0 {
		data.Deferred = append(data.Deferred, unknown...)
	} else if session, err := oci.NewSession(p.session(b, req.TerraformVersion)); err != nil {
		resp.Diagnostics.Append(diagnostic.Config(err))
	} else {
		data.Session = session
	}
	resp.Diagnostics.Append(data.Audit()...)
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.EphemeralResourceData = data, data, data, data
}

// boundary reads the boundary from the block or from its file. It is nil with a fault, and while a part of it is unknown;
// what is unknown is listed. Of two arguments of which one is unknown nobody can say yet that both are given.
func (b block) boundary() (*boundary.Boundary, []string, diag.Diagnostics) {
	var diags diag.Diagnostics
	inline, file := !b.Boundary.IsNull() && !b.Boundary.IsUnderlyingValueNull(), !b.BoundaryFile.IsNull()
	switch {
	case b.BoundaryFile.IsUnknown():
		return nil, []string{"boundary_file"}, nil
	case file && (b.Boundary.IsUnknown() || b.Boundary.IsUnderlyingValueUnknown()):
		return nil, []string{boundaries.Root.String()}, nil
	case inline && file:
		diags.Append(diagnostic.Error(path.Root("boundary_file"), "Boundary given twice",
			"The provider block has both boundary and boundary_file.", "Keep one of the two."))
		return nil, nil, diags
	case inline:
		return boundaries.New(b.Boundary)
	case file:
		found, diags := boundaries.ReadFile(path.Root("boundary_file"), b.BoundaryFile.ValueString())
		return found, nil, diags
	}
	diags.Append(diagnostic.Error(path.Root("boundary"), "Boundary missing",
		"The provider block says neither boundary nor boundary_file, so nothing could be judged, and this provider creates nothing that it cannot judge.",
		"Say where data may be, for example:\n\nprovider \"residency\" {\n  boundary = {\n    name          = \"us-user-data\"\n    jurisdictions = [\"US\"]\n  }\n}",
		"Or keep the declaration in a file of its own: boundary_file = \"us-user-data.hcl\"."))
	return nil, nil, diags
}

// unknownCredentials are the arguments of the session that are known only after apply.
func (b block) unknownCredentials() (unknown []string) {
	for _, argument := range []struct {
		name  string
		value attr.Value
	}{
		{"auth", b.Auth},
		{"tenancy_ocid", b.TenancyOCID},
		{"user_ocid", b.UserOCID},
		{"fingerprint", b.Fingerprint},
		{"private_key", b.PrivateKey},
		{"private_key_path", b.PrivateKeyPath},
		{"private_key_password", b.PrivateKeyPassword},
		{"region", b.Region},
		{"config_file_profile", b.ConfigFileProfile},
		{"disable_auto_retries", b.DisableAutoRetries},
		{"retry_duration_seconds", b.RetryDurationSeconds},
	} {
		if argument.value.IsUnknown() {
			unknown = append(unknown, argument.name)
		}
	}
	return unknown
}

func (p *Residency) session(b block, terraform string) oci.Config {
	return oci.Config{
		Auth: b.Auth.ValueString(), TenancyOCID: b.TenancyOCID.ValueString(), UserOCID: b.UserOCID.ValueString(),
		Fingerprint: b.Fingerprint.ValueString(), PrivateKey: b.PrivateKey.ValueString(), PrivateKeyPath: b.PrivateKeyPath.ValueString(),
		PrivateKeyPassword: b.PrivateKeyPassword.ValueString(), Region: b.Region.ValueString(), ConfigFileProfile: b.ConfigFileProfile.ValueString(),
		DisableAutoRetries: b.DisableAutoRetries.ValueBool(), RetryDurationSeconds: b.RetryDurationSeconds.ValueInt64(),
		Getenv: p.getenv, Transport: p.transport,
		UserAgent: fmt.Sprintf("terraform-provider-residency/%s (Terraform/%s)", p.version, terraform),
	}
}
