package mysqlsystem

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
)

var policyTypes = map[string]attr.Type{
	"is_enabled": types.BoolType, "retention_in_days": types.Int64Type, "window_start_time": types.StringType, "is_pitr_enabled": types.BoolType,
}

// attributes are what only MySQL has.
func attributes() map[string]schema.Attribute {
	fixed := dbsystem.Chosen("Availability domain of the system; Oracle chooses one when left out. A change replaces the system.")
	fixed.PlanModifiers = append(fixed.PlanModifiers, stringplanmodifier.RequiresReplaceIfConfigured())
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
		"mysql_version":       dbsystem.Chosen("Version of MySQL, such as `8.4.5`; Oracle's default when left out. Oracle upgrades in place and refuses a lower one."),
		"availability_domain": fixed,
		"configuration_id":    dbsystem.Chosen("OCID of the MySQL configuration; the shape's default when left out."),
		"hostname_label": schema.StringAttribute{
			MarkdownDescription: "Host name in the subnet.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 63)},
		},
		"data_storage_size_in_gb": schema.Int64Attribute{
			MarkdownDescription: "Storage in GB, 50 to 131072; it can be made larger in place, never smaller.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.Int64{int64validator.Between(50, 131072)},
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"is_highly_available": flag("Whether the system has three instances."),
		"is_delete_protected": flag("Whether Oracle refuses to delete the system. It must be taken back, and applied, before it is destroyed."),
		"ip_address":          attribute.Stable("Private address of the system's endpoint."),
		"port":                schema.Int64Attribute{MarkdownDescription: "Port of the MySQL protocol.", Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}},
		"port_x":              schema.Int64Attribute{MarkdownDescription: "Port of the X protocol.", Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}},
	}
}

func flag(description string) schema.Attribute {
	return schema.BoolAttribute{MarkdownDescription: description + " Default `false`.", Optional: true, Computed: true, Default: booldefault.StaticBool(false)}
}

// policy is the argument backup_policy.
func policy() schema.SingleNestedAttribute {
	onOff := func(description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description, Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Automatic backups; Oracle's defaults where it is left out. Where they are copied to is `copy_to_regions`.",
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"is_enabled": onOff("Whether backups are taken; Oracle's default is `true`."),
			"retention_in_days": schema.Int64Attribute{
				MarkdownDescription: "Days that a backup is kept, 1 to 35.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 35)},
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"window_start_time": dbsystem.Chosen("Start of the daily window, such as `05:00`, in UTC."),
			"is_pitr_enabled":   onOff("Whether a restore to a point in time is possible."),
		},
	}
}
