package boundary

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxGuess is the longest text for which a similar name is looked up: the names that are known are much shorter.
const maxGuess = 40

// nearest returns the candidates most like s, best first, at most three, none that has little in common with it.
func nearest(s string, candidates []string) []string {
	if len(s) > maxGuess {
		return nil
	}
	type match struct {
		name     string
		distance int
	}
	var matches []match
	for _, name := range candidates {
		if d := distance(s, name); d <= max(1, len(name)/3) && d < len(name) {
			matches = append(matches, match{name, d})
		}
	}
	slices.SortFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	var out []string
	for _, m := range matches[:min(3, len(matches))] {
		out = append(out, m.name)
	}
	return out
}

// distance is the number of bytes to insert, delete, replace or swap with their neighbour to make b of a.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

// didYouMean is a sentence with a space before it, or nothing.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " Did you mean " + list(quoted(names), "or") + "?"
}

// list joins words as a sentence does: "a, b and c".
func list(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote(w)
	}
	return out
}

// maxQuote is how much of a foreign text a message repeats, in bytes.
const maxQuote = 80

// quote repeats a foreign text on one line, without control characters and cut where it is long.
func quote(s string) string {
	if len(s) > maxQuote {
		cut := maxQuote
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return strconv.Quote(s)
}
