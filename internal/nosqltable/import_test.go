package nosqltable_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// full is a table with everything that an import has to bring.
func full(e *acctest.Env) string {
	return in(e, frozen+" USING TTL 7 DAYS", `region = "us-phoenix-1"`, `replicas = { "us-ashburn-1" = {}, "us-chicago-1" = { max_read_units = 3 } }`,
		`freeform_tags = { team = "sales" }`, `defined_tags = { "Operations.CostCenter" = "42" }`)
}

func TestAccNosqlTable_importByID(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: full(e)},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
	)
}

// Terraform has it since 1.12 and OpenTofu since 1.12; `make test` says when the CLI is older, and CI requires it of one.
func TestAccNosqlTable_importByIdentity(t *testing.T) {
	e := acctest.New(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.Factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: full(e),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
					"id": knownvalue.StringRegexp(westernOCID),
				})},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestAccNosqlTable_importRefused(t *testing.T) {
	for id, says := range map[string]string{
		"orders":                               "is not the OCID of a table",
		"ocid1.nosqltable.oc1..aaaaaaaa":       "is not the OCID of a table",
		"ocid1.bucket.oc1.iad.aaaaaaaa":        "is not the OCID of a table",
		"tables/orders/replicas/us-phoenix-1":  "A replica is no resource of its own here",
		"ocid1.nosqltable.oc1.iad.aaaaaaaaabc": "Only a table that exists can be imported",
	} {
		t.Run(id, func(t *testing.T) {
			e := acctest.New(t)
			run(
				t, e,
				resource.TestStep{Config: in(e, orders)},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: acctest.Says(says)},
			)
		})
	}
}

func TestListNosqlTable(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	byHand(t, e, ashburn).create(frozen, nil)
	byHand(t, e, ashburn).addReplica(phoenix)
	config := map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "region": phoenix}
	results := e.List(ashburn, "residency_nosql_table", config, acctest.ListOptions{IncludeResource: true})
	require.Len(t, results, 1)
	assert.Equal(t, "orders", results[0].DisplayName)
	assert.Equal(t, *byHand(t, e, phoenix).get().Id, results[0].Identity["id"])
	assert.Equal(t, phoenix, results[0].Resource["region"])
	assert.Equal(t, map[string]any{ashburn: map[string]any{"max_read_units": nil, "max_write_units": nil}}, results[0].Resource["replicas"])

	config["region"] = nil
	assert.Len(t, e.List(ashburn, "residency_nosql_table", config, acctest.ListOptions{Limit: 1}), 1)
	config["compartment_id"] = e.Sandbox.TenancyOCID()
	assert.Empty(t, e.List(ashburn, "residency_nosql_table", config, acctest.ListOptions{}))
	config["compartment_id"] = "ocid1.compartment.oc1..aaaanosuch"
	assert.Contains(t, e.List(ashburn, "residency_nosql_table", config, acctest.ListOptions{})[0].Error, "Oracle answered 404")
	config["region"] = "us-ashbrun-1"
	assert.Contains(t, e.List(ashburn, "residency_nosql_table", config, acctest.ListOptions{})[0].Error, "Did you mean us-ashburn-1")
}
