package nosqltable_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccNosqlTable_create(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config: in(e, orders, `freeform_tags = { team = "sales" }`, `defined_tags = { "Operations.CostCenter" = "42" }`),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{does(plancheck.ResourceActionCreate), planned("region", text(ashburn)), planned("country", text("US"))},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: []statecheck.StateCheck{
			value("id", knownvalue.StringRegexp(ocid)), value("region", text(ashburn)), value("effective_data_class", text("protected")),
			value("ddl_statement", text(orders)), value("lifecycle_state", text("ACTIVE")), value("schema_state", text("MUTABLE")),
			value("schema", knownvalue.StringRegexp(primaryKey)), value("replicas", knownvalue.Null()), value("is_multi_region", knownvalue.Bool(false)),
			value("is_auto_reclaimable", knownvalue.Bool(false)), value("time_created", knownvalue.NotNull()), value("time_of_expiration", knownvalue.Null()),
			value("table_limits", knownvalue.ObjectExact(map[string]knownvalue.Check{
				"max_read_units": knownvalue.Int64Exact(10), "max_write_units": knownvalue.Int64Exact(5), "max_storage_in_gbs": knownvalue.Int64Exact(1), "capacity_mode": text("PROVISIONED"),
			})),
		},
		Check: func(*terraformState) error {
			got := byHand(t, e, ashburn).get()
			assert.Equal(t, map[string]string{"team": "sales"}, got.FreeformTags)
			assert.Equal(t, map[string]map[string]any{"Operations": {"CostCenter": "42"}}, got.DefinedTags)
			return nil
		},
	})
	assert.False(t, byHand(t, e, ashburn).exists())
}

// Everything that Oracle changes in place is changed so, by the statements that it takes.
func TestAccNosqlTable_update(t *testing.T) {
	e := acctest.New(t)
	wider := "CREATE TABLE orders (id INTEGER, paid BOOLEAN DEFAULT false NOT NULL, customer STRING, lines JSON, PRIMARY KEY (id)) USING TTL 30 DAYS"
	inPlace := before(does(plancheck.ResourceActionUpdate), planned("id", knownvalue.NotNull()))
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			Config: in(e, wider), ConfigPlanChecks: inPlace, ConfigStateChecks: []statecheck.StateCheck{value("ddl_statement", text(wider))},
			Check: func(*terraformState) error {
				assert.Equal(t, 30, *byHand(t, e, ashburn).get().Schema.Ttl)
				assert.Len(t, byHand(t, e, ashburn).get().Schema.Columns, 4)
				return nil
			},
		},
		resource.TestStep{
			Config:           in(e, orders, `freeform_tags = { team = "sales" }`, `table_limits = { capacity_mode = "ON_DEMAND", max_storage_in_gbs = 2 }`),
			ConfigPlanChecks: inPlace,
			Check: func(*terraformState) error {
				got := byHand(t, e, ashburn).get()
				assert.Len(t, got.Schema.Columns, 3)
				assert.Equal(t, 0, *got.Schema.Ttl)
				assert.Equal(t, nosql.TableLimitsCapacityModeOnDemand, got.TableLimits.CapacityMode)
				assert.Equal(t, map[string]string{"team": "sales"}, got.FreeformTags)
				return nil
			},
		},
		resource.TestStep{Config: in(e, frozen), ConfigPlanChecks: inPlace, ConfigStateChecks: []statecheck.StateCheck{value("schema_state", text("FROZEN"))}},
		resource.TestStep{Config: in(e, orders), ConfigPlanChecks: inPlace, ConfigStateChecks: []statecheck.StateCheck{value("schema_state", text("MUTABLE"))}},
	)
	assert.Len(t, e.Requests(method("POST", "/tables")), 1)
	assert.Len(t, e.Requests(method("DELETE", "")), 1)
}

// What means the same is no change and needs no request.
func TestAccNosqlTable_sameStatement(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			Config:           in(e, "create table if not exists ORDERS ( // our orders\n  ID integer,\n  lines json, customer STRING COMMENT \"who\",\n  primary key (Id) /* sharded */ )"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		resource.TestStep{
			PreConfig: func() { byHand(t, e, ashburn).alter("ALTER TABLE orders USING TTL 5 DAYS") },
			Config:    in(e, orders+" USING TTL 5 DAYS"), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
		},
	)
	assert.Empty(t, e.Requests(method("PUT", "")))
}

