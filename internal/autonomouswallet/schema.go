package autonomouswallet

import (
	"context"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Schema describes the ephemeral resource.
func (r *Resource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The wallet of an Autonomous Database inside the boundary, for what connects to it while Terraform runs, or for a write-only argument such as that of a secret. " +
			"It is an ephemeral resource: neither the wallet nor its password is ever in a state or a plan. Oracle makes a new one each time, in plans too; all of them are valid.",
		Attributes: map[string]schema.Attribute{
			"autonomous_database_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the database. The region in it is held against the boundary before anything is asked for.",
				Required:            true,
				Validators:          []validator.String{attribute.OCID("autonomousdatabase")},
			},
			"password": schema.StringAttribute{
				MarkdownDescription: "Password that protects the wallet's keys: 8 to 60 characters, with a letter and a digit or special character. Take it from an ephemeral variable or resource.",
				Required:            true,
				Sensitive:           true,
				Validators:          []validator.String{password{}},
			},
			"generate_type": schema.StringAttribute{
				MarkdownDescription: "`SINGLE` for a wallet of this database, which is the default, or `ALL` for one of all databases in the region.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf(database.GetGenerateAutonomousDatabaseWalletDetailsGenerateTypeEnumStringValues()...)},
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "Name of the database's region, which its OCID says. When it is written, it must be the same.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{placement.RegionName()},
			},
			"data_class": schema.StringAttribute{
				MarkdownDescription: "Class of the data in the database, from the boundary's classes or `protected`. It only ever tightens.",
				Optional:            true,
			},
			"exception": schema.StringAttribute{
				MarkdownDescription: "Name of the boundary's exception that this wallet claims, when its database is outside.",
				Optional:            true,
			},
			"effective_data_class": schema.StringAttribute{
				MarkdownDescription: "Class by which the database is judged: `protected` unless the boundary says otherwise.",
				Computed:            true,
			},
			"country": schema.StringAttribute{
				MarkdownDescription: "Country of the region, as ISO 3166-1 alpha-2 code; null when the region's country is not in this release's table.",
				Computed:            true,
			},
			"content_base64": schema.StringAttribute{
				MarkdownDescription: "The wallet, a zip archive, in base64.",
				Computed:            true,
				Sensitive:           true,
			},
		},
	}
}

// password holds Oracle's rule for a wallet's password. It never repeats what is written.
type password struct{}

func (password) Description(context.Context) string {
	return "value must have 8 to 60 characters, with a letter and a digit or special character"
}

func (v password) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v password) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	written := req.ConfigValue.ValueString()
	other := strings.ContainsFunc(written, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(written) < 8 || len(written) > 60 || !strings.ContainsFunc(written, unicode.IsLetter) || !other {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Password of the wallet too weak",
			"Oracle takes a password of 8 to 60 characters, with a letter and a digit or special character.", "Choose another."))
	}
}
