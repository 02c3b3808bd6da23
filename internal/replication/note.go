package replication

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// sourceNote is what the private state keeps of the source bucket. None of it is an attribute, because it is the bucket's to
// show.
type sourceNote struct {
	Compartment string `json:"compartment"`        // for the day when the source is not found
	Unmarked    bool   `json:"unmarked,omitempty"` // the source does not declare the replication, as after an import
}

const sourceKey = "source"

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// noted is the note, and whether there is one.
func noted(ctx context.Context, p privateReader) (n sourceNote, found bool, diags diag.Diagnostics) {
	raw, diags := p.GetKey(ctx, sourceKey)
	if len(raw) == 0 {
		return n, false, diags
	}
	if err := json.Unmarshal(raw, &n); err != nil {
		diags.AddError("Unreadable private state", fmt.Sprintf("What the private state has of the source bucket is %q: %s.", raw, err))
	}
	return n, true, diags
}

func (n sourceNote) write(ctx context.Context, p privateWriter) diag.Diagnostics {
	raw, err := json.Marshal(n)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unwritable private state", err.Error())}
	}
	return p.SetKey(ctx, sourceKey, raw)
}

// look reads the source for a note. It is needed only where the policy is not found or not declared, so a failure is no
// error: the next refresh looks again.
func (a api) look(ctx context.Context, mark string) (n sourceNote, ok bool) {
	bucket, err := a.read(ctx)
	if err != nil {
		tflog.Debug(ctx, "the source bucket cannot be read: "+err.Error(), a.fields(""))
		return n, false
	}
	return sourceNote{Compartment: value(bucket.CompartmentId), Unmarked: bucket.FreeformTags[placement.ReplicaTag] != mark}, true
}
