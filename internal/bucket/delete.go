package bucket

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// notEmpty is Oracle's code for a bucket that still has objects, versions, uploads or pre-authenticated requests.
const notEmpty = "BucketNotEmpty"

// delete removes the bucket, unless another resource of this apply has adopted it.
func (r *Resource) delete(ctx context.Context, api api, state model) diag.Diagnostics {
	d := operation.Doomed{
		Key: state.ID.ValueString(), Noun: "bucket", Kept: "Bucket kept", ID: state.ID.ValueString(),
		Taken: api.Call("Cannot delete bucket", "Waiting until another resource of this apply is done with", ""),
	}
	return d.Delete(ctx, r.Provider, func() diag.Diagnostic { return api.remove(ctx, state) })
}

// remove deletes the bucket. With force_destroy it is emptied first, and again when something came in meanwhile.
func (a api) remove(ctx context.Context, state model) diag.Diagnostic {
	const rounds = 3
	force := state.ForceDestroy.ValueBool()
	var err error
	for range rounds {
		if force {
			if err = a.empty(ctx); err != nil && !oci.IsNotFound(err) {
				return a.Call("Cannot empty bucket", "Emptying", strings.TrimSpace("What was deleted so far is gone; the bucket is still there. Apply again to go on. "+readOnly(state))).Error(err)
			}
		}
		if err = a.delete(ctx); err == nil {
			return nil
		}
		if !force || !isNotEmpty(err) {
			break
		}
	}
	switch {
	case oci.IsNotFound(err):
		gone, failure := a.missing(state).Gone(ctx, err)
		if failure != nil || gone {
			return failure
		}
	case isNotEmpty(err) && !force:
		call := a.Call("Bucket is not empty", "Deleting", "Nothing was deleted. To have Terraform delete everything in the bucket with it, set force_destroy = true and "+
			"apply that before you destroy. It deletes all versions of all objects, multipart uploads and pre-authenticated requests, and cannot be undone.")
		call.At = path.Root("force_destroy")
		return call.Error(err)
	}
	return a.Call("Cannot delete bucket", "Deleting", readOnly(state)).Error(err)
}

// readOnly says what to do with a bucket that nobody may write to; "" for any other.
func readOnly(state model) string {
	if !state.IsReadOnly.ValueBool() {
		return ""
	}
	return "It is the destination of a replication, and so read-only. Destroy the residency_bucket_replication that leads here, or delete the source's policy by hand and make " +
		"this bucket writable: oci os replication make-bucket-writable."
}

func isNotEmpty(err error) bool {
	var answer *oci.Error
	return errors.As(err, &answer) && answer.Code == notEmpty
}
