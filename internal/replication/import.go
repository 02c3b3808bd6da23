package replication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// importForm is the whole import id.
const importForm = "{region}/n/{namespace}/b/{bucket}/replicationPolicies/{replication_id}"

// ImportState takes n/{namespace}/b/{bucket}/replicationPolicies/{id} in the provider's region, the same after the source's
// region and a slash, or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identity
	if req.ID != "" {
		parsed, fault := parseID(req.ID)
		if fault != nil {
			resp.Diagnostics.Append(fault)
			return
		}
		who = parsed
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	}
	name, diags := r.Provider.ImportRegion(who.Region.ValueString(), importForm)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	who.Region = types.StringValue(name)
	for attribute, v := range map[string]types.String{
		"region": who.Region, "namespace": who.Namespace, "bucket": who.Bucket, "replication_id": who.ReplicationID,
		"id": types.StringValue(importID(name, who.Namespace.ValueString(), who.Bucket.ValueString(), who.ReplicationID.ValueString())),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), v)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// parseID reads an import id. The region is null when the id does not say it.
func parseID(id string) (identity, diag.Diagnostic) {
	b, ok := objectstore.ParseID(id, 2)
	if !ok || b.Rest[0] != "replicationPolicies" || !policyID.MatchString(b.Rest[1]) {
		return identity{}, diagnostic.Error(path.Empty(), placement.ImportSummary,
			fmt.Sprintf("%q is not the import id of a replication policy.", id),
			"It reads "+importForm+", or the same without the region for the provider's region. oci os replication list-replication-policies shows the id.")
	}
	return identity{Region: b.Region, Namespace: b.Namespace, Bucket: b.Name, ReplicationID: types.StringValue(b.Rest[1])}, nil
}
