package quota

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

type lexer struct{ lex.Cursor }

// isLongRune is lex.IsName with the colon of an availability domain's name.
func isLongRune(r rune) bool { return r == ':' || lex.IsName(r) }

func isPatternRune(r rune) bool { return lex.IsName(r) || r == '*' }

func (l *lexer) next() lex.Token {
	l.TakeWhile(lex.IsSpace)
	start := l.At
	r, size := l.Peek()
	switch {
	case size == 0:
		return l.Since(start, lex.End)
	case lex.Invalid(r, size):
		l.Advance(r, size)
		return l.Bad(start, "the statement is not valid UTF-8 here")
	case lex.IsName(r):
		l.TakeWhile(lex.IsName)
		return l.Since(start, lex.Word)
	case r == '\'':
		return l.quoted(start)
	case r == '/':
		return l.pattern(start)
	case strings.ContainsRune("{}(),=!:", r):
		return l.Mark(r, size)
	}
	return l.strange(start, r, size)
}

// long reads the word token t again, with colons.
func (l *lexer) long(t lex.Token) lex.Token {
	l.TakeWhile(isLongRune)
	return l.Since(t.Start, lex.Word)
}

func (l *lexer) quoted(start Position) lex.Token {
	l.Advance('\'', 1)
	text := l.TakeWhile(func(r rune) bool { return r != '\'' && r != '\\' && unicode.IsPrint(r) })
	r, size := l.Peek()
	if r != '\'' || size == 0 {
		return l.Bad(start, "the quote is not closed, or the text in it has a backslash or a character that cannot be seen")
	}
	l.Advance(r, size)
	return inside(l.Since(start, lex.Quoted), text)
}

func (l *lexer) pattern(start Position) lex.Token {
	l.Advance('/', 1)
	if l.Follows("/") {
		return l.Bad(start, "whether quotas can have comments is not documented: leave them out")
	}
	text := l.TakeWhile(isPatternRune)
	r, size := l.Peek()
	if r != '/' || size == 0 {
		return l.Bad(start, "the pattern is not closed: it is written /text/, with * for any characters")
	}
	l.Advance(r, size)
	return inside(l.Since(start, lex.Pattern), text)
}

// inside is a token without its quotes or slashes.
func inside(t lex.Token, text string) lex.Token {
	t.Text = text
	return t
}

func (l *lexer) strange(start Position, r rune, size int) lex.Token {
	l.Advance(r, size)
	switch {
	case r == '*':
		return l.Bad(start, "a name with * is written between slashes: /standard*/")
	case r == '"':
		return l.Bad(start, "a double quote: texts are written in single quotes")
	case r == '$':
		return l.Bad(start, "a template that was not rendered, or a dollar sign: put the value in its place")
	case r == '&' || r == '|':
		l.TakeWhile(func(c rune) bool { return c == r })
	case !unicode.IsPrint(r):
		return l.Bad(start, fmt.Sprintf("a character that cannot be seen: %U", r))
	}
	return l.Bad(start, "")
}
