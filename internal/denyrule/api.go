package denyrule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// api is Oracle's policies and quotas in the home region, where both are written. Its errors are *oci.Error.
type api struct {
	policy.API
	quotas  *limits.QuotasClient
	tenancy string
	name    string // the rule's
}

// newAPI is the API for the rule of a name. home is the home region's name, null where only the tenancy can tell.
func newAPI(ctx context.Context, p *placement.Provider, home types.String, name string, diags *diag.Diagnostics) (api, bool) {
	policies, ok := policy.Open(ctx, p, home, diags)
	if !ok {
		return api{}, false
	}
	quotas, ok := operation.Client(p, policies.Home, (*oci.Session).Quotas, diags)
	if !ok {
		return api{}, false
	}
	tenancy, err := p.Session.TenancyOCID()
	if err != nil {
		diags.Append(diagnostic.Config(err))
	}
	return api{API: policies, quotas: quotas, tenancy: tenancy, name: name}, err == nil
}

// call says what was tried with the rule; doing is such as "Creating policy".
func (a api) call(summary, doing, next string) diagnostic.Call {
	return diagnostic.Call{Summary: summary, Tried: fmt.Sprintf("%s of deny rule %q", doing, a.name), Region: a.Home, Next: next}
}

// limit is the quota object.
type limit struct {
	limits.Quota
	etag string
}

func (a api) createQuota(ctx context.Context, details limits.CreateQuotaDetails, token string) (limit, error) {
	answer, err := a.quotas.CreateQuota(oci.Shield(ctx), limits.CreateQuotaRequest{CreateQuotaDetails: details, OpcRetryToken: &token})
	return limit{answer.Quota, attribute.Value(answer.Etag)}, oci.Explain("CreateQuota", a.Home, err)
}

func (a api) getQuota(ctx context.Context, id string) (limit, error) {
	answer, err := a.quotas.GetQuota(oci.Shield(ctx), limits.GetQuotaRequest{QuotaId: &id})
	return limit{answer.Quota, attribute.Value(answer.Etag)}, oci.Explain("GetQuota", a.Home, err)
}

// updateQuota changes the quota if it still has the etag. A lock is respected: whoever set it has to take it off.
func (a api) updateQuota(ctx context.Context, id, etag string, details limits.UpdateQuotaDetails) (limit, error) {
	answer, err := a.quotas.UpdateQuota(oci.Shield(ctx), limits.UpdateQuotaRequest{QuotaId: &id, IfMatch: &etag, UpdateQuotaDetails: details})
	return limit{answer.Quota, attribute.Value(answer.Etag)}, oci.Explain("UpdateQuota", a.Home, err)
}

func (a api) deleteQuota(ctx context.Context, id, etag string) error {
	_, err := a.quotas.DeleteQuota(oci.Shield(ctx), limits.DeleteQuotaRequest{QuotaId: &id, IfMatch: present(etag)})
	return oci.Explain("DeleteQuota", a.Home, err)
}

func (a api) quotasOf(ctx context.Context) ([]limits.QuotaSummary, error) {
	return oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]limits.QuotaSummary, *string, error) {
		answer, err := a.quotas.ListQuotas(oci.Shield(ctx), limits.ListQuotasRequest{CompartmentId: &a.tenancy, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListQuotas", a.Home, err)
	}))
}

func present(s string) *string {
	if s == "" {
		return nil
	}
	return common.String(s)
}
