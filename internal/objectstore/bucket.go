// Package objectstore is one bucket of Object Storage in Oracle's terms: the requests that every noun about buckets sends, what
// was tried with the bucket for an error or the log, and the form of its names and import ids. It knows no resource and decides
// nothing.
package objectstore

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Bucket is a bucket. The errors of its requests are *oci.Error, or the context's.
type Bucket struct {
	Client                  *objectstorage.ObjectStorageClient
	Region, Namespace, Name string
}

// Open is a bucket in a region; false when there is an error among the diagnostics.
func Open(p *placement.Provider, region, namespace, name string, diags *diag.Diagnostics) (Bucket, bool) {
	client, ok := operation.Client(p, region, (*oci.Session).ObjectStorage, diags)
	return Bucket{Client: client, Region: region, Namespace: namespace, Name: name}, ok
}

// Call says what was tried with the bucket; doing is such as "Creating", or `Deleting replication policy "x" of`.
func (b Bucket) Call(summary, doing, next string) diagnostic.Call {
	return diagnostic.Call{
		Summary: summary, Tried: fmt.Sprintf("%s bucket %q in namespace %q", doing, b.Name, b.Namespace), Region: b.Region, Next: next,
	}
}

// Fields are for the log.
func (b Bucket) Fields() map[string]any {
	return map[string]any{"region": b.Region, "namespace": b.Namespace, "bucket": b.Name}
}

// Get reads the bucket. Oracle leaves auto-tiering out unless it is asked for.
func (b Bucket) Get(ctx context.Context) (objectstorage.Bucket, error) {
	answer, err := b.Client.GetBucket(oci.Shield(ctx), objectstorage.GetBucketRequest{
		NamespaceName: &b.Namespace, BucketName: &b.Name, Fields: []objectstorage.GetBucketFieldsEnum{objectstorage.GetBucketFieldsAutotiering},
	})
	return answer.Bucket, oci.Explain("GetBucket", b.Region, err)
}

// Update changes the bucket if it still has the etag.
func (b Bucket) Update(ctx context.Context, etag *string, details objectstorage.UpdateBucketDetails) error {
	_, err := b.Client.UpdateBucket(oci.Shield(ctx), objectstorage.UpdateBucketRequest{
		NamespaceName: &b.Namespace, BucketName: &b.Name, IfMatch: etag, UpdateBucketDetails: details,
	})
	return oci.Explain("UpdateBucket", b.Region, err)
}

// IsChanged says whether an update was refused because the bucket no longer has the etag.
func IsChanged(err error) bool { return oci.Status(err) == http.StatusPreconditionFailed }

// Buckets lists those of a compartment in the bucket's region and namespace.
func (b Bucket) Buckets(ctx context.Context, compartment string) iter.Seq2[objectstorage.BucketSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.BucketSummary, *string, error) {
		answer, err := b.Client.ListBuckets(oci.Shield(ctx), objectstorage.ListBucketsRequest{
			NamespaceName: &b.Namespace, CompartmentId: &compartment, Page: page, Limit: PageSize,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListBuckets", b.Region, err)
	})
}

// Policies lists the bucket's replication policies.
func (b Bucket) Policies(ctx context.Context) iter.Seq2[objectstorage.ReplicationPolicySummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.ReplicationPolicySummary, *string, error) {
		answer, err := b.Client.ListReplicationPolicies(oci.Shield(ctx), objectstorage.ListReplicationPoliciesRequest{
			NamespaceName: &b.Namespace, BucketName: &b.Name, Page: page,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListReplicationPolicies", b.Region, err)
	})
}

// EndReplication deletes a replication policy of the bucket.
func (b Bucket) EndReplication(ctx context.Context, id string) error {
	_, err := b.Client.DeleteReplicationPolicy(oci.Shield(ctx), objectstorage.DeleteReplicationPolicyRequest{
		NamespaceName: &b.Namespace, BucketName: &b.Name, ReplicationId: &id,
	})
	return oci.Explain("DeleteReplicationPolicy", b.Region, err)
}

// settle asks for the Object Storage namespace of whose credentials these are.
func (b *Bucket) settle(ctx context.Context) error {
	answer, err := b.Client.GetNamespace(oci.Shield(ctx), objectstorage.GetNamespaceRequest{})
	b.Namespace = attribute.Value(answer.Value)
	return oci.Explain("GetNamespace", b.Region, err)
}

// PageSize is that of listings, Oracle's greatest.
var PageSize = common.Int(1000)
