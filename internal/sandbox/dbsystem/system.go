package dbsystem

import (
	"net/http"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// pages are the sizes of lists. Oracle documents a maximum of 1,000.
var pages = cloud.Limits{Default: 100, Max: 1000}

func (s *Service) createSystem(w http.ResponseWriter, c *cloud.Call) error {
	return s.tokens.Do(w, c, func(w http.ResponseWriter) error {
		body, err := s.create.read(c)
		if err != nil {
			return err
		}
		compartment := body.text("compartmentId")
		if !s.world.HasCompartment(compartment) {
			return cloud.NotAuthorizedOrNotFound()
		}
		if err := s.allow(c, "CreateDbSystem", compartment, true); err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		whole, err := s.complete(s, c.Region, body)
		if err != nil {
			return err
		}
		r := &record{region: c.Region, body: whole, backup: s.world.Now(), passwords: 1}
		forget(whole)
		otherwise(whole, object{"freeformTags": map[string]any{}, "definedTags": map[string]any{}, "systemTags": map[string]any{}})
		whole["id"], whole["timeCreated"] = cloud.NewOCID(s.system, c.Region), stamp(s.world.Now())
		whole["lifecycleState"] = creating
		s.systems[whole.text("id")] = r
		s.start(w, c, "CreateDbSystem", r, creating, active, s.world.Pace.Create, nil)
		w.Header().Set("Etag", r.etag)
		return cloud.WriteJSON(w, http.StatusOK, r.body)
	})
}

// forget drops the secrets of a body.
func forget(body object) {
	delete(body, "adminPassword")
	delete(body, "credentials")
}

// system finds a system for an operation on it: it exists here, the call may, and if-match holds. The caller holds the lock.
func (s *Service) one(c *cloud.Call, all map[string]*record, operation string, write bool) (*record, error) {
	r, err := at(all, c.Region, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := s.allow(c, operation, r.body.text("compartmentId"), write); err != nil {
		return nil, err
	}
	return r, cloud.CheckMatch(c.Request, r.etag)
}

func (s *Service) getSystem(w http.ResponseWriter, c *cloud.Call) error {
	return s.get(w, c, s.systems, "GetDbSystem")
}

func (s *Service) get(w http.ResponseWriter, c *cloud.Call, all map[string]*record, operation string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, all, operation, false)
	if err != nil {
		return err
	}
	w.Header().Set("Etag", r.etag)
	return cloud.WriteJSON(w, http.StatusOK, r.body)
}

func (s *Service) listSystems(w http.ResponseWriter, c *cloud.Call) error {
	return s.list(w, c, s.systems, "ListDbSystems", s.summary)
}

// list answers the records of a compartment, those that are deleted too, as Oracle does.
func (s *Service) list(w http.ResponseWriter, c *cloud.Call, all map[string]*record, operation string, fields []string, more ...string) error {
	known := append([]string{"displayName", "lifecycleState", "id", "dbSystemId", "limit", "page", "sortBy", "sortOrder"}, more...)
	compartment, err := cloud.ListedIn(c, known...)
	if err != nil {
		return err
	}
	q := c.URL.Query()
	if err := s.allow(c, operation, compartment, false); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []object{}
	for _, r := range sorted(all) {
		if r.region.Name == c.Region.Name && matching(r.body, map[string]string{
			"compartmentId": compartment, "displayName": q.Get("displayName"), "lifecycleState": q.Get("lifecycleState"), "id": q.Get("id") + q.Get("backupId"),
			"dbSystemId": q.Get("dbSystemId"),
		}) {
			found = append(found, only(r.body, fields))
		}
	}
	return items(s, w, c, found, func(o object) string { return o.text("id") })
}

func matching(body object, filters map[string]string) bool {
	for name, want := range filters {
		if name == "dbSystemId" && body["dbSystemId"] == nil {
			name = "id"
		}
		if want != "" && body.text(name) != want {
			return false
		}
	}
	return true
}

// only has the members of a summary; nil means all.
func only(body object, fields []string) object {
	if fields == nil {
		return body.clone()
	}
	out := object{}
	for name, v := range body.clone() {
		if slices.Contains(fields, name) {
			out[name] = v
		}
	}
	return out
}

func (s *Service) updateSystem(w http.ResponseWriter, c *cloud.Call) error {
	body, err := s.update.read(c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "UpdateDbSystem", true)
	if err != nil {
		return err
	}
	if err := idle(r, active, inactive); err != nil {
		return err
	}
	if err := s.changes(s, c.Region, r.body, body); err != nil {
		return err
	}
	if body["adminPassword"] != nil {
		r.passwords++
	}
	forget(body)
	s.start(w, c, "UpdateDbSystem", r, updating, r.body.text("lifecycleState"), s.world.Pace.Update, func() { r.body.merge(body) })
	return accepted(w)
}

func (s *Service) deleteSystem(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "DeleteDbSystem", true)
	if err != nil {
		return err
	}
	if err := idle(r, active, inactive, failed); err != nil {
		return err
	}
	if r.body.object("deletionPolicy").is("isDeleteProtected") {
		return cloud.IncorrectState("The DB system is delete protected.")
	}
	s.start(w, c, "DeleteDbSystem", r, deleting, deleted, s.world.Pace.Delete, func() { s.dropAutomatic(r) })
	return accepted(w)
}

func (s *Service) stopSystem(w http.ResponseWriter, c *cloud.Call) error {
	return s.switchSystem(w, c, "StopDbSystem", active, inactive)
}

func (s *Service) startSystem(w http.ResponseWriter, c *cloud.Call) error {
	return s.switchSystem(w, c, "StartDbSystem", inactive, active)
}

func (s *Service) switchSystem(w http.ResponseWriter, c *cloud.Call, operation, from, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, operation, true)
	if err != nil {
		return err
	}
	if err := idle(r, from); err != nil {
		return err
	}
	s.start(w, c, operation, r, updating, to, s.world.Pace.Update, nil)
	return accepted(w)
}

func (s *Service) moveSystem(w http.ResponseWriter, c *cloud.Call) error {
	body, err := members{"compartmentId": {needed: true}}.read(c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "ChangeDbSystemCompartment", true)
	if err != nil {
		return err
	}
	to := body.text("compartmentId")
	if !s.world.CanMove(r.body.text("compartmentId"), to) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := s.allow(c, "ChangeDbSystemCompartment", to, true); err != nil {
		return err
	}
	if err := idle(r, active, inactive); err != nil {
		return err
	}
	s.start(w, c, "ChangeDbSystemCompartment", r, updating, r.body.text("lifecycleState"), s.world.Pace.Update, func() { r.body["compartmentId"] = to })
	return accepted(w)
}

func (s *Service) resetPassword(w http.ResponseWriter, c *cloud.Call) error {
	body, err := members{"passwordDetails": {kind: inner, needed: true, members: postgresqlPassword()}}.read(c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "ResetMasterUserPassword", true)
	if err != nil {
		return err
	}
	if err := idle(r, active); err != nil {
		return err
	}
	body["username"] = r.body.text("adminUsername")
	if err := postgresqlCredentials(body); err != nil {
		return err
	}
	s.start(w, c, "ResetMasterUserPassword", r, updating, active, s.world.Pace.Update, func() { r.passwords++ })
	return accepted(w)
}

// idle refuses work on a record that is not in one of the states.
func idle(r *record, states ...string) error {
	if state := r.body.text("lifecycleState"); !slices.Contains(states, state) {
		return cloud.IncorrectState("The resource %s is %s.", r.body.text("id"), state)
	}
	return nil
}

func accepted(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusAccepted)
	return nil
}
