package iam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// A domain is what a proof knows of one variable: whether the request carries it, and which of the classes of values that
// the statements' literals and patterns tell apart its value is in.
type domain interface {
	present() literal
	// atom is whether a literal or pattern is one of the variable's values, or matches one.
	atom(v Value) literal
	// witness is a value for the classes of the model that was found, the same for the same salt.
	witness(salt int) (Values, search)
	// forbid adds a clause against the classes of the model, which have no value.
	forbid()
}

// mention is what the statements say of a variable.
type mention struct {
	name     string
	fact     VariableFact
	literals map[string]bool // folded
	patterns map[string]bool // folded, with a star at least
	limits   map[int64]bool
	partners map[string]bool // variables that it is compared with
}

// mentions are the variables of statements.
type mentions map[string]*mention

func (m mentions) of(name string) *mention {
	if m[name] == nil {
		fact, _ := FindVariable(name)
		m[name] = &mention{
			name: name, fact: fact, literals: map[string]bool{}, patterns: map[string]bool{}, limits: map[int64]bool{}, partners: map[string]bool{},
		}
	}
	return m[name]
}

func (m mentions) collect(c Condition) {
	switch c := c.(type) {
	case *Combination:
		for _, member := range c.Members {
			m.collect(member)
		}
	case *Absent:
		m.of(c.Variable.Name)
	case *Comparison:
		of := m.of(c.Variable.Name)
		for _, v := range c.Values {
			m.collectValue(of, v)
		}
	}
}

func (m mentions) collectValue(of *mention, v Value) {
	text := lex.Fold(v.Text)
	switch {
	case v.Kind == Reference:
		of.partners[v.Text] = true
		m.of(v.Text).partners[of.name] = true
	case v.Kind == Pattern && strings.Contains(text, "*"):
		of.patterns[text] = true
	case v.Kind != Word:
		of.literals[text] = true
		if at, ok := instant(of.fact.Type, v.Text); ok {
			of.limits[at] = true
		}
	}
}

// lookup is the literal of a text, or never where it has none.
func lookup(literals map[string]literal, text string) literal {
	if l, ok := literals[text]; ok {
		return l
	}
	return never
}

// share gives variables that are compared with each other the same literals and patterns.
func (m mentions) share() {
	for changed := true; changed; {
		changed = false
		for _, of := range m {
			for partner := range of.partners {
				changed = include(m[partner].literals, of.literals) || changed
				changed = include(m[partner].patterns, of.patterns) || changed
			}
		}
	}
}

func include(into, from map[string]bool) (changed bool) {
	for text := range from {
		changed = changed || !into[text]
		into[text] = true
	}
	return changed
}

