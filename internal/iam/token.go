package iam

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
	tokenBad // a character, or a run of them, that the language has no use for
)

// token is one lexical unit. Its text is a quoted string without quotes, a pattern without slashes, otherwise as written.
type token struct {
	Span
	kind tokenKind
	text string
	why  string // of tokenBad: the whole message, when there is more to say than what was found
}

// is says whether the token is the keyword, in any case, and not in quotes.
func (t token) is(keyword string) bool {
	return t.kind == tokenWord && fold(t.text) == keyword
}

// fold is strings.ToLower for ASCII only: Unicode's folding would read a Kelvin sign as a k, and so find keywords and
// variables that are not there.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// describe names the token for a message.
func (t token) describe() string {
	switch t.kind {
	case tokenEnd:
		return "the end of the statement"
	case tokenQuoted:
		return "'" + abbreviate(t.text) + "'"
	case tokenPattern:
		return "/" + abbreviate(t.text) + "/"
	}
	return quote(abbreviate(t.text))
}

// quote is for messages: it shows what cannot be seen, and no quote inside it ends it.
func quote(s string) string { return fmt.Sprintf("%q", s) }

const longestShown = 60

func abbreviate(s string) string {
	if utf8.RuneCountInString(s) <= longestShown {
		return s
	}
	return string([]rune(s)[:longestShown]) + "…"
}

// lexer cuts a statement into tokens. What a slash or a colon is depends on the place, so the parser asks again for the
// token at a place where it means another thing (pattern, long): each at most once, so that reading stays linear.
type lexer struct {
	src      string
	pos      Position
	comments []Comment
}

func newLexer(src string) *lexer {
	return &lexer{src: src, pos: Position{Offset: 0, Line: 1, Column: 1}}
}

// peek is the character at the lexer's place; size is 0 at the end. A byte that is not UTF-8 is utf8.RuneError of size 1.
func (l *lexer) peek() (r rune, size int) {
	if l.pos.Offset >= len(l.src) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(l.src[l.pos.Offset:])
}

func (l *lexer) advance(r rune, size int) {
	l.pos.Offset += size
	if r == '\n' {
		l.pos.Line++
		l.pos.Column = 1
		return
	}
	l.pos.Column++
}

// takeWhile moves over the characters that ok accepts and returns them.
func (l *lexer) takeWhile(ok func(rune) bool) string {
	start := l.pos.Offset
	for r, size := l.peek(); size > 0 && ok(r) && !invalid(r, size); r, size = l.peek() {
		l.advance(r, size)
	}
	return l.src[start:l.pos.Offset]
}

func invalid(r rune, size int) bool { return r == utf8.RuneError && size == 1 }

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// isNameRune says whether r can be part of a word: a name, keyword, type, permission or OCID.
func isNameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("_-.@+", r)
}

// isLongRune is isNameRune with the colon of times and of tag keys, which elsewhere separates the names of a path.
func isLongRune(r rune) bool { return r == ':' || isNameRune(r) }

func (l *lexer) skip() {
	for {
		l.takeWhile(isSpace)
		if !strings.HasPrefix(l.src[l.pos.Offset:], "//") {
			return
		}
		start := l.pos
		text := l.takeWhile(func(r rune) bool { return r != '\n' })
		if r, size := l.peek(); invalid(r, size) {
			return
		}
		text = strings.TrimSuffix(text, "\r")
		l.comments = append(l.comments, Comment{Span{start, l.pos}, strings.TrimSpace(strings.TrimPrefix(text, "//"))})
	}
}

// next is the token at the lexer's place, after spaces and comments.
func (l *lexer) next() token {
	l.skip()
	start := l.pos
	r, size := l.peek()
	switch {
	case size == 0:
		return token{Span: Span{start, start}, kind: tokenEnd}
	case invalid(r, size):
		l.advance(r, size)
		return l.bad(start, "the statement is not valid UTF-8 here")
	case strings.HasPrefix(l.src[l.pos.Offset:], "${"):
		return l.template(start)
	case isNameRune(r):
		return l.word(start, isNameRune)
	case r == '\'':
		return l.quoted(start)
	case strings.ContainsRune("{}(),=!/:", r):
		l.advance(r, size)
		return token{Span: Span{start, l.pos}, kind: tokenKind(r), text: string(r)}
	}
	return l.strange(start, r, size)
}

