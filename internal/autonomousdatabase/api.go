package autonomousdatabase

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is one database in Oracle's terms. Its errors are *oci.Error, or the context's.
type api struct {
	client           *database.DatabaseClient
	work             *workrequests.WorkRequestClient
	provider         *placement.Provider
	region, id, name string // the id is "" before the database is there
}

// api is the database that m is; false when there is an error among the diagnostics.
func (r *Resource) api(m model, diags *diag.Diagnostics) (api, bool) {
	a, ok := newAPI(r.provider, m.Region.ValueString(), diags)
	a.id, a.name = m.ID.ValueString(), m.DBName.ValueString()
	return a, ok
}

func newAPI(p *placement.Provider, region string, diags *diag.Diagnostics) (api, bool) {
	client, ok := operation.Client(p, region, (*oci.Session).Database, diags)
	if !ok {
		return api{}, false
	}
	work, ok := operation.Client(p, region, (*oci.Session).WorkRequests, diags)
	return api{client: client, work: work, provider: p, region: region}, ok
}

// call says what was tried with this database; doing is such as "Creating".
func (a api) call(summary, doing, next string) diagnostic.Call {
	what := fmt.Sprintf("%s database %q", doing, a.name)
	if a.id != "" {
		what += " (" + a.id + ")"
	}
	return diagnostic.Call{Summary: summary, Tried: what, Region: a.region, Next: next}
}

// fields are for the log.
func (a api) fields() map[string]any {
	return map[string]any{"region": a.region, "db_name": a.name, "id": a.id}
}

// create sends a request with a retry token, so that one that is sent again makes no second database.
func (a api) create(ctx context.Context, details database.CreateAutonomousDatabaseBase) (database.AutonomousDatabase, string, error) {
	answer, err := a.client.CreateAutonomousDatabase(oci.Shield(ctx), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: details, OpcRetryToken: common.String(common.RetryToken()),
	})
	return answer.AutonomousDatabase, attribute.Value(answer.OpcWorkRequestId), oci.Explain("CreateAutonomousDatabase", a.region, err)
}

// reading is a database as it was read.
type reading struct {
	model
	raw  database.AutonomousDatabase
	etag string
}

// read reads the database; prior says what of it the configuration manages.
func (a api) read(ctx context.Context, prior model) (reading, error) {
	answer, err := a.client.GetAutonomousDatabase(oci.Shield(ctx), database.GetAutonomousDatabaseRequest{AutonomousDatabaseId: &a.id})
	if err != nil {
		return reading{model: prior}, oci.Explain("GetAutonomousDatabase", a.region, err)
	}
	return reading{model: prior.fromAPI(answer.AutonomousDatabase), raw: answer.AutonomousDatabase, etag: attribute.Value(answer.Etag)}, nil
}

