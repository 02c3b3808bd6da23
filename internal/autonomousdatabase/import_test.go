package autonomousdatabase_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// full is a database with everything that an import has to bring, the version of its password included.
func full(e *acctest.Env) string {
	return in(e, `region = "us-phoenix-1"`, `display_name = "Orders"`, `freeform_tags = { team = "data" }`, `defined_tags = { "Operations.CostCenter" = "42" }`,
		`whitelisted_ips = ["10.0.0.7"]`, `admin_password_wo_version = 3`, `customer_contacts = [{ email = "dba@example.com" }]`,
		`long_term_backup_schedule = { repeat_cadence = "YEARLY", time_of_backup = "2027-01-01T00:00:00Z", retention_period_in_days = 365 }`)
}

// idOf is the OCID in state behind a prefix.
func idOf(prefix string) resource.ImportStateIdFunc {
	return func(s *terraform.State) (string, error) {
		return prefix + s.RootModule().Resources[address].Primary.ID, nil
	}
}

func TestAccAutonomousDatabase_importByID(t *testing.T) {
	for name, prefix := range map[string]string{"OCID": "", "region and OCID": "us-phoenix-1/", "region's key and OCID": "phx/"} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e,
				resource.TestStep{Config: full(e)},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: idOf(prefix)},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: idOf(prefix)},
			)
		})
	}
}

// Terraform has it since 1.12 and OpenTofu since 1.12; `make test` says when the CLI is older, and CI requires it of one.
func TestAccAutonomousDatabase_importByIdentity(t *testing.T) {
	e := acctest.New(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: full(e),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
					"region": knownvalue.StringExact(phoenix), "id": knownvalue.NotNull(),
				})},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestAccAutonomousDatabase_importRefused(t *testing.T) {
	const none = "ocid1.autonomousdatabase.oc1.iad.aaaaaaaanone"
	for id, says := range map[string]string{
		"orders":                    "is not the OCID of an Autonomous Database",
		"ocid1.bucket.oc1.iad.aaaa": "is not the OCID of an Autonomous Database",
		"us-ashburn-1/":             "is not the OCID of an Autonomous Database",
		none:                        "Only a database that exists can be imported",
		"us-phoenix-1/" + none:      "says us-ashburn-1, and the import says us-phoenix-1",
		"us-atlantis-9/" + none:     "is not a region of Oracle Cloud",
		"ocid1.autonomousdatabase.oc1..aaaaexample": "Only a database that exists can be imported",
	} {
		t.Run(id, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e,
				resource.TestStep{Config: in(e)},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: acctest.Says(says)},
			)
		})
	}
}

// A database of Oracle's provider moves over with its region from its OCID, and its password stays behind.
func TestAccAutonomousDatabase_movedFromOracle(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, phoenix).create("orders", map[string]string{"team": "data"})
	text := schema.StringAttribute{Optional: true}
	factories := e.WithOracle("oci_database_autonomous_database", schema.Schema{Attributes: map[string]schema.Attribute{
		"id": text, "compartment_id": text, "db_name": text, "admin_password": text,
	}})
	const moved = "moved {\n  from = oci_database_autonomous_database.old\n  to   = residency_autonomous_database.test\n}\n"
	old := fmt.Sprintf("resource \"oci_database_autonomous_database\" \"old\" {\n  id = %q\n  compartment_id = %q\n  db_name = \"orders\"\n  admin_password = %q\n}\n",
		id, e.Sandbox.CompartmentOCID(), password)
	now := in(e, `freeform_tags = { team = "data" }`, `admin_password_wo_version = null`) + moved
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		{Config: e.ProviderHCL(ashburn) + old},
		{
			Config: now, ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
			ConfigStateChecks: state(value("id", knownvalue.StringExact(id)), value("region", knownvalue.StringExact(phoenix)), value("admin_password_wo", knownvalue.Null())),
		},
		{Config: now, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	}})
}

func TestAccAutonomousDatabase_movedWithoutRegion(t *testing.T) {
	e := acctest.New(t)
	text := schema.StringAttribute{Optional: true}
	factories := e.WithOracle("oci_database_autonomous_database", schema.Schema{Attributes: map[string]schema.Attribute{"id": text}})
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		{Config: e.ProviderHCL(ashburn) + "resource \"oci_database_autonomous_database\" \"old\" { id = \"ocid1.autonomousdatabase.oc1..a\" }\n"},
		{
			Config:      in(e) + "moved {\n  from = oci_database_autonomous_database.old\n  to   = residency_autonomous_database.test\n}\n",
			ExpectError: acctest.Says("names no region that this release knows"),
		},
		{Config: e.ProviderHCL(ashburn)},
	}})
}

func TestListAutonomousDatabase(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders", nil)
	byHand(t, e, phoenix).create("west", nil)
	gone := byHand(t, e, ashburn).create("gone", nil)
	_, err := byHand(t, e, ashburn).client.DeleteAutonomousDatabase(t.Context(), database.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: &gone})
	require.NoError(t, err)

	config := map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}
	results := e.List(ashburn, "residency_autonomous_database", config, acctest.ListOptions{})
	require.Len(t, results, 1, "what is deleted is not listed")
	assert.Equal(t, "orders", results[0].DisplayName)
	assert.Equal(t, map[string]any{"region": ashburn, "id": id}, results[0].Identity)
	assert.Len(t, e.Requests(nil), 1)

	config["region"] = "phx"
	results = e.List(ashburn, "residency_autonomous_database", config, acctest.ListOptions{IncludeResource: true, Limit: 1})
	require.Len(t, results, 1)
	assert.Equal(t, phoenix, results[0].Resource["region"])
	assert.Equal(t, "US", results[0].Resource["country"])
	assert.Equal(t, "west", results[0].Resource["db_name"])

	config["db_workload"] = "DW"
	assert.Empty(t, e.List(ashburn, "residency_autonomous_database", config, acctest.ListOptions{}))
	config["region"] = "us-atlantis-9"
	assert.Contains(t, e.List(ashburn, "residency_autonomous_database", config, acctest.ListOptions{})[0].Error, "is not a region of Oracle Cloud")
	config["region"], config["compartment_id"] = ashburn, "ocid1.compartment.oc1..aaaaaaaanone"
	assert.Contains(t, e.List(ashburn, "residency_autonomous_database", config, acctest.ListOptions{})[0].Error, "Cannot list databases")
}
