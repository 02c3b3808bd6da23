package objectstorage

import (
	"slices"
	"sort"
)

// index keeps a bucket's object names in the order of their bytes. Adding and removing cost next to nothing; the order
// is made when it is asked for. The bucket's map says which names exist: a name that has gone may linger here.
type index struct {
	sorted []string
	fresh  []string // added since, in no order
	gone   int      // how many of sorted may have gone
}

func (x *index) add(name string) { x.fresh = append(x.fresh, name) }

func (x *index) remove() { x.gone++ }

// order returns the names in order, each once, at most twice as many as exist; exists tells those that do.
func (x *index) order(exists func(string) bool) []string {
	if len(x.fresh) == 0 && x.gone <= len(x.sorted)/2 {
		return x.sorted
	}
	slices.Sort(x.fresh)
	merged := make([]string, 0, len(x.sorted)+len(x.fresh))
	keep := func(name string) {
		if exists(name) && (len(merged) == 0 || merged[len(merged)-1] != name) {
			merged = append(merged, name)
		}
	}
	i, j := 0, 0
	for i < len(x.sorted) || j < len(x.fresh) {
		if j == len(x.fresh) || i < len(x.sorted) && x.sorted[i] <= x.fresh[j] {
			keep(x.sorted[i])
			i++
		} else {
			keep(x.fresh[j])
			j++
		}
	}
	*x = index{sorted: merged}
	return merged
}

// from is the position of the first name that is not less than start.
func from(names []string, start string) int { return sort.SearchStrings(names, start) }
