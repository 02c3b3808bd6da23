package lex_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

func TestCursor(t *testing.T) {
	c := lex.NewCursor("añ\nb'\xff")
	assert.Equal(t, "añ\n", c.TakeWhile(func(r rune) bool { return unicode.IsLetter(r) && r != 'b' || r == '\n' }))
	assert.Equal(t, lex.Position{Offset: 4, Line: 2, Column: 1}, c.At)
	start := c.At
	c.TakeWhile(lex.IsName)
	assert.Equal(t, lex.Token{Span: lex.Span{Start: start, End: lex.Position{Offset: 5, Line: 2, Column: 2}}, Kind: lex.Word, Text: "b"}, c.Since(start, lex.Word))
	assert.True(t, c.Follows("'\xff"))
	r, size := c.Peek()
	mark := c.Mark(r, size)
	assert.Equal(t, lex.Kind('\''), mark.Kind)
	assert.True(t, lex.Invalid(c.Peek()))
	assert.Empty(t, c.TakeWhile(func(rune) bool { return true }), "what is no text is never taken")
	at := c.At
	c.Advance(c.Peek())
	bad := c.Bad(at, "why")
	assert.Equal(t, lex.Bad, bad.Kind)
	assert.Equal(t, "why", bad.Why)
	_, size = c.Peek()
	assert.Zero(t, size)
}

func TestToken_Describe(t *testing.T) {
	for want, token := range map[string]lex.Token{
		"the end of the statement":           {Kind: lex.End},
		"'a b'":                              {Kind: lex.Quoted, Text: "a b"},
		"/a*/":                               {Kind: lex.Pattern, Text: "a*"},
		`"a\"\x1b"`:                          {Kind: lex.Word, Text: "a\"\x1b"},
		`"{"`:                                {Kind: '{', Text: "{"},
		`"` + strings.Repeat("é", 60) + `…"`: {Kind: lex.Bad, Text: strings.Repeat("é", 61)},
	} {
		assert.Equal(t, want, token.Describe())
	}
	assert.True(t, lex.Token{Kind: lex.Word, Text: "Allow"}.Is("allow"))
	assert.False(t, lex.Token{Kind: lex.Quoted, Text: "allow"}.Is("allow"))
	assert.False(t, lex.Token{Kind: lex.Word, Text: "\u212aey"}.Is("key"), "a Kelvin sign is no k")
}

func TestLines(t *testing.T) {
	var got []string
	for n, text := range lex.Lines([]byte("\ufeff// remark\r\n\r\n  allow x // y\r\n\tdeny\n//\nend")) {
		got = append(got, string(rune('0'+n))+text)
	}
	assert.Equal(t, []string{"3  allow x // y", "4\tdeny", "6end"}, got)
	for range lex.Lines([]byte("a\nb")) {
		break
	}
	assert.Empty(t, slices.Collect(func(yield func(int) bool) {
		for n := range lex.Lines(nil) {
			yield(n)
		}
	}))
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"a", "a", true},
		{"a", "ab", false},
		{"*", "", true},
		{"a*", "ab", true},
		{"a*", "ba", false},
		{"*a", "ba", true},
		{"*a*", "bab", true},
		{"a*a", "a", false},
		{"a*a", "aa", true},
		{"a*b*c", "axbxc", true},
		{"a*b*c", "acb", false},
		{"**", "x", true},
		{"*ab*ab", "abab", true},
		{"*ab*ab", "ab", false},
		{"a*b", "a*b", true},
	} {
		assert.Equal(t, c.want, lex.Matches(c.pattern, c.text), "%s %s", c.pattern, c.text)
	}
}
