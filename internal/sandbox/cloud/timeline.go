package cloud

import (
	"slices"
	"time"
)

// Timeline holds what something was, is and will be. It takes no lock of its own.
type Timeline[T any] struct {
	epochs []epoch[T] // oldest first
}

type epoch[T any] struct {
	since time.Time
	value T
}

// Set makes a value the one from a moment on, until a later Set says otherwise. What begins at that moment or after it is
// dropped.
func (l *Timeline[T]) Set(since time.Time, value T) {
	l.epochs = slices.DeleteFunc(l.epochs, func(e epoch[T]) bool { return !e.since.Before(since) })
	l.epochs = append(l.epochs, epoch[T]{since, value})
}

// At is the value at a moment; before the first one's that is the first one. A Timeline without any has the zero value.
func (l *Timeline[T]) At(now time.Time) T {
	if len(l.epochs) == 0 {
		var none T
		return none
	}
	return l.epochs[l.index(now)].value
}

// Forget drops what ended before a moment.
func (l *Timeline[T]) Forget(now time.Time) {
	if len(l.epochs) > 0 {
		l.epochs = slices.Delete(l.epochs, 0, l.index(now))
	}
}

func (l *Timeline[T]) index(now time.Time) int {
	i := len(l.epochs) - 1
	for i > 0 && l.epochs[i].since.After(now) {
		i--
	}
	return i
}
