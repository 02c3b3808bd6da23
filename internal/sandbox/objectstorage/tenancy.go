package objectstorage

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Tenancy is one of the tenancies that have a namespace here.
type Tenancy struct {
	OCID              string // which is also the root compartment's
	Namespace         string
	Subscribed        func() []string        // names of its regions; default: every known region
	CompartmentExists func(ocid string) bool // whether it has an active compartment by the OCID; default: every one
}

func (t *Tenancy) subscribed(name string) bool {
	if t.Subscribed == nil {
		_, ok := region.ByName(name)
		return ok
	}
	return slices.Contains(t.Subscribed(), name)
}

func (t *Tenancy) has(compartment string) bool {
	return t.CompartmentExists == nil || t.CompartmentExists(compartment)
}

// tenancy finds the one that is asked for, or nil.
func (s *Service) tenancy(is func(t *Tenancy) bool) *Tenancy {
	i := slices.IndexFunc(s.config.Tenancies, func(t Tenancy) bool { return is(&t) })
	if i < 0 {
		return nil
	}
	return &s.config.Tenancies[i]
}

// namespace is the tenancy with a namespace, or nil.
func (s *Service) namespace(name string) *Tenancy {
	return s.tenancy(func(t *Tenancy) bool { return t.Namespace == name })
}

// owner is the tenancy that has a compartment, or nil.
func (s *Service) owner(compartment string) *Tenancy {
	return s.tenancy(func(t *Tenancy) bool { return t.has(compartment) })
}

// caller is the tenancy that the request's principal is one of.
func (q *request) caller() *Tenancy {
	return q.service.tenancy(func(t *Tenancy) bool { return t.OCID == q.Principal.Tenancy })
}
