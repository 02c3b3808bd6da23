package autonomousstandby

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
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// api is one standby in Oracle's terms. Its errors are *oci.Error, or the context's.
type api struct {
	provider             *placement.Provider
	client               *database.DatabaseClient // of the standby's region
	work                 *workrequests.WorkRequestClient
	region, id, database string // the id is "" before the standby is there; database is its primary's OCID
}

// api is the standby that m is; false when there is an error among the diagnostics.
func (r *Resource) api(m model, diags *diag.Diagnostics) (api, bool) {
	a, ok := newAPI(r.provider, m.Region.ValueString(), diags)
	a.id, a.database = m.ID.ValueString(), m.DatabaseID.ValueString()
	return a, ok
}

func newAPI(p *placement.Provider, region string, diags *diag.Diagnostics) (api, bool) {
	client, ok := operation.Client(p, region, (*oci.Session).Database, diags)
	if !ok {
		return api{}, false
	}
	work, ok := operation.Client(p, region, (*oci.Session).WorkRequests, diags)
	return api{provider: p, client: client, work: work, region: region}, ok
}

// primary is the primary's end; its region is in its OCID.
func (a api) primary(diags *diag.Diagnostics) (api, bool) {
	end, ok := newAPI(a.provider, region.FindOCID(a.database).Region.Name, diags)
	end.id = a.database
	return end, ok
}

// call says what was tried with this standby; doing is such as "Creating".
func (a api) call(summary, doing string) diagnostic.Call {
	what := fmt.Sprintf("%s the standby of %s", doing, a.database)
	if a.id != "" {
		what = fmt.Sprintf("%s the standby %s", doing, a.id)
	}
	return diagnostic.Call{Summary: summary, Tried: what, Region: a.region}
}

// fields are for the log.
func (a api) fields() map[string]any {
	return map[string]any{"region": a.region, "autonomous_database_id": a.database, "id": a.id}
}

// create sends a request with a retry token, so that one that is sent again makes no second standby.
func (a api) create(ctx context.Context, details database.CreateCrossRegionDisasterRecoveryDetails) (database.AutonomousDatabase, string, error) {
	answer, err := a.client.CreateAutonomousDatabase(oci.Shield(ctx), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: details, OpcRetryToken: common.String(common.RetryToken()),
	})
	return answer.AutonomousDatabase, attribute.Value(answer.OpcWorkRequestId), oci.Explain("CreateAutonomousDatabase", a.region, err)
}

func (a api) get(ctx context.Context) (database.AutonomousDatabase, error) {
	answer, err := a.client.GetAutonomousDatabase(oci.Shield(ctx), database.GetAutonomousDatabaseRequest{AutonomousDatabaseId: &a.id})
	return answer.AutonomousDatabase, oci.Explain("GetAutonomousDatabase", a.region, err)
}

func (a api) update(ctx context.Context, details database.UpdateAutonomousDatabaseDetails) (string, error) {
	answer, err := a.client.UpdateAutonomousDatabase(oci.Shield(ctx), database.UpdateAutonomousDatabaseRequest{
		AutonomousDatabaseId: &a.id, UpdateAutonomousDatabaseDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpdateAutonomousDatabase", a.region, err)
}

// reconfigure changes how the standby follows its primary; Oracle takes it on the standby's side only.
func (a api) reconfigure(ctx context.Context, details database.ChangeDisasterRecoveryConfigurationDetails) (string, error) {
	answer, err := a.client.ChangeDisasterRecoveryConfiguration(oci.Shield(ctx), database.ChangeDisasterRecoveryConfigurationRequest{
		AutonomousDatabaseId: &a.id, ChangeDisasterRecoveryConfigurationDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeDisasterRecoveryConfiguration", a.region, err)
}

func (a api) move(ctx context.Context, compartment string) (string, error) {
	answer, err := a.client.ChangeAutonomousDatabaseCompartment(oci.Shield(ctx), database.ChangeAutonomousDatabaseCompartmentRequest{
		AutonomousDatabaseId: &a.id, ChangeCompartmentDetails: database.ChangeCompartmentDetails{CompartmentId: &compartment},
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeAutonomousDatabaseCompartment", a.region, err)
}

func (a api) delete(ctx context.Context) (string, error) {
	answer, err := a.client.DeleteAutonomousDatabase(oci.Shield(ctx), database.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: &a.id})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("DeleteAutonomousDatabase", a.region, err)
}

// databases lists those of a compartment in the region. What was deleted some hours ago is among them.
func (a api) databases(ctx context.Context, compartment string) iter.Seq2[database.AutonomousDatabaseSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.AutonomousDatabaseSummary, *string, error) {
		answer, err := a.client.ListAutonomousDatabases(oci.Shield(ctx), database.ListAutonomousDatabasesRequest{CompartmentId: &compartment, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabases", a.region, err)
	})
}

// missing is the standby that m is, for which Oracle answered 404.
func (a api) missing(m model) operation.Missing {
	compartment := m.CompartmentID.ValueString()
	return operation.Missing{
		Call: a.call("Standby cannot be read", "Reading"), Noun: "standby", Compartment: compartment,
		Check: "the OCID", Permission: "AUTONOMOUS_DATABASE_INSPECT", Fields: a.fields(),
		Listed: func(ctx context.Context) (bool, error) {
			for summary, err := range a.databases(ctx, compartment) {
				if err != nil {
					return false, err
				}
				if attribute.Value(summary.Id) == a.id && !isGone(whole(summary)) {
					return true, nil
				}
			}
			return false, nil
		},
	}
}

// whole is a listed database in the form in which one is read, as far as it is used here. The two say the same.
func whole(s database.AutonomousDatabaseSummary) database.AutonomousDatabase {
	return database.AutonomousDatabase{
		Id: s.Id, CompartmentId: s.CompartmentId, DbName: s.DbName, DisplayName: s.DisplayName, TimeCreated: s.TimeCreated,
		Role: database.AutonomousDatabaseRoleEnum(s.Role), LifecycleState: database.AutonomousDatabaseLifecycleStateEnum(s.LifecycleState),
		PeerDbIds: s.PeerDbIds, RemoteDisasterRecoveryConfiguration: s.RemoteDisasterRecoveryConfiguration,
		SubnetId: s.SubnetId, NsgIds: s.NsgIds, PrivateEndpointLabel: s.PrivateEndpointLabel, FreeformTags: s.FreeformTags, DefinedTags: s.DefinedTags,
	}
}
