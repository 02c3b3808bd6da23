package identity

import (
	"net/http"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Policy is a list of statements, attached to a compartment. The service keeps the statements as they were written, and what
// they meant when they were.
type Policy struct {
	Resource
	Named
	Statements  []string `json:"statements"`
	VersionDate *string  `json:"versionDate"`

	compiled []*iam.Statement
	stale    bool // whether the statements have changed since they were compiled
	builtIn  bool
}

type policyDetails struct {
	details
	Statements  []string `json:"statements"`
	VersionDate *string  `json:"versionDate"`
}

func (s *Service) routePolicies() {
	n := &noun[Policy, *Policy]{
		service: s, name: "Policy", plural: "Policies", path: "/policies", kind: "policy",
		permission: "POLICY", inspect: "POLICY_READ", shelf: &s.policies,
		create: s.createPolicy,
		update: s.updatePolicy,
		scope:  tenancyWide[*Policy],
		admit:  s.admitPolicy,
		remove: s.removePolicy,
		keep:   inCompartment[*Policy],
		target: policyTarget,
		enacts: true,
	}
	n.route()
}

// policyTarget is what policies see of a policy. Its types are a set: a policy with statements of both kinds has both.
func policyTarget(p *Policy) cloud.Access {
	var types []string
	for _, statement := range p.compiled {
		if statement.Effect == iam.Deny {
			types = append(types, "deny")
		} else {
			types = append(types, "allow")
		}
	}
	return cloud.Access{
		Variables: map[string]string{"target.policy.id": p.ID, "target.policy.name": p.Name},
		Sets:      map[string][]string{"target.policy.type": types},
	}
}

func (s *Service) createPolicy(c *cloud.Call) (*Policy, string, error) {
	var d policyDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, "", err
	}
	named, err := d.created()
	if err != nil {
		return nil, "", err
	}
	if len(d.Statements) == 0 {
		return nil, "", cloud.MissingParameter("statements")
	}
	if err := d.checkStatements(); err != nil {
		return nil, "", err
	}
	kept, compiled, err := s.kept(d.Statements)
	return &Policy{Named: named, Statements: kept, VersionDate: d.VersionDate, compiled: compiled, stale: true}, *d.CompartmentID, err
}

func (s *Service) updatePolicy(c *cloud.Call) (func(*Policy), error) {
	var d policyDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	if err := d.fixedName(); err != nil {
		return nil, err
	}
	if err := d.checkStatements(); err != nil {
		return nil, err
	}
	kept, compiled, err := s.kept(d.Statements)
	return func(p *Policy) {
		d.apply(&p.Named)
		if d.Statements != nil {
			p.Statements, p.compiled, p.stale = kept, compiled, true
		}
		if d.VersionDate != nil {
			p.VersionDate = d.VersionDate
		}
	}, err
}

// kept parses statements, and returns them as the service keeps them as well.
func (s *Service) kept(texts []string) ([]string, []*iam.Statement, error) {
	parsed, err := s.parse(texts)
	if err != nil || !s.config.Reformat {
		return texts, parsed, err
	}
	canonical := make([]string, len(parsed))
	for i, statement := range parsed {
		canonical[i] = statement.String()
	}
	return canonical, parsed, nil
}

func (d policyDetails) checkStatements() error {
	if d.Statements != nil && len(d.Statements) == 0 {
		return cloud.InvalidParameter("A policy has at least one statement.")
	}
	if len(d.Statements) > maxStatements {
		return cloud.InvalidParameter("A policy has at most %d statements, not %d.", maxStatements, len(d.Statements))
	}
	for _, statement := range d.Statements {
		if strings.TrimSpace(statement) == "" {
			return cloud.InvalidParameter("A policy statement is empty.")
		}
	}
	if d.VersionDate != nil && *d.VersionDate != "" {
		if _, err := time.Parse(time.DateOnly, *d.VersionDate); err != nil {
			return cloud.InvalidParameter("The versionDate %q is not a date like 2006-01-02.", *d.VersionDate)
		}
	}
	return nil
}

// admitPolicy compiles what is new, and holds the policy against the limits.
func (s *Service) admitPolicy(p *Policy) error {
	if p.builtIn {
		return cloud.Errorf(http.StatusForbidden, "NotAllowed", "The policy %s cannot be changed.", p.Name)
	}
	return s.compile(p)
}

func (s *Service) compile(p *Policy) error {
	if p.stale {
		if err := s.resolve(p.CompartmentID, p.compiled); err != nil {
			return err
		}
		p.stale = false
	}
	return s.checkPolicyLimits(p)
}

func (s *Service) removePolicy(p *Policy) error {
	if p.builtIn {
		return cloud.Errorf(http.StatusForbidden, "NotAllowed", "The policy %s cannot be deleted.", p.Name)
	}
	delete(s.policies, p.ID)
	return nil
}

// AddPolicy creates a policy whose OCID follows from its name, as a seed does, without a request. It is in force at once.
func (s *Service) AddPolicy(compartment, name, description string, statements []string) error {
	return s.plantPolicy(&Policy{
		Resource: Resource{CompartmentID: compartment}, Named: Named{Name: name, Description: description}, Statements: statements,
	})
}

// AddAdministration creates the policy that every tenancy has for the default domain's Administrators, and that nobody can
// change or delete.
func (s *Service) AddAdministration() error {
	return s.plantPolicy(&Policy{
		Resource:   Resource{CompartmentID: s.config.Tenancy},
		Named:      Named{Name: "Tenant Admin Policy", Description: "What the Administrators of the default domain may do"},
		Statements: []string{"ALLOW GROUP Administrators to manage all-resources IN TENANCY"},
		builtIn:    true,
	})
}

func (s *Service) plantPolicy(p *Policy) error {
	d := policyDetails{Statements: p.Statements}
	if err := d.checkStatements(); err != nil {
		return err
	}
	compiled, err := s.parse(p.Statements)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.compiled, p.stale = compiled, true
	if err := s.compile(p); err != nil {
		return err
	}
	ocid := SeededOCID("policy", s.config.Name, p.Name)
	s.policies.store(ocid, p.CompartmentID, s.config.Clock(), p)
	s.enact(time.Time{})
	return nil
}
