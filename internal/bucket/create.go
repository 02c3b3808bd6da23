package bucket

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// createOrAdopt makes the bucket. Where the name is taken, by a bucket that this configuration or this very request made,
// it makes that bucket what the plan says; nobody else's bucket is touched.
func (r *Resource) createOrAdopt(ctx context.Context, api api, plan model) (objectstorage.Bucket, diag.Diagnostic) {
	if err := ctx.Err(); err != nil {
		return objectstorage.Bucket{}, api.Call("Cannot create bucket", "Creating", "").Error(err)
	}
	claim, err := r.Provider.Claim(ctx, plan.ID.ValueString())
	if err != nil {
		return objectstorage.Bucket{}, api.Call("Cannot create bucket", "Waiting until another resource of this apply is done with", "").Error(err)
	}
	defer claim.Release()
	began := time.Now()
	patient, cancel := placement.Lingering(ctx, operation.Grace)
	defer cancel()
	bucket, err := api.create(patient, plan.create(r.Provider.Owner))
	if err == nil {
		return bucket, nil
	}
	if !oci.IsConflict(err) {
		return bucket, api.Call("Cannot create bucket", "Creating", "").Error(err)
	}
	there, failure := api.Get(patient)
	switch {
	case failure != nil:
		return there, api.Call("Cannot create bucket", "Creating", "Oracle gives this answer for a name that is taken, and also to credentials that may not create "+
			"buckets in this compartment. Which it is cannot be told: a bucket of that name cannot be read with these credentials ("+failure.Error()+"). "+
			"Have the grant checked (manage buckets in this compartment), or choose another name.").Error(err)
	case claim.Refused:
		return there, api.Call("Bucket name is taken", "Creating", "Another resource of this apply was to delete the bucket and could not, so it still has the name. "+
			"A resource that is renamed wants a moved block.").Error(err)
	case !r.made(there, plan, oci.IsAmbiguous(err), began):
		return there, taken(api, there, r.Provider.Owner, err)
	}
	tflog.Info(ctx, "the name is taken by a bucket that this configuration made: adopting it", api.Fields())
	claim.Adopted = true
	return api.adopt(ctx, plan, there)
}

// made says whether the bucket that has the name is this configuration's own: it is in the planned compartment, and either
// has the owner's mark, or came to be since this request began, an attempt of which had no answer.
func (r *Resource) made(there objectstorage.Bucket, plan model, ambiguous bool, began time.Time) bool {
	if attribute.Value(there.CompartmentId) != plan.CompartmentID.ValueString() {
		return false
	}
	if owner := r.Provider.Owner; owner != "" && there.FreeformTags[placement.OwnerTag] == owner {
		return true
	}
	return ambiguous && there.TimeCreated != nil && there.TimeCreated.After(began.Add(-operation.Skew)) &&
		there.FreeformTags[placement.OwnerTag] == r.Provider.Owner
}

// taken says whose the name is not, and how Terraform can take the bucket over.
func taken(api api, there objectstorage.Bucket, owner string, err error) diag.Diagnostic {
	mark := "It does not have this configuration's mark."
	switch found := there.FreeformTags[placement.OwnerTag]; {
	case owner == "":
		mark = "The provider block has no owner, so nobody can tell whether an interrupted apply of this configuration made it."
	case found != "":
		mark = fmt.Sprintf("Its mark says that %q made it, and this configuration's owner is %q.", found, owner)
	}
	call := api.Call("Bucket name is taken", "Creating", fmt.Sprintf(
		"There is a bucket of that name in compartment %s, created at %s by %s. %s\n\nIf it is the one that this configuration means, import it: "+
			"put the resource's own name for NAME, and apply again.\n\nimport {\n  to = residency_bucket.NAME\n  id = %q\n}\n\nIf it is not, choose another name.",
		attribute.Value(there.CompartmentId), attribute.Moment(there.TimeCreated).ValueString(), attribute.Value(there.CreatedBy), mark, importID(api)))
	call.At = path.Root("name")
	return call.Error(err)
}

func importID(a api) string { return fmt.Sprintf("%s/n/%s/b/%s", a.Region, a.Namespace, a.Name) }

// adopt makes a bucket that is there what the plan says. What fails leaves no state behind, so that the next apply adopts
// again and nothing is destroyed.
func (a api) adopt(ctx context.Context, plan model, there objectstorage.Bucket) (objectstorage.Bucket, diag.Diagnostic) {
	now := plan.fromAPI(there)
	if !plan.StorageTier.Equal(now.StorageTier) {
		return there, diagnostic.Error(path.Root("storage_tier"), "Bucket name is taken",
			fmt.Sprintf("The bucket %q in %s is of this configuration's owner, but its tier is %s and not %s, which cannot be changed.",
				a.Name, a.Region, now.StorageTier.ValueString(), plan.StorageTier.ValueString()),
			"Write the tier that it has, delete the bucket, or choose another name.")
	}
	details, differs := plan.update(now, there)
	if !differs {
		return there, nil
	}
	if err := a.Update(ctx, there.Etag, details); err != nil {
		return there, a.Call("Cannot adopt bucket", "Changing", "The bucket is of this configuration's owner. Apply again.").Error(err)
	}
	bucket, err := a.Get(ctx)
	if err != nil {
		return there, a.Call("Cannot adopt bucket", "Reading back", "The bucket is of this configuration's owner. Apply again.").Error(err)
	}
	return bucket, nil
}

// createRules makes the plan's retention rules for a new bucket. What Oracle refuses is a warning: the bucket stays, and
// the next apply goes on with the rules.
func (r *Resource) createRules(ctx context.Context, api api, plan model) diag.Diagnostic {
	if len(plan.RetentionRules.Elements()) == 0 {
		return nil
	}
	name, err := api.reconcile(ctx, rules(plan.RetentionRules))
	if err == nil {
		return nil
	}
	call := api.ruleCall(name, "The bucket was created and is in state, without this rule. Mend the rule if need be, and apply again: the next apply goes on with the rules.")
	call.Summary = "Retention rule not created"
	return call.Warning(err)
}
