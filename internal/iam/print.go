package iam

import (
	"errors"
	"fmt"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// String is the statement in its canonical form, on one line: keywords and types in lower case, permissions in upper
// case, variables as Oracle spells them, quotes round names only where they need them, no comments. Parse of it gives an equal statement if the
// statement is one that Parse could have given (Check). A character that quotes cannot hold is replaced: a name never
// becomes more than a name.
func (s *Statement) String() string {
	w := &writer{}
	if s.Effect == Deny {
		w.words("deny")
	}
	switch s.Form {
	case Define:
		w.definition(s.Definition)
		return w.String()
	case Endorse:
		w.words("endorse")
	case Admit:
		w.words("admit")
	case Plain:
		if s.Effect == Allow {
			w.words("allow")
		}
	}
	w.statement(s)
	return w.String()
}

// Check says why the statement is not one that Parse could have given: it is not complete, or a name in it has what no
// statement can hold. What Check accepts means the same here and after printing.
func (s *Statement) Check() error {
	text := s.String()
	again, err := Parse(text)
	if err != nil {
		return fmt.Errorf("the statement would read %s: %w", lex.Quote(lex.Abbreviate(text)), err)
	}
	if !s.Equal(again) {
		return errors.New("a name or value has characters that a statement cannot hold, so it would read " + lex.Quote(lex.Abbreviate(text)))
	}
	return nil
}

// writer puts one space between words.
type writer struct{ strings.Builder }

func (w *writer) words(words ...string) {
	for _, word := range words {
		if w.Len() > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(word)
	}
}

func (w *writer) definition(d *Definition) {
	if d == nil {
		d = &Definition{}
	}
	w.words("define", keyOf(definitionKinds, d.Kind), name(d.Name.Text), "as", ocid(d.OCID))
}

func (w *writer) statement(s *Statement) {
	w.subject(s.Subject)
	if s.Of != nil {
		w.words("of")
		w.tenancy(s.Of)
	}
	w.words("to")
	w.action(s.Action)
	w.words("in")
	w.location(s.Location)
	if s.With != nil {
		w.words("with", word(s.With.Resource.Name), "in")
		w.location(s.With.Location)
	}
	if s.Condition != nil {
		w.words("where")
		w.condition(s.Condition)
	}
}

func (w *writer) subject(s Subject) {
	w.words(keyOf(subjectKinds, s.Kind))
	for i, p := range s.Principals {
		if i > 0 {
			w.WriteByte(',')
		}
		w.principal(s.Kind, p)
	}
}

func (w *writer) principal(kind SubjectKind, p Principal) {
	switch {
	case p.OCID != "":
		w.words("id", ocid(p.OCID))
	case p.Domain != "":
		w.words(name(p.Domain) + "/" + name(p.Name))
	default:
		w.words(name(p.Name))
	}
	if kind == ResourcePrincipal {
		for _, t := range p.Types {
			w.words(name(t))
		}
	}
}

func (w *writer) tenancy(t *Tenancy) {
	switch {
	case t.Any:
		w.words("any-tenancy")
	case t.OCID != "":
		w.words("tenancy", ocid(t.OCID))
	default:
		w.words("tenancy", name(t.Alias))
	}
}

func (w *writer) action(a Action) {
	if a.Verb != NoVerb {
		w.words(a.Verb.String(), word(a.Resource.Name))
		return
	}
	w.words("{")
	for i, p := range a.Permissions {
		if i > 0 {
			w.WriteString(", ")
		}
		w.WriteString(word(p.Name))
	}
	w.WriteByte('}')
}

func (w *writer) location(l Location) {
	switch l.Kind {
	case InAnyTenancy:
		w.words("any-tenancy")
	case InTenancy:
		if l.Tenancy != nil {
			w.tenancy(l.Tenancy)
			return
		}
		w.words("tenancy")
	case InCompartment:
		w.compartment(l)
	case NoLocation:
	}
}

func (w *writer) compartment(l Location) {
	w.words("compartment")
	if l.OCID != "" {
		w.words("id", ocid(l.OCID))
	} else {
		names := make([]string, len(l.Path))
		for i, n := range l.Path {
			names[i] = name(n.Text)
		}
		w.words(strings.Join(names, ":"))
	}
	if l.Tenancy != nil {
		w.words("of")
		w.tenancy(l.Tenancy)
	}
}

func (w *writer) condition(c Condition) {
	switch c := c.(type) {
	case *Combination:
		w.combination(c)
	case *Comparison:
		w.comparison(c)
	case *Absent:
		w.words("!" + c.Variable.String())
	}
}

func (w *writer) combination(c *Combination) {
	if c.Junction == Any {
		w.words("any", "{")
	} else {
		w.words("all", "{")
	}
	for i, m := range c.Members {
		if i > 0 {
			w.WriteByte(',')
		}
		inner := &writer{}
		inner.condition(m)
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(inner.String())
	}
	w.WriteByte('}')
}

func (w *writer) comparison(c *Comparison) {
	v := c.Variable.String()
	values := make([]string, len(c.Values))
	for i, value := range c.Values {
		values[i] = value.String()
	}
	list := strings.Join(values, ", ")
	switch c.Operator {
	case In, NotIn:
		w.words(v, c.Operator.String(), "("+list+")")
	case SetsEqual, SetsIntersect:
		if len(c.Values) != 1 || c.Values[0].Kind != Reference {
			list = "(" + list + ")" // as Oracle's landing zones write them
		}
		w.words(c.Operator.String() + "(" + v + ", " + list + ")")
	case Between:
		w.words(v, c.Operator.String(), strings.Join(values, " and "))
	case Equal, NotEqual, Before, After:
		w.words(v, c.Operator.String(), list)
	}
}

// String is the value as a statement has it.
func (v Value) String() string {
	switch v.Kind {
	case Pattern:
		return "/" + keep(v.Text, isPatternRune) + "/"
	case Reference:
		return Variable{Name: v.Text, Written: v.Written}.String()
	case Word:
		return keep(v.Text, isLongRune)
	case Literal:
	}
	return quoted(v.Text)
}

// String is the verb's keyword.
func (v Verb) String() string { return keyOf(verbs, v) }

var operatorWords = map[Operator]string{
	Equal: "=", NotEqual: "!=", In: "in", NotIn: "not in", Before: "before", After: "after", Between: "between",
	SetsEqual: "sets-equal", SetsIntersect: "sets-intersect",
}

// String is the operator as a statement has it.
func (o Operator) String() string { return operatorWords[o] }

// String is the subject as a statement has it.
func (s Subject) String() string {
	w := &writer{}
	w.subject(s)
	return w.String()
}

// String is the location as a statement has it.
func (l Location) String() string {
	w := &writer{}
	w.location(l)
	return w.String()
}

// keyOf is the word that stands for the value, "" for none.
func keyOf[V comparable](words map[string]V, value V) string {
	for word, v := range words {
		if v == value {
			return word
		}
	}
	return ""
}

// name is a name, in quotes where it would otherwise be read as something else.
func name(text string) string {
	switch _, keyword := subjectKinds[lex.Fold(text)]; {
	case text == "", keyword, isReserved(text), isOpening(text), isOCID(text), lex.Fold(text) == "and", lex.Fold(text) == "or",
		strings.ContainsFunc(text, func(r rune) bool { return !isNameRune(r) }):
		return quoted(text)
	}
	return text
}

// quoted is the text in quotes. What could end the quotes is replaced.
func quoted(text string) string {
	text = keep(text, func(r rune) bool { return r != '\'' && isTextRune(r) })
	if strings.HasSuffix(text, `\`) {
		text = text[:len(text)-1] + "\ufffd"
	}
	return "'" + text + "'"
}

// keep replaces the characters that ok refuses.
func keep(text string, ok func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if ok(r) {
			return r
		}
		return '\ufffd'
	}, strings.ToValidUTF8(text, "\ufffd"))
}

func word(text string) string {
	return keep(text, func(r rune) bool { return r < 0x80 && isNameRune(r) })
}

// String is the variable as Oracle's documentation spells it, otherwise as it was written: whether IAM folds the case of
// variables is not documented [U], and a deny on a variable that no request carries would deny nothing.
func (v Variable) String() string {
	if s := mixedCase[v.Name]; s != "" {
		return s
	}
	if _, known := FindVariable(v.Name); known && !isTag(v.Name) || lex.Fold(v.Written) != v.Name {
		return keep(v.Name, isVariableRune)
	}
	return keep(v.Written, isVariableRune)
}

// mixedCase has the variables that Oracle does not spell in lower case.
var mixedCase = map[string]string{
	"request.networksource.name":           "request.networkSource.name",
	"request.user.mfatotpverified":         "request.user.mfaTotpVerified",
	"request.principal.servicetype":        "request.principal.serviceType",
	"request.principal.governingtenancyid": "request.principal.governingTenancyId",
	"target.workloadtype":                  "target.workloadType",
}

func ocid(text string) string { return word(text) }

// String is the kind's keyword.
func (k SubjectKind) String() string { return keyOf(subjectKinds, k) }
