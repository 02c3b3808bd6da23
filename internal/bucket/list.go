package bucket

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_bucket, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_bucket.
func NewList() list.ListResource { return &List{*newResource()} }

var (
	_ list.ListResourceWithConfigure = &List{}
	// Metadata, Configure and the schemas of the results are the managed resource's.
	_ resource.ResourceWithIdentity = &List{}
)

// query is the configuration of a list block.
type query struct {
	operation.Query
	Namespace types.String `tfsdk:"namespace"`
	Prefix    types.String `tfsdk:"prefix"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = operation.QuerySchema("The buckets of a compartment in one region, inside the boundary or not.", map[string]schema.Attribute{
		"namespace": objectstore.QueryNamespace(),
		"prefix":    schema.StringAttribute{MarkdownDescription: "Only buckets whose names begin so.", Optional: true},
	})
}

// List streams the buckets in the order in which Oracle lists them.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.Provider.ImportRegion(q.Region.ValueString(), importForm)
	diags.Append(more...)
	in, ok := objectstore.OpenQuery(ctx, l.Provider, name, q.Namespace.ValueString(), &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	call := diagnostic.Call{Summary: "Cannot list buckets", Tried: "Listing the buckets of compartment " + q.CompartmentID.ValueString(), Region: in.Region}
	stream.Results = operation.Stream(req, in.Buckets(ctx, q.CompartmentID.ValueString()), call, func(b objectstorage.BucketSummary) bool {
		return strings.HasPrefix(attribute.Value(b.Name), q.Prefix.ValueString())
	}, func(b objectstorage.BucketSummary) list.ListResult {
		in.Name = attribute.Value(b.Name)
		return l.result(ctx, req, api{in})
	})
}

// result is one bucket, read whole where the resource is asked for.
func (l *List) result(ctx context.Context, req list.ListRequest, api api) list.ListResult {
	m := model{Name: types.StringValue(api.Name), Namespace: types.StringValue(api.Namespace), Timeouts: placement.NoTimeouts()}
	m.Region = types.StringValue(api.Region)
	return operation.Found(ctx, req, api.Name, m.identity(), func() (read model, diags diag.Diagnostics) {
		read, err := l.read(ctx, api, m)
		if err != nil {
			diags.Append(api.Call("Cannot read bucket", "Reading", "").Error(err))
		}
		return read, diags
	})
}
