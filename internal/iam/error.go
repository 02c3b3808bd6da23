package iam

import "fmt"

// Cause says why a statement could not be read, for rules that treat some causes on their own.
type Cause int

// The causes of a SyntaxError.
const (
	Malformed    Cause = iota // something else was expected at that place
	UnknownVerb               // the word in the verb's place is no verb
	Conjunction               // and, or, && or || between conditions
	TrailingText              // the statement was complete before the text ended
	Template                  // ${…}: a template that nobody has rendered
	TooLong                   // longer than MaxLength
	TooDeep                   // conditions nested deeper than MaxDepth
)

// SyntaxError says at which place a statement could not be read, what was found there and what was expected. Position
// counts as everywhere in this package: Line and Column from 1, Column in characters, Offset in bytes from 0.
type SyntaxError struct {
	Position
	Source   Source // where the statement was written
	Cause    Cause
	Expected []string // what could have stood there, such as `"to"` or "a group's name"; may be empty
	Found    string   // what stood there, such as `"too"` or "the end of the statement"
	Message  string   // the whole reason, one sentence without position or full stop
}

// Error gives the position within the statement and the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}
