// Package limits is Oracle's Limits service for the sandbox: what the services limit, the compartment quotas that people set
// below that, and what is left. It holds what is used against quotas for every principal, Administrators included. It reads
// quotas by the quota language's own rules and knows no service: what there is to limit, the services say.
package limits

import (
	"net/http"
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Config is what the service needs to know of the sandbox around it.
type Config struct {
	Tenancy string           // the tenancy's OCID
	Home    region.Region    // the home region, where quotas are written
	Clock   func() time.Time // default: time.Now
	Delay   time.Duration    // how long by the Clock a change of quotas takes until it is in force
	// Place is the path of a compartment: the names from below the root down, and the OCIDs from the root's down.
	Place func(compartment string) (names, ocids []string, ok bool)
	// Below says whether there is a compartment by a path of names below another one.
	Below func(compartment string, names []string) bool
}

// Service is the Limits service of one tenancy. It is a cloud.Service and a cloud.Reserver.
type Service struct {
	config  Config
	router  *cloud.Router
	tokens  cloud.RetryTokens
	metered []cloud.Metered

	mu     sync.RWMutex // guards all below; never held while a service is asked
	quotas map[string]*Quota
	force  cloud.Timeline[[]quota.Policy] // the quotas in force
}

var (
	_ cloud.Service  = (*Service)(nil)
	_ cloud.Reserver = (*Service)(nil)
)

const serviceName = "limits"

// New returns a Limits service without quotas. What it limits is what Meter adds, and what other services of Oracle's limit,
// which nobody uses here.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = time.Now
	}
	s := &Service{config: config, router: cloud.NewRouter(serviceName), quotas: map[string]*Quota{}}
	s.routeQuotas()
	s.router.Handle("GET /20190729/services", s.listServices)
	s.router.Handle("GET /20190729/limitDefinitions", s.listDefinitions)
	s.router.Handle("GET /20190729/limitValues", s.listValues)
	s.router.Handle("GET /20190729/services/{service}/limits/{limit}/resourceAvailability", s.getAvailability)
	return s
}

// Meter adds a service with something that is limited. It is not to be called once the service serves.
func (s *Service) Meter(m cloud.Metered) { s.metered = append(s.metered, m) }

// Name implements cloud.Service.
func (s *Service) Name() string { return serviceName }

// Region implements cloud.Service.
func (s *Service) Region(host string) (region.Region, bool) { return cloud.Endpoint(serviceName, host) }

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error { return s.router.Serve(w, c) }

// Holds says whether the service has a quota by the OCID.
func (s *Service) Holds(ocid string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.quotas[ocid] != nil
}

// Dump implements cloud.Service. Quotas belong to no region.
func (s *Service) Dump() map[string]any {
	return map[string]any{"global": map[string]any{"quotas": s.sorted(func(*Quota) bool { return true })}}
}

// enact makes the quotas as they are now the ones in force after the delay. The caller holds the lock.
func (s *Service) enact(now time.Time) {
	policies := make([]quota.Policy, 0, len(s.quotas))
	for _, q := range s.quotas {
		policies = append(policies, q.policy)
	}
	s.force.Forget(now)
	if s.force.At(now) == nil {
		s.force.Set(time.Time{}, []quota.Policy{})
	}
	s.force.Set(now.Add(s.config.Delay), policies)
}

// inForce are the quotas in force at a moment.
func (s *Service) inForce(now time.Time) []quota.Policy {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.force.At(now)
}
