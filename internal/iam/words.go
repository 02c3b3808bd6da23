package iam

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// This file finds texts: one that matches some patterns and not others, and none of a list.

// finder looks for texts in the presence of patterns and texts to avoid, all folded.
type finder struct {
	avoid  map[string]bool
	fresh  string // a character that occurs in none of the patterns and texts
	effort *int   // the steps that are left, of all finders of a proof together
	known  map[string]answered
}

// answered is an answer that was given before.
type answered struct {
	text string
	how  search
}

// maxEffort is how many steps all explorations of a proof may take together, a step being one pattern and one letter: a
// second or two. Patterns that people write need a thousandth of it.
const maxEffort = 15_000_000

func newFinder(patterns, avoid []string, effort *int) finder {
	f := finder{avoid: map[string]bool{}, effort: effort, known: map[string]answered{}}
	used := map[rune]bool{'*': true}
	for _, list := range [][]string{patterns, avoid} {
		for _, text := range list {
			for _, r := range text {
				used[r] = true
			}
		}
	}
	for _, text := range avoid {
		f.avoid[text] = true
	}
	for _, r := range "xyzwvqjk0123456789-_~" {
		if !used[r] {
			f.fresh = string(r)
			return f
		}
	}
	for r := 'α'; ; r++ {
		if lex.Fold(string(r)) == string(r) && !used[r] {
			f.fresh = string(r)
			return f
		}
	}
}

// search is how an attempt to find a text ended.
type search int

const (
	found search = iota
	impossible
	tooHard
)

// find looks for a text that every pattern of must matches and none of mustNot, and that is not to be avoided. A higher salt
// gives another text where there are several.
func (f finder) find(must, mustNot []string, salt int) (string, search) {
	for _, text := range []string{"other" + strings.Repeat("-other", salt), f.compose(must, salt)} {
		if f.suits(text, must, mustNot) {
			return text, found
		}
	}
	key := strings.Join(must, "\x00") + "\x00\x00" + strings.Join(mustNot, "\x00")
	a, ok := f.known[key]
	if !ok {
		a.text, a.how = f.explore(must, mustNot)
		f.known[key] = a
	}
	return a.text, a.how
}

func (f finder) suits(text string, must, mustNot []string) bool {
	return !f.avoid[text] &&
		!slices.ContainsFunc(must, func(p string) bool { return !lex.Matches(p, text) }) &&
		!slices.ContainsFunc(mustNot, func(p string) bool { return lex.Matches(p, text) })
}

// compose puts the parts of patterns side by side, apart from each other: it matches all of them where their beginnings and ends agree,
// and nothing that they do not imply.
func (f finder) compose(must []string, salt int) string {
	gap := strings.Repeat(f.fresh, 1+salt)
	var begin, end string
	middle := []string{}
	for _, p := range must {
		parts := strings.Split(p, "*")
		if first := parts[0]; len(first) > len(begin) {
			begin = first
		}
		if last := parts[len(parts)-1]; len(last) > len(end) {
			end = last
		}
		for _, part := range parts[1 : len(parts)-1] {
			if part != "" && !slices.Contains(middle, part) {
				middle = append(middle, part)
			}
		}
	}
	return strings.Join(append(append([]string{begin}, middle...), end), gap)
}

// reason finds few patterns of those for which find said impossible that are impossible together: what one clause forbids is then
// forbidden for many others. It tries to do without half of them, without a quarter, and so on, as long as there are steps left.
func (f finder) reason(must, mustNot []string) (fewMust, fewNot []string) {
	all := slices.Concat(must, mustNot)
	split := len(must)
	in := make([]bool, len(all))
	for i := range in {
		in[i] = true
	}
	still := func() bool {
		some, none := kept(all[:split], in[:split]), kept(all[split:], in[split:])
		_, how := f.find(some, none, 0)
		return how == impossible
	}
	for size := (len(all) + 1) / 2; size > 0; size /= 2 {
		for from := 0; from < len(all); from += size {
			part := in[from:min(from+size, len(in))]
			before := slices.Clone(part)
			clear(part)
			if slices.Contains(before, true) && !still() {
				copy(part, before)
			}
		}
	}
	return kept(all[:split], in[:split]), kept(all[split:], in[split:])
}

func kept(texts []string, in []bool) []string {
	var some []string
	for i, text := range texts {
		if in[i] {
			some = append(some, text)
		}
	}
	return some
}

// maxStates bounds an exploration, and maxPattern the length of the patterns in it.
const (
	maxStates  = 20_000
	maxPattern = 62
)

// explore tries texts letter by letter. Two texts after which every pattern is in the same state go on alike, so only one is kept.
// A text to avoid that would do is told apart like a pattern.
func (f finder) explore(must, mustNot []string) (string, search) {
	patterns := slices.Concat(must, mustNot)
	for _, text := range keys(f.avoid) {
		if (finder{}).suits(text, must, mustNot) {
			patterns = append(patterns, text)
		}
	}
	globs := newGlobs(patterns)
	if globs == nil || slices.ContainsFunc(patterns[len(must)+len(mustNot):], func(text string) bool { return strings.Contains(text, "*") }) {
		return "", tooHard // the star of a text would be taken for one of a pattern
	}
	letters := alphabet(patterns, f.fresh)
	type node struct {
		state globState
		text  string
	}
	start := globs.start()
	queue, seen := []node{{start, ""}}, map[string]bool{start.key(): true}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if f.suits(n.text, must, mustNot) {
			return n.text, found
		}
		for _, r := range letters {
			if *f.effort -= len(globs); *f.effort < 0 || len(seen) > maxStates {
				return "", tooHard
			}
			next := globs.step(n.state, r)
			if key := next.key(); !seen[key] {
				seen[key] = true
				queue = append(queue, node{next, n.text + string(r)})
			}
		}
	}
	return "", impossible
}

func alphabet(patterns []string, fresh string) []rune {
	letters := []rune(fresh)
	for _, p := range patterns {
		for _, r := range p {
			if r != '*' && !slices.Contains(letters, r) {
				letters = append(letters, r)
			}
		}
	}
	return letters
}

// globs are patterns by their letters.
type globs [][]rune

// newGlobs takes patterns apart. It is nil where one is too long for the bits of a state.
func newGlobs(patterns []string) globs {
	all := globs{}
	for _, p := range patterns {
		g := []rune(p)
		if len(g) > maxPattern {
			return nil
		}
		all = append(all, g)
	}
	return all
}

// globState is how far each pattern can have got in a text: a bit for each of its positions.
type globState []uint64

func (g globs) start() globState {
	s := make(globState, len(g))
	for i, p := range g {
		s[i] = closeGlob(p, 1)
	}
	return s
}

// closeGlob adds the positions that are reached without a letter: behind each star.
func closeGlob(p []rune, at uint64) uint64 {
	for i, r := range p {
		if r == '*' && at>>i&1 == 1 {
			at |= 1 << (i + 1)
		}
	}
	return at
}

func (g globs) step(s globState, letter rune) globState {
	next := make(globState, len(s))
	for i, p := range g {
		var to uint64
		for j, r := range p {
			if s[i]>>j&1 == 0 {
				continue
			}
			switch r {
			case '*':
				to |= 1 << j
			case letter:
				to |= 1 << (j + 1)
			}
		}
		next[i] = closeGlob(p, to)
	}
	return next
}

func (s globState) key() string {
	b := make([]byte, 0, 8*len(s))
	for _, word := range s {
		b = binary.LittleEndian.AppendUint64(b, word)
	}
	return string(b)
}
