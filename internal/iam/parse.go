package iam

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// Limits of what Parse reads. Oracle documents neither [U]; statements near them have no reader.
const (
	MaxLength = 64 << 10 // bytes of one statement
	MaxDepth  = 64       // conditions inside conditions
)

// Parse reads one statement. Keywords, verbs, types, permissions and variables are folded, because IAM ignores their
// case; names and values stay as written. The error is a *SyntaxError. It takes time in proportion to the text's length,
// and never panics.
func Parse(statement string) (*Statement, error) {
	s, err := parse(Source{Line: 1, Text: statement})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func parse(source Source) (*Statement, *SyntaxError) {
	if len(source.Text) > MaxLength {
		return nil, &SyntaxError{
			Position: Position{Line: 1, Column: 1}, Source: source, Cause: TooLong,
			Message: fmt.Sprintf("the statement has %d bytes; at most %d are read", len(source.Text), MaxLength),
		}
	}
	l := newLexer(source.Text)
	p := &parser{Parser: lex.NewParser(l.next), lex: l}
	s := p.statement()
	if p.err != nil {
		p.err.Source = source
		return nil, p.err
	}
	s.Source, s.Comments = source, l.comments
	return s, nil
}

// parser is a recursive descent. The first error stays.
type parser struct {
	lex.Parser
	lex   *lexer
	depth int
	err   *SyntaxError
}

// fail records what was found at the current token, and that the texts in expected could have stood there.
func (p *parser) fail(cause Cause, message string, expected ...string) {
	if p.err != nil {
		return
	}
	if p.Tok.Kind == lex.Bad && p.Tok.Why != "" {
		message = p.Tok.Why
		if strings.HasPrefix(p.Tok.Text, "${") {
			cause = Template
		}
	}
	p.err = &SyntaxError{
		Position: p.Tok.Start, Cause: cause, Message: message, Expected: expected, Found: p.Tok.Describe(),
	}
	p.Stop()
}

// want fails for lack of what is expected.
func (p *parser) want(expected ...string) {
	p.fail(Malformed, fmt.Sprintf("expected %s, found %s", alternatives(expected), p.Tok.Describe()), expected...)
}

// alternatives is "a", "a or b", "a, b or c".
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// expect moves over the keyword, or fails.
func (p *parser) expect(keyword string) {
	if !p.Accept(keyword) {
		p.want(lex.Quote(keyword))
	}
}

func (p *parser) expectMark(kind lex.Kind) {
	if !p.AcceptMark(kind) {
		p.want(lex.Quote(string(kind)))
	}
}

// statement reads the whole text.
func (p *parser) statement() *Statement {
	s := &Statement{}
	start := p.Tok.Start
	if p.Tok.Kind == lex.End {
		p.fail(Malformed, "there is no statement here, only blanks or comments", "a statement")
		return s
	}
	p.opening(s)
	if s.Form == Define {
		s.Definition = p.definition()
	} else {
		p.body(s)
	}
	s.Span = p.From(start)
	p.end(s)
	return s
}

// opening reads the effect and the form: allow may be implied, deny may stand before endorse and admit.
func (p *parser) opening(s *Statement) {
	switch {
	case p.Accept("allow"), p.atSubject():
		return
	case p.Accept("define"):
		s.Form = Define
		return
	case p.Accept("deny"):
		s.Effect = Deny
	}
	switch {
	case p.Accept("endorse"):
		s.Form = Endorse
	case p.Accept("admit"):
		s.Form = Admit
	case s.Effect != Deny:
		p.want(`"allow"`, `"deny"`, `"endorse"`, `"admit"`, `"define"`, "a subject")
	}
}

// body reads everything from the subject on.
func (p *parser) body(s *Statement) {
	s.Subject = p.subject()
	if s.Form == Admit && p.Accept("of") {
		s.Of = p.foreign()
	}
	s.Action = p.action(s.Form)
	p.expect("in")
	s.Location = p.location(s.locationForms())
	if s.Form != Plain || s.Action.Verb == Associate {
		s.With = p.with()
	}
	if s.Form == Plain && s.Action.Verb == Associate && s.With == nil {
		p.want(`"with"`)
	}
	if p.Accept("where") {
		s.Condition = p.condition()
	}
}

// with reads the other end of an association, if there is one.
func (p *parser) with() *With {
	start := p.Tok.Start
	if !p.Accept("with") {
		return nil
	}
	w := &With{Resource: p.resource()}
	p.expect("in")
	w.Location = p.location(anyLocation)
	w.Span = p.From(start)
	return w
}

// end makes sure that nothing follows. What does is the sign of a conjunction that IAM does not have, of a name that ends
// the statement early, or of two statements in one.
func (p *parser) end(s *Statement) {
	switch {
	case p.Tok.Kind == lex.End:
	case p.atConjunction():
		p.conjunction()
	case p.Tok.Kind == ',' && s.Condition != nil:
		p.fail(Conjunction, `a comma after the first condition: put the conditions into all {…} or any {…}`, "the end of the statement")
	default:
		p.fail(TrailingText, fmt.Sprintf("the statement was complete before %s: one text is one statement, and a name with special characters must be in quotes",
			p.Tok.Describe()), "the end of the statement")
	}
}

// action reads a verb and a type, or a permission list. The word to may be left out, as the field's grammar has it.
func (p *parser) action(form Form) Action {
	to := p.Accept("to")
	a := Action{}
	start := p.Tok.Start
	if p.Tok.Kind == '{' {
		a.Permissions = p.permissions()
	} else {
		a.Verb = p.verb(to, form)
		a.Resource = p.resource()
	}
	a.Span = p.From(start)
	return a
}

var verbs = map[string]Verb{"inspect": Inspect, "read": Read, "use": Use, "manage": Manage, "associate": Associate}

func (p *parser) verb(afterTo bool, form Form) Verb {
	v, ok := verbs[lex.Fold(p.Tok.Text)]
	switch {
	case p.Tok.Kind == lex.Word && ok:
		p.Next()
	case !afterTo && p.Tok.Kind != lex.Word:
		p.want(`"to"`)
	case !afterTo:
		p.fail(Malformed, fmt.Sprintf(`expected "to", found %s; a name with spaces must be in quotes`, p.Tok.Describe()), `"to"`)
	case p.Tok.Kind != lex.Word:
		p.want(append(verbWords(form), `"{"`)...)
	default:
		p.fail(UnknownVerb, fmt.Sprintf("%s is no verb: expected %s, or permissions in braces", p.Tok.Describe(), alternatives(verbWords(form))),
			append(verbWords(form), `"{"`)...)
	}
	return v
}

func verbWords(form Form) []string {
	words := []string{`"inspect"`, `"read"`, `"use"`, `"manage"`}
	if form == Plain {
		return words
	}
	return append(words, `"associate"`)
}

func (p *parser) resource() Resource {
	if p.Tok.Kind != lex.Word || !isASCII(p.Tok.Text) || p.Tok.Is("in") {
		p.want("a resource type")
		return Resource{}
	}
	r := Resource{Span: p.Tok.Span, Name: lex.Fold(p.Tok.Text)}
	p.Next()
	return r
}

// permissions reads {A, B}.
func (p *parser) permissions() []Permission {
	var list []Permission
	p.expectMark('{')
	for {
		if p.Tok.Kind != lex.Word || !isASCII(p.Tok.Text) {
			p.want("a permission")
			return nil
		}
		list = append(list, Permission{Span: p.Tok.Span, Name: strings.ToUpper(p.Tok.Text)})
		p.Next()
		if p.AcceptMark('}') {
			return list
		}
		if !p.AcceptMark(',') {
			p.want(`","`, `"}"`)
			return nil
		}
	}
}

var definitionKinds = map[string]DefinitionKind{
	"tenancy": DefineTenancy, "group": DefineGroup, "dynamic-group": DefineDynamicGroup,
	"compartment": DefineCompartment, "service": DefineService,
}

// definition reads what follows define.
func (p *parser) definition() *Definition {
	d := &Definition{}
	start := p.Tok.Start
	kind, ok := definitionKinds[lex.Fold(p.Tok.Text)]
	if p.Tok.Kind != lex.Word || !ok {
		p.want(`"tenancy"`, `"group"`, `"dynamic-group"`, `"compartment"`, `"service"`)
	}
	d.Kind = kind
	p.Next()
	d.Name = p.name("a name")
	p.expect("as")
	d.OCID = p.ocid()
	d.Span = p.From(start)
	return d
}

// reserved are the words that end a name: a name that is one of them is written in quotes.
var reserved = []string{"to", "of", "in", "where", "with", "as", "id"}

func isReserved(word string) bool {
	return slices.ContainsFunc(reserved, func(r string) bool { return r == lex.Fold(word) })
}

// name reads a name, in quotes or without; what says whose name is expected.
func (p *parser) name(what string) Name {
	switch {
	case p.Tok.Kind == lex.Quoted && p.Tok.Text != "":
	case p.Tok.Kind == lex.Word && !isReserved(p.Tok.Text):
	default:
		p.want(what)
		return Name{}
	}
	n := Name{Span: p.Tok.Span, Text: p.Tok.Text}
	p.Next()
	return n
}

func (p *parser) ocid() string {
	if p.Tok.Kind != lex.Word && p.Tok.Kind != lex.Quoted || !isOCID(p.Tok.Text) {
		p.want("an OCID")
		return ""
	}
	text := p.Tok.Text
	p.Next()
	return text
}

// isOCID says whether the text has an OCID's shape. Whether it is one, region.FindOCID knows better.
func isOCID(text string) bool {
	const prefix = "ocid1."
	return len(text) > len(prefix) && lex.Fold(text[:len(prefix)]) == prefix &&
		strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == ""
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
