package postgresqlsystem

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
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
	return map[string]schema.Attribute{
		"db_version":                  text("Major version of PostgreSQL, such as `16`. A later one upgrades the system in place; Oracle patches minor versions by itself, which is no change.", attribute.KeepForm(sameVersion)),
		"shape":                       text("Shape of the nodes, such as `PostgreSQL.VM.Standard.E5.Flex`. A change is made in place."),
		"instance_ocpu_count":         attribute.ChosenInt("OCPUs of each node.", int64validator.AtLeast(1)),
		"instance_memory_size_in_gbs": attribute.ChosenInt("Memory of each node in GB.", int64validator.AtLeast(1)),
		"instance_count":              attribute.ChosenInt("Number of nodes. A change adds nodes, or removes those that came last and are not the primary.", int64validator.AtLeast(1)),
		"config_id":                   attribute.Chosen("OCID of the configuration; the shape's default when left out. A change is made in place and restarts the nodes."),
		"availability_domain": schema.StringAttribute{
			MarkdownDescription: "Availability domain that the storage is kept in; regionally durable storage when left out. A change replaces the system.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"iops":                           attribute.ChosenInt("Guaranteed I/O operations per second of the storage.", int64validator.AtLeast(1)),
		"primary_db_endpoint_private_ip": attribute.Fixed("system", "Private address of the primary's endpoint in the subnet; Oracle chooses one when left out."),
		"is_reader_endpoint_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether there is an endpoint for reading. Default `false`.", Optional: true, Computed: true, Default: booldefault.StaticBool(false),
		},
		"maintenance_window_start": attribute.Loose("Start of the weekly maintenance window in UTC, such as `SUN 03:00`; Oracle chooses one when left out.", attribute.SameWindow),
		"secret_id": schema.StringAttribute{
			MarkdownDescription: "OCID of a vault's secret with the password, in the system's region, instead of `admin_password_wo`. Oracle reads it when the system is created and when this " +
				"or the version changes.",
			Optional: true,
			Validators: []validator.String{
				attribute.OCID("vaultsecret"), stringvalidator.ConflictsWith(path.MatchRoot("admin_password_wo")), stringvalidator.AlsoRequires(path.MatchRoot("secret_version")),
			},
		},
		"secret_version": schema.StringAttribute{
			MarkdownDescription: "Version of the secret, such as `1`. A change sets the password of that version in place.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 64), stringvalidator.AlsoRequires(path.MatchRoot("secret_id"))},
		},
		"copy_compartment_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the compartment that backup copies are put into; the system's own when left out.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{attribute.CompartmentOCID(), stringvalidator.AlsoRequires(path.MatchRoot("copy_to_regions"))},
		},
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
			"backup_start": schema.StringAttribute{
				MarkdownDescription: "Hour at which backups start, such as `02:00`, in UTC.", Optional: true, Computed: true, PlanModifiers: []planmodifier.String{attribute.KeepForm(attribute.SameWindow)},
			},
			"days_of_the_week": schema.SetAttribute{
				MarkdownDescription: "Days of a weekly policy, such as `SUNDAY`.", ElementType: types.StringType, Optional: true, Computed: true,
				Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(
					stringvalidator.OneOf("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"))},
			},
			"days_of_the_month": schema.SetAttribute{
				MarkdownDescription: "Days of a monthly policy, 1 to 28.", ElementType: types.Int64Type, Optional: true, Computed: true,
				Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.SizeAtLeast(1), setvalidator.ValueInt64sAre(int64validator.Between(1, 28))},
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
