package autonomousdatabase

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// api is one database in Oracle's terms.
type api struct {
	autonomous.Client

	name string
}

// api is the database that m is; false when there is an error among the diagnostics.
func (r *Resource) api(m model, diags *diag.Diagnostics) (api, bool) {
	client, ok := autonomous.Open(r.Provider, m.Region.ValueString(), diags)
	client.ID = m.ID.ValueString()
	return api{client, m.DBName.ValueString()}, ok
}

// call says what was tried with this database; doing is such as "Creating".
func (a api) call(summary, doing, next string) diagnostic.Call {
	what := fmt.Sprintf("%s database %q", doing, a.name)
	if a.ID != "" {
		what += " (" + a.ID + ")"
	}
	return diagnostic.Call{Summary: summary, Tried: what, Region: a.Region, Next: next}
}

// fields are for the log.
func (a api) fields() map[string]any {
	return map[string]any{"region": a.Region, "db_name": a.name, "id": a.ID}
}

func (a api) start(ctx context.Context, etag string) (string, error) {
	answer, err := a.Oracle.StartAutonomousDatabase(oci.Shield(ctx), database.StartAutonomousDatabaseRequest{AutonomousDatabaseId: &a.ID, IfMatch: attribute.Given(etag)})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StartAutonomousDatabase", a.Region, err)
}

func (a api) stop(ctx context.Context, etag string) (string, error) {
	answer, err := a.Oracle.StopAutonomousDatabase(oci.Shield(ctx), database.StopAutonomousDatabaseRequest{AutonomousDatabaseId: &a.ID, IfMatch: attribute.Given(etag)})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StopAutonomousDatabase", a.Region, err)
}

// configureKey encrypts the database with a key of a vault, or with one that Oracle manages.
func (a api) configureKey(ctx context.Context, etag string, details database.ConfigureAutonomousDatabaseVaultKeyDetails) (string, error) {
	answer, err := a.Oracle.ConfigureAutonomousDatabaseVaultKey(oci.Shield(ctx), database.ConfigureAutonomousDatabaseVaultKeyRequest{
		AutonomousDatabaseId: &a.ID, IfMatch: attribute.Given(etag), ConfigureAutonomousDatabaseVaultKeyDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ConfigureAutonomousDatabaseVaultKey", a.Region, err)
}

func (a api) refreshableClones(ctx context.Context) iter.Seq2[database.RefreshableCloneSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.RefreshableCloneSummary, *string, error) {
		answer, err := a.Oracle.ListAutonomousDatabaseRefreshableClones(oci.Shield(ctx), database.ListAutonomousDatabaseRefreshableClonesRequest{AutonomousDatabaseId: &a.ID, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabaseRefreshableClones", a.Region, err)
	})
}

func (a api) backups(ctx context.Context) iter.Seq2[database.AutonomousDatabaseBackupSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.AutonomousDatabaseBackupSummary, *string, error) {
		answer, err := a.Oracle.ListAutonomousDatabaseBackups(oci.Shield(ctx), database.ListAutonomousDatabaseBackupsRequest{AutonomousDatabaseId: &a.ID, Page: page, Limit: common.Int(autonomous.MostOfAPage)})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabaseBackups", a.Region, err)
	})
}
