package autonomousstandby

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// api is one standby in Oracle's terms.
type api struct {
	autonomous.Client // of the standby's region; its ID is "" before the standby is there

	database string // OCID of the primary
}

// api is the standby that m is; false when there is an error among the diagnostics.
func (r *Resource) api(m model, diags *diag.Diagnostics) (api, bool) {
	client, ok := autonomous.Open(r.Provider, m.Region.ValueString(), diags)
	client.ID = m.ID.ValueString()
	return api{client, m.DatabaseID.ValueString()}, ok
}

// primary is the primary's end; its region is in its OCID.
func (a api) primary(diags *diag.Diagnostics) (api, bool) {
	client, ok := autonomous.Open(a.Provider, region.FindOCID(a.database).Region.Name, diags)
	client.ID = a.database
	return api{client, a.database}, ok
}

// call says what was tried with this standby; doing is such as "Creating".
func (a api) call(summary, doing string) diagnostic.Call {
	what := fmt.Sprintf("%s the standby of %s", doing, a.database)
	if a.ID != "" {
		what = fmt.Sprintf("%s the standby %s", doing, a.ID)
	}
	return diagnostic.Call{Summary: summary, Tried: what, Region: a.Region}
}

// fields are for the log.
func (a api) fields() map[string]any {
	return map[string]any{"region": a.Region, "autonomous_database_id": a.database, "id": a.ID}
}

func (a api) get(ctx context.Context) (database.AutonomousDatabase, error) {
	now, err := a.Read(ctx)
	return now.AutonomousDatabase, err
}

// reconfigure changes how the standby follows its primary; Oracle takes it on the standby's side only.
func (a api) reconfigure(ctx context.Context, details database.ChangeDisasterRecoveryConfigurationDetails) (string, error) {
	answer, err := a.Oracle.ChangeDisasterRecoveryConfiguration(oci.Shield(ctx), database.ChangeDisasterRecoveryConfigurationRequest{
		AutonomousDatabaseId: &a.ID, ChangeDisasterRecoveryConfigurationDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeDisasterRecoveryConfiguration", a.Region, err)
}

// missing is the standby that m is, for which Oracle answered 404.
func (a api) missing(m model) operation.Missing {
	compartment := m.CompartmentID.ValueString()
	return operation.Missing{
		Call: a.call("Standby cannot be read", "Reading"), Noun: "standby", Compartment: compartment,
		Check: "the OCID", Permission: "AUTONOMOUS_DATABASE_INSPECT", Fields: a.fields(),
		Listed: func(ctx context.Context) (bool, error) { return a.Listed(ctx, compartment) },
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
