package nosqltable_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// oracleSchema is the part of Oracle's oci_nosql_table that a move takes over, and identifying blocks in their form.
func oracleSchema() schema.Schema {
	text, number := schema.StringAttribute{Optional: true}, schema.Int64Attribute{Optional: true}
	truth, texts := schema.BoolAttribute{Optional: true}, schema.MapAttribute{Optional: true, ElementType: types.StringType}
	block := func(attributes map[string]schema.Attribute) schema.Block {
		return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: attributes}}
	}
	return schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": text, "compartment_id": text, "name": text, "ddl_statement": text, "state": text, "schema_state": text,
			"is_auto_reclaimable": truth, "is_multi_region": truth, "freeform_tags": texts, "defined_tags": texts,
		},
		Blocks: map[string]schema.Block{
			"table_limits": block(map[string]schema.Attribute{"capacity_mode": text, "max_read_units": number, "max_write_units": number, "max_storage_in_gbs": number}),
			"replicas":     block(map[string]schema.Attribute{"region": text, "max_write_units": number}),
		},
	}
}

// oracles is the table as Oracle's provider has it.
func oracles(e *acctest.Env, id string) string {
	return fmt.Sprintf(`
resource "oci_nosql_table" "old" {
  id             = %q
  compartment_id = %q
  name           = "orders"
  ddl_statement  = %q
  freeform_tags  = {}
  defined_tags   = { "Oracle-Tags.CreatedBy" = "somebody" }
  table_limits {
    max_read_units     = 1
    max_write_units    = 1
    max_storage_in_gbs = 1
    capacity_mode      = "PROVISIONED"
  }
  replicas {
    region          = "us-ashburn-1"
    max_write_units = 1
  }
}
`, id, e.Sandbox.CompartmentOCID(), frozen)
}

const moved = `
moved {
  from = oci_nosql_table.old
  to   = residency_nosql_table.test
}
`

// The region of a moved table is the one in its OCID, whatever the provider's region is, and its replicas come with it.
func TestAccNosqlTable_movedFromOracle(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, phoenix).create(frozen, nil)
	byHand(t, e, phoenix).addReplica(ashburn)
	id := *byHand(t, e, phoenix).get().Id
	one := `table_limits = { max_read_units = 1, max_write_units = 1, max_storage_in_gbs = 1 }`
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.WithOracle("oci_nosql_table", oracleSchema()),
		Steps: []resource.TestStep{
			{Config: e.ProviderHCL(ashburn) + oracles(e, id)},
			{
				Config: in(e, frozen, one, replicas(ashburn)) + moved, ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
				ConfigStateChecks: []statecheck.StateCheck{
					value("region", text(phoenix)), value("id", text(id)), value("replicas", mapOf(map[string]knownvalue.Check{ashburn: own})),
				},
			},
		},
	})
}

// A replica of the old configuration that the new one does not declare is shown as what it is: dropped by the plan.
func TestAccNosqlTable_movedWithoutReplica(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, phoenix).create(frozen, nil)
	byHand(t, e, phoenix).addReplica(ashburn)
	id := *byHand(t, e, phoenix).get().Id
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.WithOracle("oci_nosql_table", oracleSchema()),
		Steps: []resource.TestStep{
			{Config: e.ProviderHCL(ashburn) + oracles(e, id)},
			{
				Config:           in(e, frozen, `table_limits = { max_read_units = 1, max_write_units = 1, max_storage_in_gbs = 1 }`) + moved,
				ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			},
		},
	})
}

func TestAccNosqlTable_movedWithoutRegion(t *testing.T) {
	e := acctest.New(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: e.WithOracle("oci_nosql_table", oracleSchema()),
		Steps: []resource.TestStep{
			{Config: e.ProviderHCL(ashburn) + oracles(e, "ocid1.nosqltable.oc1..aaaa")},
			{Config: in(e, frozen) + moved, ExpectError: acctest.Says("is not the OCID of a table")},
			{Config: e.ProviderHCL(ashburn) + oracles(e, "ocid1.nosqltable.oc1..aaaa")},
		},
	})
	none(t, e)
}
