package nosqltable_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const owner = `owner = "platform/us-prod"`

func slowly(pace cloud.Pace) sandbox.Option { return sandbox.WithLifecyclePace(pace) }

func faults(t *testing.T, e *acctest.Env, spec string) {
	t.Helper()
	require.NoError(t, e.Sandbox.SetFaults(spec))
}

// A table whose wait runs out of time is in state, and the next apply goes on with it: nothing is made or destroyed twice.
func TestAccNosqlTable_waitEnds(t *testing.T) {
	e := acctest.New(t, slowly(cloud.Pace{Create: 4 * time.Second}))
	run(
		t, e,
		resource.TestStep{
			Config:             in(e, frozen, replicas(phoenix), `timeouts = { create = "1s" }`),
			ConfigStateChecks:  []statecheck.StateCheck{value("id", knownvalue.StringRegexp(ocid)), value("lifecycle_state", text("CREATING"))},
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config:           in(e, frozen, replicas(phoenix)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{does(plancheck.ResourceActionUpdate)}, PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check:            replicatedAre(t, e, phoenix),
		},
	)
	assert.Len(t, e.Requests(method("POST", "/tables")), 1)
}

// A replica that fails is a warning and no reason to have the table made anew: the next plan adds it.
func TestAccNosqlTable_replicaFails(t *testing.T) {
	e := acctest.New(t)
	faults(t, e, "failing=CreateReplica")
	run(
		t, e,
		resource.TestStep{
			Config: in(e, frozen, replicas(phoenix)), ExpectNonEmptyPlan: true,
			ConfigStateChecks: []statecheck.StateCheck{value("id", knownvalue.StringRegexp(ocid))},
		},
		resource.TestStep{
			Config: in(e, frozen, replicas(phoenix)), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ExpectError: acctest.Says("Adding a replica in us-phoenix-1 to table"),
		},
		resource.TestStep{
			PreConfig: func() { faults(t, e, "") },
			Config:    in(e, frozen, replicas(phoenix)), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)), Check: replicatedAre(t, e, phoenix),
		},
	)
	assert.Len(t, e.Requests(method("POST", "/tables")), 1)
}

// Of two replicas the one that can be had is made, although the other fails.
func TestAccNosqlTable_oneReplicaRefused(t *testing.T) {
	e := acctest.New(t)
	refuse(e, 1, http.MethodPost, "/replicas")
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen, replicas(phoenix, chicago)), ExpectNonEmptyPlan: true, Check: replicatedAre(t, e, phoenix)},
		resource.TestStep{Config: in(e, frozen, replicas(phoenix, chicago)), Check: replicatedAre(t, e, phoenix, chicago)},
	)
}

// A table whose creation fails in Oracle's hands is in no state, and the error says what its work request says.
func TestAccNosqlTable_creationFails(t *testing.T) {
	e := acctest.New(t, slowly(cloud.Pace{Create: time.Second}))
	faults(t, e, "failing=CreateTable")
	run(
		t, e,
		resource.TestStep{Config: in(e, orders), ExpectError: acctest.Says("The sandbox was told to let CreateTable fail")},
		resource.TestStep{
			PreConfig: func() { faults(t, e, "") },
			Config:    in(e, orders), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)),
		},
	)
}

func TestAccNosqlTable_updateFails(t *testing.T) {
	e := acctest.New(t)
	wider := strings.Replace(orders, "lines JSON", "lines JSON, paid BOOLEAN", 1)
	run(
		t, e,
		resource.TestStep{Config: in(e, orders)},
		resource.TestStep{
			PreConfig: func() { faults(t, e, "failing=UpdateTable") },
			Config:    in(e, wider), ExpectError: acctest.Says("The sandbox was told to let UpdateTable fail"),
		},
		resource.TestStep{
			PreConfig: func() { faults(t, e, "") },
			Config:    in(e, wider), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
		},
	)
}

// W21: a work request that cannot be read says nothing of the table, which is asked itself.
func TestAccNosqlTable_W21(t *testing.T) {
	e := acctest.New(t, slowly(cloud.Pace{Create: time.Second, Update: time.Second}))
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "/workRequests") {
			return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
		}
		return nil, nil
	})
	run(
		t, e,
		resource.TestStep{
			Config: in(e, frozen, replicas(phoenix)), Check: replicatedAre(t, e, phoenix),
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		resource.TestStep{Config: in(e, frozen+" USING TTL 2 DAYS", replicas(phoenix))},
	)
}

func TestAccNosqlTable_notReadBack(t *testing.T) {
	e := acctest.New(t)
	seen := 0
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet && ocidPath.MatchString(r.URL.Path) {
			if seen++; seen == 2 {
				return acctest.Refuse(http.StatusForbidden, "NotAllowed", "not today")
			}
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{
		Config: in(e, orders), ConfigStateChecks: []statecheck.StateCheck{value("id", knownvalue.StringRegexp(ocid))},
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	})
}

func TestAccNosqlTable_createRefused(t *testing.T) {
	e := acctest.New(t)
	refuse(e, 1, http.MethodPost, "/tables")
	run(
		t, e,
		resource.TestStep{Config: in(e, orders), ExpectError: acctest.Says("Oracle answered 403 NotAllowed: not today. opc-request-id: intercepted")},
		resource.TestStep{Config: in(e, orders), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate))},
	)
}

// The region of a replica that is down does not hold up the table.
func TestAccNosqlTable_replicaUnreadable(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen, `replicas = { "us-phoenix-1" = { max_read_units = 3 } }`)},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if strings.Contains(r.URL.Host, phoenix) {
						return acctest.Refuse(http.StatusForbidden, "NotAllowed", "phoenix is closed")
					}
					return nil, nil
				})
			},
			Config: in(e, frozen, `replicas = { "us-phoenix-1" = { max_read_units = 3 } }`), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
		},
	)
}

