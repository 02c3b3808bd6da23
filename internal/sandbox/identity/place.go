package identity

import "slices"

// Place is the path of a compartment: the names from below the root down to it, and the OCIDs from the root's down. Ok is
// false where there never was such a compartment; one that is deleted can still be asked about.
func (s *Service) Place(compartment string) (names, ocids []string, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.place(compartment)
}

// place is Place under the lock.
func (s *Service) place(compartment string) (names, ocids []string, ok bool) {
	names = []string{}
	for at := compartment; at != s.config.Tenancy; {
		c := s.compartments[at]
		if c == nil {
			return nil, nil, false
		}
		names, ocids = append(names, c.Name), append(ocids, c.ID)
		at = c.CompartmentID
	}
	ocids = append(ocids, s.config.Tenancy)
	slices.Reverse(names)
	slices.Reverse(ocids)
	return names, ocids, true
}

// under says whether a compartment exists and is another one or below it. The caller holds the lock.
func (s *Service) under(top, compartment string) bool {
	_, ocids, ok := s.place(compartment)
	return ok && s.alive(compartment) && slices.Contains(ocids, top)
}

// alive says whether a compartment is active. The caller holds the lock.
func (s *Service) alive(compartment string) bool {
	c := s.compartments[compartment]
	return compartment == s.config.Tenancy || c != nil && c.LifecycleState == active
}

// Below says whether there is a compartment by a path of names below another one; without names, whether that one exists.
func (s *Service) Below(compartment string, names []string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	at := compartment
	for _, name := range names {
		if at = s.child(at, name); at == "" {
			return false
		}
	}
	return s.alive(at)
}
