package quota

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// String is the statement in its canonical form: keywords, family and name in lower case, quotes round values and round
// the names that need them. Parse of it gives an equal statement if the statement is one that Parse could have given
// (Check). A character that quotes cannot hold is replaced: a name never becomes more than a name.
func (s *Statement) String() string {
	words := []string{s.Action.String(), word(s.Family.Text, lex.IsName), "quota"}
	if s.Name == (Name{Span: s.Name.Span}) {
		words[2] = "quotas"
	} else {
		words = append(words, s.Name.String())
	}
	if s.Action == Set {
		words = append(words, "to", strconv.FormatInt(s.Value, 10))
	}
	words = append(words, "in", s.Location.String())
	if s.Condition != nil {
		words = append(words, "where", conditionText(s.Condition))
	}
	return strings.Join(words, " ")
}

// Check says why the statement is not one that Parse could have given.
func (s *Statement) Check() error {
	text := s.String()
	again, err := Parse(text)
	if err != nil {
		return fmt.Errorf("the statement would read %q: %w", lex.Abbreviate(text), err)
	}
	if !s.Equal(again) {
		return errors.New("a name or value has characters that a statement cannot hold")
	}
	return nil
}

// Equal says whether two statements are written the same, positions and sources aside.
func (s *Statement) Equal(t *Statement) bool {
	same := s.Action == t.Action && s.Family.Text == t.Family.Text && s.Name.Text == t.Name.Text &&
		s.Name.Pattern == t.Name.Pattern && s.Value == t.Value && len(s.Location.Path) == len(t.Location.Path)
	for i := 0; same && i < len(s.Location.Path); i++ {
		same = s.Location.Path[i].Text == t.Location.Path[i].Text
	}
	return same && equalCondition(s.Condition, t.Condition)
}

func equalCondition(a, b Condition) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case *Comparison:
		b, ok := b.(*Comparison)
		return ok && a.Variable == b.Variable && a.Not == b.Not && a.Value.Text == b.Value.Text
	case *Combination:
		b, ok := b.(*Combination)
		if !ok || a.Any != b.Any || len(a.Members) != len(b.Members) {
			return false
		}
		for i := range a.Members {
			if !equalCondition(a.Members[i], b.Members[i]) {
				return false
			}
		}
		return true
	}
	return false
}

// String is the action's keyword.
func (a Action) String() string {
	switch a {
	case Set:
		return "set"
	case Unset:
		return "unset"
	case Zero:
		return "zero"
	}
	return "invalid"
}

// String is the name as a statement has it, "" for all names.
func (n Name) String() string {
	if n.Pattern {
		return "/" + word(n.Text, isPatternRune) + "/"
	}
	return name(n.Text)
}

// String is the location as a statement has it.
func (l Location) String() string {
	if len(l.Path) == 0 {
		return "tenancy"
	}
	names := make([]string, len(l.Path))
	for i, w := range l.Path {
		names[i] = name(w.Text)
	}
	return "compartment " + strings.Join(names, ":")
}

// String is the variable's name.
func (v Variable) String() string {
	if v == AD {
		return "request.ad"
	}
	return "request.region"
}

func conditionText(c Condition) string {
	switch c := c.(type) {
	case *Combination:
		return combinationText(c)
	case *Comparison:
		operator := " = "
		if c.Not {
			operator = " != "
		}
		return c.Variable.String() + operator + quoted(c.Value.Text)
	}
	return ""
}

func combinationText(c *Combination) string {
	junction := "all"
	if c.Any {
		junction = "any"
	}
	members := make([]string, len(c.Members))
	for i, m := range c.Members {
		members[i] = conditionText(m)
	}
	return junction + " {" + strings.Join(members, ", ") + "}"
}

// name is a name, in quotes where it would otherwise be read as something else.
func name(text string) string {
	switch lex.Fold(text) {
	case "", "in", "to", "where", "id":
		return quoted(text)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !lex.IsName(r) }) {
		return quoted(text)
	}
	return text
}

func quoted(text string) string {
	return "'" + word(text, func(r rune) bool { return r != '\'' && r != '\\' && unicode.IsPrint(r) }) + "'"
}

// word replaces the characters that ok refuses.
func word(text string, ok func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if ok(r) {
			return r
		}
		return '\ufffd'
	}, strings.ToValidUTF8(text, "\ufffd"))
}