var errReset = errors.New("connection reset by peer")

// A create whose answer is lost takes effect once: Oracle gives the repeated request the first one's answer.
func TestAccNosqlTable_answerLost(t *testing.T) {
	e := acctest.New(t)
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/tables") {
			return nil, nil
		}
		e.Intercept(nil)
		response, err := e.Sandbox.Transport().RoundTrip(r)
		if err == nil {
			err = response.Body.Close()
		}
		return nil, errors.Join(errReset, err)
	})
	run(t, e, resource.TestStep{Config: in(e, orders)})
}

// A table that an interrupted apply of the same owner made is taken over, and made what the plan says.
func TestAccNosqlTable_adopts(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("CREATE TABLE Orders(id INTEGER, lines JSON, PRIMARY KEY(id))", map[string]string{"residency-owner": "platform/us-prod"})
	run(t, e, resource.TestStep{
		Config:           e.ProviderHCL(ashburn, owner) + block(e, frozen, replicas(phoenix), `freeform_tags = { team = "sales" }`),
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		Check: func(*terraformState) error {
			got := byHand(t, e, ashburn).get()
			assert.Equal(t, map[string]string{"team": "sales", "residency-owner": "platform/us-prod"}, got.FreeformTags)
			assert.Len(t, got.Schema.Columns, 3)
			assert.Len(t, got.Replicas, 1)
			return nil
		},
	})
}

// Nobody else's table is taken over, IF NOT EXISTS or not; the error shows how to import it.
func TestAccNosqlTable_nameTaken(t *testing.T) {
	for name, c := range map[string]struct {
		tags  map[string]string
		owner []string
		says  string
	}{
		"no owner":      {nil, nil, "The provider block has no owner"},
		"another owner": {map[string]string{"residency-owner": "other"}, []string{owner}, `Its mark says that "other" made it`},
		"no mark":       {nil, []string{owner}, "It does not have this configuration's mark"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			byHand(t, e, ashburn).create(orders, c.tags)
			config := e.ProviderHCL(ashburn, c.owner...) + block(e, strings.Replace(orders, "TABLE", "TABLE IF NOT EXISTS", 1))
			run(
				t, e,
				resource.TestStep{Config: config, ExpectError: acctest.Says(c.says)},
				resource.TestStep{Config: config, ExpectError: acctest.Says("to = residency_nosql_table.NAME")},
			)
			assert.True(t, byHand(t, e, ashburn).exists())
		})
	}
}

// What somebody changes between the plan and the apply is not overwritten. The interceptor changes the table after the
// refresh, when the update looks at it.
func TestAccNosqlTable_changedMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		hand func(hands)
		next string
	}{
		"schema": {func(h hands) { h.alter("ALTER TABLE orders (ADD notes STRING)") }, strings.Replace(orders, "lines JSON", "lines JSON, paid BOOLEAN", 1)},
		"limits": {func(h hands) { h.limit(77, 77, 7) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			next := in(e, orders, `table_limits = { max_read_units = 20, max_write_units = 20, max_storage_in_gbs = 2 }`)
			if c.next != "" {
				next = in(e, c.next)
			}
			run(
				t, e,
				resource.TestStep{Config: in(e, orders)},
				resource.TestStep{
					PreConfig: func() {
						reads := 0
						e.Intercept(func(r *http.Request) (*http.Response, error) {
							// The first read is that of the plan, the second that of the apply's own refresh.
							if r.Method == http.MethodGet && ocidPath.MatchString(r.URL.Path) {
								if reads++; reads == 2 {
									c.hand(byHand(t, e, ashburn))
								}
							}
							return nil, nil
						})
					},
					Config: next, ExpectError: acctest.Says("Table changed since the plan"),
				},
				resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: next, ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
			)
		})
	}
}

// A name that is being given up is not taken over, although the mark is one's own.
func TestAccNosqlTable_nameBeingDropped(t *testing.T) {
	e := acctest.New(t, slowly(cloud.Pace{Delete: time.Second}))
	byHand(t, e, ashburn).create(orders, map[string]string{"residency-owner": "platform/us-prod"})
	config := e.ProviderHCL(ashburn, owner) + block(e, orders)
	run(
		t, e,
		resource.TestStep{PreConfig: func() { byHand(t, e, ashburn).drop() }, Config: config, ExpectError: acctest.Says("is being dropped. Apply again when it is gone")},
		resource.TestStep{PreConfig: func() { time.Sleep(time.Second) }, Config: config},
	)
}

// A replica that goes between the plan and the apply of something else is not made again unjudged: the next plan shows it.
func TestAccNosqlTable_replicaGoneMeanwhile(t *testing.T) {
	e := acctest.New(t)
	run(
		t, e,
		resource.TestStep{Config: in(e, frozen, replicas(phoenix))},
		resource.TestStep{
			PreConfig: func() {
				reads := 0
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodGet && ocidPath.MatchString(r.URL.Path) && strings.Contains(r.URL.Host, ashburn) {
						if reads++; reads == 2 {
							byHand(t, e, ashburn).dropReplica(phoenix)
						}
					}
					return nil, nil
				})
			},
			Config: in(e, frozen, replicas(phoenix), `timeouts = { update = "5m" }`), Check: replicatedAre(t, e), ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig: func() { e.Intercept(nil) },
			Config:    in(e, frozen, replicas(phoenix), `timeouts = { update = "5m" }`), Check: replicatedAre(t, e, phoenix),
		},
	)
}
