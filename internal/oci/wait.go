package oci

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
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

// Wait polls until poll is done or fails. At every minute it logs what it waits for, in what state that is and for how long
// already, also while a poll is being retried. Its error is a *WaitError when the time ran out or the context was cancelled,
// and poll's own error otherwise.
func Wait(ctx context.Context, o WaitOptions, poll func(ctx context.Context) (done bool, state string, err error)) error {
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Timeout)
		defer cancel()
	}
	w := newWaiter(o)
	defer w.report()()
	for {
		done, state, err := poll(ctx)
		w.saw(state)
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
	}
}

type waiter struct {
	WaitOptions
	start time.Time
	every time.Duration
	state atomic.Value // string
}

func newWaiter(o WaitOptions) *waiter {
	if o.Logger == nil {
		o.Logger = hclog.NewNullLogger()
	}
	if o.Every <= 0 {
		o.Every = firstPoll
	}
	w := &waiter{WaitOptions: o, start: time.Now(), every: o.Every}
	w.state.Store("")
	return w
}

// saw notes a state; an empty one says nothing.
func (w *waiter) saw(state string) {
	if state != "" {
		w.state.Store(state)
	}
}

// last is the last state that was seen, "" when none was.
func (w *waiter) last() string {
	state, _ := w.state.Load().(string)
	return state
}

// pause is the time until the next poll.
func (w *waiter) pause() time.Duration {
	pause := w.every
	w.every = min(w.every+w.every/4, max(longestPoll, w.Every))
	return pause
}

// report logs at every minute until the function that it returns is called.
func (w *waiter) report() (stop func()) {
	ticker, done, ended := time.NewTicker(reportEvery), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				w.Logger.Info("still waiting for "+w.What, "state", w.last(), "waited", time.Since(w.start).Round(time.Second).String())
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(done)
		<-ended
	}
}

func (w *waiter) ended(ctx context.Context) error {
	return &WaitError{What: w.What, State: w.last(), Waited: time.Since(w.start), Cause: ctx.Err()}
}
