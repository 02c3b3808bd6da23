package replication_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// slow makes every policy one that is still being created, until it is switched off.
func slow(t *testing.T, e *acctest.Env) {
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if !policyRequest(r, http.MethodGet) && !policyRequest(r, http.MethodPost) {
			return nil, nil
		}
		response, err := e.Sandbox.Transport().RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(response.Body)
		assert.NoError(t, err)
		var policy map[string]any
		if json.Unmarshal(body, &policy) == nil && policy["status"] == "ACTIVE" {
			policy["status"], policy["statusMessage"] = "CREATING", "The policy is being created."
			body, err = json.Marshal(policy)
			assert.NoError(t, err)
		}
		response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		response.Header.Del("Content-Length")
		return response, nil
	})
}

// The id is in state when the wait fails, nothing is tainted, and the next apply goes on waiting.
func TestAccReplication_waitFails(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	same := statecheck.CompareValue(compare.ValuesSame())
	config := alone(e, `timeouts = { create = "2s", update = "2s" }`)
	run(t, e,
		resource.TestStep{
			PreConfig: func() { slow(t, e) },
			Config:    config,
			ConfigStateChecks: []statecheck.StateCheck{
				state("status", knownvalue.StringExact("CREATING")),
				same.AddStateValue(address, tfjsonpath.New("replication_id")),
			},
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), unknown("status")),
			ExpectError:      acctest.Says(`for replication policy "to-phoenix" of bucket "source" in us-ashburn-1 to become ACTIVE ended after 2s, when the state was CREATING`),
		},
		resource.TestStep{
			PreConfig:        func() { e.Intercept(nil) },
			Config:           config,
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)), // the refresh saw that it has become active
			ConfigStateChecks: []statecheck.StateCheck{
				state("status", knownvalue.StringExact("ACTIVE")),
				same.AddStateValue(address, tfjsonpath.New("replication_id")),
			},
		},
	)
	assert.Len(t, e.Requests(method("POST", "/replicationPolicies")), 1)
}

// What cannot be read after it was made is in state all the same.
func TestAccReplication_notReadBack(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	run(t, e,
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if policyRequest(r, http.MethodGet) {
						return acctest.Refuse(http.StatusBadRequest, "Odd", "not now")
					}
					return nil, nil
				})
			},
			Config:      alone(e),
			ExpectError: acctest.Says("not now"), // of the refresh after the apply
		},
		resource.TestStep{
			PreConfig:        func() { e.Intercept(nil) },
			Config:           alone(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
		},
	)
	assert.Len(t, e.Requests(method("POST", "/replicationPolicies")), 1)
}

// CLIENT_ERROR fails the apply with Oracle's message, and the policy is in state.
func TestAccReplication_clientError(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", nil)
	run(t, e,
		resource.TestStep{Config: alone(e), ExpectError: acctest.Says("status CLIENT_ERROR: The destination bucket 'replica' does not exist in region 'us-phoenix-1'. Create the bucket.")},
		resource.TestStep{
			PreConfig: func() {
				assert.Len(t, byHand(t, e, ashburn).Policies("source"), 1)
				byHand(t, e, phoenix).create("replica", nil)
			},
			Config:            alone(e),
			ConfigStateChecks: []statecheck.StateCheck{state("status", knownvalue.StringExact("ACTIVE"))},
			Check:             checked(func() { assert.Len(t, byHand(t, e, ashburn).Policies("source"), 1) }),
		},
	)
}

// A policy that heals while the apply waits is no error.
func TestAccReplication_clientErrorHeals(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", nil)
	var reads atomic.Int32
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if policyRequest(r, http.MethodGet) && reads.Add(1) == 2 {
			byHand(t, e, phoenix).create("replica", nil)
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{Config: alone(e), ConfigStateChecks: []statecheck.StateCheck{state("status", knownvalue.StringExact("ACTIVE"))}})
}

// A policy that fails later shows in the plan, and fails the apply until somebody mends it.
func TestAccReplication_clientErrorLater(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{
			PreConfig:        func() { byHand(t, e, phoenix).makeWritable("replica") },
			Config:           alone(e),
			ConfigPlanChecks: before(does(plancheck.ResourceActionUpdate), unknown("status")),
			ExpectError:      acctest.Says("was made writable. Delete this policy and create a new one"),
		},
		resource.TestStep{
			Config: alone(e), Taint: []string{address},
			ConfigStateChecks: []statecheck.StateCheck{state("status", knownvalue.StringExact("ACTIVE"))},
		},
	)
}

