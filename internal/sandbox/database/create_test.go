package database_test

import (
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Each case is refused as Oracle's reference says, with a message that names what is wrong and never the password.
func TestCreate_refusals(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.create(ashburn, details("taken"))
	type change = func(*adb.CreateAutonomousDatabaseDetails)
	for name, c := range map[string]struct {
		change        change
		code, message string
	}{
		"no name":           {func(d *adb.CreateAutonomousDatabaseDetails) { d.DbName = nil }, "MissingParameter", "dbName"},
		"no password":       {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = nil }, "MissingParameter", "adminPassword"},
		"bad name":          {func(d *adb.CreateAutonomousDatabaseDetails) { d.DbName = new("1db") }, "InvalidParameter", "dbName"},
		"long name":         {func(d *adb.CreateAutonomousDatabaseDetails) { d.DbName = new(strings.Repeat("a", 31)) }, "InvalidParameter", "dbName"},
		"taken name":        {func(d *adb.CreateAutonomousDatabaseDetails) { d.DbName = new("TAKEN") }, "InvalidParameter", "already used"},
		"short password":    {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = new("Sh0rtPasswd") }, "InvalidParameter", "12 to 30"},
		"long password":     {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = new("Aa1" + strings.Repeat("x", 28)) }, "InvalidParameter", "12 to 30"},
		"no digit":          {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = new("NoDigitsInHere") }, "InvalidParameter", "a digit"},
		"no upper case":     {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = new("n0uppercasehere") }, "InvalidParameter", "upper-case"},
		"quote in password": {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = new(`Sup3r"SecretOne`) }, "InvalidParameter", "double quote"},
		"admin in password": {func(d *adb.CreateAutonomousDatabaseDetails) { d.AdminPassword = new("Sup3rADMINOne") }, "InvalidParameter", "admin"},
		"password twice":    {func(d *adb.CreateAutonomousDatabaseDetails) { d.SecretId = new("ocid1.vaultsecret.oc1.iad.a") }, "InvalidParameter", "together"},
		"secret abroad": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.AdminPassword = nil
			d.SecretId = new("ocid1.vaultsecret.oc1.eu-frankfurt-1.a")
		}, "InvalidParameter", "not a secret of the region"},
		"no model":           {func(d *adb.CreateAutonomousDatabaseDetails) { d.ComputeModel = "" }, "MissingParameter", "computeModel"},
		"one ECPU":           {func(d *adb.CreateAutonomousDatabaseDetails) { d.ComputeCount = new(float32(1)) }, "InvalidParameter", "from 2 to 512"},
		"half an ECPU":       {func(d *adb.CreateAutonomousDatabaseDetails) { d.ComputeCount = new(float32(2.5)) }, "InvalidParameter", "whole number"},
		"two ways to count":  {func(d *adb.CreateAutonomousDatabaseDetails) { d.CpuCoreCount = new(1) }, "InvalidParameter", "cpuCoreCount"},
		"no storage":         {func(d *adb.CreateAutonomousDatabaseDetails) { d.DataStorageSizeInGBs = nil }, "MissingParameter", "dataStorageSizeInTBs"},
		"little storage":     {func(d *adb.CreateAutonomousDatabaseDetails) { d.DataStorageSizeInGBs = new(19) }, "InvalidParameter", "from 20"},
		"storage twice":      {func(d *adb.CreateAutonomousDatabaseDetails) { d.DataStorageSizeInTBs = new(1) }, "InvalidParameter", "cannot be used together"},
		"GBs of a warehouse": {func(d *adb.CreateAutonomousDatabaseDetails) { d.DbWorkload = "LH" }, "InvalidParameter", "not supported for the workload LH"},
		"BYOL of APEX": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.DbWorkload, d.LicenseModel = "APEX", "BRING_YOUR_OWN_LICENSE"
		}, "InvalidParameter", "LICENSE_INCLUDED"},
		"subnet abroad": {func(d *adb.CreateAutonomousDatabaseDetails) { d.SubnetId = new("ocid1.subnet.oc1.eu-frankfurt-1.a") }, "InvalidParameter", "not a subnet of the region us-ashburn-1"},
		"NSG without subnet": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.NsgIds = []string{"ocid1.networksecuritygroup.oc1.iad.a"}
		}, "InvalidParameter", "need a subnetId"},
		"key without vault": {func(d *adb.CreateAutonomousDatabaseDetails) { d.KmsKeyId = new("ocid1.key.oc1.iad.a.b") }, "InvalidParameter", "needed together"},
		"key abroad": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.KmsKeyId, d.VaultId = new("ocid1.key.oc1.eu-frankfurt-1.a.b"), new("ocid1.vault.oc1.iad.a.b")
		}, "InvalidParameter", "not a key of the region us-ashburn-1"},
		"ACL": {func(d *adb.CreateAutonomousDatabaseDetails) { d.WhitelistedIps = []string{"not-an-ip"} }, "InvalidParameter", "not-an-ip"},
		"ACL VCN abroad": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.WhitelistedIps = []string{"ocid1.vcn.oc1.phx.a;10.0.0.0/8"}
		}, "InvalidParameter", "not in the region"},
		"open to all": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.WhitelistedIps, d.IsMtlsConnectionRequired = nil, new(false)
		}, "InvalidParameter", "mutual TLS"},
		"character set": {func(d *adb.CreateAutonomousDatabaseDetails) { d.CharacterSet = new("KLINGON") }, "InvalidParameter", "characterSet"},
		"version":       {func(d *adb.CreateAutonomousDatabaseDetails) { d.DbVersion = new("12c") }, "InvalidParameter", "dbVersion"},
		"retention":     {func(d *adb.CreateAutonomousDatabaseDetails) { d.BackupRetentionPeriodInDays = new(61) }, "InvalidParameter", "from 1 to 60"},
		"contact": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.CustomerContacts = []adb.CustomerContact{{Email: new("nobody")}}
		}, "InvalidParameter", "email"},
		"compartment":    {func(d *adb.CreateAutonomousDatabaseDetails) { d.CompartmentId = new("ocid1.compartment.oc1..nowhere") }, "NotAuthorizedOrNotFound", ""},
		"access control": {func(d *adb.CreateAutonomousDatabaseDetails) { d.IsAccessControlEnabled = new(true) }, "InvalidParameter", "whitelistedIps"},
		"dedicated":      {func(d *adb.CreateAutonomousDatabaseDetails) { d.IsDedicated = new(true) }, "NotImplemented", "dedicated"},
		"developers":     {func(d *adb.CreateAutonomousDatabaseDetails) { d.IsDevTier = new(true) }, "NotImplemented", "developers"},
		"free and scaled": {func(d *adb.CreateAutonomousDatabaseDetails) {
			d.IsFreeTier, d.IsAutoScalingEnabled = new(true), new(true)
		}, "InvalidParameter", "Always Free"},
	} {
		t.Run(name, func(t *testing.T) {
			d := details("db")
			c.change(&d)
			_, err := e.tryCreate(ashburn, d)
			failure := new(common.ServiceError)
			require.ErrorAs(t, err, failure)
			require.Equal(t, c.code, (*failure).GetCode(), "%v", err)
			require.Contains(t, (*failure).GetMessage(), c.message)
			if d.AdminPassword != nil {
				require.NotContains(t, err.Error(), *d.AdminPassword)
			}
		})
	}
	require.Equal(t, 1, strings.Count(e.dump(), `"dbName"`), "nothing is half created")
}

