package denyrule_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// policies are those of the tenancy whose names begin so.
func policies(t *testing.T, e *acctest.Env, prefix string) []identity.Policy {
	t.Helper()
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	answer, err := client.ListPolicies(context.Background(), identity.ListPoliciesRequest{CompartmentId: common.String(e.Sandbox.TenancyOCID())})
	require.NoError(t, err)
	var all []identity.Policy
	for _, p := range answer.Items {
		if strings.HasPrefix(*p.Name, prefix) {
			all = append(all, p)
		}
	}
	return all
}

func quotas(t *testing.T, e *acctest.Env) []limits.QuotaSummary {
	t.Helper()
	client, err := e.Session("admin").Quotas(ashburn)
	require.NoError(t, err)
	answer, err := client.ListQuotas(context.Background(), limits.ListQuotasRequest{CompartmentId: common.String(e.Sandbox.TenancyOCID())})
	require.NoError(t, err)
	return answer.Items
}

// rewrite changes a policy's statements by hand.
func rewrite(t *testing.T, e *acctest.Env, p identity.Policy, change func([]string) []string) {
	t.Helper()
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	_, err = client.UpdatePolicy(context.Background(), identity.UpdatePolicyRequest{
		PolicyId: p.Id, UpdatePolicyDetails: identity.UpdatePolicyDetails{Statements: change(p.Statements)},
	})
	require.NoError(t, err)
}

// small is a rule of few statements in one policy.
func small(e *acctest.Env, lines ...string) string {
	return in(e, append([]string{`services = ["objectstorage"]`}, lines...)...)
}

func TestAccDenyRule_import(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: small(e)},
		resource.TestStep{
			Config: small(e), ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateId: e.Sandbox.TenancyOCID() + "/us-user-data",
			ImportStateVerifyIgnore: []string{
				"compartment_ids", "services", "spare", "proof", "gaps", "boundary", "effective_quotas", "timeouts",
			},
		},
		resource.TestStep{Config: small(e), ResourceName: address, ImportState: true, ImportStateId: "us-user-data", ExpectError: acctest.Says("is not the import id")},
	)
}

