package iam

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// lexer cuts a statement into tokens. What a slash or a colon is depends on the place, so the parser asks again for the
// token at a place where it means another thing (pattern, long): each at most once, so that reading stays linear.
type lexer struct {
	lex.Cursor
	comments []Comment
}

func newLexer(text string) *lexer { return &lexer{Cursor: lex.NewCursor(text)} }

// isNameRune says whether r can be part of a word: a name, keyword, type, permission or OCID.
func isNameRune(r rune) bool { return lex.IsName(r) || r == '@' || r == '+' }

// isLongRune is isNameRune with the colon of times and of tag keys, which elsewhere separates the names of a path.
func isLongRune(r rune) bool { return r == ':' || isNameRune(r) }

func (l *lexer) skip() {
	for {
		l.TakeWhile(lex.IsSpace)
		if !l.Follows("//") {
			return
		}
		start := l.At
		text := l.TakeWhile(func(r rune) bool { return r != '\n' })
		if lex.Invalid(l.Peek()) {
			return
		}
		text = strings.TrimSuffix(text, "\r")
		l.comments = append(l.comments, Comment{Span{Start: start, End: l.At}, strings.TrimSpace(strings.TrimPrefix(text, "//"))})
	}
}

// next is the token at the lexer's place, after spaces and comments.
func (l *lexer) next() lex.Token {
	l.skip()
	start := l.At
	r, size := l.Peek()
	switch {
	case size == 0:
		return l.Since(start, lex.End)
	case lex.Invalid(r, size):
		l.Advance(r, size)
		return l.Bad(start, "the statement is not valid UTF-8 here")
	case l.Follows("${"):
		return l.template(start)
	case isNameRune(r):
		l.TakeWhile(isNameRune)
		return l.Since(start, lex.Word)
	case r == '\'':
		return l.quoted(start)
	case strings.ContainsRune("{}(),=!/:", r):
		return l.Mark(r, size)
	}
	return l.strange(start, r, size)
}

// long reads the word token t again, with colons. After a colon only the rest is new, so it stays linear.
func (l *lexer) long(t lex.Token) lex.Token {
	l.At = t.End
	l.TakeWhile(isLongRune)
	return l.Since(t.Start, lex.Word)
}

// template is ${…}. It gets a message of its own, for it is what a forgotten template function leaves.
func (l *lexer) template(start Position) lex.Token {
	l.TakeWhile(func(r rune) bool { return r != '}' && r != '\n' })
	if r, size := l.Peek(); r == '}' {
		l.Advance(r, size)
	}
	return l.Bad(start, "a template that was not rendered: put the value in its place")
}

// quoted reads 'text'. Whether IAM knows an escape is not documented [U], so what could be one is refused: if the two
// sides disagreed on where a text ends, they would disagree on what the statement says.
func (l *lexer) quoted(start Position) lex.Token {
	l.Advance('\'', 1)
	text := l.TakeWhile(func(r rune) bool { return r != '\'' && isTextRune(r) })
	r, size := l.Peek()
	switch {
	case size == 0 || r == '\n' || r == '\r':
		return l.Bad(start, "the quote is not closed on its line")
	case r != '\'':
		l.Advance(r, size)
		return l.Bad(start, "the quoted text has a character that cannot be seen: "+fmt.Sprintf("%U", r))
	case strings.HasSuffix(text, `\`):
		return l.Bad(start, "a backslash before the closing quote: escapes are not documented, so use a name without a quote or an OCID")
	}
	l.Advance(r, size)
	if l.Follows("'") {
		return l.Bad(start, "a quote inside a quoted text: escapes are not documented, so use a name without a quote or an OCID")
	}
	t := l.Since(start, lex.Quoted)
	t.Text = text
	return t
}

// isTextRune says whether r can stand in quotes: what can be seen, and spaces. Direction marks and the like are refused,
// because a reviewer cannot see them.
func isTextRune(r rune) bool { return unicode.IsPrint(r) }

// pattern reads the slash token t again, as the start of /text/. The pattern ends at the first slash that something else
// can follow, for object names have slashes themselves.
func (l *lexer) pattern(t lex.Token) lex.Token {
	l.At = t.End
	for {
		l.TakeWhile(func(r rune) bool { return r != '/' && isPatternRune(r) })
		r, size := l.Peek()
		if r != '/' || size == 0 {
			l.At = t.End
			return l.Bad(t.Start, "the pattern is not closed: it is written /text/, with * for any characters, and without quotes, commas and braces")
		}
		l.Advance(r, size)
		if after, size := l.Peek(); size == 0 || lex.IsSpace(after) || strings.ContainsRune(",)}", after) {
			break
		}
	}
	whole := l.Since(t.Start, lex.Pattern)
	if whole.Text = whole.Text[1 : len(whole.Text)-1]; whole.Text == "" {
		return l.Bad(t.Start, "the pattern is empty")
	}
	return whole
}

func isPatternRune(r rune) bool { return isTextRune(r) && !strings.ContainsRune("',{}", r) }

// strange is a character that no token starts with.
func (l *lexer) strange(start Position, r rune, size int) lex.Token {
	l.Advance(r, size)
	switch r {
	case '"':
		return l.Bad(start, "a double quote: texts and names are written in single quotes")
	case '&', '|':
		l.TakeWhile(func(c rune) bool { return c == r })
		return l.Bad(start, "")
	case '<', '>':
		return l.Bad(start, "no operator of IAM's: expected =, !=, in, not in, before, after or between")
	case '#':
		return l.Bad(start, "a comment starts with //")
	}
	if !unicode.IsPrint(r) {
		return l.Bad(start, fmt.Sprintf("a character that cannot be seen: %U", r))
	}
	return l.Bad(start, "")
}
