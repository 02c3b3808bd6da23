package autonomousstandby_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

const (
	subnet = "ocid1.subnet.oc1.phx.abc"
	group  = "ocid1.networksecuritygroup.oc1.phx.abc"
)

// The standby of a private primary has a private endpoint of its own region, and without a region it is in the provider's.
func TestAccStandby_private(t *testing.T) {
	e := acctest.New(t)
	h := byHand(t, e, ashburn)
	id := h.create("orders")
	h.only()
	h.update(id, database.UpdateAutonomousDatabaseDetails{SubnetId: new("ocid1.subnet.oc1.iad.abc")})
	config := func(lines ...string) string {
		all := append([]string{fmt.Sprintf("autonomous_database_id = %q", *id), fmt.Sprintf("subnet_id = %q", subnet)}, lines...)
		return e.ProviderHCL(phoenix) + "resource \"residency_autonomous_database_standby\" \"test\" {\n  " + strings.Join(all, "\n  ") + "\n}\n"
	}
	run(t, e,
		resource.TestStep{Config: of(e, id), ExpectError: acctest.Says("Missing required parameter subnetId")},
		resource.TestStep{
			Config:            config(),
			ConfigStateChecks: state(text("region", phoenix), text("subnet_id", subnet), text("private_endpoint_label", "orders"), value("nsg_ids", knownvalue.Null())),
		},
		stays(config()),
		resource.TestStep{
			Config:            config(fmt.Sprintf("nsg_ids = [%q]", group)),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(value("nsg_ids", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(group)}))),
			Check:             checked(func() { assert.Equal(t, []string{group}, byHand(t, e, phoenix).only().NsgIds) }),
		},
		stays(config(fmt.Sprintf("nsg_ids = [%q]", group))),
		resource.TestStep{
			Config:            config(),
			ConfigStateChecks: state(value("nsg_ids", knownvalue.Null())),
			Check:             checked(func() { assert.Empty(t, byHand(t, e, phoenix).only().NsgIds) }),
		},
		resource.TestStep{
			Config:            config(`private_endpoint_label = "abroad"`),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionDestroyBeforeCreate)),
			ConfigStateChecks: state(text("private_endpoint_label", "abroad")),
		},
	)
}

// A standby is moved to another compartment in place, and defined tags that the configuration drops are dropped.
func TestAccStandby_compartmentAndTags(t *testing.T) {
	e := acctest.New(t)
	id := byHand(t, e, ashburn).create("orders")
	recovery := e.Sandbox.TenancyOCID() // the root compartment is one too
	defined := func() map[string]map[string]any {
		h := byHand(t, e, phoenix)
		h.compartment = recovery
		return h.only().DefinedTags
	}
	in := fmt.Sprintf("compartment_id = %q", recovery)
	run(t, e,
		resource.TestStep{Config: of(e, id), ConfigStateChecks: state(text("compartment_id", e.Sandbox.CompartmentOCID()))},
		resource.TestStep{
			Config:            of(e, id, in, `defined_tags = { "Operations.Team" = "data", "Operations.Cost" = "42" }`),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: state(text("compartment_id", recovery)),
			Check: checked(func() {
				assert.Equal(t, map[string]map[string]any{"Operations": {"Team": "data", "Cost": "42"}}, defined())
			}),
		},
		resource.TestStep{
			Config: of(e, id, in, `defined_tags = { "Operations.Team" = "data" }`),
			Check:  checked(func() { assert.Equal(t, map[string]map[string]any{"Operations": {"Team": "data"}}, defined()) }),
		},
		stays(of(e, id, in, `defined_tags = { "Operations.Team" = "data" }`)),
	)
}