func TestAccReplication_disappears(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	create := before(does(plancheck.ResourceActionCreate))
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{
			PreConfig: func() {
				byHand(t, e, ashburn).EndReplication("source")
				byHand(t, e, phoenix).makeWritable("replica")
			},
			Config: alone(e), ConfigPlanChecks: create,
		},
		resource.TestStep{
			PreConfig: func() { // with the whole source
				byHand(t, e, ashburn).EndReplication("source")
				byHand(t, e, phoenix).makeWritable("replica")
				byHand(t, e, ashburn).Delete("source")
			},
			Config: alone(e), ConfigPlanChecks: create, ExpectError: acctest.Says("Cannot mark source bucket"),
		},
		resource.TestStep{PreConfig: func() { byHand(t, e, ashburn).create("source", nil) }, Config: alone(e)},
	)
}

// hidden says whether a path ends with part, or part has a slash at its end and one more step follows.
func hidden(path, part string) bool {
	if last := strings.LastIndex(path, "/"); strings.HasSuffix(part, "/") {
		return strings.HasSuffix(path[:last+1], part)
	}
	return strings.HasSuffix(path, part)
}

// A 404 is the answer to who may not see it, too: the state stays, and the error says why.
func TestAccReplication_hidden(t *testing.T) {
	hide := func(e *acctest.Env, parts ...string) func() {
		return func() {
			e.Intercept(func(r *http.Request) (*http.Response, error) {
				for _, part := range parts {
					if r.Method == http.MethodGet && hidden(r.URL.Path, part) {
						return acctest.Refuse(http.StatusNotFound, "BucketNotFound", "Either the bucket does not exist, or you are not authorized to access it")
					}
				}
				return nil, nil
			})
		}
	}
	const policy, policies, sources = "/replicationPolicies/", "/replicationPolicies", "/b"
	for name, test := range map[string]struct {
		hidden []string
		says   string
	}{
		"the policy":                          {[]string{policy}, "The list of the bucket's policies shows it"},
		"the policies":                        {[]string{policy, policies}, "shows the source bucket"},
		"the policies, and the compartment's": {[]string{policy, policies, sources}, "and that failed too"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			pair(t, e)
			run(t, e,
				resource.TestStep{Config: alone(e)},
				resource.TestStep{PreConfig: hide(e, test.hidden...), Config: alone(e), ExpectError: acctest.Says(test.says)},
				resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: alone(e), ConfigPlanChecks: before(does(plancheck.ResourceActionNoop))},
			)
		})
	}
	t.Run("the list fails", func(t *testing.T) {
		e := acctest.New(t)
		pair(t, e)
		run(t, e,
			resource.TestStep{Config: alone(e)},
			resource.TestStep{PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					switch {
					case !policyRequest(r, http.MethodGet):
						return nil, nil
					case strings.HasSuffix(r.URL.Path, policies):
						return acctest.Refuse(http.StatusForbidden, "NotAllowed", "no listing")
					}
					return acctest.Refuse(http.StatusNotFound, "NotFound", "hidden")
				})
			}, Config: alone(e), ExpectError: acctest.Says("no listing")},
			resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: alone(e)},
		)
	})
}

// A request that was cut off after it had been carried out is sent again, and finds its own result.
func TestAccReplication_createCutOff(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	var cut atomic.Bool
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if !policyRequest(r, http.MethodPost) || cut.Swap(true) {
			return nil, nil
		}
		response, err := e.Sandbox.Transport().RoundTrip(r)
		if err == nil {
			_ = response.Body.Close()
		}
		return nil, io.ErrUnexpectedEOF
	})
	run(t, e, resource.TestStep{Config: alone(e), ConfigStateChecks: []statecheck.StateCheck{state("status", knownvalue.StringExact("ACTIVE"))}})
	assert.Empty(t, byHand(t, e, ashburn).Policies("source"), "and it was destroyed in the end")
}

