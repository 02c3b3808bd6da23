// Package identity is Oracle's Identity and Access Management for the sandbox: the tenancy, its compartments, users,
// groups, memberships, policies, network sources, API keys and region subscriptions. It is global, as Oracle's is: it answers
// reads in every subscribed region and takes writes in the home region only. It compiles policies and knows which are in force;
// who may do what is the Authorizer's to say.
package identity

import (
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Config is what the service needs to know of the sandbox around it.
type Config struct {
	Tenancy    string                        // the tenancy's OCID
	Name       string                        // the tenancy's name
	Home       region.Region                 // the home region; it is subscribed
	Subscribed []region.Region               // the other subscribed regions
	Clock      func() time.Time              // default: time.Now
	Occupied   func(compartment string) bool // whether another service holds something there; default: never

	PolicyDelay time.Duration // how long by the Clock a change of policies takes until it is in force
	Reformat    bool          // whether statements are kept in canonical form instead of as they were written; Oracle does either
	DenyService bool          // whether deny any-user binds service principals, which Oracle does not document
	WithoutDeny bool          // whether the tenancy has not enabled deny policies, as in Oracle's cloud nobody has at first
}

// Service is the identity service of one tenancy. It is a cloud.Service.
type Service struct {
	config Config
	router *cloud.Router
	tokens cloud.RetryTokens
	work   cloud.WorkRequests

	mu            sync.RWMutex // guards all below; never held across input or output
	compartments  shelf[Compartment, *Compartment]
	users         shelf[User, *User]
	groups        shelf[Group, *Group]
	policies      shelf[Policy, *Policy]
	dynamicGroups shelf[DynamicGroup, *DynamicGroup]
	memberships   shelf[Membership, *Membership]
	sources       shelf[NetworkSource, *NetworkSource]
	keys          map[string]*apiKey // by key id
	subscriptions []region.Region
	deciders      cloud.Timeline[force]
}

var _ cloud.Service = (*Service)(nil)

// New returns an identity service with a tenancy and nothing in it.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.Occupied == nil {
		config.Occupied = func(string) bool { return false }
	}
	s := &Service{config: config, router: cloud.NewRouter(serviceName), keys: map[string]*apiKey{}}
	s.subscriptions = append([]region.Region{config.Home}, config.Subscribed...)
	s.routeTenancy()
	s.routeRegions()
	s.routeCompartments()
	s.routeUsers()
	s.routeGroups()
	s.routeDynamicGroups()
	s.routeMemberships()
	s.routePolicies()
	s.routeNetworkSources()
	s.routeKeys()
	s.enact(time.Time{})
	return s
}

// serviceName is the SDK's name of the package.
const serviceName = "identity"

// Name implements cloud.Service.
func (s *Service) Name() string { return serviceName }

// Region implements cloud.Service.
func (s *Service) Region(host string) (region.Region, bool) { return cloud.Endpoint(serviceName, host) }

// Subscribed returns the names of the regions that the tenancy is subscribed to, the home region first.
func (s *Service) Subscribed() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	names := make([]string, len(s.subscriptions))
	for i, r := range s.subscriptions {
		names[i] = r.Name
	}
	return names
}

// SeededOCID is the OCID that what a seed makes in a tenancy gets: it follows from the names. That of a group of another
// identity domain than the default one has the name DOMAIN/NAME.
func SeededOCID(kind, tenancy, name string) string {
	return cloud.OCIDOf(kind, region.Region{}, tenancy+"/"+name)
}

// Holds says whether the service has something by an OCID: the tenancy itself, or what is in it.
func (s *Service) Holds(ocid string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return ocid == s.config.Tenancy || s.compartments[ocid] != nil || s.users[ocid] != nil || s.groups[ocid] != nil ||
		s.policies[ocid] != nil || s.dynamicGroups[ocid] != nil || s.memberships[ocid] != nil || s.sources[ocid] != nil
}

// CompartmentExists says whether ocid is the tenancy or an active compartment of it.
func (s *Service) CompartmentExists(ocid string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.alive(ocid)
}
