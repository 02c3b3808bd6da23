package database_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/database"
)

const (
	tenancy = "ocid1.tenancy.oc1..aaaaaaaatenancy"
	data    = "ocid1.compartment.oc1..aaaaaaaadata"
	other   = "ocid1.compartment.oc1..aaaaaaaaother"
	user    = "ocid1.user.oc1..aaaaaaaauser"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
	chicago   = "us-chicago-1"

	password = "Sup3rSecretOne"
)

// env is a Database service with Oracle's own SDK as its client. It stands in for the kernel: one principal, who may do
// everything unless deny says otherwise, and a clock that stands still until it is moved.
type env struct {
	t       *testing.T
	service *database.Service

	mu       sync.Mutex
	now      time.Time
	accesses []cloud.Access
	deny     func(cloud.Access) bool
	failing  []string
	reserver cloud.Reserver
}

func newEnv(t *testing.T, configure ...func(*cloud.World)) *env {
	t.Helper()
	e := &env{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	home, ok := region.ByName(ashburn)
	require.True(t, ok)
	world := cloud.World{
		Clock:      e.clock,
		Subscribed: func(name string) bool { return slices.Contains([]string{ashburn, phoenix, frankfurt, chicago}, name) },
		Tenancy: func(ocid string) (string, bool) {
			return tenancy, slices.Contains([]string{tenancy, data, other}, ocid)
		},
	}
	for _, c := range configure {
		c(&world)
	}
	e.service = database.New(world, home)
	return e
}

// paced is a service in which everything takes a minute.
func paced(c *cloud.World) {
	c.Pace = cloud.Pace{Create: time.Minute, Update: time.Minute, Delete: time.Minute}
}

func (e *env) clock() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.now
}

func (e *env) advance(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.now = e.now.Add(d)
}

// Authorize implements cloud.Authorizer.
func (e *env) Authorize(_ *cloud.Call, a cloud.Access) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.accesses = append(e.accesses, a)
	if e.deny != nil && e.deny(a) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return nil
}

// asked returns what was asked of the Authorizer since the last time.
func (e *env) asked() []cloud.Access {
	e.mu.Lock()
	defer e.mu.Unlock()
	asked := e.accesses
	e.accesses = nil
	return asked
}

// RoundTrip implements http.RoundTripper.
func (e *env) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	} else {
		r.Body = http.NoBody
	}
	r.Host = r.URL.Host
	w := httptest.NewRecorder()
	if at, ok := e.service.Region(r.URL.Host); !ok {
		cloud.WriteError(w, cloud.NotImplemented("the host %s", r.URL.Host))
	} else {
		call := &cloud.Call{Request: r, Region: at, Now: e.clock(), Authorizer: e, Reserver: e.reserver, Failing: e.failing, Principal: cloud.Principal{ID: user}}
		if err := e.service.Serve(w, call); err != nil {
			cloud.WriteError(w, cloud.AsError(err))
		}
	}
	response := w.Result()
	response.Request = r
	return response, nil
}

var provider = sync.OnceValue(func() func(region string) common.ConfigurationProvider {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	key := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}))
	return func(region string) common.ConfigurationProvider {
		return common.NewRawConfigurationProvider(tenancy, user, region, "aa:bb", key, nil)
	}
})

// in is Oracle's client in a region, without retries.
func (e *env) in(region string) adb.DatabaseClient {
	e.t.Helper()
	c, err := adb.NewDatabaseClientWithConfigurationProvider(provider()(region))
	require.NoError(e.t, err)
	once := common.NoRetryPolicy()
	c.SetCustomClientConfiguration(common.CustomClientConfiguration{RetryPolicy: &once})
	c.HTTPClient = &http.Client{Transport: e}
	return c
}

// work is Oracle's client of work requests in a region.
func (e *env) work(region string) workrequests.WorkRequestClient {
	e.t.Helper()
	c, err := workrequests.NewWorkRequestClientWithConfigurationProvider(provider()(region))
	require.NoError(e.t, err)
	c.HTTPClient = &http.Client{Transport: e}
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
	response, err := e.RoundTrip(r)
	require.NoError(e.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(e.t, err)
	return response.StatusCode, string(answer)
}

// refused asserts that an error is Oracle's with a status, a code and a part of the message.
func refused(t *testing.T, err error, status int, code, message string) {
	t.Helper()
	require.Error(t, err)
	failure, ok := common.IsServiceError(err)
	require.True(t, ok, "not an error of the service: %v", err)
	require.Equal(t, status, failure.GetHTTPStatusCode(), "%v", err)
	require.Equal(t, code, failure.GetCode(), "%v", err)
	require.Contains(t, failure.GetMessage(), message)
}
