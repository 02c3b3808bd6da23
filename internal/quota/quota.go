// Package quota knows the language of Oracle's compartment quotas: it reads, prints and lints statements, and says which
// value is in force for a quota in a compartment and a region. It refuses to know any tenancy: which families and names
// exist, which of them take quotas, and what the service limits are, only Oracle can tell.
package quota

import (
	"fmt"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// Action is what a statement does.
type Action int

// The actions.
const (
	Set   Action = iota // set … to n
	Unset               // back to the service limit
	Zero                // nothing at all
)

type (
	// Position is a place in a statement's text.
	Position = lex.Position
	// Span is the text of a node. It is embedded in every node.
	Span = lex.Span
	// Source says where a statement's text was found.
	Source = lex.Source
)

// Statement is one statement of a quota policy.
type Statement struct {
	Span
	Source    Source // where it was written; not part of its meaning
	Action    Action
	Family    Word      // such as compute-core, in lower case
	Name      Name      // which quotas of the family
	Value     int64     // of Set
	Location  Location  // the compartment that it limits
	Condition Condition // nil where there is none
}

// Word is a word of a statement.
type Word struct {
	Span
	Text string
}

// Name says which quotas of a family a statement is about. The zero Name is all of them, as when none is written.
type Name struct {
	Span
	Text    string // in lower case; of a pattern, without slashes
	Pattern bool   // /text/, in which * stands for any characters
}

// Location is the compartment that a statement limits, together with all in it.
type Location struct {
	Span
	Path []Word // compartment a:b:c; empty is the tenancy
}

// Condition is what follows where: a *Combination or a *Comparison.
type Condition interface {
	Extent() Span
	condition()
}

// Combination is all {…} or any {…}.
type Combination struct {
	Span
	Any     bool // any; otherwise all
	Members []Condition
}

// Variable is what a condition can ask for. There are no others.
type Variable int

// The variables.
const (
	Region Variable = iota // request.region: a region's name, such as us-ashburn-1
	AD                     // request.ad: an availability domain's name, such as Uocm:PHX-AD-1
)

// Comparison holds a variable against a value.
type Comparison struct {
	Span
	Variable Variable
	Not      bool // !=; otherwise =
	Value    Word // as written, without quotes
}

// Policy is a quota object: statements in their order.
type Policy struct {
	Name        string
	Compartment []string // the path of its compartment from the root; empty is the root, where quotas are kept
	Statements  []*Statement
	Unread      []*SyntaxError // the statements that could not be read
}

func (*Combination) condition() {}
func (*Comparison) condition()  {}

// Cause says why a statement could not be read, for rules that treat some causes on their own.
type Cause int

// The causes of a SyntaxError.
const (
	Malformed    Cause = iota // something else was expected at that place
	Conjunction               // and, or, && or || between conditions
	OtherDialect              // what IAM's policies have, and quotas have not
	TooLong                   // longer than MaxLength
	TooDeep                   // conditions nested deeper than MaxDepth
)

// SyntaxError says at which place a statement could not be read.
type SyntaxError struct {
	Position
	Source  Source
	Cause   Cause
	Message string // the reason, one sentence without position or full stop
}

// Error gives the position within the statement and the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}
