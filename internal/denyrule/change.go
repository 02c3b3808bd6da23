package denyrule

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// written is the plan with what it did not know.
func (m model) written(policies []policy.Policy, quota *limit) model {
	out := m
	out.PolicyIDs, out.PolicyID, out.QuotaID = ids(policies), types.StringNull(), types.StringNull()
	if len(policies) > 0 {
		out.PolicyID = text(attribute.Value(policies[0].Id))
	}
	if quota != nil {
		out.QuotaID = text(attribute.Value(quota.Id))
	}
	return out
}

func etags(policies []policy.Policy, quota *limit) map[string]string {
	all := map[string]string{}
	for _, p := range policies {
		all[attribute.Value(p.Id)] = p.ETag
	}
	if quota != nil {
		all[attribute.Value(quota.Id)] = quota.etag
	}
	return all
}

// unchanged is the error that somebody has changed the rule since it was read for the plan.
func (w writer) unchanged(there stored, seen map[string]string) diag.Diagnostic {
	for id, etag := range etags(there.policies, there.quota) {
		if was := seen[id]; was != "" && was != etag {
			return diagnostic.Error(path.Empty(), "Deny rule changed since the plan",
				fmt.Sprintf("Somebody changed %s after this plan was made, and the change would have been overwritten.", id), "Run the plan again: it shows what changed.")
		}
	}
	return nil
}

// change brings what there is to the plan. A quota that stays or comes is written first, one that goes is deleted last.
func (w writer) change(ctx context.Context, there stored) (stored, error) {
	var err error
	stays := len(w.plan.QuotaStatements.Elements()) > 0
	if stays && !w.sameQuota(there.quota) {
		if there.quota, err = w.quota(ctx, there.quota); err != nil {
			return there, err
		}
	}
	if there.policies, err = w.reconcile(ctx, there.policies); err != nil {
		return there, err
	}
	if !stays {
		there.quota, err = w.quota(ctx, there.quota)
	}
	return there, err
}

// sameQuota says whether the quota need not be written: it says what is wanted, and was in force when it was read.
func (w writer) sameQuota(q *limit) bool {
	if q == nil || w.revised || !w.settled {
		return false
	}
	return attribute.TextList(canonicalQuota(q.Statements)).Equal(w.plan.QuotaStatements) && attribute.Value(q.Description) == w.plan.Description.ValueString() &&
		equalTags(q.FreeformTags, w.tags()) && w.tagged(q.DefinedTags)
}

// refused is the error of a write. A tenancy without deny policies is told from its answer: no request asks for it.
func (w writer) refused(summary, doing string, err error) diag.Diagnostic {
	switch {
	case denyNotEnabled(err):
		call := w.call("Deny policies not enabled", doing, "Deny policies are not enabled in this tenancy; nothing was left behind. A member of the default domain's Administrators enables them, "+
			"for good: in the console under Identity & Security, Policies, Actions, Policy settings, Enable IAM Deny Policy. Until then layers = [\"quota\"] works alone.")
		call.At = path.Root("layers")
		return call.Error(err)
	case policy.Changed(err):
		return w.call("Deny rule changed since the plan", doing, "Somebody changed it meanwhile. Run the plan again: it shows what changed.").Error(err)
	case oci.IsConflict(err):
		return w.call(summary, doing, fmt.Sprintf("The name is taken, perhaps by an apply that was interrupted. With an owner in the provider block the next apply takes such a rule over; "+
			"otherwise import it: import { to = residency_deny_rule.NAME, id = %q }.", w.plan.identity().ID().ValueString())).Error(err)
	}
	return w.call(summary, doing, "").Error(err)
}

// denyNotEnabled recognises the refusal of a deny statement. Its words are a field report: Oracle documents none.
func denyNotEnabled(err error) bool {
	if oci.Status(err) != http.StatusBadRequest {
		return false
	}
	words := strings.ToLower(err.Error())
	return strings.Contains(words, "deny") && (strings.Contains(words, "allow compilation") || strings.Contains(words, "not enabled") || strings.Contains(words, "not supported"))
}

// slow is how long a quota may take to be in force, and a little more.
const slow = 12 * time.Minute

// inForce waits until the policies are active and the quotas in force. What takes longer is a warning: the rule is written.
func (r *Resource) inForce(ctx context.Context, w writer, policies []policy.Policy, m model) (diags diag.Diagnostics) {
	ctx, cancel := context.WithTimeout(ctx, slow)
	defer cancel()
	for _, p := range policies {
		id, state := attribute.Value(p.Id), string(p.LifecycleState)
		if state == string(identity.PolicyLifecycleStateActive) {
			continue
		}
		err := operation.Wait(ctx, r.Provider, fmt.Sprintf("policy %q to become ACTIVE", attribute.Value(p.Name)), func(ctx context.Context) (bool, string, error) {
			read, err := w.Get(ctx, id)
			return read.LifecycleState == identity.PolicyLifecycleStateActive, string(read.LifecycleState), err
		})
		if err != nil {
			diags.Append(w.call("Deny rule not yet in force", "Waiting for the policies", "The statements are written.").Warning(err))
			return diags
		}
	}
	if len(m.EffectiveQuotas.Elements()) == 0 {
		return diags
	}
	err := operation.Wait(ctx, r.Provider, "the quotas to be in force", func(ctx context.Context) (bool, string, error) {
		read, err := effective(ctx, r.Provider, m)
		return err == nil && zero(read), "not yet everywhere", err
	})
	if err != nil {
		diags.Append(w.call("Quota not yet in force", "Waiting for the quota", "The quota is written, and takes up to ten minutes. The next plan shows what is in force.").Warning(err))
	}
	return diags
}
