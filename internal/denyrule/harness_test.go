package denyrule_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

const (
	address = "residency_deny_rule.test"

	ashburn   = "us-ashburn-1"
	frankfurt = "eu-frankfurt-1"
)

// spareProvisioners spares the group that ProviderHCL's user is in.
const spareProvisioners = `spare = { Provisioners = { reason = "the pipeline", approved_by = "us-data-security" } }`

// rule is the rule of most tests: it binds the data compartment and is kept in the tenancy. A line with one of its arguments
// takes the argument's place.
func rule(e *acctest.Env, lines ...string) string { return named(e, "test", lines...) }

func named(e *acctest.Env, label string, lines ...string) string {
	arguments := []string{
		`name = "us-user-data"`,
		fmt.Sprintf("compartment_id = %q", e.Sandbox.TenancyOCID()),
		fmt.Sprintf("compartment_ids = [%q]", e.Sandbox.CompartmentOCID()),
		spareProvisioners,
	}
	kept := lines
	for _, argument := range arguments {
		if name, _, _ := strings.Cut(argument, " ="); !has(lines, name) {
			kept = append(kept, argument)
		}
	}
	return fmt.Sprintf("resource \"residency_deny_rule\" %q {\n  %s\n}\n", label, strings.Join(kept, "\n  "))
}

func has(lines []string, argument string) bool {
	for _, line := range lines {
		if strings.HasPrefix(line, argument+" ") {
			return true
		}
	}
	return false
}

// in is a whole configuration.
func in(e *acctest.Env, lines ...string) string { return e.ProviderHCL(ashburn) + rule(e, lines...) }

func run(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: steps})
}

func state(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

func does(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, action)
}

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// checked runs assertions after an apply.
func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error { check(); return nil }
}

// asUser is a provider block with another user's credentials.
func asUser(t *testing.T, e *acctest.Env, user string, extra ...string) string {
	t.Helper()
	c, err := e.Sandbox.Credentials(user)
	if err != nil {
		t.Fatal(err)
	}
	block := e.ProviderHCL(ashburn, extra...)
	block = regexp.MustCompile(`user_ocid = "[^"]*"`).ReplaceAllString(block, fmt.Sprintf("user_ocid = %q", c.UserOCID))
	block = regexp.MustCompile(`fingerprint = "[^"]*"`).ReplaceAllString(block, fmt.Sprintf("fingerprint = %q", c.Fingerprint))
	return regexp.MustCompile(`(?s)<<-EOT.*EOT`).ReplaceAllLiteralString(block, "<<-EOT\n"+strings.TrimSpace(c.PrivateKeyPEM)+"\n  EOT")
}
