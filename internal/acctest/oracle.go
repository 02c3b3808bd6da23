package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// WithOracle is Factories with a provider that stands for Oracle's, for moved blocks. It has one resource type, such as
// "oci_nosql_table", whose state is what the configuration says, and nothing else.
func (e *Env) WithOracle(typeName string, s schema.Schema) map[string]func() (tfprotov6.ProviderServer, error) {
	return e.WithOracles(map[string]schema.Schema{typeName: s})
}

// WithOracles is WithOracle with several resource types, by name.
func (e *Env) WithOracles(types map[string]schema.Schema) map[string]func() (tfprotov6.ProviderServer, error) {
	var o oracle
	for name, s := range types {
		o.resourceTypes = append(o.resourceTypes, oracleResource{name: name, schema: s})
	}
	factories := e.Factories()
	factories["oci"] = providerserver.NewProtocol6WithError(o)
	return factories
}

type oracle struct {
	provider.Provider

	resourceTypes []oracleResource
}

func (oracle) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "oci"
}
func (oracle) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (oracle) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (oracle) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (o oracle) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for _, one := range o.resourceTypes {
		all = append(all, func() resource.Resource { return one })
	}
	return all
}

type oracleResource struct {
	resource.Resource

	name   string
	schema schema.Schema
}

func (r oracleResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r oracleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema
}

func (oracleResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}
func (oracleResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (oracleResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
