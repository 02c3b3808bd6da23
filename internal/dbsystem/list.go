package dbsystem

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource of a kind, for terraform query.
type List[M any] struct{ Resource[M] }

// NewList returns the list resource of a kind.
func NewList[M any](kind Kind[M]) list.ListResource { return &List[M]{Resource[M]{kind: kind}} }

// query is the configuration of a list block.
type query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Region        types.String `tfsdk:"region"`
}

// ListResourceConfigSchema describes the list block.
func (l *List[M]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Every " + l.kind.Title + " of a compartment in one region, inside the boundary or not.",
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

// List streams the systems that are not deleted.
func (l *List[M]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.provider.ImportRegion(q.Region.ValueString(), "the OCID of a "+l.kind.Title)
	diags.Append(more...)
	var where M
	l.kind.Common(&where).Region = types.StringValue(name)
	cloud, ok := l.open(where, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	listed, err := cloud.List(ctx, q.CompartmentID.ValueString(), "")
	if err != nil {
		call := diagnostic.Call{Summary: "Cannot list DB systems", Tried: "Listing every " + l.kind.Title + " of compartment " + q.CompartmentID.ValueString(), Region: name}
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{call.Error(err)})
		return
	}
	stream.Results = l.results(ctx, req, cloud, name, listed)
}

func (l *List[M]) results(ctx context.Context, req list.ListRequest, cloud Cloud[M], name string, listed []System[M]) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		for _, system := range listed {
			if gone(system.State) {
				continue
			}
			if count++; req.Limit > 0 && count > req.Limit || !push(l.result(ctx, req, cloud, name, system)) {
				return
			}
		}
	}
}

// result is one system, read whole where the resource is asked for.
func (l *List[M]) result(ctx context.Context, req list.ListRequest, cloud Cloud[M], name string, system System[M]) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = system.Name
	result.Diagnostics.Append(result.Identity.Set(ctx, identity{ID: types.StringValue(system.ID)})...)
	if !req.IncludeResource {
		return result
	}
	whole, err := cloud.Read(ctx, system.ID)
	if err != nil {
		call := diagnostic.Call{Summary: "Cannot read DB system", Tried: "Reading " + l.kind.Title + " " + system.ID, Region: name}
		result.Diagnostics.Append(call.Error(err))
		return result
	}
	var m M
	c := l.kind.Common(&m)
	c.Region, c.Timeouts = types.StringValue(name), placement.NoTimeouts()
	c.NSGIDs, c.CopyToRegions = types.SetNull(types.StringType), types.SetNull(types.StringType)
	c.BackupPolicy = types.ObjectNull(l.kind.policyTypes())
	result.Diagnostics.Append(result.Resource.Set(ctx, l.take(whole, m))...)
	return result
}

// policyTypes are the types of the members of backup_policy.
func (k Kind[M]) policyTypes() map[string]attr.Type {
	object, _ := k.Policy.GetType().(types.ObjectType)
	return object.AttrTypes
}
