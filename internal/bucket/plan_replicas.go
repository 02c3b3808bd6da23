package bucket

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// replication plans the destinations: see settled. What ends is returned.
func (p planner) replication(plan *model) (ended []replica) {
	if p.state == nil {
		plan.ReplicationDestinations = replicaList(nil)
		return nil
	}
	plan.ReplicationDestinations = p.state.ReplicationDestinations
	if p.state.ReplicationDestinations.IsNull() || p.provider.Boundary == nil {
		return nil
	}
	stay, ended := settled(replicas(p.state.ReplicationDestinations), func(destination string) bool {
		return p.state.allows(destination, p.provider)
	})
	plan.ReplicationDestinations = replicaList(stay)
	return ended
}

// allows says whether the bucket may be copied to the region.
func (m model) allows(destination string, p *placement.Provider) bool {
	if p.Boundary == nil {
		return true
	}
	_, allowed := p.Destination(m.replication(destination))
	return allowed
}

// destinations are the replication policies that are there, as the attribute.
func (m model) destinations(policies []objectstorage.ReplicationPolicySummary, tags map[string]string, p *placement.Provider) types.List {
	return replicaList(observed(policies, tags, m.ReplicationDestinations, func(destination string) bool {
		return m.allows(destination, p)
	}))
}

// replicaDiagnostics says what becomes of each destination: what is outside, and what nobody has declared.
func (p planner) replicaDiagnostics(plan model, ended []replica) (diags diag.Diagnostics) {
	if p.state == nil {
		return nil
	}
	at := path.Root("replication_destinations")
	for _, r := range replicas(p.state.ReplicationDestinations) {
		finding, allowed := p.provider.Destination(plan.replication(r.region))
		what := fmt.Sprintf("The replication policy %q copies every new object to bucket %s in %s.", r.name, r.bucket, r.region)
		switch {
		case slices.Contains(ended, r):
			diags.Append(diagnostic.Remarked(at, p.provider.Boundary, finding, what+" No residency_bucket_replication declares it.",
				"Applying this plan deletes the policy, so that nothing more is copied; what was copied stays in the destination bucket.",
				"To keep the replica, have it allowed by the boundary or one of its exceptions before you apply."))
		case finding.Verdict == boundary.Excepted:
			diags.Append(diagnostic.Excepted(at, p.provider.Boundary, finding))
		case !allowed:
			diags.Append(diagnostic.Remarked(at, p.provider.Boundary, finding, what,
				"A residency_bucket_replication declares it, so this resource leaves it alone. Remove that one to end the replica."))
		case !r.accepted:
			diags.Append(diagnostic.Warning(at, "Undeclared replica", what+" No residency_bucket_replication declares it.",
				"The boundary allows it. Applying this plan accepts it as it is and deletes nothing.",
				"Declare it with a residency_bucket_replication, or delete the policy."))
		}
	}
	return diags
}
