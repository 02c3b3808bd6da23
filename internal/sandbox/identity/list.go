package identity

import (
	"net/http"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var limits = cloud.Limits{Default: 100, Max: 1000}

// sorted orders resources as sortBy and sortOrder say, cuts a page and answers it.
func sorted[P interface {
	resource() *Resource
	named() *Named
}](w http.ResponseWriter, c *cloud.Call, items []P) error {
	key, down, err := order[P](c)
	if err != nil {
		return err
	}
	return paged(w, c, items, key, down)
}

func order[P interface {
	resource() *Resource
	named() *Named
}](c *cloud.Call) (key func(P) string, down bool, err error) {
	q := c.URL.Query()
	byName := func(p P) string { return strings.ToLower(p.named().Name) + "\x00" + p.resource().ID }
	byAge := func(p P) string { return age(p.resource()) }
	switch q.Get("sortBy") {
	case "", "NAME":
		key = byName
	case "TIMECREATED":
		key, down = byAge, true
	default:
		return nil, false, cloud.InvalidParameter("The parameter sortBy must be NAME or TIMECREATED, not %q.", q.Get("sortBy"))
	}
	switch q.Get("sortOrder") {
	case "":
	case "ASC":
		down = false
	case "DESC":
		down = true
	default:
		return nil, false, cloud.InvalidParameter("The parameter sortOrder must be ASC or DESC, not %q.", q.Get("sortOrder"))
	}
	return key, down, nil
}

func age(r *Resource) string {
	return r.TimeCreated.Format("2006-01-02T15:04:05.000000000") + r.ID
}

func paged[P any](w http.ResponseWriter, c *cloud.Call, items []P, key func(P) string, down bool) error {
	slices.SortFunc(items, func(a, b P) int {
		if down {
			a, b = b, a
		}
		return strings.Compare(key(a), key(b))
	})
	page, err := cloud.Page(w, c, items, limits, key)
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, page)
}

// matchesQuery holds a resource against the filters that all lists have.
func matchesQuery(c *cloud.Call, r *Resource, n *Named) bool {
	q := c.URL.Query()
	if name := q.Get("name"); name != "" && name != n.Name {
		return false
	}
	state := q.Get("lifecycleState")
	return state == "" || strings.EqualFold(state, r.LifecycleState)
}

var listQuery = []string{"page", "limit", "name", "sortBy", "sortOrder", "lifecycleState"}

// listed checks a list's parameters and access.
func (s *Service) listed(c *cloud.Call, operation, permission string, more ...string) error {
	compartment, err := cloud.ListedIn(c, append(more, listQuery...)...)
	if err != nil {
		return err
	}
	if !s.CompartmentExists(compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return c.Authorize(cloud.Access{Service: serviceName, Operation: operation, Permissions: []string{permission}, Compartment: compartment})
}