// update changes the database if it still has the etag. It returns the work request's id.
func (a api) update(ctx context.Context, etag string, details database.UpdateAutonomousDatabaseDetails) (string, error) {
	answer, err := a.client.UpdateAutonomousDatabase(oci.Shield(ctx), database.UpdateAutonomousDatabaseRequest{
		AutonomousDatabaseId: &a.id, IfMatch: match(etag), UpdateAutonomousDatabaseDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpdateAutonomousDatabase", a.region, err)
}

func (a api) start(ctx context.Context, etag string) (string, error) {
	answer, err := a.client.StartAutonomousDatabase(oci.Shield(ctx), database.StartAutonomousDatabaseRequest{AutonomousDatabaseId: &a.id, IfMatch: match(etag)})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StartAutonomousDatabase", a.region, err)
}

func (a api) stop(ctx context.Context, etag string) (string, error) {
	answer, err := a.client.StopAutonomousDatabase(oci.Shield(ctx), database.StopAutonomousDatabaseRequest{AutonomousDatabaseId: &a.id, IfMatch: match(etag)})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StopAutonomousDatabase", a.region, err)
}

func (a api) move(ctx context.Context, etag, compartment string) (string, error) {
	answer, err := a.client.ChangeAutonomousDatabaseCompartment(oci.Shield(ctx), database.ChangeAutonomousDatabaseCompartmentRequest{
		AutonomousDatabaseId: &a.id, IfMatch: match(etag), ChangeCompartmentDetails: database.ChangeCompartmentDetails{CompartmentId: &compartment},
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeAutonomousDatabaseCompartment", a.region, err)
}

// configureKey encrypts the database with a key of a vault, or with one that Oracle manages.
func (a api) configureKey(ctx context.Context, etag string, details database.ConfigureAutonomousDatabaseVaultKeyDetails) (string, error) {
	answer, err := a.client.ConfigureAutonomousDatabaseVaultKey(oci.Shield(ctx), database.ConfigureAutonomousDatabaseVaultKeyRequest{
		AutonomousDatabaseId: &a.id, IfMatch: match(etag), ConfigureAutonomousDatabaseVaultKeyDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ConfigureAutonomousDatabaseVaultKey", a.region, err)
}

func (a api) delete(ctx context.Context) (string, error) {
	answer, err := a.client.DeleteAutonomousDatabase(oci.Shield(ctx), database.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: &a.id})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("DeleteAutonomousDatabase", a.region, err)
}

// match is the etag for a request, nil where none is known.
func match(etag string) *string {
	if etag == "" {
		return nil
	}
	return &etag
}

// databases lists those of a compartment in the region. What was deleted some hours ago is among them.
func (a api) databases(ctx context.Context, compartment string) iter.Seq2[database.AutonomousDatabaseSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.AutonomousDatabaseSummary, *string, error) {
		answer, err := a.client.ListAutonomousDatabases(oci.Shield(ctx), database.ListAutonomousDatabasesRequest{CompartmentId: &compartment, Page: page, Limit: pageSize})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabases", a.region, err)
	})
}

// listed says whether the list of a compartment shows the database as one that is there.
func (a api) listed(ctx context.Context, compartment string) (bool, error) {
	for summary, err := range a.databases(ctx, compartment) {
		if err != nil {
			return false, err
		}
		if attribute.Value(summary.Id) == a.id && !isGone(string(summary.LifecycleState)) {
			return true, nil
		}
	}
	return false, nil
}

func (a api) refreshableClones(ctx context.Context) iter.Seq2[database.RefreshableCloneSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.RefreshableCloneSummary, *string, error) {
		answer, err := a.client.ListAutonomousDatabaseRefreshableClones(oci.Shield(ctx), database.ListAutonomousDatabaseRefreshableClonesRequest{AutonomousDatabaseId: &a.id, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabaseRefreshableClones", a.region, err)
	})
}

func (a api) backups(ctx context.Context) iter.Seq2[database.AutonomousDatabaseBackupSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.AutonomousDatabaseBackupSummary, *string, error) {
		answer, err := a.client.ListAutonomousDatabaseBackups(oci.Shield(ctx), database.ListAutonomousDatabaseBackupsRequest{AutonomousDatabaseId: &a.id, Page: page, Limit: pageSize})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabaseBackups", a.region, err)
	})
}

// workRequest is a work request's status, and the errors of one that has failed.
func (a api) workRequest(ctx context.Context, id string) (workrequests.WorkRequestStatusEnum, []workrequests.WorkRequestError, error) {
	answer, err := a.work.GetWorkRequest(oci.Shield(ctx), workrequests.GetWorkRequestRequest{WorkRequestId: &id})
	if err != nil || answer.Status != workrequests.WorkRequestStatusFailed {
		return answer.Status, nil, oci.Explain("GetWorkRequest", a.region, err)
	}
	errors, err := a.work.ListWorkRequestErrors(oci.Shield(ctx), workrequests.ListWorkRequestErrorsRequest{WorkRequestId: &id})
	return answer.Status, errors.Items, oci.Explain("ListWorkRequestErrors", a.region, err)
}

// pageSize is that of listings, Oracle's greatest.
var pageSize = common.Int(1000)
