package mysqlsystem

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

var policyTypes = map[string]attr.Type{
	"is_enabled": types.BoolType, "retention_in_days": types.Int64Type, "window_start_time": types.StringType, "is_pitr_enabled": types.BoolType,
}

// attributes are what only MySQL has.
func attributes() map[string]schema.Attribute {
	where := attribute.Compartment("MySQL DB system")
	where.MarkdownDescription = "OCID of the compartment. Oracle cannot move a MySQL DB system: a change replaces it."
	where.PlanModifiers = []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return map[string]schema.Attribute{
		"compartment_id": where,
		"shape_name": schema.StringAttribute{
			MarkdownDescription: "Shape, such as `MySQL.4`. A change is made in place.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
		},
		"mysql_version": attribute.Chosen("Version of MySQL, such as `8.4.5`; Oracle's default when left out. Oracle upgrades in place and refuses a lower one."),
		"availability_domain": attribute.Chosen("Availability domain of the system, or of the primary of one that is highly available; Oracle chooses one when left out. " +
			"Oracle moves it in place, or refuses to."),
		"configuration_id": attribute.Chosen("OCID of the MySQL configuration; the shape's default when left out."),
		"hostname_label": schema.StringAttribute{
			MarkdownDescription: "Host name in the subnet.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 63)},
		},
		"data_storage_size_in_gb": attribute.ChosenInt("Storage in GB, 50 to 131072; it can be made larger in place, never smaller.", int64validator.Between(50, 131072)),
		"is_highly_available":     flag("Whether the system has three instances."),
		"is_delete_protected":     flag("Whether Oracle refuses to delete the system. It must be taken back, and applied, before it is destroyed."),
		"automatic_backup_retention": attribute.Chosen("What becomes of the automatic backups when the system is deleted: `DELETE`, which is Oracle's default, or `RETAIN`.",
			stringvalidator.OneOf("DELETE", "RETAIN")),
		"final_backup": attribute.Chosen("Whether a backup is taken when the system is deleted: `SKIP_FINAL_BACKUP`, which is Oracle's default, or `REQUIRE_FINAL_BACKUP`. "+
			"It stays where the system was, and this resource does not delete it.", stringvalidator.OneOf("SKIP_FINAL_BACKUP", "REQUIRE_FINAL_BACKUP")),
		"crash_recovery":           attribute.Chosen("`ENABLED`, which is Oracle's default, or `DISABLED` for a bulk load.", stringvalidator.OneOf("ENABLED", "DISABLED")),
		"maintenance_window_start": attribute.Loose("Start of the weekly maintenance window in UTC, such as `SUN 03:00`; Oracle chooses one when left out.", attribute.SameWindow),
		"ip_address":               attribute.Fixed("system", "Private address of the system's endpoint in the subnet; Oracle chooses one when left out."),
		"port":                     port("Port of the MySQL protocol."),
		"port_x":                   port("Port of the X protocol."),
	}
}

// port is one that Oracle chooses where it is left out.
func port(description string) schema.Int64Attribute {
	out := attribute.ChosenInt(description+" A change replaces the system.", int64validator.Between(1024, 65535))
	out.PlanModifiers = append(out.PlanModifiers, int64planmodifier.RequiresReplaceIfConfigured())
	return out
}

func flag(description string) schema.Attribute {
	return schema.BoolAttribute{MarkdownDescription: description + " Default `false`.", Optional: true, Computed: true, Default: booldefault.StaticBool(false)}
}

// policy is the argument backup_policy.
func policy() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Automatic backups; Oracle's defaults where it is left out. Where they are copied to is `copy_to_regions`.",
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"is_enabled":        attribute.ChosenBool("Whether backups are taken; Oracle's default is `true`."),
			"retention_in_days": attribute.ChosenInt("Days that a backup is kept, 1 to 35.", int64validator.Between(1, 35)),
			"window_start_time": attribute.Loose("Start of the daily window, such as `05:00`, in UTC.", attribute.SameWindow),
			"is_pitr_enabled":   attribute.ChosenBool("Whether a restore to a point in time is possible."),
		},
	}
}
