// Package dbsystem is Oracle's MySQL and PostgreSQL services for the sandbox, as far as DB systems and their backups go.
// The two have much the same life cycle and differ in their paths, members and rules, which a dialect says. A backup copy
// exists in the region that it was copied to. It refuses what Oracle's documentation refuses, keeps no password, holds no
// data, and knows no identities: who may do what is the Authorizer's to say.
package dbsystem

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Service is one of the two services in all regions. It is a cloud.Service.
type Service struct {
	dialect
	world  cloud.World
	router *cloud.Router
	tokens cloud.RetryTokens
	work   cloud.WorkRequests

	mu      sync.Mutex
	systems map[string]*record // by OCID, in all regions
	backups map[string]*record // by OCID, in all regions
	tasks   cloud.Agenda[task] // work that is not finished
}

// record is a DB system or a backup.
type record struct {
	region    region.Region
	etag      string
	body      object    // as Oracle answers it
	backup    time.Time // when the last automatic backup was taken, or the system was made
	passwords int       // how often a password was set
}

var (
	_ cloud.Service  = (*Service)(nil)
	_ cloud.Occupant = (*Service)(nil)
)

// NewMySQL returns a MySQL service without a DB system.
func NewMySQL(world cloud.World) *Service { return newService(world, mysql()) }

// NewPostgreSQL returns a PostgreSQL service without a DB system.
func NewPostgreSQL(world cloud.World) *Service { return newService(world, postgresql()) }

func newService(world cloud.World, d dialect) *Service {
	s := &Service{dialect: d, world: world, router: cloud.NewRouter(d.service), systems: map[string]*record{}, backups: map[string]*record{}}
	s.route()
	return s
}

// Name implements cloud.Service.
func (s *Service) Name() string { return s.service }

// Region implements cloud.Service: MySQL is at mysql.<region>.ocp.<domain>, PostgreSQL at postgresql.<region>.oci.<domain>.
func (s *Service) Region(host string) (region.Region, bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(host), s.host+".")
	if !ok {
		return region.Region{}, false
	}
	name, domain, _ := strings.Cut(rest, ".")
	r, ok := region.ByName(name)
	return r, ok && domain == s.zone+"."+r.Domain
}

// Occupies implements cloud.Occupant: a system or a backup that is not deleted occupies its compartment.
func (s *Service) Occupies(compartment string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	for _, all := range []map[string]*record{s.systems, s.backups} {
		for _, r := range all {
			if r.body.text("compartmentId") == compartment && r.body.text("lifecycleState") != deleted {
				return true
			}
		}
	}
	return false
}

// Dump implements cloud.Service. What is deleted is not there any more.
func (s *Service) Dump() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	out := map[string]any{}
	for name, all := range map[string]map[string]*record{"dbSystems": s.systems, "backups": s.backups} {
		for _, r := range sorted(all) {
			if r.body.text("lifecycleState") == deleted {
				continue
			}
			where, _ := out[r.region.Name].(map[string]any)
			if where == nil {
				where = map[string]any{}
				out[r.region.Name] = where
			}
			listed, _ := where[name].([]object)
			where[name] = append(listed, r.dump())
		}
	}
	return out
}

// dump is a record with what only the sandbox knows: how often a password was set.
func (r *record) dump() object {
	out := r.body.clone()
	if r.passwords > 0 {
		out["passwordSets"] = r.passwords
	}
	return out
}

// sorted are records by their OCIDs.
func sorted(all map[string]*record) []*record {
	out := make([]*record, 0, len(all))
	for _, r := range all {
		out = append(out, r)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].body.text("id") < out[j].body.text("id") })
	return out
}

// at returns a record of a region, or 404. The caller holds the lock.
func at(all map[string]*record, r region.Region, ocid string) (*record, error) {
	if found := all[ocid]; found != nil && found.region.Name == r.Name {
		return found, nil
	}
	return nil, cloud.NotAuthorizedOrNotFound()
}

// placed says whether an OCID names a thing of the region.
func placed(r region.Region, ocid string, kinds ...string) bool {
	parts := strings.Split(ocid, ".")
	found := region.FindOCID(ocid)
	return len(parts) > 1 && slices.Contains(kinds, parts[1]) && found.Kind == region.Regional && found.Region.Name == r.Name
}
