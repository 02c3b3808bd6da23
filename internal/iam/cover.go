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
	if a.Permissions != nil {
		return a.lists(n) || n.Permission == ""
	}
	if n.Permission == "" || a.Verb == Associate {
		return true
	}
	c := oracle()
	members := c.memberships[n.Permission]
	if members == nil || !IsResource(a.Resource.Name) {
		return true
	}
	return slices.ContainsFunc(members, func(m membership) bool {
		return m.Low <= a.Verb && (a.names(m.Type) || slices.Contains(c.doubtful[a.Resource.Name], m.Type))
	})
}

// lists tells whether the action's permission list has the permission.
func (a Action) lists(n need) bool {
	return n.Permission != "" && slices.ContainsFunc(a.Permissions, func(p Permission) bool { return p.Name == n.Permission })
}

// names tells whether the action's resource is a type, or surely stands for it.
func (a Action) names(resourceType string) bool {
	return a.Resource.Name == allResources || slices.Contains(oracle().stands[a.Resource.Name], resourceType)
}