// An apply that was killed after the policy had been made is gone on with where the bucket says whose it is.
func TestAccReplication_adopted(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", map[string]string{placement.OwnerTag: "platform/us", placement.ReplicaTag: placement.ReplicaMark(phoenix, "replica")})
	byHand(t, e, phoenix).create("replica", nil)
	id := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
	owned := e.ProviderHCL(ashburn, `owner = "platform/us"`) + block(e, "depends_on = []")
	run(t, e,
		resource.TestStep{Config: e.ProviderHCL(ashburn, `owner = "another"`) + block(e, "depends_on = []"), ExpectError: acctest.Says("Bucket replicates already")},
		resource.TestStep{Config: owned, ConfigStateChecks: []statecheck.StateCheck{state("replication_id", knownvalue.StringExact(id))}},
	)
}

func TestAccReplication_replicatesAlready(t *testing.T) {
	t.Run("the same", func(t *testing.T) {
		e := acctest.New(t)
		pair(t, e)
		id := byHand(t, e, ashburn).Replicate("source", "to-phoenix", phoenix, "replica")
		run(t, e, resource.TestStep{Config: alone(e), ExpectError: acctest.Says(`id = "us-ashburn-1/n/sandbox/b/source/replicationPolicies/` + id + `"`)})
		assert.Empty(t, byHand(t, e, ashburn).mark("source"), "what was not made is not declared")
		assert.Len(t, byHand(t, e, ashburn).Policies("source"), 1)
	})
	t.Run("another", func(t *testing.T) {
		e := acctest.New(t)
		pair(t, e)
		byHand(t, e, phoenix).create("third", nil)
		byHand(t, e, ashburn).Replicate("source", "by-hand", phoenix, "third")
		run(t, e, resource.TestStep{Config: alone(e), ExpectError: acctest.Says(`by policy "by-hand" to bucket "third" in us-phoenix-1`)})
		assert.Empty(t, byHand(t, e, ashburn).mark("source"))
	})
	t.Run("refused for another reason", func(t *testing.T) {
		e := acctest.New(t)
		pair(t, e)
		byHand(t, e, ashburn).create("first", nil)
		byHand(t, e, ashburn).Replicate("first", "by-hand", phoenix, "replica")
		run(t, e, resource.TestStep{Config: alone(e), ExpectError: acctest.Says("is a replication destination already")})
		assert.Empty(t, byHand(t, e, ashburn).mark("source"))
	})
}

// Somebody else's changes of the source's tags are not overwritten.
func TestAccReplication_markRaces(t *testing.T) {
	e := acctest.New(t)
	byHand(t, e, ashburn).create("source", map[string]string{"team": "storage"})
	byHand(t, e, phoenix).create("replica", nil)
	var refused atomic.Int32
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/b/source") && refused.Add(1) <= 2 {
			return acctest.Refuse(http.StatusPreconditionFailed, "IfMatchFailed", "changed")
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{Config: alone(e), Check: checked(func() {
		assert.Equal(t, "storage", byHand(t, e, ashburn).Get("source").FreeformTags["team"])
		assert.NotEmpty(t, byHand(t, e, ashburn).mark("source"))
	})})
	assert.Equal(t, map[string]string{"team": "storage"}, byHand(t, e, ashburn).Get("source").FreeformTags)
}

func TestAccReplication_markRefused(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/b/source") {
			return acctest.Refuse(http.StatusPreconditionFailed, "IfMatchFailed", "changed again")
		}
		return nil, nil
	})
	run(t, e, resource.TestStep{Config: alone(e), ExpectError: acctest.Says("changed again")})
	assert.Empty(t, e.Requests(method("POST", "/replicationPolicies")), "what cannot be declared is not made")
}

// Ending a replication whose parts somebody has taken apart by hand.
func TestAccReplication_destroyTheRest(t *testing.T) {
	for name, apart := range map[string]func(t *testing.T, e *acctest.Env){
		"nothing missing":      func(*testing.T, *acctest.Env) {},
		"destination writable": func(t *testing.T, e *acctest.Env) { byHand(t, e, phoenix).makeWritable("replica") },
		"mark gone":            func(*testing.T, *acctest.Env) {},
		"destination bucket gone": func(t *testing.T, e *acctest.Env) {
			byHand(t, e, phoenix).makeWritable("replica")
			byHand(t, e, phoenix).Delete("replica")
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			pair(t, e)
			run(t, e,
				resource.TestStep{Config: alone(e)},
				resource.TestStep{PreConfig: func() { apart(t, e) }, Config: alone(e), Destroy: true},
			)
			assert.Empty(t, byHand(t, e, ashburn).Policies("source"))
			assert.Empty(t, byHand(t, e, ashburn).mark("source"))
		})
	}
}

