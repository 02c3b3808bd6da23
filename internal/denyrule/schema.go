package denyrule

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

const (
	maxName        = 90
	maxDescription = 400
)

var date = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A residency rule in Oracle's own languages: deny statements of IAM and a quota, written from the provider's boundary, with a proof " +
			"of what they stop and a list of what they do not. The plan shows the statements, the proof and the gaps before anything is written, and refuses a rule " +
			"that would lock out those who must be able to change it. A rule is of the whole tenancy and has no region. Planning and refreshing a deny rule sends requests to Identity and, for the quota layer, to Limits.",
		Attributes: attributes(ctx),
	}
}

// IdentitySchema says what tells one rule from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = policy.IdentitySchema("rule")
}

func attributes(ctx context.Context) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, some := range []map[string]schema.Attribute{
		required(), optional(), computed(), {"timeouts": attribute.Timeouts(ctx, timeout, timeout)},
	} {
		maps.Copy(all, some)
	}
	return all
}

func required() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":   attribute.Stable("`{compartment_id}/{name}`, which can be imported."),
		"name": policy.Name("Name of the rule: of its first policy (further ones add a number) and of its quota, unique in the tenancy. A change replaces the rule.", maxName),
		"compartment_id": policy.Kept("OCID of the compartment that the policies are kept in: the tenancy, or a compartment above all that the rule binds. Quotas are kept in " +
			"the tenancy in any case. A change replaces the rule."),
		"compartment_ids": schema.ListAttribute{
			MarkdownDescription: "OCIDs of the compartments that the rule binds, each with all that is in it. The tenancy is a choice that has to be written out: its OCID binds everything.",
			ElementType:         types.StringType,
			Required:            true,
			Validators: []validator.List{
				listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(attribute.CompartmentOCID()),
			},
		},
	}
}

func optional() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"description": schema.StringAttribute{
			MarkdownDescription: "Description of the policies and the quota.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString("Written by residency_deny_rule: change it there"),
			Validators:          []validator.String{stringvalidator.LengthBetween(1, maxDescription)},
		},
		"services": words("Services whose data the rule is about", compile.Services(), "all of them, and outside also services that the provider does not know"),
		"block": words("What the rule stops, by what data or people would do. Outside the boundary `create`, `write`, `copy`, `backup_copy`, `clone` and `replicate` stop whatever places "+
			"data there. Inside, `replicate`, `copy`, `backup_copy`, `clone` and `key_replicate` stop what sends data, because IAM cannot see where it goes; `share` grants to other tenancies; `expose` "+
			"pre-authenticated requests and, because IAM cannot see public access, the making and changing of buckets; `peer` network peering; `move` moves to other compartments, of anything; "+
			"`subscribe_region`, `loosen_guard` changes of policies, quotas, groups and governance; `read_from_elsewhere` reads that do not come from `network_sources`",
			compile.Blocks(), "all, `read_from_elsewhere` only with `network_sources`"),
		"layers": words("What the rule is written in. Deny policies must have been enabled in the tenancy, in the console (Identity, Policies, Actions, Policy settings), and never bind the default "+
			"domain's Administrators; a quota binds everybody, and stops what it counts", []string{compile.IAM, compile.Quota}, "both"),
		"spare": spare(),
		"network_sources": schema.ListAttribute{
			MarkdownDescription: "Names of the network sources that data may be read from, for the block `read_from_elsewhere`. A request from none of them, or from nowhere " +
				"that is known, such as a service's, is denied, the spared groups' too. `request.region` is where a request arrives, not where the person sits: this is about the latter.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues()},
		},
		"revision": schema.Int64Attribute{
			MarkdownDescription: "A number to raise when the statements are to be saved again: Oracle adds permissions to verbs, and a statement has those of the day on which it was saved. Default 1.",
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(1),
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"freeform_tags": attribute.FreeformTags(),
		"defined_tags":  attribute.DefinedTags(),
	}
}

// words is a list of words of which some are known.
func words(what string, known []string, otherwise string) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: what + ". Any of `" + strings.Join(known, "`, `") + "`; when left out, " + otherwise + ".",
		ElementType:         types.StringType,
		Optional:            true,
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(stringvalidator.OneOf(known...))},
	}
}

