package identity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// unknownNames are the rules of iam that speak of a resource type or a permission that Oracle does not have.
var unknownNames = []string{"RES308", "RES309"}

// parse reads statements as far as that takes no names of the tenancy. What Oracle says of a bad statement is publicly known
// for syntax, for names that give no permissions, and for a deny where the feature is not enabled.
func (s *Service) parse(texts []string) ([]*iam.Statement, error) {
	statements := make([]*iam.Statement, 0, len(texts))
	for _, text := range texts {
		statement, err := iam.Parse(text)
		if err != nil {
			return nil, unreadable(err)
		}
		for _, f := range iam.LintStatement(text, iam.LintOptions{}) {
			if slices.Contains(unknownNames, f.Rule) {
				return nil, cloud.InvalidParameter("No permissions found: '%s'. %s", text, f.Message)
			}
		}
		if statement.Effect == iam.Deny && s.config.WithoutDeny {
			return nil, cloud.InvalidParameter("Deny statement passed into a Allow compilation: '%s'", text)
		}
		statements = append(statements, statement)
	}
	return statements, nil
}

func unreadable(err error) error {
	var at iam.Position
	found, reason := "", err.Error()
	if e, ok := err.(*iam.SyntaxError); ok { //nolint:errorlint // Parse documents that it is one
		at, found, reason = e.Position, e.Found, e.Message
	}
	return cloud.InvalidParameter("'syntax error starting with %s'@'line %d, char %d': %s", found, max(at.Line, 1), max(at.Column, 1), reason)
}

// resolve replaces the names in statements by what they mean now, as Oracle does when it compiles a policy: renaming a group
// or a compartment later changes nothing. The caller holds the lock.
func (s *Service) resolve(attached string, statements []*iam.Statement) error {
	defined := aliases(statements)
	for _, statement := range statements {
		if err := s.resolveLocation(attached, statement); err != nil {
			return err
		}
		if err := s.resolveSubject(statement, defined); err != nil {
			return err
		}
	}
	return nil
}

// aliases are the names that the policy itself defines, folded.
func aliases(statements []*iam.Statement) []string {
	var names []string
	for _, statement := range statements {
		if d := statement.Definition; d != nil {
			names = append(names, strings.ToLower(d.Name.Text))
		}
	}
	return names
}

func (s *Service) resolveLocation(attached string, statement *iam.Statement) error {
	if statement.Form != iam.Plain && attached != s.config.Tenancy {
		return cloud.InvalidParameter("Statements across tenancies must be in the root compartment.")
	}
	l := &statement.Location
	if statement.Form == iam.Define || statement.Form == iam.Endorse || l.Tenancy != nil {
		return nil // of another tenancy
	}
	if l.Kind == iam.InTenancy {
		if attached != s.config.Tenancy {
			return cloud.InvalidParameter("A statement that holds in the tenancy must be in a policy of the root compartment.")
		}
		return nil
	}
	target := s.located(attached, l)
	if target == "" {
		return cloud.InvalidParameter("Compartment {%s} does not exist or is not part of the policy compartment subtree", compartmentText(l))
	}
	l.OCID, l.Path = target, nil
	return nil
}

func compartmentText(l *iam.Location) string {
	if l.OCID != "" {
		return l.OCID
	}
	names := make([]string, len(l.Path))
	for i, n := range l.Path {
		names[i] = n.Text
	}
	return strings.Join(names, ":")
}

// located finds the compartment that a location means, in the subtree of the policy's own, or "". The tenancy is not one:
// Oracle takes it by the word tenancy only.
func (s *Service) located(attached string, l *iam.Location) string {
	if l.OCID != "" {
		if l.OCID == s.config.Tenancy || !s.under(attached, l.OCID) {
			return ""
		}
		return l.OCID
	}
	at := attached
	for i, name := range l.Path {
		if own := s.compartments[attached]; i == 0 && own != nil && strings.EqualFold(own.Name, name.Text) {
			continue
		}
		if at = s.child(at, name.Text); at == "" {
			return ""
		}
	}
	return at
}

// child finds a compartment by its name in its parent, or "".
func (s *Service) child(parent, name string) string {
	for _, c := range s.compartments {
		if c.CompartmentID == parent && c.LifecycleState == active && strings.EqualFold(c.Name, name) {
			return c.ID
		}
	}
	return ""
}

func (s *Service) resolveSubject(statement *iam.Statement, defined []string) error {
	if statement.Form != iam.Plain && statement.Form != iam.Endorse {
		return nil // groups of other tenancies, which the policy defines
	}
	kind := statement.Subject.Kind
	for i, p := range statement.Subject.Principals {
		if p.OCID != "" || slices.Contains(defined, strings.ToLower(p.Name)) {
			continue
		}
		var ocid string
		switch kind {
		case iam.Group:
			ocid = s.groupNamed(p.Domain, p.Name)
		case iam.DynamicGroup:
			ocid = s.dynamicGroupNamed(p.Domain, p.Name)
		default:
			continue
		}
		if ocid == "" {
			return cloud.InvalidParameter("The %s %s specified in the policy statement does not exist under current compartment hierarchy.",
				strings.ReplaceAll(kind.String(), "-", " "), qualifiedName(p.Domain, p.Name))
		}
		statement.Subject.Principals[i] = iam.Principal{Span: p.Span, OCID: ocid}
	}
	return nil
}

// groupNamed finds a group in a domain, "" being the default one, by its name.
func (s *Service) groupNamed(domain, name string) string {
	for _, g := range s.groups {
		if sameDomain(g.domain, domain) && strings.EqualFold(g.Name, name) {
			return g.ID
		}
	}
	return ""
}

func (s *Service) dynamicGroupNamed(domain, name string) string {
	for _, g := range s.dynamicGroups {
		if sameDomain("", domain) && strings.EqualFold(g.Name, name) {
			return g.ID
		}
	}
	return ""
}

// defaultDomain is the identity domain that every tenancy has, and which need not be named.
const defaultDomain = "Default"

func sameDomain(a, b string) bool {
	if a == "" {
		a = defaultDomain
	}
	if b == "" {
		b = defaultDomain
	}
	return strings.EqualFold(a, b)
}

func qualifiedName(domain, name string) string {
	if domain == "" {
		return name
	}
	return fmt.Sprintf("%s/%s", domain, name)
}