func (l *lexer) word(start Position, ok func(rune) bool) token {
	text := l.takeWhile(ok)
	return token{Span: Span{start, l.pos}, kind: tokenWord, text: text}
}

// long reads the word token t again, with colons. After a colon only the rest is new, so it stays linear.
func (l *lexer) long(t token) token {
	l.pos = t.End
	l.takeWhile(isLongRune)
	return token{Span: Span{t.Start, l.pos}, kind: tokenWord, text: l.src[t.Start.Offset:l.pos.Offset]}
}

func (l *lexer) bad(start Position, why string) token {
	return token{Span: Span{start, l.pos}, kind: tokenBad, text: l.src[start.Offset:l.pos.Offset], why: why}
}

// template is ${…}. It gets a message of its own, for it is what a forgotten template function leaves.
func (l *lexer) template(start Position) token {
	l.takeWhile(func(r rune) bool { return r != '}' && r != '\n' })
	if r, size := l.peek(); r == '}' {
		l.advance(r, size)
	}
	return l.bad(start, "a template that was not rendered: put the value in its place")
}

// quoted reads 'text'. Whether IAM knows an escape is not documented [U], so what could be one is refused: if the two
// sides disagreed on where a text ends, they would disagree on what the statement says.
func (l *lexer) quoted(start Position) token {
	l.advance('\'', 1)
	text := l.takeWhile(func(r rune) bool { return r != '\'' && isTextRune(r) })
	r, size := l.peek()
	switch {
	case size == 0 || r == '\n' || r == '\r':
		return l.bad(start, "the quote is not closed on its line")
	case r != '\'':
		l.advance(r, size)
		return l.bad(start, "the quoted text has a character that cannot be seen: "+fmt.Sprintf("%U", r))
	case strings.HasSuffix(text, `\`):
		return l.bad(start, "a backslash before the closing quote: escapes are not documented, so use a name without a quote or an OCID")
	}
	l.advance(r, size)
	if strings.HasPrefix(l.src[l.pos.Offset:], "'") {
		return l.bad(start, "a quote inside a quoted text: escapes are not documented, so use a name without a quote or an OCID")
	}
	return token{Span: Span{start, l.pos}, kind: tokenQuoted, text: text}
}

// isTextRune says whether r can stand in quotes: what can be seen, and spaces. Direction marks and the like are refused,
// because a reviewer cannot see them.
func isTextRune(r rune) bool { return unicode.IsPrint(r) }

// pattern reads the slash token t again, as the start of /text/. The pattern ends at the first slash that something else
// can follow, for object names have slashes themselves.
func (l *lexer) pattern(t token) token {
	l.pos = t.End
	for {
		l.takeWhile(func(r rune) bool { return r != '/' && isPatternRune(r) })
		r, size := l.peek()
		if r != '/' || size == 0 {
			l.pos = t.End
			return l.bad(t.Start, "the pattern is not closed: it is written /text/, with * for any characters, and without quotes, commas and braces")
		}
		l.advance(r, size)
		if after, size := l.peek(); size == 0 || isSpace(after) || strings.ContainsRune(",)}", after) {
			break
		}
	}
	text := l.src[t.End.Offset : l.pos.Offset-1]
	if text == "" {
		return l.bad(t.Start, "the pattern is empty")
	}
	return token{Span: Span{t.Start, l.pos}, kind: tokenPattern, text: text}
}

func isPatternRune(r rune) bool { return isTextRune(r) && !strings.ContainsRune("',{}", r) }

// strange is a character that no token starts with.
func (l *lexer) strange(start Position, r rune, size int) token {
	l.advance(r, size)
	switch r {
	case '"':
		return l.bad(start, "a double quote: texts and names are written in single quotes")
	case '&', '|':
		l.takeWhile(func(c rune) bool { return c == r })
		return l.bad(start, "")
	case '<', '>':
		return l.bad(start, "no operator of IAM's: expected =, !=, in, not in, before, after or between")
	case '#':
		return l.bad(start, "a comment starts with //")
	}
	if !unicode.IsPrint(r) {
		return l.bad(start, fmt.Sprintf("a character that cannot be seen: %U", r))
	}
	return l.bad(start, "")
}
