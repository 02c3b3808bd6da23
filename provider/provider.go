// Package provider is the Terraform face: the provider block's schema, its configuration, and the catalogue of what it
// offers. It holds wiring only; what is inside a boundary, and how to talk to Oracle, is known elsewhere.
package provider

import (
	"net/http"
	"time"

	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Residency is the provider.
type Residency struct {
	version   string
	transport http.RoundTripper
	getenv    func(string) string
	clock     func() time.Time
}

// Option changes how the provider reaches the world outside it.
type Option func(*Residency)

// WithTransport sends every request through rt, such as the sandbox's.
func WithTransport(rt http.RoundTripper) Option { return func(p *Residency) { p.transport = rt } }

// WithGetenv reads environment variables through getenv.
func WithGetenv(getenv func(string) string) Option { return func(p *Residency) { p.getenv = getenv } }

// WithClock judges exceptions at the time that clock says.
func WithClock(clock func() time.Time) Option { return func(p *Residency) { p.clock = clock } }

// New returns the provider; version is the release's, "dev" otherwise.
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

// Schema describes the provider block.
func (p *Residency) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure makes what resources need, without a network call.
func (p *Residency) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// Resources lists the managed resources.
func (p *Residency) Resources(context.Context) []func() resource.Resource { return nil }

// DataSources lists the data sources.
func (p *Residency) DataSources(context.Context) []func() datasource.DataSource { return nil }
