package autonomousdatabase

import (
	"context"
	"fmt"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/float64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

var (
	// Lengths are checked apart: a counted repetition compiles to as many states, at every start of the provider.
	dbName        = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)
	endpointLabel = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)
	email         = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	all := map[string]schema.Attribute{}
	for _, some := range []map[string]schema.Attribute{
		{"id": attribute.Stable("OCID of the database.")},
		required(), describing(), sized(), networked(), keyed(), secured(), backedUp(), sourced(),
		placement.Attributes("database"), computed(),
		{"timeouts": attribute.Timeouts(ctx, longTimeout, readTimeout)},
	} {
		maps.Copy(all, some)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "An Autonomous Database on shared infrastructure that stays inside the boundary: its region is planned and shown; a region, key, subnet or " +
			"secret outside is refused in the plan; and standbys, refreshable clones, remote backups, an open access control list or another key that somebody made by " +
			"hand are shown. The arguments are those of `oci_database_autonomous_database` where they mean the same. What is absent from the configuration is absent from " +
			"the database: keys, subnets, access lists, contacts and schedules of long-term backups are removed when they are removed here.\n\n" +
			"The password of the administrator is write-only: it is in no state, no plan and no log. A standby in another region is a `residency_autonomous_database_standby`.",
		Attributes: all,
	}
}

// IdentitySchema says what tells one database from all others.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id":     identityschema.StringAttribute{RequiredForImport: true, Description: "OCID of the database."},
			"region": identityschema.StringAttribute{OptionalForImport: true, Description: "Region's name; the one in the OCID when left out."},
		},
	}
}

// ConfigValidators are about arguments that go or do not go together.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	root := path.MatchRoot
	return []resource.ConfigValidator{
		resourcevalidator.Conflicting(root("admin_password_wo"), root("secret_id")),
		resourcevalidator.RequiredTogether(root("kms_key_id"), root("vault_id")),
	}
}

func required() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"compartment_id": attribute.Compartment("database"),
		"db_name": schema.StringAttribute{
			MarkdownDescription: "Name of the database, unique in the tenancy and region: a letter, then letters and digits, 30 characters in all. A change renames it in place.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthAtMost(30), stringvalidator.RegexMatches(dbName, "must begin with a letter and have only letters and digits")},
		},
	}
}

func describing() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"display_name": attribute.Chosen("Name that the console shows; `db_name` when left out.", stringvalidator.LengthBetween(1, 255)),
		"db_workload": attribute.Chosen("`OLTP` (Oracle's default), `DW`, `AJD`, `APEX` or `LH`. Oracle changes only some into others.",
			stringvalidator.OneOf("OLTP", "DW", "AJD", "APEX", "LH")),
		"db_version":     attribute.Chosen("Version of the database, such as `19c` or `26ai`. A change upgrades it.", stringvalidator.LengthAtLeast(1)),
		"license_model":  attribute.Chosen("`LICENSE_INCLUDED` or `BRING_YOUR_OWN_LICENSE`.", stringvalidator.OneOf("LICENSE_INCLUDED", "BRING_YOUR_OWN_LICENSE")),
		"character_set":  attribute.Fixed("database", "Character set, such as `AL32UTF8`."),
		"ncharacter_set": attribute.Fixed("database", "National character set: `AL16UTF16` or `UTF8`."),
		"state": attribute.Chosen("`AVAILABLE` or `STOPPED`: a change starts or stops the database. Without it, whoever starts or stops the database has their way.",
			stringvalidator.OneOf(available, stopped)),
		"autonomous_maintenance_schedule_type": attribute.Chosen("`REGULAR`, which is Oracle's default, or `EARLY` for maintenance a week before it.", stringvalidator.OneOf("REGULAR", "EARLY")),
		"is_local_data_guard_enabled": attribute.ChosenBool("Whether Oracle keeps a standby in the database's own region, as a part of it. One in another region is a " +
			"`residency_autonomous_database_standby`."),
		"customer_contacts": schema.ListNestedAttribute{
			MarkdownDescription: "Whom Oracle tells about the database. Absent means nobody.",
			Optional:            true,
			Validators:          []validator.List{listvalidator.SizeAtMost(10)},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"email": schema.StringAttribute{MarkdownDescription: "Email address.", Required: true, Validators: []validator.String{stringvalidator.RegexMatches(email, "must be an email address")}},
			}},
		},
		"deletion_protection": attribute.DeletionProtection("database"),
		"freeform_tags":       attribute.FreeformTags(),
		"defined_tags":        attribute.DefinedTags(),
	}
}

