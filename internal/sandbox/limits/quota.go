package limits

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Quota is a list of quota statements, kept in a compartment.
type Quota struct {
	ID             string                    `json:"id"`
	CompartmentID  string                    `json:"compartmentId"`
	Name           string                    `json:"name"`
	Description    string                    `json:"description"`
	Statements     []string                  `json:"statements"`
	Locks          []any                     `json:"locks"`
	TimeCreated    time.Time                 `json:"timeCreated"`
	LifecycleState string                    `json:"lifecycleState"`
	FreeformTags   map[string]string         `json:"freeformTags"`
	DefinedTags    map[string]map[string]any `json:"definedTags"`

	etag   string
	policy quota.Policy
}

type quotaDetails struct {
	CompartmentID *string                   `json:"compartmentId"`
	Name          *string                   `json:"name"`
	Description   *string                   `json:"description"`
	Statements    []string                  `json:"statements"`
	Locks         []any                     `json:"locks"`
	FreeformTags  map[string]string         `json:"freeformTags"`
	DefinedTags   map[string]map[string]any `json:"definedTags"`
}

func (s *Service) routeQuotas() {
	const quotas = " /20181025/quotas"
	s.router.Handle("POST"+quotas, s.tokens.Once(s.createQuota))
	s.router.Handle("GET"+quotas, s.listQuotas)
	s.router.Handle("GET"+quotas+"/{id}", s.getQuota)
	s.router.Handle("PUT"+quotas+"/{id}", s.updateQuota)
	s.router.Handle("DELETE"+quotas+"/{id}", s.deleteQuota)
}

func access(operation, permission string, q *Quota) cloud.Access {
	a := cloud.Access{
		Service: serviceName, Operation: operation, Permissions: []string{permission}, Compartment: q.CompartmentID,
		Write:     permission != "QUOTA_READ" && permission != "QUOTA_INSPECT",
		Variables: map[string]string{"target.quota.id": q.ID, "target.quota.name": q.Name},
	}
	return a
}

func (s *Service) createQuota(w http.ResponseWriter, c *cloud.Call) error {
	var d quotaDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if err := d.checkCreate(); err != nil {
		return err
	}
	if err := cloud.AtHome(c, s.config.Home); err != nil {
		return err
	}
	q := &Quota{CompartmentID: *d.CompartmentID, Name: *d.Name, Locks: []any{}, TimeCreated: c.Now.UTC().Truncate(time.Millisecond), LifecycleState: "ACTIVE"}
	if err := c.Authorize(access("CreateQuota", "QUOTA_CREATE", q)); err != nil {
		return err
	}
	if err := s.compile(q, d.Statements); err != nil {
		return err
	}
	d.apply(q)
	q.ID = cloud.NewOCID("quota", region.Region{})
	if err := s.insert(c, q); err != nil {
		return err
	}
	return answer(w, q)
}

var nameForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)

func (d quotaDetails) checkCreate() error {
	switch {
	case d.CompartmentID == nil || *d.CompartmentID == "":
		return cloud.MissingParameter("compartmentId")
	case d.Name == nil:
		return cloud.MissingParameter("name")
	case d.Description == nil:
		return cloud.MissingParameter("description")
	case len(d.Statements) == 0:
		return cloud.MissingParameter("statements")
	case !nameForm.MatchString(*d.Name):
		return cloud.InvalidParameter("The name %q must be 1 to 100 letters, digits, periods, hyphens and underscores.", *d.Name)
	case len(d.Locks) > 0:
		return cloud.NotImplemented("locks of quotas")
	}
	return nil
}

func (d quotaDetails) apply(q *Quota) {
	if d.Description != nil {
		q.Description = *d.Description
	}
	if d.FreeformTags != nil {
		q.FreeformTags = d.FreeformTags
	}
	if d.DefinedTags != nil {
		q.DefinedTags = d.DefinedTags
	}
	q.etag = cloud.NewETag()
}

func (s *Service) insert(c *cloud.Call, q *Quota) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.quotas {
		if other.Name == q.Name {
			return cloud.Errorf(http.StatusConflict, "QuotaAlreadyExists", "Quota '%s' already exists", q.Name)
		}
	}
	s.quotas[q.ID] = q
	s.enact(c.Now)
	return nil
}

