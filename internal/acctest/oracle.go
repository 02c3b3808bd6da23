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

// FactoriesWithOracle adds a provider that stands for Oracle's own, "oci", with one resource type that has the attributes. Its
// resources are what the configuration says, and nothing else: for tests of moved blocks.
func (e *Env) FactoriesWithOracle(typeName string, attributes map[string]schema.Attribute) map[string]func() (tfprotov6.ProviderServer, error) {
	factories := e.Factories()
	factories["oci"] = providerserver.NewProtocol6WithError(oracle{typeName: typeName, attributes: attributes})
	return factories
}

type oracle struct {
	provider.Provider

	typeName   string
	attributes map[string]schema.Attribute
}

func (oracle) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "oci"
}
func (oracle) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (oracle) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (oracle) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (o oracle) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return oracleResource{oracle: o} }}
}

type oracleResource struct {
	resource.Resource

	oracle oracle
}

func (r oracleResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.oracle.typeName
}

func (r oracleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: r.oracle.attributes}
}

func (oracleResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}
func (oracleResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (oracleResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
