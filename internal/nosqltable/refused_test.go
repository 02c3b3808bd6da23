package nosqltable_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// What is outside, and what Oracle would refuse, is refused in the plan: the attribute is named, and no request is sent.
func TestAccNosqlTable_refusedInPlan(t *testing.T) {
	for name, c := range map[string]struct {
		ddl, line, says string
	}{
		"table abroad":       {orders, `region = "eu-frankfurt-1"`, "Region outside boundary"},
		"replica abroad":     {frozen, replicas(frankfurt), `Replica outside boundary`},
		"one of two abroad":  {frozen, replicas(phoenix, frankfurt), `with residency_nosql_table.test, on`},
		"replica undecided":  {frozen, replicas("us-saltlake-2"), "Replica not decided"},
		"W3: no such region": {frozen, replicas("mars-olympus-1"), `"mars-olympus-1" is not the name of a region`},
		"a typo":             {frozen, replicas("us-phoenx-1"), "Did you mean us-phoenix-1?"},
		"a key":              {frozen, replicas("phx"), `"phx" stands for the region us-phoenix-1`},
		"own region":         {frozen, replicas(ashburn), "Replica in the table's own region"},
		"not frozen":         {orders, replicas(phoenix), "Schema not frozen"},
		"not a statement":    {"CREATE TABEL orders (id INTEGER)", "", "line 1, column 8"},
		"an ALTER":           {"ALTER TABLE orders (ADD a LONG)", "", "the provider finds the ones that it takes"},
		"another name":       {"CREATE TABLE sales (id INTEGER, PRIMARY KEY (id))", "", "Name differs from the statement"},
		"no units":           {orders, "table_limits = { max_storage_in_gbs = 1 }", "Units missing"},
		"no limits":          {orders, "# no table_limits", "Limits missing"},
		"replica of no use":  {frozen, `replicas = { "us-phoenix-1" = { max_write_units = 0 } }`, "A replica has at least one read unit"},
		"units on demand": {
			frozen, `table_limits = { capacity_mode = "ON_DEMAND", max_storage_in_gbs = 1 }` + "\n" + `replicas = { "us-phoenix-1" = { max_write_units = 1 } }`, "Units of a replica on demand",
		},
		"a null replica": {frozen, `replicas = { "us-phoenix-1" = null }`, "Null Map Value"},
		"no such class":  {orders, `data_class = "secret"`, "Unknown data class"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: in(e, c.ddl, c.line), ExpectError: acctest.Says(c.says)})
			none(t, e)
		})
	}
}

// The finding about a replica is at its own key of the map.
func TestAccNosqlTable_replicaNamed(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{Config: in(e, frozen, replicas(phoenix, frankfurt)), ExpectError: acctest.Says(`according to attribute replicas["eu-frankfurt-1"]`)})
	none(t, e)
}

// A region that nobody knows in the plan is no reason to go on.
func TestAccNosqlTable_unknownReplica(t *testing.T) {
	e := acctest.New(t)
	first := `resource "terraform_data" "region" { input = "us-phoenix-1" }` + "\n"
	run(t, e, resource.TestStep{
		Config: first + in(e, frozen, `replicas = { (terraform_data.region.output) = {} }`), ExpectError: acctest.Says("Region not known in the plan"),
	})
	none(t, e)
}

// Inputs other than regions may be unknown in the plan.
func TestAccNosqlTable_unknownInputs(t *testing.T) {
	e := acctest.New(t)
	first := fmt.Sprintf("resource \"terraform_data\" \"later\" { input = { units = 4, team = \"sales\", ddl = %q } }\n", frozen)
	config := first + e.ProviderHCL(ashburn) + fmt.Sprintf(`resource "residency_nosql_table" "test" {
  compartment_id = %q
  name           = "orders"
  ddl_statement  = terraform_data.later.output.ddl
  table_limits   = { max_read_units = terraform_data.later.output.units, max_write_units = 2, max_storage_in_gbs = 1 }
  replicas       = { "us-phoenix-1" = { max_read_units = terraform_data.later.output.units } }
  freeform_tags  = { team = terraform_data.later.output.team }
}
`, e.Sandbox.CompartmentOCID())
	run(t, e, resource.TestStep{
		Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		Check: func(*terraformState) error {
			assert.Equal(t, 4, *byHand(t, e, phoenix).get().TableLimits.MaxReadUnits)
			return nil
		},
	})
}

// A table that is outside can be destroyed, its replicas can be ended, and nothing else can be done with it.
func TestAccNosqlTable_outside(t *testing.T) {
	e := acctest.New(t)
	wide := e.ProviderHCL(ashburn, `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`)
	outside := []string{`region = "eu-frankfurt-1"`, replicas(phoenix)}
	run(
		t, e,
		resource.TestStep{Config: wide + block(e, frozen, outside...)},
		resource.TestStep{Config: in(e, frozen, outside...), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
		resource.TestStep{Config: in(e, frozen+" USING TTL 1 DAYS", outside...), ExpectError: acctest.Says("Region outside boundary")},
		resource.TestStep{Config: in(e, frozen, `region = "eu-frankfurt-1"`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
		resource.TestStep{Config: in(e, frozen, `region = "eu-frankfurt-1"`), Destroy: true},
	)
	assert.False(t, byHand(t, e, frankfurt).exists())
}

// An exception lets one replica be, until its day.
func TestAccNosqlTable_excepted(t *testing.T) {
	e := acctest.New(t)
	bounded := func(expires string) string {
		return e.ProviderHCL(ashburn, `boundary = { name = "us", jurisdictions = ["US"], exceptions = { "frankfurt" = {
  regions = ["eu-frankfurt-1"], addresses = ["residency_nosql_table.*"], kinds = ["replica"], reason = "until the cut-over", owner = "sales-team",
  approved_by = "us-data-security", ticket = "RES-42", expires = "`+expires+`" } } }`)
	}
	claimed := block(e, frozen, replicas(frankfurt), `exception = "frankfurt"`)
	run(
		t, e,
		resource.TestStep{Config: bounded("2001-01-01") + claimed, ExpectError: acctest.Says("Exception not in force")},
		resource.TestStep{Config: bounded("2099-12-31") + claimed},
	)
}

// W8: a 404 that means that reading is not allowed does not lose the table.
func TestAccNosqlTable_W8(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodGet && ocidPath.MatchString(r.URL.Path) {
						return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
					}
					return nil, nil
				})
			},
			Config: in(e, orders), ExpectError: acctest.Says("shows the table, so it is there, and these credentials may not read it"),
		},
		resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: in(e, orders), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}
