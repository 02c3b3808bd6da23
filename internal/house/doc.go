// Package house is the tests of what no compiler holds: which room may import which, what the pure rooms leave alone, and
// that what is generated is up to date. It knows paths and names; it refuses to know what the code does.
package house
