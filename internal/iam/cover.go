package iam

import "slices"

// grants tells whether an allow of the action surely gives a permission.
func (a Action) grants(n need) bool {
	if a.Permissions != nil {
		return a.lists(n)
	}
	if a.Verb < Inspect || a.Verb > Manage {
		return false
	}
	c := oracle()
	if n.Permission == "" {
		return a.Verb == Manage && (a.Resource.Name == allResources || n.Type != "" && slices.Contains(c.stands[a.Resource.Name], n.Type))
	}
	members := c.memberships[n.Permission]
	if members == nil {
		return a.Verb == Manage && a.Resource.Name == allResources
	}
	return slices.ContainsFunc(members, func(m membership) bool { return m.High <= a.Verb && a.names(m.Type) })
}

// takes tells whether a deny of the action surely takes a permission. Verbs are inverted: a deny takes what its verb adds and what
// the verbs above it add.
func (a Action) takes(n need) bool {
	if a.Permissions != nil {
		return a.lists(n)
	}
	if a.Verb < Inspect || a.Verb > Manage {
		return false
	}
	if n.Permission == "" {
		// Nobody says from which verb on the type has it, unless it is supposed.
		return a.Verb <= max(n.From, Inspect) && (a.Resource.Name == allResources || n.Type != "" && a.names(n.Type))
	}
	members := oracle().memberships[n.Permission]
	if members == nil {
		return a.Verb == Inspect && a.Resource.Name == allResources
	}
	return slices.ContainsFunc(members, func(m membership) bool { return a.Verb <= m.Low && a.names(m.Type) })
}

// mayGrant tells whether an allow of the action might give a permission, for all that is known.
func (a Action) mayGrant(n need) bool {
	c := oracle()
	switch {
	case a.Permissions != nil:
		return a.lists(n) || n.Permission == "" && slices.ContainsFunc(a.Permissions, func(p Permission) bool { return c.mayBe(p.Name, n) })
	case !IsResource(a.Resource.Name):
		return !n.Changes || a.Verb >= Use
	case n.Permission == "":
		return (n.Type == "" || a.mayName(n.Type)) && (!n.Changes || a.Verb >= Use)
	}
	members := c.memberships[n.Permission]
	return members == nil || slices.ContainsFunc(members, func(m membership) bool { return m.Low <= a.Verb && a.mayName(m.Type) })
}

// mayBe tells whether a permission might be the one that nobody names.
func (c *catalogue) mayBe(permission string, n need) bool {
	members := c.memberships[permission]
	return members == nil || n.Type == "" || slices.ContainsFunc(members, func(m membership) bool { return m.Type == n.Type })
}

// mayName tells whether the action's resource might stand for a type.
func (a Action) mayName(resourceType string) bool {
	return a.names(resourceType) || slices.Contains(oracle().doubtful[a.Resource.Name], resourceType)
}

// lists tells whether the action's permission list has the permission.
func (a Action) lists(n need) bool {
	return n.Permission != "" && slices.ContainsFunc(a.Permissions, func(p Permission) bool { return p.Name == n.Permission })
}

// names tells whether the action's resource is a type, or surely stands for it.
func (a Action) names(resourceType string) bool {
	return a.Resource.Name == allResources || slices.Contains(oracle().stands[a.Resource.Name], resourceType)
}
