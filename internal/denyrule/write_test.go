package denyrule

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// seen lets a test look after each request that changes something.
type seen struct {
	next http.RoundTripper
	look func(*http.Request)
}

// RoundTrip implements http.RoundTripper.
func (s seen) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.next.RoundTrip(r)
	if r.Method != http.MethodGet && s.look != nil {
		s.look(r)
	}
	return answer, err
}

// Whatever a rule's statements were and are to be, all of the old or all of the new are in force after each request.
func TestReconcile_neverAMomentWithout(t *testing.T) {
	t.Parallel()
	many := func(from, count int) (all []string) {
		for i := range count {
			all = append(all, fmt.Sprintf("deny any-user to {BUCKET_CREATE} in tenancy where request.user.name = 'u%03d'", from+i))
		}
		return all
	}
	for name, c := range map[string]struct{ before, after []string }{
		"one policy":               {many(0, 20), many(10, 20)},
		"one full policy":          {many(0, 50), many(50, 50)},
		"one becomes three":        {many(0, 50), many(20, 60)},
		"three become one":         {many(0, 60), many(30, 40)},
		"all are other statements": {many(0, 60), many(100, 60)},
		"one is put before all":    {many(1, 60), many(0, 61)},
		"the first is taken out":   {many(0, 61), many(1, 60)},
		"three become six":         {many(0, 60), many(10, 130)},
		"six become three":         {many(0, 130), many(70, 60)},
		"the order is another":     {many(0, 60), append(many(30, 30), many(0, 30)...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, admin := opened(t, estate)
			client, err := admin.Identity("us-ashburn-1")
			require.NoError(t, err)
			tenancy := cloud.TenancyOCID()
			inForce := func() (all []string) {
				listed, err := client.ListPolicies(t.Context(), identity.ListPoliciesRequest{CompartmentId: &tenancy})
				require.NoError(t, err)
				for _, p := range listed.Items {
					all = append(all, p.Statements...)
				}
				return all
			}
			w := writer{plan: blank()}
			w.plan.Name, w.plan.CompartmentID, w.plan.Description = types.StringValue("rule"), types.StringValue(tenancy), types.StringValue("x")
			w.plan.Revision = types.Int64Value(1)
			watched := seen{next: cloud.Transport()}
			through := func(look func(*http.Request)) {
				watched.look = look
				var diags diag.Diagnostics
				var ok bool
				w.api, ok = newAPI(t.Context(), &placement.Provider{Session: signed(t, cloud, watched)}, types.StringValue("us-ashburn-1"), "rule", &diags)
				require.True(t, ok, "%v", diags)
			}
			through(nil)
			w.plan.Statements = attribute.TextList(c.before)
			have, err := w.reconcile(t.Context(), nil)
			require.NoError(t, err)
			writes := 0
			through(func(r *http.Request) {
				writes++
				now := inForce()
				if !holds(now, c.before) && !holds(now, c.after) {
					t.Errorf("after %s %s there is neither the old nor the new protection", r.Method, r.URL.Path)
				}
			})
			w.plan.Statements = attribute.TextList(c.after)
			have, err = w.reconcile(t.Context(), have)
			require.NoError(t, err)
			assert.Positive(t, writes)
			assert.Equal(t, c.after, statementsOf(have))
			assert.ElementsMatch(t, c.after, ruled(inForce(), c.after, c.before))
		})
	}
}

func holds(all, some []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}

func statementsOf(policies []policy.Policy) (all []string) {
	for _, p := range policies {
		all = append(all, p.Statements...)
	}
	return all
}

// ruled are the statements of all that are the rule's.
func ruled(all []string, own ...[]string) []string {
	return slices.DeleteFunc(all, func(one string) bool {
		return !slices.ContainsFunc(own, func(some []string) bool { return slices.Contains(some, one) })
	})
}
