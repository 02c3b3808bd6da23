package operation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

func TestWitness(t *testing.T) {
	says := func(status string, err error, faults ...string) *operation.Witness {
		return &operation.Witness{ID: "ocid1.workrequest", Ask: func(context.Context, string) (operation.Work, error) {
			return operation.Work{Status: status, Faults: faults}, err
		}}
	}
	for name, c := range map[string]struct {
		witness *operation.Witness
		over    bool
		fails   string
	}{
		"none":       {&operation.Witness{}, true, ""},
		"going on":   {says("IN_PROGRESS", nil), false, ""},
		"done":       {says("SUCCEEDED", nil), true, ""},
		"unreadable": {says("", errors.New("404")), true, ""},
		"cancelled":  {says("CANCELED", nil), true, "is CANCELED"},
		"failed":     {says("FAILED", nil, operation.Fault("Limit", "No room.")), true, "is FAILED: Limit: No room"},
	} {
		over, err := c.witness.Over(t.Context())
		assert.Equal(t, c.over, over, name)
		assert.Equal(t, c.fails != "", operation.IsNotMade(err), name)
		failure := errors.New("The database is TERMINATED")
		because := c.witness.Because(t.Context(), failure)
		if c.fails == "" {
			require.NoError(t, err, name)
			assert.Equal(t, failure, because, name)
			continue
		}
		require.ErrorContains(t, err, c.fails, name)
		assert.ErrorContains(t, because, failure.Error()+". Oracle's work request", name)
	}
	assert.NoError(t, says("IN_PROGRESS", nil).Overdue(t.Context(), "late"))
}

// What shows nothing for longer than patience is not made.
func TestWitness_overdue(t *testing.T) {
	defer func(before time.Duration) { operation.Patience = before }(operation.Patience)
	w := &operation.Witness{}
	require.NoError(t, w.Overdue(t.Context(), "late"))
	operation.Patience = 0
	assert.True(t, operation.IsNotMade(w.Overdue(t.Context(), "late")))
}
