package autonomousdatabase

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// List is the list resource residency_autonomous_database, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_autonomous_database.
func NewList() list.ListResource { return &List{} }

var _ list.ListResourceWithConfigure = &List{}

// query is the configuration of a list block.
type query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Region        types.String `tfsdk:"region"`
	DBWorkload    types.String `tfsdk:"db_workload"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The Autonomous Databases of a compartment in one region, inside the boundary or not; standbys of databases abroad are among them.",
		Attributes: map[string]schema.Attribute{
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment. Compartments in it are not searched.",
				Required:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "Region's name; the provider's region when left out.",
				Optional:            true,
			},
			"db_workload": schema.StringAttribute{
				MarkdownDescription: "Only databases of this workload.",
				Optional:            true,
			},
		},
	}
}

// List streams the databases in the order in which Oracle lists them.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.provider.ImportRegion(q.Region.ValueString(), importForm)
	diags.Append(more...)
	in, ok := newAPI(l.provider, name, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = l.results(ctx, req, in, q)
}

func (l *List) results(ctx context.Context, req list.ListRequest, in api, q query) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		for summary, err := range in.databases(ctx, q.CompartmentID.ValueString()) {
			if err != nil {
				call := diagnostic.Call{Summary: "Cannot list databases", Tried: "Listing the databases of compartment " + q.CompartmentID.ValueString(), Region: in.region}
				push(list.ListResult{Diagnostics: diag.Diagnostics{call.Error(err)}})
				return
			}
			if req.Limit > 0 && count >= req.Limit {
				return
			}
			if isGone(string(summary.LifecycleState)) || !q.wants(summary) {
				continue
			}
			count++
			if !push(l.result(ctx, req, in, summary)) {
				return
			}
		}
	}
}

func (q query) wants(summary database.AutonomousDatabaseSummary) bool {
	return q.DBWorkload.ValueString() == "" || q.DBWorkload.ValueString() == string(summary.DbWorkload)
}

// result is one database, read whole where the resource is asked for.
func (l *List) result(ctx context.Context, req list.ListRequest, in api, summary database.AutonomousDatabaseSummary) list.ListResult {
	in.id, in.name = attribute.Value(summary.Id), attribute.Value(summary.DbName)
	m := blank(in.region, in.id)
	result := req.NewListResult(ctx)
	result.DisplayName = attribute.Or(summary.DisplayName, in.name)
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if !req.IncludeResource {
		return result
	}
	now, err := in.read(ctx, m)
	if err != nil {
		result.Diagnostics.Append(in.call("Cannot read database", "Reading", "").Warning(err))
		return result
	}
	read := now.model
	result.Diagnostics.Append(in.watch(ctx, &read)...)
	result.Diagnostics.Append(result.Resource.Set(ctx, l.complete(read))...)
	return result
}
