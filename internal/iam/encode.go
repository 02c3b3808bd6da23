package iam

import (
	"encoding/binary"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// encoder turns statements into clauses. The models of its clauses are the requests that there can be, and some more where
// that costs too much: what has no model is impossible, and what has one is checked before it is believed.
type encoder struct {
	*solver
	gates   map[string]literal
	inputs  map[int][]literal // by a gate's variable: what it is the conjunction of
	domains map[string]domain
	people  *population
	places  *places
	links   map[[2]string]literal // by two variables: whether they have a value in common
	linked  map[string]bool       // the variables of links
	assumed map[string]literal    // by identifier: whether an assumption holds
	effort  int                   // the steps that are left to find texts
	fixed   map[part]literal      // of parts of conditions that are the same for all permissions and operations
}

func newEncoder() *encoder {
	e := &encoder{
		solver: newSolver(), gates: map[string]literal{}, inputs: map[int][]literal{}, domains: map[string]domain{}, links: map[[2]string]literal{}, linked: map[string]bool{}, assumed: map[string]literal{},
		fixed: map[part]literal{}, effort: maxEffort,
	}
	for _, id := range []string{assumeService, assumeAdmitted, assumeAbsent, assumeIn, assumeServiceRegion, assumeGroupName, assumeSeconds} {
		e.assumed[id] = e.fresh()
	}
	return e
}

// and is a literal that is true if and only if all of the literals are.
func (e *encoder) and(literals ...literal) literal {
	kept := slices.Clone(literals)
	slices.Sort(kept)
	kept = slices.Compact(kept)
	kept = slices.DeleteFunc(kept, func(l literal) bool { return l == always })
	for i, l := range kept {
		if l == never || i > 0 && l == kept[i-1].not() { // a literal and its negation stand side by side
			return never
		}
	}
	switch len(kept) {
	case 0:
		return always
	case 1:
		return kept[0]
	}
	key := gateKey(kept)
	if g, ok := e.gates[key]; ok {
		return g
	}
	g := e.fresh()
	e.gates[key] = g
	e.inputs[g.variable()] = kept
	back := []literal{g}
	for _, l := range kept {
		e.add(g.not(), l)
		back = append(back, l.not())
	}
	e.add(back...)
	return g
}

// extend gives a model that was found earlier values for the gates that have been made since. What is no gate stays open.
func (e *encoder) extend(model []int8) []int8 {
	for v := len(model); v < len(e.value); v++ {
		inputs, gate := e.inputs[v]
		value := int8(0)
		if gate {
			value = 1
			for _, l := range inputs {
				value = min(value, valueIn(model, l))
			}
		}
		model = append(model, value)
	}
	return model
}

// valueIn is 1 where a literal is true in a model, -1 where it is false, 0 where it is open.
func valueIn(model []int8, l literal) int8 {
	v := model[l.variable()]
	if l&1 != 0 {
		return -v
	}
	return v
}

func gateKey(literals []literal) string {
	b := make([]byte, 0, 4*len(literals))
	for _, l := range literals {
		b = binary.LittleEndian.AppendUint64(b, uint64(l)) //nolint:gosec // a literal is never negative
	}
	return string(b)
}

// or is a literal that is true if and only if one of the literals is.
func (e *encoder) or(literals ...literal) literal {
	negated := make([]literal, len(literals))
	for i, l := range literals {
		negated[i] = l.not()
	}
	return e.and(negated...).not()
}

// implies requires that a literal is true if all of the causes are.
func (e *encoder) implies(then literal, causes ...literal) {
	c := []literal{then}
	for _, l := range causes {
		c = append(c, l.not())
	}
	e.add(c...)
}

// atMostOne requires that no two of the literals are true, with a ladder where there are many.
func (e *encoder) atMostOne(literals []literal) {
	if len(literals) <= 5 {
		for i, a := range literals {
			for _, b := range literals[:i] {
				e.add(a.not(), b.not())
			}
		}
		return
	}
	before := e.fresh() // whether one of those so far is true
	e.implies(before, literals[0])
	for _, l := range literals[1:] {
		e.add(l.not(), before.not())
		now := e.fresh()
		e.implies(now, before)
		e.implies(now, l)
		before = now
	}
}

// exactlyOne is atMostOne, and one of them if the guard is true, and none otherwise.
func (e *encoder) exactlyOne(guard literal, literals []literal) {
	e.atMostOne(literals)
	e.implies(never, append([]literal{guard}, negated(literals)...)...)
	for _, l := range literals {
		e.implies(guard, l)
	}
}

func negated(literals []literal) []literal {
	all := make([]literal, len(literals))
	for i, l := range literals {
		all[i] = l.not()
	}
	return all
}

// reading is in which sense a condition is encoded: that it surely is true, as a deny must be that proves something, or
// that it may be, as an allow may that gives something.
type reading int

const (
	surely reading = iota
	possibly
)

// condition is a literal that is true if the condition is, in the sense of the reading.
func (e *encoder) condition(c Condition, s *scene, as reading) literal {
	l, _ := e.partly(c, s, as)
	return l
}

// part is a part of a condition in an effect and a reading.
type part struct {
	condition Condition
	effect    Effect
	as        reading
}

// partly is condition of a part of one. What is fixed is the same for all permissions and operations, and encoded once.
func (e *encoder) partly(c Condition, s *scene, as reading) (l literal, fixed bool) {
	if l, ok := e.fixed[part{c, s.effect, as}]; ok {
		return l, true
	}
	switch c := c.(type) {
	case nil:
		return always, true
	case *Combination:
		l, fixed = e.combination(c, s, as)
	case *Absent:
		l, fixed = e.absent(c, s), !mentionsConstants(c)
	case *Comparison:
		l, fixed = e.comparison(c, s, as), !mentionsConstants(c)
	}
	if fixed {
		e.fixed[part{c, s.effect, as}] = l
	}
	return l, fixed
}

func (e *encoder) combination(c *Combination, s *scene, as reading) (l literal, fixed bool) {
	members := make([]literal, 0, len(c.Members))
	fixed = true
	for _, m := range c.Members {
		l, same := e.partly(m, s, as)
		members = append(members, l)
		fixed = fixed && same
	}
	if c.Junction == Any {
		return e.or(members...), fixed
	}
	return e.and(members...), fixed
}

// of is a truth in the sense of a reading.
func (as reading) of(t truth) literal {
	if t == yes || t == maybe && as == possibly {
		return always
	}
	return never
}

// constant tells whether a variable is the same for all that a question asks about.
func constant(name string) bool { return name == "request.permission" || name == "request.operation" }

func (e *encoder) absent(c *Absent, s *scene) literal {
	if constant(c.Variable.Name) {
		return never
	}
	gone := e.domains[c.Variable.Name].present().not()
	if s.effect == Deny {
		return e.and(gone, e.assumed[assumeAbsent])
	}
	return gone
}

func (e *encoder) comparison(c *Comparison, s *scene, as reading) literal {
	if constant(c.Variable.Name) {
		return e.doubted(c, s, as, e.constantly(c, s, as))
	}
	return e.doubted(c, s, as, e.compares(c, s, as))
}

// doubted takes back what a comparison says if it uses an operator that nobody documents for it.
func (e *encoder) doubted(c *Comparison, s *scene, as reading, says literal) literal {
	switch {
	case !listDoubted(c):
		return says
	case as == surely:
		return e.and(says, e.assumed[assumeIn])
	}
	return e.or(says, e.and(e.presence(c.Variable.Name, s), e.assumed[assumeIn].not()))
}

// constantly compares the permission or the operation, which are known.
func (e *encoder) constantly(c *Comparison, s *scene, as reading) literal {
	if slices.ContainsFunc(c.Values, func(v Value) bool { return v.Kind == Reference }) {
		return as.of(maybe)
	}
	return as.of(s.compare(c))
}

func (e *encoder) presence(name string, s *scene) literal {
	if constant(name) {
		v, known := s.lookup(name)
		if known && len(v) == 0 {
			return never
		}
		return always
	}
	return e.domains[name].present()
}

func (e *encoder) compares(c *Comparison, s *scene, as reading) literal {
	d := e.domains[c.Variable.Name]
	switch c.Operator {
	case Equal, In, SetsIntersect:
		return e.or(e.each(c, s, as)...)
	case NotEqual, NotIn:
		opposite := possibly
		if as == possibly {
			opposite = surely
		}
		all := negated(e.each(c, s, opposite))
		for _, v := range c.Values {
			if v.Kind == Reference {
				all = append(all, e.presence(v.Text, s))
			}
		}
		return e.and(append(all, d.present())...)
	case SetsEqual:
		if l, ok := e.setsEqual(d, c); ok {
			return l
		}
	case Before, After, Between:
		if o, ok := d.(*orderedDomain); ok {
			if l, ok := o.compares(c); ok {
				return l
			}
		}
	}
	return e.and(d.present(), as.of(maybe))
}

// setsEqual is whether a variable's values are exactly some literals. One value can only equal one.
func (e *encoder) setsEqual(d domain, c *Comparison) (literal, bool) {
	texts := map[string]bool{}
	fact, _ := FindVariable(c.Variable.Name)
	for _, v := range c.Values {
		if v.Kind != Literal {
			return never, false
		}
		texts[plainNumber(fact, lex.Fold(v.Text))] = true
	}
	switch d := d.(type) {
	case *orderedDomain:
		return never, false
	case *setDomain:
		return d.equals(c.Values), true
	}
	if len(texts) > 1 {
		return never, true
	}
	return d.atom(c.Values[0]), true
}

// each compares with each value alone.
func (e *encoder) each(c *Comparison, s *scene, as reading) []literal {
	all := make([]literal, 0, len(c.Values))
	d := e.domains[c.Variable.Name]
	for _, v := range c.Values {
		if _, ordered := d.(*orderedDomain); ordered || v.Kind == Word {
			all = append(all, e.and(d.present(), as.of(maybe)))
			continue
		}
		if v.Kind == Reference {
			all = append(all, e.common(c.Variable.Name, v.Text, s, as))
			continue
		}
		all = append(all, d.atom(v))
	}
	return all
}

// common is whether two variables have a value in common.
func (e *encoder) common(a, b string, s *scene, as reading) literal {
	if constant(b) {
		v, known := s.lookup(b)
		if !known || len(v) != 1 {
			return e.and(e.domains[a].present(), as.of(maybe))
		}
		return e.and(e.domains[a].present(), as.of(maybe))
	}
	return e.link(a, b)
}

// link is the literal of two variables that have a value in common. What is known of it: both are there, and what their
// literals and patterns say of a value that is common to both.
func (e *encoder) link(a, b string) literal {
	if a == b {
		return e.domains[a].present()
	}
	key := [2]string{min(a, b), max(a, b)}
	if l, ok := e.links[key]; ok {
		return l
	}
	l := e.fresh()
	e.links[key] = l
	e.linked[a], e.linked[b] = true, true
	x, y := e.domains[a], e.domains[b]
	e.implies(x.present(), l)
	e.implies(y.present(), l)
	t, one := x.(*textDomain)
	u, another := y.(*textDomain)
	v, many := x.(*setDomain)
	w, more := y.(*setDomain)
	switch {
	case one && another:
		t.agree(u, l)
	case one && more:
		w.agree(t, l)
	case many && another:
		v.agree(u, l)
	case many && more:
		v.meet(w, l)
	}
	return l
}
