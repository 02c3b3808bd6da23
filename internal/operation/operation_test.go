package operation_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

func TestLimit(t *testing.T) {
	var diags diag.Diagnostics
	asked := time.Duration(0)
	ctx, cancel := operation.Limit(t.Context(), func(_ context.Context, otherwise time.Duration) (time.Duration, diag.Diagnostics) {
		asked = otherwise
		return time.Minute, diag.Diagnostics{diag.NewErrorDiagnostic("Not a duration", "")}
	}, time.Hour, &diags)
	defer cancel()
	assert.Equal(t, time.Hour, asked)
	deadline, ok := ctx.Deadline()
	require.True(t, ok)
	assert.WithinDuration(t, time.Now().Add(time.Minute), deadline, 10*time.Second)
	assert.True(t, diags.HasError())
}

// A provider whose arguments are not known yet says so, and nothing crashes.
func TestClient_unconfigured(t *testing.T) {
	open := func(*oci.Session, string) (*int, error) { return new(int), nil }
	for _, p := range []*placement.Provider{nil, {Deferred: []string{"tenancy_ocid"}}} {
		var diags diag.Diagnostics
		_, ok := operation.Client(p, "us-ashburn-1", open, &diags)
		assert.False(t, ok)
		require.Len(t, diags, 1)
		assert.Contains(t, diags[0].Detail(), "known only after apply")
	}
	require.Error(t, operation.Wait(t.Context(), nil, "it", nil))
}

func TestClient(t *testing.T) {
	p := &placement.Provider{Session: &oci.Session{}}
	var diags diag.Diagnostics
	client, ok := operation.Client(p, "us-ashburn-1", func(_ *oci.Session, region string) (*string, error) { return &region, nil }, &diags)
	require.True(t, ok)
	assert.Equal(t, "us-ashburn-1", *client)
	_, ok = operation.Client(p, "mars", func(*oci.Session, string) (*string, error) {
		return nil, &oci.ConfigError{Argument: "region", Problem: "no such region"}
	}, &diags)
	assert.False(t, ok)
	require.Len(t, diags, 1)
	_, ok = operation.Client(p, "us-ashburn-1", func(*oci.Session, string) (*string, error) { t.Error("opened after an error"); return nil, nil }, &diags)
	assert.False(t, ok)
	assert.Len(t, diags, 1, "an earlier error is not said twice")
}

// private is a private state in memory.
type private map[string][]byte

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

func TestNote(t *testing.T) {
	type pending struct{ What string }
	const note operation.Note[pending] = "pending"
	p := private{}
	_, found, diags := note.Read(t.Context(), p)
	assert.False(t, found)
	assert.Empty(t, diags)
	require.Empty(t, note.Write(t.Context(), p, pending{"create"}))
	got, found, diags := note.Read(t.Context(), p)
	assert.Equal(t, pending{"create"}, got)
	assert.True(t, found)
	assert.Empty(t, diags)
	require.Empty(t, note.Clear(t.Context(), p))
	_, found, _ = note.Read(t.Context(), p)
	assert.False(t, found)

	p["pending"] = []byte(`"not an object"`)
	_, _, diags = note.Read(t.Context(), p)
	assert.True(t, diags.HasError())
	assert.True(t, operation.Note[chan int]("x").Write(t.Context(), p, nil).HasError())
}

func TestMissing(t *testing.T) {
	notFound := &oci.Error{Operation: "GetThing", Status: http.StatusNotFound, Code: "NotAuthorizedOrNotFound", Message: "no"}
	for name, c := range map[string]struct {
		compartment string
		shown       bool
		fault       error
		gone        bool
		says        string
	}{
		"gone":    {compartment: "ocid1.compartment.oc1..a", gone: true},
		"hidden":  {compartment: "ocid1.compartment.oc1..a", shown: true, says: "Check the policies (THING_READ)"},
		"unknown": {compartment: "ocid1.compartment.oc1..a", fault: errors.New("no answer"), says: "So the thing stays in state"},
		"import":  {says: "Check the OCID, and whether a policy lets these credentials read the thing"},
	} {
		t.Run(name, func(t *testing.T) {
			m := operation.Missing{
				Call: diagnostic.Call{Summary: "Thing cannot be read", Tried: "Reading thing a"}, Noun: "thing", Compartment: c.compartment,
				Check: "the OCID", Permission: "THING_READ", Listed: func(context.Context) (bool, error) { return c.shown, c.fault },
			}
			gone, failure := m.Gone(t.Context(), notFound)
			assert.Equal(t, c.gone, gone)
			if c.gone {
				assert.Nil(t, failure)
				return
			}
			require.NotNil(t, failure)
			assert.Contains(t, failure.Detail(), c.says)
			assert.Contains(t, failure.Detail(), "404")
		})
	}
}

func TestKnown(t *testing.T) {
	type model struct {
		placement.Model
		ID, Name, Note types.String
		Tags           types.Map
	}
	plan := model{ID: types.StringUnknown(), Name: types.StringValue("planned"), Note: types.StringNull(), Tags: types.MapUnknown(types.StringType)}
	plan.Region, plan.Country = types.StringValue("us-ashburn-1"), types.StringUnknown()
	read := model{ID: types.StringValue("id"), Name: types.StringValue("by hand"), Note: types.StringValue("by hand"), Tags: types.MapNull(types.StringType)}
	read.Region, read.Country = types.StringValue("us-phoenix-1"), types.StringValue("US")

	got := operation.Known(plan, read)
	assert.Equal(t, "id", got.ID.ValueString())
	assert.Equal(t, "planned", got.Name.ValueString())
	assert.True(t, got.Note.IsNull(), "null is known")
	assert.True(t, got.Tags.IsNull())
	assert.Equal(t, "us-ashburn-1", got.Region.ValueString())
	assert.Equal(t, "US", got.Country.ValueString())
	assert.True(t, plan.ID.IsUnknown(), "the plan stays as it is")
}

// What a create of the same apply has adopted stays, and a destroy that failed still means it.
func TestDoomed(t *testing.T) {
	p := &placement.Provider{}
	d := operation.Doomed{Key: "us-ashburn-1/orders", Noun: "thing", Kept: "Thing kept", ID: "orders", Taken: diagnostic.Call{Summary: "Cannot delete thing", Tried: "Waiting"}}
	failed := diag.NewErrorDiagnostic("Cannot delete thing", "no")
	require.True(t, d.Delete(t.Context(), p, func() diag.Diagnostic { return failed }).HasError())
	claim, err := p.Claim(t.Context(), d.Key)
	require.NoError(t, err)
	assert.True(t, claim.Refused)

	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	diags := d.Delete(ctx, p, func() diag.Diagnostic { t.Error("deleted out of turn"); return nil })
	require.Len(t, diags, 1)
	assert.Contains(t, diags[0].Detail(), "interrupted")

	claim.Adopted = true
	claim.Release()
	diags = d.Delete(t.Context(), p, func() diag.Diagnostic { t.Error("deleted what was adopted"); return nil })
	require.Len(t, diags, 1)
	assert.Equal(t, "Thing kept", diags[0].Summary())
}
