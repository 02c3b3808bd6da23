package iam

// Needs lists the alternatives of an operation's formula: each is a set of permissions that together let it pass. A
// permission that no source names is ?type, or ? where even the type is not known. An operation that needs nothing has one
// empty alternative.
func (o Operation) Needs() [][]string {
	all := make([][]string, 0, len(o.terms))
	for _, t := range o.terms {
		one := make([]string, 0, len(t))
		for _, n := range t {
			one = append(one, n.String())
		}
		all = append(all, one)
	}
	return all
}

// Has tells whether an operation is of one of the effect classes.
func (o Operation) Has(effects ...string) bool { return o.has(effects...) }
