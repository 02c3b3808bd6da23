package compile

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// cover is how some operations are denied, and nothing that does not have to be.
type cover struct {
	permissions []string            // denied, whatever the operation, but for those of spare
	spare       []string            // names of operations that need the permissions too and are let through
	named       []string            // permissions denied to the operations of names
	names       []string            // of operations
	types       map[string][]string // resource type to names of operations whose permission no source names
}

// coverOf finds the cover of operations of one service. most is how many other operations may be let through by name before
// the blocked ones are named instead.
func coverOf(operations, blocked []iam.Operation, most int) cover {
	c := cover{types: map[string][]string{}}
	for _, o := range operations {
		permissions, ok := hitting(o, blocked)
		switch {
		case !ok:
			c.byType(o)
		case len(harmed(permissions, blocked)) > most || collides(o, harmed(permissions, blocked)):
			c.byName(o)
		default:
			c.permissions = insert(c.permissions, permissions...)
		}
	}
	c.spare = harmed(c.permissions, blocked)
	return c
}

// byName denies all permissions that an operation can need, to it alone.
func (c *cover) byName(o iam.Operation) {
	c.names = insert(c.names, namesOf(o)...)
	for _, term := range o.Needs() {
		for _, n := range term {
			if !strings.HasPrefix(n, "?") {
				c.named = insert(c.named, n)
			}
		}
	}
}

// byType denies an operation by its name everything that the type of its unknown permission has.
func (c *cover) byType(o iam.Operation) {
	for _, term := range o.Needs() {
		named := slices.ContainsFunc(term, func(n string) bool { return !strings.HasPrefix(n, "?") })
		for _, n := range term {
			name, unnamed := strings.CutPrefix(n, "?")
			if unnamed && !named {
				if name == "" {
					name = "all-resources"
				}
				c.types[name] = insert(c.types[name], nameless(o)...)
			}
		}
		if named {
			c.byName(o)
		}
	}
}

// namesOf lists every name that request.operation may have for an operation, the SDK's too.
func namesOf(o iam.Operation) []string { return insert(slices.Clone(o.Names), o.Name) }

// nameless lists also the names that other services' operations of the same name may have: where no source names the
// permission, none can be trusted with the name either.
func nameless(o iam.Operation) []string {
	names := namesOf(o)
	for _, same := range iam.FindOperation("", o.Name) {
		names = insert(names, namesOf(same)...)
	}
	return names
}

// hitting chooses a named permission of each alternative, the one that fewest others need. It is false where an alternative
// has none.
func hitting(o iam.Operation, blocked []iam.Operation) (chosen []string, ok bool) {
	for _, term := range o.Needs() {
		best, least := "", 0
		for _, n := range term {
			if strings.HasPrefix(n, "?") {
				continue
			}
			harm := len(harmed([]string{n}, blocked))
			if looks(n) {
				harm += len(iam.Operations()) // operations that the catalogue does not list look as well
			}
			if best == "" || harm < least {
				best, least = n, harm
			}
		}
		if best == "" {
			return nil, false
		}
		chosen = insert(chosen, best)
	}
	return chosen, len(chosen) > 0
}

// looks says whether a permission, by its name, lets nothing be changed.
func looks(permission string) bool {
	return strings.HasSuffix(permission, "_INSPECT") || strings.HasSuffix(permission, "_READ")
}

// harmed lists the names of operations that are not blocked and cannot do without one of the permissions.
func harmed(permissions []string, blocked []iam.Operation) []string {
	var names []string
	for _, o := range iam.Operations() {
		if !stoppedBy(o, permissions) || isBlocked(o, blocked) {
			continue
		}
		names = insert(names, namesOf(o)...)
	}
	return names
}

// stoppedBy says whether permissions that are denied leave an operation no alternative.
func stoppedBy(o iam.Operation, permissions []string) bool {
	return !slices.ContainsFunc(o.Needs(), func(term []string) bool {
		return !slices.ContainsFunc(term, func(n string) bool { return slices.Contains(permissions, n) })
	})
}

// isBlocked says whether an operation is one of the blocked, or a use of one that needs all that a blocked use needs.
func isBlocked(o iam.Operation, blocked []iam.Operation) bool {
	return slices.ContainsFunc(blocked, func(b iam.Operation) bool {
		if b.Service != o.Service || b.Name != o.Name {
			return false
		}
		return b.Variant == o.Variant || !slices.ContainsFunc(o.Needs(), func(term []string) bool { return !contains(b.Needs(), term) })
	})
}

// contains says whether a term has all of one of the terms.
func contains(terms [][]string, term []string) bool {
	return slices.ContainsFunc(terms, func(some []string) bool {
		return !slices.ContainsFunc(some, func(n string) bool { return !slices.Contains(term, n) })
	})
}

// collides says whether letting the names through would let the operation through.
func collides(o iam.Operation, names []string) bool {
	return slices.ContainsFunc(namesOf(o), func(n string) bool { return slices.Contains(names, n) })
}

// insert adds what is not there yet, and keeps the order of the alphabet.
func insert(to []string, more ...string) []string {
	for _, one := range more {
		if at, found := slices.BinarySearch(to, one); !found {
			to = slices.Insert(to, at, one)
		}
	}
	return to
}
