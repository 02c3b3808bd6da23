package autonomousdatabase

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// connected is the API of a planned database in a sandbox that takes a minute to make it; seen is told of each request.
func connected(t *testing.T, seen func(*http.Request), log *bytes.Buffer) (api, model) {
	t.Helper()
	s, err := sandbox.New(sandbox.WithLifecyclePace(cloud.Pace{Create: time.Minute}))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	c, err := s.Credentials("terraform")
	require.NoError(t, err)
	session, err := oci.NewSession(oci.Config{
		TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM,
		Getenv: func(string) string { return "" }, Logger: hclog.New(&hclog.LoggerOptions{Output: log, Level: hclog.Trace}),
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			seen(r)
			return s.Transport().RoundTrip(r)
		}),
	})
	require.NoError(t, err)
	plan := planned()
	plan.ID, plan.CompartmentID = types.StringUnknown(), types.StringValue(s.CompartmentOCID())
	var diags diag.Diagnostics
	a, ok := (&Resource{operation.Resource{Provider: &placement.Provider{Session: session}}}).api(plan, &diags)
	require.True(t, ok, diags)
	return a, plan
}

var secretWord = types.StringValue("Correct-Horse-7")

// Terraform is interrupted while the create is on its way. What was sent is worth its answer: without it a database would
// be there of which no state knows. The wait then ends at once, and says how to go on.
func TestCreate_interrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	var log bytes.Buffer
	a, plan := connected(t, func(*http.Request) { interrupt() }, &log)
	a, found, _, failure := a.createOrAdopt(ctx, plan, secretWord)
	require.Nil(t, failure)
	assert.True(t, strings.HasPrefix(found.ID.ValueString(), "ocid1.autonomousdatabase.oc1.iad."))
	assert.Equal(t, autonomous.Provisioning, found.LifecycleState.ValueString())

	_, failure = a.converge(ctx, target{plan: plan})
	require.NotNil(t, failure)
	assert.Contains(t, failure.Detail(), "it was interrupted. The next apply goes on.")
	assert.NotContains(t, log.String(), secretWord.ValueString())
}

// Ctrl-C in the middle of a wait ends it, with the state that was seen last.
func TestConverge_interrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	reads := 0
	var log bytes.Buffer
	a, plan := connected(t, func(r *http.Request) {
		if r.Method == http.MethodGet {
			if reads++; reads == 2 {
				interrupt()
			}
		}
	}, &log)
	a, _, _, failure := a.createOrAdopt(ctx, plan, secretWord)
	require.Nil(t, failure)
	_, failure = a.converge(ctx, target{plan: plan})
	require.NotNil(t, failure)
	assert.Contains(t, failure.Detail(), "when the state was PROVISIONING: it was interrupted. The next apply goes on.")
}

func TestCreate_interruptedBefore(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	a, plan := connected(t, func(r *http.Request) { t.Errorf("a request was sent: %s", r.URL) }, &bytes.Buffer{})
	_, _, _, failure := a.createOrAdopt(ctx, plan, secretWord)
	require.NotNil(t, failure)
	assert.Contains(t, failure.Detail(), "interrupted")
}

// What another resource of the same apply has adopted is not deleted with this one.
func TestTerminate_adopted(t *testing.T) {
	a, plan := connected(t, func(r *http.Request) { t.Errorf("a request was sent: %s", r.URL) }, &bytes.Buffer{})
	claim, err := a.Provider.Claim(t.Context(), a.claimed())
	require.NoError(t, err)
	claim.Adopted = true
	claim.Release()
	diags := a.terminate(t.Context(), plan)
	require.Len(t, diags, 1)
	assert.Equal(t, "Database kept", diags[0].Summary())
	assert.False(t, diags.HasError())
}
