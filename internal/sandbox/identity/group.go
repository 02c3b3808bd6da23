package identity

import (
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Group is a group of users.
type Group struct {
	Resource
	Named

	domain string // the identity domain; "" is the default one, whose groups alone this API lists
}

func (s *Service) routeGroups() {
	n := &noun[Group, *Group]{
		service: s, name: "Group", plural: "Groups", path: "/groups", kind: "group",
		permission: "GROUP", inspect: "GROUP_INSPECT", shelf: &s.groups,
		create: s.createGroup,
		update: updateGroup,
		scope:  func(g *Group) string { return g.domain },
		remove: s.removeGroup,
		keep: func(c *cloud.Call, g *Group) (bool, error) {
			return g.domain == "" && g.CompartmentID == compartmentOf(c), nil
		},
		target: groupTarget,
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

func groupTarget(g *Group) cloud.Access {
	return cloud.Access{Variables: map[string]string{"target.group.id": g.ID, "target.group.name": g.Name}}
}

// AddGroup creates a group in an identity domain, "" being the default one, as a seed does, without a request. The OCID
// follows from the names.
func (s *Service) AddGroup(domain, name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := SeededOCID("group", s.config.Name, qualifiedName(domain, name))
	g := &Group{Named: Named{Name: name, Description: description}, domain: domain}
	return s.groups.store(ocid, s.config.Tenancy, s.config.Clock(), g).ID
}
