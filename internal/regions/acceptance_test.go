package regions_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func names(texts ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(texts))
	for i, s := range texts {
		checks[i] = knownvalue.StringExact(s)
	}
	return knownvalue.ListExact(checks)
}

func TestAccRegions_table(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	const (
		us  = "data.residency_regions.us"
		all = "data.residency_regions.all"
	)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: env.ProviderHCL("us-ashburn-1") + `
				data "residency_regions" "all" {}
				data "residency_regions" "us" {
					jurisdictions = ["US"]
					realm         = "oc1"
				}
				output "keys" { value = [for name in data.residency_regions.us.names : data.residency_regions.us.regions[name].key] }
			`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(us, tfjsonpath.New("names"), names("us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-sanjose-1")),
				statecheck.ExpectKnownOutputValue("keys", knownvalue.TupleExact([]knownvalue.Check{
					knownvalue.StringExact("iad"), knownvalue.StringExact("ord"), knownvalue.StringExact("phx"), knownvalue.StringExact("sjc"),
				})),
				statecheck.ExpectKnownValue(all, tfjsonpath.New("names"), knownvalue.ListSizeExact(85)),
				statecheck.ExpectKnownValue(all, tfjsonpath.New("regions").AtMapKey("us-saltlake-2"), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"name": knownvalue.StringExact("us-saltlake-2"), "key": knownvalue.StringExact("aga"), "realm": knownvalue.StringExact("oc1"),
					"country": knownvalue.StringExact("US"), "documented": knownvalue.Bool(false), "subscribed": knownvalue.Null(), "home": knownvalue.Null(),
				})),
			},
		}},
	})
	assert.Empty(t, env.Requests(nil), "the table alone answers")
}

func TestAccRegions_tenancy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	const (
		subscribed = "data.residency_regions.subscribed"
		home       = "data.residency_regions.home"
		elsewhere  = "data.residency_regions.elsewhere"
	)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: env.ProviderHCL("us-phoenix-1") + `
				data "residency_regions" "subscribed" {
					subscribed = true
				}
				data "residency_regions" "home" {
					home = true
				}
				data "residency_regions" "elsewhere" {
					subscribed = false
					countries  = ["DE", "SG"]
					realm      = "oc1"
				}
			`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(subscribed, tfjsonpath.New("names"),
					names("ap-singapore-1", "eu-frankfurt-1", "us-ashburn-1", "us-chicago-1", "us-phoenix-1")),
				statecheck.ExpectKnownValue(subscribed, tfjsonpath.New("regions").AtMapKey("us-ashburn-1").AtMapKey("home"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(home, tfjsonpath.New("names"), names("us-ashburn-1")),
				statecheck.ExpectKnownValue(home, tfjsonpath.New("regions").AtMapKey("us-ashburn-1").AtMapKey("subscribed"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(elsewhere, tfjsonpath.New("names"), names("ap-singapore-2")),
			},
		}},
	})
	requests := env.Requests(nil)
	assert.NotEmpty(t, requests)
	for _, r := range requests {
		assert.Equal(t, http.MethodGet, r.Method)
		assert.Equal(t, "us-phoenix-1", r.Region)
		assert.Contains(t, r.Path, "/regionSubscriptions")
	}
}

func TestAccRegions_errors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	step := func(arguments, pattern string) resource.TestStep {
		return resource.TestStep{
			Config:      env.ProviderHCL("us-ashburn-1") + "data \"residency_regions\" \"x\" {\n" + arguments + "\n}\n",
			ExpectError: regexp.MustCompile(pattern),
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{
			step(`countries = ["US", "UK"]`, `Unknown country(.|\n)*"UK"(.|\n)*GB \(United Kingdom\)`),
			step(`jurisdictions = ["EEU"]`, `Unknown jurisdiction(.|\n)*"EEU"`),
			step(`jurisdictions = []`, `at\s+least\s+1`),
			step(`realm = "oc5"`, `Unknown realm`),
		},
	})
	assert.Empty(t, env.Requests(nil))
}

func TestAccRegions_denied(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	env.Intercept(func(*http.Request) (*http.Response, error) {
		return acctest.Refuse(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config:      env.ProviderHCL("us-ashburn-1") + "data \"residency_regions\" \"x\" {\n subscribed = true\n}\n",
			ExpectError: regexp.MustCompile(`Cannot list region subscriptions(.|\n)*404\s+NotAuthorizedOrNotFound(.|\n)*opc-request-id:\s+intercepted`),
		}},
	})
}
