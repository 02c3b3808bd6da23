package servicegrant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// ImportState takes {compartment_id}/{name} or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identityModel
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	} else {
		compartment, name, ok := strings.Cut(req.ID, "/")
		if !ok || !strings.HasPrefix(compartment, "ocid1.") || !policyName.MatchString(name) || len(name) > maxName {
			resp.Diagnostics.Append(diagnostic.Error(path.Empty(), placement.ImportSummary,
				fmt.Sprintf("%q is not the import id of a service grant.", req.ID), "It reads {compartment_id}/{name}, such as ocid1.compartment.oc1..aaaa/object-storage-lifecycle."))
			return
		}
		who = identityModel{types.StringValue(compartment), types.StringValue(name)}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for name, v := range map[string]types.String{
		"compartment_id": who.CompartmentID, "name": who.Name, "id": model{CompartmentID: who.CompartmentID, Name: who.Name}.id(),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), v)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}
