package dbsystem

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource of a kind, for terraform query.
type List[M any] struct{ *Resource[M] }

// NewList returns the list resource of a kind.
func NewList[M any](kind Kind[M]) list.ListResource { return List[M]{newResource(kind)} }

// ListResourceConfigSchema describes the list block.
func (l List[M]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = operation.QuerySchema("Every "+l.kind.Title+" of a compartment in one region, inside the boundary or not.", nil)
}

// List streams the systems that are not deleted.
func (l List[M]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q operation.Query
	diags := req.Config.Get(ctx, &q)
	name, more := l.Provider.ImportRegion(q.Region.ValueString(), "the OCID of a "+l.kind.Title)
	diags.Append(more...)
	var where M
	l.kind.Common(&where).Region = types.StringValue(name)
	cloud, ok := l.open(where, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	compartment := q.CompartmentID.ValueString()
	call := diagnostic.Call{Summary: "Cannot list DB systems", Tried: "Listing every " + l.kind.Title + " of compartment " + compartment, Region: name}
	there := func(s System[M]) bool { return !gone(s.State) }
	stream.Results = operation.Stream(req, cloud.List(ctx, compartment, ""), call, there, func(s System[M]) list.ListResult {
		return operation.Found(ctx, req, s.Name, identity{ID: types.StringValue(s.ID)}, func() (M, diag.Diagnostics) { return l.whole(ctx, cloud, name, s.ID) })
	})
}

// whole reads one system.
func (l List[M]) whole(ctx context.Context, cloud Cloud[M], region, id string) (m M, diags diag.Diagnostics) {
	now, err := cloud.Read(ctx, id)
	if err != nil {
		call := diagnostic.Call{Summary: "Cannot read DB system", Tried: "Reading " + l.kind.Title + " " + id, Region: region}
		return m, diag.Diagnostics{call.Error(err)}
	}
	l.kind.blank(&m, region)
	return l.take(now, m), nil
}

// blank makes a model one of which only the region is known.
func (k Kind[M]) blank(m *M, region string) {
	c := k.Common(m)
	c.Region, c.Timeouts = types.StringValue(region), placement.NoTimeouts()
	c.NSGIDs, c.CopyToRegions = types.SetNull(types.StringType), types.SetNull(types.StringType)
	c.FreeformTags, c.DefinedTags = types.MapNull(types.StringType), types.MapNull(types.StringType)
	c.BackupPolicy = types.ObjectNull(k.policyTypes())
}

// policyTypes are the types of the members of backup_policy.
func (k Kind[M]) policyTypes() map[string]attr.Type {
	object, _ := k.Policy.GetType().(types.ObjectType)
	return object.AttrTypes
}
