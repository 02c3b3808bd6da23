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
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_bucket_replication, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_bucket_replication.
func NewList() list.ListResource { return &List{*newResource()} }

var (
	_ list.ListResourceWithConfigure = &List{}
	// Metadata, Configure and the schemas of the results are the managed resource's.
	_ resource.ResourceWithIdentity = &List{}
)

// query is the configuration of a list block.
type query struct {
	operation.Query
	Bucket    types.String `tfsdk:"bucket"`
	Namespace types.String `tfsdk:"namespace"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = operation.QuerySchema("The replication policies of a bucket, or of all buckets of a compartment, in one region, inside the boundary or not.", map[string]schema.Attribute{
		"bucket": schema.StringAttribute{
			MarkdownDescription: "Name of the source bucket. Either this or `compartment_id`.",
			Optional:            true,
			Validators:          append(objectstore.Name(), stringvalidator.ExactlyOneOf(path.MatchRoot("compartment_id"))),
		},
		"compartment_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the compartment whose buckets are asked, one request for each. Compartments in it are not searched.",
			Optional:            true,
			Validators:          []validator.String{attribute.CompartmentOCID()},
		},
		"namespace": objectstore.QueryNamespace(),
	})
}

// List streams the policies, bucket by bucket.
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
	in.Name = q.Bucket.ValueString()
	tried := in.Call("Cannot list replications", "Listing the replication policies of", "")
	if in.Name == "" {
		tried.Tried = "Listing the buckets of compartment " + q.CompartmentID.ValueString() + ", and their replication policies,"
	}
	stream.Results = operation.Stream(req, api{in}.found(ctx, q.CompartmentID.ValueString()), tried, func(model) bool { return true }, func(m model) list.ListResult {
		return l.result(ctx, req, m)
	})
}

// found are the policies of the bucket, or of all buckets of the compartment.
func (a api) found(ctx context.Context, compartment string) iter.Seq2[model, error] {
	return func(yield func(model, error) bool) {
		buckets, err := []string{a.Name}, error(nil)
		if compartment != "" {
			buckets, err = a.buckets(ctx, compartment)
		}
		if err != nil {
			yield(model{}, err)
			return
		}
		for _, a.Name = range buckets {
			for policy, err := range a.Policies(ctx) {
				if !yield(a.model(policy), err) {
					return
				}
			}
		}
	}
}

// model is a listed policy; the listing has all that is known of it.
func (a api) model(policy objectstorage.ReplicationPolicySummary) model {
	m := model{Namespace: types.StringValue(a.Namespace), Bucket: types.StringValue(a.Name), Timeouts: placement.NoTimeouts()}
	m.Region = types.StringValue(a.Region)
	return m.fromAPI(whole(policy))
}

// result is one policy.
func (l *List) result(ctx context.Context, req list.ListRequest, m model) list.ListResult {
	title := m.Bucket.ValueString() + " to " + m.DestinationRegionName.ValueString() + "/" + m.DestinationBucketName.ValueString()
	return operation.Found(ctx, req, title, m.identity(), func() (model, diag.Diagnostics) {
		l.Provider.Describe(&m.Model, typeName, m.CompartmentID)
		return m, nil
	})
}
