package identity

import "github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"

// DynamicGroup is a group of instances and other resources by a rule. The sandbox has no such principals: a dynamic group is
// there for policies to name.
type DynamicGroup struct {
	Resource
	Named
	MatchingRule string `json:"matchingRule"`
}

type dynamicGroupDetails struct {
	details
	MatchingRule *string `json:"matchingRule"`
}

func (s *Service) routeDynamicGroups() {
	n := &noun[DynamicGroup, *DynamicGroup]{
		service: s, name: "DynamicGroup", plural: "DynamicGroups", path: "/dynamicGroups", kind: "dynamicgroup",
		permission: "DYNAMIC_GROUP", inspect: "DYNAMIC_GROUP_INSPECT", shelf: &s.dynamicGroups,
		create: s.createDynamicGroup,
		update: updateDynamicGroup,
		scope:  tenancyWide[*DynamicGroup],
		remove: func(g *DynamicGroup) error { delete(s.dynamicGroups, g.ID); return nil },
		keep:   inCompartment[*DynamicGroup],
		target: func(g *DynamicGroup) cloud.Access {
			return cloud.Access{Variables: map[string]string{"target.dynamicgroup.id": g.ID, "target.dynamicgroup.name": g.Name}}
		},
	}
	n.route()
}

func (s *Service) createDynamicGroup(c *cloud.Call) (*DynamicGroup, string, error) {
	var d dynamicGroupDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, "", err
	}
	named, err := s.inTenancy(d.details)
	if err != nil {
		return nil, "", err
	}
	if d.MatchingRule == nil || *d.MatchingRule == "" {
		return nil, "", cloud.MissingParameter("matchingRule")
	}
	return &DynamicGroup{Named: named, MatchingRule: *d.MatchingRule}, *d.CompartmentID, nil
}

func updateDynamicGroup(c *cloud.Call) (func(*DynamicGroup), error) {
	var d dynamicGroupDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	return func(g *DynamicGroup) {
		d.apply(&g.Named)
		if d.MatchingRule != nil {
			g.MatchingRule = *d.MatchingRule
		}
	}, d.fixedName()
}
