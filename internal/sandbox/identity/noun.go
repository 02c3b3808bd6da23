package identity

import (
	"maps"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// namedItem is a resource with a name.
type namedItem[T any] interface {
	item[T]
	named() *Named
}

// noun is a type of named resource and the five operations on it. The functions are what differs between types.
type noun[T any, P namedItem[T]] struct {
	service    *Service
	name       string // in operations, such as "Compartment"
	plural     string // in operations, such as "Compartments"
	path       string // such as "/compartments"
	kind       string // in OCIDs, such as "compartment"
	permission string // prefix, such as "COMPARTMENT"
	inspect    string // the permission that reads want
	shelf      *shelf[T, P]

	create func(c *cloud.Call) (p P, compartment string, err error) // reads and checks the body, without a lock
	update func(c *cloud.Call) (change func(P), err error)          // reads and checks the body, without a lock
	scope  func(P) string                                           // where a name is unique; under the lock
	remove func(P) error                                            // refuses, or clears up and drops it; under the lock
	admit  func(P) error                                            // refuses what is to be stored, or completes it; under the lock; optional
	enacts bool                                                     // whether a change of it changes which policies are in force
	target func(P) cloud.Access                                     // the Variables and Sets that policies see of it; optional
	listQ  []string                                                 // query parameters of the list beyond the usual ones
	keep   func(c *cloud.Call, p P) (bool, error)                   // the list's own filter; default: of the compartment
}

func (n *noun[T, P]) route() {
	n.service.anywhere(http.MethodPost, n.path, n.service.tokens.Once(n.post))
	n.service.read(n.path, n.getAll)
	n.service.read(n.path+"/{id}", n.get)
	n.service.anywhere(http.MethodPut, n.path+"/{id}", n.put)
	n.service.write(http.MethodDelete, n.path+"/{id}", n.delete)
}

func (n *noun[T, P]) post(w http.ResponseWriter, c *cloud.Call) error {
	p, compartment, err := n.create(c)
	if err != nil {
		return err
	}
	if err := n.service.atHome(c); err != nil {
		return err
	}
	if !n.service.CompartmentExists(compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(n.access("Create", n.permission+"_CREATE", compartment, p)); err != nil {
		return err
	}
	p, err = n.add(c, p, compartment)
	if err != nil {
		return err
	}
	return answer(w, p.resource(), p)
}

func (n *noun[T, P]) add(c *cloud.Call, p P, compartment string) (P, error) {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	p.resource().CompartmentID = compartment
	if err := n.accept(p); err != nil {
		return nil, err
	}
	stored := *n.shelf.put(n.kind, compartment, c.Now, p)
	n.changed(c)
	return &stored, nil
}

// accept refuses what may not be stored.
func (n *noun[T, P]) accept(p P) error {
	if err := n.free(p); err != nil || n.admit == nil {
		return err
	}
	return n.admit(p)
}

// changed is called after each change, under the lock.
func (n *noun[T, P]) changed(c *cloud.Call) {
	if n.enacts {
		n.service.enactLater(c.Now)
	}
}

// access is an operation on resources, which are one, or one before and after a change.
func (n *noun[T, P]) access(verb, permission, compartment string, resources ...P) cloud.Access {
	a := cloud.Access{
		Service: serviceName, Operation: verb + n.name, Permissions: []string{permission}, Compartment: compartment, Write: verb != "Get",
		Variables: map[string]string{}, Sets: map[string][]string{},
	}
	if n.target == nil {
		return a
	}
	for _, p := range resources {
		t := n.target(p)
		maps.Copy(a.Variables, t.Variables)
		for name, values := range t.Sets {
			a.Sets[name] = append(a.Sets[name], values...)
		}
	}
	return a
}

// free refuses a name that another resource has in the same scope.
func (n *noun[T, P]) free(p P) error {
	for other := range maps.Values(*n.shelf) {
		r := other.resource()
		if r.LifecycleState == active && r.ID != p.resource().ID && other.named().Name == p.named().Name && n.scope(other) == n.scope(p) {
			return cloud.Errorf(http.StatusConflict, n.name+"AlreadyExists", "%s '%s' already exists", n.name, p.named().Name)
		}
	}
	return nil
}

func (n *noun[T, P]) get(w http.ResponseWriter, c *cloud.Call) error {
	p, err := n.allowed(c, "Get", n.inspect, nil)
	if err != nil {
		return err
	}
	return answer(w, p.resource(), p)
}

// allowed finds the resource that the path names and asks whether the caller may do so much with it. A change is asked about
// as the resource is, and as it would be.
func (n *noun[T, P]) allowed(c *cloud.Call, verb, permission string, change func(P)) (P, error) {
	n.service.mu.RLock()
	p, err := n.shelf.find(c, c.PathValue("id"))
	n.service.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	all := []P{p}
	if change != nil {
		next := *p
		change(&next)
		all = append(all, &next)
	}
	return p, c.Authorize(n.access(verb, permission, p.resource().CompartmentID, all...))
}

func (n *noun[T, P]) getAll(w http.ResponseWriter, c *cloud.Call) error {
	if err := n.service.listed(c, "List"+n.plural, n.inspect, n.listQ...); err != nil {
		return err
	}
	n.service.mu.RLock()
	items, err := n.kept(c)
	n.service.mu.RUnlock()
	if err != nil {
		return err
	}
	return sorted(w, c, items)
}

func (n *noun[T, P]) kept(c *cloud.Call) ([]P, error) {
	var failed error
	items := n.shelf.list(c, func(p P) bool {
		keep, err := n.keep(c, p)
		if err != nil {
			failed = err
		}
		return keep && matchesQuery(c, p.resource(), p.named())
	})
	return items, failed
}

// inCompartment is the filter of lists that look at one compartment.
func inCompartment[P interface{ resource() *Resource }](c *cloud.Call, p P) (bool, error) {
	return p.resource().CompartmentID == compartmentOf(c), nil
}

// compartmentOf is the compartment that a list is of.
func compartmentOf(c *cloud.Call) string { return c.URL.Query().Get("compartmentId") }

func (n *noun[T, P]) put(w http.ResponseWriter, c *cloud.Call) error {
	change, err := n.update(c)
	if err != nil {
		return err
	}
	if err := n.service.atHome(c); err != nil {
		return err
	}
	if _, err := n.allowed(c, "Update", n.permission+"_UPDATE", change); err != nil {
		return err
	}
	p, err := n.change(c, change)
	if err != nil {
		return err
	}
	return answer(w, p.resource(), p)
}

func (n *noun[T, P]) change(c *cloud.Call, change func(P)) (P, error) {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	p, err := n.current(c)
	if err != nil {
		return nil, err
	}
	changed := *p
	next := P(&changed)
	change(next)
	if err := n.accept(next); err != nil {
		return nil, err
	}
	next.resource().renew()
	*p = changed
	n.changed(c)
	return next, nil
}

// current is the resource that the path names, in the version that if-match wants.
func (n *noun[T, P]) current(c *cloud.Call) (P, error) {
	p, err := n.shelf.at(c, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if p.resource().LifecycleState != active {
		return nil, cloud.IncorrectState("%s %s is %s.", n.name, p.resource().ID, p.resource().LifecycleState)
	}
	return p, cloud.CheckMatch(c.Request, p.resource().etag)
}

func (n *noun[T, P]) delete(w http.ResponseWriter, c *cloud.Call) error {
	if _, err := n.allowed(c, "Delete", n.permission+"_DELETE", nil); err != nil {
		return err
	}
	if err := n.drop(c, n.remove); err != nil {
		return err
	}
	return cloud.WriteNoContent(w)
}

func (n *noun[T, P]) drop(c *cloud.Call, remove func(P) error) error {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	p, err := n.current(c)
	if err != nil {
		return err
	}
	if err := remove(p); err != nil {
		return err
	}
	n.changed(c)
	return nil
}

// answer writes a resource with its etag. The tenancy has none.
func answer(w http.ResponseWriter, r *Resource, v any) error {
	if r.etag != "" {
		w.Header().Set("Etag", r.etag)
	}
	return cloud.WriteJSON(w, http.StatusOK, v)
}