// What was imported needs no other statements: the apply after it writes nothing into the cloud, and only takes down in the state
// what is not kept there, such as who has approved a sparing.
func TestAccDenyRule_importThenApply(t *testing.T) {
	e := acctest.New(t)
	sent := 0
	imported := small(e) + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, e.Sandbox.TenancyOCID()+"/us-user-data")
	run(t, e,
		resource.TestStep{
			Config: e.ProviderHCL(ashburn) + strings.Replace(rule(e, `services = ["objectstorage"]`), `"test"`, `"old"`, 1),
			Check:  checked(func() { sent = len(writes(e)) }),
		},
		resource.TestStep{
			Config: strings.Replace(imported, "import {", "removed {\n  from = residency_deny_rule.old\n  lifecycle { destroy = false }\n}\nimport {", 1),
			Check:  checked(func() { assert.Len(t, writes(e), sent) }),
		},
		resource.TestStep{Config: small(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
	assert.Empty(t, policies(t, e, "us-user-data"))
}

// What Oracle only reformats is no difference.
func TestAccDenyRule_reformatted(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: small(e)},
		resource.TestStep{
			PreConfig: func() {
				for _, p := range policies(t, e, "us-user-data") {
					rewrite(t, e, p, func(all []string) []string {
						var out []string
						for _, s := range all {
							out = append(out, strings.ReplaceAll(strings.Replace(s, "deny any-user to", "Deny  ANY-USER  to", 1), ", ", " , ")+"  ")
						}
						return out
					})
				}
			},
			Config: small(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
		},
	)
}

// A statement that somebody loosens is a diff, and comes back.
func TestAccDenyRule_drift(t *testing.T) {
	e := acctest.New(t)
	var want []string
	run(t, e,
		resource.TestStep{Config: small(e), Check: func(s *terraform.State) error { want = list(s, "statements"); return nil }},
		resource.TestStep{
			PreConfig: func() {
				rewrite(t, e, policies(t, e, "us-user-data")[0], func(all []string) []string {
					return append([]string{strings.Replace(all[0], "request.region != 'iad'", "request.region != 'fra', request.region != 'iad'", 1)}, all[2:]...)
				})
			},
			Config: small(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: func(*terraform.State) error {
				assert.Equal(t, want, policies(t, e, "us-user-data")[0].Statements)
				return nil
			},
		},
	)
}

// A quota that somebody loosens is a diff, and comes back.
func TestAccDenyRule_quotaDrift(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: small(e)},
		resource.TestStep{
			PreConfig: func() {
				client, err := e.Session("admin").Quotas(ashburn)
				require.NoError(t, err)
				_, err = client.UpdateQuota(context.Background(), limits.UpdateQuotaRequest{
					QuotaId: quotas(t, e)[0].Id, UpdateQuotaDetails: limits.UpdateQuotaDetails{Statements: []string{"set object-storage quota storage-bytes to 5 in compartment data"}},
				})
				require.NoError(t, err)
			},
			Config: small(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{state("effective_quotas", knownvalue.MapExact(map[string]knownvalue.Check{
				"ap-singapore-1/object-storage/storage-bytes": knownvalue.Int64Exact(0), "eu-frankfurt-1/object-storage/storage-bytes": knownvalue.Int64Exact(0),
			}))},
		},
		resource.TestStep{Config: small(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}

// What somebody deletes comes back: one policy, the quota, or all.
func TestAccDenyRule_disappears(t *testing.T) {
	e := acctest.New(t)
	drop := func(policy, quota bool) func() {
		return func() {
			if policy {
				client, err := e.Session("admin").Identity(ashburn)
				require.NoError(t, err)
				for _, p := range policies(t, e, "us-user-data") {
					_, err = client.DeletePolicy(context.Background(), identity.DeletePolicyRequest{PolicyId: p.Id})
					require.NoError(t, err)
				}
			}
			if quota {
				client, err := e.Session("admin").Quotas(ashburn)
				require.NoError(t, err)
				_, err = client.DeleteQuota(context.Background(), limits.DeleteQuotaRequest{QuotaId: quotas(t, e)[0].Id})
				require.NoError(t, err)
			}
		}
	}
	back := func() { assert.Len(t, policies(t, e, "us-user-data"), 1); assert.Len(t, quotas(t, e), 1) }
	run(t, e,
		resource.TestStep{Config: small(e)},
		resource.TestStep{PreConfig: drop(true, false), Config: small(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)), Check: checked(back)},
		resource.TestStep{PreConfig: drop(false, true), Config: small(e), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)), Check: checked(back)},
		resource.TestStep{PreConfig: drop(true, true), Config: small(e), ConfigPlanChecks: before(does(plancheck.ResourceActionCreate)), Check: checked(back)},
	)
}

// A revision saves the statements again, and changes none.
func TestAccDenyRule_revision(t *testing.T) {
	e := acctest.New(t)
	var before1 string
	run(t, e,
		resource.TestStep{Config: small(e), Check: checked(func() { before1 = policies(t, e, "us-user-data")[0].Statements[0] })},
		resource.TestStep{
			Config: small(e, "revision = 2"), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() {
				after := policies(t, e, "us-user-data")[0].Statements[0]
				assert.NotEqual(t, before1, after, "Oracle reads a statement anew only when its text changes")
				assert.Equal(t, before1, strings.TrimSpace(after))
			}),
		},
		resource.TestStep{Config: small(e, "revision = 2"), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}

// A layer can be left and taken up; what comes is written before the other goes.
func TestAccDenyRule_layers(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{Config: small(e, `layers = ["iam_deny"]`), Check: checked(func() { assert.Empty(t, quotas(t, e)) })},
		resource.TestStep{
			Config: small(e, `layers = ["quota"]`),
			Check: checked(func() {
				assert.Len(t, quotas(t, e), 1)
				assert.Empty(t, policies(t, e, "us-user-data"))
				var order []string
				for _, w := range writes(e) {
					order = append(order, w.Method+" "+w.Path[strings.LastIndex(w.Path[:min(len(w.Path), 20)], "/")+1:])
				}
				quota, policy := -1, -1
				for i, w := range writes(e) {
					if w.Method == http.MethodPost && strings.HasSuffix(w.Path, "/quotas") {
						quota = i
					}
					if w.Method == http.MethodDelete {
						policy = i
					}
				}
				assert.Less(t, quota, policy, "%v", order)
			}),
		},
		resource.TestStep{Config: small(e), Check: checked(func() { assert.Len(t, policies(t, e, "us-user-data"), 1) })},
	)
}

// A region comes in place, and at no moment is there neither the old nor the new protection.
func TestAccDenyRule_regionAdded(t *testing.T) {
	e := acctest.New(t)
	narrow := func(regions string) string {
		return e.ProviderHCL(ashburn, `boundary = { name = "us", jurisdictions = ["US"], regions = [`+regions+`] }`) + rule(e)
	}
	guard := watch(t, e, frankfurt)
	var ids []string
	run(t, e,
		resource.TestStep{Config: narrow(`"us-ashburn-1"`), Check: checked(func() {
			for _, p := range policies(t, e, "us-user-data") {
				ids = append(ids, *p.Id)
			}
			assert.Greater(t, len(ids), 1, "a rule of several policies")
			guard.begin()
		})},
		resource.TestStep{
			Config: narrow(`"us-ashburn-1", "us-phoenix-1"`), ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)),
			Check: checked(func() {
				guard.end()
				var now []string
				for _, p := range policies(t, e, "us-user-data") {
					now = append(now, *p.Id)
				}
				assert.ElementsMatch(t, ids, now)
				require.NoError(t, e.Sandbox.Authorize("terraform", "us-phoenix-1", cloud.Access{
					Service: "objectstorage", Operation: "CreateBucket", Compartment: e.Sandbox.CompartmentOCID(),
				}))
			}),
		},
	)
}

