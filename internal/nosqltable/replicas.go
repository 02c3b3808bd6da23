package nosqltable

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// replicas are those of a plan or a state, by region name.
func replicas(m types.Map) map[string]types.Object {
	out := map[string]types.Object{}
	for region, element := range m.Elements() {
		if o, ok := element.(types.Object); ok {
			out[region] = o
		}
	}
	return out
}

// regions are the names of the replicas' regions, sorted.
func regions(m types.Map) []string { return slices.Sorted(maps.Keys(m.Elements())) }

func replicaMap(all map[string]types.Object) types.Map {
	elements := make(map[string]attr.Value, len(all))
	for region, o := range all {
		elements[region] = o
	}
	return types.MapValueMust(replicaType, elements)
}

func replicaObject(reads, writes types.Int64) types.Object {
	return types.ObjectValueMust(replicaType.AttrTypes, map[string]attr.Value{"max_read_units": reads, "max_write_units": writes})
}

// sameReplicas says whether two maps ask for the same; no map at all is an empty one.
func sameReplicas(a, b types.Map) bool {
	return a.Equal(b) || !a.IsUnknown() && !b.IsUnknown() && len(a.Elements()) == 0 && len(b.Elements()) == 0
}

// unitsRead are the read units of replicas by region, as far as they could be read: the table itself tells write units only.
type unitsRead map[string]int

// observed are the replicas that are there, as the attribute. What is not written and as the table has it stays unwritten.
func observed(prior types.Map, t nosql.Table, reads unitsRead) types.Map {
	before := replicas(prior)
	own := nosql.TableLimits{}
	if t.TableLimits != nil {
		own = *t.TableLimits
	}
	out := map[string]types.Object{}
	for _, r := range t.Replicas {
		if r.LifecycleState == nosql.ReplicaLifecycleStateDeleting {
			continue
		}
		name := attribute.Value(r.Region)
		was, known := before[name]
		if !known {
			was = types.ObjectNull(replicaType.AttrTypes)
		}
		shownReads := number(was, "max_read_units")
		if actual, ok := reads[name]; ok {
			shownReads = shown(shownReads, actual, attribute.Value(own.MaxReadUnits))
		}
		out[name] = replicaObject(shownReads, shown(number(was, "max_write_units"), attribute.Value(r.MaxWriteUnits), attribute.Value(own.MaxWriteUnits)))
	}
	if len(out) == 0 && (prior.IsNull() || prior.IsUnknown()) {
		return types.MapNull(replicaType)
	}
	return replicaMap(out)
}

// shown is null for units that nobody has written and that are the table's own.
func shown(written types.Int64, actual, own int) types.Int64 {
	if (written.IsNull() || written.IsUnknown()) && actual == own {
		return types.Int64Null()
	}
	return types.Int64Value(int64(actual))
}

// wanted are a replica's limits: its own units, and the table's where it has none.
func wanted(replica types.Object, table limits) limits {
	or := func(n, otherwise types.Int64) types.Int64 {
		if n.IsNull() || n.IsUnknown() {
			return otherwise
		}
		return n
	}
	table.reads, table.writes = or(number(replica, "max_read_units"), table.reads), or(number(replica, "max_write_units"), table.writes)
	return table
}

// byRegion are replicas as Oracle tells them, by region.
func byRegion(all []nosql.Replica) map[string]nosql.Replica {
	out := map[string]nosql.Replica{}
	for _, r := range all {
		if r.LifecycleState != nosql.ReplicaLifecycleStateDeleting {
			out[attribute.Value(r.Region)] = r
		}
	}
	return out
}

func sortedReplicas(all []nosql.Replica) []nosql.Replica {
	out := slices.Clone(all)
	slices.SortFunc(out, func(a, b nosql.Replica) int { return cmp.Compare(attribute.Value(a.Region), attribute.Value(b.Region)) })
	return out
}
