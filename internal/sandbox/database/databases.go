package database

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// remembered is how long a terminated database is still listed. Oracle does not say; it is some hours.
const remembered = 4 * time.Hour

func (s *Service) getDatabase(w http.ResponseWriter, c *cloud.Call) error {
	var answer databaseJSON
	err := s.look(c, "GetAutonomousDatabase", func(d *database) error {
		answer = d.answer()
		w.Header().Set("Etag", d.etag)
		return nil
	})
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, answer)
}

var databaseQuery = []string{
	"compartmentId", "limit", "page", "sortBy", "sortOrder", "infrastructureType", "lifecycleState", "lifecycleStateNotEqualTo",
	"dbWorkload", "dbVersion", "isFreeTier", "displayName", "isRefreshableClone", "isDataGuardEnabled",
}

func (s *Service) listDatabases(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.listed(c, "ListAutonomousDatabases", databaseQuery); err != nil {
		return err
	}
	compartment := c.URL.Query().Get("compartmentId")
	return s.list(w, c, func(d *database) bool { return d.CompartmentID == compartment })
}

// listed checks the parameters of a list of a compartment, and whether the caller may see it.
func (s *Service) listed(c *cloud.Call, operation string, known []string) error {
	compartment, err := cloud.ListedIn(c, known...)
	if err != nil {
		return err
	}
	if !s.world.HasCompartment(compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return authorize(c, operation, compartment, "", false)
}

// list answers the databases of the call's region that keep wants and the query's filters leave.
func (s *Service) list(w http.ResponseWriter, c *cloud.Call, keep func(*database) bool) error {
	items := []databaseJSON{}
	s.mu.Lock()
	s.sweep()
	for _, d := range s.databases {
		if d.region.Name == c.Region.Name && keep(d) && d.matches(c) {
			items = append(items, d.answer())
		}
	}
	s.mu.Unlock()
	return sorted(w, c, items, func(d databaseJSON) time.Time { return d.TimeCreated }, func(d databaseJSON) string { return d.DisplayName },
		func(d databaseJSON) string { return d.ID })
}

// sweep forgets what was terminated long ago.
func (s *Service) sweep() {
	for id, d := range s.databases {
		if d.LifecycleState == terminated && s.world.Now().Sub(d.terminated) > remembered {
			delete(s.databases, id)
		}
	}
}

func (d *database) matches(c *cloud.Call) bool {
	q := c.URL.Query()
	is := func(name, value string) bool { return !q.Has(name) || strings.EqualFold(q.Get(name), value) }
	says := func(name string, value bool) bool { return !q.Has(name) || (q.Get(name) == "true") == value }
	return is("infrastructureType", d.InfrastructureType) &&
		is("lifecycleState", d.LifecycleState) &&
		(!q.Has("lifecycleStateNotEqualTo") || !is("lifecycleStateNotEqualTo", d.LifecycleState)) &&
		is("dbWorkload", d.DBWorkload) &&
		is("dbVersion", d.DBVersion) &&
		(!q.Has("displayName") || q.Get("displayName") == d.DisplayName) &&
		says("isFreeTier", d.IsFreeTier) &&
		says("isRefreshableClone", d.IsRefreshableClone) &&
		says("isDataGuardEnabled", d.IsDataGuardEnabled)
}

// sorted orders a list as sortBy and sortOrder say, cuts a page and answers it.
func sorted[T any](w http.ResponseWriter, c *cloud.Call, items []T, age func(T) time.Time, name, id func(T) string) error {
	q := c.URL.Query()
	key, down := func(t T) string { return stamp(age(t)) + id(t) }, true
	switch q.Get("sortBy") {
	case "", "NONE", "TIMECREATED":
	case "DISPLAYNAME":
		key, down = func(t T) string { return name(t) + "\x00" + id(t) }, false
	default:
		return cloud.InvalidParameter("The parameter sortBy must be TIMECREATED or DISPLAYNAME, not %q.", q.Get("sortBy"))
	}
	switch q.Get("sortOrder") {
	case "":
	case "ASC":
		down = false
	case "DESC":
		down = true
	default:
		return cloud.InvalidParameter("The parameter sortOrder must be ASC or DESC, not %q.", q.Get("sortOrder"))
	}
	slices.SortFunc(items, func(a, b T) int {
		if down {
			a, b = b, a
		}
		return strings.Compare(key(a), key(b))
	})
	return page(w, c, items, key)
}

// stamp is a time that sorts as text.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }

// deleteDatabase terminates a database. A primary with a standby abroad is refused, as the console says.
func (s *Service) deleteDatabase(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "mustDeleteAssociatedLongTermBackups"); err != nil {
		return err
	}
	if err := s.allowed(c, "DeleteAutonomousDatabase", true); err != nil {
		return err
	}
	states := []string{available, stopped, standbyState}
	_, _, err := s.changed(c, "DeleteAutonomousDatabase", states, func(d *database) error {
		if !d.follows() && len(d.PeerDBIDs) > 0 {
			return cloud.IncorrectState("The Autonomous Database %s has the cross-region standby %s: terminate the standby first.", d.ID, d.PeerDBIDs[0])
		}
		if err := s.mayLoseBackups(d, c.URL.Query().Get("mustDeleteAssociatedLongTermBackups") == "true"); err != nil {
			return err
		}
		s.terminate(w, c, d)
		return nil
	})
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// terminate begins the end of a database. The caller holds the lock.
func (s *Service) terminate(w http.ResponseWriter, c *cloud.Call, d *database) {
	s.begin(w, c, d, terminating, task{
		operation: "DeleteAutonomousDatabase", due: s.world.Now().Add(s.world.Pace.Delete),
		finish: func(now time.Time) { s.terminated(d, now) },
	})
}

// terminated is what is left when a database is gone. The caller holds the lock.
func (s *Service) terminated(d *database, now time.Time) {
	d.resume, d.terminated = terminated, now
	for _, peer := range d.PeerDBIDs {
		if p := s.databases[peer]; p != nil {
			p.unpeer(d.ID)
		}
	}
	d.unpeer(d.PeerDBIDs...)
	for id, b := range s.backups {
		if b.AutonomousDatabaseID == d.ID {
			delete(s.backups, id)
		}
	}
}
