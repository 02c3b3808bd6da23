package autonomousstandby

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

var ocidForm = regexp.MustCompile(`^ocid1\.autonomousdatabase\.[a-z0-9]+\.[a-z0-9-]+\.[A-Za-z0-9_.-]+$`)

const importHint = "Import the OCID of the standby, such as ocid1.autonomousdatabase.oc1.phx.aaaa…; the region is in it."

// ImportState takes the standby's OCID, alone or after its region and a slash, or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	who := identity{ID: types.StringValue(req.ID)}
	if name, id, ok := strings.Cut(req.ID, "/"); ok {
		who = identity{Region: types.StringValue(name), ID: types.StringValue(id)}
	}
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	}
	where, fault := who.place()
	if fault != nil {
		resp.Diagnostics.Append(fault)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	who.Region = where
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), who.Region)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), who.ID)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// place is the region in the OCID, which is also the one that is said, if one is.
func (i identity) place() (types.String, diag.Diagnostic) {
	where := regionOf(i.ID)
	said := i.Region.ValueString()
	switch {
	case !ocidForm.MatchString(i.ID.ValueString()) || where.IsNull():
		return where, diagnostic.Error(path.Empty(), placement.ImportSummary, fmt.Sprintf("%q is not the OCID of an Autonomous Database in a region that this release knows.", i.ID.ValueString()), importHint)
	case said != "" && said != where.ValueString():
		return where, diagnostic.Error(path.Empty(), placement.ImportSummary,
			fmt.Sprintf("The import says the region %s, and the OCID %s is of %s.", said, i.ID.ValueString(), where.ValueString()), importHint)
	}
	return where, nil
}

const oracleType = "oci_database_autonomous_database"

// MoveState takes over the state of an oci_database_autonomous_database that is a standby, for a moved block. It runs without
// a configured provider.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveFromOracle}}
}

// oracleStandby is the state of Oracle's resource as far as it is taken over; the next refresh reads the rest.
type oracleStandby struct {
	ID            string   `json:"id"`
	CompartmentID string   `json:"compartment_id"`
	Role          string   `json:"role"`
	Source        string   `json:"source"`
	SourceID      string   `json:"source_id"`
	PeerDBIDs     []string `json:"peer_db_ids"`
	TimeCreated   string   `json:"time_created"`
}

// moveFromOracle handles states of Oracle's provider, from whichever registry it was installed.
func moveFromOracle(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != oracleType || !placement.OraclesProvider(req.SourceProviderAddress) {
		return
	}
	var source oracleStandby
	fault := "is not in the form of Oracle's provider"
	if req.SourceRawState != nil && json.Unmarshal(req.SourceRawState.JSON, &source) == nil {
		var target model
		if target, fault = source.model(); fault == "" {
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, target)...)
			resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, target.identity())...)
			return
		}
	}
	resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "State not readable",
		"The state of the "+oracleType+" "+fault+".", "Remove the moved block, and import the standby by its OCID. A database that is no standby is a residency_autonomous_database."))
}

// model is the state that this resource would have.
func (o oracleStandby) model() (model, string) {
	primary := ""
	if strings.HasPrefix(o.Source, "CROSS_REGION_") {
		primary = o.SourceID
	} else if o.Role != "" && o.Role != leads && len(o.PeerDBIDs) > 0 {
		primary = o.PeerDBIDs[0]
	}
	where := regionOf(types.StringValue(o.ID))
	switch {
	case where.IsNull():
		return model{}, "has an id that names no region that this release knows"
	case primary == "":
		return model{}, "is not a standby of a database in another region"
	}
	return model{
		Model: placement.Model{Region: where}, ID: types.StringValue(o.ID), DatabaseID: types.StringValue(primary),
		CompartmentID: attribute.Text(&o.CompartmentID), TimeCreated: attribute.Text(&o.TimeCreated), PrimaryRegion: regionOf(types.StringValue(primary)),
		NSGIDs: types.SetNull(types.StringType), FreeformTags: types.MapNull(types.StringType), DefinedTags: types.MapNull(types.StringType),
		Timeouts: placement.NoTimeouts(),
	}, ""
}
