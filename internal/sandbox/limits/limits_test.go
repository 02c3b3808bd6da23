package limits_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/identity"
	sdk "github.com/oracle/oci-go-sdk/v65/limits"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/sandboxtest"
)

const (
	ashburn   = "us-ashburn-1"
	frankfurt = "eu-frankfurt-1"
)

// env is a sandbox with Oracle's clients.
type env struct {
	*sandbox.Sandbox
	t *testing.T
}

func newEnv(t *testing.T, opts ...sandbox.Option) env {
	t.Helper()
	return env{sandboxtest.New(t, opts...), t}
}

func (e env) provider(user, region string) common.ConfigurationProvider {
	e.t.Helper()
	return sandboxtest.As(e.t, e.Sandbox, user, region)
}

func (e env) prepare(c *common.BaseClient) { sandboxtest.InProcess(c, e.Transport()) }

func (e env) quotas(user, region string) sdk.QuotasClient {
	e.t.Helper()
	c, err := sdk.NewQuotasClientWithConfigurationProvider(e.provider(user, region))
	require.NoError(e.t, err)
	e.prepare(&c.BaseClient)
	return c
}

func (e env) limits(user, region string) sdk.LimitsClient {
	e.t.Helper()
	c, err := sdk.NewLimitsClientWithConfigurationProvider(e.provider(user, region))
	require.NoError(e.t, err)
	e.prepare(&c.BaseClient)
	return c
}

func (e env) storage(user, region string) oss.ObjectStorageClient {
	e.t.Helper()
	c, err := oss.NewObjectStorageClientWithConfigurationProvider(e.provider(user, region))
	require.NoError(e.t, err)
	e.prepare(&c.BaseClient)
	return c
}

func (e env) createQuota(user, name string, statements ...string) (sdk.CreateQuotaResponse, error) {
	e.t.Helper()
	return e.quotas(user, ashburn).CreateQuota(context.Background(), sdk.CreateQuotaRequest{CreateQuotaDetails: sdk.CreateQuotaDetails{
		CompartmentId: common.String(e.TenancyOCID()), Name: &name, Description: common.String("of " + name), Statements: statements,
	}})
}

func (e env) mustQuota(name string, statements ...string) sdk.CreateQuotaResponse {
	e.t.Helper()
	made, err := e.createQuota("terraform", name, statements...)
	require.NoError(e.t, err)
	return made
}

func (e env) createBucket(region, name, compartment string) {
	e.t.Helper()
	_, err := e.storage("terraform", region).CreateBucket(e.t.Context(), oss.CreateBucketRequest{
		NamespaceName: common.String(e.Namespace()), CreateBucketDetails: oss.CreateBucketDetails{Name: &name, CompartmentId: &compartment},
	})
	require.NoError(e.t, err)
}

func (e env) put(user, region, bucket, object string, size int) error {
	e.t.Helper()
	_, err := e.storage(user, region).PutObject(context.Background(), oss.PutObjectRequest{
		NamespaceName: common.String(e.Namespace()), BucketName: &bucket, ObjectName: &object, PutObjectBody: body(strings.Repeat("x", size)),
	})
	return err
}

type closer struct{ *strings.Reader }

func (closer) Close() error { return nil }

func body(s string) closer { return closer{strings.NewReader(s)} }

func (e env) compartment(parent, name string) string {
	e.t.Helper()
	c, err := identity.NewIdentityClientWithConfigurationProvider(e.provider("admin", ashburn))
	require.NoError(e.t, err)
	e.prepare(&c.BaseClient)
	made, err := c.CreateCompartment(e.t.Context(), identity.CreateCompartmentRequest{CreateCompartmentDetails: identity.CreateCompartmentDetails{
		CompartmentId: &parent, Name: &name, Description: common.String(""),
	}})
	require.NoError(e.t, err)
	return *made.Id
}

func (e env) available(region, service, limit, compartment string) sdk.ResourceAvailability {
	e.t.Helper()
	got, err := e.limits("terraform", region).GetResourceAvailability(e.t.Context(), sdk.GetResourceAvailabilityRequest{
		ServiceName: &service, LimitName: &limit, CompartmentId: &compartment,
	})
	require.NoError(e.t, err)
	return got.ResourceAvailability
}

var refused = sandboxtest.Refused

