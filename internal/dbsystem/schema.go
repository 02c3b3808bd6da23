package dbsystem

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Schema describes the resource.
func (r *Resource[M]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	all := map[string]schema.Attribute{"timeouts": attribute.Timeouts(ctx, timeout, timeout), "backup_policy": r.kind.Policy}
	for _, some := range []map[string]schema.Attribute{r.kind.common(), r.kind.credentials(), r.kind.backups(), placement.Attributes(r.kind.Title), r.kind.Attributes} {
		maps.Copy(all, some)
	}
	resp.Schema = schema.Schema{MarkdownDescription: r.kind.Description, Attributes: all}
}

// IdentitySchema says what tells one system from all others.
func (r *Resource[M]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{RequiredForImport: true, Description: "OCID of the " + r.kind.Title + ", which has its region in it."},
		},
	}
}

// identity is what tells one system from all others.
type identity struct {
	ID types.String `tfsdk:"id"`
}

func (m Model) identity() identity { return identity{ID: m.ID} }

func (k Kind[M]) common() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                  attribute.Stable("OCID of the " + k.Title + "."),
		"compartment_id":      attribute.Compartment(k.Title),
		"freeform_tags":       attribute.FreeformTags(),
		"defined_tags":        attribute.DefinedTags(),
		"deletion_protection": attribute.DeletionProtection(k.Title),
		"lifecycle_state":     attribute.Shown("State that Oracle says, such as `ACTIVE`."),
		"state": attribute.Chosen("`ACTIVE` or `INACTIVE`: a change starts or stops the system. Without it, whoever starts or stops the system has their way.",
			stringvalidator.OneOf(active, inactive)),
		"time_created": attribute.Stable("When it was created (RFC 3339, UTC)."),
		"display_name": schema.StringAttribute{
			MarkdownDescription: "Name, which need not be unique at Oracle. With the provider's `owner` it should be in its compartment: a create that finds a system " +
				"of this name with the owner's mark takes it for its own, made by an apply that was interrupted.",
			Required:   true,
			Validators: []validator.String{stringvalidator.LengthBetween(1, 255)},
		},
		"description": schema.StringAttribute{
			MarkdownDescription: "Description.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 1024)},
		},
		"subnet_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the private subnet, in the system's own region. A change replaces the system.",
			Required:            true,
			Validators:          []validator.String{attribute.OCID("subnet")},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"nsg_ids": schema.SetAttribute{
			MarkdownDescription: "OCIDs of network security groups, five at most.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.SizeBetween(1, 5), setvalidator.ValueStringsAre(attribute.OCID("networksecuritygroup"))},
		},
		"kms_key_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the key that the data is encrypted with, in a region inside the boundary; Oracle's own key when left out.",
			Optional:            true,
			Validators:          []validator.String{attribute.OCID("key")},
		},
	}
}

func (k Kind[M]) credentials() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"admin_username": schema.StringAttribute{
			MarkdownDescription: "Name of the administrator. Needed unless `source_backup_id` is given. A change replaces the system.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 32)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), ReplaceUnless(func(was, is string) bool { return was == is })},
		},
		"admin_password_wo": schema.StringAttribute{
			MarkdownDescription: "Password of the administrator: 8 to 32 characters with upper and lower case letters, digits and special characters. It is write-only, in no " +
				"state, plan or log; take it from an ephemeral variable or resource, because Terraform writes a literal into the plan's copy of the configuration.",
			Optional:  true,
			Sensitive: true,
			WriteOnly: true,
			Validators: []validator.String{
				stringvalidator.AlsoRequires(path.MatchRoot("admin_password_wo_version")), password{},
			},
		},
		"admin_password_wo_version": schema.Int64Attribute{
			MarkdownDescription: "Version of the password. A change sets the password of `admin_password_wo` in place.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("admin_password_wo"))},
		},
		"source_backup_id": schema.StringAttribute{
			MarkdownDescription: "OCID of a backup in the same region that the system is made from. Another backup replaces the system.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{attribute.OCID(k.BackupType)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured()},
		},
	}
}

func (k Kind[M]) backups() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"copy_to_regions": schema.SetAttribute{
			MarkdownDescription: "Names of the regions that automatic backups are copied to; each is held against the boundary. When it is left out there are no copies: " +
				"one that somebody adds by hand is drift, and the next apply ends it.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(placement.RegionName())},
		},
		"copy_retention_in_days": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Days that a copy is kept, 1 to %d; when left out, what it is or Oracle's default.", k.MostKept),
			Optional:            true,
			Computed:            true,
			Validators:          []validator.Int64{int64validator.Between(1, k.MostKept), int64validator.AlsoRequires(path.MatchRoot("copy_to_regions"))},
		},
	}
}

// ReplaceUnless replaces a system for a configured value that is not the same as the one in state. A value that the state does not
// have, because Oracle did not tell it to an import, is no reason to destroy a system with its data.
func ReplaceUnless(same func(was, is string) bool) planmodifier.String {
	const description = "Another value replaces the system."
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.ConfigValue.IsNull() && !req.StateValue.IsNull() && !same(req.StateValue.ValueString(), req.PlanValue.ValueString())
	}, description, description)
}