// What a database has by its workload and its network.
func TestCreate_kinds(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	d := details("lake")
	d.DbWorkload, d.DataStorageSizeInGBs, d.DataStorageSizeInTBs = "LH", nil, new(2)
	lake := e.get(ashburn, e.create(ashburn, d).Id)
	require.Equal(t, 2, *lake.DataStorageSizeInTBs)
	require.Nil(t, lake.DataStorageSizeInGBs)
	require.Equal(t, 0, *lake.CpuCoreCount)
	require.Equal(t, adb.AutonomousDatabaseLicenseModelBringYourOwnLicense, lake.LicenseModel)

	d = details("private")
	d.WhitelistedIps, d.SubnetId, d.NsgIds = nil, new("ocid1.subnet.oc1.iad.a"), []string{"ocid1.networksecuritygroup.oc1.iad.a"}
	d.KmsKeyId, d.VaultId = new("ocid1.key.oc1.iad.a.b"), new("ocid1.vault.oc1.iad.a.b")
	private := e.get(ashburn, e.create(ashburn, d).Id)
	require.Equal(t, "private", *private.PrivateEndpointLabel)
	require.NotEmpty(t, *private.PrivateEndpoint)
	require.False(t, *private.IsMtlsConnectionRequired)
	require.Equal(t, "ocid1.key.oc1.iad.a.b", *private.KmsKeyId)
	require.Len(t, private.KeyHistoryEntry, 2)

	d = details("public")
	d.WhitelistedIps = nil
	public := e.get(ashburn, e.create(ashburn, d).Id)
	require.True(t, *public.IsMtlsConnectionRequired)
	require.Nil(t, public.IsAccessControlEnabled)

	d = details("free")
	d.IsFreeTier, d.ComputeModel, d.ComputeCount, d.DataStorageSizeInGBs = new(true), "", nil, nil
	free := e.get(ashburn, e.create(ashburn, d).Id)
	require.InDelta(t, 2, *free.ComputeCount, 0)
	d.DbName = new("free2")
	_, err := e.tryCreate(phoenix, d)
	refused(t, err, 400, "InvalidParameter", "home region")
	e.create(ashburn, d)
	d.DbName = new("free3")
	_, err = e.tryCreate(ashburn, d)
	refused(t, err, 400, "LimitExceeded", "two Always Free")

	// The same name is free in another region.
	e.create(phoenix, details("lake"))
}

