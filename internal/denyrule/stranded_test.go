package denyrule

import (
	"net/http"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// estate is a tenancy with something of each kind abroad.
const estate = `
tenancy "estate" { regions = ["us-ashburn-1", "eu-frankfurt-1"] }
compartment "data" {}
compartment "inner" { parent = "data" }
user "admin" { groups = ["Administrators"] }
group "Administrators" {}
bucket "old-ledger" {
  region      = "eu-frankfurt-1"
  compartment = "inner"
}
bucket "at-home" {
  region      = "us-ashburn-1"
  compartment = "data"
}
autonomous_database "OLDDB" {
  region      = "eu-frankfurt-1"
  compartment = "data"
}
`

// opened is a sandbox with a seed, and a session of its Administrator.
func opened(t *testing.T, text string) (*sandbox.Sandbox, *oci.Session) {
	t.Helper()
	seed, err := sandbox.ParseSeed("seed.hcl", []byte(text))
	require.NoError(t, err)
	cloud, err := sandbox.New(sandbox.WithSeed(seed))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	return cloud, signed(t, cloud, cloud.Transport())
}

// signed is a session of the Administrator, through a transport.
func signed(t *testing.T, cloud *sandbox.Sandbox, through http.RoundTripper) *oci.Session {
	t.Helper()
	c, err := cloud.Credentials("admin")
	require.NoError(t, err)
	session, err := oci.NewSession(oci.Config{
		TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM, Region: c.Region,
		Getenv: func(string) string { return "" }, Transport: through, DisableAutoRetries: true,
	})
	require.NoError(t, err)
	return session
}

// abroad is that tenancy with a NoSQL table, a DB system of each kind and a vault, and the plan of a rule for its compartment data.
func abroad(t *testing.T) (*planner, *oci.Session) {
	t.Helper()
	cloud, session := opened(t, estate)
	read, diags := survey(t.Context(), &placement.Provider{Session: session}, true)
	require.Empty(t, diags)
	p := &planner{author: author{tenancy: read}}
	p.rule = compile.Rule{Targets: []compile.Compartment{{ID: cloud.CompartmentOCID(), Path: []string{"data"}}}, Inside: read.subscribed[:1]}
	require.Equal(t, "us-ashburn-1", p.rule.Inside[0].Name)

	c, err := cloud.Credentials("admin")
	require.NoError(t, err)
	send := func(host, path, body string) {
		t.Helper()
		base := common.DefaultBaseClientWithSigner(common.DefaultRequestSigner(common.NewRawConfigurationProvider(
			c.TenancyOCID, c.UserOCID, "eu-frankfurt-1", c.Fingerprint, c.PrivateKeyPEM, nil)))
		base.HTTPClient, base.Host = &http.Client{Transport: cloud.Transport()}, "https://"+host
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(strings.ReplaceAll(body, "DATA", cloud.CompartmentOCID())))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/json")
		answer, err := base.Call(t.Context(), req)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
	}
	send("nosql.eu-frankfurt-1.oci.oraclecloud.com", "/20190828/tables", `{"compartmentId": "DATA", "name": "rows", "ddlStatement": "CREATE TABLE rows (id INTEGER, PRIMARY KEY (id))",
		"tableLimits": {"maxReadUnits": 1, "maxWriteUnits": 1, "maxStorageInGBs": 1}}`)
	send("mysql.eu-frankfurt-1.ocp.oraclecloud.com", "/20190415/dbSystems", `{"compartmentId": "DATA", "displayName": "shop", "shapeName": "MySQL.2", "subnetId": "ocid1.subnet.oc1.eu-frankfurt-1.a",
		"adminUsername": "admin", "adminPassword": "Correct-Horse-9", "dataStorageSizeInGBs": 50}`)
	send("postgresql.eu-frankfurt-1.oci.oraclecloud.com", "/20220915/dbSystems", `{"compartmentId": "DATA", "displayName": "sales", "dbVersion": "15", "shape": "PostgreSQL.VM.Standard.E5.Flex",
		"instanceOcpuCount": 2, "instanceMemorySizeInGBs": 32, "instanceCount": 1, "networkDetails": {"subnetId": "ocid1.subnet.oc1.eu-frankfurt-1.a"},
		"credentials": {"username": "admin", "passwordDetails": {"passwordType": "PLAIN_TEXT", "password": "Correct-Horse-9"}},
		"storageDetails": {"systemType": "OCI_OPTIMIZED_STORAGE", "isRegionallyDurable": true}}`)
	send("kms.eu-frankfurt-1.oraclecloud.com", "/20180608/vaults", `{"compartmentId": "DATA", "displayName": "keys", "vaultType": "DEFAULT"}`)
	return p, session
}

func warned(p *planner) (all []string) {
	for _, d := range p.diags {
		all = append(all, d.Detail())
	}
	return all
}

// What is abroad is told by name or number, of every kind that a quota counts or that holds data, in all that is bound.
func TestStranded(t *testing.T) {
	t.Parallel()
	p, session := abroad(t)
	p.stranded(t.Context(), session)
	require.Len(t, p.diags, 1, "%v", warned(p))
	assert.Contains(t, warned(p)[0], `there is: 1 virtual vaults in eu-frankfurt-1, Autonomous Database "OLDDB" in eu-frankfurt-1, MySQL DB system "shop" in eu-frankfurt-1, `+
		`NoSQL table "rows" in eu-frankfurt-1, PostgreSQL DB system "sales" in eu-frankfurt-1, bucket "old-ledger" in eu-frankfurt-1.`)

	p.diags, p.rule.Services = nil, []string{"nosql"}
	p.stranded(t.Context(), session)
	require.Len(t, p.diags, 1)
	assert.Contains(t, warned(p)[0], `there is: NoSQL table "rows" in eu-frankfurt-1.`)
}

// What could not be looked at is said, whether the cloud refuses it or it would be too much.
func TestStranded_unseen(t *testing.T) {
	t.Parallel()
	p, session := abroad(t)
	s := &seeker{session: session, tenancy: p.tenancy, rule: p.rule, left: 3}
	r, _ := region.ByName("eu-frankfurt-1")
	s.list(t.Context(), p.rule.Targets[0], r)
	p.diags = s.warnings()
	require.Len(t, p.diags, 2)
	assert.Contains(t, warned(p)[1], "7 further lists and counts")

	p.tenancy.subscribed = append(p.tenancy.subscribed, region.Region{Name: "nowhere-1", Key: "nwh"})
	p.diags = nil
	p.stranded(t.Context(), session)
	require.Len(t, p.diags, 2)
	assert.Contains(t, warned(p)[1], "buckets of data in nowhere-1")
	assert.Contains(t, warned(p)[1], "virtual vaults in nowhere-1")
}
