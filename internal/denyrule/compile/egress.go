package compile

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// egress denies what lets data out of a bound compartment, to everybody who is not spared.
func (r *Rule) egress(target Compartment) []*iam.Statement {
	spared := r.notSpared()
	var blind, seen []iam.Operation
	for _, o := range r.blocked(Egress) {
		if o.Destination != "" {
			seen = append(seen, o)
		} else {
			blind = append(blind, o)
		}
	}
	all := r.covering(target, blind, 0, spared)
	if len(seen) == 0 {
		return all
	}
	// Of these IAM sees the destination, so nobody need be spared: inside everybody may, outside nobody.
	for _, z := range r.zones() {
		if z.target.ID == target.ID {
			outside := outsideOf(targetRegion, z.inside, r.copyOpenings(z))
			all = append(all, r.covering(z.at, seen, 0, allOf(z.only, anyOf(absent(targetRegion), outside)))...)
		}
	}
	return all
}

// moves denies every move into another compartment, to everybody who is not spared: what has been moved away is not bound. The
// catalogue lists few of these operations. All others are told by their permission or their name.
func (r *Rule) moves(target Compartment) []*iam.Statement {
	if !r.blocks(BlockMove) {
		return nil
	}
	named := allOf(like(operationVariable, iam.Equal, "Change*"), like(operationVariable, iam.Equal, "*Compartment"))
	where := allOf(anyOf(like(permissionVariable, iam.Equal, "*_MOVE"), named), r.notSpared())
	if len(r.Services) == 0 {
		return []*iam.Statement{denyVerb(target, iam.Inspect, "all-resources", where)}
	}
	var all []*iam.Statement
	for _, resource := range r.resources() {
		all = append(all, denyVerb(target, iam.Inspect, resource, where))
	}
	return all
}

// resources are the types and families of the rule's services.
func (r *Rule) resources() (all []string) {
	for _, s := range services {
		if len(r.Services) == 0 || slices.Contains(r.Services, s.name) {
			all = append(all, s.resources...)
		}
	}
	return all
}

func (r *Rule) copyOpenings(z zone) []opening {
	return slices.DeleteFunc(slices.Clone(z.open), func(o opening) bool { return len(o.kinds) > 0 && !slices.Contains(o.kinds, "backup_copy") })
}

// readers denies the reading of data to whoever does not come from the named networks.
func (r *Rule) readers(target Compartment) []*iam.Statement {
	if len(r.Networks) == 0 {
		return nil
	}
	return r.covering(target, r.blocked(Elsewhere), 0, r.elsewhere())
}

// foreigners denies principals of other tenancies the data of a bound compartment, and our own the writing of data into other
// tenancies where the rule binds the whole tenancy. Such statements count in the root compartment only.
func (r *Rule) foreigners(target Compartment) []*iam.Statement {
	if !r.blocks(BlockShare) || !r.Attached.Root() {
		return nil
	}
	var all []*iam.Statement
	for _, resource := range r.resources() {
		admit := denyVerb(target, iam.Inspect, resource, nil)
		admit.Form, admit.Of = iam.Admit, &iam.Tenancy{Any: true}
		all = append(all, admit)
	}
	if target.Root() {
		all = append(all, r.abroad()...)
	}
	return all
}

// abroad denies what writes in other tenancies, to everybody who is not spared. Reading there takes nothing out of here. What
// needs a permission that no source names is denied by its name.
func (r *Rule) abroad() []*iam.Statement {
	var all []*iam.Statement
	for _, resource := range r.resources() {
		all = append(all, denyVerb(Compartment{}, iam.Use, resource, r.notSpared()))
	}
	var unnamed []iam.Operation
	for _, o := range iam.Operations() {
		if about(Outside, o) && r.selected(o) && strings.Contains(o.Formula, "?") {
			unnamed = append(unnamed, o)
		}
	}
	all = append(all, r.covering(Compartment{}, unnamed, 0, r.notSpared())...)
	for _, s := range all {
		s.Form, s.Location = iam.Endorse, iam.Location{Kind: iam.InAnyTenancy}
	}
	return all
}