func TestQuotas(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.mustQuota("residency", "zero object-storage quotas in compartment data", "unset object-storage quotas in compartment data where request.region = 'us-ashburn-1'")
	require.EqualValues(t, "ACTIVE", made.LifecycleState)
	require.Len(t, made.Statements, 2)
	_, err := e.createQuota("terraform", "residency", "zero object-storage quotas in tenancy")
	refused(t, err, 409, "QuotaAlreadyExists", "residency")

	got, err := e.quotas("admin", frankfurt).GetQuota(t.Context(), sdk.GetQuotaRequest{QuotaId: made.Id})
	require.NoError(t, err)
	require.Equal(t, made.Quota, got.Quota)
	list, err := e.quotas("admin", frankfurt).ListQuotas(t.Context(), sdk.ListQuotasRequest{CompartmentId: common.String(e.TenancyOCID())})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	require.Equal(t, "residency", *list.Items[0].Name)

	update := sdk.UpdateQuotaRequest{QuotaId: made.Id, IfMatch: made.Etag, UpdateQuotaDetails: sdk.UpdateQuotaDetails{Statements: []string{"zero object-storage quotas in tenancy"}}}
	updated, err := e.quotas("terraform", ashburn).UpdateQuota(t.Context(), update)
	require.NoError(t, err)
	require.Equal(t, update.Statements, updated.Statements)
	require.Equal(t, "of residency", *updated.Description)
	_, err = e.quotas("terraform", ashburn).UpdateQuota(t.Context(), update)
	refused(t, err, 412, "NoEtagMatch", "")
	_, err = e.quotas("terraform", ashburn).DeleteQuota(t.Context(), sdk.DeleteQuotaRequest{QuotaId: made.Id, IfMatch: made.Etag})
	refused(t, err, 412, "NoEtagMatch", "")

	// Written in the home region only.
	_, err = e.quotas("terraform", frankfurt).DeleteQuota(t.Context(), sdk.DeleteQuotaRequest{QuotaId: made.Id})
	refused(t, err, 403, "NotAllowed", "home region IAD")
	update.IfMatch = nil
	_, err = e.quotas("terraform", frankfurt).UpdateQuota(t.Context(), update)
	refused(t, err, 403, "NotAllowed", "home region IAD")

	_, err = e.quotas("terraform", ashburn).DeleteQuota(t.Context(), sdk.DeleteQuotaRequest{QuotaId: made.Id, IfMatch: updated.Etag})
	require.NoError(t, err)
	_, err = e.quotas("terraform", ashburn).GetQuota(t.Context(), sdk.GetQuotaRequest{QuotaId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestQuotas_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for statement, reason := range map[string]string{
		"zero object-storage quotas in tenancy where request.region != 'a' and request.region != 'b'": "cannot be read",
		"deny any-user to inspect quotas in tenancy":                                                  "cannot be read",
		"zero compute-cores quotas in tenancy":                                                        "no quota family compute-cores",
		"set object-storage quota storage-byte to 5 in tenancy":                                       "no quota storage-byte",
		"set object-storage quota bucket-count to 5 in tenancy":                                       "no quota bucket-count",
		"zero object-storage quotas in compartment nowhere":                                           "no compartment nowhere",
		"zero object-storage quotas in compartment data:nowhere":                                      "no compartment data:nowhere",
	} {
		_, err := e.createQuota("admin", "q", statement)
		refused(t, err, 400, "InvalidParameter", reason)
		_, err = e.createQuota("admin", "q", "zero database quotas in tenancy", statement)
		refused(t, err, 400, "InvalidParameter", reason)
	}
	for _, user := range []string{"us-engineer", "overseas-engineer"} {
		_, err := e.createQuota(user, "q", "zero database quotas in tenancy")
		refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	}
	list, err := e.quotas("admin", ashburn).ListQuotas(t.Context(), sdk.ListQuotasRequest{CompartmentId: common.String(e.TenancyOCID())})
	require.NoError(t, err)
	require.Empty(t, list.Items, "nothing is left behind")

	// Quotas can be protected by a deny that names them.
	made := e.mustQuota("residency-us", "zero database quotas in tenancy")
	c, err := identity.NewIdentityClientWithConfigurationProvider(e.provider("admin", ashburn))
	require.NoError(t, err)
	e.prepare(&c.BaseClient)
	_, err = c.CreatePolicy(t.Context(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: common.String(e.TenancyOCID()), Name: common.String("guard"), Description: common.String(""),
		Statements: []string{"deny any-user to {QUOTA_DELETE, QUOTA_UPDATE} in tenancy where target.quota.name = /residency-*/"},
	}})
	require.NoError(t, err)
	_, err = e.quotas("terraform", ashburn).DeleteQuota(t.Context(), sdk.DeleteQuotaRequest{QuotaId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = e.quotas("admin", ashburn).DeleteQuota(t.Context(), sdk.DeleteQuotaRequest{QuotaId: made.Id})
	require.NoError(t, err)
}

func TestReserve_alsoForAdministrators(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", e.CompartmentOCID())
	e.createBucket(frankfurt, "b", e.CompartmentOCID())
	e.createBucket(frankfurt, "elsewhere", e.TenancyOCID())
	require.NoError(t, e.put("terraform", frankfurt, "b", "before", 10))
	made := e.mustQuota("residency", "zero object-storage quotas in compartment data", "unset object-storage quotas in compartment data where request.region = 'us-ashburn-1'")
	for _, user := range []string{"terraform", "admin"} {
		refused(t, e.put(user, frankfurt, "b", "o", 1), 400, "QuotaExceeded", "storage-bytes")
		require.NoError(t, e.put(user, ashburn, "b", "o", 1))
		require.NoError(t, e.put(user, frankfurt, "elsewhere", "o", 1))
	}
	_, err := e.quotas("terraform", ashburn).DeleteQuota(t.Context(), sdk.DeleteQuotaRequest{QuotaId: made.Id})
	require.NoError(t, err)
	require.NoError(t, e.put("admin", frankfurt, "b", "o", 1))
}

func (e env) databases(user, region string) database.DatabaseClient {
	e.t.Helper()
	c, err := database.NewDatabaseClientWithConfigurationProvider(e.provider(user, region))
	require.NoError(e.t, err)
	e.prepare(&c.BaseClient)
	return c
}

// A database that is moved or changed counts once: what it had before is no use of somebody else's.
func TestReserve_movedDatabase(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	inner, full := e.compartment(e.CompartmentOCID(), "inner"), e.compartment(e.CompartmentOCID(), "full")
	c := e.databases("terraform", ashburn)
	made, err := c.CreateAutonomousDatabase(t.Context(), database.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
		CompartmentId: common.String(e.CompartmentOCID()), DbName: common.String("LEDGER"), AdminPassword: common.String("Long3nough#Pass"),
		ComputeModel: database.CreateAutonomousDatabaseBaseComputeModelEcpu, ComputeCount: common.Float32(4), DataStorageSizeInTBs: common.Int(1),
	}})
	require.NoError(t, err)
	e.mustQuota("q", "set database quota atp-ecpu-count to 4 in compartment data", "set database quota atp-ecpu-count to 2 in compartment data:full")
	move := func(to string) error {
		_, err := c.ChangeAutonomousDatabaseCompartment(t.Context(), database.ChangeAutonomousDatabaseCompartmentRequest{
			AutonomousDatabaseId: made.Id, ChangeCompartmentDetails: database.ChangeCompartmentDetails{CompartmentId: &to},
		})
		return err
	}
	refused(t, move(full), 400, "QuotaExceeded", "atp-ecpu-count")
	require.NoError(t, move(inner))
	require.EqualValues(t, 4, *e.available(ashburn, "database", "atp-ecpu-count", inner).Used)
	_, err = c.UpdateAutonomousDatabase(t.Context(), database.UpdateAutonomousDatabaseRequest{
		AutonomousDatabaseId: made.Id, UpdateAutonomousDatabaseDetails: database.UpdateAutonomousDatabaseDetails{ComputeCount: common.Float32(5)},
	})
	refused(t, err, 400, "QuotaExceeded", "atp-ecpu-count")
	_, err = c.UpdateAutonomousDatabase(t.Context(), database.UpdateAutonomousDatabaseRequest{
		AutonomousDatabaseId: made.Id, UpdateAutonomousDatabaseDetails: database.UpdateAutonomousDatabaseDetails{ComputeCount: common.Float32(2)},
	})
	require.NoError(t, err)
	require.NoError(t, move(full))
}

// The same for databases, whose names of quotas depend on the workload.
func TestReserve_databases(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	create := func(user, region string) error {
		_, err := e.databases(user, region).CreateAutonomousDatabase(t.Context(), database.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
			CompartmentId: common.String(e.CompartmentOCID()), DbName: common.String("LEDGER"), AdminPassword: common.String("Long3nough#Pass"),
			DbWorkload: database.CreateAutonomousDatabaseBaseDbWorkloadOltp, ComputeModel: database.CreateAutonomousDatabaseBaseComputeModelEcpu,
			ComputeCount: common.Float32(2), DataStorageSizeInTBs: common.Int(1),
		}})
		return err
	}
	e.mustQuota("residency", "zero database quotas in compartment data", "unset database quotas in compartment data where request.region = 'us-ashburn-1'")
	for _, user := range []string{"admin", "terraform"} {
		refused(t, create(user, frankfurt), 400, "QuotaExceeded", "")
	}
	require.NoError(t, create("terraform", ashburn))
	require.EqualValues(t, 2, *e.available(ashburn, "database", "atp-ecpu-count", e.CompartmentOCID()).Used)
	require.Zero(t, *e.available(frankfurt, "database", "atp-ecpu-count", e.CompartmentOCID()).EffectiveQuotaValue)
}

