package database_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	adb "github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// plant seeds the service with the blocks of a seed file.
func (e *env) plant(src string) hcl.Diagnostics {
	e.t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(src), "seed.hcl", hcl.InitialPos)
	require.False(e.t, diags.HasErrors(), diags)
	content, diags := file.Body.Content(&hcl.BodySchema{Blocks: e.service.SeedBlocks()})
	require.False(e.t, diags.HasErrors(), diags)
	return e.service.Seed(cloud.Seed{
		Compartment: func(name string) (string, bool) {
			ocid, ok := map[string]string{"": tenancy, "data": data}[name]
			return ocid, ok
		},
		Subscribed: func(name string) bool { return name == ashburn || name == frankfurt },
	}, content.Blocks)
}

// A seeded database is one as any other, and has the same OCID in every run.
func TestSeed(t *testing.T) {
	t.Parallel()
	const src = `autonomous_database "ledger" {
  region      = "eu-frankfurt-1"
  compartment = "data"
  workload    = "LH"
}
autonomous_database "ledger" { region = "us-ashburn-1" }
`
	e, again := newEnv(t), newEnv(t)
	require.Empty(t, e.plant(src))
	require.Empty(t, again.plant(src))
	list := func(e *env) adb.AutonomousDatabaseSummary {
		t.Helper()
		got, err := e.in(frankfurt).ListAutonomousDatabases(t.Context(), adb.ListAutonomousDatabasesRequest{CompartmentId: new(data)})
		require.NoError(t, err)
		require.Len(t, got.Items, 1)
		return got.Items[0]
	}
	source := list(e)
	require.Equal(t, *list(again).Id, *source.Id)
	require.Equal(t, adb.AutonomousDatabaseSummaryLifecycleStateAvailable, source.LifecycleState)
	require.Equal(t, adb.AutonomousDatabaseSummaryDbWorkloadLh, source.DbWorkload)
	require.Equal(t, 1, *source.DataStorageSizeInTBs)
	e.create(ashburn, clone("copy", source.Id))
	_, err := e.update(frankfurt, source.Id, adb.UpdateAutonomousDatabaseDetails{ComputeCount: new(float32(4))})
	require.NoError(t, err)
}

func TestSeed_faults(t *testing.T) {
	t.Parallel()
	for says, src := range map[string]string{
		"Region not subscribed":       `autonomous_database "a" { region = "us-phoenix-1" }`,
		"Unknown compartment":         "autonomous_database \"a\" {\n  region = \"us-ashburn-1\"\n  compartment = \"nowhere\"\n}",
		"Invalid database":            `autonomous_database "1st" { region = "us-ashburn-1" }`,
		"Duplicate database":          "autonomous_database \"a\" { region = \"us-ashburn-1\" }\nautonomous_database \"A\" { region = \"us-ashburn-1\" }",
		"Missing required argument":   `autonomous_database "a" {}`,
		"Unsupported argument":        "autonomous_database \"a\" {\n  region = \"us-ashburn-1\"\n  colour = \"red\"\n}",
		"Unsuitable value type":       `autonomous_database "a" { region = ["us-ashburn-1"] }`,
		"none of OLTP, DW, AJD, APEX": "autonomous_database \"a\" {\n  region = \"us-ashburn-1\"\n  workload = \"X\"\n}",
	} {
		e := newEnv(t)
		diags := e.plant(src)
		require.True(t, diags.HasErrors(), says)
		require.Contains(t, diags.Error(), says)
		require.NotNil(t, diags[0].Subject)
	}
}
