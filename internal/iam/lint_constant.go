package iam

import "fmt"

// constant reports a condition that is the same for every request, or the largest parts of it that are.
func (l *linter) constant(c Condition) {
	if c == nil {
		return
	}
	budget := 400_000 // leaves looked at; a condition beyond that has no reader
	l.constantPart(c, c, &budget)
}

func (l *linter) constantPart(whole, c Condition, budget *int) {
	if *budget <= 0 {
		return
	}
	part := "The condition"
	if c != whole {
		part = "This part of the condition"
	}
	for _, p := range probes(c) {
		*budget--
		switch p.outcomes(c, budget) {
		case canBeTrue:
			l.report(ruleAlwaysTrue, c.Extent().Start, part+" is true for every request: "+p.why(true)+".", p.fix(true))
			return
		case canBeFalse:
			l.report(ruleAlwaysFalse, c.Extent().Start, part+" is true for no request: "+p.why(false)+".", p.fix(false))
			return
		}
	}
	if j, ok := c.(*Combination); ok {
		for _, m := range j.Members {
			l.constantPart(whole, m, budget)
		}
	}
}

// why explains a constant condition.
func (p probe) why(isTrue bool) string {
	v := Variable{Name: p.variable}.String()
	switch {
	case isTrue && p.always:
		return v + " is always there, and whatever it is, one comparison is true"
	case isTrue:
		return "whatever " + v + " is, and without it, one comparison is true"
	case p.absence && p.always:
		return v + " is always there"
	case p.absence:
		return "no comparison of " + v + " is true without it"
	case p.set:
		return v + " cannot both have a value and not have it"
	}
	return v + " cannot be two things at once"
}

func (p probe) fix(isTrue bool) string {
	v := Variable{Name: p.variable}.String()
	switch {
	case isTrue:
		return fmt.Sprintf("To spare several values, write all {%s != …, %s != …}; to hold always, leave the condition out.", v, v)
	case p.absence && p.always:
		return fmt.Sprintf("Leave !%s out.", v)
	case p.absence:
		return fmt.Sprintf("To hold without it as well, write any {!%s, %s != …}.", v, v)
	}
	return fmt.Sprintf("To name several values, write any {%s = …, %s = …}.", v, v)
}
