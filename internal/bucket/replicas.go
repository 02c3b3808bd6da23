package bucket

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// replica is a destination that the bucket replicates to.
type replica struct {
	policy, name, region, bucket string
	accepted                     bool // a residency_bucket_replication declares it, or an apply has accepted it
}

// replicas are the destinations of a plan or a state.
func replicas(list types.List) []replica {
	var out []replica
	for _, element := range list.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		part := func(name string) string {
			s, _ := object.Attributes()[name].(types.String)
			return s.ValueString()
		}
		accepted, _ := object.Attributes()["accepted"].(types.Bool)
		out = append(out, replica{part("policy_id"), part("name"), part("region"), part("bucket"), accepted.ValueBool()})
	}
	return out
}

func replicaList(all []replica) types.List {
	elements := make([]attr.Value, len(all))
	for i, r := range all {
		elements[i] = types.ObjectValueMust(replicaType.AttrTypes, map[string]attr.Value{
			"policy_id": types.StringValue(r.policy), "name": types.StringValue(r.name), "region": types.StringValue(r.region),
			"bucket": types.StringValue(r.bucket), "accepted": types.BoolValue(r.accepted),
		})
	}
	return types.ListValueMust(replicaType, elements)
}

// observed are the replication policies that are there. One is accepted when the mark among the bucket's tags declares it,
// or when it was accepted before and is still allowed. A bucket that has not been read before brings those that are allowed
// with it: who imports it takes it as it is.
func observed(policies []objectstorage.ReplicationPolicySummary, tags map[string]string, prior types.List, allowed func(region string) bool) []replica {
	known := map[string]bool{}
	for _, r := range replicas(prior) {
		known[r.policy] = r.accepted
	}
	first := prior.IsNull() || prior.IsUnknown()
	out := make([]replica, 0, len(policies))
	for _, p := range policies {
		r := replica{policy: attribute.Value(p.Id), name: attribute.Value(p.Name), region: attribute.Value(p.DestinationRegionName), bucket: attribute.Value(p.DestinationBucketName)}
		declared := tags[placement.ReplicaTag] == placement.ReplicaMark(r.region, r.bucket)
		r.accepted = declared || (first || known[r.policy]) && allowed(r.region)
		out = append(out, r)
	}
	return out
}

// settled is what the plan makes of the destinations: those that are allowed are accepted, of the others only those stay
// that had been accepted. What else there is goes: ended has it.
func settled(all []replica, allowed func(region string) bool) (stay, ended []replica) {
	for _, r := range all {
		switch {
		case r.accepted:
			stay = append(stay, r)
		case allowed(r.region):
			r.accepted = true
			stay = append(stay, r)
		default:
			ended = append(ended, r)
		}
	}
	return stay, ended
}
