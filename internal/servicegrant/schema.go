package servicegrant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

const (
	maxName        = 100
	maxDescription = 400
)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The grant that Object Storage's own service principals (`objectstorage-REGION`) need to carry out life cycles, and no more: without the permissions to read and " +
			"write objects neither copy nor replication runs, for anybody, and no deny policy is needed for that. The principal of a region acts on what is in that region, and a grant that lets it copy " +
			"lets it send to any region that the tenancy is subscribed to. The regions are held against the boundary; the policy itself is of the whole tenancy and has no region.",
		Attributes: map[string]schema.Attribute{
			"id":             attribute.Stable("`{compartment_id}/{name}`, which can be imported."),
			"name":           policy.Name("Name of the policy, unique in the tenancy. A change replaces it.", maxName),
			"compartment_id": policy.Kept("OCID of the compartment that the grant holds for, and that the policy is kept in; the tenancy's is for all of it. A change replaces the policy."),
			"regions": schema.ListAttribute{
				MarkdownDescription: "Names of the regions whose Object Storage is granted this.",
				ElementType:         types.StringType,
				Required:            true,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(placement.RegionName()),
				},
			},
			"allow_copy_and_replication": schema.BoolAttribute{
				MarkdownDescription: "Whether copy and replication may run as well; default `false`. Oracle's policies cannot see where they go: with it, only a deny rule and the check keep them inside.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description of the policy.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString("Written by residency_service_grant: change it there"),
				Validators:          []validator.String{stringvalidator.LengthBetween(1, maxDescription)},
			},
			"freeform_tags": attribute.FreeformTags(),
			"defined_tags":  attribute.DefinedTags(),
			"statements": schema.ListAttribute{
				MarkdownDescription: "The policy's statements, in canonical form.", ElementType: types.StringType, Computed: true,
			},
			"policy_id":   attribute.Stable("OCID of the policy."),
			"home_region": attribute.Stable("The tenancy's home region, where policies are written."),
			"timeouts":    attribute.Timeouts(ctx, timeout, timeout),
		},
	}
}

// IdentitySchema says what tells one grant from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = policy.IdentitySchema("grant")
}
