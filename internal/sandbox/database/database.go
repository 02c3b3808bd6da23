// Package database is Oracle's Database service for the sandbox, as far as Autonomous Databases on shared infrastructure
// go: their life cycle, standbys and clones in other regions, backups and wallets, and the work requests that tell of
// them. Each region's are kept apart, and what crosses regions does: a standby exists in its own region and is known in
// its primary's. It refuses what Oracle's documentation refuses. It holds no data of a database, keeps no password and no
// wallet, and knows no identities: who may do what is the Authorizer's to say.
package database

import (
	"crypto/rand"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Service is the Database service in all subscribed regions. It is a cloud.Service.
type Service struct {
	world  cloud.World
	home   region.Region
	router *cloud.Router
	work   *cloud.Router // on the host of work requests
	tokens cloud.RetryTokens
	tasks  cloud.WorkRequests
	pepper []byte // of the fingerprints of passwords; new in each process

	mu        sync.Mutex
	databases map[string]*database // by OCID, in all regions
	backups   map[string]*backup   // by OCID, in all regions
	pending   cloud.Agenda[*task]  // work that is not finished
}

var (
	_ cloud.Service  = (*Service)(nil)
	_ cloud.Occupant = (*Service)(nil)
)

// New returns a Database service without a database. Always Free databases are in the home region; in the zero Region they are
// anywhere.
func New(world cloud.World, home region.Region) *Service {
	s := &Service{
		world:     world,
		home:      home,
		router:    cloud.NewRouter("database"),
		work:      cloud.NewRouter("database"),
		pepper:    make([]byte, 32),
		databases: map[string]*database{},
		backups:   map[string]*backup{},
	}
	_, _ = rand.Read(s.pepper) // never fails: crypto/rand ends the program instead
	s.route()
	return s
}

// Name implements cloud.Service.
func (s *Service) Name() string { return "database" }

// Region implements cloud.Service. It knows database.<region>.<domain>, and iaas.<region>.<domain>, where the work
// requests of databases are.
func (s *Service) Region(host string) (region.Region, bool) {
	if r, ok := cloud.Endpoint("database", host); ok {
		return r, true
	}
	return cloud.Endpoint(workHost, host)
}

// Occupies implements cloud.Occupant: a database or a backup that is not gone occupies its compartment.
func (s *Service) Occupies(compartment string) bool {
	s.settle()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.databases {
		if d.CompartmentID == compartment && d.LifecycleState != terminated {
			return true
		}
	}
	return false
}

// cloneable are the regions of the realm, besides a database's own, that it can be copied to.
func (s *Service) cloneable(from region.Region) []string {
	names := []string{}
	for _, r := range region.All() {
		if r.Realm == from.Realm && r.Name != from.Name && s.world.HasRegion(r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}

// at returns a database of a region itself, or 404. The caller holds the lock.
func (s *Service) at(r region.Region, ocid string) (*database, error) {
	if d := s.databases[ocid]; d != nil && d.region.Name == r.Name {
		return d, nil
	}
	return nil, cloud.NotAuthorizedOrNotFound()
}

// placed says whether an OCID of one of the kinds names a thing of the region.
func placed(r region.Region, ocid string, kinds ...string) bool {
	parts := strings.Split(ocid, ".")
	found := region.FindOCID(ocid)
	return len(parts) > 1 && slices.Contains(kinds, parts[1]) && found.Kind == region.Regional && found.Region.Name == r.Name
}
