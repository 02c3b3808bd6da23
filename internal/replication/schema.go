package replication

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const maxRegionName = 64

var policyID = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	all := map[string]schema.Attribute{}
	for _, some := range []map[string]schema.Attribute{
		identifying(), required(), optional(), placement.Attributes("replication"), computed(), {"timeouts": attribute.Timeouts(ctx, timeout, timeout)},
	} {
		maps.Copy(all, some)
	}
	if region, is := all["region"].(schema.StringAttribute); is {
		region.MarkdownDescription = "Name of the source bucket's region, such as `us-ashburn-1`; a key such as `iad` is refused. Without it a new replication's source is in the " +
			"provider's region; afterwards the one in state stays. It is always known in the plan and shown there. A change replaces the policy."
		all["region"] = region
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Replication of a bucket that stays inside the boundary: the source's and the destination's region are held against it in the plan. " +
			"The arguments are those of `oci_objectstorage_replication_policy`. A policy cannot be changed, so a change of its arguments replaces it; objects " +
			"that were there before a policy are not replicated. An apply ends when the policy is `ACTIVE`, and fails when Oracle says `CLIENT_ERROR`. " +
			"Destroying it makes the destination bucket, which is read-only while it is one, writable again.\n\n" +
			"It marks the source bucket with the free-form tag `" + placement.ReplicaTag + "`, by which `residency_bucket` tells a declared replica from one that was added by hand.",
		Attributes: all,
	}
}

// IdentitySchema says what tells one replication policy from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"region":         identityschema.StringAttribute{OptionalForImport: true, Description: "Name of the source's region; the provider's region when left out."},
			"namespace":      identityschema.StringAttribute{RequiredForImport: true, Description: "Object Storage namespace."},
			"bucket":         identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the source bucket."},
			"replication_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the replication policy."},
		},
	}
}

func identifying() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             attribute.Stable("`{region}/n/{namespace}/b/{bucket}/replicationPolicies/{replication_id}`, which can be imported."),
		"replication_id": attribute.Stable("Id of the replication policy."),
	}
}

func required() map[string]schema.Attribute {
	text := func(description string, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description + " A change replaces the policy.",
			Required:            true,
			Validators:          validators,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		}
	}
	return map[string]schema.Attribute{
		"namespace":               text("Object Storage namespace of the tenancy, for both buckets.", objectstore.Namespace()...),
		"bucket":                  text("Name of the source bucket. It has one policy at most, and cannot be the destination of another.", objectstore.Name()...),
		"name":                    text("Name of the policy.", objectstore.PolicyName()...),
		"destination_bucket_name": text("Name of the bucket that the objects are copied to. It must be there, and is read-only as long as it is a destination.", objectstore.Name()...),
		"destination_region_name": text("Name of the region that the objects are copied to, such as `us-phoenix-1`; a key such as `phx` is refused.",
			stringvalidator.LengthAtMost(maxRegionName), stringvalidator.RegexMatches(regexp.MustCompile(`^\S+$`), "must be a region's name"), placement.RegionName()),
	}
}

func optional() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"compartment_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the source bucket's compartment, for boundaries that give a class by compartment; without it the replication is judged as " +
				"protected data. An apply compares it with the bucket before anything is created.",
			Optional:   true,
			Validators: []validator.String{attribute.CompartmentOCID()},
		},
	}
}

func computed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"destination_country": attribute.Shown("Country of the destination's region, as ISO 3166-1 alpha-2 code; null when the region's country is not in this release's table."),
		"status": attribute.Shown("`ACTIVE`, or `CLIENT_ERROR` when something keeps Oracle from replicating. The plan of a policy that is not `ACTIVE` waits for it again. " +
			"`DELETED` when a destroy deleted the policy and could not make the destination writable; the next destroy goes on with that."),
		"status_message": attribute.Shown("What Oracle says about the status."),
		"time_created":   attribute.Stable("When the policy was created (RFC 3339, UTC)."),
		"time_last_sync": attribute.Shown("Changes of the source before this time have been replicated (RFC 3339, UTC)."),
	}
}
