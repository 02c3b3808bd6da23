package iam

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// names lints the names of the current statement, and its comments.
func (l *linter) names() {
	for _, p := range l.s.Subject.Principals {
		l.name(p.Name, p.Start)
		l.name(p.Domain, p.Start)
		if p.Domain == "" && (l.s.Subject.Kind == Group || l.s.Subject.Kind == DynamicGroup) {
			l.separator(p.Name, "/", "a domain and a group", p.Start)
		}
	}
	for _, loc := range l.locations() {
		for _, n := range loc.Path {
			l.name(n.Text, n.Start)
			l.separator(n.Text, ":", "compartments of a path", n.Start)
		}
	}
	if d := l.s.Definition; d != nil {
		l.name(d.Name.Text, d.Name.Start)
	}
	for _, c := range l.s.Comments {
		if looksLikeStatement(c.Text) || location.MatchString(c.Text) {
			l.report(ruleEndsEarly, c.Start, fmt.Sprintf("The statement ends before //, and %q is not read. A name that brings its own end does that.", lex.Abbreviate(c.Text)),
				"Put the name in single quotes, or name the principal by its OCID; keep remarks out of statements.")
		}
	}
}

func (l *linter) locations() []Location {
	if l.s.With != nil {
		return []Location{l.s.Location, l.s.With.Location}
	}
	return []Location{l.s.Location}
}

// name reports a name that would be more than a name without its quotes, and an OCID in a name's place.
func (l *linter) name(text string, at Position) {
	switch {
	case looksLikeStatement(text) || strings.Contains(text, "//") || strings.Contains(text, "${"):
		l.report(ruleEndsEarly, at, fmt.Sprintf("The name %q holds words of the language. Only the quotes keep it from ending the statement.", lex.Abbreviate(text)),
			"Look at where the name comes from; name the principal by its OCID.")
	case isOCID(text):
		l.report(ruleWithoutID, at, fmt.Sprintf("%s is an OCID, and is read as a name.", text), fmt.Sprintf("Write id %s.", text))
	}
}

// separator reports a quoted name that was probably meant to be two.
func (l *linter) separator(text, mark, what string, at Position) {
	parts := strings.Split(text, mark)
	if len(parts) < 2 || looksLikeStatement(text) || strings.Contains(text, "//") {
		return
	}
	for i, part := range parts {
		if part == "" {
			return
		}
		parts[i] = name(part)
	}
	l.report(ruleSeparator, at, fmt.Sprintf("'%s' is one name. If %s are meant, the quotes go round each of them.", text, what),
		fmt.Sprintf("Write %s.", strings.Join(parts, mark)))
}

// The remains of a statement: an action with a location, a condition, or the beginning of another.
var statementParts = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(^|\s)to\s*((inspect|read|use|manage|associate)\s+[\w-]+|\{[^}]*\})\s*in\s+(tenancy|compartment|any-tenancy)(\s|$)`),
	regexp.MustCompile(`(?i)(^|\s)where\s+(any\s*\{|all\s*\{|!|request\.|target\.)`),
	regexp.MustCompile(`(?i)^[\s;]*(allow|deny|endorse|admit)\s+(endorse|admit|group|dynamic-group|service|resource|any-user|any-group)`),
}

// location is what a statement leaves that was cut before its location.
var location = regexp.MustCompile(`(?i)^['\s]*in\s+(tenancy|compartment\s+\S+)\s*($|where\s)`)

func looksLikeStatement(text string) bool {
	for _, p := range statementParts {
		if p.MatchString(text) {
			return true
		}
	}
	return false
}

// endsEarly says whether what follows a complete statement looks as if a name had ended it.
func endsEarly(e *SyntaxError) bool {
	rest := e.Source.Text[min(e.Offset, len(e.Source.Text)):]
	return strings.HasPrefix(rest, ";") || looksLikeStatement(rest)
}
