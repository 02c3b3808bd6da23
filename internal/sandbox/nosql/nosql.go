// Package nosql is Oracle NoSQL Database Cloud Service for the sandbox, as far as tables go: their statements, limits, life
// cycle, indexes and replicas in other regions, and the service's own work requests. A replica is a table of the same name in
// the other region; the two show each other. It refuses what Oracle's documentation refuses. It holds no rows, and knows no
// identities: who may do what is the Authorizer's to say.
package nosql

import (
	"net/http"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Service is the service in all regions. It is a cloud.Service.
type Service struct {
	world  cloud.World
	router *cloud.Router
	tokens cloud.RetryTokens
	work   cloud.WorkRequests

	mu     sync.Mutex
	tables map[string]*table   // by OCID, in all regions
	tasks  cloud.Agenda[*task] // work that is not finished
}

var (
	_ cloud.Service  = (*Service)(nil)
	_ cloud.Occupant = (*Service)(nil)
	_ cloud.Metered  = (*Service)(nil)
)

// New returns a service without a table.
func New(world cloud.World) *Service {
	s := &Service{world: world, router: cloud.NewRouter("nosql"), tables: map[string]*table{}}
	s.route()
	return s
}

// Name implements cloud.Service.
func (s *Service) Name() string { return "nosql" }

// Region implements cloud.Service.
func (s *Service) Region(host string) (region.Region, bool) { return cloud.Endpoint("nosql", host) }

const (
	tablesPath = "/20190828/tables"
	tablePath  = tablesPath + "/{table}"
	workPath   = "/20190828/workRequests"
)

func (s *Service) route() {
	for pattern, op := range map[string]cloud.Operation{
		"POST " + tablesPath:  s.tokens.Once(s.createTable),
		"GET " + tablesPath:   s.listTables,
		"GET " + tablePath:    s.getTable,
		"PUT " + tablePath:    s.updateTable,
		"DELETE " + tablePath: s.deleteTable,
		"POST " + tablePath + "/actions/changeCompartment": s.tokens.Once(s.changeCompartment),
		"POST " + tablePath + "/replicas":                  s.tokens.Once(s.createReplica),
		"DELETE " + tablePath + "/replicas/{region}":       s.deleteReplica,
		"POST " + tablePath + "/indexes":                   s.tokens.Once(s.createIndex),
		"GET " + tablePath + "/indexes":                    s.listIndexes,
		"GET " + tablePath + "/indexes/{index}":            s.getIndex,
		"DELETE " + tablePath + "/indexes/{index}":         s.deleteIndex,
		"GET " + workPath:                                  s.listWork,
		"GET " + workPath + "/{id}":                        s.getWork,
		"DELETE " + workPath + "/{id}":                     s.cancelWork,
		"GET " + workPath + "/{id}/errors":                 s.listWorkErrors,
		"GET " + workPath + "/{id}/logs":                   s.listWorkLogs,
	} {
		s.router.Handle(pattern, op)
	}
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	// The keys of a tenancy are not known in a region that it is not subscribed to.
	if !s.world.HasRegion(c.Region.Name) {
		return cloud.NotAuthenticated()
	}
	s.mu.Lock()
	s.settle()
	s.mu.Unlock()
	return s.router.Serve(w, c)
}

// Occupies implements cloud.Occupant.
func (s *Service) Occupies(compartment string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	for _, t := range s.tables {
		if t.compartment == compartment {
			return true
		}
	}
	return false
}

// Dump implements cloud.Service: by region its tables by name, each with its indexes.
func (s *Service) Dump() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	byRegion := map[string][]tableDump{}
	for _, t := range s.sorted(func(*table) bool { return true }) {
		byRegion[t.region.Name] = append(byRegion[t.region.Name], tableDump{t.json(), t.indexList()})
	}
	out := map[string]any{}
	for name, tables := range byRegion {
		out[name] = map[string]any{"tables": tables}
	}
	return out
}
