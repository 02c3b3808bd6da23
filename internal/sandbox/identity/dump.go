package identity

import (
	"slices"
	"strings"
)

// Dump implements cloud.Service. What identity holds belongs to no region: all is under "global".
func (s *Service) Dump() map[string]any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	regions := make([]string, len(s.subscriptions))
	for i, r := range s.subscriptions {
		regions[i] = r.Name
	}
	return map[string]any{"global": map[string]any{
		"tenancy":      map[string]any{"id": s.config.Tenancy, "name": s.config.Name, "homeRegion": s.config.Home.Name},
		"regions":      regions,
		"compartments": dumped(s.compartments),
		"users":        dumped(s.users),
		"groups":       dumped(s.groups),
		"memberships":  dumped(s.memberships),
		"policies":     dumped(s.policies),

		"dynamicGroups":  dumped(s.dynamicGroups),
		"networkSources": dumped(s.sources),
	}}
}

func dumped[T any, P item[T]](s shelf[T, P]) []T {
	all := make([]T, 0, len(s))
	for _, p := range s {
		if p.resource().LifecycleState == active {
			all = append(all, *p)
		}
	}
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(P(&a).resource().ID, P(&b).resource().ID) })
	return all
}
