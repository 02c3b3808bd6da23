package bucket

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// pendingKey is the private state that says that rules of an earlier apply are still to be made. An error would have
// tainted the bucket, and a warning alone would make the next plan say that there is nothing to do.
const pendingKey = "retention_rules_pending"

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func isPending(ctx context.Context, p privateReader) (bool, diag.Diagnostics) {
	mark, diags := p.GetKey(ctx, pendingKey)
	return string(mark) == "true", diags
}

func setPending(ctx context.Context, p privateWriter, pending bool) diag.Diagnostics {
	if !pending {
		return p.SetKey(ctx, pendingKey, nil)
	}
	return p.SetKey(ctx, pendingKey, []byte("true"))
}
