package denyrule_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// dying lets so many writes through, and then nothing at all, like a provider that is killed. With after, the last write takes
// effect and its answer is lost.
type dying struct {
	e     *acctest.Env
	left  int
	after bool
	dead  bool
	look  func(string)
}

var errDead = errors.New("connection reset by peer")

func (d *dying) answer(r *http.Request) (*http.Response, error) {
	if d.dead {
		return nil, errDead
	}
	if d.look != nil {
		d.look(r.Method + " " + r.URL.Path)
	}
	if r.Method == http.MethodGet {
		return nil, nil
	}
	if d.left--; d.left >= 0 {
		return nil, nil
	}
	d.dead = true
	if d.after {
		answer, err := d.e.Sandbox.Transport().RoundTrip(r.Clone(r.Context()))
		if err == nil {
			_ = answer.Body.Close()
		}
	}
	return nil, errDead
}

// owned is a configuration whose provider marks what it makes and tries nothing twice.
func owned(e *acctest.Env, regions string, lines ...string) string {
	return e.ProviderHCL(ashburn, `owner = "platform/us-prod"`, "disable_auto_retries = true",
		`boundary = { name = "us", jurisdictions = ["US"], regions = [`+regions+`] }`) + rule(e, lines...)
}

// Wherever a create is killed, the next apply of the same owner goes on, and there is one whole rule.
func TestAccDenyRule_createKilled(t *testing.T) {
	t.Parallel()
	for left, after := range map[int]bool{1: false, 3: true} { // after the first policy; with the quota written and its answer lost
		t.Run(fmt.Sprintf("%d writes, answered %t", left, !after), func(t *testing.T) {
			e := acctest.New(t)
			d := &dying{e: e, left: left, after: after}
			run(t, e,
				resource.TestStep{PreConfig: func() { e.Intercept(d.answer) }, Config: owned(e, `"us-ashburn-1"`), ExpectError: acctest.Says("Cannot create deny rule")},
				resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: owned(e, `"us-ashburn-1"`), Check: checked(func() {
					assert.Len(t, policies(t, e, "us-user-data"), 3)
					assert.Len(t, quotas(t, e), 1)
				})},
			)
		})
	}
}

// An update that is killed leaves the old protection or the new one, and the next apply goes on. That this is so wherever it is killed, and
// after each request, is shown without Terraform.
func TestAccDenyRule_updateKilled(t *testing.T) {
	t.Parallel()
	for left, after := range map[int]bool{1: true, 3: false} { // while policies get the new beside the old, and while they lose the old
		t.Run(fmt.Sprintf("%d writes, answered %t", left, !after), func(t *testing.T) {
			e := acctest.New(t)
			w := &watcher{t: t, e: e, region: frankfurt}
			d := &dying{e: e, left: left, after: after, look: w.look}
			const wide = `"us-ashburn-1", "us-phoenix-1"`
			run(t, e,
				resource.TestStep{Config: owned(e, `"us-ashburn-1"`), Check: checked(func() { e.Intercept(d.answer) })},
				resource.TestStep{Config: owned(e, wide), ExpectError: acctest.Says("Cannot update deny rule")},
				resource.TestStep{
					PreConfig: func() {
						w.look("the next apply")
						d.dead, d.left = false, 1000
					},
					Config: owned(e, wide), Check: checked(w.end),
				},
				resource.TestStep{Config: owned(e, wide), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
			)
		})
	}
}
