// Command stillprovider is a provider whose bucket has every attribute of ours and nothing behind them. What its refresh
// costs is what Terraform, the framework and the plugin protocol cost for resources of that size, so it is the floor that
// the benchmark compares a refresh with.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return still{} }, providerserver.ServeOpts{
		Address: "registry.terraform.io/bench/still",
	})
	if err != nil {
		log.Fatal(err)
	}
}

// still is the provider.
type still struct{}

func (still) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "still"
}

func (still) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (still) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (still) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return bucketResource{} }}
}

func (still) DataSources(context.Context) []func() datasource.DataSource { return nil }
