package denyrule

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// wire is the way to the cloud: look is called after each request that changes something, and answer may stand for the cloud's.
type wire struct {
	next   http.RoundTripper
	answer func(*http.Request) (*http.Response, error) // nil, or both nil: the cloud answers
	look   func(*http.Request)
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return w.next.RoundTrip(r)
	}
	defer w.look(r)
	if answer, err := w.answer(r); answer != nil || err != nil {
		return answer, err
	}
	return w.next.RoundTrip(r)
}

// change is a rule's statements before and after an update.
type change struct {
	t             *testing.T
	before, after []string
	cloud         *sandbox.Sandbox
	client        *identity.IdentityClient
	wire          *wire
	writer        writer
	writes        int
}

// changing makes the rule as it was.
func changing(t *testing.T, before, after []string) *change {
	t.Helper()
	cloud, admin := opened(t, estate)
	c := &change{t: t, before: before, after: after, cloud: cloud, wire: &wire{next: cloud.Transport(), look: func(*http.Request) {}}}
	c.wire.answer = func(*http.Request) (*http.Response, error) { return nil, nil }
	var err error
	c.client, err = admin.Identity("us-ashburn-1")
	require.NoError(t, err)
	m := blank()
	m.Name, m.CompartmentID, m.Description = types.StringValue("rule"), types.StringValue(cloud.TenancyOCID()), types.StringValue("x")
	m.Revision = types.Int64Value(1)
	var diags diag.Diagnostics
	a, ok := newAPI(t.Context(), &placement.Provider{Session: signed(t, cloud, c.wire)}, types.StringValue("us-ashburn-1"), "rule", &diags)
	require.True(t, ok, "%v", diags)
	c.writer = writer{api: a, plan: m, owner: "platform/us-prod"}
	c.writer.plan.Statements = attribute.TextList(before)
	_, err = c.writer.reconcile(t.Context(), nil)
	require.NoError(t, err)
	c.writer.plan.Statements = attribute.TextList(after)
	c.wire.look = func(r *http.Request) {
		c.writes++
		if now := c.inForce(); !holds(now, before) && !holds(now, after) {
			t.Errorf("after %s %s there is neither the old nor the new protection", r.Method, r.URL.Path)
		}
	}
	return c
}

// apply is one update, from what there is.
func (c *change) apply() error {
	there, failure := c.writer.discover(c.t.Context(), c.writer.plan)
	require.Nil(c.t, failure)
	_, err := c.writer.reconcile(c.t.Context(), there.policies)
	return err
}

// inForce are the statements of the rule's policies.
func (c *change) inForce() (all []string) {
	c.t.Helper()
	tenancy := c.cloud.TenancyOCID()
	listed, err := c.client.ListPolicies(c.t.Context(), identity.ListPoliciesRequest{CompartmentId: &tenancy})
	require.NoError(c.t, err)
	for _, name := range compile.PolicyNames("rule", mostPolicies) {
		for _, p := range listed.Items {
			if *p.Name == name {
				all = append(all, p.Statements...)
			}
		}
	}
	return all
}

func holds(all, some []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}

func denies(from, count int) (all []string) {
	for i := range count {
		all = append(all, fmt.Sprintf("deny any-user to {BUCKET_CREATE} in tenancy where request.user.name = 'u%03d'", from+i))
	}
	return all
}

// Whatever a rule's statements were and are to be, all of the old or all of the new are in force after each request.
func TestReconcile_neverAMomentWithout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after []string }{
		"one policy":               {denies(0, 20), denies(10, 20)},
		"one full policy":          {denies(0, 50), denies(50, 50)},
		"one becomes three":        {denies(0, 50), denies(20, 60)},
		"three become one":         {denies(0, 60), denies(30, 40)},
		"all are other statements": {denies(0, 60), denies(100, 60)},
		"one is put before all":    {denies(1, 60), denies(0, 61)},
		"the first is taken out":   {denies(0, 61), denies(1, 60)},
		"three become six":         {denies(0, 60), denies(10, 130)},
		"six become three":         {denies(0, 130), denies(70, 60)},
		"the order is another":     {denies(0, 60), append(denies(30, 30), denies(0, 30)...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := changing(t, c.before, c.after)
			require.NoError(t, one.apply())
			assert.Positive(t, one.writes)
			assert.Equal(t, c.after, one.inForce())
		})
	}
}

// Whichever request the cloud refuses, leaves without an answer, or carries out without saying so, the old rule or the new stays
// whole, and the next update goes on.
func TestReconcile_interrupted(t *testing.T) {
	t.Parallel()
	gone := errors.New("connection reset by peer")
	refuse := func(status int, code string) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Status: code, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(fmt.Sprintf(`{"code": %q, "message": "no"}`, code))),
		}, nil
	}
	for name, answer := range map[string]func(*change, *http.Request) (*http.Response, error){
		"bad request":     func(*change, *http.Request) (*http.Response, error) { return refuse(400, "InvalidParameter") },
		"not allowed":     func(*change, *http.Request) (*http.Response, error) { return refuse(404, "NotAuthorizedOrNotFound") },
		"somebody's work": func(*change, *http.Request) (*http.Response, error) { return refuse(412, "NoEtagMatch") },
		"in conflict":     func(*change, *http.Request) (*http.Response, error) { return refuse(409, "InvalidatedRetryToken") },
		"no answer":       func(*change, *http.Request) (*http.Response, error) { return nil, gone },
		"a lost answer": func(c *change, r *http.Request) (*http.Response, error) {
			if answer, err := c.wire.next.RoundTrip(r); err == nil {
				_ = answer.Body.Close()
			}
			return nil, gone
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for at := 1; ; at++ {
				c := changing(t, denies(0, 60), denies(25, 85))
				dead := false
				c.wire.answer = func(r *http.Request) (*http.Response, error) {
					if dead = dead || c.writes+1 == at; dead {
						return answer(c, r)
					}
					return nil, nil
				}
				err := c.apply()
				if !dead {
					require.NoError(t, err)
					assert.Greater(t, at, 5, "there is more than one kind of request")
					return
				}
				c.wire.answer = func(*http.Request) (*http.Response, error) { return nil, nil }
				require.NoError(t, c.apply(), "after %d", at)
				assert.Equal(t, c.after, c.inForce())
			}
		})
	}
}