func sized() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"compute_model": attribute.Chosen("`ECPU` (the default of a new database) or `OCPU`. Oracle changes OCPUs to ECPUs, together with `compute_count`, and not back.", stringvalidator.OneOf("ECPU", "OCPU")),
		"compute_count": schema.Float64Attribute{
			MarkdownDescription: "Number of ECPUs or OCPUs. A change scales the database in place. A new database needs it; a clone has its source's.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.Float64{float64validator.AtLeast(0.1)},
			PlanModifiers:       []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
		},
		"data_storage_size_in_gb": attribute.ChosenInt("Size of the storage in gigabytes, for transaction processing with ECPUs. One of this and `data_storage_size_in_tbs` is enough.",
			int64validator.AtLeast(20)),
		"data_storage_size_in_tbs":            attribute.ChosenInt("Size of the storage in terabytes.", int64validator.Between(1, 384)),
		"is_auto_scaling_enabled":             attribute.ChosenBool("Whether Oracle adds up to three times the compute when the load asks for it."),
		"is_auto_scaling_for_storage_enabled": attribute.ChosenBool("Whether Oracle adds storage when it runs out."),
	}
}

func networked() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"subnet_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the subnet of the private endpoint, in the database's region. Absent means a public endpoint.",
			Optional:            true,
			Validators:          []validator.String{attribute.OCID("subnet")},
		},
		"nsg_ids": schema.SetAttribute{
			MarkdownDescription: "OCIDs of the private endpoint's network security groups, five at most. Absent means none.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.SizeAtMost(5), setvalidator.ValueStringsAre(attribute.OCID("networksecuritygroup"))},
		},
		"private_endpoint_label": attribute.Chosen("Host name of the private endpoint. Oracle makes one up when it is left out.",
			stringvalidator.LengthBetween(1, 63), stringvalidator.RegexMatches(endpointLabel, "must begin with a letter and have only letters, digits and hyphens")),
		"whitelisted_ips": schema.SetAttribute{
			MarkdownDescription: "Access control list: addresses, CIDR blocks, and VCNs of the database's region (`ocid1.vcn…`, or `ocid1.vcn…;10.0.0.0/24` for a part of one). " +
				"Absent means none: a public endpoint without one can be reached from everywhere.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(accessListEntry{})},
		},
		"is_mtls_connection_required": attribute.ChosenBool("Whether clients need a wallet. `false` needs a private endpoint or `whitelisted_ips`."),
	}
}

func keyed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"kms_key_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the key of a vault that encrypts the database, in its region. It can be adopted, changed and removed later; absent means a key that Oracle manages.",
			Optional:            true,
			Validators:          []validator.String{attribute.OCID("key")},
		},
		"vault_id": schema.StringAttribute{
			MarkdownDescription: "OCID of the key's vault.",
			Optional:            true,
			Validators:          []validator.String{attribute.OCID("vault")},
		},
	}
}

func secured() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"admin_password_wo": schema.StringAttribute{
			MarkdownDescription: "Password of the user ADMIN: 12 to 30 characters, with an upper-case letter, a lower-case letter and a digit, without double quotes and the word " +
				"admin. Write-only: give it from an `ephemeral` variable or resource. A literal stands in the plan file's copy of the configuration.",
			Optional:   true,
			WriteOnly:  true,
			Sensitive:  true,
			Validators: []validator.String{adminPassword{}},
		},
		"admin_password_wo_version": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Number of the password. Another number sets the password anew; Terraform cannot see by itself that it is another. The provider keeps it in the "+
				"database's free-form tag `%s`, so that an import knows it.", placement.PasswordTag),
			Optional:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1), int64validator.AlsoRequires(path.MatchRoot("admin_password_wo"))},
		},
		"secret_id": schema.StringAttribute{
			MarkdownDescription: "OCID of a vault's secret with the password, in the database's region, instead of `admin_password_wo`. Oracle reads it when the database is created and when this or the version changes.",
			Optional:            true,
			Validators:          []validator.String{attribute.OCID("vaultsecret")},
		},
		"secret_version_number": schema.Int64Attribute{
			MarkdownDescription: "Version of the secret; its latest when left out.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(1), int64validator.AlsoRequires(path.MatchRoot("secret_id"))},
		},
	}
}

func backedUp() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"backup_retention_period_in_days": attribute.ChosenInt("How long automatic backups are kept, 1 to 60 days.", int64validator.Between(1, 60)),
		"long_term_backup_schedule": schema.SingleNestedAttribute{
			MarkdownDescription: "Schedule of long-term backups. Absent means none. Oracle deletes a database only together with its long-term backups; this resource never does that.",
			Optional:            true,
			Attributes: map[string]schema.Attribute{
				"repeat_cadence": schema.StringAttribute{
					MarkdownDescription: "`ONE_TIME`, `WEEKLY`, `MONTHLY` or `YEARLY`.",
					Required:            true,
					Validators:          []validator.String{stringvalidator.OneOf("ONE_TIME", "WEEKLY", "MONTHLY", "YEARLY")},
				},
				"time_of_backup": schema.StringAttribute{
					MarkdownDescription: "Time of the first backup (RFC 3339).",
					Required:            true,
					Validators:          []validator.String{attribute.Timestamp()},
				},
				"retention_period_in_days": schema.Int64Attribute{
					MarkdownDescription: "How long each is kept, 90 to 2558 days.",
					Required:            true,
					Validators:          []validator.Int64{int64validator.Between(90, 2558)},
				},
			},
		},
	}
}
