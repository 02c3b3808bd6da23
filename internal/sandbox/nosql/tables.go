package nosql

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var pageLimits = cloud.Limits{Default: 100, Max: 1000}

// place gives a table its OCID in a region. The caller holds the lock.
func (s *Service) place(r region.Region, t *table) {
	t.id, t.region, t.created = cloud.NewOCID("nosqltable", r), r, s.world.Now()
	t.renew(t.created)
	if t.free == nil {
		t.free = map[string]string{}
	}
	if t.defined == nil {
		t.defined = map[string]map[string]any{}
	}
	s.tables[t.id] = t
}

func (s *Service) getTable(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "compartmentId"); err != nil {
		return err
	}
	return s.look(c, "GetTable", func(t *table) error {
		w.Header().Set("Etag", t.etag)
		return cloud.WriteJSON(w, http.StatusOK, t.json())
	})
}

// tableCollection is a page of a list.
type tableCollection struct {
	Items                       []tableJSON `json:"items"`
	MaxAutoReclaimableTables    int         `json:"maxAutoReclaimableTables"`
	AutoReclaimableTables       int         `json:"autoReclaimableTables"`
	MaxOnDemandCapacityTables   int         `json:"maxOnDemandCapacityTables"`
	OnDemandCapacityTables      int         `json:"onDemandCapacityTables"`
	AvailableReplicationRegions []string    `json:"availableReplicationRegions"`
}

const (
	maxReclaimable = 3 // always-free tables of a tenancy
	maxOnDemand    = 3 // tables of a tenancy that are billed by use
)

func (s *Service) listTables(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := cloud.ListedIn(c, "name", "limit", "page", "sortOrder", "sortBy", "lifecycleState")
	if err != nil {
		return err
	}
	q := c.URL.Query()
	if !s.world.HasCompartment(compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if _, err := path.Match(q.Get("name"), ""); err != nil {
		return cloud.InvalidParameter("The parameter name is not a pattern: %q.", q.Get("name"))
	}
	if err := c.Authorize(cloud.Access{Service: "nosql", Operation: "ListTables", Compartment: compartment}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	items := s.sorted(func(t *table) bool {
		return t.region.Name == c.Region.Name && t.compartment == compartment && t.matches(q)
	})
	return s.writeTables(w, c, items)
}

// matches holds a table against the filters of a list. Names are matched as a shell matches files'.
func (t *table) matches(q map[string][]string) bool {
	get := func(name string) string { return strings.Join(q[name], "") }
	if state := get("lifecycleState"); state != "" && !strings.EqualFold(state, "ALL") && !strings.EqualFold(state, t.state) {
		return false
	}
	matched, _ := path.Match(strings.ToLower(get("name")), strings.ToLower(t.schema.Name))
	return get("name") == "" || matched
}

func (s *Service) writeTables(w http.ResponseWriter, c *cloud.Call, items []*table) error {
	key := (*table).sortKey
	down := false
	switch sortBy := c.URL.Query().Get("sortBy"); sortBy {
	case "", "name":
	case "timeCreated":
		key, down = func(t *table) string { return t.created.Format(time.RFC3339Nano) + t.id }, true
	default:
		return cloud.InvalidParameter("The parameter sortBy must be name or timeCreated, not %q.", sortBy)
	}
	switch order := c.URL.Query().Get("sortOrder"); order {
	case "":
	case "ASC", "DESC":
		down = order == "DESC"
	default:
		return cloud.InvalidParameter("The parameter sortOrder must be ASC or DESC, not %q.", order)
	}
	slices.SortFunc(items, func(a, b *table) int {
		if down {
			a, b = b, a
		}
		return strings.Compare(key(a), key(b))
	})
	page, err := cloud.Page(w, c, items, pageLimits, key)
	if err != nil {
		return err
	}
	out := tableCollection{Items: []tableJSON{}, MaxAutoReclaimableTables: maxReclaimable, MaxOnDemandCapacityTables: maxOnDemand, AvailableReplicationRegions: []string{}}
	for _, t := range page {
		out.Items = append(out.Items, t.summary())
	}
	s.count(c.Region, &out)
	return cloud.WriteJSON(w, http.StatusOK, out)
}

// count adds what a list says of the tenancy.
func (s *Service) count(here region.Region, out *tableCollection) {
	for _, t := range s.tables {
		if t.reclaimable {
			out.AutoReclaimableTables++
		}
		if t.limits != nil && t.limits.CapacityMode == onDemand {
			out.OnDemandCapacityTables++
		}
	}
	for _, r := range region.All() {
		if r.Realm == here.Realm && r.Name != here.Name && s.world.HasRegion(r.Name) {
			out.AvailableReplicationRegions = append(out.AvailableReplicationRegions, r.Name)
		}
	}
}

func (s *Service) deleteTable(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "compartmentId", "isIfExists"); err != nil {
		return err
	}
	err := s.change(c, "DeleteTable", c.URL.Query().Get("compartmentId"), func(t *table) error {
		// No public text says what becomes of the replicas of a table that is dropped. To refuse it is the safe reading.
		if t.members != nil {
			return cloud.IncorrectState("The table %s has replicas and cannot be dropped: drop the replicas first.", t.schema.Name)
		}
		if child := s.child(t); child != "" {
			return cloud.IncorrectState("The table %s has the child table %s and cannot be dropped.", t.schema.Name, child)
		}
		t.state = deleting
		s.begin(w, c, t, task{
			operation: "DeleteTable", kind: "DELETE_TABLE", took: s.world.Pace.Delete, action: "DELETED",
			finish: func() { delete(s.tables, t.id) }, undo: func() { t.state = active },
		})
		return nil
	})
	if e := cloud.AsError(err); err != nil && e.Status == http.StatusNotFound && c.URL.Query().Get("isIfExists") == "true" {
		w.WriteHeader(http.StatusAccepted)
		return nil
	}
	return err
}

// child is the name of a child of a table, "" for none.
func (s *Service) child(of *table) string {
	for _, t := range s.tables {
		if t.region.Name == of.region.Name && t.compartment == of.compartment && t.schema.IsChild() && ddl.SameName(parentOf(t.schema.Name), of.schema.Name) {
			return t.schema.Name
		}
	}
	return ""
}

func parentOf(name string) string { return name[:strings.LastIndexByte(name, '.')] }
