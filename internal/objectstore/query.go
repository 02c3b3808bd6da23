package objectstore

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// QueryNamespace is a list block's argument namespace, for OpenQuery.
func QueryNamespace() schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "Object Storage namespace; the tenancy's own when left out, which costs one request.", Optional: true,
	}
}

// OpenQuery is where a list block looks: a bucket without a name. An empty namespace is the tenancy's own. It is false when there
// is an error among the diagnostics.
func OpenQuery(ctx context.Context, p *placement.Provider, region, namespace string, diags *diag.Diagnostics) (Bucket, bool) {
	in, ok := Open(p, region, namespace, "", diags)
	if !ok || namespace != "" {
		return in, ok
	}
	err := in.settle(ctx)
	if err != nil {
		call := diagnostic.Call{Summary: "Cannot list", Tried: "Reading the Object Storage namespace of the tenancy", Region: region}
		diags.Append(call.Error(err))
	}
	return in, err == nil
}
