// Package provider is the Terraform face: the provider block's schema, its configuration, and the catalogue of what it
// offers. It holds wiring only; what is inside a boundary, and how to talk to Oracle, is known elsewhere.
package provider

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/data-residency/terraform-provider-residency/internal/boundaries"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// Residency is the provider.
type Residency struct {
	version   string
	transport http.RoundTripper
	getenv    func(string) string
	clock     func() time.Time
}

var (
	_ provider.ProviderWithValidateConfig     = &Residency{}
	_ provider.ProviderWithFunctions          = &Residency{}
	_ provider.ProviderWithListResources      = &Residency{}
	_ provider.ProviderWithEphemeralResources = &Residency{}
)

// Option changes how the provider reaches the world outside it.
type Option func(*Residency)

// WithTransport sends every request through rt, such as the sandbox's.
func WithTransport(rt http.RoundTripper) Option { return func(p *Residency) { p.transport = rt } }

// WithGetenv reads environment variables through getenv.
func WithGetenv(getenv func(string) string) Option { return func(p *Residency) { p.getenv = getenv } }

// WithClock judges exceptions at the time that clock says.
func WithClock(clock func() time.Time) Option { return func(p *Residency) { p.clock = clock } }

// New returns the provider; version is the release's.
func New(version string, opts ...Option) provider.Provider {
	p := &Residency{version: version, clock: time.Now}
	for _, opt := range opts {
		opt(p)
	}
	return p
}

// Metadata names the provider, which is the prefix of its types.
func (p *Residency) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "residency"
	resp.Version = p.version
}

// Schema describes the provider block: Oracle's arguments under Oracle's names, and the boundary.
func (p *Residency) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Resources of Oracle Cloud that stay inside a residency boundary. Credentials are given as to Oracle's provider: in this block, " +
			"in the environment (`TF_VAR_x`, then `OCI_X`), or in the OCI config file.",
		Attributes: map[string]schema.Attribute{
			"boundary":      boundaries.Attribute(),
			"boundary_file": text("Path of a boundary file, which has the same declaration as `boundary`. It can be kept away from the code that it guards. One of the two is required."),
			"owner": text("Mark of what this configuration creates, such as `platform/us-prod`. A create that finds its name taken, because an earlier apply was killed before it "+
				"could note what it had made, takes over what carries the same mark in the same compartment. Keep it different for each configuration.", stringvalidator.LengthBetween(1, 256)),
			"region": text("Region of new resources that say none. A region that comes from the environment or the config file is judged like any other, and the plan says so."),
			"auth":   text("How to authenticate: "+names(oci.AuthModes())+". The default is `ApiKey`.", stringvalidator.OneOfCaseInsensitive(oci.AuthModes()...)),

			"tenancy_ocid":        text("OCID of the tenancy."),
			"user_ocid":           text("OCID of the user whose API key it is."),
			"fingerprint":         text("Fingerprint of the API key."),
			"private_key_path":    text("Path of the API key's private half in PEM; it may begin with `~/`."),
			"config_file_profile": text("Profile of the OCI config file; `DEFAULT` when left out."),
			"private_key": schema.StringAttribute{
				MarkdownDescription: "The API key's private half in PEM.", Optional: true, Sensitive: true,
			},
			"private_key_password": schema.StringAttribute{
				MarkdownDescription: "Passphrase of the private key.", Optional: true, Sensitive: true,
			},
			"disable_auto_retries": schema.BoolAttribute{
				MarkdownDescription: "Whether a request is sent only once. Default `false`.", Optional: true,
			},
			"retry_duration_seconds": schema.Int64Attribute{
				MarkdownDescription: "How long a request is tried again after 429, 5xx and connection faults; negative: as long as the resource's timeout allows.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.NoneOf(0)},
			},
		},
	}
}

func text(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: validators}
}

func names(values []string) string {
	return "`" + strings.Join(values, "`, `") + "`"
}
