package compile

import (
	"fmt"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// MaxStatements is how many statements Oracle lets a policy have.
const MaxStatements = 50

// share is how many a policy is given where there are several: an update can then hold the old and the new beside each other.
const share = MaxStatements / 2

// Compile writes a rule in Oracle's languages, and proves what it wrote. Its error is Faults: a rule that cannot be written
// down without a name becoming more than a name, or that says nothing, is refused.
func Compile(r Rule) (Output, error) {
	if faults := r.check(); len(faults) > 0 {
		return Output{}, faults
	}
	// How many policies there are does not depend on their names, which the guard's own statements list.
	count := (len(r.statements([]string{r.Name})) + share - 1) / share
	statements := r.statements(PolicyNames(r.Name, count))
	var faults Faults
	for _, s := range statements {
		if err := s.Check(); err != nil {
			faults = append(faults, Fault{Attribute: "name", Message: sentence("The rule cannot be written as a policy: " + err.Error())})
		}
	}
	limits, more := r.quota()
	if faults = append(faults, more...); len(faults) > 0 {
		return Output{}, faults
	}
	out := Output{Policies: Split(r.Name, written(statements)), Quota: limits}
	out.Proof, out.Gaps = r.prove(out)
	return out, nil
}

// Reprove says what statements that are stored stop, of what the rule is to: the same as Compile's proof if they say the same.
func Reprove(r Rule, policies []Policy, limits []string) ([]Line, []Gap, error) {
	if faults := r.check(); len(faults) > 0 {
		return nil, nil, faults
	}
	wanted, faults := r.quota()
	if len(faults) > 0 {
		return nil, nil, faults
	}
	r.loosened = !slices.Equal(wanted, limits)
	lines, gaps := r.prove(Output{Policies: policies, Quota: limits})
	return lines, gaps, nil
}

// PolicyNames lists the names of a rule's policies: its own, and then with numbers.
func PolicyNames(rule string, count int) []string {
	names := []string{rule}
	for i := 2; i <= count; i++ {
		names = append(names, fmt.Sprintf("%s-%d", rule, i))
	}
	return names
}

// Split makes policies of statements: one while they fit, and otherwise several with half of what fits in each, so that an
// update can hold the old and the new beside each other.
func Split(rule string, statements []string) []Policy {
	if len(statements) == 0 {
		return nil
	}
	most := MaxStatements
	if len(statements) > MaxStatements {
		most = share
	}
	names := PolicyNames(rule, (len(statements)+most-1)/most)
	policies := make([]Policy, len(names))
	for i, name := range names {
		policies[i] = Policy{Name: name, Statements: statements[i*most : min((i+1)*most, len(statements))]}
	}
	return policies
}

func written(statements []*iam.Statement) []string {
	texts := make([]string, 0, len(statements))
	for _, s := range statements {
		texts = append(texts, s.String())
	}
	return texts
}

func sentence(text string) string {
	if text != "" && text[len(text)-1] != '.' {
		text += "."
	}
	return text
}
