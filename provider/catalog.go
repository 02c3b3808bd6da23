package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/autonomousdatabase"
	"github.com/data-residency/terraform-provider-residency/internal/autonomousstandby"
	"github.com/data-residency/terraform-provider-residency/internal/autonomouswallet"
	"github.com/data-residency/terraform-provider-residency/internal/boundaries"
	"github.com/data-residency/terraform-provider-residency/internal/bucket"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule"
	"github.com/data-residency/terraform-provider-residency/internal/functions"
	"github.com/data-residency/terraform-provider-residency/internal/mysqlsystem"
	"github.com/data-residency/terraform-provider-residency/internal/nosqltable"
	"github.com/data-residency/terraform-provider-residency/internal/policyanalysis"
	"github.com/data-residency/terraform-provider-residency/internal/postgresqlsystem"
	"github.com/data-residency/terraform-provider-residency/internal/regions"
	"github.com/data-residency/terraform-provider-residency/internal/replication"
	"github.com/data-residency/terraform-provider-residency/internal/servicegrant"
)

// Resources lists the managed resources.
func (p *Residency) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		autonomousdatabase.NewResource,
		autonomousstandby.NewResource,
		bucket.NewResource,
		denyrule.NewResource,
		mysqlsystem.NewResource,
		nosqltable.NewResource,
		postgresqlsystem.NewResource,
		replication.NewResource,
		servicegrant.NewResource,
	}
}

// DataSources lists the data sources.
func (p *Residency) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		boundaries.NewDataSource,
		policyanalysis.NewDataSource,
		regions.NewDataSource,
	}
}

// EphemeralResources lists what is in no state and no plan.
func (p *Residency) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{autonomouswallet.NewEphemeralResource}
}

// ListResources lists what terraform query can find.
func (p *Residency) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		autonomousdatabase.NewList,
		autonomousstandby.NewList,
		bucket.NewList,
		denyrule.NewList,
		mysqlsystem.NewList,
		nosqltable.NewList,
		postgresqlsystem.NewList,
		replication.NewList,
		servicegrant.NewList,
	}
}

// Functions lists the functions.
func (p *Residency) Functions(context.Context) []func() function.Function { return functions.All() }
