package identity

import (
	"net/http"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxDepth is how deep compartments can be nested below the root.
const maxDepth = 6

// moveCompartment moves a compartment with all in it. Oracle wants manage all-resources in the lowest compartment that is above
// both places. Statements that name the compartment from where it no longer is below hold no more.
func (s *Service) moveCompartment(w http.ResponseWriter, c *cloud.Call) error {
	var d struct {
		Target string `json:"targetCompartmentId"`
	}
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if d.Target == "" {
		return cloud.MissingParameter("targetCompartmentId")
	}
	id := c.PathValue("id")
	shared, ok := s.sharedParent(c, id, d.Target)
	if !ok {
		return cloud.NotAuthorizedOrNotFound()
	}
	// No permission is documented for it: the catalogue has it as one that only manage all-resources gives.
	if err := c.Authorize(cloud.Access{Service: serviceName, Operation: "MoveCompartment", Compartment: shared, Write: true}); err != nil {
		return err
	}
	if err := s.move(c, id, d.Target); err != nil {
		return err
	}
	return s.accepted(w, c, "MOVE_COMPARTMENT", "MOVED", id)
}

// sharedParent is the lowest compartment above a compartment that is also above, or is, another one.
func (s *Service) sharedParent(c *cloud.Call, id, target string) (string, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if _, err := s.compartments.at(c, id); err != nil || !s.alive(id) || !s.alive(target) {
		return "", false
	}
	_, from, _ := s.place(id)
	_, to, _ := s.place(target)
	shared := s.config.Tenancy
	for i := 0; i < min(len(from)-1, len(to)) && from[i] == to[i]; i++ {
		shared = from[i]
	}
	return shared, true
}

func (s *Service) move(c *cloud.Call, id, target string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.compartments.at(c, id)
	if err != nil || !s.alive(id) || !s.alive(target) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := cloud.CheckMatch(c.Request, p.etag); err != nil {
		return err
	}
	_, to, _ := s.place(target)
	switch taken := s.child(target, p.Name); {
	case slices.Contains(to, id):
		return cloud.InvalidParameter("The compartment %s cannot be moved into itself.", id)
	case taken != "" && taken != id:
		return cloud.Errorf(http.StatusConflict, "CompartmentAlreadyExists", "Compartment '%s' already exists", p.Name)
	case len(to)-1+s.height(id) > maxDepth:
		return cloud.InvalidParameter("Compartments can be nested %d levels deep.", maxDepth)
	}
	before := p.CompartmentID
	p.CompartmentID = target
	if err := s.checkPath(id, s.statementCounts()); err != nil {
		p.CompartmentID = before
		return err
	}
	p.renew()
	s.enactLater(c.Now)
	return nil
}

// height is the number of levels that a compartment and those below it take.
func (s *Service) height(id string) int {
	below := 0
	for _, c := range s.compartments {
		if c.CompartmentID == id && c.LifecycleState == active {
			below = max(below, s.height(c.ID))
		}
	}
	return below + 1
}
