package bucket

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
const importForm = "{region}/n/{namespace}/b/{name}"

// ImportState takes n/{namespace}/b/{name} in the provider's region, {region}/n/{namespace}/b/{name}, or an identity.
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
		"region": who.Region, "namespace": who.Namespace, "name": who.Name,
		"id": model{Model: placement.Model{Region: who.Region}, Namespace: who.Namespace, Name: who.Name}.id(),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), v)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// parseID reads an import id. The region is null when the id does not say it.
func parseID(id string) (identity, diag.Diagnostic) {
	fault := diagnostic.Error(path.Empty(), placement.ImportSummary,
		fmt.Sprintf("%q is not the import id of a bucket.", id),
		"It reads "+importForm+", such as us-ashburn-1/n/acme/b/ledger, or n/{namespace}/b/{name} for the provider's region.")
	parsed, ok := objectstore.ParseID(id, 0)
	if !ok {
		return identity{}, fault
	}
	return identity{Region: parsed.Region, Namespace: parsed.Namespace, Name: parsed.Name}, nil
}