// A create that is repeated with its retry token makes no second database.
func TestCreate_retryToken(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	r := adb.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: details("ledger"), OpcRetryToken: new("token")}
	first, err := e.in(ashburn).CreateAutonomousDatabase(t.Context(), r)
	require.NoError(t, err)
	second, err := e.in(ashburn).CreateAutonomousDatabase(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, *first.Id, *second.Id)
	require.Equal(t, *first.OpcWorkRequestId, *second.OpcWorkRequestId)
	d := details("other")
	r.CreateAutonomousDatabaseDetails = d
	_, err = e.in(ashburn).CreateAutonomousDatabase(t.Context(), r)
	refused(t, err, 409, "InvalidatedRetryToken", "")
}

// A create that fails after it was accepted leaves a terminated database and a work request that says so.
func TestCreate_fails(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.Failing = []string{"CreateAutonomousDatabase"}
	created := e.create(ashburn, details("ledger"))
	require.Equal(t, adb.AutonomousDatabaseLifecycleStateTerminated, e.get(ashburn, created.Id).LifecycleState)
	require.Equal(t, workrequests.WorkRequestStatusFailed, e.workRequest(ashburn, created.OpcWorkRequestId).Status)
	failures, err := e.work(ashburn).ListWorkRequestErrors(t.Context(), workrequests.ListWorkRequestErrorsRequest{WorkRequestId: created.OpcWorkRequestId})
	require.NoError(t, err)
	require.Len(t, failures.Items, 1)
	logs, err := e.work(ashburn).ListWorkRequestLogs(t.Context(), workrequests.ListWorkRequestLogsRequest{WorkRequestId: created.OpcWorkRequestId})
	require.NoError(t, err)
	require.Len(t, logs.Items, 2)
	e.Failing = nil
	e.create(ashburn, details("ledger"))
}

// quotas allows so much of each limit.
type quotas map[string]int64

func (q quotas) Reserve(_ *cloud.Call, u cloud.Usage) error {
	if most, ok := q[u.Limit]; ok && u.InUse(func(string) bool { return true })+u.Amount > most {
		return cloud.Errorf(400, "QuotaExceeded", "%s", u.Limit)
	}
	return nil
}

func TestCreate_quota(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.Reserver = quotas{"atp-ecpu-count": 4}
	first := e.create(ashburn, details("one"))
	e.create(ashburn, details("two"))
	_, err := e.tryCreate(ashburn, details("three"))
	refused(t, err, 400, "QuotaExceeded", "atp-ecpu-count")
	e.create(phoenix, details("three"))
	_, err = e.update(ashburn, first.Id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(3))})
	refused(t, err, 400, "QuotaExceeded", "atp-ecpu-count")
	require.NoError(t, e.delete(ashburn, first.Id))
	e.get(ashburn, first.Id)
	e.create(ashburn, details("three"))
	require.NotEmpty(t, e.service.Limits())
	at, _ := e.service.Region("database.us-ashburn-1.oraclecloud.com")
	require.EqualValues(t, 4, e.service.Used("atp-ecpu-count", at, func(string) bool { return true }))
}

// The caller's right is asked for by operation, compartment and workload; a copy needs its source's content too.
func TestCreate_authorised(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	d := details("ledger")
	d.DbWorkload = "AJD"
	created := e.create(ashburn, d)
	require.Equal(t, []cloud.Access{{
		Service: "database", Operation: "CreateAutonomousDatabase", Compartment: data, Write: true, Variables: map[string]string{"target.workloadType": "AJD"},
	}}, e.Asked())
	e.get(ashburn, created.Id)
	e.Asked()
	_, err := e.standby(phoenix, created.Id)
	require.NoError(t, err)
	asked := e.Asked()
	require.Len(t, asked, 2)
	require.Equal(t, []string{"AUTONOMOUS_DATABASE_CONTENT_READ"}, asked[1].Permissions)

	e.Deny = func(a cloud.Access) bool { return !a.Write }
	_, err = e.in(ashburn).GetAutonomousDatabase(t.Context(), adb.GetAutonomousDatabaseRequest{AutonomousDatabaseId: created.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	e.Deny = func(a cloud.Access) bool { return a.Write }
	require.Error(t, e.delete(ashburn, created.Id))
	_, err = e.tryCreate(ashburn, details("more"))
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

// Operations that the policy language's catalogue does not know say what they need themselves.
func TestAuthorised_beyondTheCatalogue(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	id := e.create(ashburn, details("ledger")).Id
	e.peers(ashburn, id)
	_, err := e.in(ashburn).StopAutonomousDatabase(t.Context(), adb.StopAutonomousDatabaseRequest{AutonomousDatabaseId: id})
	require.NoError(t, err)
	for _, asked := range e.Asked() {
		known := len(iam.FindOperation(asked.Service, asked.Operation)) > 0
		require.True(t, known || len(asked.Permissions) > 0, "%+v", asked)
		require.Equal(t, asked.Operation == "StopAutonomousDatabase" || asked.Operation == "CreateAutonomousDatabase", asked.Write)
	}
}
