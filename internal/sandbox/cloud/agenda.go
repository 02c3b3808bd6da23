package cloud

import (
	"slices"
	"time"
)

// Agenda is what is to be done, the next first. What is due at the same time comes in the order in which it was added.
type Agenda[T interface{ Due() time.Time }] []T

// Add puts something on the agenda.
func (a *Agenda[T]) Add(task T) {
	after := slices.IndexFunc(*a, func(other T) bool { return other.Due().After(task.Due()) })
	if after < 0 {
		after = len(*a)
	}
	*a = slices.Insert(*a, after, task)
}

// Next takes off what is due by a moment; false when nothing is.
func (a *Agenda[T]) Next(now time.Time) (next T, ok bool) {
	if len(*a) == 0 || (*a)[0].Due().After(now) {
		return next, false
	}
	next = (*a)[0]
	*a = (*a)[1:]
	return next, true
}

// Take takes off the first that is asked for; false when there is none.
func (a *Agenda[T]) Take(is func(T) bool) (taken T, ok bool) {
	i := slices.IndexFunc(*a, is)
	if i < 0 {
		return taken, false
	}
	taken = (*a)[i]
	*a = slices.Delete(*a, i, i+1)
	return taken, true
}
