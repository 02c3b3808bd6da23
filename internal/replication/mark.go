package replication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// rounds bounds how often a change of the source's tags is tried while others change the bucket.
const rounds = 5

// mark puts the tag on the source that declares the replication, after a look at the compartment. It returns the bucket as
// it was before.
func (a api) mark(ctx context.Context, m model) (objectstorage.Bucket, diag.Diagnostic) {
	want := m.mark()
	first := true
	var before objectstorage.Bucket
	for round := 1; ; round++ {
		bucket, err := a.Get(ctx)
		if err != nil {
			return bucket, a.markCall("Reading").Error(err)
		}
		if first {
			before, first = bucket, false
		}
		if fault := a.elsewhere(m, bucket); fault != nil {
			return bucket, fault
		}
		if bucket.FreeformTags[placement.ReplicaTag] == want {
			return before, nil
		}
		err = a.retag(ctx, bucket, func(tags map[string]string) { tags[placement.ReplicaTag] = want })
		if err == nil {
			return before, nil
		}
		if !objectstore.IsChanged(err) || round == rounds {
			return before, a.markCall("Setting the tag " + placement.ReplicaTag + " of").Error(err)
		}
	}
}

func (a api) markCall(doing string) diagnostic.Call {
	call := a.Call("Cannot mark source bucket", doing, "")
	call.At = path.Root("bucket")
	return call
}

// elsewhere refuses a source that is not in the compartment by which the replication was judged.
func (a api) elsewhere(m model, bucket objectstorage.Bucket) diag.Diagnostic {
	written := m.CompartmentID.ValueString()
	if written == "" || written == attribute.Value(bucket.CompartmentId) {
		return nil
	}
	return diagnostic.Error(path.Root("compartment_id"), "Source bucket in another compartment",
		fmt.Sprintf("The bucket %q in %s is in compartment %s, and this replication was judged as if it were in %s.",
			a.Name, a.Region, attribute.Value(bucket.CompartmentId), written),
		"Write the bucket's compartment, such as residency_bucket.NAME.compartment_id, or leave compartment_id out.")
}

// unmark takes the tag off again, if it still declares this replication. A source that is gone has none.
func (a api) unmark(ctx context.Context, mark string) diag.Diagnostic {
	for round := 1; ; round++ {
		bucket, err := a.Get(ctx)
		if err == nil {
			if bucket.FreeformTags[placement.ReplicaTag] != mark {
				return nil
			}
			err = a.retag(ctx, bucket, func(tags map[string]string) { delete(tags, placement.ReplicaTag) })
		}
		switch {
		case err == nil, oci.IsNotFound(err):
			return nil
		case !objectstore.IsChanged(err) || round == rounds:
			return a.Call("Source bucket still marked", "Removing the tag "+placement.ReplicaTag+" from",
				"The replication has ended; the tag is of no effect and can be removed by hand.").Warning(err)
		}
	}
}
