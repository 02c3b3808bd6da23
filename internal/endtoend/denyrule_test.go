package endtoend

import (
	"net/http"
	"strings"
	"testing"
)

// denyRule binds the data compartment to some regions.
func denyRule(regions string) string {
	return `
variable "tenancy_ocid" {}

provider "residency" {
  alias    = "rule"
  owner    = "endtoend/rule"
  boundary = { name = "us", jurisdictions = ["US"], regions = [` + regions + `] }
}

resource "residency_deny_rule" "us" {
  provider        = residency.rule
  name            = "us-user-data"
  compartment_id  = var.tenancy_ocid
  compartment_ids = [var.compartment_id]
  spare           = { Provisioners = { reason = "the pipeline", approved_by = "us-data-security" } }
}
`
}

// Applies of a deny rule are killed while it is made and while a region comes to it. The next apply goes on, there is one whole
// rule, and nothing that protects was taken away before what takes its place was there.
func TestEndToEnd_denyRuleKilled(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-faults", "slow=50ms")
	w := newWorkspace(t, c, head("us-ashburn-1")+denyRule(`"us-ashburn-1"`))
	written := func(method string) func(request) bool {
		return func(r request) bool {
			return r.Method == method && strings.Contains(r.Path, "/policies") && r.Status == http.StatusOK
		}
	}
	for _, many := range []int{1, 2} {
		w.applyAndKill(t, c, many, written(http.MethodPost))
	}
	w.apply(t)
	w.mustPlanNothing(t)

	w.write(t, "main.tf", head("us-ashburn-1")+denyRule(`"us-ashburn-1", "us-phoenix-1"`))
	before := len(c.sent(t, written(http.MethodPut)))
	w.applyAndKill(t, c, before+1, written(http.MethodPut))
	w.applyAndKill(t, c, before+3, written(http.MethodPut))
	w.apply(t)
	w.mustPlanNothing(t)
	if deleted := c.sent(t, func(r request) bool { return r.Method == http.MethodDelete && strings.Contains(r.Path, "/policies") }); len(deleted) > 0 {
		t.Errorf("%d policies were deleted on the way", len(deleted))
	}
	if made := c.sent(t, written(http.MethodPost)); len(made) != 3 {
		t.Errorf("%d policies were made, and the rule has three", len(made))
	}
}
