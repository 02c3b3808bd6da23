// Command stillprovider is a provider whose resources have every attribute of ours and nothing behind them. What its refresh
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

	"github.com/data-residency/terraform-provider-residency/internal/autonomousdatabase"
	"github.com/data-residency/terraform-provider-residency/internal/bucket"
	"github.com/data-residency/terraform-provider-residency/internal/mysqlsystem"
	"github.com/data-residency/terraform-provider-residency/internal/nosqltable"
	"github.com/data-residency/terraform-provider-residency/internal/postgresqlsystem"
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
	ours := map[string]func() resource.Resource{
		"bucket": bucket.NewResource, "nosql_table": nosqltable.NewResource, "mysql_db_system": mysqlsystem.NewResource,
		"postgresql_db_system": postgresqlsystem.NewResource, "autonomous_database": autonomousdatabase.NewResource,
	}
	all := make([]func() resource.Resource, 0, len(ours))
	for name, noun := range ours {
		all = append(all, func() resource.Resource { return stillResource{name, noun()} })
	}
	return all
}

func (still) DataSources(context.Context) []func() datasource.DataSource { return nil }
