package nosqltable

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_nosql_table, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_nosql_table.
func NewList() list.ListResource { return &List{} }

var (
	_ list.ListResourceWithConfigure = &List{}
	// Metadata, Configure and the schemas of the results are the managed resource's.
	_ resource.ResourceWithIdentity = &List{}
)

// query is the configuration of a list block.
type query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Region        types.String `tfsdk:"region"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The NoSQL tables of a compartment in one region, inside the boundary or not. A replica is listed in its own region, as the table that it is.",
		Attributes: map[string]schema.Attribute{
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment. Compartments in it are not searched.",
				Required:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
			"region": schema.StringAttribute{MarkdownDescription: "Region's name; the provider's region when left out.", Optional: true},
		},
	}
}

// List streams the tables that are not deleted, in the order in which Oracle lists them.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.provider.ImportRegion(q.Region.ValueString(), "the OCID of a table")
	diags.Append(more...)
	var where model
	where.Region = types.StringValue(name)
	api, ok := l.open(where, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = l.results(ctx, req, api, q.CompartmentID.ValueString())
}

func (l *List) results(ctx context.Context, req list.ListRequest, in *api, compartment string) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		for summary, err := range in.tables(ctx, compartment) {
			if err != nil {
				call := diagnostic.Call{Summary: "Cannot list tables", Tried: "Listing the tables of compartment " + compartment, Region: in.region}
				push(list.ListResult{Diagnostics: diag.Diagnostics{call.Error(err)}})
				return
			}
			if gone(string(summary.LifecycleState)) {
				continue
			}
			if count++; req.Limit > 0 && count > req.Limit || !push(l.result(ctx, req, in, summary)) {
				return
			}
		}
	}
}

// result is one table, read whole where the resource is asked for.
func (l *List) result(ctx context.Context, req list.ListRequest, in *api, summary nosql.TableSummary) list.ListResult {
	m := model{ID: attribute.Text(summary.Id), Name: attribute.Text(summary.Name)}
	m.Region = types.StringValue(in.region)
	result := req.NewListResult(ctx)
	result.DisplayName = m.Name.ValueString()
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if !req.IncludeResource {
		return result
	}
	m.Timeouts = placement.NoTimeouts()
	table := *in
	table.id, table.name = m.ID.ValueString(), m.Name.ValueString()
	read, err := l.read(ctx, &table, m)
	if err != nil {
		result.Diagnostics.Append(table.call("Cannot read table", "Reading", "").Warning(err))
		return result
	}
	result.Diagnostics.Append(result.Resource.Set(ctx, read)...)
	return result
}
