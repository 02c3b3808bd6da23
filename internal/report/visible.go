package report

import (
	"strings"
	"unicode"
)

// Line shows text of somebody else's on one line. What would steer a terminal, or turn the direction of writing, is shown as
// a mark.
func Line(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return '\ufffd'
	}, strings.TrimSpace(text))
}
