package iam

import (
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// patternSet is the patterns that a variable is compared with: for each, whether the variable has a value that it matches. Values
// that are literals are the domain's affair; what is said here holds for every value.
type patternSet struct {
	e        *encoder
	here     literal
	texts    []string
	literals map[string]literal
}

func newPatternSet(e *encoder, texts []string, here literal) *patternSet {
	s := &patternSet{e: e, here: here, texts: texts, literals: map[string]literal{}}
	for _, p := range texts {
		if strings.Trim(p, "*") == "" {
			s.literals[p] = here
			continue
		}
		s.literals[p] = e.fresh()
		e.implies(here, s.literals[p])
	}
	return s
}

// relate says which patterns imply others by their beginnings, their ends and what they contain, and, for a variable with
// one value, which exclude each other. Only what is found by looking up is said, so that it stays cheap for thousands of
// patterns; the rest shows when a value is sought.
func (s *patternSet) relate(single bool) {
	begins, ends := newAffixes(s, single, false), newAffixes(s, single, true)
	contained := map[string]literal{}
	for _, p := range s.texts {
		if parts := strings.Split(p, "*"); len(parts) == 3 && parts[0] == "" && parts[2] == "" && parts[1] != "" {
			contained[parts[1]] = s.literals[p]
		}
	}
	for _, p := range s.texts {
		l := s.literals[p]
		if l == s.here {
			continue
		}
		parts := strings.Split(p, "*")
		s.e.implies(begins.literal(parts[0]), l)
		s.e.implies(ends.literal(parts[len(parts)-1]), l)
		for _, part := range parts {
			for _, inner := range substrings(part) {
				if k, ok := contained[inner]; ok && k != l {
					s.e.implies(k, l)
				}
			}
		}
	}
	begins.relate(contained)
	ends.relate(contained)
}

// meet says which literals a pattern matches: it has a value where one of them is one, or where a value that is none of them
// matches it, and otherwise none.
func (s *patternSet) meet(texts []string, literals map[string]literal, besides literal) {
	for _, p := range s.texts {
		l := s.literals[p]
		if l == s.here {
			continue
		}
		some := []literal{l.not(), besides}
		for _, text := range texts {
			if lex.Matches(p, text) {
				s.e.implies(l, literals[text])
				some = append(some, literals[text])
			}
		}
		s.e.add(some...)
	}
}

// substrings lists the distinct substrings of a text, up to a length beyond which nobody writes patterns.
func substrings(text string) []string {
	const longest = 64
	seen := map[string]bool{}
	for i := range text {
		for j := i + 1; j <= min(len(text), i+longest); j++ {
			seen[text[i:j]] = true
		}
	}
	return keys(seen)
}

// split lists the patterns that match in the model, and complement those that do not.
func (s *patternSet) split() []string      { return s.where(true) }
func (s *patternSet) complement() []string { return s.where(false) }

// as are literals of patterns that are to match and of others that are not to.
func (s *patternSet) as(must, mustNot []string) []literal {
	all := make([]literal, 0, len(must)+len(mustNot))
	for _, p := range must {
		all = append(all, s.literals[p])
	}
	for _, p := range mustNot {
		all = append(all, s.literals[p].not())
	}
	return all
}

func (s *patternSet) where(matching bool) []string {
	var all []string
	for _, p := range s.texts {
		if s.e.isTrue(s.literals[p]) == matching {
			all = append(all, p)
		}
	}
	return all
}

// affixes are the beginnings of patterns, or the ends: for each, whether the variable has a value that begins, or ends, so.
type affixes struct {
	set      *patternSet
	single   bool
	ends     bool
	literals map[string]literal // by the affix, an end turned round
}

func newAffixes(s *patternSet, single, ends bool) *affixes {
	return &affixes{set: s, single: single, ends: ends, literals: map[string]literal{}}
}

// literal is whether a value has the affix. That of no text is always there.
func (a *affixes) literal(text string) literal {
	if text == "" {
		return a.set.here
	}
	pattern := text + "*"
	if a.ends {
		pattern, text = "*"+text, reverse(text)
	}
	if l, ok := a.literals[text]; ok {
		return l
	}
	l, ok := a.set.literals[pattern]
	if !ok {
		l = a.set.e.fresh()
		a.set.e.implies(a.set.here, l)
	}
	a.literals[text] = l
	return l
}

// relate says that a longer affix implies the shorter ones that it begins with, and that, of one value, no two hold of
// which neither does.
func (a *affixes) relate(contained map[string]literal) {
	children := map[string][]literal{}
	for _, text := range keys(a.literals) {
		l := a.literals[text]
		parent := ""
		for i := len(text) - 1; i > 0; i-- {
			if up, ok := a.literals[text[:i]]; ok {
				a.set.e.implies(up, l)
				parent = text[:i]
				break
			}
		}
		children[parent] = append(children[parent], l)
		whole := text
		if a.ends {
			whole = reverse(text)
		}
		for _, inner := range substrings(whole) {
			if k, ok := contained[inner]; ok {
				a.set.e.implies(k, l)
			}
		}
	}
	if a.single {
		for _, parent := range keys(children) {
			a.set.e.atMostOne(children[parent])
		}
	}
}

func reverse(text string) string {
	runes := []rune(text)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}