// What is below a compartment counts there; across quota objects the most restrictive wins.
func TestReserve_nested(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	team := e.compartment(e.CompartmentOCID(), "team")
	e.createBucket(ashburn, "above", e.CompartmentOCID())
	e.createBucket(ashburn, "below", team)
	e.mustQuota("q", "set object-storage quota storage-bytes to 100 in compartment data")
	require.NoError(t, e.put("terraform", ashburn, "above", "a", 60))
	refused(t, e.put("terraform", ashburn, "below", "a", 41), 400, "QuotaExceeded", "the compartment data may have 100 in the region us-ashburn-1")
	require.NoError(t, e.put("terraform", ashburn, "below", "a", 40))
	refused(t, e.put("terraform", ashburn, "above", "b", 1), 400, "QuotaExceeded", "")
	e.mustQuota("r", "set object-storage quota storage-bytes to 1000 in compartment data:team")
	refused(t, e.put("terraform", ashburn, "below", "b", 1), 400, "QuotaExceeded", "the compartment data may")
	e.mustQuota("s", "set object-storage quota storage-bytes to 30 in compartment data:team")
	got := e.available(ashburn, "object-storage", "storage-bytes", team)
	require.EqualValues(t, 40, *got.Used)
	require.EqualValues(t, 0, *got.Available)
	require.InDelta(t, 30, *got.EffectiveQuotaValue, 0)
}