// domain makes the domain of a variable. Here is whether the request carries it.
func (e *encoder) domain(m *mention, here literal, inside map[string]bool) domain {
	switch m.fact.Type {
	case "region-key":
		return newRegionDomain(e, m, here, inside)
	case "month":
		return newClosedDomain(e, m, here, numbers(12))
	case "day":
		return newClosedDomain(e, m, here, numbers(31))
	case "weekday":
		return newClosedDomain(e, m, here, []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
	case "timestamp", "time":
		return newOrderedDomain(e, m, here)
	}
	if m.fact.Set || m.fact.Name == "" {
		return newSetDomain(e, m, here) // of a variable that nobody knows, several values are the wider guess
	}
	return newTextDomain(e, m, here)
}

// textDomain is a variable with one value of any text.
type textDomain struct {
	e        *encoder
	here     literal
	literals map[string]literal
	other    literal // whether it is none of the literals
	patterns *patternSet
	finder   finder
}

func newTextDomain(e *encoder, m *mention, here literal) *textDomain {
	d := &textDomain{e: e, here: here, literals: map[string]literal{}, other: e.fresh()}
	texts := keys(m.literals)
	one := []literal{d.other}
	for _, text := range texts {
		d.literals[text] = e.fresh()
		one = append(one, d.literals[text])
	}
	e.exactlyOne(here, one)
	d.patterns = newPatternSet(e, keys(m.patterns), here)
	d.patterns.relate(true)
	for _, p := range d.patterns.texts {
		l := d.patterns.literals[p]
		if l == here {
			continue
		}
		some := []literal{l.not(), d.other}
		for _, text := range texts {
			if lex.Matches(p, text) {
				e.implies(l, d.literals[text])
				some = append(some, d.literals[text])
			}
		}
		e.add(some...)
	}
	d.finder = newFinder(d.patterns.texts, texts)
	return d
}

func (d *textDomain) present() literal { return d.here }

func (d *textDomain) atom(v Value) literal {
	text := lex.Fold(v.Text)
	if v.Kind == Pattern && strings.Contains(text, "*") {
		return lookup(d.patterns.literals, text)
	}
	return lookup(d.literals, text)
}

// agree says what it means that two variables have the same value, and that they have not.
func (d *textDomain) agree(with *textDomain, same literal) {
	for _, text := range keys(d.literals) {
		l, k := d.literals[text], lookup(with.literals, text)
		d.e.implies(k, same, l)
		d.e.implies(l, same, k)
		d.e.implies(same, l, k)
	}
	for _, text := range keys(d.patterns.literals) {
		l, k := d.patterns.literals[text], lookup(with.patterns.literals, text)
		d.e.implies(k, same, l)
		d.e.implies(l, same, k)
	}
}

func (d *textDomain) witness(salt int) (Values, search) {
	if !d.e.isTrue(d.here) {
		return nil, found
	}
	for text, l := range d.literals {
		if d.e.isTrue(l) {
			return Values{text}, found
		}
	}
	text, how := d.finder.find(d.patterns.split(), d.patterns.complement(), salt)
	return Values{text}, how
}

func (d *textDomain) forbid() {
	causes := []literal{d.other}
	causes = d.e.asTheyAre(causes, d.patterns.literals)
	d.e.implies(never, causes...)
}

// asTheyAre appends literals as they hold in the model: those that are false, negated.
func (e *encoder) asTheyAre(to []literal, literals map[string]literal) []literal {
	for _, l := range inOrder(literals) {
		if !e.isTrue(l) {
			l = l.not()
		}
		to = append(to, l)
	}
	return to
}

// setDomain is a variable with any number of values, one at least.
type setDomain struct {
	e        *encoder
	here     literal
	members  map[string]literal
	extra    literal // whether it has a value that is none of the literals
	tag      bool
	patterns *patternSet
	finder   finder
}

func newSetDomain(e *encoder, m *mention, here literal) *setDomain {
	d := &setDomain{e: e, here: here, members: map[string]literal{}, extra: e.fresh(), tag: isTag(m.fact.Name)}
	texts := keys(m.literals)
	some := []literal{here.not(), d.extra}
	e.implies(here, d.extra)
	for _, text := range texts {
		d.members[text] = e.fresh()
		some = append(some, d.members[text])
		e.implies(here, d.members[text])
	}
	e.add(some...)
	d.patterns = newPatternSet(e, keys(m.patterns), here)
	d.patterns.relate(false)
	for _, p := range d.patterns.texts {
		l := d.patterns.literals[p]
		if l == here {
			continue
		}
		some := []literal{l.not(), d.extra}
		for _, text := range texts {
			if lex.Matches(p, text) {
				e.implies(l, d.members[text])
				some = append(some, d.members[text])
			}
		}
		e.add(some...)
	}
	d.finder = newFinder(d.patterns.texts, texts)
	return d
}

func (d *setDomain) present() literal { return d.here }

func (d *setDomain) atom(v Value) literal {
	text := lex.Fold(v.Text)
	switch {
	case v.Kind == Pattern && strings.Contains(text, "*"):
		return lookup(d.patterns.literals, text)
	case text == "*" && v.Kind == Literal && d.tag:
		return d.here // any value of a tag
	}
	return lookup(d.members, text)
}

// equals is whether the values are exactly those.
func (d *setDomain) equals(values []Value) literal {
	all := []literal{d.here, d.extra.not()}
	want := map[string]bool{}
	for _, v := range values {
		want[lex.Fold(v.Text)] = true
	}
	for _, text := range keys(d.members) {
		l := d.members[text]
		if !want[text] {
			l = l.not()
		}
		all = append(all, l)
	}
	return d.e.and(all...)
}

func (d *setDomain) witness(salt int) (Values, search) {
	if !d.e.isTrue(d.here) {
		return nil, found
	}
	v := Values(d.e.trueOf(d.members))
	mustNot := d.patterns.complement()
	for _, p := range d.patterns.split() {
		if slices.ContainsFunc(v, func(text string) bool { return lex.Matches(p, text) }) {
			continue
		}
		text, how := d.finder.find([]string{p}, mustNot, salt)
		if how != found {
			return nil, how
		}
		v = append(v, text)
	}
	if d.e.isTrue(d.extra) || len(v) == 0 {
		text, how := d.finder.find(nil, mustNot, salt+1)
		if how == found {
			v = append(v, text)
		} else if len(v) == 0 {
			return nil, how
		}
	}
	return v, found
}

// agree says what it means that a variable's one value is in the set, and that it is not.
func (d *setDomain) agree(with *textDomain, in literal) {
	for _, text := range keys(with.literals) {
		l, k := with.literals[text], lookup(d.members, text)
		d.e.implies(k, in, l)
		d.e.implies(in, l, k)
	}
	d.e.implies(d.extra, in, with.other)
	for _, text := range keys(with.patterns.literals) {
		d.e.implies(lookup(d.patterns.literals, text), in, with.patterns.literals[text])
	}
}

// meet says what it means that two sets have a member in common, and that they have not.
func (d *setDomain) meet(with *setDomain, common literal) {
	some := []literal{common.not(), d.e.and(d.extra, with.extra)}
	for _, text := range keys(d.members) {
		both := d.e.and(d.members[text], lookup(with.members, text))
		d.e.implies(common, both)
		some = append(some, both)
	}
	d.e.add(some...)
}

func (d *setDomain) forbid() {
	causes := []literal{d.here}
	for _, some := range []map[string]literal{d.members, d.patterns.literals, {"": d.extra}} {
		causes = d.e.asTheyAre(causes, some)
	}
	d.e.implies(never, causes...)
}

// closedDomain is a variable whose values can be listed.
type closedDomain struct {
	e      *encoder
	fact   VariableFact
	here   literal
	values []string
	is     []literal
}

func numbers(n int) []string {
	all := make([]string, 0, n)
	for i := range n {
		all = append(all, strconv.Itoa(i+1))
	}
	return all
}

func newClosedDomain(e *encoder, m *mention, here literal, values []string) *closedDomain {
	d := &closedDomain{e: e, fact: m.fact, here: here, values: values}
	for range values {
		d.is = append(d.is, e.fresh())
	}
	e.exactlyOne(here, d.is)
	return d
}

func (d *closedDomain) present() literal { return d.here }

func (d *closedDomain) atom(v Value) literal {
	var some []literal
	for i, text := range d.values {
		if v.Kind == Pattern && lex.Matches(lex.Fold(v.Text), text) || v.Kind == Literal && sameValue(d.fact, text, v.Text) {
			some = append(some, d.is[i])
		}
	}
	return d.e.or(some...)
}

func (d *closedDomain) witness(int) (Values, search) {
	for i, l := range d.is {
		if d.e.isTrue(l) {
			return Values{d.values[i]}, found
		}
	}
	return nil, found
}

func (d *closedDomain) forbid() {}

// regionDomain is a variable that is a region's key: one of those that are known, or any other three letters, which stand
// for regions that are not built yet.
type regionDomain struct {
	e       *encoder
	here    literal
	classes []regionClass
	inside  literal
	exists  literal // whether its class has a region that is known
}

// regionClass is a set of keys that the statements do not tell apart, all inside or all outside.
type regionClass struct {
	key    string // one of them: of a region that is known, if it has one
	inside bool
	is     literal
}

func newRegionDomain(e *encoder, m *mention, here literal, inside map[string]bool) *regionDomain {
	d := &regionDomain{e: e, here: here}
	patterns := slices.DeleteFunc(keys(m.patterns), func(p string) bool { return len(strings.ReplaceAll(p, "*", "")) > keyLength })
	seen := map[string]bool{}
	eachKey(func(key string) {
		signature := make([]byte, 0, len(patterns)+8)
		for _, p := range patterns {
			signature = append(signature, "01"[truthIndex(lex.Matches(p, key))])
		}
		if m.literals[key] {
			signature = append(signature, key...)
		}
		signature = append(signature, "io"[truthIndex(!inside[key])])
		if s := string(signature); !seen[s] {
			seen[s] = true
			d.classes = append(d.classes, regionClass{key, inside[key], e.fresh()})
		}
	})
	var all, in, known []literal
	for _, c := range d.classes {
		all = append(all, c.is)
		if c.inside {
			in = append(in, c.is)
		}
		if r, ok := region.Lookup(c.key); ok && r.Key == c.key {
			known = append(known, c.is)
		}
	}
	e.exactlyOne(here, all)
	d.inside, d.exists = e.or(in...), e.or(known...)
	return d
}

// keyLength is how many letters a region's key has.
const keyLength = 3

// wellKnown are the keys of regions that most tenancies have heard of. They stand for the others that statements do not
// tell from them.
var wellKnown = []string{"iad", "phx", "fra", "lhr", "sin", "nrt"}

// eachKey goes through all keys that a region can have: first those of the regions that are known, then all others.
func eachKey(each func(key string)) {
	known := map[string]bool{}
	for _, key := range wellKnown {
		known[key] = true
		each(key)
	}
	for _, r := range region.All() {
		if !known[r.Key] {
			known[r.Key] = true
			each(r.Key)
		}
	}
	for a := 'z'; a >= 'a'; a-- {
		for b := 'z'; b >= 'a'; b-- {
			for c := 'z'; c >= 'a'; c-- {
				if key := string([]rune{a, b, c}); !known[key] {
					each(key)
				}
			}
		}
	}
}

func truthIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (d *regionDomain) present() literal { return d.here }

func (d *regionDomain) atom(v Value) literal {
	text := lex.Fold(v.Text)
	var some []literal
	for _, c := range d.classes {
		if v.Kind == Pattern && lex.Matches(text, c.key) || v.Kind == Literal && c.key == text {
			some = append(some, c.is)
		}
	}
	return d.e.or(some...)
}

func (d *regionDomain) witness(int) (Values, search) {
	for _, c := range d.classes {
		if d.e.isTrue(c.is) {
			return Values{c.key}, found
		}
	}
	return nil, found
}

func (d *regionDomain) forbid() {}

// orderedDomain is a variable that is a point in time or a time of day, in seconds.
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
			if at == d.limits[i-1]+1 {
				e.implies(d.from[i], d.after[i-1])
			}
		}
		if m.fact.Type == "time" && at == 0 {
			e.implies(d.from[i], here)
		}
		if m.fact.Type == "time" && at == lastSecond {
			e.add(d.after[i].not())
		}
	}
	return d
}

const lastSecond = 24*60*60 - 1

// anyInstant is noon on the first day of 2026, for requests whose time does not matter.
const anyInstant int64 = 1767268800

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
		at = d.limits[0] - 1
	}
	for i, limit := range d.limits {
		if d.e.isTrue(d.after[i]) {
			at = limit + 1
		} else if d.e.isTrue(d.from[i]) {
			at = limit
		}
	}
	return Values{formatInstant(d.fact.Type, at)}, found
}

func (d *orderedDomain) forbid() {}
