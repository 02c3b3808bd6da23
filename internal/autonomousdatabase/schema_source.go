package autonomousdatabase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// sourced are the arguments that say what a new database is made from. Afterwards they mean nothing to Oracle: leaving them
// out changes nothing, and so does writing them down for a database that was imported.
func sourced() map[string]schema.Attribute {
	const replaces = " Another value replaces the database; leaving it out later changes nothing."
	return map[string]schema.Attribute{
		"source": origin("What the database is made from: `NONE` (the default), `DATABASE` (a clone of `source_id`), `CLONE_TO_REFRESHABLE` (a clone that goes on reading from "+
			"`source_id`), `BACKUP_FROM_ID` or `BACKUP_FROM_TIMESTAMP`. Clones and restores only read from their source, which may be abroad: that brings data home. A standby is "+
			"a `residency_autonomous_database_standby`."+replaces, sourceKind{}),
		"source_id":                     origin("OCID of the database that is cloned, in any region."+replaces, attribute.OCID("autonomousdatabase")),
		"autonomous_database_backup_id": origin("OCID of the backup that is restored."+replaces, attribute.OCID("autonomousdatabasebackup")),
		"autonomous_database_id":        origin("OCID of the database whose backups are restored to a point in time."+replaces, attribute.OCID("autonomousdatabase")),
		"timestamp":                     origin("Point in time of the restore (RFC 3339)."+replaces, attribute.Timestamp()),
		"clone_type":                    origin("`FULL` (the default) or `METADATA`, without the data."+replaces, stringvalidator.OneOf("FULL", "METADATA")),
		"refreshable_mode":              origin("`AUTOMATIC` or `MANUAL`, for a refreshable clone."+replaces, stringvalidator.OneOf("AUTOMATIC", "MANUAL")),
		"use_latest_available_backup_time_stamp": schema.BoolAttribute{
			MarkdownDescription: "Whether to restore the latest point in time that backups reach, instead of `timestamp`." + replaces,
			Optional:            true,
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
				resp.RequiresReplace = !req.StateValue.IsNull() && !req.PlanValue.IsNull()
			}, another, another)},
		},
	}
}

const another = "Another value replaces the database."

func origin(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          validators,
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !req.StateValue.IsNull() && !req.PlanValue.IsNull()
		}, another, another)},
	}
}

func computed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"lifecycle_state":  attribute.Shown("State of the database in Oracle's words, such as `AVAILABLE` or `SCALE_IN_PROGRESS`."),
		"time_created":     attribute.Stable("When the database was created (RFC 3339, UTC)."),
		"private_endpoint": attribute.Stable("Host of the private endpoint; null for a public one."),
		"private_endpoint_ip": attribute.Stable(
			"Address of the private endpoint."),
		"role": attribute.Stable("`PRIMARY`, `STANDBY` or another part in disaster recovery; null without any."),
		"encryption_key_provider": attribute.Shown("Whose the encryption key is: `ORACLE_MANAGED`, `OCI` for a vault's, or another cloud's (`AWS`, `AZURE`, `GCP`, `OKV`), which is " +
			"outside every boundary and which the next apply takes back."),
		"is_refreshable_clone": schema.BoolAttribute{
			MarkdownDescription: "Whether the database goes on reading from its source.",
			Computed:            true,
			PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
		"connection_strings": schema.SingleNestedAttribute{
			MarkdownDescription: "Strings to connect with, without credentials.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"high":                   attribute.Shown("For few statements with most resources each."),
				"medium":                 attribute.Shown("For more statements with less."),
				"low":                    attribute.Shown("For most statements."),
				"dedicated":              attribute.Shown("On dedicated infrastructure."),
				"all_connection_strings": schema.MapAttribute{MarkdownDescription: "All of them by name.", ElementType: types.StringType, Computed: true},
			},
		},
		"peer_db_ids": schema.ListAttribute{
			MarkdownDescription: "OCIDs of the standbys in other regions, whoever made them. One outside the boundary is planned to go, and applies fail until it is gone.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"refreshable_clones": schema.ListNestedAttribute{
			MarkdownDescription: "Databases that go on reading from this one, whoever made them. One outside the boundary is planned to go, and applies fail until it is gone.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id": attribute.Shown("OCID of the clone."), "region": attribute.Shown("Name of its region."),
			}},
		},
		"remote_backup_regions": schema.ListAttribute{
			MarkdownDescription: "Names of the other regions in which backups of the database are kept. One outside the boundary is planned to go, and applies fail until it is gone.",
			ElementType:         types.StringType,
			Computed:            true,
		},
	}
}
