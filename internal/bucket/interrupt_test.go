package bucket

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// roundTripper is a function that sends requests.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// connected is a resource that talks to a sandbox through what wrap makes of its transport.
func connected(t *testing.T, wrap func(next http.RoundTripper) http.RoundTripper) (*Resource, model) {
	t.Helper()
	s, err := sandbox.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	c, err := s.Credentials("terraform")
	require.NoError(t, err)
	session, err := oci.NewSession(oci.Config{
		TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM,
		Getenv: func(string) string { return "" }, Transport: wrap(s.Transport()),
	})
	require.NoError(t, err)
	plan := planned()
	plan.CompartmentID, plan.Namespace = types.StringValue(s.CompartmentOCID()), types.StringValue(s.Namespace())
	return &Resource{operation.Resource{Provider: &placement.Provider{Session: session}}}, plan
}

// Terraform is interrupted while the create is on its way. What was sent is worth its answer: without it a bucket would be
// there of which no state knows.
func TestCreate_interrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	r, plan := connected(t, func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(request *http.Request) (*http.Response, error) {
			interrupt()
			return next.RoundTrip(request)
		})
	})
	var diags diag.Diagnostics
	api, ok := r.api(plan, &diags)
	require.True(t, ok, diags)
	bucket, failure := r.createOrAdopt(ctx, api, plan)
	require.Nil(t, failure)
	assert.Equal(t, "records", *bucket.Name)
}

func TestCreate_interruptedBefore(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	r, plan := connected(t, func(http.RoundTripper) http.RoundTripper {
		return roundTripper(func(request *http.Request) (*http.Response, error) {
			t.Errorf("a request was sent: %s", request.URL)
			return nil, context.Canceled
		})
	})
	var diags diag.Diagnostics
	api, ok := r.api(plan, &diags)
	require.True(t, ok, diags)
	_, failure := r.createOrAdopt(ctx, api, plan)
	require.NotNil(t, failure)
	assert.Contains(t, failure.Detail(), "interrupted")
}

// A provider whose arguments are not known yet says so, and does not crash.
func TestAPI_unconfigured(t *testing.T) {
	for _, r := range []*Resource{{}, {operation.Resource{Provider: &placement.Provider{Deferred: []string{"tenancy_ocid"}}}}} {
		var diags diag.Diagnostics
		_, ok := r.api(planned(), &diags)
		require.False(t, ok)
		assert.Contains(t, diags[0].Detail(), "known only after apply")
	}
}

// Whoever killed an apply between the policy and the state is left with a destination that nothing seems to replicate to.
func TestRemove_readOnly(t *testing.T) {
	r, state := connected(t, func(http.RoundTripper) http.RoundTripper {
		return roundTripper(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(`{"code": "BucketIsReadonly", "message": "Bucket 'records' is in read-only state."}`)),
			}, nil
		})
	})
	for readOnly, force := range map[bool]bool{true: true, false: false} {
		state.IsReadOnly, state.ForceDestroy = types.BoolValue(readOnly), types.BoolValue(force)
		var diags diag.Diagnostics
		api, ok := r.api(state, &diags)
		require.True(t, ok, diags)
		says := api.remove(t.Context(), state).Detail()
		assert.Contains(t, says, "BucketIsReadonly")
		assert.Equal(t, readOnly, strings.Contains(says, "make-bucket-writable"))
	}
}
