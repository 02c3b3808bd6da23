package autonomousstandby

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_autonomous_database_standby, for terraform query.
type List struct{ *Resource }

// NewList returns the list resource residency_autonomous_database_standby.
func NewList() list.ListResource { return List{newResource()} }

var _ list.ListResourceWithConfigure = List{}

// ListResourceConfigSchema describes the list block.
func (l List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = operation.QuerySchema("The standbys of Autonomous Databases of other regions that a compartment has in one region, inside the boundary or not.", nil)
}

// List streams the standbys. The listing has all that is known of one.
func (l List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q operation.Query
	diags := req.Config.Get(ctx, &q)
	name, more := l.Provider.ImportRegion(q.Region.ValueString(), "the region and the OCID")
	diags.Append(more...)
	in, ok := autonomous.Open(l.Provider, name, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	compartment := q.CompartmentID.ValueString()
	call := diagnostic.Call{Summary: "Cannot list standbys", Tried: "Listing the databases of compartment " + compartment, Region: name}
	stream.Results = operation.Stream(req, in.List(ctx, compartment), call, follows, func(s database.AutonomousDatabaseSummary) list.ListResult {
		m := model{Timeouts: placement.NoTimeouts()}
		m.Region = types.StringValue(name)
		m = l.complete(m.fromAPI(whole(s)))
		return operation.Found(ctx, req, m.DBName.ValueString()+" of "+m.PrimaryRegion.ValueString(), m.identity(), func() (model, diag.Diagnostics) { return m, nil })
	})
}

// follows says whether a listed database is a standby.
func follows(s database.AutonomousDatabaseSummary) bool {
	return !autonomous.Gone(s.LifecycleState) && len(s.PeerDbIds) > 0 && string(s.Role) != leads
}
