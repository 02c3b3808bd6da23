package cloud

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTimeline(t *testing.T) {
	t.Parallel()
	at := func(seconds int) time.Time { return time.Unix(int64(seconds), 0) }
	var l Timeline[string]
	require.Empty(t, l.At(at(0)))
	l.Forget(at(0))
	l.Set(at(10), "a")
	l.Set(at(20), "b")
	l.Set(at(30), "c")
	for now, want := range map[int]string{0: "a", 10: "a", 19: "a", 20: "b", 29: "b", 30: "c", 99: "c"} {
		require.Equal(t, want, l.At(at(now)), now)
	}
	l.Forget(at(25))
	require.Equal(t, "b", l.At(at(0)))
	require.Equal(t, "c", l.At(at(30)))
	l.Set(at(20), "d")
	require.Equal(t, "d", l.At(at(30)))
}
