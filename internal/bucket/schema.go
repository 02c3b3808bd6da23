package bucket

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
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
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Values of the bucket's settings, as Oracle writes them.
const (
	private = "NoPublicAccess"

	versioningEnabled   = "Enabled"
	versioningDisabled  = "Disabled"
	versioningSuspended = "Suspended"

	tierStandard = "Standard"
	tierArchive  = "Archive"

	autoTieringDisabled   = "Disabled"
	autoTieringInfrequent = "InfrequentAccess"
)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A bucket of Object Storage that stays inside the boundary: its region is planned and shown, a region or key outside is refused " +
			"in the plan, and public access or replication that somebody added by hand is drift. The arguments are those of `oci_objectstorage_bucket` " +
			"where they mean the same; there is no `access_type`, because these buckets are never public.",
		Attributes: attributes(ctx),
	}
}

// IdentitySchema says what tells one bucket from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"region":    identityschema.StringAttribute{OptionalForImport: true, Description: "Region's name; the provider's region when left out."},
			"namespace": identityschema.StringAttribute{RequiredForImport: true, Description: "Object Storage namespace."},
			"name":      identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the bucket."},
		},
	}
}

func attributes(ctx context.Context) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, some := range []map[string]schema.Attribute{
		identifying(), required(), optional(), placement.Attributes("bucket"), computed(), {"timeouts": attribute.Timeouts(ctx, timeout, timeout)},
	} {
		maps.Copy(all, some)
	}
	return all
}

func identifying() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":   attribute.Stable("`{region}/n/{namespace}/b/{name}`, which can be imported."),
		"ocid": attribute.Stable("OCID of the bucket."),
	}
}

func required() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"compartment_id": attribute.Compartment("bucket"),
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the bucket, unique in the namespace and region. A change replaces the bucket.",
			Required:            true,
			Validators:          objectstore.Name(),
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"namespace": schema.StringAttribute{
			MarkdownDescription: "Object Storage namespace of the tenancy. A change replaces the bucket.",
			Required:            true,
			Validators:          objectstore.Namespace(),
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
	}
}

func optional() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"kms_key_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the master encryption key, which must be in the bucket's region. Without it Oracle manages the key; removing it removes " +
				"the key from the bucket. A change counts for new objects: existing objects stay under the key they were written with until `oci os bucket " +
				"reencrypt`, which this provider does not call.",
			Optional:   true,
			Validators: []validator.String{attribute.OCID("key")},
		},
		"versioning": schema.StringAttribute{
			MarkdownDescription: "`Enabled`, `Disabled` (the default; never again after `Enabled`) or `Suspended`. Leaving it out of a bucket that has versions means `Suspended`.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.OneOf(versioningEnabled, versioningDisabled, versioningSuspended)},
		},
		"storage_tier": schema.StringAttribute{
			MarkdownDescription: "`Standard` (the default) or `Archive`. A change replaces the bucket.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.OneOf(tierStandard, tierArchive)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured()},
		},
		"auto_tiering": schema.StringAttribute{
			MarkdownDescription: "`Disabled` (the default) or `InfrequentAccess`, for buckets of tier `Standard`.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(autoTieringDisabled),
			Validators:          []validator.String{stringvalidator.OneOf(autoTieringDisabled, autoTieringInfrequent)},
		},
		"object_events_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether changes of objects are sent to the Events service; default `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"metadata": schema.MapAttribute{
			MarkdownDescription: "Names and values of one's own, 4 KB in all.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Map{attribute.NoNulls()},
		},
		"freeform_tags":   attribute.FreeformTags(),
		"defined_tags":    attribute.DefinedTags(),
		"retention_rules": retentionRules(),
		"force_destroy": schema.BoolAttribute{
			MarkdownDescription: "Whether destroying the bucket first deletes everything in it: all versions of all objects, multipart uploads and pre-authenticated " +
				"requests, and before them its replication policy, which would repeat the deletions in another bucket. Default `false`, with which a bucket that is " +
				"not empty is not destroyed. It must be applied before the destroying begins; `timeouts.delete` is the time that it has, 20 minutes by default.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
	}
}

func retentionRules() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "Retention rules by display name. Oracle allows none while versioning is `Enabled`. A bucket without this argument is not asked for its rules.",
		Optional:            true,
		Validators:          []validator.Map{mapvalidator.KeysAre(stringvalidator.LengthBetween(1, 255))},
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"duration": schema.SingleNestedAttribute{
					MarkdownDescription: "How long an object is kept from its last change. Without it: for as long as the rule is there.",
					Optional:            true,
					Attributes: map[string]schema.Attribute{
						"time_amount": schema.Int64Attribute{
							MarkdownDescription: "Number of units.",
							Required:            true,
							Validators:          []validator.Int64{int64validator.AtLeast(1)},
						},
						"time_unit": schema.StringAttribute{
							MarkdownDescription: "`DAYS` or `YEARS`.",
							Required:            true,
							Validators:          []validator.String{stringvalidator.OneOf("DAYS", "YEARS")},
						},
					},
				},
				"time_rule_locked": schema.StringAttribute{
					MarkdownDescription: "Time (RFC 3339) from which the rule is locked. A locked rule cannot be removed or shortened by anybody; only deleting the bucket ends it.",
					Optional:            true,
					Validators:          []validator.String{attribute.Timestamp()},
				},
			},
		},
	}
}

func computed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"public_access_type": schema.StringAttribute{
			MarkdownDescription: "Always `NoPublicAccess`. Another value means that somebody opened the bucket by hand, and the plan closes it again.",
			Computed:            true,
			Default:             stringdefault.StaticString(private),
		},
		"replication_destinations": replicationDestinations(),
		"replication_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the bucket is the source of a replication.",
			Computed:            true,
		},
		"is_read_only": schema.BoolAttribute{
			MarkdownDescription: "Whether the bucket is read-only because it is the destination of a replication.",
			Computed:            true,
		},
		"etag":         attribute.Shown("Entity tag. An update is refused when it is no longer the one that was planned with."),
		"created_by":   attribute.Stable("OCID of who created the bucket."),
		"time_created": attribute.Stable("When the bucket was created (RFC 3339, UTC)."),
	}
}

func replicationDestinations() schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Where the bucket replicates to. A destination that no `residency_bucket_replication` declares is drift: inside the boundary the " +
			"next apply accepts it, outside it deletes the replication policy. The plan shows either.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"policy_id": attribute.Shown("Id of the replication policy."),
				"name":      attribute.Shown("Name of the replication policy."),
				"region":    attribute.Shown("Region that the objects are copied to."),
				"bucket":    attribute.Shown("Bucket that the objects are copied to."),
				"accepted": schema.BoolAttribute{
					MarkdownDescription: "Whether a `residency_bucket_replication` declares it or an apply has accepted it.",
					Computed:            true,
				},
			},
		},
	}
}

// The types of the nested values.
var (
	durationType = types.ObjectType{AttrTypes: map[string]attr.Type{"time_amount": types.Int64Type, "time_unit": types.StringType}}
	ruleType     = types.ObjectType{AttrTypes: map[string]attr.Type{"duration": durationType, "time_rule_locked": types.StringType}}
	replicaType  = types.ObjectType{AttrTypes: map[string]attr.Type{
		"policy_id": types.StringType, "name": types.StringType, "region": types.StringType, "bucket": types.StringType, "accepted": types.BoolType,
	}}
)
