package limits

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// limitCap is how much of a limit a compartment, with all below it, may have.
type limitCap struct {
	compartment string // its OCID
	path        []string
	value       int64
	by          *quota.Statement // nil: the service limit
}

// point is where something is used.
type point struct {
	region region.Region
	domain string // the availability domain's name, of a limit that counts by it
}

// caps are those that hold for what is in a compartment: the service limit of the region, the quota that is in force in the
// compartment itself, and every number that is set for one above it, because what is below counts there as well.
func (s *Service) caps(now time.Time, at point, l cloud.Limit, compartment string) ([]limitCap, bool) {
	path, ocids, ok := s.config.Place(compartment)
	if !ok {
		return nil, false
	}
	all := []limitCap{{compartment: s.config.Tenancy, value: l.Value}}
	policies := s.inForce(now)
	for i := range ocids {
		e := effective(policies, at, l, path[:i])
		switch here := i == len(path); {
		case e.By == nil:
		case here, e.By.Action == quota.Set && e.By.Value > 0:
			all = append(all, limitCap{compartment: ocids[i], path: path[:i], value: e.Value, by: e.By})
		}
	}
	return all, true
}

// effective is the least that the families which a limit belongs to leave of it.
func effective(policies []quota.Policy, at point, l cloud.Limit, path []string) quota.Effect {
	least := quota.Effect{Value: l.Value}
	for _, family := range l.Families {
		e := quota.Effective(policies, quota.Query{
			Family: family, Name: l.Name, Compartment: path, Region: at.region.Name, AD: at.domain, Limit: l.Value,
		})
		if e.By != nil && (least.By == nil || e.Value < least.Value) {
			least = e
		}
	}
	return least
}

// Reserve implements cloud.Reserver.
func (s *Service) Reserve(c *cloud.Call, u cloud.Usage) error {
	l, ok := s.limit(u.Service, u.Limit)
	if !ok || u.Amount <= 0 {
		return nil
	}
	all, ok := s.caps(c.Now, point{region: c.Region}, l, u.Compartment)
	if !ok {
		return cloud.NotAuthorizedOrNotFound()
	}
	for _, most := range all {
		if u.InUse(s.below(most.compartment))+u.Amount > most.value {
			return exceeded(l, most, c.Region)
		}
	}
	return nil
}

// below tells of compartments whether they are another one or below it.
func (s *Service) below(top string) func(string) bool {
	known := map[string]bool{} // there are more resources than compartments
	return func(compartment string) bool {
		in, ok := known[compartment]
		if !ok {
			_, ocids, _ := s.config.Place(compartment)
			in = slices.Contains(ocids, top)
			known[compartment] = in
		}
		return in
	}
}

// exceeded is Oracle's 400: QuotaExceeded, or LimitExceeded where the service limit is reached. The wording of the latter is
// publicly known, that of the former is modelled on it.
func exceeded(l cloud.Limit, most limitCap, r region.Region) error {
	if most.by == nil {
		return cloud.Errorf(http.StatusBadRequest, "LimitExceeded",
			"The following service limits were exceeded: %s. Request a service limit increase from the service limits page in the console.", l.Name)
	}
	where := "the tenancy"
	if len(most.path) > 0 {
		where = "the compartment " + strings.Join(most.path, ":")
	}
	return cloud.Errorf(http.StatusBadRequest, "QuotaExceeded",
		"The following compartment quotas were exceeded: %s, of which %s may have %d in the region %s.", l.Name, where, most.value, r.Name)
}
