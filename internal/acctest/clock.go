package acctest

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// NewSlow is New with a sandbox that takes its time, which passes without anybody waiting for it. It can pass for less than five minutes
// in all: Oracle refuses requests that are further off.
func NewSlow(t *testing.T, pace cloud.Pace, opts ...sandbox.Option) (e *Env, pass func(time.Duration)) {
	t.Helper()
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	return New(t, append(opts, sandbox.WithLifecyclePace(pace), sandbox.WithClock(now))...), func(d time.Duration) { ahead.Add(int64(d)) }
}
