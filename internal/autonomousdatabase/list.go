package autonomousdatabase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// List is the list resource residency_autonomous_database, for terraform query.
type List struct{ *Resource }

// NewList returns the list resource residency_autonomous_database.
func NewList() list.ListResource { return List{newResource()} }

var _ list.ListResourceWithConfigure = List{}

// query is the configuration of a list block.
type query struct {
	operation.Query

	DBWorkload types.String `tfsdk:"db_workload"`
}

// ListResourceConfigSchema describes the list block.
func (l List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = operation.QuerySchema("The Autonomous Databases of a compartment in one region, inside the boundary or not; standbys of databases abroad are among them.",
		map[string]schema.Attribute{"db_workload": schema.StringAttribute{MarkdownDescription: "Only databases of this workload.", Optional: true}})
}

// List streams the databases in the order in which Oracle lists them.
func (l List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.Provider.ImportRegion(q.Region.ValueString(), importForm)
	diags.Append(more...)
	in, ok := autonomous.Open(l.Provider, name, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	compartment := q.CompartmentID.ValueString()
	call := diagnostic.Call{Summary: "Cannot list databases", Tried: "Listing the databases of compartment " + compartment, Region: name}
	stream.Results = operation.Stream(req, in.List(ctx, compartment), call, q.wants, func(s database.AutonomousDatabaseSummary) list.ListResult {
		one := api{in, attribute.Value(s.DbName)}
		one.ID = attribute.Value(s.Id)
		m := blank(name, one.ID)
		return operation.Found(ctx, req, attribute.Or(s.DisplayName, one.name), m.identity(), func() (model, diag.Diagnostics) { return l.whole(ctx, one, m) })
	})
}

func (q query) wants(s database.AutonomousDatabaseSummary) bool {
	return !autonomous.Gone(s.LifecycleState) && (q.DBWorkload.ValueString() == "" || q.DBWorkload.ValueString() == string(s.DbWorkload))
}

// whole reads one database.
func (l List) whole(ctx context.Context, one api, m model) (model, diag.Diagnostics) {
	now, err := one.read(ctx, m)
	if err != nil {
		return m, diag.Diagnostics{one.call("Cannot read database", "Reading", "").Error(err)}
	}
	diags := one.watch(ctx, &now.model)
	return l.complete(now.model), diags
}
