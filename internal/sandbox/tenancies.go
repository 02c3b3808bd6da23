package sandbox

import (
	"bytes"
	"crypto/rsa"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// A sandbox has its own tenancy and, where a seed says so, others. All share the services that hold resources; identity and
// limits each has for itself, as in Oracle's cloud.

// Tenancy is what a test needs to know of a tenancy, to write the policies and requests that go across.
type Tenancy struct {
	Name, OCID, Namespace, HomeRegion string
	Compartments                      map[string]string // OCIDs by the names in the seed
	Groups                            map[string]string
}

// Tenancies are all of them, the sandbox's own first.
func (s *Sandbox) Tenancies() []Tenancy {
	all := make([]Tenancy, len(s.tenants))
	for i, t := range s.tenants {
		all[i] = Tenancy{
			Name: t.name, OCID: t.ocid, Namespace: t.namespace, HomeRegion: t.home.Name,
			Compartments: t.compartments(), Groups: t.groups(),
		}
	}
	return all
}

// tenantWith is the tenancy that a compartment is in, or nil.
func (s *Sandbox) tenantWith(compartment string) *tenant {
	return s.tenantWhere(func(t *tenant) bool { return t.holds(compartment) })
}

func (s *Sandbox) tenantWhere(is func(*tenant) bool) *tenant {
	if i := slices.IndexFunc(s.tenants, is); i >= 0 {
		return s.tenants[i]
	}
	return nil
}

// tenantOf is the tenancy that somebody is one of.
func (s *Sandbox) tenantOf(p cloud.Principal) *tenant {
	return s.tenantWhere(func(t *tenant) bool { return t.ocid == p.Tenancy })
}

// tenancyOf is the tenancy that an active compartment is in.
func (s *Sandbox) tenancyOf(compartment string) (string, bool) {
	t := s.tenantWhere(func(t *tenant) bool { return t.identity.CompartmentExists(compartment) })
	if t == nil {
		return "", false
	}
	return t.ocid, true
}

// subscribed says whether any tenancy is subscribed to a region.
func (s *Sandbox) subscribed(region string) bool {
	return slices.ContainsFunc(s.tenants, func(t *tenant) bool { return t.isSubscribed(region) })
}

// key finds the key of a signature in the tenancy that has it, if that is subscribed to the region where it is used.
func (s *Sandbox) key(id, region string) (cloud.Principal, *rsa.PublicKey, bool) {
	for _, t := range s.tenants {
		if p, key, ok := t.identity.Key(id); ok && t.isSubscribed(region) {
			return p, key, true
		}
	}
	return cloud.Principal{}, nil, false
}

// principal finds a user as of now.
func (s *Sandbox) principal(ocid string) (cloud.Principal, bool) {
	for _, t := range s.tenants {
		if p, ok := t.identity.Principal(ocid); ok {
			return p, true
		}
	}
	return cloud.Principal{}, false
}

// Reserve implements cloud.Reserver: the quotas of the tenancy that the compartment is in count.
func (s *Sandbox) Reserve(c *cloud.Call, u cloud.Usage) error {
	if t := s.tenantWith(u.Compartment); t != nil {
		return t.limits.Reserve(c, u)
	}
	return cloud.NotAuthorizedOrNotFound()
}

var _ cloud.Reserver = (*Sandbox)(nil)

// addressed is the service that a call is for: of those that each tenancy has for itself, the one that has what the call
// names, or else the caller's.
func (s *Sandbox) addressed(service cloud.Service, c *cloud.Call) (cloud.Service, error) {
	kind := slices.Index(s.tenants[0].own(), service)
	if kind < 0 {
		return service, nil
	}
	t := s.tenantOf(c.Principal)
	if len(s.tenants) > 1 {
		named, err := namedOCIDs(c)
		if err != nil {
			return nil, err
		}
		other := s.tenantWhere(func(t *tenant) bool {
			return slices.ContainsFunc(named, func(ocid string) bool { return t.identity.Holds(ocid) || t.limits.Holds(ocid) })
		})
		// What is not copied to a region cannot be asked for there.
		if other != nil && other.isSubscribed(c.Region.Name) {
			t = other
		}
	}
	return t.own()[kind], nil
}

// namedOCIDs are the OCIDs in a call's path and query, and that of the compartment where its body wants something made.
func namedOCIDs(c *cloud.Call) ([]string, error) {
	all := strings.Split(c.URL.Path, "/")
	for _, values := range c.URL.Query() {
		all = append(all, values...)
	}
	body, err := io.ReadAll(io.LimitReader(c.Body, cloud.MaxJSON+1))
	if err != nil {
		return nil, cloud.CannotParseRequest("The body cannot be read: %s.", err)
	}
	c.Request = c.WithContext(c.Context())
	c.Body = io.NopCloser(bytes.NewReader(body))
	var d struct {
		CompartmentID string `json:"compartmentId"`
	}
	_ = json.Unmarshal(body, &d) // the operation itself says what is wrong with it
	return append(all, d.CompartmentID), nil
}

// dump is what the tenancy's own services have, which is in no region.
func (t *tenant) dump() map[string]any {
	all := map[string]any{}
	for _, service := range t.own() {
		all[service.Name()] = service.Dump()["global"]
	}
	return all
}

// own are the services that the tenancy has for itself.
func (t *tenant) own() []cloud.Service { return []cloud.Service{t.identity, t.limits} }
