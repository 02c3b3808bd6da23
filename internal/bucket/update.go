package bucket

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// update makes the bucket what the plan says. What leaves the boundary ends first. Rules that go are deleted before the
// bucket changes and rules that come are made after it, because Oracle allows none while versioning is enabled.
func (r *Resource) update(ctx context.Context, api api, plan, state model) diag.Diagnostic {
	if failure := api.endReplicas(ctx, plan, state); failure != nil {
		return failure
	}
	managed := !plan.RetentionRules.IsNull() || !state.RetentionRules.IsNull()
	want := rules(plan.RetentionRules)
	if managed {
		if name, err := api.dropRules(ctx, want); err != nil {
			return api.ruleCall(name, "").Error(err)
		}
	}
	if failure := api.change(ctx, plan, state); failure != nil {
		return failure
	}
	if managed {
		if name, err := api.reconcile(ctx, want); err != nil {
			return api.ruleCall(name, "").Error(err)
		}
	}
	return nil
}

// change sends what differs between the plan and the state, if the bucket is still the one that was planned with.
func (a api) change(ctx context.Context, plan, state model) diag.Diagnostic {
	if _, differs := plan.update(state, objectstorage.Bucket{}); !differs {
		return nil
	}
	current, err := a.Get(ctx)
	if err != nil {
		return a.Call("Cannot update bucket", "Reading", "").Error(err)
	}
	details, _ := plan.update(state, current)
	etag := attribute.Or(state.ETag.ValueStringPointer(), attribute.Value(current.Etag))
	if state.fromAPI(current).asks(state) {
		etag = attribute.Value(current.Etag) // a replication that begins or ends in the same apply changes marks and etag, nothing that was planned with
	}
	err = a.Update(ctx, &etag, details)
	if objectstore.IsChanged(err) {
		return a.changedMeanwhile(ctx, plan, err)
	}
	if err != nil {
		return a.Call("Cannot update bucket", "Changing", "").Error(err)
	}
	return nil
}

// asks says whether two readings are of one bucket and have the same of all that an update writes.
func (m model) asks(state model) bool {
	m.ETag, m.ReplicationEnabled, m.IsReadOnly, m.ReplicationDestinations = state.ETag, state.ReplicationEnabled, state.IsReadOnly, state.ReplicationDestinations
	return reflect.DeepEqual(m, state)
}

// changedMeanwhile is the error that somebody has changed the bucket since the plan, unless what they made of it is what
// the plan says: that is also what a repeated request finds whose first attempt had no answer.
func (a api) changedMeanwhile(ctx context.Context, plan model, refused error) diag.Diagnostic {
	current, err := a.Get(ctx)
	if err == nil {
		if _, differs := plan.update(plan.fromAPI(current), current); !differs {
			return nil
		}
	}
	return a.Call("Bucket changed since the plan", "Changing",
		"Somebody changed the bucket after this plan was made, and the change would have been overwritten. Run the plan again: it shows what changed.").Error(refused)
}

// endReplicas deletes the replication policies that the plan ends, and no other.
func (a api) endReplicas(ctx context.Context, plan, state model) diag.Diagnostic {
	stay := map[string]bool{}
	for _, r := range replicas(plan.ReplicationDestinations) {
		stay[r.policy] = true
	}
	for _, r := range replicas(state.ReplicationDestinations) {
		if stay[r.policy] {
			continue
		}
		if err := a.EndReplication(ctx, r.policy); err != nil && !oci.IsNotFound(err) {
			call := a.Call("Cannot end replica", fmt.Sprintf("Deleting the replication policy %q (to %s) of", r.name, r.region), "")
			call.At = path.Root("replication_destinations")
			return call.Error(err)
		}
		tflog.Warn(ctx, "ended an undeclared replica", map[string]any{"policy": r.policy, "destination_region": r.region, "destination_bucket": r.bucket})
	}
	return nil
}

func (a api) ruleCall(name, next string) diagnostic.Call {
	call := a.Call("Cannot change retention rules", fmt.Sprintf("Setting retention rule %q of", name), next)
	call.At = path.Root("retention_rules")
	if name == "" {
		call.Tried = fmt.Sprintf("Listing the retention rules of bucket %q in namespace %q", a.Name, a.Namespace)
	} else {
		call.At = call.At.AtMapKey(name)
	}
	return call
}

// dropRules deletes the rules that are not wanted. The name is the rule's that could not be deleted, "" for the list.
func (a api) dropRules(ctx context.Context, want map[string]rule) (name string, err error) {
	listed, err := a.rules(ctx)
	if err != nil {
		return "", err
	}
	_, name, err = a.drop(ctx, want, listed)
	return name, err
}

func (a api) drop(ctx context.Context, want map[string]rule, listed []objectstorage.RetentionRule) (changed bool, name string, err error) {
	seen := map[string]bool{}
	for _, api := range listed {
		name := ruleName(api, func(name string) bool { return seen[name] })
		seen[name] = true
		if _, wanted := want[name]; wanted {
			continue
		}
		if err := a.deleteRule(ctx, attribute.Value(api.Id)); err != nil && !oci.IsNotFound(err) {
			return changed, name, err
		}
		changed = true
	}
	return changed, "", nil
}

// reconcilePasses bounds how often reconcile looks again.
const reconcilePasses = 3

// reconcile makes the bucket's rules those that are wanted, and looks again: Oracle gives creates of rules no retry token,
// so an attempt without an answer may have made a rule twice. The name is the rule's that failed, "" for the list.
func (a api) reconcile(ctx context.Context, want map[string]rule) (name string, err error) {
	for range reconcilePasses {
		listed, err := a.rules(ctx)
		if err != nil {
			return "", err
		}
		dropped, name, err := a.drop(ctx, want, listed)
		if err != nil {
			return name, err
		}
		set, name, err := a.setRules(ctx, want, listed)
		if err != nil || !dropped && !set {
			return name, err
		}
	}
	return "", nil
}

// setRules makes or changes the rules that are not yet as they are wanted.
func (a api) setRules(ctx context.Context, want map[string]rule, listed []objectstorage.RetentionRule) (changed bool, name string, err error) {
	there := map[string]objectstorage.RetentionRule{}
	for _, api := range listed {
		there[attribute.Value(api.DisplayName)] = api
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch api, exists := there[name]; {
		case !exists:
			err = a.createRule(ctx, name, want[name])
		case !ruleFrom(api).equal(want[name]):
			err = a.updateRule(ctx, attribute.Value(api.Id), name, want[name])
		default:
			continue
		}
		if err != nil {
			return changed, name, err
		}
		changed = true
	}
	return changed, "", nil
}