func spare() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "Groups that may send data and change the rule, by name in the Default domain or by OCID: above all the pipeline's, whose plans the provider and the check judge. " +
			"Nobody is spared what places data outside. The one who applies must be in one of them, or an Administrator.",
		Optional:   true,
		Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.LengthBetween(1, 255))},
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"reason": schema.StringAttribute{
					MarkdownDescription: "Why the group is spared.", Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				},
				"approved_by": schema.StringAttribute{
					MarkdownDescription: "Who has approved it.", Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				},
				"expires": schema.StringAttribute{
					MarkdownDescription: "Last day (UTC, such as `2027-03-31`) on which the group is spared. It ends by itself, without an apply. Without it: until it is taken out.",
					Optional:            true,
					Validators:          []validator.String{stringvalidator.RegexMatches(date, `must be a date such as "2027-03-31"`)},
				},
			},
		},
	}
}

func computed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"boundary": attribute.Shown("Name and digest of the boundary that the rule was written from."),
		"statements": schema.ListAttribute{
			MarkdownDescription: "The policy statements, in canonical form, those of the first policy first.", ElementType: types.StringType, Computed: true,
		},
		"quota_statements": schema.ListAttribute{
			MarkdownDescription: "The statements of the quota, in their order.", ElementType: types.StringType, Computed: true,
		},
		"proof": claims("What the statements stop, operation by operation, proved over the statements themselves for everybody but the default domain's Administrators.", map[string]schema.Attribute{
			"layers": schema.ListAttribute{
				MarkdownDescription: "The layers that each stop it alone. Administrators are stopped by `quota` only.", ElementType: types.StringType, Computed: true,
			},
			"assumptions": schema.ListAttribute{
				MarkdownDescription: "Identifiers of what Oracle does not document and the claim rests on; the guide on deny rules explains each.", ElementType: types.StringType, Computed: true,
			},
			"except": attribute.Shown("For whom or where it is open nevertheless."),
		}),
		"gaps": claims("What no chosen layer stops, with what does.", map[string]schema.Attribute{
			"why": attribute.Shown("Why nothing stops it."), "instead": attribute.Shown("What does, or could."),
		}),
		"home_region": attribute.Shown("The tenancy's home region, where policies and quotas are written. They are in force in every region, so that a rule has no `region`."),
		"policy_id":   attribute.Shown("OCID of the first policy."),
		"policy_ids":  schema.MapAttribute{MarkdownDescription: "OCIDs of all policies by name.", ElementType: types.StringType, Computed: true},
		"quota_id":    attribute.Shown("OCID of the quota."),
		"effective_quotas": schema.MapAttribute{
			MarkdownDescription: "Of each quota that is zeroed, what Limits says is in force in each subscribed region outside, as `region/family/name` with the OCID of the compartment where there are " +
				"several. Anything but 0 is drift, and the next apply saves the quota again. A new quota takes up to ten minutes to be in force. Families that count by availability domain are not asked about.",
			ElementType: types.Int64Type, Computed: true,
		},
	}
}

func claims(what string, more map[string]schema.Attribute) schema.Attribute {
	one := map[string]schema.Attribute{
		"obligation": attribute.Shown("`outside` (places data outside), `egress` (sends, opens or moves data, or loosens the guard), `elsewhere` (reads from elsewhere), " +
			"`foreign` (another tenancy's principals), `guard` (the rule's own policies, quota and groups) or `beyond` (no condition can see it)."),
		"service":   attribute.Shown("Service, as Oracle's SDK calls it."),
		"operation": attribute.Shown("Operation."),
		"variant":   attribute.Shown("A use of the operation that needs other permissions."),
	}
	maps.Copy(one, more)
	return schema.ListNestedAttribute{MarkdownDescription: what, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: one}}
}

// The types of the nested values.
var (
	spareType = types.ObjectType{AttrTypes: map[string]attr.Type{"reason": types.StringType, "approved_by": types.StringType, "expires": types.StringType}}
	textList  = types.ListType{ElemType: types.StringType}
	lineType  = types.ObjectType{AttrTypes: map[string]attr.Type{
		"obligation": types.StringType, "service": types.StringType, "operation": types.StringType, "variant": types.StringType,
		"layers": textList, "assumptions": textList, "except": types.StringType,
	}}
	gapType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"obligation": types.StringType, "service": types.StringType, "operation": types.StringType, "variant": types.StringType,
		"why": types.StringType, "instead": types.StringType,
	}}
)
