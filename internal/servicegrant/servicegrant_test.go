package servicegrant_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_service_grant.test"
	ashburn = "us-ashburn-1"
)

func in(e *acctest.Env, lines ...string) string {
	arguments := []string{`name = "object-storage"`, fmt.Sprintf("compartment_id = %q", e.Sandbox.CompartmentOCID()), `regions = ["us-ashburn-1"]`}
	kept := lines
	for _, argument := range arguments {
		name, _, _ := strings.Cut(argument, " =")
		given := false
		for _, line := range lines {
			given = given || strings.HasPrefix(line, name+" ")
		}
		if !given {
			kept = append(kept, argument)
		}
	}
	return e.ProviderHCL(ashburn) + "resource \"residency_service_grant\" \"test\" {\n  " + strings.Join(kept, "\n  ") + "\n}\n"
}

func run(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: steps})
}

func planned(attribute string, check knownvalue.Check) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)}}
}

func does(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func empty() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func exactly(statements ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(statements))
	for i, s := range statements {
		checks[i] = knownvalue.StringExact(s)
	}
	return knownvalue.ListExact(checks)
}

// narrow is the statement for a region.
func narrow(e *acctest.Env, region string) string {
	return "allow service objectstorage-" + region + " to {BUCKET_INSPECT, BUCKET_READ, OBJECT_DELETE, OBJECT_INSPECT, OBJECT_UPDATE_TIER, OBJECT_VERSION_DELETE} in compartment id " +
		e.Sandbox.CompartmentOCID()
}

// hands change policies as an Administrator does, by hand.
type hands struct {
	t      *testing.T
	e      *acctest.Env
	client *identity.IdentityClient
}

func byHand(t *testing.T, e *acctest.Env) hands {
	t.Helper()
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	return hands{t, e, client}
}

func (h hands) find() *identity.Policy {
	h.t.Helper()
	answer, err := h.client.ListPolicies(context.Background(), identity.ListPoliciesRequest{CompartmentId: common.String(h.e.Sandbox.CompartmentOCID())})
	require.NoError(h.t, err)
	for _, p := range answer.Items {
		if *p.Name == "object-storage" {
			return &p
		}
	}
	return nil
}

func (h hands) rewrite(statements ...string) {
	h.t.Helper()
	_, err := h.client.UpdatePolicy(context.Background(), identity.UpdatePolicyRequest{PolicyId: h.find().Id, UpdatePolicyDetails: identity.UpdatePolicyDetails{Statements: statements}})
	require.NoError(h.t, err)
}

func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error { check(); return nil }
}

func TestAccServiceGrant_basic(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{
			Config: in(e), ConfigPlanChecks: planned("statements", exactly(narrow(e, "us-ashburn-1"))),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("policy_id"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("home_region"), knownvalue.StringExact(ashburn)),
			},
		},
		resource.TestStep{Config: in(e), ConfigPlanChecks: empty()},
		resource.TestStep{
			Config:            in(e, `regions = ["us-phoenix-1", "us-ashburn-1"]`, `defined_tags = { "Operations.CostCenter" = "42" }`),
			ConfigPlanChecks:  does(plancheck.ResourceActionUpdate),
			Check:             checked(func() { assert.Equal(t, "42", byHand(t, e).find().DefinedTags["Operations"]["CostCenter"]) }),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("statements"), exactly(narrow(e, "us-ashburn-1"), narrow(e, "us-phoenix-1")))},
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: e.Sandbox.CompartmentOCID() + "/object-storage",
			ImportStateVerifyIgnore: []string{"regions", "timeouts"},
		},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: "object-storage", ExpectError: acctest.Says("is not the import id")},
		resource.TestStep{Config: in(e, `name = "another"`, `defined_tags = { "Operations.CostCenter" = "43" }`), ConfigPlanChecks: does(plancheck.ResourceActionReplace)},
	)
}