// watcher asks after each write whether what is outside is still refused.
type watcher struct {
	t       *testing.T
	e       *acctest.Env
	region  string
	on      bool
	holes   []string
	checked int
}

func watch(t *testing.T, e *acctest.Env, region string) *watcher {
	t.Helper()
	w := &watcher{t: t, e: e, region: region}
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if w.on {
			w.look(r.Method + " " + r.URL.Path)
		}
		return nil, nil
	})
	return w
}

func (w *watcher) begin() { w.on = true }

func (w *watcher) end() {
	w.look("the end")
	w.on = false
	assert.Empty(w.t, w.holes)
	assert.Greater(w.t, w.checked, 1)
}

// look tries an operation of each kind that the rule stops.
func (w *watcher) look(when string) {
	w.checked++
	for _, one := range []cloud.Access{
		{Service: "objectstorage", Operation: "CreateBucket"},
		{Service: "objectstorage", Operation: "PutObject"},
		{Service: "database", Operation: "CreateAutonomousDatabase"},
		{Service: "nosql", Operation: "CreateTable"},
		{Service: "filestorage", Operation: "CreateFileSystem"},
		{Service: "psql", Operation: "CreateDbSystem"},
	} {
		one.Compartment = w.e.Sandbox.CompartmentOCID()
		if w.e.Sandbox.Authorize("terraform", w.region, one) == nil {
			w.holes = append(w.holes, fmt.Sprintf("%s was possible before %s", one.Operation, when))
		}
	}
}

