package bucket

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is one bucket in Oracle's terms. Its errors are *oci.Error.
type api struct {
	client                  *objectstorage.ObjectStorageClient
	region, namespace, name string
}

// api is the bucket that m is; false when there is an error among the diagnostics.
func (r *Resource) api(m model, diags *diag.Diagnostics) (api, bool) {
	return newAPI(r.provider, m.Region.ValueString(), m.Namespace.ValueString(), m.Name.ValueString(), diags)
}

func newAPI(p *placement.Provider, region, namespace, name string, diags *diag.Diagnostics) (api, bool) {
	client, ok := operation.Client(p, region, (*oci.Session).ObjectStorage, diags)
	return api{client: client, region: region, namespace: namespace, name: name}, ok
}

// call says what was tried with this bucket; doing is such as "Creating".
func (a api) call(summary, doing, next string) diagnostic.Call {
	return diagnostic.Call{
		Summary: summary, Tried: fmt.Sprintf("%s bucket %q in namespace %q", doing, a.name, a.namespace), Region: a.region, Next: next,
	}
}

// fields are for the log.
func (a api) fields() map[string]any {
	return map[string]any{"region": a.region, "namespace": a.namespace, "bucket": a.name}
}

func (a api) create(ctx context.Context, details objectstorage.CreateBucketDetails) (objectstorage.Bucket, error) {
	answer, err := a.client.CreateBucket(oci.Shield(ctx), objectstorage.CreateBucketRequest{NamespaceName: &a.namespace, CreateBucketDetails: details})
	return answer.Bucket, oci.Explain("CreateBucket", a.region, err)
}

// get reads the bucket. Oracle leaves auto-tiering out unless it is asked for.
func (a api) get(ctx context.Context) (objectstorage.Bucket, error) {
	answer, err := a.client.GetBucket(oci.Shield(ctx), objectstorage.GetBucketRequest{
		NamespaceName: &a.namespace, BucketName: &a.name, Fields: []objectstorage.GetBucketFieldsEnum{objectstorage.GetBucketFieldsAutotiering},
	})
	return answer.Bucket, oci.Explain("GetBucket", a.region, err)
}

// update changes the bucket if it still has the etag.
func (a api) update(ctx context.Context, etag string, details objectstorage.UpdateBucketDetails) error {
	_, err := a.client.UpdateBucket(oci.Shield(ctx), objectstorage.UpdateBucketRequest{
		NamespaceName: &a.namespace, BucketName: &a.name, IfMatch: &etag, UpdateBucketDetails: details,
	})
	return oci.Explain("UpdateBucket", a.region, err)
}

func (a api) delete(ctx context.Context) error {
	_, err := a.client.DeleteBucket(oci.Shield(ctx), objectstorage.DeleteBucketRequest{NamespaceName: &a.namespace, BucketName: &a.name})
	return oci.Explain("DeleteBucket", a.region, err)
}

// buckets lists those of a compartment in the bucket's region and namespace.
func (a api) buckets(ctx context.Context, compartment string) iter.Seq2[objectstorage.BucketSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.BucketSummary, *string, error) {
		answer, err := a.client.ListBuckets(oci.Shield(ctx), objectstorage.ListBucketsRequest{
			NamespaceName: &a.namespace, CompartmentId: &compartment, Page: page, Limit: pageSize,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListBuckets", a.region, err)
	})
}

// listed says whether the list of a compartment shows the bucket.
func (a api) listed(ctx context.Context, compartment string) (bool, error) {
	for bucket, err := range a.buckets(ctx, compartment) {
		if err != nil {
			return false, err
		}
		if attribute.Value(bucket.Name) == a.name {
			return true, nil
		}
	}
	return false, nil
}

func (a api) rules(ctx context.Context) ([]objectstorage.RetentionRule, error) {
	var all []objectstorage.RetentionRule
	for summary, err := range oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.RetentionRuleSummary, *string, error) {
		answer, err := a.client.ListRetentionRules(oci.Shield(ctx), objectstorage.ListRetentionRulesRequest{NamespaceName: &a.namespace, BucketName: &a.name, Page: page})
		return answer.RetentionRuleCollection.Items, answer.OpcNextPage, oci.Explain("ListRetentionRules", a.region, err)
	}) {
		if err != nil {
			return nil, err
		}
		all = append(all, objectstorage.RetentionRule(summary))
	}
	slices.SortFunc(all, func(x, y objectstorage.RetentionRule) int { return byName(x.DisplayName, y.DisplayName) })
	return all, nil
}

func (a api) createRule(ctx context.Context, name string, r rule) error {
	_, err := a.client.CreateRetentionRule(oci.Shield(ctx), objectstorage.CreateRetentionRuleRequest{
		NamespaceName: &a.namespace, BucketName: &a.name,
		CreateRetentionRuleDetails: objectstorage.CreateRetentionRuleDetails{DisplayName: &name, Duration: r.duration(), TimeRuleLocked: r.lock()},
	})
	return oci.Explain("CreateRetentionRule", a.region, err)
}

func (a api) updateRule(ctx context.Context, id, name string, r rule) error {
	_, err := a.client.UpdateRetentionRule(oci.Shield(ctx), objectstorage.UpdateRetentionRuleRequest{
		NamespaceName: &a.namespace, BucketName: &a.name, RetentionRuleId: &id,
		UpdateRetentionRuleDetails: objectstorage.UpdateRetentionRuleDetails{DisplayName: &name, Duration: r.duration(), TimeRuleLocked: r.lock()},
	})
	return oci.Explain("UpdateRetentionRule", a.region, err)
}

func (a api) deleteRule(ctx context.Context, id string) error {
	_, err := a.client.DeleteRetentionRule(oci.Shield(ctx), objectstorage.DeleteRetentionRuleRequest{NamespaceName: &a.namespace, BucketName: &a.name, RetentionRuleId: &id})
	return oci.Explain("DeleteRetentionRule", a.region, err)
}

func (a api) policies(ctx context.Context) ([]objectstorage.ReplicationPolicySummary, error) {
	var all []objectstorage.ReplicationPolicySummary
	for policy, err := range a.policyPages(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, policy)
	}
	slices.SortFunc(all, func(x, y objectstorage.ReplicationPolicySummary) int { return byName(x.Name, y.Name) })
	return all, nil
}

func (a api) policyPages(ctx context.Context) iter.Seq2[objectstorage.ReplicationPolicySummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.ReplicationPolicySummary, *string, error) {
		answer, err := a.client.ListReplicationPolicies(oci.Shield(ctx), objectstorage.ListReplicationPoliciesRequest{NamespaceName: &a.namespace, BucketName: &a.name, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListReplicationPolicies", a.region, err)
	})
}

func (a api) deletePolicy(ctx context.Context, id string) error {
	_, err := a.client.DeleteReplicationPolicy(oci.Shield(ctx), objectstorage.DeleteReplicationPolicyRequest{NamespaceName: &a.namespace, BucketName: &a.name, ReplicationId: &id})
	return oci.Explain("DeleteReplicationPolicy", a.region, err)
}

func byName(x, y *string) int { return cmp.Compare(attribute.Value(x), attribute.Value(y)) }

// pageSize is that of listings, Oracle's greatest.
var pageSize = common.Int(1000)
