// Package lex is what the languages of Oracle's policies and of its quotas have in common: positions in a statement's text, words and
// marks, how a parser goes through them, letters that count as the same, patterns with stars, files of statements. It refuses to know
// what any word means.
package lex

import (
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Position is a place in a statement's text. Line and Column count from 1, Column in characters; Offset counts bytes
// from 0. The zero Position belongs to a node that was not parsed.
type Position struct{ Offset, Line, Column int }

// Span is the text of a node: from Start up to, not including, End. It is embedded in every node.
type Span struct{ Start, End Position }

// Extent is the span itself.
func (s Span) Extent() Span { return s }

// Source says where a statement's text was found.
type Source struct {
	File string // "" when the statement is not from a file
	Line int    // the line of File on which the statement's text begins, from 1
	Text string // the statement as it was written
}

// Kind is the kind of a token. Punctuation is its own kind: the character itself.
type Kind rune

// The kinds of tokens that are no punctuation.
const (
	End Kind = -(iota + 1)
	Word
	Quoted
	Pattern
	Bad // a character, or a run of them, that the language has no use for
)

// Token is one lexical unit. Its text is a quoted string without quotes, a pattern without slashes, otherwise as written.
type Token struct {
	Span
	Kind Kind
	Text string
	Why  string // of Bad: the whole message, when there is more to say than what was found
}

// Is says whether the token is the keyword, in any case, and not in quotes.
func (t Token) Is(keyword string) bool { return t.Kind == Word && Fold(t.Text) == keyword }

// Describe names the token for a message.
func (t Token) Describe() string {
	switch t.Kind {
	case End:
		return "the end of the statement"
	case Quoted:
		return "'" + Abbreviate(t.Text) + "'"
	case Pattern:
		return "/" + Abbreviate(t.Text) + "/"
	case Word, Bad:
	}
	return Quote(Abbreviate(t.Text))
}

// Quote is for messages: it shows what cannot be seen, and no quote inside it ends it.
func Quote(s string) string { return fmt.Sprintf("%q", s) }

const longestShown = 60

// Abbreviate cuts what is too long for a message.
func Abbreviate(s string) string {
	if utf8.RuneCountInString(s) <= longestShown {
		return s
	}
	return string([]rune(s)[:longestShown]) + "…"
}

// Fold is strings.ToLower for ASCII only: Unicode's folding would read a Kelvin sign as a k, and so find keywords and
// variables that are not there.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// IsSpace says whether r only separates words.
func IsSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// IsName says whether r can be part of a word of both languages: a name, a keyword, an OCID.
func IsName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("_-.", r)
}

// Cursor goes through a text once.
type Cursor struct {
	text string
	At   Position
}

// NewCursor stands at the beginning of a text.
func NewCursor(text string) Cursor { return Cursor{text, Position{Offset: 0, Line: 1, Column: 1}} }

// Peek is the character at the cursor; size is 0 at the end. A byte that is not UTF-8 is utf8.RuneError of size 1.
func (c *Cursor) Peek() (r rune, size int) {
	if c.At.Offset >= len(c.text) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(c.text[c.At.Offset:])
}

// Advance moves over a character that Peek gave.
func (c *Cursor) Advance(r rune, size int) {
	c.At.Offset += size
	if r == '\n' {
		c.At.Line++
		c.At.Column = 1
		return
	}
	c.At.Column++
}

// TakeWhile moves over the characters that ok accepts and returns them. It stops at what is not UTF-8.
func (c *Cursor) TakeWhile(ok func(rune) bool) string {
	start := c.At.Offset
	for r, size := c.Peek(); size > 0 && ok(r) && !Invalid(r, size); r, size = c.Peek() {
		c.Advance(r, size)
	}
	return c.text[start:c.At.Offset]
}

// Follows says whether the text goes on with these characters.
func (c *Cursor) Follows(text string) bool { return strings.HasPrefix(c.text[c.At.Offset:], text) }

// Since is the text from a place up to the cursor, as a token.
func (c *Cursor) Since(start Position, kind Kind) Token {
	return Token{Span: Span{start, c.At}, Kind: kind, Text: c.text[start.Offset:c.At.Offset]}
}

// Bad is the text from a place up to the cursor, as one that cannot stand there.
func (c *Cursor) Bad(start Position, why string) Token {
	t := c.Since(start, Bad)
	t.Why = why
	return t
}

// Mark moves over one character of punctuation.
func (c *Cursor) Mark(r rune, size int) Token {
	start := c.At
	c.Advance(r, size)
	return c.Since(start, Kind(r))
}

// Invalid says whether what Peek gave is a byte that is not UTF-8.
func Invalid(r rune, size int) bool { return r == utf8.RuneError && size == 1 }

// Texts are statements that are in no file.
func Texts(statements []string) iter.Seq[Source] {
	return func(yield func(Source) bool) {
		for _, text := range statements {
			if !yield(Source{Line: 1, Text: text}) {
				return
			}
		}
	}
}

// Lines are the statements of a file of one statement a line. Lines that are blank, and those that begin with //, are passed
// over.
func Lines(file string, src []byte) iter.Seq[Source] {
	return func(yield func(Source) bool) {
		line := 0
		for text := range strings.Lines(strings.TrimPrefix(string(src), "\ufeff")) {
			line++
			text = strings.TrimRight(text, "\r\n")
			if t := strings.TrimSpace(text); t != "" && !strings.HasPrefix(t, "//") && !yield(Source{file, line, text}) {
				return
			}
		}
	}
}

// Read parses statements one by one: those that can be read, and the faults of those that cannot.
func Read[Statement, Fault any](all iter.Seq[Source], parse func(Source) (*Statement, *Fault)) (read []*Statement, unread []*Fault) {
	for source := range all {
		if s, fault := parse(source); fault != nil {
			unread = append(unread, fault)
		} else {
			read = append(read, s)
		}
	}
	return read, unread
}

// Matches tells whether a folded text matches a folded pattern, in which * stands for any characters, none included.
func Matches(pattern, text string) bool {
	first, rest, open := strings.Cut(pattern, "*")
	if !open {
		return pattern == text
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	text = text[len(first):]
	for {
		part, more, again := strings.Cut(rest, "*")
		if !again {
			return strings.HasSuffix(text, part)
		}
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text, rest = text[i+len(part):], more
	}
}
