package boundary

import (
	"maps"
	"slices"
	"time"
)

// Difference is what a boundary lets be that an earlier one did not, and the other way round.
type Difference struct {
	Classes    map[string]ClassDifference // by class, Protected among them; classes of either boundary
	Exceptions []ExceptionDifference      // sorted by name: those that are in force in one only, or with other terms
}

// ClassDifference is what changed for a class. A class that a boundary does not have has in it what protected data has.
type ClassDifference struct {
	Added, Removed []string // region names, sorted
	Flows          []Flow   // what becomes legal by it, sorted by region
}

// Flow is what becomes legal in and with a region that was added.
type Flow struct {
	Region string   // the added region, in which data may now be
	With   []string // the other regions inside, to which and from which data may now go, sorted
	Kinds  []Kind   // of facts: placement in the region, and every kind of flow with the others
}

// ExceptionDifference is an exception that is not what it was.
type ExceptionDifference struct {
	Name             string
	Was, Is          bool // whether the earlier and this boundary apply it
	Regions          []string
	Expires, Expired string // its last day now, and in the earlier boundary; "" where it is not declared
}

// Since says what b lets be that an earlier boundary did not, at a time. Nothing is different between two boundaries of one
// Digest.
func (b *Boundary) Since(earlier *Boundary, now time.Time) Difference {
	d := Difference{Classes: map[string]ClassDifference{}}
	names := slices.Concat([]string{Protected}, b.Classes(), earlier.Classes())
	for _, name := range names {
		d.Classes[name] = b.classSince(earlier, name)
	}
	before, after := earlier.Declaration().Exceptions, b.Declaration().Exceptions
	all := map[string]bool{}
	for name := range before {
		all[name] = true
	}
	for name := range after {
		all[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		was, is := earlier.InForce(name, now), b.InForce(name, now)
		if was != is || is && !sameTerms(before[name], after[name]) {
			d.Exceptions = append(d.Exceptions, ExceptionDifference{
				Name: name, Was: was, Is: is, Regions: slices.Clone(after[name].Regions), Expires: after[name].Expires, Expired: before[name].Expires,
			})
		}
	}
	return d
}

func (b *Boundary) classSince(earlier *Boundary, class string) ClassDifference {
	before, after := earlier.RegionNames(class), b.RegionNames(class)
	d := ClassDifference{Added: without(after, before), Removed: without(before, after)}
	for _, name := range d.Added {
		d.Flows = append(d.Flows, Flow{Region: name, With: without(after, []string{name}), Kinds: slices.Clone(kinds)})
	}
	return d
}

// without are the names of one list that are not in another.
func without(names, others []string) []string {
	out := []string{}
	for _, name := range names {
		if !slices.Contains(others, name) {
			out = append(out, name)
		}
	}
	return out
}

// sameTerms says whether two exceptions allow the same. Who asked for it and why is not part of that.
func sameTerms(a, b Exception) bool {
	same := func(a, b []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
	}
	return same(a.Regions, b.Regions) && same(a.Addresses, b.Addresses) && same(a.Compartments, b.Compartments) && same(a.Kinds, b.Kinds) && a.Expires == b.Expires
}
