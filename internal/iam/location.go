package iam

import (
	"fmt"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// locationForms says which locations a form of statement takes.
type locationForms int

const (
	ownLocation      locationForms = iota // tenancy, compartment
	endorsedLocation                      // also tenancy X, any-tenancy, compartment … of tenancy X
	anyLocation                           // the same, at an end of an association
)

func (s *Statement) locationForms() locationForms {
	switch {
	case s.Action.Verb == Associate:
		return anyLocation
	case s.Form == Endorse:
		return endorsedLocation
	}
	return ownLocation
}

// location reads where a statement holds.
func (p *parser) location(forms locationForms) Location {
	start := p.Tok.Start
	l := Location{}
	switch {
	case p.Accept("tenancy"):
		l.Kind = InTenancy
		if p.atAlias() {
			p.foreignOnly(forms)
			l.Tenancy = p.alias()
		}
	case p.Accept("compartment"):
		l.Kind = InCompartment
		p.compartment(&l)
		if p.Tok.Is("of") {
			p.foreignOnly(forms)
			p.Next()
			l.Tenancy = p.ownerTenancy()
		}
	case p.Tok.Is("any-tenancy"):
		p.foreignOnly(forms)
		p.Next()
		l.Kind = InAnyTenancy
	default:
		p.noLocation(forms)
	}
	l.Span = p.From(start)
	return l
}

// foreignOnly fails where a statement speaks of its own tenancy only.
func (p *parser) foreignOnly(forms locationForms) {
	if forms == ownLocation {
		p.fail(Malformed, fmt.Sprintf("this form of statement holds in its own tenancy: expected \"where\" or the end, found %s; endorse speaks of other tenancies", p.Tok.Describe()),
			`"where"`, "the end of the statement")
	}
}

func (p *parser) noLocation(forms locationForms) {
	if forms == ownLocation {
		p.want(`"tenancy"`, `"compartment"`)
		return
	}
	p.want(`"tenancy"`, `"compartment"`, `"any-tenancy"`)
}

// atAlias says whether a tenancy's name is next, as against what may follow a location.
func (p *parser) atAlias() bool {
	switch p.Tok.Kind {
	case lex.Quoted:
		return true
	case lex.Word:
		return p.Tok.Is("id") || !isReserved(p.Tok.Text) && !isOpening(p.Tok.Text) && !p.atConjunction()
	}
	return false
}

// isOpening says whether the word begins a statement. After a complete one it is the next statement's, not a name.
func isOpening(word string) bool {
	switch lex.Fold(word) {
	case "allow", "deny", "endorse", "admit", "define":
		return true
	}
	return false
}

// compartment reads id OCID, or the names of a path.
func (p *parser) compartment(l *Location) {
	if p.Accept("id") {
		l.OCID = p.ocid()
		return
	}
	for {
		l.Path = append(l.Path, p.name("a compartment's name"))
		if !p.AcceptMark(':') || p.err != nil {
			return
		}
	}
}

func (p *parser) ownerTenancy() *Tenancy {
	start := p.Tok.Start
	p.expect("tenancy")
	t := p.alias()
	t.Start = start
	return t
}
