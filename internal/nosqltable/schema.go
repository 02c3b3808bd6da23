package nosqltable

import (
	"context"
	"fmt"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const (
	provisioned = "PROVISIONED"
	onDemand    = "ON_DEMAND"
)

// longestName is that of a table's name, by Oracle's limits.
const longestName = 256

var tableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$`)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	all := map[string]schema.Attribute{"timeouts": attribute.Timeouts(ctx, timeout, timeout), "replicas": replicasAttribute(), "table_limits": limitsAttribute()}
	for _, some := range []map[string]schema.Attribute{arguments(), placement.Attributes("table"), computed()} {
		maps.Copy(all, some)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A table of Oracle NoSQL Database that stays inside the boundary, with its replicas: the regions of all of them are planned and shown, " +
			"one outside is refused in the plan, and a replica that somebody added, changed or dropped by hand is drift. The arguments are those of " +
			"`oci_nosql_table` where they mean the same; `replicas` replaces `oci_nosql_table_replica`.",
		Attributes: all,
	}
}

// IdentitySchema says what tells one table from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{RequiredForImport: true, Description: "OCID of the table, which has its region in it."},
		},
	}
}

func arguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             attribute.Stable("OCID of the table, which can be imported."),
		"compartment_id": attribute.Compartment("table"),
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the table, as in `ddl_statement`; of a child table with its parent's, such as `orders.lines`. Unique in the compartment " +
				"and region. Oracle takes no notice of case. A change replaces the table.",
			Required: true,
			Validators: []validator.String{stringvalidator.LengthAtMost(longestName), stringvalidator.RegexMatches(tableName,
				"must begin with a letter and have letters, digits and underscores; a child table's name has its parent's and a period before it")},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(renamed, "Another name replaces the table.", "Another name replaces the table.")},
		},
		"ddl_statement": schema.StringAttribute{
			MarkdownDescription: "The `CREATE TABLE` statement of the table as it is wanted. It is compared by its meaning: white space, comments, the case of keywords " +
				"and names, and the order of columns make no difference. A change is carried out by the `ALTER TABLE` statements that it takes, in place: columns are " +
				"added (after those that are there) and dropped with what is in them, the TTL, the identity and `WITH SCHEMA FROZEN` are changed. Another primary key, " +
				"or another type of a column, replaces the table with an empty one; the plan says so. `IF NOT EXISTS` has no effect: a table that is there already is " +
				"adopted only if this configuration made it.",
			Required:   true,
			Validators: []validator.String{statement{}},
		},
		"is_auto_reclaimable": schema.BoolAttribute{
			MarkdownDescription: "Whether the table is an always-free one, which Oracle may remove when it is not used; default `false`. A change replaces the table.",
			Optional:            true,
			Computed:            true,
			PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown(), boolplanmodifier.RequiresReplaceIfConfigured()},
		},
		"freeform_tags":       attribute.FreeformTags(),
		"defined_tags":        attribute.DefinedTags(),
		"deletion_protection": attribute.DeletionProtection("table"),
	}
}

// renamed says whether a table has another name, not only another case.
func renamed(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = req.PlanValue.IsUnknown() || !ddl.SameName(req.StateValue.ValueString(), req.PlanValue.ValueString())
}

func limitsAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Throughput and storage. Every table has them but a child table, which shares its parent's.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"max_read_units":  units("Read units per second, with `PROVISIONED` capacity; `ON_DEMAND` does not use them."),
			"max_write_units": units("Write units per second, with `PROVISIONED` capacity; `ON_DEMAND` does not use them."),
			"max_storage_in_gbs": schema.Int64Attribute{
				MarkdownDescription: "Storage in GB. The replicas have the same.",
				Required:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"capacity_mode": schema.StringAttribute{
				MarkdownDescription: "`PROVISIONED` (the default) or `ON_DEMAND`.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(provisioned),
				Validators:          []validator.String{stringvalidator.OneOf(provisioned, onDemand)},
			},
		},
	}
}

func units(description string) schema.Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}}
}

func replicasAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "The table's replicas in other regions, by region name; `{}` is a replica with the table's own limits. The table is then active in " +
			"each of the regions: what is written in one is written in all. Each region is judged. The list is the whole truth: replicas that are not here are " +
			"dropped, also those that somebody added by hand. A table with replicas has `WITH SCHEMA FROZEN` in its `ddl_statement`; its columns cannot be changed " +
			"until the replicas are removed. Destroying the table drops them first.",
		Optional:   true,
		Validators: []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(placement.RegionName())},
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"max_read_units":  units("Read units per second of the replica; without it the table's own."),
				"max_write_units": units("Write units per second of the replica; without it the table's own."),
			},
		},
	}
}

func computed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"lifecycle_state":   attribute.Shown("State of the table, such as `ACTIVE`."),
		"lifecycle_details": attribute.Shown("What Oracle says of the state, if anything."),
		"schema":            attribute.Shown("The table's columns, primary key, shard key, TTL in days and identity, as Oracle tells them, in JSON."),
		"schema_state":      attribute.Shown("`MUTABLE`, or `FROZEN`: then the table can have replicas."),
		"is_multi_region": schema.BoolAttribute{
			MarkdownDescription: "Whether the table has replicas.",
			Computed:            true,
		},
		"time_created":       attribute.Stable("When the table was created (RFC 3339, UTC)."),
		"time_updated":       attribute.Shown("When the table or its settings last changed (RFC 3339, UTC)."),
		"time_of_expiration": attribute.Shown("When an always-free table that is not used will be removed (RFC 3339, UTC)."),
	}
}

// statement accepts what package ddl can read as a CREATE TABLE statement.
type statement struct{}

func (statement) Description(context.Context) string { return "value must be a CREATE TABLE statement" }

func (v statement) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (statement) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := ddl.Parse(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Statement not readable",
			fmt.Sprintf("This is not a CREATE TABLE statement of Oracle NoSQL Database: %s.", err),
			"Write the table as it is wanted, such as CREATE TABLE orders (id INTEGER, customer STRING, PRIMARY KEY (id)). An ALTER TABLE statement is not needed: "+
				"the provider finds the ones that it takes."))
	}
}

// The types of the nested values.
var (
	limitsType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"max_read_units": types.Int64Type, "max_write_units": types.Int64Type, "max_storage_in_gbs": types.Int64Type, "capacity_mode": types.StringType,
	}}
	replicaType = types.ObjectType{AttrTypes: map[string]attr.Type{"max_read_units": types.Int64Type, "max_write_units": types.Int64Type}}
)