// An exception is in the statements, and ends at its date by the cloud's own clock, without an apply.
func TestAccDenyRule_exceptionEnds(t *testing.T) {
	now := time.Now().UTC()
	end := now.AddDate(0, 0, 30)
	clock := now
	seed, err := sandbox.ParseSeed("staff.hcl", []byte(tenancyWithStaff))
	require.NoError(t, err)
	e := acctest.New(t, sandbox.WithSeed(seed), sandbox.WithClock(func() time.Time { return clock }))
	data := compartment(t, e, "data")
	config := e.ProviderHCL(ashburn, fmt.Sprintf(`boundary = {
    name = "us-user-data", jurisdictions = ["US"]
    exceptions = { "singapore-backup" = {
      regions = ["ap-singapore-1"], compartments = [%q], reason = "cut-over", owner = "storage-team", approved_by = "us-data-security", ticket = "RES-42", expires = %q
    } }
  }`, data, end.Format(time.DateOnly))) + rule(e, fmt.Sprintf("compartment_ids = [%q]", data))
	ask := func(region string) error {
		return e.Sandbox.Authorize("staff", region, cloud.Access{Service: "database", Operation: "CreateAutonomousDatabase", Compartment: data})
	}
	run(t, e, resource.TestStep{Config: config, Check: checked(func() {
		defer func() { clock = now }()
		require.NoError(t, ask("ap-singapore-1"))
		require.Error(t, ask(frankfurt))
		clock = time.Date(end.Year(), end.Month(), end.Day(), 23, 59, 59, 0, time.UTC)
		require.NoError(t, ask("ap-singapore-1"), "the last second of the last day")
		clock = clock.Add(time.Second)
		require.Error(t, ask("ap-singapore-1"))
	})})
}

// Two populations in one tenancy hold a rule each. Each has a provider of its own, because the harness has one process for all
// aliases of a provider.
func TestAccDenyRule_twoPopulations(t *testing.T) {
	e := staffed(t)
	data, other := compartment(t, e, "data"), compartment(t, e, "other")
	eu := e.ProviderHCL(ashburn, `boundary = { name = "eu", jurisdictions = ["EU", "US"], regions = ["eu-frankfurt-1", "us-ashburn-1"] }`)
	config := e.ProviderHCL(ashburn) + rule(e, fmt.Sprintf("compartment_ids = [%q]", data)) +
		strings.Replace(eu, `"residency"`, `"residencyeu"`, 1) +
		named(e, "eu", `name = "eu-user-data"`, fmt.Sprintf("compartment_ids = [%q]", other), "provider = residencyeu")
	factories := e.Factories()
	factories["residencyeu"] = e.Factories()["residency"]
	pipeline := as(t, e, "terraform")
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		{Config: config, Check: checked(func() {
			require.NoError(t, pipeline.create("us-phoenix-1", data, "us"))
			require.NoError(t, pipeline.put("us-phoenix-1", "us"))
			assert.True(t, refused(pipeline.create(frankfurt, data, "eu-in-us")))
			require.NoError(t, pipeline.create(frankfurt, other, "eu"))
			require.NoError(t, pipeline.put(frankfurt, "eu"))
			assert.True(t, refused(pipeline.create("us-phoenix-1", other, "us-in-eu")))
		})},
		{Config: config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	}})
}

// Somebody's change between plan and apply is shown, not overwritten.
func TestAccDenyRule_changedMeanwhile(t *testing.T) {
	e := acctest.New(t)
	armed := false
	run(t, e,
		resource.TestStep{Config: small(e), Check: checked(func() {
			armed = true
			e.Intercept(func(r *http.Request) (*http.Response, error) {
				if armed && r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/policies/") {
					armed = false
					rewrite(t, e, policies(t, e, "us-user-data")[0], func(all []string) []string { return all[1:] })
				}
				return nil, nil
			})
		})},
		resource.TestStep{Config: small(e, `description = "another"`, `layers = ["iam_deny"]`), ExpectError: acctest.Says("Somebody changed it meanwhile")},
		resource.TestStep{Config: small(e, `description = "another"`, `layers = ["iam_deny"]`)},
	)
}

