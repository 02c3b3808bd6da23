package iam

import (
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

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
	signature := make([]byte, 0, len(patterns)+keyLength+1)
	for i, key := range everyKey() {
		if i >= firstUnbuilt() && len(patterns) == 0 && !m.literals[key] && !inside[key] && seen["o"] {
			continue // one more that nothing tells from the others
		}
		signature = signature[:0]
		for _, p := range patterns {
			signature = append(signature, "01"[truthIndex(lex.Matches(p, key))])
		}
		if m.literals[key] {
			signature = append(signature, key...)
		}
		signature = append(signature, "io"[truthIndex(!inside[key])])
		if !seen[string(signature)] {
			seen[string(signature)] = true
			d.classes = append(d.classes, regionClass{key, inside[key], e.fresh()})
		}
	}
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

// everyKey lists all keys that a region can have: first those of the regions that are known, then all others.
var everyKey = sync.OnceValue(func() []string {
	all := builtKeys()
	known := map[string]bool{}
	for _, key := range all {
		known[key] = true
	}
	for a := 'z'; a >= 'a'; a-- {
		for b := 'z'; b >= 'a'; b-- {
			for c := 'z'; c >= 'a'; c-- {
				if key := string([]rune{a, b, c}); !known[key] {
					all = append(all, key)
				}
			}
		}
	}
	return all
})

// firstUnbuilt is where in everyKey the keys begin that no region has.
var firstUnbuilt = sync.OnceValue(func() int { return len(builtKeys()) })

// builtKeys lists the keys of the regions that are known, the well-known first.
func builtKeys() []string {
	all := slices.Clone(wellKnown)
	for _, r := range region.All() {
		if !slices.Contains(wellKnown, r.Key) {
			all = append(all, r.Key)
		}
	}
	return all
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
