package iam

import (
	"errors"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, form := range forms {
		f.Add(form.text)
	}
	g := newGenerator(3, wild())
	for range 50 {
		f.Add(g.statement().String())
	}
	f.Add("allow any-user to read x in tenancy where !// not\n\na")
	f.Add("allow group 'A\\' to read x in tenancy where a = /b/c/ // d")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 8192 {
			return // TestParse_linearTime is about long ones
		}
		s, err := Parse(text)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Message == "" || syntax.Line < 1 || syntax.Column < 1 || syntax.Offset > len(text) {
				t.Fatalf("%q: %#v", text, err)
			}
			if !utf8.ValidString(err.Error()) {
				t.Fatalf("%q: the message is not text: %q", text, err)
			}
			return
		}
		assertSpans(t, s)
		if err := s.Check(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, err := Parse(s.String())
		if err != nil || again.String() != s.String() {
			t.Fatalf("%q prints as %q, and then as %q (%v)", text, s, again, err)
		}
	})
}
