package replication

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// made is a policy that was created or adopted, and its source.
type made struct {
	policy objectstorage.ReplicationPolicy
	source sourceNote
}

// createOrAdopt marks the source and makes the policy. Where the bucket replicates already, by a policy that this very
// request or an interrupted apply of the same owner made, it takes that one.
func (r *Resource) createOrAdopt(ctx context.Context, source api, plan model) (made, diag.Diagnostic) {
	patient, cancel := placement.Lingering(ctx, operation.Grace)
	defer cancel()
	before, failure := source.mark(ctx, plan)
	if failure != nil {
		return made{}, failure
	}
	out := made{source: sourceNote{Compartment: attribute.Value(before.CompartmentId)}}
	began := time.Now()
	var err error
	if out.policy, err = source.create(patient, plan.create()); err == nil {
		return out, nil
	}
	var there *objectstorage.ReplicationPolicy
	var look error
	if oci.IsConflict(err) || oci.IsAmbiguous(err) {
		there, look = source.find(patient, plan)
	}
	if there != nil && r.ours(*there, before, plan, oci.IsAmbiguous(err), began) {
		tflog.Info(ctx, "the bucket replicates already by a policy that this configuration made: adopting it", source.about(attribute.Value(there.Id)))
		out.policy = *there
		return out, nil
	}
	if look == nil && before.FreeformTags[placement.ReplicaTag] != plan.mark() {
		source.unmarkQuietly(patient, plan)
	}
	return made{}, source.refused(plan, there, err)
}

// find looks for a policy of the source; there is one at most. It is nil where there is none.
func (a api) find(ctx context.Context, plan model) (*objectstorage.ReplicationPolicy, error) {
	listed, err := a.policies(ctx)
	if err != nil || len(listed) == 0 {
		return nil, err
	}
	at := max(0, slices.IndexFunc(listed, func(p objectstorage.ReplicationPolicySummary) bool { return plan.like(whole(p)) }))
	found := whole(listed[at])
	return &found, nil
}

// ours says whether the policy that is there is this configuration's own: it is the planned one, and either came to be since
// this request began, an attempt of which had no answer, or was declared before by the mark on a bucket of the same owner.
func (r *Resource) ours(there objectstorage.ReplicationPolicy, before objectstorage.Bucket, plan model, ambiguous bool, began time.Time) bool {
	if !plan.like(there) {
		return false
	}
	if ambiguous && there.TimeCreated != nil && there.TimeCreated.After(began.Add(-operation.Skew)) {
		return true
	}
	owner := r.Provider.Owner
	return owner != "" && before.FreeformTags[placement.OwnerTag] == owner && before.FreeformTags[placement.ReplicaTag] == plan.mark()
}

// refused says why there is no policy, and what is in its place.
func (a api) refused(plan model, there *objectstorage.ReplicationPolicy, err error) diag.Diagnostic {
	call := a.Call("Cannot create replication", fmt.Sprintf("Creating replication policy %q of", plan.Name.ValueString()), "")
	switch {
	case isUngranted(err):
		call.Next = fmt.Sprintf("Object Storage replicates by a grant to its own service in the source's region, and the bucket's compartment has none. Write a residency_service_grant "+
			"with regions = [%q] and allow_copy_and_replication = true, or ask those who own the tenancy for it, and apply again.", a.Region)
		return call.Error(err)
	case there == nil || !oci.IsConflict(err):
		return call.Error(err)
	case !plan.like(*there):
		call.Summary, call.At = "Bucket replicates already", path.Root("bucket")
		call.Next = fmt.Sprintf("It replicates by policy %q to bucket %q in %s, and a bucket has one policy at most. Delete that policy, or import it and write its arguments:\n\n%s",
			attribute.Value(there.Name), attribute.Value(there.DestinationBucketName), attribute.Value(there.DestinationRegionName), a.importBlock(*there))
	default:
		call.Summary, call.At = "Bucket replicates already", path.Root("bucket")
		call.Next = fmt.Sprintf("The very policy that is planned is there, created at %s. Nobody can tell whether an interrupted apply of this configuration made it: that "+
			"needs the provider's owner, on a bucket of the same owner.\n\nTo take it over, import it: put the resource's own name for NAME, and apply again.\n\n%s",
			attribute.Moment(there.TimeCreated).ValueString(), a.importBlock(*there))
	}
	return call.Error(err)
}

// isUngranted says whether Oracle's own service may not do what was asked for; who asked may.
func isUngranted(err error) bool {
	var answer *oci.Error
	return errors.As(err, &answer) && answer.Code == "InsufficientServicePermissions"
}

func (a api) importBlock(p objectstorage.ReplicationPolicy) string {
	return fmt.Sprintf("import {\n  to = residency_bucket_replication.NAME\n  id = %q\n}", importID(a.Region, a.Namespace, a.Name, attribute.Value(p.Id)))
}

// unmarkQuietly takes back the mark of a policy that was not made; there is an error to show already.
func (a api) unmarkQuietly(ctx context.Context, plan model) {
	if failure := a.unmark(ctx, plan.mark()); failure != nil {
		tflog.Warn(ctx, failure.Summary()+": "+failure.Detail(), a.about(""))
	}
}

// whole is a listed policy in the form in which one is read. The two say the same.
func whole(p objectstorage.ReplicationPolicySummary) objectstorage.ReplicationPolicy {
	return objectstorage.ReplicationPolicy{
		Id: p.Id, Name: p.Name, DestinationRegionName: p.DestinationRegionName, DestinationBucketName: p.DestinationBucketName,
		TimeCreated: p.TimeCreated, TimeLastSync: p.TimeLastSync, StatusMessage: p.StatusMessage,
		Status: objectstorage.ReplicationPolicyStatusEnum(p.Status),
	}
}