// find returns a copy of the quota that the path names.
func (s *Service) find(c *cloud.Call) (*Quota, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	q := s.quotas[c.PathValue("id")]
	if q == nil {
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	copied := *q
	return &copied, nil
}

func (s *Service) getQuota(w http.ResponseWriter, c *cloud.Call) error {
	q, err := s.find(c)
	if err != nil {
		return err
	}
	if err := c.Authorize(access("GetQuota", "QUOTA_READ", q)); err != nil {
		return err
	}
	return answer(w, q)
}

func answer(w http.ResponseWriter, q *Quota) error {
	w.Header().Set("Etag", q.etag)
	return cloud.WriteJSON(w, http.StatusOK, q)
}

// listed checks a list's query and access, and returns its compartment.
func (s *Service) listed(c *cloud.Call, operation, permission string, known ...string) (string, error) {
	compartment, err := cloud.ListedIn(c, append(known, "page", "limit", "sortBy", "sortOrder", "name")...)
	if err != nil {
		return "", err
	}
	return compartment, c.Authorize(cloud.Access{Service: serviceName, Operation: operation, Permissions: []string{permission}, Compartment: compartment})
}

var pages = cloud.Limits{Default: 100, Max: 1000}

// listQuotas lists those that are kept in a compartment, without their statements, as Oracle does.
func (s *Service) listQuotas(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := s.listed(c, "ListQuotas", "QUOTA_INSPECT", "lifecycleState")
	if err != nil {
		return err
	}
	name, state := c.URL.Query().Get("name"), c.URL.Query().Get("lifecycleState")
	found := s.sorted(func(q *Quota) bool {
		return q.CompartmentID == compartment && (name == "" || q.Name == name) && (state == "" || strings.EqualFold(state, q.LifecycleState))
	})
	page, err := cloud.Page(w, c, found, pages, func(q Quota) string { return q.Name })
	if err != nil {
		return err
	}
	summaries := make([]map[string]any, len(page))
	for i, q := range page {
		summaries[i] = map[string]any{
			"id": q.ID, "compartmentId": q.CompartmentID, "name": q.Name, "description": q.Description, "locks": q.Locks,
			"timeCreated": q.TimeCreated, "lifecycleState": q.LifecycleState, "freeformTags": q.FreeformTags, "definedTags": q.DefinedTags,
		}
	}
	return cloud.WriteJSON(w, http.StatusOK, summaries)
}

func (s *Service) sorted(keep func(*Quota) bool) []Quota {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := []Quota{}
	for _, q := range s.quotas {
		if keep(q) {
			all = append(all, *q)
		}
	}
	slices.SortFunc(all, func(a, b Quota) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func (s *Service) updateQuota(w http.ResponseWriter, c *cloud.Call) error {
	var d quotaDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	switch {
	case d.Name != nil || d.CompartmentID != nil:
		return cloud.InvalidParameter("The name and the compartment of a quota cannot be changed.")
	case d.Statements != nil && len(d.Statements) == 0:
		return cloud.InvalidParameter("A quota has at least one statement.")
	}
	if err := cloud.AtHome(c, s.config.Home); err != nil {
		return err
	}
	next, err := s.find(c)
	if err != nil {
		return err
	}
	if err := c.Authorize(access("UpdateQuota", "QUOTA_UPDATE", next)); err != nil {
		return err
	}
	before := next.etag
	if d.Statements != nil {
		if err := s.compile(next, d.Statements); err != nil {
			return err
		}
	}
	d.apply(next)
	if err := s.replace(c, next, before); err != nil {
		return err
	}
	return answer(w, next)
}

// replace stores a changed quota, or drops one where next is nil, if it is still the version that was read and that if-match wants.
func (s *Service) replace(c *cloud.Call, next *Quota, before string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.PathValue("id")
	q := s.quotas[id]
	if q == nil {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := cloud.CheckMatch(c.Request, q.etag); err != nil {
		return err
	}
	if q.etag != before {
		return cloud.IncorrectState("The quota %s is being changed by another request.", id)
	}
	delete(s.quotas, id)
	if next != nil {
		s.quotas[id] = next
	}
	s.enact(c.Now)
	return nil
}

func (s *Service) deleteQuota(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.AtHome(c, s.config.Home); err != nil {
		return err
	}
	q, err := s.find(c)
	if err != nil {
		return err
	}
	if err := c.Authorize(access("DeleteQuota", "QUOTA_DELETE", q)); err != nil {
		return err
	}
	if err := s.replace(c, nil, q.etag); err != nil {
		return err
	}
	return cloud.WriteNoContent(w)
}
