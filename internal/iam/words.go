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
	avoid map[string]bool
	fresh string // a character that occurs in none of the patterns and texts
}

func newFinder(patterns, avoid []string) finder {
	f := finder{avoid: map[string]bool{}}
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
	return f.explore(must, mustNot)
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

// maxStates bounds an exploration, and maxPattern the length of the patterns in it.
const (
	maxStates  = 20_000
	maxPattern = 62
)

// explore tries texts letter by letter. Two texts after which every pattern is in the same state go on alike, so only one is kept.
func (f finder) explore(must, mustNot []string) (string, search) {
	patterns := append(slices.Clone(must), mustNot...)
	for _, p := range patterns {
		if len([]rune(p)) > maxPattern {
			return "", tooHard
		}
	}
	letters := alphabet(patterns, f.fresh)
	type node struct {
		state string
		text  string
	}
	start := newGlobState(patterns)
	queue, seen := []node{{start.key(), ""}}, map[string]globState{start.key(): start}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if f.suits(n.text, must, mustNot) {
			return n.text, found
		}
		for _, r := range letters {
			next := seen[n.state].step(patterns, r)
			key := next.key()
			if _, again := seen[key]; again {
				continue
			}
			if len(seen) > maxStates {
				return "", tooHard
			}
			seen[key] = next
			queue = append(queue, node{key, n.text + string(r)})
		}
	}
	if len(f.avoid) > 0 {
		return "", tooHard // another text in the same state might not be one to avoid
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

// globState is how far each pattern can have got in a text: a bit for each of its positions.
type globState []uint64

func newGlobState(patterns []string) globState {
	s := make(globState, len(patterns))
	for i, p := range patterns {
		s[i] = closeGlob([]rune(p), 1)
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

func (s globState) step(patterns []string, letter rune) globState {
	next := make(globState, len(s))
	for i, p := range patterns {
		var to uint64
		for j, r := range []rune(p) {
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
		next[i] = closeGlob([]rune(p), to)
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
