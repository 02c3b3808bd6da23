package postgresqlsystem

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
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
	"kind": types.StringType, "backup_start": types.StringType, "days_of_the_week": types.SetType{ElemType: types.StringType},
	"days_of_the_month": types.SetType{ElemType: types.Int64Type}, "retention_days": types.Int64Type,
}

// attributes are what only PostgreSQL has.
func attributes() map[string]schema.Attribute {
	text := func(description string, modifiers ...planmodifier.String) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Required: true, Validators: []validator.String{stringvalidator.LengthBetween(1, 255)}, PlanModifiers: modifiers,
		}
	}
	fixed := func(description string) schema.StringAttribute {
		chosen := dbsystem.Chosen(description + " A change replaces the system.")
		chosen.PlanModifiers = append(chosen.PlanModifiers, stringplanmodifier.RequiresReplaceIfConfigured())
		return chosen
	}
	return map[string]schema.Attribute{
		"db_version":                  text("Version of PostgreSQL, such as `16`. Oracle patches minor versions by itself, which is no change; another major version replaces the system.", dbsystem.ReplaceUnless(sameVersion)),
		"shape":                       text("Shape of the nodes, such as `PostgreSQL.VM.Standard.E5.Flex`. A change is made in place."),
		"instance_ocpu_count":         number("OCPUs of each node.", 1),
		"instance_memory_size_in_gbs": number("Memory of each node in GB.", 1),
		"instance_count":              count(),
		"config_id":                   fixed("OCID of the configuration; the shape's default when left out."),
		"availability_domain": schema.StringAttribute{
			MarkdownDescription: "Availability domain that the storage is kept in; regionally durable storage when left out. A change replaces the system.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"iops":                           number("Guaranteed I/O operations per second of the storage.", 1),
		"primary_db_endpoint_private_ip": fixed("Private address of the primary's endpoint in the subnet; Oracle chooses one when left out."),
		"is_reader_endpoint_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether there is an endpoint for reading. Default `false`.", Optional: true, Computed: true, Default: booldefault.StaticBool(false),
		},
		"maintenance_window_start": dbsystem.Chosen("Start of the maintenance window in UTC, such as `SUN 03:00`."),
		"copy_compartment_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the compartment that backup copies are put into; the system's own when left out.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{attribute.CompartmentOCID(), stringvalidator.AlsoRequires(path.MatchRoot("copy_to_regions"))},
		},
	}
}

func number(description string, least int64) schema.Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.Int64{int64validator.AtLeast(least)},
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

func count() schema.Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: "Number of nodes. A change replaces the system.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.Int64{int64validator.AtLeast(1)},
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown(), int64planmodifier.RequiresReplaceIfConfigured()},
	}
}

// policy is the argument backup_policy.
func policy() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Automatic backups; Oracle's defaults where it is left out. Where they are copied to is `copy_to_regions`.",
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"kind": schema.StringAttribute{
				MarkdownDescription: "`DAILY`, `WEEKLY`, `MONTHLY` or `NONE`.",
				Optional:            true,
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				Validators:          []validator.String{stringvalidator.OneOf("DAILY", "WEEKLY", "MONTHLY", none)},
			},
			"backup_start": schema.StringAttribute{MarkdownDescription: "Hour at which backups start, such as `02:00`, in UTC.", Optional: true, Computed: true},
			"days_of_the_week": schema.SetAttribute{
				MarkdownDescription: "Days of a weekly policy, such as `SUNDAY`.", ElementType: types.StringType, Optional: true, Computed: true,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(
					stringvalidator.OneOf("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"))},
			},
			"days_of_the_month": schema.SetAttribute{
				MarkdownDescription: "Days of a monthly policy, 1 to 28.", ElementType: types.Int64Type, Optional: true, Computed: true,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueInt64sAre(int64validator.Between(1, 28))},
			},
			"retention_days": schema.Int64Attribute{
				MarkdownDescription: "Days that a backup is kept, 1 to 35.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 35)},
			},
		},
	}
}
