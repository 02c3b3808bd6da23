package autonomousstandby_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// Terraform has it since 1.12 and OpenTofu since 1.12; `make test` says when the CLI is older, and CI requires it of one.
func TestAccStandby_importByIdentity(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: of(e, id),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
					"region": knownvalue.StringExact(phoenix), "id": knownvalue.NotNull(),
				})},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// A standby that was made by hand is imported, and the next plan is empty.
func TestAccStandby_import(t *testing.T) {
	e := acctest.New(t)
	h := byHand(t, e, ashburn)
	id := h.create("orders")
	h.only()
	made := byHand(t, e, phoenix).standby(id)
	run(t, e,
		resource.TestStep{
			Config:           "import {\n  to = " + address + "\n  id = \"" + *made + "\"\n}\n" + of(e, id),
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
		},
		stays(of(e, id)),
	)
	assert.Empty(t, e.Requests(method("POST", "/autonomousDatabases")))
}

func TestAccStandby_importRefused(t *testing.T) {
	for says, test := range map[string]func(t *testing.T, e *acctest.Env) string{
		"is not the OCID of an Autonomous Database":     func(*testing.T, *acctest.Env) string { return "orders" },
		"is not the OCID of an Autonomous Database in ": func(*testing.T, *acctest.Env) string { return "ocid1.autonomousdatabase.oc1.mars-olympus-1.abc" },
		"The import says the region us-ashburn-1":       func(*testing.T, *acctest.Env) string { return "us-ashburn-1/ocid1.autonomousdatabase.oc1.phx.abc" },
		"Only a standby that exists can be imported":    func(*testing.T, *acctest.Env) string { return "ocid1.autonomousdatabase.oc1.phx.abc" },
		"so it is no standby":                           func(t *testing.T, e *acctest.Env) string { return *byHand(t, e, phoenix).create("alone") },
	} {
		t.Run(says, func(t *testing.T) {
			e := acctest.New(t)
			id := test(t, e)
			run(t, e, resource.TestStep{
				Config: of(e, new("ocid1.autonomousdatabase.oc1.iad.abc")), ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: acctest.Says(says),
			})
		})
	}
}

func TestListStandby(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	h := byHand(t, e, ashburn)
	orders, ledger := h.create("orders"), h.create("ledger")
	h.all()
	first := byHand(t, e, phoenix).standby(orders)
	byHand(t, e, phoenix).all()
	byHand(t, e, phoenix).standby(ledger)
	byHand(t, e, phoenix).create("alone")
	config := map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "region": "phx"}
	const typeName = "residency_autonomous_database_standby"
	results := e.List(ashburn, typeName, config, acctest.ListOptions{IncludeResource: true})
	require.Len(t, results, 2)
	for _, r := range results {
		require.Empty(t, r.Error)
		assert.Equal(t, phoenix, r.Identity["region"])
		assert.Equal(t, "US", r.Resource["country"])
		assert.Equal(t, "STANDBY", r.Resource["role"])
		if r.Identity["id"] == *first {
			assert.Equal(t, *orders, r.Resource["autonomous_database_id"])
			assert.Equal(t, "orders of us-ashburn-1", r.DisplayName)
		}
	}
	assert.Len(t, e.List(ashburn, typeName, config, acctest.ListOptions{Limit: 1}), 1)
	assert.Empty(t, e.List(ashburn, typeName, map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}, acctest.ListOptions{}), "primaries are none")
	results = e.List(ashburn, typeName, map[string]any{"compartment_id": "ocid1.compartment.oc1..aaaanosuch"}, acctest.ListOptions{})
	require.Len(t, results, 1)
	assert.Contains(t, results[0].Error, "Oracle answered 404")
}

// A standby under Oracle's type is moved, and the next plan is empty.
func TestAccStandby_movedFromOracle(t *testing.T) {
	e := acctest.New(t)
	h := byHand(t, e, ashburn)
	id := h.create("orders")
	h.only()
	made := byHand(t, e, phoenix).standby(id)
	attributes := map[string]schema.Attribute{}
	for _, name := range []string{"id", "compartment_id", "role", "source", "source_id"} {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	old := fmt.Sprintf(`resource "oci_database_autonomous_database" "old" {
  id        = %q
  source    = "CROSS_REGION_DISASTER_RECOVERY"
  source_id = %q
  role      = "STANDBY"
}
`, *made, *id)
	const moved = "moved {\n  from = oci_database_autonomous_database.old\n  to   = " + address + "\n}\n"
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.WithOracle("oci_database_autonomous_database", schema.Schema{Attributes: attributes}),
		Steps: []resource.TestStep{
			{Config: e.ProviderHCL(ashburn) + old},
			{
				Config: of(e, id) + moved, ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
				ConfigStateChecks: state(text("id", *made), text("region", phoenix), text("role", "STANDBY"), text("primary_region", ashburn)),
			},
		},
	})
}
