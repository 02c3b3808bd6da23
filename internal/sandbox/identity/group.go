package identity

import (
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Group is a group of users.
type Group struct {
	Resource
	Named
}

func (s *Service) routeGroups() {
	n := &noun[Group, *Group]{
		service: s, name: "Group", plural: "Groups", path: "/groups", kind: "group",
		permission: "GROUP", inspect: "GROUP_INSPECT", shelf: &s.groups,
		create: s.createGroup,
		update: updateGroup,
		scope:  tenancyWide[*Group],
		remove: s.removeGroup,
		keep:   inCompartment[*Group],
	}
	n.route()
}

func (s *Service) createGroup(c *cloud.Call) (*Group, string, error) {
	var d details
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, "", err
	}
	named, err := s.inTenancy(d)
	if err != nil {
		return nil, "", err
	}
	return &Group{Named: named}, *d.CompartmentID, nil
}

func updateGroup(c *cloud.Call) (func(*Group), error) {
	var d details
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	return func(g *Group) { d.apply(&g.Named) }, d.fixedName()
}

// removeGroup refuses a group that still has members, as Oracle does.
func (s *Service) removeGroup(g *Group) error {
	for _, m := range s.memberships {
		if m.GroupID == g.ID {
			return cloud.IncorrectState("The group %s cannot be deleted: it is not empty.", g.ID)
		}
	}
	delete(s.groups, g.ID)
	return nil
}

// AddGroup creates a group whose OCID follows from its name, as a seed does, without a request.
func (s *Service) AddGroup(name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := cloud.OCIDOf("group", region.Region{}, s.config.Name+"/"+name)
	return s.groups.store(ocid, s.config.Tenancy, s.config.Clock(), &Group{Named: Named{Name: name, Description: description}}).ID
}