// With the narrow grant nothing can be replicated, by whomever; with the wide one it can.
func TestAccServiceGrant_copies(t *testing.T) {
	seed, err := sandbox.ParseSeed("plain.hcl", []byte(`policy "people" { statements = ["allow group Provisioners to manage all-resources in tenancy"] }`))
	require.NoError(t, err)
	e := acctest.New(t, sandbox.WithSeed(seed))
	h := byHand(t, e)
	h.bucket(ashburn, "ledger")
	h.bucket("us-phoenix-1", "replica")
	run(t, e,
		resource.TestStep{Config: in(e), Check: checked(func() { require.ErrorContains(t, h.replicate(), "InsufficientServicePermissions") })},
		resource.TestStep{
			Config: in(e, "allow_copy_and_replication = true", `regions = ["us-ashburn-1", "us-phoenix-1"]`), ConfigPlanChecks: does(plancheck.ResourceActionUpdate),
			Check: checked(func() { require.NoError(t, h.replicate()) }),
		},
		resource.TestStep{Config: in(e), ConfigPlanChecks: does(plancheck.ResourceActionUpdate)},
	)
}

func (h hands) bucket(region, name string) {
	h.t.Helper()
	client, err := h.e.Session("admin").ObjectStorage(region)
	require.NoError(h.t, err)
	namespace := h.e.Sandbox.Namespace()
	_, err = client.CreateBucket(context.Background(), objectstorage.CreateBucketRequest{
		NamespaceName: &namespace, CreateBucketDetails: objectstorage.CreateBucketDetails{Name: &name, CompartmentId: common.String(h.e.Sandbox.CompartmentOCID())},
	})
	require.NoError(h.t, err)
}

func (h hands) replicate() error {
	client, err := h.e.Session("admin").ObjectStorage(ashburn)
	require.NoError(h.t, err)
	namespace := h.e.Sandbox.Namespace()
	_, err = client.CreateReplicationPolicy(context.Background(), objectstorage.CreateReplicationPolicyRequest{
		NamespaceName: &namespace, BucketName: common.String("ledger"),
		CreateReplicationPolicyDetails: objectstorage.CreateReplicationPolicyDetails{
			Name: common.String("out"), DestinationRegionName: common.String("us-phoenix-1"), DestinationBucketName: common.String("replica"),
		},
	})
	return err
}

func TestAccServiceGrant_outside(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e, `regions = ["us-ashburn-1", "eu-frankfurt-1"]`), ExpectError: acctest.Says("eu-frankfurt-1")},
		resource.TestStep{Config: in(e, `regions = ["iad"]`), ExpectError: acctest.Says("us-ashburn-1")},
	)
	assert.Empty(t, e.Requests(nil), "refused before any request")
}

func TestAccServiceGrant_unknownInputs(t *testing.T) {
	e := acctest.New(t)
	later := fmt.Sprintf("resource \"terraform_data\" \"later\" { input = %q }\nresource \"terraform_data\" \"region\" { input = \"us-ashburn-1\" }\n", e.Sandbox.CompartmentOCID())
	run(t, e,
		resource.TestStep{Config: later + in(e, "regions = [terraform_data.region.output]"), ExpectError: acctest.Says("known only after apply")},
		resource.TestStep{Config: later + in(e, "compartment_id = terraform_data.later.output")},
	)
}

// What somebody grants by hand is drift, and taken back; what Oracle only reformats is none.
func TestAccServiceGrant_drift(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e).rewrite(strings.Replace(narrow(e, ashburn), "allow service", "ALLOW  SERVICE", 1))
			},
			Config: in(e), ConfigPlanChecks: empty(),
		},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e).rewrite("allow service objectstorage-us-ashburn-1, objectstorage-eu-frankfurt-1 to manage object-family in compartment id " + e.Sandbox.CompartmentOCID())
			},
			Config: in(e), ConfigPlanChecks: does(plancheck.ResourceActionUpdate),
			Check: checked(func() { assert.Equal(t, []string{narrow(e, ashburn)}, byHand(t, e).find().Statements) }),
		},
		resource.TestStep{
			PreConfig: func() {
				h := byHand(t, e)
				_, err := h.client.DeletePolicy(context.Background(), identity.DeletePolicyRequest{PolicyId: h.find().Id})
				require.NoError(t, err)
			},
			Config: in(e), ConfigPlanChecks: does(plancheck.ResourceActionCreate),
		},
	)
}

