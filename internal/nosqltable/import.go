package nosqltable

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ImportState takes the table's OCID, as Oracle's provider does, or an identity. The OCID has the region in it.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	who := identity{ID: types.StringValue(strings.TrimSpace(req.ID))}
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	}
	where, fault := locate(who.ID.ValueString())
	if fault != nil {
		resp.Diagnostics.Append(fault)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), who.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), where.Name)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// locate is the region in a table's OCID.
func locate(id string) (region.Region, diag.Diagnostic) {
	found := region.FindOCID(id)
	if strings.HasPrefix(id, "ocid1.nosqltable.") && found.Kind == region.Regional {
		return found.Region, nil
	}
	next := "It reads ocid1.nosqltable.{realm}.{region}.{…}, and the region must be one that this release knows."
	if strings.HasPrefix(id, "tables/") {
		next = "A replica is no resource of its own here: import the table by its OCID, and declare its replicas in it. " + next
	}
	return region.Region{}, diagnostic.Error(path.Empty(), placement.ImportSummary, fmt.Sprintf("%q is not the OCID of a table.", id), next)
}
