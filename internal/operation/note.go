package operation

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Note is a key of the private state under which a noun keeps a value of type T that is no attribute. Above all that is
// what an earlier apply has not finished: an error would have tainted the resource, and a warning alone would make the next
// plan say that there is nothing to do. ModifyPlan then plans an update for what is noted.
type Note[T any] string

// PrivateReader is the private state of a request.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the private state of a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Read is what is noted, and whether anything is.
func (n Note[T]) Read(ctx context.Context, from PrivateReader) (noted T, found bool, diags diag.Diagnostics) {
	raw, diags := from.GetKey(ctx, string(n))
	if len(raw) == 0 {
		return noted, false, diags
	}
	if err := json.Unmarshal(raw, &noted); err != nil {
		diags.AddError("Unreadable private state", fmt.Sprintf("What the private state has under %q is %q: %s.", string(n), raw, err))
	}
	return noted, true, diags
}

// Write notes v. It must have no secret in it: whoever can read the state can read a note.
func (n Note[T]) Write(ctx context.Context, to PrivateWriter, v T) diag.Diagnostics {
	raw, err := json.Marshal(v)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unwritable private state", err.Error())}
	}
	return to.SetKey(ctx, string(n), raw)
}

// Clear forgets what was noted.
func (n Note[T]) Clear(ctx context.Context, from PrivateWriter) diag.Diagnostics {
	return from.SetKey(ctx, string(n), nil)
}