func TestAvailability(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(frankfurt, "b", e.CompartmentOCID())
	require.NoError(t, e.put("terraform", frankfurt, "b", "o", 7))
	got := e.available(frankfurt, "object-storage", "storage-bytes", e.CompartmentOCID())
	require.EqualValues(t, 7, *got.Used)
	require.Nil(t, got.EffectiveQuotaValue, "only where a quota is in force")
	buckets := e.available(frankfurt, "object-storage", "bucket-count", e.TenancyOCID())
	require.EqualValues(t, 1, *buckets.Used)
	require.EqualValues(t, 9999, *buckets.Available)

	e.mustQuota("q", "zero object-storage quotas in tenancy", "unset object-storage quotas in tenancy where request.region = 'us-ashburn-1'", "zero streaming quotas in compartment data")
	got = e.available(frankfurt, "object-storage", "storage-bytes", e.CompartmentOCID())
	require.Zero(t, *got.EffectiveQuotaValue)
	require.Zero(t, *got.Available)
	require.Nil(t, e.available(ashburn, "object-storage", "storage-bytes", e.CompartmentOCID()).EffectiveQuotaValue)
	require.Zero(t, *e.available(ashburn, "streaming", "partition-count", e.CompartmentOCID()).EffectiveQuotaValue)
	require.Nil(t, e.available(ashburn, "streaming", "partition-count", e.TenancyOCID()).EffectiveQuotaValue)

	ask := func(user, service, limit string, domain *string) error {
		_, err := e.limits(user, ashburn).GetResourceAvailability(context.Background(), sdk.GetResourceAvailabilityRequest{
			ServiceName: &service, LimitName: &limit, CompartmentId: common.String(e.CompartmentOCID()), AvailabilityDomain: domain,
		})
		return err
	}
	refused(t, ask("terraform", "object-storage", "nothing", nil), 404, "NotAuthorizedOrNotFound", "")
	refused(t, ask("overseas-engineer", "object-storage", "storage-bytes", nil), 404, "NotAuthorizedOrNotFound", "")
	refused(t, ask("terraform", "block-storage", "volume-count", nil), 400, "MissingParameter", "availabilityDomain")
	require.NoError(t, ask("terraform", "block-storage", "volume-count", common.String("Sbox:US-ASHBURN-AD-1")))
	refused(t, ask("terraform", "object-storage", "storage-bytes", common.String("Sbox:US-ASHBURN-AD-1")), 400, "InvalidParameter", "availability domain")
}

