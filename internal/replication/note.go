package replication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// sourceNote is what the private state keeps of the source bucket. None of it is an attribute, because it is the bucket's to
// show.
type sourceNote struct {
	Compartment string `json:"compartment"`        // for the day when the source is not found
	Unmarked    bool   `json:"unmarked,omitempty"` // the source does not declare the replication, as after an import
}

// noted is where the note is.
const noted operation.Note[sourceNote] = "source"

// look reads the source for a note. It is needed only where the policy is not found or not declared, so a failure is no
// error: the next refresh looks again.
func (a api) look(ctx context.Context, mark string) (n sourceNote, ok bool) {
	bucket, err := a.Get(ctx)
	if err != nil {
		tflog.Debug(ctx, "the source bucket cannot be read: "+err.Error(), a.about(""))
		return n, false
	}
	return sourceNote{Compartment: attribute.Value(bucket.CompartmentId), Unmarked: bucket.FreeformTags[placement.ReplicaTag] != mark}, true
}
