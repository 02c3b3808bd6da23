package ddl

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is a statement that cannot be read, or that says what no table can be.
type Error struct {
	Line, Column int // from 1; 0 for a fault of the whole statement
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}

type kind int

const (
	end kind = iota
	word
	number
	text
	sign
)

// token is a part of a statement. A text has its quotes.
type token struct {
	kind  kind
	text  string
	start int // in bytes
}

func (t token) String() string {
	if t.kind == end {
		return "the end of the statement"
	}
	return fmt.Sprintf("%q", t.text)
}

// is says whether the token is a keyword or a sign.
func (t token) is(what string) bool {
	return (t.kind == word || t.kind == sign) && strings.EqualFold(t.text, what)
}

// longest is how long a statement may be, in bytes: far more than a table with all its columns needs.
const longest = 256 << 10

// scan takes a statement apart.
func scan(statement string) ([]token, error) {
	if len(statement) > longest {
		return nil, &Error{Message: fmt.Sprintf("the statement is longer than %d bytes", longest)}
	}
	s := scanner{in: statement}
	var out []token
	for {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		out = append(out, t)
		if t.kind == end {
			return out, nil
		}
	}
}

type scanner struct {
	in string
	at int
}

func (s *scanner) next() (token, error) {
	if err := s.skip(); err != nil {
		return token{}, err
	}
	start := s.at
	if start == len(s.in) {
		return token{kind: end, start: start}, nil
	}
	c := s.in[start]
	switch {
	case letter(c):
		s.while(func(c byte) bool { return letter(c) || digit(c) || c == '_' })
		return s.token(word, start), nil
	case digit(c), c == '-' && start+1 < len(s.in) && digit(s.in[start+1]):
		s.at++
		s.while(func(c byte) bool { return letter(c) || digit(c) || c == '.' })
		return s.token(number, start), nil
	case c == '"' || c == '\'':
		return s.quoted(start, c)
	case strings.IndexByte("(),;.", c) >= 0:
		s.at++
		return s.token(sign, start), nil
	}
	r, _ := utf8.DecodeRuneInString(s.in[start:])
	return token{}, s.fault(start, "%q is not part of the language", r)
}

func (s *scanner) token(k kind, start int) token { return token{k, s.in[start:s.at], start} }

func (s *scanner) while(accepts func(byte) bool) {
	for s.at < len(s.in) && accepts(s.in[s.at]) {
		s.at++
	}
}

// quoted reads a string, in which a backslash takes the next character as it is.
func (s *scanner) quoted(start int, quote byte) (token, error) {
	for s.at++; s.at < len(s.in); s.at++ {
		switch s.in[s.at] {
		case '\\':
			s.at++
		case quote:
			s.at++
			return s.token(text, start), nil
		}
	}
	return token{}, s.fault(start, "the string does not end")
}

// skip passes over white space and comments.
func (s *scanner) skip() error {
	for s.at < len(s.in) {
		rest := s.in[s.at:]
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			s.at++
		case strings.HasPrefix(rest, "//"), rest[0] == '#':
			s.while(func(c byte) bool { return c != '\n' && c != '\r' })
		case strings.HasPrefix(rest, "/*"):
			length := strings.Index(rest, "*/")
			if length < 0 {
				return s.fault(s.at, "the comment does not end")
			}
			s.at += length + len("*/")
		default:
			return nil
		}
	}
	return nil
}

func (s *scanner) fault(at int, format string, args ...any) error {
	return faultAt(s.in, at, fmt.Sprintf(format, args...))
}

func faultAt(statement string, at int, message string) error {
	before := statement[:at]
	line := strings.Count(before, "\n")
	return &Error{Line: line + 1, Column: utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1, Message: message}
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }
