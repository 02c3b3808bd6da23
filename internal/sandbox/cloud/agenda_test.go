package cloud_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

type errand struct {
	name string
	due  time.Duration
}

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func (e errand) Due() time.Time { return epoch.Add(e.due) }

func TestAgenda(t *testing.T) {
	t.Parallel()
	var a cloud.Agenda[errand]
	_, ok := a.Next(epoch)
	require.False(t, ok)
	for _, e := range []errand{{"c", 3}, {"a", 1}, {"b", 2}, {"a2", 1}, {"d", 4}} {
		a.Add(e)
	}
	taken, ok := a.Take(func(e errand) bool { return e.name == "b" })
	require.True(t, ok)
	require.Equal(t, "b", taken.name)
	_, ok = a.Take(func(e errand) bool { return e.name == "b" })
	require.False(t, ok)
	var done []string
	for e, ok := a.Next(epoch.Add(3)); ok; e, ok = a.Next(epoch.Add(3)) {
		done = append(done, e.name)
	}
	require.Equal(t, []string{"a", "a2", "c"}, done)
	require.Len(t, a, 1)
}
