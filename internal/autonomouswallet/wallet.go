// Package autonomouswallet is the ephemeral resource residency_autonomous_database_wallet: the credentials by which a client
// connects to an Autonomous Database inside the boundary. It knows how to ask Oracle for a wallet and hands it on; it keeps
// neither the wallet nor its password, and neither is ever in a state, a plan or a log.
package autonomouswallet

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_autonomous_database_wallet"

// Resource is the ephemeral resource residency_autonomous_database_wallet.
type Resource struct {
	provider *placement.Provider
}

// NewEphemeralResource returns the ephemeral resource residency_autonomous_database_wallet.
func NewEphemeralResource() ephemeral.EphemeralResource { return &Resource{} }

var _ ephemeral.EphemeralResourceWithConfigure = &Resource{}

// model is the ephemeral resource in memory; it is nowhere else.
type model struct {
	placement.Model

	DatabaseID    types.String `tfsdk:"autonomous_database_id"`
	Password      types.String `tfsdk:"password"`
	GenerateType  types.String `tfsdk:"generate_type"`
	ContentBase64 types.String `tfsdk:"content_base64"`
}

// Metadata names the type.
func (r *Resource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_autonomous_database_wallet"
}

// Configure takes the provider's data.
func (r *Resource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	p, ok := req.ProviderData.(*placement.Provider)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf(
			"The provider handed its ephemeral resource a %T. This is a fault of the provider: please report it.", req.ProviderData))
	}
	r.provider = p
}

// Open holds the database's region against the boundary and asks Oracle for a wallet. Terraform opens it in the plan too, if
// its arguments are known then.
func (r *Resource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.GenerateType = types.StringValue(orDefault(m.GenerateType, string(database.GenerateAutonomousDatabaseWalletDetailsGenerateTypeSingle)))
	resp.Diagnostics.Append(r.judge(&m)...)
	client, ok := operation.Client(r.provider, m.Region.ValueString(), (*oci.Session).Database, &resp.Diagnostics)
	if !ok {
		return
	}
	content, err := generate(ctx, client, m)
	if err != nil {
		call := diagnostic.Call{
			Summary: "Cannot generate wallet", At: path.Root("autonomous_database_id"),
			Tried: "Generating a wallet for the database " + m.DatabaseID.ValueString(), Region: m.Region.ValueString(),
		}
		resp.Diagnostics.Append(call.Error(err))
		return
	}
	m.ContentBase64 = types.StringValue(base64.StdEncoding.EncodeToString(content))
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}

// judge finds where the database is, by its OCID, and holds that against the boundary.
func (r *Resource) judge(m *model) (diags diag.Diagnostics) {
	if r.provider == nil {
		return nil // there is no session either, and that is said where it is needed
	}
	at := path.Root("autonomous_database_id")
	ocid := m.DatabaseID.ValueString()
	where := region.FindOCID(ocid)
	switch {
	case where.Kind != region.Regional:
		diags.Append(diagnostic.Error(at, "Region of the database not known",
			fmt.Sprintf("The OCID %s names no region that this release knows.", ocid), "Check the OCID. A region that is newer than this release needs a newer release."))
		return diags
	case !m.Region.IsNull() && m.Region.ValueString() != where.Region.Name:
		diags.Append(diagnostic.Error(path.Root("region"), "Database in another region",
			fmt.Sprintf("The OCID %s is of %s, and region says %s.", ocid, where.Region.Name, m.Region.ValueString()), "Leave region out: the OCID says it."))
		return diags
	}
	m.Region = types.StringValue(where.Region.Name)
	resolved, diags := r.provider.Resolve(placement.Request{Change: placement.Create, Config: m.Model, Compartment: types.StringNull(), Type: typeName})
	if diags.HasError() {
		return diags
	}
	m.Model = resolved
	fact := placement.Placement(m.Model, typeName, types.StringNull())
	fact.Attribute = "autonomous_database_id"
	fact.Place = boundary.Place{Location: where, Evidence: `the OCID in attribute "autonomous_database_id"`}
	return append(diags, r.provider.Judge(placement.Create, fact)...)
}

// mostBytes is more than any wallet has.
const mostBytes = 4 << 20

var errTooLong = errors.New("the answer is longer than any wallet")

// generate asks Oracle for a wallet. Its error has neither the wallet nor the password in it.
func generate(ctx context.Context, client *database.DatabaseClient, m model) ([]byte, error) {
	answer, err := client.GenerateAutonomousDatabaseWallet(oci.Shield(ctx), database.GenerateAutonomousDatabaseWalletRequest{
		AutonomousDatabaseId: m.DatabaseID.ValueStringPointer(),
		GenerateAutonomousDatabaseWalletDetails: database.GenerateAutonomousDatabaseWalletDetails{
			Password:     m.Password.ValueStringPointer(),
			GenerateType: database.GenerateAutonomousDatabaseWalletDetailsGenerateTypeEnum(m.GenerateType.ValueString()),
		},
	})
	if err != nil {
		return nil, oci.Explain("GenerateAutonomousDatabaseWallet", m.Region.ValueString(), err)
	}
	defer answer.Content.Close()
	content, err := io.ReadAll(io.LimitReader(answer.Content, mostBytes+1))
	switch {
	case err != nil:
		return nil, oci.Explain("GenerateAutonomousDatabaseWallet", m.Region.ValueString(), err)
	case len(content) > mostBytes:
		return nil, errTooLong
	}
	return content, nil
}

func orDefault(s types.String, otherwise string) string {
	if s.ValueString() == "" {
		return otherwise
	}
	return s.ValueString()
}
