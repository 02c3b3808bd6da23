package identity

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
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
	}
	s.create(n.path, n.post)
	s.read(n.path, n.getAll)
	s.read(n.path+"/{id}", s.getCompartment(n))
	s.write(http.MethodPut, n.path+"/{id}", n.put)
	s.write(http.MethodDelete, n.path+"/{id}", s.deleteCompartment(n))
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

// getCompartment also answers for the tenancy, which is the root compartment.
func (s *Service) getCompartment(n *noun[Compartment, *Compartment]) operation {
	return func(w http.ResponseWriter, c *cloud.Call) error {
		if c.PathValue("id") != s.config.Tenancy {
			return n.get(w, c)
		}
		access := cloud.Access{Operation: "GetCompartment", Permissions: []string{"COMPARTMENT_INSPECT"}, Compartment: s.config.Tenancy}
		if err := c.Authorize(access); err != nil {
			return err
		}
		return cloud.WriteJSON(w, http.StatusOK, s.root())
	}
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
func (s *Service) deleteCompartment(n *noun[Compartment, *Compartment]) operation {
	return func(w http.ResponseWriter, c *cloud.Call) error {
		p, err := n.allowed(c, "DeleteCompartment", "COMPARTMENT_DELETE", true)
		if err != nil {
			return err
		}
		// Other services are asked without the lock: they may ask back.
		if err := n.drop(c, s.vacate(s.config.Occupied(p.ID))); err != nil {
			return err
		}
		w.Header().Set("Opc-Work-Request-Id", s.removal(c, p))
		w.WriteHeader(http.StatusAccepted)
		return nil
	}
}

func (s *Service) vacate(occupied bool) func(*Compartment) error {
	return func(p *Compartment) error {
		for _, child := range s.compartments {
			occupied = occupied || child.CompartmentID == p.ID && child.LifecycleState == active
		}
		for _, policy := range s.policies {
			occupied = occupied || policy.CompartmentID == p.ID
		}
		if occupied {
			return cloud.IncorrectState("The compartment %s cannot be deleted: it is not empty.", p.ID)
		}
		p.LifecycleState = deleted
		p.renew()
		return nil
	}
}

func (s *Service) removal(c *cloud.Call, p *Compartment) string {
	id := s.work.New(c, "DELETE_COMPARTMENT", p.ID, cloud.WorkRequestResource{
		ActionType: "DELETED", EntityType: "compartment", Identifier: p.ID, EntityURI: version + "/compartments/" + p.ID,
	})
	s.work.Update(id, func(wr *cloud.WorkRequest) {
		wr.Status, wr.PercentComplete = cloud.Succeeded, 100
		wr.TimeStarted, wr.TimeFinished = c.Now, c.Now
	})
	return id
}

func (s *Service) getWorkRequest(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.work.Get(s.config.Home, c.PathValue("id"))
	if err != nil {
		return err
	}
	access := cloud.Access{Operation: "GetWorkRequest", Permissions: []string{"COMPARTMENT_INSPECT"}, Compartment: wr.CompartmentID}
	if err := c.Authorize(access); err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, wr)
}

// AddCompartment creates a compartment whose OCID follows from its name, as a seed does, without a request.
func (s *Service) AddCompartment(parent, name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := cloud.OCIDOf("compartment", region.Region{}, s.config.Name+"/"+name)
	p := &Compartment{Named: Named{Name: name, Description: description}, IsAccessible: true}
	return s.compartments.store(ocid, parent, s.config.Clock(), p).ID
}
