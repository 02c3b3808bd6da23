package replication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// end deletes the policy and waits until it is gone.
func (r *Resource) end(ctx context.Context, source api, l lost) diag.Diagnostic {
	id := l.state.ReplicationID.ValueString()
	call := source.Call("Cannot delete replication", fmt.Sprintf("Deleting replication policy %q of", l.state.Name.ValueString()), "")
	err := source.EndReplication(ctx, id)
	if oci.IsNotFound(err) {
		if _, failure := source.gone(ctx, l, err); failure != nil {
			return failure
		}
		return nil
	}
	if err != nil {
		return call.Error(err)
	}
	err = oci.Wait(ctx, oci.WaitOptions{
		What:   fmt.Sprintf("replication policy %q of bucket %q in %s to be gone", l.state.Name.ValueString(), source.Name, source.Region),
		Logger: r.Provider.Session.Logger(),
	}, func(ctx context.Context) (bool, string, error) {
		policy, err := source.get(ctx, id)
		if oci.IsNotFound(err) {
			return true, "", nil
		}
		return false, string(policy.Status), err
	})
	if err != nil {
		return call.Error(err)
	}
	return nil
}

// release makes the destination writable again. One that is gone needs nothing, and one that somebody has made the
// destination of another replication since is left alone.
func (a api) release(ctx context.Context, state model) diag.Diagnostic {
	call := a.Call("Destination bucket still read-only", "Making writable the former destination",
		"The policy is deleted. Apply again to go on, or make the bucket writable by hand: oci os replication make-bucket-writable.")
	others, err := a.others(ctx, state)
	switch {
	case oci.IsNotFound(err):
		return a.Call("Destination bucket not found", "Making writable the former destination",
			"A destination that is deleted needs nothing more. If it is there, these credentials may not see it, and it is still read-only.").Warning(err)
	case err != nil:
		return call.Error(err)
	case others != "":
		tflog.Info(ctx, "the destination stays read-only: it is that of another replication", map[string]any{"bucket": a.Name, "region": a.Region, "source": others})
		return nil
	}
	failed := a.makeWritable(ctx)
	if failed == nil {
		return nil
	}
	// The answer to a bucket that is writable already is not documented, so the bucket is asked.
	if bucket, err := a.Get(ctx); err == nil && !attribute.Value(bucket.IsReadOnly) {
		return nil
	}
	return call.Error(failed)
}

// others is another replication of which the bucket is the destination, "" for none.
func (a api) others(ctx context.Context, state model) (string, error) {
	sources, err := a.sources(ctx)
	for _, s := range sources {
		own := attribute.Value(s.SourceRegionName) == state.Region.ValueString() && attribute.Value(s.SourceBucketName) == state.Bucket.ValueString()
		if !own {
			return fmt.Sprintf("%s/%s", attribute.Value(s.SourceRegionName), attribute.Value(s.SourceBucketName)), err
		}
	}
	return "", err
}
