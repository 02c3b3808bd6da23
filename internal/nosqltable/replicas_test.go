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

func mapOf(all map[string]knownvalue.Check) knownvalue.Check { return knownvalue.MapExact(all) }

// replicatedAre checks in the cloud which replicas the table has, seen from Ashburn.
func replicatedAre(t *testing.T, e *acctest.Env, want ...string) resource.TestCheckFunc {
	return func(*terraformState) error {
		assert.ElementsMatch(t, want, byHand(t, e, ashburn).replicated())
		return nil
	}
}

// A replica exists in the other region, and is seen from both.
func TestAccNosqlTable_replicas(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{
			Config: in(e, frozen, replicas(phoenix)),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply:             []plancheck.PlanCheck{planned("replicas", mapOf(map[string]knownvalue.Check{phoenix: own}))},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
			ConfigStateChecks: []statecheck.StateCheck{
				value("replicas", mapOf(map[string]knownvalue.Check{phoenix: own})), value("is_multi_region", knownvalue.Bool(true)),
			},
			Check: func(*terraformState) error {
				assert.Equal(t, []string{ashburn}, byHand(t, e, phoenix).replicated())
				assert.Equal(t, 10, *byHand(t, e, phoenix).get().TableLimits.MaxReadUnits)
				return nil
			},
		},
		resource.TestStep{
			Config:           in(e, frozen, `replicas = { "us-phoenix-1" = { max_read_units = 3 }, "us-chicago-1" = { max_write_units = 7 } }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{value("replicas", mapOf(map[string]knownvalue.Check{
				phoenix: withUnits(knownvalue.Int64Exact(3), knownvalue.Null()), chicago: withUnits(knownvalue.Null(), knownvalue.Int64Exact(7)),
			}))},
			Check: func(*terraformState) error {
				west, north := byHand(t, e, phoenix).get().TableLimits, byHand(t, e, chicago).get().TableLimits
				assert.Equal(t, []int{3, 5, 10, 7}, []int{*west.MaxReadUnits, *west.MaxWriteUnits, *north.MaxReadUnits, *north.MaxWriteUnits})
				return nil
			},
		},
		resource.TestStep{ // the table's own limits are those of the replicas that have none
			Config:           in(e, frozen, replicas(chicago), `table_limits = { max_read_units = 20, max_write_units = 9, max_storage_in_gbs = 2 }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				north := byHand(t, e, chicago).get().TableLimits
				assert.Equal(t, []int{20, 9, 2}, []int{*north.MaxReadUnits, *north.MaxWriteUnits, *north.MaxStorageInGBs})
				assert.False(t, byHand(t, e, phoenix).exists())
				return nil
			},
		},
		resource.TestStep{
			Config:           in(e, frozen, replicas(chicago), `table_limits = { capacity_mode = "ON_DEMAND", max_storage_in_gbs = 2 }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Equal(t, nosql.TableLimitsCapacityModeOnDemand, byHand(t, e, chicago).get().TableLimits.CapacityMode)
				return nil
			},
		},
		resource.TestStep{
			Config:            in(e, orders),
			ConfigStateChecks: []statecheck.StateCheck{value("is_multi_region", knownvalue.Bool(false)), value("schema_state", text("MUTABLE"))},
			Check:             replicatedAre(t, e),
		},
	)
	assert.Len(t, e.Requests(method("POST", "/tables")), 1)
}

// W9: with Oracle's provider no edit of a replica is ever shown, nor one that was dropped or added by hand. Here each is a
// difference, and applying the plan makes the table what the configuration says.
func TestAccNosqlTable_W9(t *testing.T) {
	declared := func(e *acctest.Env) string { return in(e, frozen, replicas(phoenix)) }
	for name, hand := range map[string]func(t *testing.T, e *acctest.Env){
		"dropped":       func(t *testing.T, e *acctest.Env) { byHand(t, e, ashburn).dropReplica(phoenix) },
		"added inside":  func(t *testing.T, e *acctest.Env) { byHand(t, e, ashburn).addReplica(chicago) },
		"added outside": func(t *testing.T, e *acctest.Env) { byHand(t, e, ashburn).addReplica(frankfurt) },
		"edited writes": func(t *testing.T, e *acctest.Env) { byHand(t, e, phoenix).limit(10, 98, 1) },
		"edited reads":  func(t *testing.T, e *acctest.Env) { byHand(t, e, phoenix).limit(99, 5, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			run(
				t, e,
				resource.TestStep{Config: declared(e)},
				resource.TestStep{
					PreConfig: func() { hand(t, e) },
					Config:    declared(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
					ConfigStateChecks: []statecheck.StateCheck{value("replicas", mapOf(map[string]knownvalue.Check{phoenix: own}))},
					Check: func(s *terraformState) error {
						west := byHand(t, e, phoenix).get().TableLimits
						assert.Equal(t, []int{10, 5}, []int{*west.MaxReadUnits, *west.MaxWriteUnits})
						return replicatedAre(t, e, phoenix)(s)
					},
				},
			)
		})
	}
}

// Editing the region of a replica is a replica that goes and one that comes.
func TestAccNosqlTable_W9editedRegion(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen, replicas(chicago))},
		resource.TestStep{Config: in(e, frozen, replicas(phoenix)), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)), Check: replicatedAre(t, e, phoenix)},
	)
	assert.False(t, byHand(t, e, chicago).exists())
}

// Replicas go before the schema changes, and come after it.
func TestAccNosqlTable_replicasAndSchema(t *testing.T) {
	e := acctest.New(t)
	wider := "CREATE TABLE orders (id INTEGER, customer STRING, lines JSON, paid BOOLEAN, PRIMARY KEY (id)) WITH SCHEMA FROZEN"
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen, replicas(phoenix))},
		resource.TestStep{Config: in(e, wider, replicas(phoenix)), ExpectError: acctest.Says("Schema of a replicated table")},
		resource.TestStep{Config: in(e, frozen+" USING TTL 3 DAYS", replicas(phoenix)), Check: func(*terraformState) error {
			assert.Equal(t, 3, *byHand(t, e, phoenix).get().Schema.Ttl)
			return nil
		}},
		resource.TestStep{Config: in(e, wider, replicas(chicago)), Check: replicatedAre(t, e, chicago)},
	)
}

// A table with replicas is destroyed with them, and so is a replica that somebody added.
func TestAccNosqlTable_destroyWithReplicas(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen, replicas(phoenix))},
		resource.TestStep{PreConfig: func() { byHand(t, e, ashburn).addReplica(frankfurt) }, Config: in(e, frozen, replicas(phoenix)), Destroy: true},
	)
	for _, region := range []string{ashburn, phoenix, frankfurt} {
		assert.False(t, byHand(t, e, region).exists(), region)
	}
}
