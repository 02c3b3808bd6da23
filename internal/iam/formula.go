package iam

import (
	"fmt"
	"strings"
)

// need is one permission that an operation needs. Of a permission that no source names, at most the type is known.
type need struct {
	Permission string // "" where no source names it
	Type       string // the type of a permission without a name, or "" where even that is not known
	From       Verb   // of a permission that Oracle may yet add to Type: the verb that it is added to; otherwise NoVerb
	Changes    bool   // of a permission without a name: whether it lets something be changed, which no allow of read does
}

// String is the need as a formula writes it.
func (n need) String() string {
	if n.Permission != "" {
		return n.Permission
	}
	return "?" + n.Type
}

// term is a set of needs that together let an operation pass. An operation has one or more.
type term []need

// parseFormula reads a formula of permissions with & and |, of which & binds tighter, and parentheses, into its alternatives.
// "-" is the formula that needs nothing.
func parseFormula(text string) ([]term, error) {
	p := formulaParser{words: strings.Fields(formulaMarks.Replace(text))}
	if text == "-" {
		return []term{{}}, nil
	}
	terms, err := p.either()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("%q is not expected there", p.words[0])
	}
	if err != nil {
		return nil, fmt.Errorf("the formula %q cannot be read: %w", text, err)
	}
	return terms, nil
}

var formulaMarks = strings.NewReplacer("(", " ( ", ")", " ) ", "&", " & ", "|", " | ")

type formulaParser struct{ words []string }

func (p *formulaParser) accept(word string) bool {
	if len(p.words) > 0 && p.words[0] == word {
		p.words = p.words[1:]
		return true
	}
	return false
}

func (p *formulaParser) either() ([]term, error) {
	terms, err := p.both()
	for err == nil && p.accept("|") {
		var more []term
		more, err = p.both()
		terms = append(terms, more...)
	}
	return terms, err
}

func (p *formulaParser) both() ([]term, error) {
	terms, err := p.one()
	for err == nil && p.accept("&") {
		var more []term
		if more, err = p.one(); err == nil {
			terms = product(terms, more)
		}
	}
	return terms, err
}

// product joins each alternative of one side with each of the other.
func product(a, b []term) []term {
	var all []term
	for _, s := range a {
		for _, t := range b {
			all = append(all, append(append(term{}, s...), t...))
		}
	}
	return all
}

func (p *formulaParser) one() ([]term, error) {
	if p.accept("(") {
		terms, err := p.either()
		if err == nil && !p.accept(")") {
			err = fmt.Errorf("a ) is missing")
		}
		return terms, err
	}
	if len(p.words) == 0 || strings.ContainsAny(p.words[0], "&|)") {
		return nil, fmt.Errorf("a permission is missing")
	}
	word := p.words[0]
	p.words = p.words[1:]
	if name, unknown := strings.CutPrefix(word, "?"); unknown {
		return []term{{need{Type: name}}}, nil
	}
	return []term{{need{Permission: word}}}, nil
}
