package replication

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// lost is a policy for which Oracle answered 404.
type lost struct {
	state       model
	compartment string // the source's, "" when it is not known
	moved       bool   // the state says no region, so the provider's was taken
}

// forget drops the state of a policy that is really gone. One whose destination waits to be made writable stays.
func (l lost) forget(ctx context.Context, source api, notFound error, resp *resource.ReadResponse) (diags diag.Diagnostics) {
	gone, failure := source.gone(ctx, l, notFound)
	if !gone {
		return diag.Diagnostics{failure}
	}
	// A CLI without identities gives none, and the framework then misses it even of what is gone.
	diags = resp.Identity.Set(ctx, l.state.identity())
	if !l.state.ended() {
		tflog.Warn(ctx, "the replication policy is gone: the source was listed and does not show it", source.about(l.state.ReplicationID.ValueString()))
		resp.State.RemoveResource(ctx)
	}
	return diags
}

// gone says whether the policy is really not there: Oracle gives the same answer to who may not see it. It is gone only when
// the source's policies, or else the buckets of its compartment, can be listed with the same credentials and do not show it.
// Otherwise there is an error.
func (a api) gone(ctx context.Context, l lost, notFound error) (bool, diag.Diagnostic) {
	call := a.Call("Replication cannot be read", "Reading a replication policy of", "")
	id := l.state.ReplicationID.ValueString()
	switch {
	case l.moved:
		call.Next = fmt.Sprintf("This state was moved from Oracle's provider and says no region, so the provider's region %s was tried. Set the provider's region to the "+
			"policy's for this apply, or import the policy as %s.", a.Region, importForm)
		return false, call.Error(notFound)
	case l.state.Name.IsNull(): // an import
		call.Next = "Check the region, the namespace, the bucket and the id, and whether a policy lets these credentials read the bucket. Only a policy that exists can be imported."
		return false, call.Error(notFound)
	}
	listed, err := a.policies(ctx)
	if oci.IsNotFound(err) {
		return a.sourceGone(ctx, l, call, notFound)
	}
	if err != nil {
		call.Next = "Oracle answers 404 also to who may not see the policy. To tell, the bucket's policies were listed with the same credentials, and that failed too: " +
			diagnostic.Brief(err) + ". So the policy stays in state."
		return false, call.Error(notFound)
	}
	if slices.ContainsFunc(listed, func(p objectstorage.ReplicationPolicySummary) bool { return attribute.Value(p.Id) == id }) {
		call.Next = "The list of the bucket's policies shows it, so it is there, and these credentials may not read it. It stays in state. Check the policies of IAM."
		return false, call.Error(notFound)
	}
	return true, nil
}

// sourceGone says whether the source bucket is gone, and every policy of it.
func (a api) sourceGone(ctx context.Context, l lost, call diagnostic.Call, notFound error) (bool, diag.Diagnostic) {
	const stays = "So the policy stays in state. Check that the namespace and the bucket are still there and that a policy lets these credentials inspect buckets; " +
		"if the bucket is really gone, terraform state rm forgets the replication."
	if l.compartment == "" {
		call.Next = "The source bucket cannot be seen either, and its compartment is not known, so nobody can tell whether it is gone or hidden. " + stays
		return false, call.Error(notFound)
	}
	names, err := a.buckets(ctx, l.compartment)
	switch {
	case err != nil:
		call.Next = fmt.Sprintf("The source bucket cannot be seen either. To tell whether it is gone or hidden, compartment %s was listed with the same credentials, and that "+
			"failed too: %s. %s", l.compartment, diagnostic.Brief(err), stays)
	case slices.Contains(names, a.Name):
		call.Next = fmt.Sprintf("The list of compartment %s shows the source bucket, so it is there, and these credentials may not read it. The policy stays in state. "+
			"Check the policies of IAM (BUCKET_READ).", l.compartment)
	default:
		return true, nil
	}
	return false, call.Error(notFound)
}
