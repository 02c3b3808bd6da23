package boundary

import "slices"

// IsFor says whether the exception of a name is for a resource: its address and its compartment, where the exception has a
// list of them. Whether the exception is in force, and for what regions and kinds, is not asked.
func (b *Boundary) IsFor(exception, address, compartment string) bool {
	e := b.exception(exception)
	if e == nil || len(e.Addresses) == 0 && len(e.Compartments) == 0 {
		return false
	}
	return listed(e.patterns, e.Compartments, address, compartment)
}

// Claims says whether the boundary itself speaks of a resource: one of its classes has it, or one of its exceptions is for
// it. Of everything else it says no more than that it is protected.
func (b *Boundary) Claims(address, compartment string) bool {
	return slices.ContainsFunc(b.classes, func(c *class) bool {
		return len(c.addresses)+len(c.compartments) > 0 && listed(c.addresses, c.compartments, address, compartment)
	}) || slices.ContainsFunc(b.exceptions, func(e *exception) bool { return b.IsFor(e.name, address, compartment) })
}

func listed(patterns []pattern, compartments []string, address, compartment string) bool {
	return (len(compartments) == 0 || slices.Contains(compartments, compartment)) &&
		(len(patterns) == 0 || matchesAny(patterns, splitAddress(address)))
}

// Exceptions returns the names of the declared exceptions, sorted.
func (b *Boundary) Exceptions() []string {
	names := make([]string, len(b.exceptions))
	for i, e := range b.exceptions {
		names[i] = e.name
	}
	return names
}