func TestAccServiceGrant_changedMeanwhile(t *testing.T) {
	e := acctest.New(t)
	armed := false
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if armed && r.Method == http.MethodPut {
			armed = false
			byHand(t, e).rewrite(narrow(e, "us-chicago-1"))
		}
		return nil, nil
	})
	run(t, e,
		resource.TestStep{Config: in(e), Check: checked(func() { armed = true })},
		resource.TestStep{Config: in(e, `description = "another"`), ExpectError: acctest.Says("Somebody changed the policy after this plan was made")},
		resource.TestStep{Config: in(e, `description = "another"`)},
	)
}

func TestAccServiceGrant_adopts(t *testing.T) {
	e := acctest.New(t)
	owned := func(owner string) string {
		return strings.Replace(in(e), "boundary = {", fmt.Sprintf("owner = %q\n  boundary = {", owner), 1)
	}
	leave := func() {
		h := byHand(t, e)
		_, err := h.client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: common.String(e.Sandbox.CompartmentOCID()), Name: common.String("object-storage"), Description: common.String("half"),
			Statements: []string{narrow(e, "us-chicago-1")}, FreeformTags: map[string]string{"residency-owner": "platform/us-prod"},
		}})
		require.NoError(t, err)
	}
	run(t, e,
		resource.TestStep{PreConfig: leave, Config: owned("somebody/else"), ExpectError: acctest.Says("Cannot create service grant")},
		resource.TestStep{Config: owned("platform/us-prod"), Check: checked(func() { assert.Equal(t, []string{narrow(e, ashburn)}, byHand(t, e).find().Statements) })},
	)
}

func TestAccServiceGrant_faults(t *testing.T) {
	e := acctest.New(t, sandbox.WithFaults("rate=0.2,kinds=429+500+503+reset,seed=3"))
	owned := func(lines ...string) string {
		return strings.Replace(in(e, lines...), "boundary = {", "owner = \"platform/us-prod\"\n  boundary = {", 1)
	}
	run(t, e,
		resource.TestStep{Config: owned()},
		resource.TestStep{Config: owned(`description = "another"`)},
		resource.TestStep{Config: owned(`description = "another"`), ConfigPlanChecks: empty()},
	)
	require.NoError(t, e.Sandbox.SetFaults(""))
	assert.Nil(t, byHand(t, e).find())
}

func TestListServiceGrant(t *testing.T) {
	t.Parallel()
	e := acctest.New(t)
	h := byHand(t, e)
	for name, statement := range map[string]string{
		"object-storage": narrow(e, ashburn), "people": "allow group UsEngineers to read buckets in compartment id " + e.Sandbox.CompartmentOCID(),
	} {
		_, err := h.client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: common.String(e.Sandbox.CompartmentOCID()), Name: &name, Description: common.String("x"), Statements: []string{statement},
		}})
		require.NoError(t, err)
	}
	results := e.List(ashburn, "residency_service_grant", map[string]any{"compartment_id": e.Sandbox.CompartmentOCID()}, acctest.ListOptions{IncludeResource: true})
	require.Len(t, results, 1)
	assert.Empty(t, results[0].Error)
	assert.Equal(t, map[string]any{"compartment_id": e.Sandbox.CompartmentOCID(), "name": "object-storage"}, results[0].Identity)
	assert.Equal(t, []any{"us-ashburn-1"}, results[0].Resource["regions"])
	assert.Equal(t, false, results[0].Resource["allow_copy_and_replication"])
}
