package replication

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// api is one bucket, the source or the destination of a replication, with the requests that only this noun sends.
type api struct{ objectstore.Bucket }

func (r *Resource) api(region, namespace, bucket types.String, diags *diag.Diagnostics) (api, bool) {
	b, ok := objectstore.Open(r.Provider, region.ValueString(), namespace.ValueString(), bucket.ValueString(), diags)
	return api{b}, ok
}

// source is the bucket that is replicated; false when there is an error among the diagnostics.
func (r *Resource) source(m model, diags *diag.Diagnostics) (api, bool) {
	return r.api(m.Region, m.Namespace, m.Bucket, diags)
}

// destination is the bucket that is replicated to.
func (r *Resource) destination(m model, diags *diag.Diagnostics) (api, bool) {
	return r.api(m.DestinationRegionName, m.Namespace, m.DestinationBucketName, diags)
}

// about are fields for the log.
func (a api) about(policy string) map[string]any {
	fields := a.Fields()
	fields["replication_id"] = policy
	return fields
}

func (a api) create(ctx context.Context, details objectstorage.CreateReplicationPolicyDetails) (objectstorage.ReplicationPolicy, error) {
	answer, err := a.Client.CreateReplicationPolicy(oci.Shield(ctx), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &a.Namespace, BucketName: &a.Name, CreateReplicationPolicyDetails: details,
	})
	return answer.ReplicationPolicy, oci.Explain("CreateReplicationPolicy", a.Region, err)
}

func (a api) get(ctx context.Context, id string) (objectstorage.ReplicationPolicy, error) {
	answer, err := a.Client.GetReplicationPolicy(oci.Shield(ctx), objectstorage.GetReplicationPolicyRequest{
		NamespaceName: &a.Namespace, BucketName: &a.Name, ReplicationId: &id,
	})
	return answer.ReplicationPolicy, oci.Explain("GetReplicationPolicy", a.Region, err)
}

func (a api) policies(ctx context.Context) ([]objectstorage.ReplicationPolicySummary, error) {
	return oci.All(a.Policies(ctx))
}

// sources are the replications of which the bucket is the destination.
func (a api) sources(ctx context.Context) ([]objectstorage.ReplicationSource, error) {
	return oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.ReplicationSource, *string, error) {
		answer, err := a.Client.ListReplicationSources(oci.Shield(ctx), objectstorage.ListReplicationSourcesRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, Page: page,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListReplicationSources", a.Region, err)
	}))
}

func (a api) makeWritable(ctx context.Context) error {
	_, err := a.Client.MakeBucketWritable(oci.Shield(ctx), objectstorage.MakeBucketWritableRequest{NamespaceName: &a.Namespace, BucketName: &a.Name})
	return oci.Explain("MakeBucketWritable", a.Region, err)
}

// buckets are the names of a compartment's buckets in the bucket's region and namespace.
func (a api) buckets(ctx context.Context, compartment string) ([]string, error) {
	listed, err := oci.All(a.Buckets(ctx, compartment))
	names := make([]string, len(listed))
	for i, b := range listed {
		names[i] = attribute.Value(b.Name)
	}
	return names, err
}

// retag changes the bucket's free-form tags, if they are still those of b.
func (a api) retag(ctx context.Context, b objectstorage.Bucket, change func(tags map[string]string)) error {
	tags := maps.Clone(b.FreeformTags)
	if tags == nil {
		tags = map[string]string{}
	}
	change(tags)
	return a.Update(ctx, b.Etag, objectstorage.UpdateBucketDetails{FreeformTags: tags})
}
