package identity

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Oracle's limits, by default.
const (
	maxStatements     = 50  // of one policy
	maxPathStatements = 500 // on the path from the root to any compartment
	maxPolicies       = 100
	maxSources        = 10
)

// limitExceeded is a 400 in the words that are publicly known of other services' limits.
func limitExceeded(limit string) *cloud.Error {
	return cloud.Errorf(http.StatusBadRequest, "LimitExceeded",
		"The following service limits were exceeded: %s. Request a service limit increase from the service limits page in the console.", limit)
}

// checkPolicyLimits refuses a policy that would be one too many, or bring too many statements on a path. The caller holds the lock.
func (s *Service) checkPolicyLimits(p *Policy) error {
	if s.policies[p.ID] == nil && len(s.policies) >= maxPolicies {
		return limitExceeded("policies-count")
	}
	counts := s.statementCounts()
	if old := s.policies[p.ID]; old != nil {
		counts[old.CompartmentID] -= len(old.Statements)
	}
	counts[p.CompartmentID] += len(p.Statements)
	return s.checkPath(p.CompartmentID, counts)
}

// checkPath refuses too many statements on the paths through a compartment.
func (s *Service) checkPath(compartment string, counts map[string]int) error {
	_, ocids, _ := s.place(compartment)
	n := s.deepest(compartment, counts)
	for _, above := range ocids {
		n += counts[above]
	}
	if n -= counts[compartment]; n > maxPathStatements {
		return cloud.Errorf(http.StatusBadRequest, "LimitExceeded",
			"You have reached the maximum number of policy statements allowed for this compartment hierarchy (Limit: %d, Current Usage: %d).", maxPathStatements, n)
	}
	return nil
}

// statementCounts counts the policies' statements by compartment.
func (s *Service) statementCounts() map[string]int {
	counts := map[string]int{}
	for _, p := range s.policies {
		counts[p.CompartmentID] += len(p.Statements)
	}
	return counts
}

// deepest is the number of statements on the path from a compartment down that has most, the compartment's own among them.
func (s *Service) deepest(compartment string, counts map[string]int) int {
	most := 0
	for _, c := range s.compartments {
		if c.CompartmentID == compartment && c.LifecycleState == active {
			most = max(most, s.deepest(c.ID, counts))
		}
	}
	return counts[compartment] + most
}
