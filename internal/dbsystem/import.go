package dbsystem

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ImportState takes the system's OCID, as Oracle's provider does, or an identity. The OCID has the region in it.
func (r *Resource[M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	who := identity{ID: types.StringValue(strings.TrimSpace(req.ID))}
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	}
	where, fault := r.kind.locate(who.ID.ValueString())
	if fault != nil {
		resp.Diagnostics.Append(fault)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), who.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), where.Name)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// locate is the region in a system's OCID.
func (k Kind[M]) locate(id string) (region.Region, diag.Diagnostic) {
	found := region.FindOCID(id)
	if strings.HasPrefix(id, "ocid1."+k.OCIDType+".") && found.Kind == region.Regional {
		return found.Region, nil
	}
	return region.Region{}, diagnostic.Error(path.Empty(), placement.ImportSummary,
		fmt.Sprintf("%q is not the OCID of a %s.", id, k.Title),
		"It reads ocid1."+k.OCIDType+".{realm}.{region}.{…}, and the region must be one that this release knows.")
}

// MoveState takes over the state of the type of Oracle's provider for a moved block. It runs without a configured provider.
func (r *Resource[M]) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromOracle}}
}

// oracleSystem is the state of Oracle's resource as far as both kinds have it; the next refresh reads the rest.
type oracleSystem struct {
	ID            string            `json:"id"`
	CompartmentID string            `json:"compartment_id"`
	DisplayName   string            `json:"display_name"`
	Description   string            `json:"description"`
	FreeformTags  map[string]string `json:"freeform_tags"`
	DefinedTags   map[string]string `json:"defined_tags"`
}

// moveFromOracle handles states of Oracle's provider, from whichever registry it was installed.
func (r *Resource[M]) moveFromOracle(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != r.kind.OracleType || !placement.OraclesProvider(req.SourceProviderAddress) {
		return
	}
	var source oracleSystem
	var target M
	unreadable := diagnostic.Error(path.Empty(), "State not readable", "The state of the "+r.kind.OracleType+" is not in the form of Oracle's provider.",
		"Remove the moved block, and import the "+r.kind.Title+" by its OCID.")
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &source) != nil || r.kind.Moved(req.SourceRawState.JSON, &target) != nil {
		resp.Diagnostics.Append(unreadable)
		return
	}
	where, fault := r.kind.locate(source.ID)
	if fault != nil {
		resp.Diagnostics.Append(fault)
		return
	}
	r.kind.blank(&target, where.Name)
	c := r.kind.Common(&target)
	c.ID, c.CompartmentID, c.DisplayName, c.Description = attribute.Text(&source.ID), attribute.Text(&source.CompartmentID), attribute.Text(&source.DisplayName), attribute.Text(&source.Description)
	c.FreeformTags = attribute.TextMap(c.FreeformTags, source.FreeformTags)
	c.DefinedTags = attribute.TextMap(c.DefinedTags, attribute.WithoutOracleTags(source.DefinedTags))
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, target)...)
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, c.identity())...)
}
