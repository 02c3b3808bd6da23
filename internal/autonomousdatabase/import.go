package autonomousdatabase

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const importForm = "{ocid} or {region}/{ocid}"

var databaseOCID = regexp.MustCompile(`^ocid1\.autonomousdatabase\.[a-z0-9]+\.[a-z0-9-]*\.[A-Za-z0-9_.-]+$`)

// ImportState takes the OCID, {region}/{ocid} for one that names no region, or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identity
	if req.ID != "" {
		who = parseID(req.ID)
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	}
	resp.Diagnostics.Append(who.complete(r.Provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), who.Region)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), who.ID)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

func parseID(id string) identity {
	if name, ocid, ok := strings.Cut(id, "/"); ok {
		return identity{Region: types.StringValue(name), ID: types.StringValue(ocid)}
	}
	return identity{Region: types.StringNull(), ID: types.StringValue(id)}
}

// complete finds the region, which the OCID says, and refuses one that it does not say.
func (who *identity) complete(p *placement.Provider) (diags diag.Diagnostics) {
	ocid := who.ID.ValueString()
	if !databaseOCID.MatchString(ocid) {
		diags.Append(diagnostic.Error(path.Empty(), placement.ImportSummary, fmt.Sprintf("%q is not the OCID of an Autonomous Database.", ocid),
			"The import id reads "+importForm+"; an OCID begins with ocid1.autonomousdatabase."))
		return diags
	}
	says, written := region.FindOCID(ocid), who.Region.ValueString()
	if written == "" && says.Kind == region.Regional {
		who.Region = types.StringValue(says.Region.Name)
		return nil
	}
	name, diags := p.ImportRegion(written, importForm)
	if !diags.HasError() && says.Kind == region.Regional && says.Region.Name != name {
		diags.Append(diagnostic.Error(path.Empty(), placement.ImportSummary, fmt.Sprintf("The OCID %s says %s, and the import says %s.", ocid, says.Region.Name, name),
			"Leave the region out: the OCID says it."))
	}
	who.Region = types.StringValue(name)
	return diags
}

// MoveState takes over the state of an oci_database_autonomous_database for a moved block. It runs without a configured
// provider.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveFromOracle}}
}

const oracleType = "oci_database_autonomous_database"

// moveFromOracle handles states of Oracle's provider, from whichever registry it was installed. The OCID and what a 404 is
// looked into with are taken over; the next refresh reads the rest. The password that Oracle's provider keeps in its state
// is left behind.
func moveFromOracle(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != oracleType || !placement.OraclesProvider(req.SourceProviderAddress) {
		return
	}
	var source struct {
		ID            string `json:"id"`
		CompartmentID string `json:"compartment_id"`
		DBName        string `json:"db_name"`
	}
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &source) != nil {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "State not readable",
			"The state of the "+oracleType+" is not in the form of Oracle's provider 5 or later.", "Remove the moved block, and import the database: "+importForm+"."))
		return
	}
	where := region.FindOCID(source.ID)
	if !databaseOCID.MatchString(source.ID) || where.Kind != region.Regional {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "Region not in state",
			fmt.Sprintf("The state of the %s has the id %q, which names no region that this release knows, so nobody can say where the database is.", oracleType, source.ID),
			"Remove the moved block, and import the database: {region}/{ocid}."))
		return
	}
	target := blank(where.Region.Name, source.ID)
	target.CompartmentID, target.DBName = attribute.Text(&source.CompartmentID), attribute.Text(&source.DBName)
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, target)...)
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, target.identity())...)
}

// blank is a database of which only the place is known.
func blank(where, ocid string) model {
	m := model{
		ID: types.StringValue(ocid), NSGIDs: types.SetNull(types.StringType), WhitelistedIPs: types.SetNull(types.StringType),
		LongTermBackupSchedule: types.ObjectNull(scheduleType.AttrTypes), CustomerContacts: types.ListNull(contactType),
		FreeformTags: types.MapNull(types.StringType), DefinedTags: types.MapNull(types.StringType),
		ConnectionStrings: types.ObjectNull(connectionsType.AttrTypes), PeerDBIDs: types.ListNull(types.StringType),
		RefreshableClones: types.ListNull(attr.Type(copyType)), RemoteBackupRegions: types.ListNull(types.StringType), Timeouts: placement.NoTimeouts(),
	}
	m.Region = types.StringValue(where)
	return m
}
