package iam

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// value holds one value against what its variable can have, and says whether it is one that it never has.
func (l *linter) value(c *Comparison, fact VariableFact, v Value) bool {
	if fact.Type == "region-key" {
		return l.regionValue(c, v)
	}
	if v.Kind == Pattern {
		return false
	}
	if l.star(c, fact, v) {
		return false
	}
	switch fact.Type {
	case "operation":
		l.operationValue(c, v)
	case "permission":
		l.permissionWord(v.Text, v.Start)
	default:
		if want := neverHas(fact.Type, v.Text); want != "" {
			l.report(ruleImpossible, v.Start, fmt.Sprintf("%s never has the value '%s', %s.", c.Variable, v.Text, hits(c)), "Write "+want+".")
			return true
		}
	}
	return false
}

// star reports a pattern that is written as a text.
func (l *linter) star(c *Comparison, fact VariableFact, v Value) bool {
	meant := fact.Type == "text" || fact.Type == "operation"
	if !meant || v.Kind != Literal || !strings.Contains(v.Text, "*") || v.Text == "*" && isTag(c.Variable.Name) {
		return false
	}
	l.report(ruleStar, v.Start, fmt.Sprintf("'%s' is a text with a star in it, and matches nothing else.", v.Text),
		fmt.Sprintf("Write /%s/.", strings.Trim(v.Text, "/")))
	return true
}

// neverHas says what should be written instead of a value that a type of variable never has, otherwise "".
func neverHas(variableType, text string) string {
	switch variableType {
	case "ocid":
		if !isOCID(text) {
			return "an OCID"
		}
	case "month":
		return numberUpTo(12, text)
	case "day":
		return numberUpTo(31, text)
	case "weekday":
		if !slices.Contains(weekdays, lex.Fold(text)) {
			return "the English name of a day, such as 'monday'"
		}
	case "timestamp", "time":
		if _, ok := instant(variableType, text); !ok {
			return "a time in UTC, such as '2026-12-31T23:59:59Z' or, for the time of day, '17:00:00Z'"
		}
	case "boolean":
		if lex.Fold(text) != "true" && lex.Fold(text) != "false" {
			return "'true' or 'false'"
		}
	case "policy-type":
		if lex.Fold(text) != "allow" && lex.Fold(text) != "deny" {
			return "'allow' or 'deny'"
		}
	}
	return ""
}

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func numberUpTo(last int, text string) string {
	if n, err := strconv.Atoi(text); err == nil && 1 <= n && n <= last {
		return ""
	}
	return fmt.Sprintf("a number from '1' to '%d'", last)
}

// regionValue holds a value of request.region or target.region against the table of keys.
func (l *linter) regionValue(c *Comparison, v Value) bool {
	if v.Kind == Pattern {
		return l.regionPattern(c, v)
	}
	text := lex.Fold(v.Text)
	r, ok := region.Lookup(text)
	switch {
	case ok && r.Key == text:
		return false
	case ok:
		l.report(ruleRegionName, v.Start, fmt.Sprintf("'%s' is a region's name. In IAM %s is the region's key, %s.", v.Text, c.Variable, hits(c)),
			fmt.Sprintf("Write '%s'.", r.Key))
		return true
	}
	l.report(ruleUnknownRegion, v.Start, fmt.Sprintf("No region has the key '%s', %s.", v.Text, hits(c)), suggestKey(v.Text))
	return true
}

// suggestKey proposes keys that are near to a text, or that belong to names near to it.
func suggestKey(text string) string {
	var near []string
	for _, name := range region.Suggest(text) {
		if r, ok := region.ByName(name); ok {
			near = append(near, fmt.Sprintf("'%s' (%s)", r.Key, r.Name))
		}
	}
	if len(near) == 0 {
		return "Write the three-letter key of a region that exists, such as 'iad'."
	}
	return "Did you mean " + alternatives(near) + "?"
}

func (l *linter) regionPattern(c *Comparison, v Value) bool {
	pattern := lex.Fold(v.Text)
	byName := false
	for _, r := range region.All() {
		if lex.Matches(pattern, r.Key) {
			return false
		}
		byName = byName || lex.Matches(pattern, r.Name)
	}
	rule, what := ruleUnknownRegion, "matches the key of no region"
	if byName {
		rule, what = ruleRegionName, "matches names of regions, but no key"
	}
	l.report(rule, v.Start, fmt.Sprintf("/%s/ %s, and in IAM %s is the key, %s.", v.Text, what, c.Variable, hits(c)),
		"Write one comparison with a key for each region.")
	return true
}

