package iam

import (
	"fmt"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

var subjectKinds = map[string]SubjectKind{
	"group": Group, "dynamic-group": DynamicGroup, "service": Service, "resource": ResourcePrincipal,
	"any-user": AnyUser, "any-group": AnyGroup,
}

// atSubject says whether a subject is next, as it is where allow is implied.
func (p *parser) atSubject() bool {
	_, ok := subjectKinds[lex.Fold(p.Tok.Text)]
	return p.err == nil && p.Tok.Kind == lex.Word && ok
}

// subject reads one kind and its principals.
func (p *parser) subject() Subject {
	if !p.atSubject() {
		p.noSubject()
		return Subject{}
	}
	start := p.Tok.Start
	s := Subject{Kind: subjectKinds[lex.Fold(p.Tok.Text)]}
	p.Next()
	if s.Kind != AnyUser && s.Kind != AnyGroup {
		s.Principals = p.principals(s.Kind)
	}
	s.Span = p.From(start)
	return s
}

func (p *parser) noSubject() {
	expected := []string{`"group"`, `"dynamic-group"`, `"service"`, `"resource"`, `"any-user"`, `"any-group"`}
	if p.Tok.Is("user") {
		p.fail(Malformed, `a single user cannot be a subject: name a group, or write any-user … where request.user.id = '…'`, expected...)
	}
	p.want(expected...)
}

// principals reads the list. After an OCID the word id may be left out.
func (p *parser) principals(kind SubjectKind) []Principal {
	var list []Principal
	byID := false
	for {
		one := p.principal(kind, byID)
		byID = one.OCID != ""
		list = append(list, one)
		if p.Tok.Kind != ',' || p.err != nil {
			return list
		}
		p.Next()
		if p.atSubject() {
			p.fail(Malformed, fmt.Sprintf("a statement has one type of principal, named once: expected a name after the comma, found %s", p.Tok.Describe()), "a name")
		}
	}
}

func (p *parser) principal(kind SubjectKind, byID bool) Principal {
	start := p.Tok.Start
	one := Principal{}
	switch kind {
	case Service:
		one.Name = p.name("a service's name").Text
	case ResourcePrincipal:
		one.Name = p.name("a service's name").Text
		one.Types = p.types()
	default:
		p.member(&one, byID)
	}
	one.Span = p.From(start)
	return one
}

// member reads a group or dynamic group: id OCID, name, or domain/name.
func (p *parser) member(one *Principal, byID bool) {
	if p.Accept("id") || byID && p.Tok.Kind == lex.Word && isOCID(p.Tok.Text) {
		one.OCID = p.ocid()
		return
	}
	one.Name = p.name("a name").Text
	if p.AcceptMark('/') {
		one.Domain = one.Name
		one.Name = p.name("the name after the domain").Text
	}
}

// types reads the words after a resource principal's service.
func (p *parser) types() []string {
	var words []string
	for p.err == nil && (p.Tok.Kind == lex.Quoted && p.Tok.Text != "" || p.Tok.Kind == lex.Word && !isReserved(p.Tok.Text)) {
		words = append(words, p.Tok.Text)
		p.Next()
	}
	return words
}

// foreign reads whose subjects an admit speaks of: tenancy X or any-tenancy.
func (p *parser) foreign() *Tenancy {
	start := p.Tok.Start
	if p.Accept("any-tenancy") {
		return &Tenancy{Span: p.From(start), Any: true}
	}
	if !p.Accept("tenancy") {
		p.want(`"tenancy"`, `"any-tenancy"`)
		return nil
	}
	t := p.alias()
	t.Start = start
	return t
}

// alias reads the name or OCID of another tenancy, after the word tenancy.
func (p *parser) alias() *Tenancy {
	start := p.Tok.Start
	t := &Tenancy{}
	if p.Accept("id") || p.Tok.Kind == lex.Word && isOCID(p.Tok.Text) {
		t.OCID = p.ocid()
	} else {
		t.Alias = p.name("a tenancy's name").Text
	}
	t.Span = p.From(start)
	return t
}
