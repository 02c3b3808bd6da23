package identity

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	active  = "ACTIVE"
	deleted = "DELETED"
)

// Resource is what every resource of the service has.
type Resource struct {
	ID             string    `json:"id"`
	CompartmentID  string    `json:"compartmentId"`
	TimeCreated    time.Time `json:"timeCreated"`
	LifecycleState string    `json:"lifecycleState"`

	etag string
}

func (r *Resource) resource() *Resource { return r }

// renew gives the resource a new etag, after a change.
func (r *Resource) renew() { r.etag = cloud.NewETag() }

// Named is what the resources with a name have besides.
type Named struct {
	Name         string                    `json:"name"`
	Description  string                    `json:"description"`
	FreeformTags map[string]string         `json:"freeformTags"`
	DefinedTags  map[string]map[string]any `json:"definedTags"`
}

func (n *Named) named() *Named { return n }

// shelf holds the resources of one type by OCID.
type shelf[T any, P item[T]] map[string]P

type item[T any] interface {
	*T
	resource() *Resource
}

// put mints an OCID without a region and stores the resource.
func (s *shelf[T, P]) put(kind, compartment string, now time.Time, p P) P {
	return s.store(cloud.NewOCID(kind, region.Region{}), compartment, now, p)
}

func (s *shelf[T, P]) store(ocid, compartment string, now time.Time, p P) P {
	r := p.resource()
	r.ID, r.CompartmentID, r.TimeCreated, r.LifecycleState = ocid, compartment, now.UTC().Truncate(time.Millisecond), active
	r.renew()
	if *s == nil {
		*s = shelf[T, P]{}
	}
	(*s)[ocid] = p
	return p
}

// find returns a copy of the resource as the call may see it, or 404.
func (s shelf[T, P]) find(c *cloud.Call, ocid string) (P, error) {
	p, err := s.at(c, ocid)
	if err != nil {
		return nil, err
	}
	copied := *p
	return &copied, nil
}

// at returns the resource itself, or 404.
func (s shelf[T, P]) at(c *cloud.Call, ocid string) (P, error) {
	p := s[ocid]
	if p == nil || !visible(c, p.resource()) {
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	return p, nil
}

// list returns copies of the resources that keep wants and the call may see.
func (s shelf[T, P]) list(c *cloud.Call, keep func(P) bool) []P {
	all := []P{}
	for _, p := range s {
		if visible(c, p.resource()) && keep(p) {
			copied := *p
			all = append(all, &copied)
		}
	}
	return all
}

// visible is false for what is younger than the call's lag.
func visible(c *cloud.Call, r *Resource) bool {
	return c.Lag == 0 || c.Now.Sub(r.TimeCreated) >= c.Lag
}
