// Package decisions is a table of decisions about requests, each under the sentence that it rests on: what package iam must say,
// and what a live tenancy must say too. It knows the table's form and refuses to decide anything itself.
package decisions

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

//go:embed table.txt
var table string

// Decision is one line of the table, with what stands above it.
type Decision struct {
	Fact     string       // the sentence that it rests on
	Line     string       // the request and the outcome as they are written
	Policies []iam.Policy // those that hold
	Request  iam.Request
	Want     string // allowed, denied or not allowed
}

// Table is the whole table.
func Table() ([]Decision, error) { return Read(table) }

// Read reads decisions in the form that the head of table.txt describes.
func Read(text string) ([]Decision, error) {
	var all []Decision
	var now Decision
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			now = Decision{Fact: line[3:]}
		case strings.HasPrefix(line, "> "):
			var d Decision
			d, err = now.question(line[2:])
			all = append(all, d)
		default:
			now.Policies, err = attach(now.Policies, line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return all, nil
}

// question is a line with a request and its outcome.
func (d Decision) question(line string) (Decision, error) {
	at := strings.LastIndex(line, " : ")
	if at < 0 {
		return d, fmt.Errorf("%q has no outcome", line)
	}
	var err error
	d.Line, d.Want = line, line[at+len(" : "):]
	d.Request, err = ParseRequest(line[:at])
	return d, err
}

// attach adds a statement to the policy at the root, for a define speaks for its policy only, or to one of its own below it.
func attach(to []iam.Policy, line string) ([]iam.Policy, error) {
	name, path, statement := "root", []string(nil), line
	if rest, below := strings.CutPrefix(line, "@"); below {
		at, text, _ := strings.Cut(rest, " ")
		name, path, statement = at, strings.Split(at, "/"), text
	}
	p := iam.NewPolicy(name, path, statement)
	if len(p.Unread) > 0 {
		return to, fmt.Errorf("%q: %w", line, p.Unread[0])
	}
	to = slices.Clone(to)
	i := slices.IndexFunc(to, func(p iam.Policy) bool { return p.Name == name })
	if i < 0 {
		return append(to, p), nil
	}
	to[i].Statements = append(slices.Clip(to[i].Statements), p.Statements...)
	return to, nil
}

// ParseRequest reads OPERATION REGION PATH WHO [VARIABLE=VALUE…].
func ParseRequest(text string) (iam.Request, error) {
	words := strings.Fields(text)
	if len(words) < 4 {
		return iam.Request{}, fmt.Errorf("%q is no OPERATION REGION PATH WHO", text)
	}
	q := iam.Request{Region: words[1], Compartment: []string{}, Principal: parseRequester(words[3]), Variables: map[string]iam.Values{}}
	if list, ok := strings.CutPrefix(words[0], "{"); ok {
		q.Permissions = strings.Split(strings.TrimSuffix(list, "}"), ",")
	} else {
		q.Operation, q.Variant, _ = strings.Cut(words[0], "/")
		if service, name, ok := strings.Cut(q.Operation, "."); ok {
			q.Service, q.Operation = service, name
		}
	}
	if words[2] != "-" {
		q.Compartment = strings.Split(words[2], "/")
	}
	for _, word := range words[4:] {
		name, value, _ := strings.Cut(word, "=")
		switch {
		case name == "tenancy":
			q.Tenancy = value
		case value == "~":
			q.Variables[name] = nil
		default:
			q.Variables[name] = strings.Split(value, "|")
		}
	}
	return q, q.Check()
}

func parseRequester(text string) iam.Requester {
	p := iam.Requester{}
	if tenancy, rest, ok := strings.Cut(text, "!"); ok {
		p.Tenancy, text = tenancy, rest
	}
	kind, groups, _ := strings.Cut(text, ":")
	kind, p.Name, _ = strings.Cut(kind, "=")
	p.Type, p.Domain, _ = strings.Cut(kind, "@")
	for g := range strings.SplitSeq(groups, ",") {
		switch {
		case g == "":
		case strings.HasPrefix(g, "ocid1."):
			p.GroupIDs = append(p.GroupIDs, g)
		case p.Type == "user":
			p.Groups = append(p.Groups, g)
		default:
			p.DynamicGroups = append(p.DynamicGroups, g)
		}
	}
	return p
}