func TestDefinitions(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	c := e.limits("terraform", ashburn)
	found := map[string]sdk.LimitDefinitionSummary{}
	request := sdk.ListLimitDefinitionsRequest{CompartmentId: common.String(e.TenancyOCID()), Limit: common.Int(5)}
	for {
		page, err := c.ListLimitDefinitions(t.Context(), request)
		require.NoError(t, err)
		require.LessOrEqual(t, len(page.Items), 5)
		for _, l := range page.Items {
			key := *l.ServiceName + "/" + *l.Name
			require.NotContains(t, found, key)
			found[key] = l
		}
		if request.Page = page.OpcNextPage; request.Page == nil {
			break
		}
	}
	require.Equal(t, []string{"object-storage"}, found["object-storage/storage-bytes"].SupportedQuotaFamilies)
	require.True(t, *found["object-storage/storage-bytes"].AreQuotasSupported)
	require.False(t, *found["object-storage/bucket-count"].AreQuotasSupported)
	require.Equal(t, []string{"database"}, found["database/adw-ecpu-count"].SupportedQuotaFamilies)
	require.Equal(t, sdk.LimitDefinitionSummaryScopeTypeAd, found["block-storage/volume-count"].ScopeType)
	one, err := c.ListLimitDefinitions(t.Context(), sdk.ListLimitDefinitionsRequest{
		CompartmentId: common.String(e.TenancyOCID()), ServiceName: common.String("object-storage"), Name: common.String("storage-bytes"),
	})
	require.NoError(t, err)
	require.Len(t, one.Items, 1)
	values, err := c.ListLimitValues(t.Context(), sdk.ListLimitValuesRequest{CompartmentId: common.String(e.TenancyOCID()), ServiceName: common.String("object-storage")})
	require.NoError(t, err)
	require.Len(t, values.Items, 2)
	require.EqualValues(t, 10000, *values.Items[0].Value)
	services, err := c.ListServices(t.Context(), sdk.ListServicesRequest{CompartmentId: common.String(e.TenancyOCID())})
	require.NoError(t, err)
	var names []string
	for _, s := range services.Items {
		names = append(names, *s.Name)
	}
	require.Contains(t, names, "object-storage")
	require.IsIncreasing(t, names)
	_, err = e.limits("us-engineer", ashburn).ListServices(t.Context(), sdk.ListServicesRequest{CompartmentId: common.String(e.TenancyOCID())})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestQuotas_delay(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := time.Now()
	clock := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
	e := newEnv(t, sandbox.WithClock(clock), sandbox.WithPolicyDelay(time.Minute))
	e.createBucket(ashburn, "b", e.CompartmentOCID())
	e.mustQuota("q", "zero object-storage quotas in tenancy")
	require.NoError(t, e.put("terraform", ashburn, "b", "o", 1))
	mu.Lock()
	now = now.Add(time.Minute)
	mu.Unlock()
	refused(t, e.put("terraform", ashburn, "b", "o", 1), 400, "QuotaExceeded", "")
}

// Two that write at once do not both get what is left.
func TestReserve_atOnce(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", e.CompartmentOCID())
	e.mustQuota("q", "set object-storage quota storage-bytes to 50 in tenancy")
	var wg sync.WaitGroup
	errs := make([]error, 10)
	for i := range errs {
		wg.Go(func() { errs[i] = e.put("terraform", ashburn, "b", string(rune('a'+i)), 10) })
	}
	wg.Wait()
	stored := 0
	for _, err := range errs {
		if err == nil {
			stored++
			continue
		}
		refused(t, err, 400, "QuotaExceeded", "")
	}
	require.Equal(t, 5, stored)
}
