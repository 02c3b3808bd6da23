package oci

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/go-hclog"
)

const (
	firstPoll   = time.Second
	longestPoll = 10 * time.Second
	reportEvery = time.Minute
)

// WaitOptions say what Wait waits for, and how.
type WaitOptions struct {
	What    string        // a noun phrase with what it is to become, such as `replication policy "to-phoenix" to become ACTIVE`
	Every   time.Duration // the first pause between polls; default: a second. It grows by a quarter each time, to ten seconds at most
	Timeout time.Duration // 0: the context's deadline alone
	Logger  hclog.Logger  // default: none
}

// WaitError says that a wait ended before what it waited for had come. What was waited for is neither done nor failed.
type WaitError struct {
	What   string
	State  string // the last state that was seen, "" when none was
	Waited time.Duration
	Cause  error // context.DeadlineExceeded or context.Canceled
}

// Interrupted says whether somebody stopped the wait; otherwise the time ran out.
func (e *WaitError) Interrupted() bool { return errors.Is(e.Cause, context.Canceled) }

// Error is one sentence without the full stop.
func (e *WaitError) Error() string {
	how := "time ran out"
	if e.Interrupted() {
		how = "it was interrupted"
	}
	text := fmt.Sprintf("waited %s for %s, and %s", e.Waited.Round(time.Second), e.What, how)
	if e.State != "" {
		text += "; it was last " + e.State
	}
	return text
}

// Unwrap returns the cause.
func (e *WaitError) Unwrap() error { return e.Cause }

// Wait polls until poll is done or fails. Every minute it logs what it waits for. Its error is a *WaitError when the time ran
// out or the context was cancelled, and poll's own error otherwise.
func Wait(ctx context.Context, o WaitOptions, poll func(ctx context.Context) (done bool, state string, err error)) error {
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Timeout)
		defer cancel()
	}
	w := newWaiter(o)
	for {
		done, state, err := poll(ctx)
		if state != "" {
			w.state = state
		}
		switch {
		case err != nil && ctx.Err() != nil:
			return w.ended(ctx)
		case err != nil:
			return err
		case done:
			return nil
		}
		if sleep(ctx, w.pause()) != nil {
			return w.ended(ctx)
		}
		w.report()
	}
}

type waiter struct {
	WaitOptions
	start    time.Time
	reported time.Time
	every    time.Duration
	state    string
}

func newWaiter(o WaitOptions) *waiter {
	if o.Logger == nil {
		o.Logger = hclog.NewNullLogger()
	}
	if o.Every <= 0 {
		o.Every = firstPoll
	}
	now := time.Now()
	return &waiter{WaitOptions: o, start: now, reported: now, every: o.Every}
}

// pause is the time until the next poll.
func (w *waiter) pause() time.Duration {
	pause := w.every
	w.every = min(w.every+w.every/4, max(longestPoll, w.Every))
	return pause
}

func (w *waiter) report() {
	if time.Since(w.reported) < reportEvery {
		return
	}
	w.reported = time.Now()
	w.Logger.Info("still waiting for "+w.What, "state", w.state, "waited", time.Since(w.start).Round(time.Second).String())
}

func (w *waiter) ended(ctx context.Context) error {
	return &WaitError{What: w.What, State: w.state, Waited: time.Since(w.start), Cause: ctx.Err()}
}
