package functions_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

// The functions need no provider block, no boundary of the provider's and no request.
func TestAccFunctions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: `
				variable "key_id" {
					default = "ocid1.key.oc1.eu-frankfurt-1.bbqehaq3aadfa.abyhqljr"
				}
				locals {
					us = { jurisdictions = ["US"] }
					eu = {
						name          = "eu-data"
						jurisdictions = ["EU"]
						exceptions = {
							"backup" = {
								regions = ["ap-singapore-1"], addresses = ["module.legacy.*"], reason = "cut-over", owner = "storage",
								approved_by = "security", ticket = "RES-42", expires = "2999-12-31"
							}
						}
					}
				}
				output "region" { value = provider::residency::region_of(var.key_id) }
				output "country" { value = provider::residency::country_of(var.key_id) }
				output "key" { value = provider::residency::region_key(var.key_id) }
				output "host" { value = provider::residency::region_of("https://ns.objectstorage.us-ashburn-1.oci.customer-oci.com/n/ns") }
				output "domain" { value = provider::residency::region_of("kIdk:US-ASHBURN-AD-1") }
				output "global" { value = try(provider::residency::region_of("ocid1.compartment.oc1..aaaa"), null) == null }
				output "inside_us" { value = provider::residency::inside(var.key_id, local.us) }
				output "inside_eu" { value = provider::residency::inside(var.key_id, local.eu) }
				output "inside" { value = [for r in ["IAD", "us-phoenix-1", "us-saltlake-2", "eu-zurich-1"] : r if provider::residency::inside(r, local.us)] }
			`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("region", knownvalue.StringExact("eu-frankfurt-1")),
				statecheck.ExpectKnownOutputValue("country", knownvalue.StringExact("DE")),
				statecheck.ExpectKnownOutputValue("key", knownvalue.StringExact("fra")),
				statecheck.ExpectKnownOutputValue("host", knownvalue.StringExact("us-ashburn-1")),
				statecheck.ExpectKnownOutputValue("domain", knownvalue.StringExact("us-ashburn-1")),
				statecheck.ExpectKnownOutputValue("global", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("inside_us", knownvalue.Bool(false)),
				statecheck.ExpectKnownOutputValue("inside_eu", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("inside", knownvalue.TupleExact([]knownvalue.Check{
					knownvalue.StringExact("IAD"), knownvalue.StringExact("us-phoenix-1"),
				})),
			},
		}},
	})
}

func TestAccFunctions_errors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	step := func(expression, message string) resource.TestStep {
		// Terraform breaks lines where it likes.
		broken := regexp.MustCompile(` `).ReplaceAllString(regexp.QuoteMeta(message), `[\s│]+`)
		return resource.TestStep{Config: `output "x" { value = ` + expression + ` }`, ExpectError: regexp.MustCompile(broken)}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{
			step(`provider::residency::region_of("us-ashbrun-1")`, "Did you mean us-ashburn-1 or us-ashburn-2?"),
			step(`provider::residency::region_of("my-bucket")`, "The value names no place"),
			step(`provider::residency::region_of(null)`, "argument must not be null"),
			step(`provider::residency::region_of("ocid1.compartment.oc1..aaaa")`, "type without a region"),
			step(`provider::residency::country_of("eu-dcc-milan-1")`, "Oracle's documentation does not state the country of eu-dcc-milan-1."),
			step(`provider::residency::inside("us-ashbrun-1", { jurisdictions = ["US"] })`, "Did you mean us-ashburn-1 or us-ashburn-2?"),
			step(`provider::residency::inside("us-ashburn-1", { jurisdictions = ["UK"] })`, `Did you mean "GB"?`),
			step(`provider::residency::inside("us-ashburn-1", { jurisdiction = ["US"] })`, "jurisdictions"),
			step(`provider::residency::inside("us-ashburn-1", null)`, "argument must not be null"),
		},
	})
}

// What is known only after apply gives an unknown answer, not a wrong one.
func TestAccFunctions_unknown(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: `
				resource "terraform_data" "value" { input = "us-ashburn-1" }
				resource "terraform_data" "country" { input = "US" }
				output "region" { value = provider::residency::region_of(terraform_data.value.output) }
				output "inside" { value = provider::residency::inside("us-ashburn-1", { jurisdictions = [terraform_data.country.output] }) }
			`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownOutputValue("region"), plancheck.ExpectUnknownOutputValue("inside"),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("region", knownvalue.StringExact("us-ashburn-1")),
				statecheck.ExpectKnownOutputValue("inside", knownvalue.Bool(true)),
			},
		}},
	})
}

// The provider's own boundary can be handed to inside, as the documentation says.
func TestAccInside_ofTheProvider(t *testing.T) {
	t.Parallel()
	env := acctest.New(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories(),
		Steps: []resource.TestStep{{
			Config: env.ProviderHCL("us-ashburn-1") + `
				data "residency_boundary" "own" {}
				output "inside" { value = provider::residency::inside("us-phoenix-1", data.residency_boundary.own.declaration) }
				output "outside" { value = provider::residency::inside("eu-frankfurt-1", data.residency_boundary.own.declaration) }
			`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("inside", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("outside", knownvalue.Bool(false)),
			},
		}},
	})
}
