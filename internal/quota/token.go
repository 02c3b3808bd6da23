package quota

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is the kind of a token. Punctuation is its own kind: the character itself.
type tokenKind rune

const (
	tokenEnd tokenKind = -(iota + 1)
	tokenWord
	tokenQuoted
	tokenPattern
	tokenBad
)

type token struct {
	Span
	kind tokenKind
	text string // without quotes or slashes
	why  string // of tokenBad: the whole message, when there is more to say than what was found
}

func (t token) is(keyword string) bool { return t.kind == tokenWord && fold(t.text) == keyword }

// fold is strings.ToLower for ASCII only, for Unicode's folding finds keywords that are not there.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func (t token) describe() string {
	switch t.kind {
	case tokenEnd:
		return "the end of the statement"
	case tokenQuoted:
		return "'" + abbreviate(t.text) + "'"
	case tokenPattern:
		return "/" + abbreviate(t.text) + "/"
	}
	return fmt.Sprintf("%q", abbreviate(t.text))
}

func abbreviate(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest]) + "…"
}

type lexer struct {
	src string
	pos Position
}

func (l *lexer) peek() (r rune, size int) {
	if l.pos.Offset >= len(l.src) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(l.src[l.pos.Offset:])
}

func (l *lexer) advance(r rune, size int) {
	l.pos.Offset += size
	l.pos.Column++
	if r == '\n' {
		l.pos.Line++
		l.pos.Column = 1
	}
}

func (l *lexer) takeWhile(ok func(rune) bool) string {
	start := l.pos.Offset
	for r, size := l.peek(); size > 0 && ok(r) && (r != utf8.RuneError || size > 1); r, size = l.peek() {
		l.advance(r, size)
	}
	return l.src[start:l.pos.Offset]
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

func isNameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("_-.", r)
}

// isLongRune is isNameRune with the colon of an availability domain's name.
func isLongRune(r rune) bool { return r == ':' || isNameRune(r) }

func isPatternRune(r rune) bool { return isNameRune(r) || r == '*' }

func (l *lexer) next() token {
	l.takeWhile(isSpace)
	start := l.pos
	r, size := l.peek()
	switch {
	case size == 0:
		return token{Span: Span{start, start}, kind: tokenEnd}
	case isNameRune(r):
		text := l.takeWhile(isNameRune)
		return token{Span: Span{start, l.pos}, kind: tokenWord, text: text}
	case r == '\'':
		return l.quoted(start)
	case r == '/':
		return l.pattern(start)
	case strings.ContainsRune("{}(),=!:", r):
		l.advance(r, size)
		return token{Span: Span{start, l.pos}, kind: tokenKind(r), text: string(r)}
	}
	return l.strange(start, r, size)
}

// long reads the word token t again, with colons.
func (l *lexer) long(t token) token {
	l.takeWhile(isLongRune)
	return token{Span: Span{t.Start, l.pos}, kind: tokenWord, text: l.src[t.Start.Offset:l.pos.Offset]}
}

func (l *lexer) bad(start Position, why string) token {
	return token{Span: Span{start, l.pos}, kind: tokenBad, text: l.src[start.Offset:l.pos.Offset], why: why}
}

func (l *lexer) quoted(start Position) token {
	l.advance('\'', 1)
	text := l.takeWhile(func(r rune) bool { return r != '\'' && r != '\\' && unicode.IsPrint(r) })
	r, size := l.peek()
	if r != '\'' || size == 0 {
		return l.bad(start, "the quote is not closed, or the text in it has a backslash or a character that cannot be seen")
	}
	l.advance(r, size)
	return token{Span: Span{start, l.pos}, kind: tokenQuoted, text: text}
}

func (l *lexer) pattern(start Position) token {
	l.advance('/', 1)
	if r, size := l.peek(); r == '/' && size > 0 {
		return l.bad(start, "whether quotas can have comments is not documented: leave them out")
	}
	text := l.takeWhile(isPatternRune)
	r, size := l.peek()
	if r != '/' || size == 0 {
		return l.bad(start, "the pattern is not closed: it is written /text/, with * for any characters")
	}
	l.advance(r, size)
	return token{Span: Span{start, l.pos}, kind: tokenPattern, text: text}
}

func (l *lexer) strange(start Position, r rune, size int) token {
	l.advance(r, size)
	switch {
	case r == utf8.RuneError && size == 1:
		return l.bad(start, "the statement is not valid UTF-8 here")
	case r == '*':
		return l.bad(start, "a name with * is written between slashes: /standard*/")
	case r == '"':
		return l.bad(start, "a double quote: texts are written in single quotes")
	case r == '$':
		return l.bad(start, "a template that was not rendered, or a dollar sign: put the value in its place")
	case r == '&' || r == '|':
		l.takeWhile(func(c rune) bool { return c == r })
	case !unicode.IsPrint(r):
		return l.bad(start, fmt.Sprintf("a character that cannot be seen: %U", r))
	}
	return l.bad(start, "")
}
