package database_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/database"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

const (
	tenancy = sandboxtest.Tenancy
	data    = "ocid1.compartment.oc1..aaaaaaaadata"
	other   = "ocid1.compartment.oc1..aaaaaaaaother"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
	chicago   = "us-chicago-1"

	password = "Sup3rSecretOne"
)

// env is a Database service with Oracle's own SDK as its client, in a kernel of its own.
type env struct {
	*sandboxtest.Kernel
	t       *testing.T
	service *database.Service
}

func newEnv(t *testing.T, configure ...func(*cloud.World)) *env {
	t.Helper()
	e := &env{t: t, Kernel: sandboxtest.NewKernel()}
	home, ok := region.ByName(ashburn)
	require.True(t, ok)
	world := cloud.World{
		Clock:      e.Now,
		Subscribed: func(name string) bool { return slices.Contains([]string{ashburn, phoenix, frankfurt, chicago}, name) },
		Tenancy: func(ocid string) (string, bool) {
			return tenancy, slices.Contains([]string{tenancy, data, other}, ocid)
		},
	}
	for _, c := range configure {
		c(&world)
	}
	e.service = database.New(world, home)
	e.Service = e.service
	return e
}

// paced is a service in which everything takes a minute.
func paced(c *cloud.World) {
	c.Pace = cloud.Pace{Create: time.Minute, Update: time.Minute, Delete: time.Minute}
}

// in is Oracle's client in a region, without retries.
func (e *env) in(region string) adb.DatabaseClient {
	e.t.Helper()
	c, err := adb.NewDatabaseClientWithConfigurationProvider(sandboxtest.Signer(region))
	require.NoError(e.t, err)
	sandboxtest.InProcess(&c.BaseClient, e)
	return c
}

// work is Oracle's client of work requests in a region.
func (e *env) work(region string) workrequests.WorkRequestClient {
	e.t.Helper()
	c, err := workrequests.NewWorkRequestClientWithConfigurationProvider(sandboxtest.Signer(region))
	require.NoError(e.t, err)
	sandboxtest.InProcess(&c.BaseClient, e)
	return c
}

func (e *env) workRequest(region string, id *string) workrequests.WorkRequest {
	e.t.Helper()
	require.NotNil(e.t, id)
	got, err := e.work(region).GetWorkRequest(e.t.Context(), workrequests.GetWorkRequestRequest{WorkRequestId: id})
	require.NoError(e.t, err)
	return got.WorkRequest
}

// details are those of a small database that is open to nobody else.
func details(name string) adb.CreateAutonomousDatabaseDetails {
	return adb.CreateAutonomousDatabaseDetails{
		CompartmentId: new(data), DbName: &name, AdminPassword: new(password), WhitelistedIps: []string{"203.0.113.0/24"},
		ComputeModel: adb.CreateAutonomousDatabaseBaseComputeModelEcpu, ComputeCount: new(float32(2)), DataStorageSizeInGBs: new(20),
	}
}

func (e *env) tryCreate(region string, d adb.CreateAutonomousDatabaseBase) (adb.CreateAutonomousDatabaseResponse, error) {
	return e.in(region).CreateAutonomousDatabase(e.t.Context(), adb.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: d})
}

func (e *env) create(region string, d adb.CreateAutonomousDatabaseBase) adb.CreateAutonomousDatabaseResponse {
	e.t.Helper()
	got, err := e.tryCreate(region, d)
	require.NoError(e.t, err)
	return got
}

func (e *env) get(region string, id *string) adb.AutonomousDatabase {
	e.t.Helper()
	got, err := e.in(region).GetAutonomousDatabase(e.t.Context(), adb.GetAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(e.t, err)
	return got.AutonomousDatabase
}

func (e *env) update(region string, id *string, d adb.UpdateAutonomousDatabaseDetails) (adb.UpdateAutonomousDatabaseResponse, error) {
	return e.in(region).UpdateAutonomousDatabase(e.t.Context(), adb.UpdateAutonomousDatabaseRequest{AutonomousDatabaseId: id, UpdateAutonomousDatabaseDetails: d})
}

func (e *env) delete(region string, id *string) error {
	_, err := e.in(region).DeleteAutonomousDatabase(e.t.Context(), adb.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	return err
}

// standby makes a standby of a primary.
func (e *env) standby(region string, id *string, change ...func(*adb.CreateCrossRegionDisasterRecoveryDetails)) (adb.CreateAutonomousDatabaseResponse, error) {
	d := adb.CreateCrossRegionDisasterRecoveryDetails{
		CompartmentId: new(data), SourceId: id, RemoteDisasterRecoveryType: adb.DisasterRecoveryConfigurationDisasterRecoveryTypeAdg,
	}
	for _, c := range change {
		c(&d)
	}
	return e.tryCreate(region, d)
}

func (e *env) peers(region string, id *string) []adb.AutonomousDatabasePeerSummary {
	e.t.Helper()
	got, err := e.in(region).ListAutonomousDatabasePeers(e.t.Context(), adb.ListAutonomousDatabasePeersRequest{AutonomousDatabaseId: id})
	require.NoError(e.t, err)
	return got.Items
}

func (e *env) dump() string {
	e.t.Helper()
	text, err := json.Marshal(e.service.Dump())
	require.NoError(e.t, err)
	return string(text)
}

// raw sends a body as it is.
func (e *env) raw(method, region, path, body string) (int, string) {
	e.t.Helper()
	r, err := http.NewRequestWithContext(e.t.Context(), method, "https://database."+region+".oraclecloud.com"+path, strings.NewReader(body))
	require.NoError(e.t, err)
	r.Header.Set("Authorization", "signed")
	response, err := e.RoundTrip(r)
	require.NoError(e.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(e.t, err)
	return response.StatusCode, string(answer)
}

var refused = sandboxtest.Refused
