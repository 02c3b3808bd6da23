package operation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

var (
	// Patience is how long something may rest without a change that was accepted, before that counts as not made: its state may
	// follow some seconds after the answer.
	Patience = 30 * time.Second
	// Glance is how long a look at a work request may take. The thing itself says whether a change is made; the work request only
	// says why not.
	Glance = 15 * time.Second
)

// NotMade is a change, or a creation, that Oracle has accepted and then not made.
type NotMade struct{ Reason string }

// Error implements error.
func (e *NotMade) Error() string { return e.Reason }

// IsNotMade says whether Oracle has accepted something and not made it.
func IsNotMade(err error) bool {
	_, ok := errors.AsType[*NotMade](err)
	return ok
}

// Work is a work request as every service has them.
type Work struct {
	Status string   // such as "SUCCEEDED"
	Faults []string // of one that has failed
}

// Witness is a work request that may tell why a change is not made. What it cannot tell is no reason for anything: whoever may
// change something need not be allowed to read work requests, and these may have an endpoint of their own.
type Witness struct {
	ID  string // "" for none
	Ask func(ctx context.Context, id string) (Work, error)

	blind bool
	since time.Time // since when there has been nothing to expect of it
}

// Over says whether there is nothing to be expected of the work request any more. A NotMade is its own failure.
func (w *Witness) Over(ctx context.Context) (bool, error) {
	if w.ID == "" || w.blind {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, Glance)
	defer cancel()
	work, err := w.Ask(ctx, w.ID)
	switch work.Status {
	case "FAILED", "CANCELED":
		reason := fmt.Sprintf("Oracle's work request %s is %s", w.ID, work.Status)
		if len(work.Faults) > 0 {
			reason += ": " + strings.Join(work.Faults, "; ")
		}
		return true, &NotMade{reason}
	}
	w.blind = err != nil
	return w.blind || work.Status == "SUCCEEDED", nil
}

// Overdue is an error when the work request has failed, or when it has been over for longer than Patience. says is that of the
// latter.
func (w *Witness) Overdue(ctx context.Context, says string) error {
	over, err := w.Over(ctx)
	if err != nil || !over {
		return err
	}
	if w.since.IsZero() {
		w.since = time.Now()
	}
	if time.Since(w.since) >= Patience {
		return &NotMade{says}
	}
	return nil
}

// Because adds to a failure what the work request says of it.
func (w *Witness) Because(ctx context.Context, failure error) error {
	if _, err := w.Over(ctx); err != nil {
		return &NotMade{failure.Error() + ". " + err.Error()}
	}
	return failure
}

// Fault is one error of a work request in a sentence without its full stop.
func Fault(code, message string) string { return code + ": " + strings.TrimSuffix(message, ".") }
