package identity

import (
	"maps"
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Compartment is a compartment other than the tenancy itself.
type Compartment struct {
	Resource
	Named
	IsAccessible bool `json:"isAccessible"`
}

func (s *Service) routeCompartments() {
	n := &noun[Compartment, *Compartment]{
		service: s, name: "Compartment", plural: "Compartments", path: "/compartments", kind: "compartment",
		permission: "COMPARTMENT", inspect: "COMPARTMENT_INSPECT", shelf: &s.compartments,
		create: createCompartment,
		update: updateCompartment,
		scope:  func(p *Compartment) string { return p.CompartmentID },
		listQ:  []string{"accessLevel", "compartmentIdInSubtree"},
		keep:   s.keepCompartment,
		enacts: true, // policies hold by the places of compartments
	}
	s.anywhere(http.MethodPost, n.path, s.tokens.Once(n.post))
	s.read(n.path, n.getAll)
	s.read(n.path+"/{id}", s.getCompartment)
	s.anywhere(http.MethodPut, n.path+"/{id}", n.put)
	s.write(http.MethodDelete, n.path+"/{id}", s.deleteCompartment(n))
	s.create(n.path+"/{id}/actions/moveCompartment", s.moveCompartment)
	s.read("/workRequests/{id}", s.getWorkRequest)
}

func createCompartment(c *cloud.Call) (*Compartment, string, error) {
	var d details
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, "", err
	}
	named, err := d.created()
	if err != nil {
		return nil, "", err
	}
	return &Compartment{Named: named, IsAccessible: true}, *d.CompartmentID, nil
}

func updateCompartment(c *cloud.Call) (func(*Compartment), error) {
	var d details
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	return func(p *Compartment) { d.apply(&p.Named) }, d.placed()
}

// getCompartment also answers for the tenancy, which is the root compartment. It asks about the compartment itself: who may
// inspect what is in it finds it, too.
func (s *Service) getCompartment(w http.ResponseWriter, c *cloud.Call) error {
	id := c.PathValue("id")
	found := s.root()
	if id != s.config.Tenancy {
		s.mu.RLock()
		stored, err := s.compartments.find(c, id)
		s.mu.RUnlock()
		if err != nil {
			return err
		}
		found = stored
	}
	err := c.Authorize(cloud.Access{Service: serviceName, Operation: "GetCompartment", Permissions: []string{"COMPARTMENT_INSPECT"}, Compartment: id})
	if err != nil {
		return err
	}
	return answer(w, &found.Resource, found)
}

func (s *Service) root() *Compartment {
	return &Compartment{
		Resource:     Resource{ID: s.config.Tenancy, LifecycleState: active, TimeCreated: time.Unix(0, 0).UTC()},
		Named:        Named{Name: s.config.Name, Description: "The root compartment of the tenancy"},
		IsAccessible: true,
	}
}

// keepCompartment lists the children, or with compartmentIdInSubtree all compartments of the tenancy.
func (s *Service) keepCompartment(c *cloud.Call, p *Compartment) (bool, error) {
	q := c.URL.Query()
	if q.Get("compartmentIdInSubtree") != "true" {
		return inCompartment(c, p)
	}
	if q.Get("compartmentId") != s.config.Tenancy {
		return false, cloud.InvalidParameter("The parameter compartmentIdInSubtree goes with the tenancy's OCID only.")
	}
	return true, nil
}

// deleteCompartment answers with a work request, as a compartment takes its time in Oracle's cloud; here it is done at once.
func (s *Service) deleteCompartment(n *noun[Compartment, *Compartment]) cloud.Operation {
	return func(w http.ResponseWriter, c *cloud.Call) error {
		p, err := n.allowed(c, "Delete", "COMPARTMENT_DELETE", nil)
		if err != nil {
			return err
		}
		// Other services are asked without the lock: they may ask back.
		if err := n.drop(c, s.vacate(s.config.Occupied(p.ID))); err != nil {
			return err
		}
		return s.accepted(w, c, "DELETE_COMPARTMENT", "DELETED", p.ID)
	}
}

func (s *Service) vacate(occupied bool) func(*Compartment) error {
	return func(p *Compartment) error {
		for _, child := range s.compartments {
			occupied = occupied || child.CompartmentID == p.ID && child.LifecycleState == active
		}
		if occupied {
			return cloud.IncorrectState("The compartment %s cannot be deleted: it is not empty.", p.ID)
		}
		// A compartment's policies go with it.
		maps.DeleteFunc(s.policies, func(_ string, policy *Policy) bool { return policy.CompartmentID == p.ID })
		p.LifecycleState = deleted
		p.renew()
		return nil
	}
}

// accepted answers with a work request for what has been done to a compartment already.
func (s *Service) accepted(w http.ResponseWriter, c *cloud.Call, operation, action, compartment string) error {
	id := s.work.New(c, operation, compartment, cloud.WorkRequestResource{
		ActionType: action, EntityType: "compartment", Identifier: compartment, EntityURI: version + "/compartments/" + compartment,
	})
	s.work.Update(id, func(wr *cloud.WorkRequest) {
		wr.Status, wr.PercentComplete = cloud.Succeeded, 100
		wr.TimeStarted, wr.TimeFinished = c.Now, c.Now
	})
	w.Header().Set("Opc-Work-Request-Id", id)
	w.WriteHeader(http.StatusAccepted)
	return nil
}

func (s *Service) getWorkRequest(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.work.Get(s.config.Home, c.PathValue("id"))
	if err != nil {
		return err
	}
	access := cloud.Access{Service: serviceName, Operation: "GetWorkRequest", Permissions: []string{"COMPARTMENT_INSPECT"}, Compartment: wr.CompartmentID}
	if err := c.Authorize(access); err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, wr)
}

// AddCompartment creates a compartment whose OCID follows from its name, as a seed does, without a request.
func (s *Service) AddCompartment(parent, name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := SeededOCID("compartment", s.config.Name, name)
	p := &Compartment{Named: Named{Name: name, Description: description}, IsAccessible: true}
	return s.compartments.store(ocid, parent, s.config.Clock(), p).ID
}
