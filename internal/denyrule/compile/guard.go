package compile

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// keeper denies some permissions on the rule's own objects, which a variable names.
type keeper struct {
	variable    string
	texts       []string
	at          Compartment // where the objects are
	permissions []string
}

// guard keeps the rule itself: its policies and quota, and who is in the spared groups. Where the rule binds the tenancy, all
// policies, quotas and groups are kept by that already. What is kept in the tenancy is out of reach of a rule that is not.
func (r *Rule) guard(names []string) []keeper {
	if !r.blocks(BlockLoosenGuard) || !r.layer(IAM) || r.bindsTenancy() {
		return nil
	}
	all := []keeper{{policyNameVariable, names, r.Attached, []string{"POLICY_DELETE", "POLICY_UPDATE"}}}
	if r.layer(Quota) {
		all = append(all, keeper{quotaNameVariable, []string{r.Name}, Compartment{}, []string{"QUOTA_DELETE", "QUOTA_UPDATE"}})
	}
	if ids := r.spareIDs(); len(ids) > 0 {
		all = append(all, keeper{targetGroupVariable, ids, Compartment{}, []string{"GROUP_DELETE", "GROUP_UPDATE"}})
	}
	return all
}

// names is true of requests about the objects.
func (k keeper) names() iam.Condition {
	return anyOf(each(k.texts, func(text string) iam.Condition { return equal(k.variable, text) })...)
}

// operations are those that can do nothing with the objects any more.
func (k keeper) operations() []iam.Operation {
	return slices.DeleteFunc(iam.Operations(), func(o iam.Operation) bool { return !stoppedBy(o, k.permissions) })
}

// guards are the statements of the guard: those that hold where the rule is kept.
func (r *Rule) guards(names []string) (all []*iam.Statement) {
	for _, k := range r.guard(names) {
		if under(k.at.Path, r.Attached.Path) {
			all = append(all, denyPermissions(r.Attached, k.permissions, allOf(k.names(), r.notSpared())))
		}
	}
	return all
}

func (r *Rule) spareIDs() []string {
	var ids []string
	for _, g := range r.Spare {
		if g.ID != "" {
			ids = insert(ids, g.ID)
		}
	}
	return ids
}
