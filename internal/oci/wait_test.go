package oci

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWait_done(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var at []time.Duration
		err := Wait(t.Context(), WaitOptions{What: "x"}, func(context.Context) (bool, string, error) {
			at = append(at, time.Since(start))
			return len(at) == 40, "CREATING", nil
		})
		require.NoError(t, err)
		assert.Equal(t, []time.Duration{0, time.Second, 2250 * time.Millisecond}, at[:3])
		assert.Equal(t, longestPoll, at[39]-at[38], "the pause grows no further")
	})
}

func TestWait_slowPollsStaySlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, polls := time.Now(), 0
		require.NoError(t, Wait(t.Context(), WaitOptions{Every: time.Minute}, func(context.Context) (bool, string, error) {
			polls++
			return polls == 3, "", nil
		}))
		assert.Equal(t, 2*time.Minute, time.Since(start))
	})
}

func TestWait_ends(t *testing.T) {
	failed := errors.New("failed")
	for name, c := range map[string]struct {
		timeout     time.Duration
		cancel      time.Duration
		poll        func(ctx context.Context) (bool, string, error)
		interrupted bool
		text        string
	}{
		"time ran out": {
			90 * time.Second, time.Hour, func(context.Context) (bool, string, error) { return false, "CREATING", nil }, false,
			"waited 1m30s for it to become ACTIVE, and time ran out; it was last CREATING",
		},
		"interrupted": {
			time.Hour, 5 * time.Second, func(context.Context) (bool, string, error) { return false, "", nil }, true,
			"waited 5s for it to become ACTIVE, and it was interrupted",
		},
		"interrupted in a poll": {
			time.Hour, 5 * time.Second, func(ctx context.Context) (bool, string, error) { <-ctx.Done(); return false, "", failed }, true,
			"waited 5s for it to become ACTIVE, and it was interrupted",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(c.cancel, cancel)
				err := Wait(ctx, WaitOptions{What: "it to become ACTIVE", Timeout: c.timeout}, c.poll)
				cancel()
				var wait *WaitError
				require.ErrorAs(t, err, &wait)
				assert.Equal(t, c.text, err.Error())
				assert.Equal(t, c.interrupted, wait.Interrupted())
				assert.True(t, Stopped(err))
			})
		})
	}
	err := Wait(t.Context(), WaitOptions{}, func(context.Context) (bool, string, error) { return false, "", failed })
	assert.Equal(t, failed, err, "a failure is no end of the wait")
}

func TestWait_reportsEachMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := hclog.New(&hclog.LoggerOptions{Output: &log, Level: hclog.Info})
		start := time.Now()
		require.NoError(t, Wait(t.Context(), WaitOptions{What: "the policy to become ACTIVE", Logger: logger}, func(context.Context) (bool, string, error) {
			return time.Since(start) > 150*time.Second, "CREATING", nil
		}))
		assert.Equal(t, 2, bytes.Count(log.Bytes(), []byte("still waiting for the policy to become ACTIVE: state=CREATING waited=")))
	})
}

// A poll that is being retried for minutes is waiting too.
func TestWait_reportsDuringAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := hclog.New(&hclog.LoggerOptions{Output: &log, Level: hclog.Info, DisableTime: true})
		require.NoError(t, Wait(t.Context(), WaitOptions{What: "it to become ACTIVE", Logger: logger}, func(ctx context.Context) (bool, string, error) {
			return true, "", sleep(ctx, 130*time.Second)
		}))
		assert.Equal(t, "[INFO]  still waiting for it to become ACTIVE: state=\"\" waited=1m0s\n[INFO]  still waiting for it to become ACTIVE: state=\"\" waited=2m0s\n", log.String())
	})
}

func TestPages(t *testing.T) {
	next := map[string]string{"": "1", "1": "2"}
	fetch := func(_ context.Context, page *string) ([]string, *string, error) {
		at := ""
		if page != nil {
			at = *page
		}
		if more, ok := next[at]; ok {
			return []string{at + "a", at + "b"}, &more, nil
		}
		return nil, nil, nil
	}
	var got []string
	for item, err := range Pages(t.Context(), fetch) {
		require.NoError(t, err)
		got = append(got, item)
	}
	assert.Equal(t, []string{"a", "b", "1a", "1b"}, got)

	for item, err := range Pages(t.Context(), fetch) {
		require.NoError(t, err)
		assert.Equal(t, "a", item)
		break
	}

	failed := errors.New("failed")
	for _, err := range Pages(t.Context(), func(context.Context, *string) ([]int, *string, error) { return []int{1}, nil, failed }) {
		assert.Equal(t, failed, err)
	}

	same := "1"
	var last error
	for _, err := range Pages(t.Context(), func(context.Context, *string) ([]int, *string, error) { return nil, &same, nil }) {
		last = err
	}
	assert.Equal(t, errPageAgain, last, "a listing that never ends is given up")
}