// An interrupted create is taken over by the next apply of the same owner, and is an error for another.
func TestAccDenyRule_adopts(t *testing.T) {
	e := acctest.New(t)
	leave := func() {
		client, err := e.Session("admin").Identity(ashburn)
		require.NoError(t, err)
		_, err = client.CreatePolicy(context.Background(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: common.String(e.Sandbox.TenancyOCID()), Name: common.String("us-user-data"), Description: common.String("half"),
			Statements:   []string{"deny any-user to {BUCKET_CREATE} in tenancy where request.region = 'fra'"},
			FreeformTags: map[string]string{"residency-owner": "platform/us-prod"},
		}})
		require.NoError(t, err)
	}
	owned := func(owner string) string {
		return e.ProviderHCL(ashburn, fmt.Sprintf("owner = %q", owner)) + rule(e, `services = ["objectstorage"]`)
	}
	run(t, e,
		resource.TestStep{PreConfig: leave, Config: owned("somebody/else"), ExpectError: acctest.Says("The name is taken")},
		resource.TestStep{Config: owned("platform/us-prod"), Check: checked(func() { assert.Len(t, policies(t, e, "us-user-data"), 1) })},
	)
}

// With a cloud that throttles, fails and drops answers, a rule is made, changed and removed, whole.
func TestAccDenyRule_faults(t *testing.T) {
	e := acctest.New(t, sandbox.WithFaults("rate=0.15,kinds=429+500+503+reset,seed=11"))
	config := func(description string) string {
		return e.ProviderHCL(ashburn, `owner = "platform/us-prod"`) + rule(e, `services = ["objectstorage", "nosql"]`, fmt.Sprintf("description = %q", description))
	}
	run(t, e,
		resource.TestStep{Config: config("one")},
		resource.TestStep{Config: config("two")},
		resource.TestStep{Config: config("two"), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
	require.NoError(t, e.Sandbox.SetFaults(""))
	assert.Empty(t, policies(t, e, "us-user-data"))
	assert.Empty(t, quotas(t, e))
}

// A refresh of the small rule asks for the policy, the quota and the value in force in two regions; the plan after it reads
// the tenancy with a request for each list, and no more.
func TestAccDenyRule_requestsOfARefresh(t *testing.T) {
	e := acctest.New(t)
	at := 0
	run(t, e,
		resource.TestStep{Config: small(e), Check: checked(func() { at = len(e.Requests(nil)) })},
		resource.TestStep{Config: small(e), PlanOnly: true},
	)
	counts := map[string]int{}
	for _, r := range e.Requests(nil)[at:] {
		if r.Method != http.MethodGet {
			break // the destruction at the end
		}
		parts := strings.Split(r.Path, "/")
		counts[parts[2]]++
	}
	plans := counts["groups"]
	require.Positive(t, plans)
	for name, each := range map[string]int{"compartments": 1, "userGroupMemberships": 1, "tenancies": 1, "limitDefinitions": 1} {
		assert.Equal(t, each*plans, counts[name], "%s: %v", name, counts)
	}
	reads := counts["policies"]
	assert.Equal(t, reads, counts["quotas"], "%v", counts)
	assert.InDelta(t, 2*reads, counts["services"], 2, "%v", counts)
}

// Destroying as somebody who may not leaves the rule in state.
func TestAccDenyRule_destroyRefused(t *testing.T) {
	e := acctest.New(t)
	refuse := false
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if refuse && r.Method == http.MethodDelete {
			return acctest.Refuse(404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
		}
		return nil, nil
	})
	run(t, e,
		resource.TestStep{Config: small(e), Check: checked(func() { refuse = true })},
		resource.TestStep{Config: small(e), Destroy: true, ExpectError: acctest.Says("Cannot delete deny rule")},
		resource.TestStep{PreConfig: func() { refuse = false }, Config: small(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}

// Policies and quotas are written in the home region, wherever the provider's own region is.
func TestAccDenyRule_homeRegion(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{Config: e.ProviderHCL("us-phoenix-1") + rule(e, `services = ["objectstorage"]`)})
	for _, w := range writes(e) {
		assert.Equal(t, ashburn, w.Region, w.Path)
		assert.Less(t, w.Status, 300, "%s %s", w.Method, w.Path)
	}
}

// A rule that could not be written today is left as it is and can be destroyed: Terraform plans before it destroys.
func TestAccDenyRule_leftAlone(t *testing.T) {
	e := acctest.New(t)
	client, err := e.Session("admin").Identity(ashburn)
	require.NoError(t, err)
	made, err := client.CreateGroup(context.Background(), identity.CreateGroupRequest{CreateGroupDetails: identity.CreateGroupDetails{
		CompartmentId: common.String(e.Sandbox.TenancyOCID()), Name: common.String("Movers"), Description: common.String("x"),
	}})
	require.NoError(t, err)
	config := func(lines ...string) string {
		return small(e, append(lines, `spare = {
    Provisioners = { reason = "the pipeline", approved_by = "us-data-security" }
    Movers       = { reason = "the move", approved_by = "us-data-security" }
  }`)...)
	}
	run(t, e,
		resource.TestStep{Config: config()},
		resource.TestStep{
			PreConfig: func() {
				_, err := client.DeleteGroup(context.Background(), identity.DeleteGroupRequest{GroupId: made.Id})
				require.NoError(t, err)
			},
			Config: config(), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
		},
		resource.TestStep{Config: config(`description = "another"`), ExpectError: acctest.Says(`no group called "Movers"`)},
		resource.TestStep{Config: config(), Destroy: true},
	)
	assert.Empty(t, policies(t, e, "us-user-data"))
}

func TestAccDenyRule_tags(t *testing.T) {
	e := acctest.New(t)
	tagged := func(tags string) string { return small(e, tags) }
	has := func(cost, stage string) func() {
		return func() {
			p := policies(t, e, "us-user-data")[0]
			assert.Equal(t, map[string]string{"stage": stage}, p.FreeformTags)
			assert.Equal(t, cost, p.DefinedTags["Operations"]["CostCenter"])
		}
	}
	run(t, e,
		resource.TestStep{Config: tagged("defined_tags = { \"Operations.CostCenter\" = \"42\" }\n  freeform_tags = { stage = \"one\" }"), Check: checked(has("42", "one"))},
		resource.TestStep{
			Config:           tagged("defined_tags = { \"Operations.CostCenter\" = \"43\" }\n  freeform_tags = { stage = \"two\" }"),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate)), Check: checked(has("43", "two")),
		},
		resource.TestStep{
			Config:           tagged("defined_tags = { \"Operations.CostCenter\" = \"43\" }\n  freeform_tags = { stage = \"two\" }"),
			ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
		},
	)
}

// Another name makes another rule, and with create_before_destroy there is always one.
func TestAccDenyRule_renamed(t *testing.T) {
	e := acctest.New(t)
	w := &watcher{t: t, e: e, region: frankfurt}
	config := func(name string) string {
		return in(e, fmt.Sprintf("name = %q", name), "lifecycle {\n    create_before_destroy = true\n  }")
	}
	run(t, e,
		resource.TestStep{Config: config("us-user-data"), Check: checked(func() {
			e.Intercept(func(r *http.Request) (*http.Response, error) {
				w.look(r.Method + " " + r.URL.Path)
				return nil, nil
			})
		})},
		resource.TestStep{Config: config("us-data"), ConfigPlanChecks: before(does(plancheck.ResourceActionReplace)), Check: checked(func() {
			w.end()
			e.Intercept(nil)
			assert.Empty(t, policies(t, e, "us-user-data"))
			assert.NotEmpty(t, policies(t, e, "us-data"))
			assert.Len(t, quotas(t, e), 1)
		})},
	)
}