// operationValue holds a value of request.operation against the names that IAM has.
func (l *linter) operationValue(c *Comparison, v Value) {
	found := FindOperation("", v.Text)
	if len(found) == 0 {
		if near := nearest(v.Text, operationNames()); near != "" {
			l.report(ruleOperationName, v.Start, fmt.Sprintf("No operation called '%s' is known, %s.", v.Text, hits(c)), fmt.Sprintf("Did you mean '%s'?", near))
		}
		return
	}
	named := l.operationsNamed()
	for _, o := range found {
		if l.s.Effect == Allow && slices.ContainsFunc(o.Names, func(n string) bool { return lex.Fold(n) == lex.Fold(v.Text) }) {
			continue // an allow that misses a name gives less than was meant
		}
		var missing []string
		for _, n := range o.Names {
			if n != "?" && !named[lex.Fold(n)] {
				missing = append(missing, "'"+n+"'")
			}
		}
		if len(missing) == 0 {
			continue
		}
		l.report(ruleOperationName, v.Start, fmt.Sprintf("By what Oracle's pages say, IAM may call the operation %s, and the condition does not name them all.", alternatives(quoteAll(o.Names))),
			fmt.Sprintf("Name %s as well.", strings.Join(missing, " and ")))
		return
	}
}

// operationsNamed are the folded names that the statement's condition compares request.operation with.
func (l *linter) operationsNamed() map[string]bool {
	named := map[string]bool{}
	eachComparison(l.s.Condition, func(c *Comparison) {
		for _, v := range c.Values {
			if c.Variable.Name == "request.operation" && v.Kind == Literal {
				named[lex.Fold(v.Text)] = true
			}
		}
	})
	return named
}

func operationNames() []string {
	var names []string
	for _, o := range Operations() {
		names = append(names, o.Names...)
	}
	return names
}

func quoteAll(words []string) []string {
	var all []string
	for _, w := range words {
		if w != "?" {
			all = append(all, "'"+w+"'")
		}
	}
	return all
}

// operator holds an operator against what Oracle documents for the kind of variable.
func (l *linter) operator(c *Comparison, fact VariableFact) {
	if fact.Set && c.Operator == Equal && l.s.Effect == Allow && fact.Type == "policy-type" {
		l.report(ruleSetEquality, c.Start, fmt.Sprintf("%s is a set, and = is true if one member matches.", c.Variable),
			fmt.Sprintf("Write sets-equal(%s, (%s)), or != with the other value.", c.Variable, c.Values[0]))
	}
	documented := documentedOperators(c.Variable.Name, fact)
	if slices.Contains(documented, c.Operator) {
		return
	}
	l.report(ruleOperator, c.Start, fmt.Sprintf("For %s Oracle documents %s, but not %q.", c.Variable, operatorList(documented), c.Operator), operatorFix(c))
}

func documentedOperators(name string, fact VariableFact) []Operator {
	switch {
	case fact.Type == "timestamp":
		return []Operator{Before, After}
	case fact.Type == "time":
		return []Operator{Between}
	case fact.Type == "month" || fact.Type == "day" || fact.Type == "weekday":
		return []Operator{Equal, NotEqual, In}
	case isTag(name):
		return []Operator{Equal, NotEqual, In, NotIn, SetsIntersect} // the last in Oracle's landing zones
	case fact.Set:
		return []Operator{Equal, NotEqual, SetsEqual, SetsIntersect}
	}
	return []Operator{Equal, NotEqual}
}

func operatorList(list []Operator) string {
	words := make([]string, len(list))
	for i, o := range list {
		words[i] = o.String()
	}
	return strings.ReplaceAll(alternatives(words), " or ", " and ")
}

func operatorFix(c *Comparison) string {
	switch c.Operator {
	case In:
		return fmt.Sprintf("Write any {%s}.", spelledOut(c, Equal))
	case NotIn:
		return fmt.Sprintf("Write all {%s}.", spelledOut(c, NotEqual))
	}
	return "Write the condition with the operators that are documented."
}

// spelledOut is a list as single comparisons.
func spelledOut(c *Comparison, o Operator) string {
	parts := make([]string, len(c.Values))
	for i, v := range c.Values {
		parts[i] = fmt.Sprintf("%s %s %s", c.Variable, o, v)
	}
	return strings.Join(parts, ", ")
}
