package denyrule

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

func (w writer) removeQuota(ctx context.Context, q limit) error {
	err := w.deleteQuota(ctx, attribute.Value(q.Id), q.etag)
	if oci.IsNotFound(err) {
		if _, looked := w.getQuota(ctx, attribute.Value(q.Id)); oci.IsNotFound(looked) {
			return nil
		}
	}
	return err
}

// quota brings the quota to what is wanted: one object, one request.
func (w writer) quota(ctx context.Context, have *limit) (*limit, error) {
	statements := attribute.Strings(w.plan.QuotaStatements.Elements())
	switch {
	case len(statements) == 0 && have == nil:
		return nil, nil
	case len(statements) == 0:
		if err := w.removeQuota(ctx, *have); err != nil {
			return have, err
		}
		return nil, nil
	case have == nil:
		made, err := w.makeQuota(ctx, statements)
		if err != nil {
			return nil, err
		}
		return &made, nil
	}
	changed, err := w.putQuota(ctx, *have, statements)
	if err != nil {
		return have, err
	}
	return &changed, nil
}

func (w writer) makeQuota(ctx context.Context, statements []string) (limit, error) {
	name := w.plan.Name.ValueString()
	made, err := w.createQuota(ctx, limits.CreateQuotaDetails{
		CompartmentId: &w.tenancy, Name: &name, Statements: statements, Description: w.plan.Description.ValueStringPointer(), FreeformTags: w.tags(),
		DefinedTags: attribute.SentDefined(w.plan.DefinedTags),
	}, common.RetryToken())
	if !oci.IsConflict(err) && !oci.IsAmbiguous(err) {
		return made, err
	}
	listed, looked := w.quotasOf(ctx)
	if looked != nil {
		return made, err
	}
	for _, q := range listed {
		if attribute.Value(q.Name) != name {
			continue
		}
		there, failure := w.getQuota(ctx, attribute.Value(q.Id))
		if failure != nil || !w.ours(there.FreeformTags) {
			return made, err
		}
		tflog.Info(ctx, "the quota is there already, by an apply of this owner that was interrupted: adopting it", map[string]any{"quota": name})
		return w.putQuota(ctx, there, statements)
	}
	return made, err
}

func (w writer) putQuota(ctx context.Context, q limit, statements []string) (limit, error) {
	changed, err := w.updateQuota(ctx, attribute.Value(q.Id), q.etag, limits.UpdateQuotaDetails{
		Statements: statements, Description: w.plan.Description.ValueStringPointer(), FreeformTags: w.tags(),
		DefinedTags: attribute.MergedDefined(w.plan.DefinedTags, w.before, q.DefinedTags),
	})
	if !policy.Changed(err) {
		return changed, err
	}
	there, looked := w.getQuota(ctx, attribute.Value(q.Id))
	if looked == nil && slices.Equal(canonicalQuota(there.Statements), statements) && attribute.Value(there.Description) == w.plan.Description.ValueString() {
		return there, nil
	}
	return changed, err
}
