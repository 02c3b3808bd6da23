package identity

import (
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxStatements is Oracle's limit for one policy.
const maxStatements = 50

// Policy is a list of statements, attached to a compartment. The service keeps the statements as they were written.
type Policy struct {
	Resource
	Named
	Statements  []string `json:"statements"`
	VersionDate *string  `json:"versionDate"`
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
		create: createPolicy,
		update: updatePolicy,
		scope:  tenancyWide[*Policy],
		remove: func(p *Policy) error { delete(s.policies, p.ID); return nil },
		keep:   inCompartment[*Policy],
	}
	n.route()
}

func createPolicy(c *cloud.Call) (*Policy, string, error) {
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
	p := &Policy{Named: named, Statements: d.Statements, VersionDate: d.VersionDate}
	return p, *d.CompartmentID, d.checkStatements()
}

func updatePolicy(c *cloud.Call) (func(*Policy), error) {
	var d policyDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	if err := d.fixedName(); err != nil {
		return nil, err
	}
	return func(p *Policy) {
		d.apply(&p.Named)
		if d.Statements != nil {
			p.Statements = d.Statements
		}
		if d.VersionDate != nil {
			p.VersionDate = d.VersionDate
		}
	}, d.checkStatements()
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

// AddPolicy creates a policy whose OCID follows from its name, as a seed does, without a request.
func (s *Service) AddPolicy(compartment, name, description string, statements []string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := cloud.OCIDOf("policy", region.Region{}, s.config.Name+"/"+name)
	p := &Policy{Named: Named{Name: name, Description: description}, Statements: statements}
	return s.policies.store(ocid, compartment, s.config.Clock(), p).ID
}
