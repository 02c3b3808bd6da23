package denyrule

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// writer brings a rule's objects to what the plan says, never with a moment without protection: the old statements go only
// once all of the new are in force.
type writer struct {
	api
	plan    model
	before  types.Map // the defined tags that the state managed
	owner   string
	settled bool // whether the quota was in force when it was read last, or is not known not to be
	revised bool // whether statements are saved again although they are the same
}

// want is a policy as it is to be.
type want struct {
	name       string
	statements []string
}

// wanted splits the planned statements as the compiler does.
func (w writer) wanted() []want {
	statements := attribute.Strings(w.plan.Statements.Elements())
	var all []want
	for _, p := range compile.Split(w.plan.Name.ValueString(), statements) {
		all = append(all, want{p.Name, p.Statements})
	}
	return all
}

func (w writer) tags() map[string]string {
	tags := attribute.Texts(w.plan.FreeformTags)
	if w.owner != "" {
		tags[placement.OwnerTag] = w.owner
	}
	return tags
}

// make creates a policy, or takes over one that an interrupted apply of the same owner has created.
func (w writer) make(ctx context.Context, one want) (policy.Policy, error) {
	made, err := w.Create(ctx, identity.CreatePolicyDetails{
		CompartmentId: w.plan.CompartmentID.ValueStringPointer(), Name: &one.name, Statements: w.saved(one.statements),
		Description: w.plan.Description.ValueStringPointer(), FreeformTags: w.tags(), DefinedTags: attribute.SentDefined(w.plan.DefinedTags),
	})
	if !oci.IsConflict(err) && !oci.IsAmbiguous(err) {
		return made, err
	}
	there, found, looked := w.Named(ctx, w.plan.CompartmentID.ValueString(), one.name)
	if looked != nil || !found || !w.ours(there.FreeformTags) {
		return made, err
	}
	tflog.Info(ctx, "the policy is there already, by an apply of this owner that was interrupted: adopting it", map[string]any{"policy": one.name})
	return w.put(ctx, there, one.statements)
}

// ours says whether the mark of an object is this configuration's.
func (w writer) ours(tags map[string]string) bool {
	return w.owner != "" && tags[placement.OwnerTag] == w.owner
}

// put makes a policy's statements those, if it is still the one that was read.
func (w writer) put(ctx context.Context, p policy.Policy, statements []string) (policy.Policy, error) {
	return w.Update(ctx, p, identity.UpdatePolicyDetails{
		Statements: w.saved(statements), Description: w.plan.Description.ValueStringPointer(), FreeformTags: w.tags(),
		DefinedTags: attribute.MergedDefined(w.plan.DefinedTags, w.before, p.DefinedTags),
	}, func(there policy.Policy) bool { return w.same(there, statements) })
}

// reconcile brings the policies that there are to those that are wanted. First what is new is made, and what there is gets the
// new beside the old; then the first policy changes over in one request; then the old goes. The policies that there are then
// are returned, whatever happens.
func (w writer) reconcile(ctx context.Context, have []policy.Policy) ([]policy.Policy, error) {
	now := map[string]policy.Policy{}
	for _, p := range have {
		now[attribute.Value(p.Name)] = p
	}
	wanted := w.wanted()
	err := w.extend(ctx, now, wanted)
	if err == nil {
		err = w.reduce(ctx, now, wanted)
	}
	return inOrder(now), err
}

// extend makes the new protection whole, without taking from the old.
func (w writer) extend(ctx context.Context, now map[string]policy.Policy, wanted []want) error {
	for i, one := range slices.Backward(wanted) { // the first, which the change-over is made with, comes last
		p, exists := now[one.name]
		var err error
		switch {
		case !exists:
			p, err = w.make(ctx, one)
		case i == 0:
			continue
		default:
			both := union(p.Statements, one.statements)
			if len(both) > compile.MaxStatements || w.same(p, both) {
				continue // it is its own change-over: the first holds all, or nothing is new
			}
			p, err = w.put(ctx, p, both)
		}
		if err != nil {
			return err
		}
		now[one.name] = p
	}
	return nil
}

// reduce changes the first policy over, and takes the old out of the others.
func (w writer) reduce(ctx context.Context, now map[string]policy.Policy, wanted []want) error {
	keep := map[string]bool{}
	for _, one := range wanted {
		keep[one.name] = true
		p := now[one.name]
		if w.same(p, one.statements) && !w.revised {
			continue
		}
		changed, err := w.put(ctx, p, one.statements)
		if err != nil {
			return err
		}
		now[one.name] = changed
	}
	for _, p := range inOrder(now) {
		name := attribute.Value(p.Name)
		if keep[name] {
			continue
		}
		if err := w.Remove(ctx, p); err != nil {
			return err
		}
		delete(now, name)
	}
	return nil
}

// saved is the text of statements as they are sent. Oracle reads a statement anew only when its text changes, and says itself
// that a blank will do: every second revision has one at the end.
func (w writer) saved(statements []string) []string {
	if w.plan.Revision.ValueInt64()%2 == 1 {
		return statements
	}
	all := policy.CanonicalAll(statements)
	for i := range all {
		all[i] += " "
	}
	return all
}

// same says whether a policy has those statements, and the description and tags of the plan.
func (w writer) same(p policy.Policy, statements []string) bool {
	return slices.Equal(policy.CanonicalAll(p.Statements), policy.CanonicalAll(statements)) && attribute.Value(p.Description) == w.plan.Description.ValueString() &&
		equalTags(p.FreeformTags, w.tags()) && w.tagged(p.DefinedTags)
}

// tagged says whether an object has the defined tags that are managed, and none that was and is not any more.
func (w writer) tagged(tags map[string]map[string]any) bool {
	return reflect.DeepEqual(attribute.MergedDefined(w.plan.DefinedTags, w.before, tags), attribute.MergedDefined(types.MapNull(types.StringType), types.MapNull(types.StringType), tags))
}

func equalTags(a, b map[string]string) bool {
	for key, v := range b {
		if a[key] != v {
			return false
		}
	}
	return len(a) == len(b)
}

// union is some statements and those of the others that are not among them.
func union(some, others []string) []string {
	all := slices.Clone(some)
	have := map[string]bool{}
	for _, s := range some {
		have[policy.Canonical(s)] = true
	}
	for _, s := range others {
		if !have[policy.Canonical(s)] {
			all = append(all, s)
		}
	}
	return all
}

// inOrder lists policies by the number in their names.
func inOrder(all map[string]policy.Policy) []policy.Policy {
	out := make([]policy.Policy, 0, len(all))
	for _, p := range all {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b policy.Policy) int {
		x, y := attribute.Value(a.Name), attribute.Value(b.Name)
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		return strings.Compare(x, y)
	})
	return out
}

// undo takes back what a create has made that could not be finished: half a rule is none.
func (w writer) undo(ctx context.Context, policies []policy.Policy, quota *limit) (diags diag.Diagnostics) {
	for _, p := range policies {
		if err := w.Remove(ctx, p); err != nil {
			diags.Append(w.call("Half a deny rule is left", fmt.Sprintf("Deleting policy %q", attribute.Value(p.Name)),
				"Delete it by hand, or import the rule and apply again.").Warning(err))
		}
	}
	if quota != nil {
		if err := w.removeQuota(ctx, *quota); err != nil {
			diags.Append(w.call("Half a deny rule is left", fmt.Sprintf("Deleting quota %q", attribute.Value(quota.Name)), "Delete it by hand.").Warning(err))
		}
	}
	return diags
}
