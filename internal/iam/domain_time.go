package iam

import "slices"

// orderedDomain is a variable that is a point in time or a time of day, in half seconds.
type orderedDomain struct {
	e      *encoder
	fact   VariableFact
	here   literal
	limits []int64
	from   []literal // by limit: whether the value is the limit or later
	after  []literal // by limit: whether it is later
}

func newOrderedDomain(e *encoder, m *mention, here literal) *orderedDomain {
	d := &orderedDomain{e: e, fact: m.fact, here: here}
	for at := range m.limits {
		d.limits = append(d.limits, at)
	}
	slices.Sort(d.limits)
	for i, at := range d.limits {
		d.from, d.after = append(d.from, e.fresh()), append(d.after, e.fresh())
		e.implies(d.from[i], d.after[i])
		e.implies(here, d.from[i])
		if i > 0 {
			e.implies(d.after[i-1], d.from[i])
			switch at - d.limits[i-1] {
			case 1:
				e.implies(d.from[i], d.after[i-1])
			case aSecond:
				e.implies(d.from[i], d.after[i-1], e.assumed[assumeSeconds])
			}
		}
		if m.fact.Type == "time" && at == 0 {
			e.implies(d.from[i], here)
		}
		if m.fact.Type == "time" && at >= lastSecond {
			e.implies(d.after[i].not(), e.assumed[assumeSeconds])
		}
	}
	return d
}

const lastSecond = (24*60*60 - 1) * aSecond

// anyInstant is noon on the first day of 2026, for requests whose time does not matter.
const anyInstant int64 = 1767268800 * aSecond

func (d *orderedDomain) present() literal { return d.here }

func (d *orderedDomain) atom(Value) literal { return never }

// compares answers before, after and between, and whether Oracle documents the comparison.
func (d *orderedDomain) compares(c *Comparison) (literal, bool) {
	index := make([]int, 0, len(c.Values))
	for _, v := range c.Values {
		at, ok := instant(d.fact.Type, v.Text)
		if !ok || v.Kind != Literal {
			return never, false
		}
		i, _ := slices.BinarySearch(d.limits, at)
		index = append(index, i)
	}
	if !takesOperator(d.fact, c.Operator) {
		return never, false
	}
	switch c.Operator {
	case Before:
		return d.e.and(d.here, d.from[index[0]].not()), true
	case After:
		return d.after[index[0]], true
	}
	from, to := d.from[index[0]], d.e.and(d.here, d.after[index[1]].not())
	if index[0] <= index[1] {
		return d.e.and(from, to), true
	}
	return d.e.or(from, to), true
}

func (d *orderedDomain) witness(int) (Values, search) {
	if !d.e.isTrue(d.here) {
		return nil, found
	}
	at := anyInstant
	if len(d.limits) > 0 {
		at = d.between(-1)
	}
	for i, limit := range d.limits {
		if d.e.isTrue(d.after[i]) {
			at = d.between(i)
		} else if d.e.isTrue(d.from[i]) {
			at = limit
		}
	}
	return Values{formatInstant(d.fact.Type, at)}, found
}

// between is an instant after a limit and before the next, of a whole second where there is room.
func (d *orderedDomain) between(i int) int64 {
	if i < 0 {
		if d.fact.Type == "time" {
			return 0
		}
		return d.limits[0] - aSecond
	}
	at := d.limits[i] + aSecond
	if i+1 < len(d.limits) && at >= d.limits[i+1] || d.fact.Type == "time" && at > lastSecond {
		at = d.limits[i] + 1
	}
	return at
}

func (d *orderedDomain) forbid() {}
