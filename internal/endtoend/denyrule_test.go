package endtoend

import (
	"net/http"
	"strings"
	"testing"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
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

// populations has a compartment for the users of each population.
const populations = `
compartment "data" {}
compartment "eu" {}
`

// twoRules holds a rule for each population, with a provider alias each, and what their users have.
func twoRules(eu string) string {
	rule := func(name, compartment string) string {
		return `
resource "residency_deny_rule" "` + name + `" {
  provider        = residency.` + name + `
  name            = "` + name + `-user-data"
  compartment_id  = var.tenancy_ocid
  compartment_ids = ["` + compartment + `"]
  services        = ["objectstorage", "database"]
  layers          = LAYERS
  spare           = { Provisioners = { reason = "the pipeline", approved_by = "data-security" } }
}

resource "residency_autonomous_database" "` + name + `" {
  provider                  = residency.` + name + `
  depends_on                = [residency_deny_rule.us, residency_deny_rule.eu]
  compartment_id            = "` + compartment + `"
  db_name                   = "` + strings.ToUpper(name) + `DATA"
  admin_password_wo         = "Correct-Horse-9"
  admin_password_wo_version = 1
  compute_count             = 2
  data_storage_size_in_tbs  = 1
}
`
	}
	return `
terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}
variable "tenancy_ocid" {}
variable "compartment_id" {}

provider "residency" {
  alias    = "us"
  region   = "us-phoenix-1"
  boundary = { name = "us", jurisdictions = ["US"] }
}

provider "residency" {
  alias    = "eu"
  region   = "eu-frankfurt-1"
  boundary = { name = "eu", jurisdictions = ["EU"] }
}
` + strings.NewReplacer(`"COMPARTMENT"`, "var.compartment_id", "LAYERS", `["iam_deny", "quota"]`).Replace(rule("us", "COMPARTMENT")) +
		// The home region is outside for the EU's data, so that a deny would lock out.
		strings.ReplaceAll(rule("eu", eu), "LAYERS", `["quota"]`)
}

// Two populations live side by side in one configuration, and neither's rule, in no layer, reaches the other's data. Whoever brings
// one's data where the other's is, is refused.
func TestEndToEnd_denyRulesOfTwoPopulations(t *testing.T) {
	t.Parallel()
	seed, err := sandbox.ParseSeed("populations.hcl", []byte(populations))
	if err != nil {
		t.Fatal(err)
	}
	same, err := sandbox.New(sandbox.WithSeed(seed)) // OCIDs follow from names
	if err != nil {
		t.Fatal(err)
	}
	eu := same.Tenancies()[0].Compartments["eu"]
	if err := same.Close(); err != nil {
		t.Fatal(err)
	}
	c := newCloudAs(t, "terraform", populations)
	w := newWorkspace(t, c, twoRules(eu))
	w.apply(t)
	w.mustPlanNothing(t)
	w.write(t, "astray.tf", `
resource "residency_bucket" "astray" {
  provider       = residency.eu
  compartment_id = var.compartment_id
  namespace      = "sandbox"
  name           = "astray"
}
`)
	if o := w.run(t, "apply", "-input=false", "-auto-approve", "-no-color"); o.code == 0 || !strings.Contains(o.text(), "not authorized to create it") {
		t.Errorf("a bucket for US data in Frankfurt: the apply ended with %d:\n%s", o.code, o.output)
	}
}