// A destination that has become that of another replication stays so.
func TestAccReplication_destinationOfAnother(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	byHand(t, e, ashburn).create("other", nil)
	var ended atomic.Bool
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if policyRequest(r, http.MethodDelete) && !ended.Swap(true) {
						byHand(t, e, ashburn).EndReplication("source")
						byHand(t, e, phoenix).makeWritable("replica")
						byHand(t, e, ashburn).Replicate("other", "by-hand", phoenix, "replica")
					}
					return nil, nil
				})
			},
			Config: alone(e), Destroy: true,
		},
	)
	require.True(t, ended.Load())
	assert.True(t, byHand(t, e, phoenix).readOnly("replica"))
	assert.Empty(t, e.Requests(method("POST", "/makeBucketWritable")))
}

// A destination that could not be made writable is an error, and the next destroy goes on with it.
func TestAccReplication_releaseFails(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{
			PreConfig: func() {
				e.Intercept(func(r *http.Request) (*http.Response, error) {
					if strings.HasSuffix(r.URL.Path, "/makeBucketWritable") {
						return acctest.Refuse(http.StatusForbidden, "NotAllowed", "no writing here")
					}
					return nil, nil
				})
			},
			Config: alone(e), Destroy: true, ExpectError: acctest.Says("Destination bucket still read-only"),
		},
		resource.TestStep{
			PreConfig: func() {
				assert.Empty(t, byHand(t, e, ashburn).Policies("source"), "nothing flows any more")
				e.Intercept(nil)
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
			Check: resource.TestCheckResourceAttr(address, "status", "DELETED"),
		},
		resource.TestStep{Config: alone(e), Destroy: true},
	)
	assert.False(t, byHand(t, e, phoenix).readOnly("replica"))
}

// Who wants the replication back after such a failure gets a new one.
func TestAccReplication_releaseFailsAndBack(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	failing := func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/makeBucketWritable") {
			return acctest.Refuse(http.StatusForbidden, "NotAllowed", "no writing here")
		}
		return nil, nil
	}
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{PreConfig: func() { e.Intercept(failing) }, Config: alone(e), Destroy: true, ExpectError: acctest.Says("no writing here")},
		resource.TestStep{
			PreConfig:         func() { e.Intercept(nil) },
			Config:            alone(e),
			ConfigPlanChecks:  before(does(plancheck.ResourceActionDestroyBeforeCreate)),
			ConfigStateChecks: []statecheck.StateCheck{state("status", knownvalue.StringExact("ACTIVE"))},
		},
	)
}

func TestAccReplication_deleteRefused(t *testing.T) {
	e := acctest.New(t)
	pair(t, e)
	refuse := func() {
		e.Intercept(func(r *http.Request) (*http.Response, error) {
			if policyRequest(r, http.MethodDelete) {
				return acctest.Refuse(http.StatusConflict, "Conflict", "not while it rains")
			}
			return nil, nil
		})
	}
	run(t, e,
		resource.TestStep{Config: alone(e)},
		resource.TestStep{PreConfig: refuse, Config: alone(e), Destroy: true, ExpectError: acctest.Says("not while it rains")},
		resource.TestStep{PreConfig: func() { e.Intercept(nil) }, Config: alone(e), ConfigPlanChecks: before(does(plancheck.ResourceActionNoop))},
	)
}

// Where Object Storage itself has no grant, the error says which one to write.
func TestAccReplication_ungranted(t *testing.T) {
	seed, err := sandbox.ParseSeed("plain.hcl", []byte(`policy "people" { statements = ["allow group Provisioners to manage all-resources in tenancy"] }`))
	require.NoError(t, err)
	e := acctest.New(t, sandbox.WithSeed(seed))
	pair(t, e)
	run(t, e, resource.TestStep{
		Config: alone(e), ExpectError: acctest.Says(`residency_service_grant with regions = ["us-ashburn-1"] and allow_copy_and_replication = true`),
	})
}

// Throttling, faults of Oracle's and broken connections are outlived.
func TestAccReplication_faults(t *testing.T) {
	e := acctest.New(t, sandbox.WithFaults("rate=0.2,kinds=429+500+503+reset,seed=11"))
	run(t, e,
		resource.TestStep{Config: in(e)},
		resource.TestStep{Config: in(e), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
	)
}
