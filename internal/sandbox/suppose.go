package sandbox

import "slices"

// What Oracle does not document, the sandbox takes to protect nothing (see the decision 0014), unless the seed supposes that it
// does. Then a rehearsal shows the other world.
const (
	servicesDenied = "any-user-service" // deny any-user binds service principals, as package iam has it
	farQuotas      = "far-quotas"       // quotas bind what a service makes in another region: copies and replicas
	bucketQuotas   = "bucket-quotas"    // bucket-count takes quotas
)

var suppositions = []string{servicesDenied, farQuotas, bucketQuotas}

func (s *Sandbox) supposes(what string) bool { return slices.Contains(s.home().supposed, what) }
