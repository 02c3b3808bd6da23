package denyrule

import (
	"context"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is Oracle's Identity and Quotas in the home region, where both are written. Its errors are *oci.Error.
type api struct {
	identity *identity.IdentityClient
	quotas   *limits.QuotasClient
	home     string
	tenancy  string
	name     string // the rule's
}

func newAPI(p *placement.Provider, home, name string, diags *diag.Diagnostics) (api, bool) {
	who, ok := operation.Client(p, home, (*oci.Session).Identity, diags)
	if !ok {
		return api{}, false
	}
	quotas, ok := operation.Client(p, home, (*oci.Session).Quotas, diags)
	if !ok {
		return api{}, false
	}
	tenancy, err := p.Session.TenancyOCID()
	if err != nil {
		diags.Append(diagnostic.Config(err))
	}
	return api{identity: who, quotas: quotas, home: home, tenancy: tenancy, name: name}, err == nil
}

// call says what was tried with the rule; doing is such as "Creating policy".
func (a api) call(summary, doing, next string) diagnostic.Call {
	return diagnostic.Call{Summary: summary, Tried: fmt.Sprintf("%s of deny rule %q", doing, a.name), Region: a.home, Next: next}
}

// policy is a policy object with the tag that tells whether it is still the one that was read.
type policy struct {
	identity.Policy
	etag string
}

func (a api) createPolicy(ctx context.Context, details identity.CreatePolicyDetails, token string) (policy, error) {
	answer, err := a.identity.CreatePolicy(oci.Shield(ctx), identity.CreatePolicyRequest{CreatePolicyDetails: details, OpcRetryToken: &token})
	return policy{answer.Policy, attribute.Value(answer.Etag)}, oci.Explain("CreatePolicy", a.home, err)
}

func (a api) getPolicy(ctx context.Context, id string) (policy, error) {
	answer, err := a.identity.GetPolicy(oci.Shield(ctx), identity.GetPolicyRequest{PolicyId: &id})
	return policy{answer.Policy, attribute.Value(answer.Etag)}, oci.Explain("GetPolicy", a.home, err)
}

// updatePolicy changes a policy if it still has the etag.
func (a api) updatePolicy(ctx context.Context, id, etag string, details identity.UpdatePolicyDetails) (policy, error) {
	answer, err := a.identity.UpdatePolicy(oci.Shield(ctx), identity.UpdatePolicyRequest{PolicyId: &id, IfMatch: &etag, UpdatePolicyDetails: details})
	return policy{answer.Policy, attribute.Value(answer.Etag)}, oci.Explain("UpdatePolicy", a.home, err)
}

func (a api) deletePolicy(ctx context.Context, id, etag string) error {
	_, err := a.identity.DeletePolicy(oci.Shield(ctx), identity.DeletePolicyRequest{PolicyId: &id, IfMatch: present(etag)})
	return oci.Explain("DeletePolicy", a.home, err)
}

// policiesIn lists the policies of a compartment.
func (a api) policiesIn(ctx context.Context, compartment string) ([]identity.Policy, error) {
	return collect(oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.Policy, *string, error) {
		answer, err := a.identity.ListPolicies(oci.Shield(ctx), identity.ListPoliciesRequest{CompartmentId: &compartment, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListPolicies", a.home, err)
	}))
}

// limit is the quota object.
type limit struct {
	limits.Quota
	etag string
}

func (a api) createQuota(ctx context.Context, details limits.CreateQuotaDetails, token string) (limit, error) {
	answer, err := a.quotas.CreateQuota(oci.Shield(ctx), limits.CreateQuotaRequest{CreateQuotaDetails: details, OpcRetryToken: &token})
	return limit{answer.Quota, attribute.Value(answer.Etag)}, oci.Explain("CreateQuota", a.home, err)
}

func (a api) getQuota(ctx context.Context, id string) (limit, error) {
	answer, err := a.quotas.GetQuota(oci.Shield(ctx), limits.GetQuotaRequest{QuotaId: &id})
	return limit{answer.Quota, attribute.Value(answer.Etag)}, oci.Explain("GetQuota", a.home, err)
}

// updateQuota changes the quota if it still has the etag. A lock is respected: whoever set it has to take it off.
func (a api) updateQuota(ctx context.Context, id, etag string, details limits.UpdateQuotaDetails) (limit, error) {
	answer, err := a.quotas.UpdateQuota(oci.Shield(ctx), limits.UpdateQuotaRequest{QuotaId: &id, IfMatch: &etag, UpdateQuotaDetails: details})
	return limit{answer.Quota, attribute.Value(answer.Etag)}, oci.Explain("UpdateQuota", a.home, err)
}

func (a api) deleteQuota(ctx context.Context, id, etag string) error {
	_, err := a.quotas.DeleteQuota(oci.Shield(ctx), limits.DeleteQuotaRequest{QuotaId: &id, IfMatch: present(etag)})
	return oci.Explain("DeleteQuota", a.home, err)
}

func (a api) quotasOf(ctx context.Context) ([]limits.QuotaSummary, error) {
	return collect(oci.Pages(ctx, func(ctx context.Context, page *string) ([]limits.QuotaSummary, *string, error) {
		answer, err := a.quotas.ListQuotas(oci.Shield(ctx), limits.ListQuotasRequest{CompartmentId: &a.tenancy, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListQuotas", a.home, err)
	}))
}

func collect[T any](pages func(func(T, error) bool)) ([]T, error) {
	var all []T
	for item, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}

func present(s string) *string {
	if s == "" {
		return nil
	}
	return common.String(s)
}

func isPreconditionFailed(err error) bool { return oci.Status(err) == http.StatusPreconditionFailed }