// An on-demand table has no units, and those that are written are no difference (issue 1813 of Oracle's provider).
func TestAccNosqlTable_onDemandHasNoPerpetualDiff(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config:           in(e, orders, `table_limits = { max_read_units = 50, max_write_units = 50, max_storage_in_gbs = 1, capacity_mode = "ON_DEMAND" }`),
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	})
}

func TestAccNosqlTable_move(t *testing.T) {
	e := acctest.New(t)
	moved := e.ProviderHCL(ashburn) + `resource "residency_nosql_table" "test" {
  compartment_id = "` + e.Sandbox.TenancyOCID() + `"
  name           = "orders"
  ddl_statement  = "` + orders + `"
  ` + units + `
}
`
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			Config: moved, ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{value("compartment_id", text(e.Sandbox.TenancyOCID()))},
		},
	)
}

// A table is replaced where Oracle cannot change it, unless it is protected.
func TestAccNosqlTable_replace(t *testing.T) {
	e := acctest.New(t)
	const protected = `deletion_protection = true`
	run(
		t, e,
		resource.TestStep{Config: in(e, orders, protected)},
		resource.TestStep{
			Config:      in(e, "CREATE TABLE orders (id STRING, customer STRING, lines JSON, PRIMARY KEY (id))", protected),
			ExpectError: acctest.Says("Protected from deletion"),
		},
		resource.TestStep{Config: in(e, orders, protected, `region = "us-phoenix-1"`), ExpectError: acctest.Says("Protected from deletion")},
		resource.TestStep{Config: in(e, orders), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
		resource.TestStep{
			Config:           in(e, "CREATE TABLE orders (id STRING, customer STRING, lines JSON, PRIMARY KEY (id))"),
			ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate)),
		},
		resource.TestStep{
			Config:           in(e, "CREATE TABLE orders (id STRING, customer STRING, lines JSON, PRIMARY KEY (id))", `region = "us-phoenix-1"`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionDestroyBeforeCreate), planned("region", text(phoenix))),
			Check: func(*terraformState) error {
				assert.True(t, byHand(t, e, phoenix).exists())
				assert.False(t, byHand(t, e, ashburn).exists())
				return nil
			},
		},
	)
}

// A child table shares its parent's limits.
func TestAccNosqlTable_child(t *testing.T) {
	e := acctest.New(t)
	child := `resource "residency_nosql_table" "lines" {
  compartment_id = residency_nosql_table.test.compartment_id
  name           = "${residency_nosql_table.test.name}.lines"
  ddl_statement  = "CREATE TABLE orders.lines (line INTEGER, PRIMARY KEY (line))"
}
`
	run(t, e, resource.TestStep{
		Config: in(e, orders) + child, ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	})
}

func TestAccNosqlTable_disappears(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			PreConfig: func() { byHand(t, e, ashburn).drop() },
			Config:    in(e, orders), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)),
		},
	)
}

// What somebody changes by hand is drift, and is taken back.
func TestAccNosqlTable_drift(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).limit(20, 20, 2)
				byHand(t, e, ashburn).alter("ALTER TABLE orders (DROP customer)")
				byHand(t, e, ashburn).alter("ALTER TABLE orders FREEZE SCHEMA")
			},
			Config: in(e, orders), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				got := byHand(t, e, ashburn).get()
				assert.Equal(t, 10, *got.TableLimits.MaxReadUnits)
				assert.Equal(t, nosql.TableSchemaStateMutable, got.SchemaState)
				assert.Len(t, got.Schema.Columns, 3)
				return nil
			},
		},
	)
}

// A refresh costs one request, and one more for each replica.
func TestAccNosqlTable_refreshRequests(t *testing.T) {
	e := acctest.New(t)
	var seen int
	count := func() { seen = len(e.Requests(nil)) }
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen)},
		resource.TestStep{PreConfig: count, RefreshState: true, Check: func(*terraformState) error {
			assert.Len(t, e.Requests(nil), seen+1)
			return nil
		}},
		resource.TestStep{Config: in(e, frozen, replicas(phoenix, chicago))},
		resource.TestStep{PreConfig: count, RefreshState: true, Check: func(*terraformState) error {
			assert.Len(t, e.Requests(nil), seen+3)
			return nil
		}},
	)
}
