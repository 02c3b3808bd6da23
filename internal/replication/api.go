package replication

import (
	"context"
	"fmt"
	"maps"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is one bucket, the source or the destination of a replication, in Oracle's terms. Its errors are *oci.Error, or the
// context's.
type api struct {
	client                    *objectstorage.ObjectStorageClient
	region, namespace, bucket string
}

func newAPI(p *placement.Provider, region, namespace, bucket string, diags *diag.Diagnostics) (api, bool) {
	client, ok := operation.Client(p, region, (*oci.Session).ObjectStorage, diags)
	return api{client: client, region: region, namespace: namespace, bucket: bucket}, ok
}

// source is the bucket that is replicated; false when there is an error among the diagnostics.
func (r *Resource) source(m model, diags *diag.Diagnostics) (api, bool) {
	return newAPI(r.provider, m.Region.ValueString(), m.Namespace.ValueString(), m.Bucket.ValueString(), diags)
}

// destination is the bucket that is replicated to.
func (r *Resource) destination(m model, diags *diag.Diagnostics) (api, bool) {
	return newAPI(r.provider, m.DestinationRegionName.ValueString(), m.Namespace.ValueString(), m.DestinationBucketName.ValueString(), diags)
}

// call says what was tried; doing is such as `Deleting replication policy "x" of`.
func (a api) call(summary, doing, next string) diagnostic.Call {
	return diagnostic.Call{
		Summary: summary, Tried: fmt.Sprintf("%s bucket %q in namespace %q", doing, a.bucket, a.namespace), Region: a.region, Next: next,
	}
}

// fields are for the log.
func (a api) fields(policy string) map[string]any {
	return map[string]any{"region": a.region, "namespace": a.namespace, "bucket": a.bucket, "replication_id": policy}
}

func (a api) create(ctx context.Context, details objectstorage.CreateReplicationPolicyDetails) (objectstorage.ReplicationPolicy, error) {
	answer, err := a.client.CreateReplicationPolicy(oci.Shield(ctx), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &a.namespace, BucketName: &a.bucket, CreateReplicationPolicyDetails: details,
	})
	return answer.ReplicationPolicy, oci.Explain("CreateReplicationPolicy", a.region, err)
}

func (a api) get(ctx context.Context, id string) (objectstorage.ReplicationPolicy, error) {
	answer, err := a.client.GetReplicationPolicy(oci.Shield(ctx), objectstorage.GetReplicationPolicyRequest{
		NamespaceName: &a.namespace, BucketName: &a.bucket, ReplicationId: &id,
	})
	return answer.ReplicationPolicy, oci.Explain("GetReplicationPolicy", a.region, err)
}

func (a api) delete(ctx context.Context, id string) error {
	_, err := a.client.DeleteReplicationPolicy(oci.Shield(ctx), objectstorage.DeleteReplicationPolicyRequest{
		NamespaceName: &a.namespace, BucketName: &a.bucket, ReplicationId: &id,
	})
	return oci.Explain("DeleteReplicationPolicy", a.region, err)
}

func (a api) policies(ctx context.Context) ([]objectstorage.ReplicationPolicySummary, error) {
	return all(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.ReplicationPolicySummary, *string, error) {
		answer, err := a.client.ListReplicationPolicies(oci.Shield(ctx), objectstorage.ListReplicationPoliciesRequest{
			NamespaceName: &a.namespace, BucketName: &a.bucket, Page: page,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListReplicationPolicies", a.region, err)
	}))
}

// sources are the replications of which the bucket is the destination.
func (a api) sources(ctx context.Context) ([]objectstorage.ReplicationSource, error) {
	return all(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.ReplicationSource, *string, error) {
		answer, err := a.client.ListReplicationSources(oci.Shield(ctx), objectstorage.ListReplicationSourcesRequest{
			NamespaceName: &a.namespace, BucketName: &a.bucket, Page: page,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListReplicationSources", a.region, err)
	}))
}

func (a api) makeWritable(ctx context.Context) error {
	_, err := a.client.MakeBucketWritable(oci.Shield(ctx), objectstorage.MakeBucketWritableRequest{NamespaceName: &a.namespace, BucketName: &a.bucket})
	return oci.Explain("MakeBucketWritable", a.region, err)
}

func (a api) read(ctx context.Context) (objectstorage.Bucket, error) {
	answer, err := a.client.GetBucket(oci.Shield(ctx), objectstorage.GetBucketRequest{NamespaceName: &a.namespace, BucketName: &a.bucket})
	return answer.Bucket, oci.Explain("GetBucket", a.region, err)
}

// buckets are the names of a compartment's buckets in the bucket's region and namespace.
func (a api) buckets(ctx context.Context, compartment string) ([]string, error) {
	return all(oci.Pages(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := a.client.ListBuckets(oci.Shield(ctx), objectstorage.ListBucketsRequest{NamespaceName: &a.namespace, CompartmentId: &compartment, Page: page})
		names := make([]string, len(answer.Items))
		for i, b := range answer.Items {
			names[i] = attribute.Value(b.Name)
		}
		return names, answer.OpcNextPage, oci.Explain("ListBuckets", a.region, err)
	}))
}

// tenancyNamespace asks for the Object Storage namespace of whose credentials these are.
func (a api) tenancyNamespace(ctx context.Context) (string, error) {
	answer, err := a.client.GetNamespace(oci.Shield(ctx), objectstorage.GetNamespaceRequest{})
	return attribute.Value(answer.Value), oci.Explain("GetNamespace", a.region, err)
}

// retag changes the bucket's free-form tags, if they are still those of b.
func (a api) retag(ctx context.Context, b objectstorage.Bucket, change func(tags map[string]string)) error {
	tags := maps.Clone(b.FreeformTags)
	if tags == nil {
		tags = map[string]string{}
	}
	change(tags)
	_, err := a.client.UpdateBucket(oci.Shield(ctx), objectstorage.UpdateBucketRequest{
		NamespaceName: &a.namespace, BucketName: &a.bucket, IfMatch: b.Etag,
		UpdateBucketDetails: objectstorage.UpdateBucketDetails{FreeformTags: tags},
	})
	return oci.Explain("UpdateBucket", a.region, err)
}

// isPreconditionFailed says whether somebody else has changed the bucket in the meantime.
func isPreconditionFailed(err error) bool { return oci.Status(err) == http.StatusPreconditionFailed }
