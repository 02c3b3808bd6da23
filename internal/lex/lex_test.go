package lex_test

import (
	"errors"
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
	var got []lex.Source
	for source := range lex.Lines("f", []byte("\ufeff// remark\r\n\r\n  allow x // y\r\n\tdeny\n//\nend")) {
		got = append(got, source)
	}
	assert.Equal(t, []lex.Source{{File: "f", Line: 3, Text: "  allow x // y"}, {File: "f", Line: 4, Text: "\tdeny"}, {File: "f", Line: 6, Text: "end"}}, got)
	for range lex.Lines("f", []byte("a\nb")) {
		break
	}
	assert.Empty(t, slices.Collect(lex.Lines("f", nil)))
}

func TestRead(t *testing.T) {
	parse := func(source lex.Source) (*string, *error) {
		if source.Text == "bad" {
			fault := errors.New(source.Text)
			return nil, &fault
		}
		return &source.Text, nil
	}
	for range lex.Texts([]string{"a", "b"}) {
		break
	}
	read, unread := lex.Read(lex.Texts([]string{"a", "bad", "b"}), parse)
	assert.Len(t, read, 2)
	assert.Equal(t, "b", *read[1])
	assert.Len(t, unread, 1)
}

// A parser that has stopped sees nothing but the end, and does not go on.
func TestParser(t *testing.T) {
	cursor := lex.NewCursor("Allow  x")
	p := lex.NewParser(func() lex.Token {
		cursor.TakeWhile(lex.IsSpace)
		start := cursor.At
		if cursor.TakeWhile(lex.IsName) == "" {
			return cursor.Since(start, lex.End)
		}
		return cursor.Since(start, lex.Word)
	})
	start := p.Tok.Start
	assert.False(t, p.Accept("deny"))
	assert.True(t, p.Accept("allow"))
	assert.Equal(t, 5, p.From(start).End.Offset)
	p.Stop()
	assert.False(t, p.AcceptMark(lex.Word))
	p.Next()
	assert.Equal(t, lex.End, p.Tok.Kind)
	assert.Equal(t, 7, p.Tok.Start.Offset)
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
