package bucket_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// refuse answers 403 to requests of the method for the path, n times.
func refuse(e *acctest.Env, n int, method, path string) {
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if n == 0 || r.Method != method || r.URL.Path != path {
			return nil, nil
		}
		n--
		return acctest.Refuse(http.StatusForbidden, "NotAllowed", "not today")
	})
}

// A bucket that was created and cannot be read back is in state, and is not made again.
func TestAccBucket_notReadBack(t *testing.T) {
	e := acctest.New(t)
	refuse(e, 1, http.MethodGet, "/n/sandbox/b/records")
	run(t, e,
		resource.TestStep{
			Config: in(e, `retention_rules = { "hold" = {} }`),
			ConfigStateChecks: []statecheck.StateCheck{
				value("id", knownvalue.StringExact("us-ashburn-1/n/sandbox/b/records")), value("ocid", knownvalue.NotNull()),
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{does(plancheck.ResourceActionNoop)}},
		},
	)
	assert.Len(t, e.Requests(method(http.MethodPost, "/b")), 1)
}

func TestAccBucket_createRefused(t *testing.T) {
	e := acctest.New(t)
	refuse(e, 1, http.MethodPost, "/n/sandbox/b")
	run(t, e,
		resource.TestStep{Config: in(e), ExpectError: acctest.Says("Oracle answered 403 NotAllowed: not today. opc-request-id: intercepted")},
		resource.TestStep{Config: in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate))},
	)
}

// An update that fails half-way leaves in state what is there, and the next apply does the rest.
func TestAccBucket_updateRefused(t *testing.T) {
	e := acctest.New(t)
	changed := in(e, `freeform_tags = { team = "storage" }`, `force_destroy = true`, `retention_rules = { "hold" = {} }`)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() { refuse(e, 1, http.MethodPost, "/n/sandbox/b/records/retentionRules") },
			Config:    changed, ExpectError: acctest.Says(`Setting retention rule "hold" of bucket "records"`),
		},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(nil)
				assert.Equal(t, map[string]string{"team": "storage"}, byHand(t, e, ashburn).Get("records").FreeformTags)
			},
			Config:           changed,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraformState) error {
				assert.Len(t, byHand(t, e, ashburn).rules("records"), 1)
				return nil
			},
		},
		resource.TestStep{
			PreConfig: func() { refuse(e, 1, http.MethodPost, "/n/sandbox/b/records") },
			Config:    in(e), ExpectError: acctest.Says("Cannot update bucket"),
		},
		resource.TestStep{Config: in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate))},
	)
}

func TestAccBucket_readRefused(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() { refuse(e, 1, http.MethodGet, "/n/sandbox/b/records") },
			Config:    in(e), ExpectError: acctest.Says("Cannot read bucket"),
		},
		resource.TestStep{Config: in(e), ConfigPlanChecks: before(does(plancheck.ResourceActionNoop))},
	)
}

// What stands in the way of emptying stops it, and the bucket stays in state.
func TestAccBucket_emptyingRefused(t *testing.T) {
	e := acctest.New(t)
	config := in(e, `force_destroy = true`)
	run(t, e,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).put("records", "ledger.csv", "1,2,3")
				refuse(e, 1, http.MethodDelete, "/n/sandbox/b/records/o/ledger.csv")
			},
			Config: config, Destroy: true, ExpectError: acctest.Says("Cannot empty bucket"),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: before(does(plancheck.ResourceActionNoop))},
	)
	assert.False(t, byHand(t, e, ashburn).exists("records"))
}
