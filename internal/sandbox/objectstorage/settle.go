package objectstorage

// settle does all asynchronous work whose time has come. It runs before each request and before a dump, and so nobody
// can see that the work was not done on time: there is no goroutine to wait for, and a test that moves the clock moves
// the work with it.
func (s *Service) settle() {
	s.mu.RLock()
	idle := len(s.tasks) == 0 && len(s.policies) == 0
	s.mu.RUnlock()
	if idle {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for t, ok := s.tasks.Next(now); ok; t, ok = s.tasks.Next(now) {
		s.finish(t)
	}
	for _, b := range s.policies {
		s.replicate(b, now)
	}
}
