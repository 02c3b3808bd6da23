package bucket

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// api is the bucket with the requests that only this noun sends.
type api struct{ objectstore.Bucket }

// api is the bucket that m is; false when there is an error among the diagnostics.
func (r *Resource) api(m model, diags *diag.Diagnostics) (api, bool) {
	b, ok := objectstore.Open(r.Provider, m.Region.ValueString(), m.Namespace.ValueString(), m.Name.ValueString(), diags)
	return api{b}, ok
}

func (a api) create(ctx context.Context, details objectstorage.CreateBucketDetails) (objectstorage.Bucket, error) {
	answer, err := a.Client.CreateBucket(oci.Shield(ctx), objectstorage.CreateBucketRequest{NamespaceName: &a.Namespace, CreateBucketDetails: details})
	return answer.Bucket, oci.Explain("CreateBucket", a.Region, err)
}

func (a api) delete(ctx context.Context) error {
	_, err := a.Client.DeleteBucket(oci.Shield(ctx), objectstorage.DeleteBucketRequest{NamespaceName: &a.Namespace, BucketName: &a.Name})
	return oci.Explain("DeleteBucket", a.Region, err)
}

// listed says whether the list of a compartment shows the bucket.
func (a api) listed(ctx context.Context, compartment string) (bool, error) {
	return operation.Shows(a.Buckets(ctx, compartment), func(b objectstorage.BucketSummary) bool { return attribute.Value(b.Name) == a.Name })
}

func (a api) rules(ctx context.Context) ([]objectstorage.RetentionRule, error) {
	listed, err := oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.RetentionRuleSummary, *string, error) {
		answer, err := a.Client.ListRetentionRules(oci.Shield(ctx), objectstorage.ListRetentionRulesRequest{NamespaceName: &a.Namespace, BucketName: &a.Name, Page: page})
		return answer.RetentionRuleCollection.Items, answer.OpcNextPage, oci.Explain("ListRetentionRules", a.Region, err)
	}))
	all := make([]objectstorage.RetentionRule, len(listed))
	for i, summary := range listed {
		all[i] = objectstorage.RetentionRule(summary)
	}
	slices.SortFunc(all, func(x, y objectstorage.RetentionRule) int { return byName(x.DisplayName, y.DisplayName) })
	return all, err
}

func (a api) createRule(ctx context.Context, name string, r rule) error {
	_, err := a.Client.CreateRetentionRule(oci.Shield(ctx), objectstorage.CreateRetentionRuleRequest{
		NamespaceName: &a.Namespace, BucketName: &a.Name,
		CreateRetentionRuleDetails: objectstorage.CreateRetentionRuleDetails{DisplayName: &name, Duration: r.duration(), TimeRuleLocked: r.lock()},
	})
	return oci.Explain("CreateRetentionRule", a.Region, err)
}

func (a api) updateRule(ctx context.Context, id, name string, r rule) error {
	_, err := a.Client.UpdateRetentionRule(oci.Shield(ctx), objectstorage.UpdateRetentionRuleRequest{
		NamespaceName: &a.Namespace, BucketName: &a.Name, RetentionRuleId: &id,
		UpdateRetentionRuleDetails: objectstorage.UpdateRetentionRuleDetails{DisplayName: &name, Duration: r.duration(), TimeRuleLocked: r.lock()},
	})
	return oci.Explain("UpdateRetentionRule", a.Region, err)
}

func (a api) deleteRule(ctx context.Context, id string) error {
	_, err := a.Client.DeleteRetentionRule(oci.Shield(ctx), objectstorage.DeleteRetentionRuleRequest{NamespaceName: &a.Namespace, BucketName: &a.Name, RetentionRuleId: &id})
	return oci.Explain("DeleteRetentionRule", a.Region, err)
}

func (a api) policies(ctx context.Context) ([]objectstorage.ReplicationPolicySummary, error) {
	all, err := oci.All(a.Policies(ctx))
	slices.SortFunc(all, func(x, y objectstorage.ReplicationPolicySummary) int { return byName(x.Name, y.Name) })
	return all, err
}

func byName(x, y *string) int { return cmp.Compare(attribute.Value(x), attribute.Value(y)) }
