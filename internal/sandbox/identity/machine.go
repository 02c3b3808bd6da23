package identity

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Machine is a principal that is no user: an instance, a resource or a service. In Oracle's cloud it signs with a certificate
// that it is given; here it signs as a user does, and is the same to policies.
type Machine struct {
	Type          string   // "instance", "resource" or "service"
	Name          string   // of a service or a resource what policies call it, such as "objectstorage-us-ashburn-1"
	Compartment   string   // the OCID of the compartment that it is in; "" for a service
	DynamicGroups []string // OCIDs
}

// AddMachine creates a principal that is no user, as a seed does, without a request. The OCID follows from the name.
func (s *Service) AddMachine(m Machine) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := cloud.OCIDOf(m.Type, s.config.Home, s.config.Name+"/"+m.Name)
	return s.users.store(ocid, s.config.Tenancy, s.config.Clock(), &User{Named: Named{Name: m.Name}, machine: &m}).ID
}

// AddDynamicGroup creates a dynamic group as a seed does, without a request. The OCID follows from the name.
func (s *Service) AddDynamicGroup(name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := SeededOCID("dynamicgroup", s.config.Name, name)
	g := &DynamicGroup{Named: Named{Name: name, Description: description}}
	return s.dynamicGroups.store(ocid, s.config.Tenancy, s.config.Clock(), g).ID
}

// as makes p the machine, with those of its dynamic groups that there still are. The caller holds the lock.
func (s *Service) as(p cloud.Principal, m *Machine) cloud.Principal {
	p.Type, p.Compartment = m.Type, m.Compartment
	for _, id := range slices.Sorted(slices.Values(m.DynamicGroups)) {
		if g := s.dynamicGroups[id]; g != nil {
			p.DynamicGroups, p.DynamicGroupIDs = append(p.DynamicGroups, g.Name), append(p.DynamicGroupIDs, g.ID)
		}
	}
	return p
}
