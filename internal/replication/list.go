package replication

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_bucket_replication, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_bucket_replication.
func NewList() list.ListResource { return &List{} }

var (
	_ list.ListResourceWithConfigure = &List{}
	// Metadata, Configure and the schemas of the results are the managed resource's.
	_ resource.ResourceWithIdentity = &List{}
)

// query is the configuration of a list block.
type query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Bucket        types.String `tfsdk:"bucket"`
	Namespace     types.String `tfsdk:"namespace"`
	Region        types.String `tfsdk:"region"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The replication policies of a bucket, or of all buckets of a compartment, in one region, inside the boundary or not.",
		Attributes: map[string]schema.Attribute{
			"bucket": schema.StringAttribute{
				MarkdownDescription: "Name of the source bucket. Either this or `compartment_id`.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(bucketName, "must be the name of a bucket"),
					stringvalidator.ExactlyOneOf(path.MatchRoot("compartment_id")),
				},
			},
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment whose buckets are asked, one request for each. Compartments in it are not searched.",
				Optional:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
			"namespace": schema.StringAttribute{
				MarkdownDescription: "Object Storage namespace; the tenancy's own when left out, which costs one request.",
				Optional:            true,
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "Name of the sources' region; the provider's region when left out.",
				Optional:            true,
			},
		},
	}
}

// List streams the policies, bucket by bucket.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.provider.ImportRegion(q.Region.ValueString(), importForm)
	diags.Append(more...)
	source, ok := newAPI(l.provider, name, q.Namespace.ValueString(), q.Bucket.ValueString(), &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	if source.namespace == "" {
		var err error
		if source.namespace, err = source.tenancyNamespace(ctx); err != nil {
			call := diagnostic.Call{Summary: "Cannot list replications", Tried: "Reading the Object Storage namespace of the tenancy", Region: name}
			stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{call.Error(err)})
			return
		}
	}
	stream.Results = l.results(ctx, req, source, q.CompartmentID.ValueString())
}

func (l *List) results(ctx context.Context, req list.ListRequest, source api, compartment string) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		buckets := []string{source.bucket}
		if compartment != "" {
			var err error
			if buckets, err = source.buckets(ctx, compartment); err != nil {
				call := diagnostic.Call{Summary: "Cannot list replications", Tried: "Listing the buckets of compartment " + compartment, Region: source.region}
				push(list.ListResult{Diagnostics: diag.Diagnostics{call.Error(err)}})
				return
			}
		}
		var count int64
		for _, source.bucket = range buckets {
			policies, err := source.policies(ctx)
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{source.call("Cannot list replications", "Listing the replication policies of", "").Error(err)}})
				return
			}
			for _, policy := range policies {
				if count++; req.Limit > 0 && count > req.Limit || !push(l.result(ctx, req, source, policy)) {
					return
				}
			}
		}
	}
}

// result is one policy; the listing has all that is known of it.
func (l *List) result(ctx context.Context, req list.ListRequest, source api, policy objectstorage.ReplicationPolicySummary) list.ListResult {
	m := model{Namespace: types.StringValue(source.namespace), Bucket: types.StringValue(source.bucket), Timeouts: placement.NoTimeouts()}
	m.Region = types.StringValue(source.region)
	m = m.fromAPI(whole(policy))
	result := req.NewListResult(ctx)
	result.DisplayName = source.bucket + " to " + m.DestinationRegionName.ValueString() + "/" + m.DestinationBucketName.ValueString()
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		l.provider.Describe(&m.Model, typeName, m.CompartmentID)
		result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	}
	return result
}
