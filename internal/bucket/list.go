package bucket

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_bucket, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_bucket.
func NewList() list.ListResource { return &List{} }

var _ list.ListResourceWithConfigure = &List{}

// query is the configuration of a list block.
type query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Namespace     types.String `tfsdk:"namespace"`
	Region        types.String `tfsdk:"region"`
	Prefix        types.String `tfsdk:"prefix"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The buckets of a compartment in one region, inside the boundary or not.",
		Attributes: map[string]schema.Attribute{
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment. Compartments in it are not searched.",
				Required:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
			"namespace": schema.StringAttribute{
				MarkdownDescription: "Object Storage namespace; the tenancy's own when left out, which costs one request.",
				Optional:            true,
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "Region's name; the provider's region when left out.",
				Optional:            true,
			},
			"prefix": schema.StringAttribute{
				MarkdownDescription: "Only buckets whose names begin so.",
				Optional:            true,
			},
		},
	}
}

// List streams the buckets in the order in which Oracle lists them.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	who := identity{Region: q.Region}
	diags.Append(who.complete(l.provider)...)
	api, ok := newAPI(l.provider, who.Region.ValueString(), q.Namespace.ValueString(), "", &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	if api.namespace == "" {
		var err error
		if api.namespace, err = api.tenancyNamespace(ctx); err != nil {
			stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{l.failed(api, "").Error(err)})
			return
		}
	}
	stream.Results = l.results(ctx, req, api, q)
}

func (l *List) results(ctx context.Context, req list.ListRequest, in api, q query) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		for summary, err := range in.buckets(ctx, q.CompartmentID.ValueString()) {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{l.failed(in, q.CompartmentID.ValueString()).Error(err)}})
				return
			}
			if req.Limit > 0 && count >= req.Limit {
				return
			}
			if !strings.HasPrefix(attribute.Value(summary.Name), q.Prefix.ValueString()) {
				continue
			}
			count++
			if !push(l.result(ctx, req, in, summary)) {
				return
			}
		}
	}
}

// result is one bucket, read whole where the resource is asked for.
func (l *List) result(ctx context.Context, req list.ListRequest, in api, summary objectstorage.BucketSummary) list.ListResult {
	in.name = attribute.Value(summary.Name)
	m := model{Name: types.StringValue(in.name), Namespace: types.StringValue(in.namespace)}
	m.Region = types.StringValue(in.region)
	result := req.NewListResult(ctx)
	result.DisplayName = in.name
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if !req.IncludeResource {
		return result
	}
	m.Timeouts = placement.NoTimeouts()
	read, err := l.read(ctx, in, m)
	if err != nil {
		result.Diagnostics.Append(in.call("Cannot read bucket", "Reading", "").Warning(err))
		return result
	}
	result.Diagnostics.Append(result.Resource.Set(ctx, read)...)
	return result
}

func (l *List) failed(in api, compartment string) diagnostic.Call {
	call := diagnostic.Call{Summary: "Cannot list buckets", Tried: "Reading the Object Storage namespace of the tenancy", Region: in.region}
	if compartment != "" {
		call.Tried = "Listing the buckets of compartment " + compartment
	}
	return call
}

// tenancyNamespace asks for the Object Storage namespace of whose credentials these are.
func (a api) tenancyNamespace(ctx context.Context) (string, error) {
	answer, err := a.client.GetNamespace(oci.Shield(ctx), objectstorage.GetNamespaceRequest{})
	return attribute.Value(answer.Value), oci.Explain("GetNamespace", a.region, err)
}

// Metadata, Configure and the schemas of the results are the managed resource's.
var _ resource.ResourceWithIdentity = &List{}
