package limits

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxStatements is how many statements one quota takes here. Oracle's own number is not documented.
const maxStatements = 50

// compile reads a quota's statements and refuses those that Oracle could not carry out: that cannot be read, of a family or
// with a name that nothing has, or for a compartment that does not exist. In which words Oracle does is not publicly known.
func (s *Service) compile(q *Quota, statements []string) error {
	path, _, ok := s.config.Place(q.CompartmentID)
	if !ok {
		return cloud.NotAuthorizedOrNotFound()
	}
	if len(statements) > maxStatements {
		return cloud.InvalidParameter("A quota has at most %d statements, not %d.", maxStatements, len(statements))
	}
	policy := quota.NewPolicy(q.Name, statements...)
	policy.Compartment = path
	for _, fault := range policy.Unread {
		return cloud.InvalidParameter("The quota statement '%s' cannot be read: %s.", fault.Source.Text, fault)
	}
	for i, statement := range policy.Statements {
		if reason := s.fault(statement, q.CompartmentID); reason != "" {
			return cloud.InvalidParameter("The quota statement '%s' is not valid: %s", statements[i], reason)
		}
	}
	q.Statements, q.policy = statements, policy
	return nil
}

// fault says what of a statement does not exist, or "".
func (s *Service) fault(statement *quota.Statement, compartment string) string {
	family := func(l cloud.Limit) bool { return slices.Contains(l.Families, strings.ToLower(statement.Family.Text)) }
	if !slices.ContainsFunc(s.limits(), family) {
		return "there is no quota family " + statement.Family.Text + "."
	}
	named := func(l cloud.Limit) bool { return family(l) && statement.Name.Matches(l.Name) }
	if !slices.ContainsFunc(s.limits(), named) {
		return "the family " + statement.Family.Text + " has no quota " + statement.Name.String() + "."
	}
	var names []string
	for _, word := range statement.Location.Path {
		names = append(names, word.Text)
	}
	if !s.config.Below(compartment, names) {
		return "there is no " + statement.Location.String() + "."
	}
	return ""
}
