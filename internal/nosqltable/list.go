package nosqltable

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_nosql_table, for terraform query.
type List struct{ *Resource }

// NewList returns the list resource residency_nosql_table.
func NewList() list.ListResource { return List{newResource()} }

var _ list.ListResourceWithConfigure = List{}

// ListResourceConfigSchema describes the list block.
func (l List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = operation.QuerySchema("The NoSQL tables of a compartment in one region, inside the boundary or not. A replica is listed in its own region, as the table that it is.", nil)
}

// List streams the tables that are not deleted, in the order in which Oracle lists them.
func (l List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q operation.Query
	diags := req.Config.Get(ctx, &q)
	name, more := l.Provider.ImportRegion(q.Region.ValueString(), "the OCID of a table")
	diags.Append(more...)
	var where model
	where.Region = types.StringValue(name)
	in, ok := l.open(where, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	compartment := q.CompartmentID.ValueString()
	call := diagnostic.Call{Summary: "Cannot list tables", Tried: "Listing the tables of compartment " + compartment, Region: name}
	there := func(t nosql.TableSummary) bool { return !gone(string(t.LifecycleState)) }
	stream.Results = operation.Stream(req, in.tables(ctx, compartment), call, there, func(t nosql.TableSummary) list.ListResult {
		m := model{ID: attribute.Text(t.Id), Name: attribute.Text(t.Name), Timeouts: placement.NoTimeouts()}
		m.Region = where.Region
		return operation.Found(ctx, req, m.Name.ValueString(), m.identity(), func() (model, diag.Diagnostics) { return l.whole(ctx, m) })
	})
}

// whole reads one table.
func (l List) whole(ctx context.Context, m model) (model, diag.Diagnostics) {
	var diags diag.Diagnostics
	table, ok := l.open(m, &diags)
	if !ok {
		return m, diags
	}
	read, err := l.read(ctx, table, m)
	if err != nil {
		diags.Append(table.call("Cannot read table", "Reading", "").Error(err))
	}
	return read, diags
}
