package identity

import (
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// force are the policies of an epoch. Deciders are made when first asked for.
type force struct {
	users    func() *iam.Decider
	services func() *iam.Decider
}

// anyUserService is iam's assumption that deny any-user binds service principals too, which Oracle does not document. By default
// the sandbox does not make it: what it lets services do, a rule must not rest on their being stopped.
const anyUserService = "any-user-service"

// enact makes the policies as they are now the ones in force, from since on. The caller holds the lock for writing.
func (s *Service) enact(since time.Time) {
	policies := s.compiled()
	decider := func(refuse ...string) func() *iam.Decider {
		return sync.OnceValue(func() *iam.Decider {
			return iam.NewDecider(policies, iam.Options{Tenancy: s.config.Tenancy, Refuse: refuse})
		})
	}
	f := force{users: decider(), services: decider(anyUserService)}
	if s.config.DenyService {
		f.services = f.users
	}
	s.deciders.Set(since, f)
}

// enactLater makes the policies as they are now the ones in force after the delay.
func (s *Service) enactLater(now time.Time) {
	s.deciders.Forget(now)
	s.enact(now.Add(s.config.PolicyDelay))
}

// InForce decides users' requests by the policies in force at a moment, which is now or later.
func (s *Service) InForce(now time.Time) *iam.Decider {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.deciders.At(now).users()
}

// Granted is InForce for what service principals do.
func (s *Service) Granted(now time.Time) *iam.Decider {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.deciders.At(now).services()
}

// compiled are the policies in iam's terms. A statement is left out while the compartment that it names is not below its
// policy's: it has been moved away, or is gone.
func (s *Service) compiled() []iam.Policy {
	all := make([]iam.Policy, 0, len(s.policies))
	for _, p := range s.policies {
		names, _, ok := s.place(p.CompartmentID)
		if !ok {
			continue
		}
		// Without its compartment's OCID, so that places are compared by OCID only, and a path that changes makes no difference.
		policy := iam.Policy{Name: p.Name, OCID: p.ID, Compartment: names}
		for _, statement := range p.compiled {
			if at := statement.Location.OCID; at == "" || statement.Form == iam.Endorse || s.under(p.CompartmentID, at) {
				policy.Statements = append(policy.Statements, statement)
			}
		}
		all = append(all, policy)
	}
	return all
}
