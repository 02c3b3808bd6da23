package nosql_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	quotas "github.com/oracle/oci-go-sdk/v65/limits"
	sdk "github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

const orders = "CREATE TABLE orders(id INTEGER, customer STRING, lines JSON, PRIMARY KEY(id))"

var text = common.String

// env is a sandbox with Oracle's own clients, and its clock.
type env struct {
	*sandbox.Sandbox
	t        *testing.T
	iad, phx sdk.NosqlClient
	now      *time.Time
}

func newEnv(t *testing.T, opts ...sandbox.Option) env {
	t.Helper()
	now := time.Now()
	s := sandboxtest.New(t, append(opts, sandbox.WithClock(func() time.Time { return now }))...)
	return env{Sandbox: s, t: t, iad: client(t, s, "us-ashburn-1", "admin"), phx: client(t, s, "us-phoenix-1", "admin"), now: &now}
}

func client(t *testing.T, s *sandbox.Sandbox, region, user string) sdk.NosqlClient {
	t.Helper()
	client, err := sdk.NewNosqlClientWithConfigurationProvider(sandboxtest.As(t, s, user, region))
	require.NoError(t, err)
	sandboxtest.InProcess(&client.BaseClient, s.Transport())
	return client
}

func paced(pace cloud.Pace) sandbox.Option { return sandbox.WithLifecyclePace(pace) }

// pass lets time go by.
func (e env) pass(d time.Duration) { *e.now = e.now.Add(d) }

var refused = sandboxtest.Refused

func limits(reads, writes, storage int) *sdk.TableLimits {
	return &sdk.TableLimits{MaxReadUnits: &reads, MaxWriteUnits: &writes, MaxStorageInGBs: &storage}
}

func (e env) details(name, ddl string) sdk.CreateTableDetails {
	return sdk.CreateTableDetails{
		Name: &name, CompartmentId: text(e.CompartmentOCID()), DdlStatement: &ddl, TableLimits: limits(10, 5, 1),
		FreeformTags: map[string]string{"a": "b"}, DefinedTags: map[string]map[string]any{"ns": {"key": "value"}},
	}
}

func (e env) create(name, ddl string) sdk.Table {
	e.t.Helper()
	made, err := e.iad.CreateTable(e.t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details(name, ddl)})
	require.NoError(e.t, err)
	require.NotEmpty(e.t, *made.OpcWorkRequestId)
	return e.byName(e.iad, name)
}

func (e env) byName(c sdk.NosqlClient, name string) sdk.Table {
	e.t.Helper()
	got, err := c.GetTable(e.t.Context(), sdk.GetTableRequest{TableNameOrId: &name, CompartmentId: text(e.CompartmentOCID())})
	require.NoError(e.t, err)
	return got.Table
}

func (e env) alter(c sdk.NosqlClient, table *string, ddl string) error {
	_, err := c.UpdateTable(e.t.Context(), sdk.UpdateTableRequest{TableNameOrId: table, UpdateTableDetails: sdk.UpdateTableDetails{DdlStatement: &ddl}})
	return err
}

func (e env) replicate(table *string, region string, writes *int) (*string, error) {
	got, err := e.iad.CreateReplica(e.t.Context(), sdk.CreateReplicaRequest{
		TableNameOrId: table, CreateReplicaDetails: sdk.CreateReplicaDetails{Region: &region, MaxWriteUnits: writes},
	})
	return got.OpcWorkRequestId, err
}

func (e env) work(id *string) sdk.WorkRequest {
	e.t.Helper()
	got, err := e.iad.GetWorkRequest(e.t.Context(), sdk.GetWorkRequestRequest{WorkRequestId: id})
	require.NoError(e.t, err)
	return got.WorkRequest
}

func (e env) dump() string {
	e.t.Helper()
	out, err := json.Marshal(e.Dump())
	require.NoError(e.t, err)
	return string(out)
}

// quota sets a compartment quota.
func (e env) quota(statements ...string) {
	e.t.Helper()
	client, err := quotas.NewQuotasClientWithConfigurationProvider(sandboxtest.As(e.t, e.Sandbox, "admin", "us-ashburn-1"))
	require.NoError(e.t, err)
	sandboxtest.InProcess(&client.BaseClient, e.Transport())
	_, err = client.CreateQuota(e.t.Context(), quotas.CreateQuotaRequest{CreateQuotaDetails: quotas.CreateQuotaDetails{
		CompartmentId: text(e.TenancyOCID()), Name: text("tables"), Description: text("of tables"), Statements: statements,
	}})
	require.NoError(e.t, err)
}
