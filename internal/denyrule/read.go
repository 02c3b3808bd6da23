package denyrule

import (
	"context"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// stored is what there is of a rule.
type stored struct {
	policies []policy.Policy
	quota    *limit
}

func (s stored) gone() bool { return len(s.policies) == 0 && s.quota == nil }

// load reads the objects of the state. What is gone is left out, once the list of its compartment does not show it either.
// After an import the names alone say what they are.
func (a api) load(ctx context.Context, m model) (there stored, failure diag.Diagnostic) {
	known := attribute.Texts(m.PolicyIDs)
	if m.PolicyIDs.IsNull() || m.PolicyIDs.IsUnknown() {
		return a.discover(ctx, m)
	}
	var listed map[string]bool
	for _, name := range m.policyNames() {
		p, err := a.Get(ctx, known[name])
		if oci.IsNotFound(err) {
			if listed == nil {
				if listed, failure = a.shown(ctx, m, err); failure != nil {
					return there, failure
				}
			}
			if !listed[known[name]] {
				continue
			}
		}
		if err != nil {
			return there, a.call("Cannot read deny rule", fmt.Sprintf("Reading policy %q", name), "").Error(err)
		}
		there.policies = append(there.policies, p)
	}
	if m.QuotaID.ValueString() == "" {
		return there, nil
	}
	there.quota, failure = a.loadQuota(ctx, m.QuotaID.ValueString())
	return there, failure
}

// shown lists the OCIDs of the policies that there are in the rule's compartment.
func (a api) shown(ctx context.Context, m model, notFound error) (map[string]bool, diag.Diagnostic) {
	listed, err := oci.All(a.In(ctx, m.CompartmentID.ValueString()))
	if err != nil {
		return nil, a.call("Cannot read deny rule", "Reading the policies", "Oracle answers 404 also to who may not see them, and their compartment cannot be listed either: "+
			diagnostic.Brief(err)+". So the rule stays in state.").Error(notFound)
	}
	ids := map[string]bool{}
	for _, p := range listed {
		ids[attribute.Value(p.Id)] = true
	}
	return ids, nil
}

func (a api) loadQuota(ctx context.Context, id string) (*limit, diag.Diagnostic) {
	q, err := a.getQuota(ctx, id)
	switch {
	case err == nil && q.LifecycleState != "DELETED":
		return &q, nil
	case err == nil:
		return nil, nil
	case !oci.IsNotFound(err):
		return nil, a.call("Cannot read deny rule", "Reading the quota", "").Error(err)
	}
	listed, looked := a.quotasOf(ctx)
	if looked != nil {
		return nil, a.call("Cannot read deny rule", "Reading the quota", "Oracle answers 404 also to who may not see it, and the quotas cannot be listed either: "+
			diagnostic.Brief(looked)+". So the rule stays in state.").Error(err)
	}
	for _, one := range listed {
		if attribute.Value(one.Id) == id {
			return nil, a.call("Cannot read deny rule", "Reading the quota", "The list of quotas shows it, so these credentials may not read it (QUOTA_READ).").Error(err)
		}
	}
	return nil, nil
}

// discover finds the objects of a rule by name.
func (a api) discover(ctx context.Context, m model) (there stored, failure diag.Diagnostic) {
	call := a.call("Cannot read deny rule", "Looking for the policies and the quota", "")
	listed, err := oci.All(a.In(ctx, m.CompartmentID.ValueString()))
	if err != nil {
		return there, call.Error(err)
	}
	for _, name := range compile.PolicyNames(m.Name.ValueString(), mostPolicies) {
		for _, p := range listed {
			if attribute.Value(p.Name) != name {
				continue
			}
			read, err := a.Get(ctx, attribute.Value(p.Id))
			if err != nil {
				return there, call.Error(err)
			}
			there.policies = append(there.policies, read)
		}
	}
	quotas, err := a.quotasOf(ctx)
	if err != nil {
		if len(there.policies) > 0 && (oci.IsNotFound(err) || oci.Status(err) == http.StatusNotImplemented) {
			return there, nil
		}
		return there, call.Error(err)
	}
	for _, q := range quotas {
		if attribute.Value(q.Name) == m.Name.ValueString() {
			there.quota, failure = a.loadQuota(ctx, attribute.Value(q.Id))
		}
	}
	return there, failure
}

// fromAPI is the model with what there is.
func (m model) fromAPI(there stored, home string) model {
	out := m
	out.HomeRegion, out.ID = types.StringValue(home), m.identity().ID()
	var statements, quotas []string
	for _, p := range there.policies {
		statements = append(statements, policy.CanonicalAll(p.Statements)...)
	}
	out.PolicyIDs, out.PolicyID, out.QuotaID = ids(there.policies), types.StringNull(), types.StringNull()
	if len(there.policies) > 0 {
		first := there.policies[0]
		out.PolicyID, out.Description, out.FreeformTags = text(attribute.Value(first.Id)), text(attribute.Value(first.Description)), attribute.Freeform(m.FreeformTags, first.FreeformTags)
		out.DefinedTags = attribute.Defined(m.DefinedTags, first.DefinedTags, m.HomeRegion.IsNull())
	}
	if there.quota != nil {
		quotas, out.QuotaID = canonicalQuota(there.quota.Statements), text(attribute.Value(there.quota.Id))
		if len(there.policies) == 0 {
			out.Description, out.FreeformTags = text(attribute.Value(there.quota.Description)), attribute.Freeform(m.FreeformTags, there.quota.FreeformTags)
			out.DefinedTags = attribute.Defined(m.DefinedTags, there.quota.DefinedTags, m.HomeRegion.IsNull())
		}
	}
	out.Statements, out.QuotaStatements = attribute.TextList(statements), attribute.TextList(quotas)
	if m.Revision.IsNull() {
		out.Revision = types.Int64Value(1)
	}
	return out
}

// reprove says what the stored statements stop now that somebody has changed them. What cannot be told proves nothing.
func (r *Resource) reprove(ctx context.Context, m *model, there stored) {
	out := compile.Output{Quota: canonicalQuota(attribute.Strings(m.QuotaStatements.Elements()))}
	for _, p := range there.policies {
		out.Policies = append(out.Policies, compile.Policy{Name: attribute.Value(p.Name), Statements: policy.CanonicalAll(p.Statements)})
	}
	if r.Provider.Boundary != nil && !m.CompartmentIDs.IsNull() {
		a := author{model: *m, boundary: r.Provider.Boundary, now: r.Provider.Now()}
		var failed diag.Diagnostics
		if a.tenancy, failed = survey(ctx, r.Provider, m.wants(compile.Quota)); !failed.HasError() {
			rule := a.rule()
			if lines, gaps, err := compile.Reprove(rule, out.Policies, out.Quota); err == nil && !a.diags.HasError() {
				out.Proof, out.Gaps = lines, gaps
			}
		}
	}
	m.show(out)
}
