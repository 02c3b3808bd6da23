// Package objectstorage is Oracle Object Storage for the sandbox: buckets, objects, versions, multipart uploads, copies,
// replication, retention and pre-authenticated requests, in every subscribed region at once, each region's apart. It
// holds what Oracle's API promises and refuses what Oracle refuses, with Oracle's codes. It knows no identities: who may
// do what is the Authorizer's to say, and which regions, compartments and users exist is the Config's.
//
// Everything but the contents of large objects is in memory under one lock. The lock is held for moments only, never
// while a body is read or written, so that a slow client stops nobody; one lock, because a copy, a replication and the
// end of a replication change two regions at once.
package objectstorage

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Config is what the service needs to know of the sandbox around it.
type Config struct {
	World     cloud.World
	Tenancies []Tenancy                                          // at least one; namespaces differ
	Dir       string                                             // where large objects spool; default: os.TempDir
	Principal func(userOCID string) (p cloud.Principal, ok bool) // a user as of now; default: as of when the user called
	Pace      Pace                                               // how long things take; default: no time

	BucketQuotas bool // whether bucket-count takes quotas
}

// Pace is how long Oracle's asynchronous work takes by the Clock.
type Pace struct {
	WorkRequest       time.Duration // a copy or a re-encryption
	ReplicationPolicy time.Duration // from the creation of a replication policy until it is ACTIVE
	Replication       time.Duration // from a change at the source until it is at the destination
	Restore           time.Duration // of an archived object
}

// Service is Object Storage in all subscribed regions. It is a cloud.Service.
type Service struct {
	config Config
	store  *store
	work   cloud.WorkRequests

	mu       sync.RWMutex
	sites    map[location]*site
	policies map[string]*bucket  // source buckets by the id of their replication policy
	tasks    cloud.Agenda[*task] // work requests that are not finished
}

// location is a namespace in a region.
type location struct{ namespace, region string }

// site is what exists in one location.
type site struct {
	region   region.Region
	buckets  map[string]*bucket
	metadata namespaceMetadata
}

var (
	_ cloud.Service      = (*Service)(nil)
	_ cloud.Anonymous    = (*Service)(nil)
	_ cloud.UnsignedBody = (*Service)(nil)
	_ cloud.Occupant     = (*Service)(nil)
)

// New returns an empty Object Storage. Close removes what it spools to disk.
func New(config Config) *Service {
	return &Service{
		config:   config,
		store:    &store{parent: config.Dir},
		sites:    map[location]*site{},
		policies: map[string]*bucket{},
	}
}

// serviceName is the SDK's name of the package.
const serviceName = "objectstorage"

// Name implements cloud.Service.
func (s *Service) Name() string { return serviceName }

// Region implements cloud.Service. It knows the endpoints objectstorage.<region>.<domain>, the same with the labels of
// newer SDKs (oci, ds) before the domain, and <namespace>.objectstorage.<region>.oci.customer-oci.com.
func (s *Service) Region(host string) (region.Region, bool) {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	before, after, ok := strings.Cut("."+host, ".objectstorage.")
	if !ok {
		return region.Region{}, false
	}
	name, domain, _ := strings.Cut(after, ".")
	r, ok := region.ByName(name)
	if !ok {
		return region.Region{}, false
	}
	domain = strings.TrimPrefix(domain, "ds.")
	if domain == "oci.customer-oci.com" && strings.Count(before, ".") <= 1 {
		return r, r.Realm == "oc1"
	}
	return r, before == "" && strings.TrimPrefix(domain, "oci.") == r.Domain
}

// Occupies implements cloud.Occupant: a compartment with a bucket in any region is occupied.
func (s *Service) Occupies(compartment string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, at := range s.sites {
		for _, b := range at.buckets {
			if b.compartment == compartment {
				return true
			}
		}
	}
	return false
}

// Close removes what the service has spooled to disk. Objects that are large can no longer be read.
func (s *Service) Close() error { return s.store.close() }

// now is the sandbox's time, in the resolution that Oracle answers in.
func (s *Service) now() time.Time { return s.config.World.Now() }

// site returns a location's site, which it makes when there is none. The caller holds the lock for writing.
func (s *Service) site(namespace string, r region.Region) *site {
	where := location{namespace, r.Name}
	at := s.sites[where]
	if at == nil {
		at = &site{region: r, buckets: map[string]*bucket{}}
		s.sites[where] = at
	}
	return at
}

// bucketIn finds a bucket; the caller holds the lock.
func (s *Service) bucketIn(namespace, regionName, name string) *bucket {
	at := s.sites[location{namespace, regionName}]
	if at == nil {
		return nil
	}
	return at.buckets[name]
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	if id := c.Header.Get("opc-client-request-id"); id != "" {
		w.Header().Set("opc-client-request-id", id)
	}
	q := &request{Call: c, service: s, w: w}
	// The keys of a tenancy are not known in a region that it is not subscribed to.
	if t := q.caller(); c.Principal.ID != "" && (t == nil || !t.subscribed(c.Region.Name)) {
		return cloud.NotAuthenticated()
	}
	s.settle()
	if token, rest, ok := cutToken(c.URL.EscapedPath()); ok {
		return s.servePAR(q, token, rest)
	}
	if err := q.resolve(c.URL.EscapedPath()); err != nil {
		return err
	}
	return q.serve()
}

// Anonymous implements cloud.Anonymous: requests through a pre-authenticated request, and unsigned reads of objects,
// which a public bucket grants to everybody and any other answers as if it did not exist.
func (s *Service) Anonymous(r *http.Request) bool {
	if _, _, ok := cutToken(r.URL.EscapedPath()); ok {
		return true
	}
	found, _ := match(r.Method, r.URL.EscapedPath())
	return found != nil && found.public && r.Header.Get("Authorization") == ""
}

// UnsignedBody implements cloud.UnsignedBody: Oracle's SDKs leave the body of PutObject and UploadPart unsigned.
func (s *Service) UnsignedBody(r *http.Request) bool {
	found, _ := match(r.Method, r.URL.EscapedPath())
	return found != nil && found.streams
}
