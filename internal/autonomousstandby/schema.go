package autonomousstandby

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	all := map[string]schema.Attribute{}
	for _, some := range []map[string]schema.Attribute{
		{"id": attribute.Stable("OCID of the standby, which can be imported.")},
		required(), recoveryAttributes(), network(), optional(), placement.Attributes("standby"), computed(),
		{"timeouts": attribute.Timeouts(ctx, longTimeout, readTimeout)},
	} {
		maps.Copy(all, some)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The standby of an Autonomous Database in another region, inside the boundary: its own region and its primary's, which is in " +
			"`autonomous_database_id`, are both held against it, because roles switch. It is a resource of its own, so that its failure never touches the primary. " +
			"It is made with a request to its own region, as Oracle wants it. A primary has one standby in a region at most; one that is there already is taken over, " +
			"unless another configuration's mark is on it.\n\n" +
			"Oracle deletes a primary only after its standbys: refer to the primary's `id`, and Terraform keeps the order. A change of roles outside Terraform shows in `role` and " +
			"is left alone; as long as the standby is the primary it is not destroyed.",
		Attributes: all,
	}
}

// IdentitySchema says what tells one standby from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"region": identityschema.StringAttribute{OptionalForImport: true, Description: "Name of the standby's region, which its OCID says too."},
			"id":     identityschema.StringAttribute{RequiredForImport: true, Description: "OCID of the standby."},
		},
	}
}

func required() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"autonomous_database_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the primary, in another region of the same realm. A change replaces the standby.",
			Required:            true,
			Validators:          []validator.String{attribute.OCID("autonomousdatabase")},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
	}
}

func recoveryAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"disaster_recovery_type": schema.StringAttribute{
			MarkdownDescription: "`ADG` for a standby by Autonomous Data Guard, which is the default, or `BACKUP_BASED` for one that is made of backups when it is needed.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(adg),
			Validators:          []validator.String{stringvalidator.OneOf(adg, byBackups)},
		},
		"is_replicate_automatic_backups": schema.BoolAttribute{
			MarkdownDescription: "Whether the primary's automatic backups of the last seven days are copied to the standby's region; by default they are not.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
	}
}

func network() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"subnet_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the subnet, in the standby's region, of its private endpoint. The standby of a primary with a private endpoint needs one. A change replaces the standby.",
			Optional:            true,
			Validators:          []validator.String{attribute.OCID("subnet")},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"nsg_ids": schema.SetAttribute{
			MarkdownDescription: "OCIDs of the network security groups of the private endpoint, at most 5.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators: []validator.Set{
				setvalidator.NoNullValues(), setvalidator.SizeAtMost(5), setvalidator.ValueStringsAre(attribute.OCID("networksecuritygroup")), setvalidator.AlsoRequires(path.MatchRoot("subnet_id")),
			},
		},
		"private_endpoint_label": schema.StringAttribute{
			MarkdownDescription: "Host name of the private endpoint; Oracle makes one up when it is left out. A change replaces the standby.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 63), stringvalidator.AlsoRequires(path.MatchRoot("subnet_id"))},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured()},
		},
	}
}

func optional() map[string]schema.Attribute {
	compartment := attribute.Compartment("standby")
	compartment.MarkdownDescription = "OCID of the compartment; the primary's when left out. A change moves the standby in place."
	compartment.Required, compartment.Optional, compartment.Computed = false, true, true
	compartment.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return map[string]schema.Attribute{
		"compartment_id": compartment,
		"display_name": schema.StringAttribute{
			MarkdownDescription: "Name of the standby for people; the primary's when left out.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"freeform_tags":       attribute.FreeformTags(),
		"defined_tags":        attribute.DefinedTags(),
		"deletion_protection": attribute.DeletionProtection("standby"),
	}
}

func computed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"db_name":         attribute.Stable("Name of the database, which is its primary's."),
		"primary_region":  attribute.Shown("Name of the region of `autonomous_database_id`."),
		"role":            attribute.Shown("`STANDBY`, or `BACKUP_COPY` for one that is backup-based, `SNAPSHOT_STANDBY` while it is open, and `PRIMARY` after a change of roles."),
		"lifecycle_state": attribute.Shown("What Oracle says that the standby is, such as `STANDBY` or `PROVISIONING`."),
		"time_created":    attribute.Stable("When the standby was created (RFC 3339, UTC)."),
	}
}
