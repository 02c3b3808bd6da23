package sandbox

import (
	"fmt"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Authorize says whether a principal of the seed may do something in a region now, by the policies that are in force: what the
// services of the sandbox are told, also for services that it does not have. The error is Oracle's.
func (s *Sandbox) Authorize(user, regionName string, a cloud.Access) error {
	t, ocid, err := s.user(user)
	if err != nil {
		return err
	}
	at, ok := region.Lookup(regionName)
	if !ok {
		return fmt.Errorf("%q is not a region", regionName)
	}
	who, ok := t.identity.Principal(ocid)
	if !ok {
		return fmt.Errorf("the user %q was deleted", user)
	}
	return s.authorizer.Authorize(&cloud.Call{Region: at, Principal: who, Now: s.clock()}, a)
}
