package compile

import (
	"maps"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// mostSpared is how many operations a deny outside lets through by name. Inside there are none: there the blocked are named.
const mostSpared = 8

// statements writes the IAM layer. names are those of the rule's own policies.
func (r *Rule) statements(names []string) []*iam.Statement {
	if !r.layer(IAM) {
		return nil
	}
	var all []*iam.Statement
	for _, z := range r.zones() {
		all = append(all, r.outside(z)...)
	}
	for _, target := range r.Targets {
		all = append(all, r.egress(target)...)
		all = append(all, r.moves(target)...)
		all = append(all, r.readers(target)...)
		all = append(all, r.foreigners(target)...)
	}
	return unique(append(all, r.guards(names)...))
}

// outside denies what places data, in the regions that are outside for a zone.
func (r *Rule) outside(z zone) []*iam.Statement {
	blocked := r.blocked(Outside)
	var all []*iam.Statement
	for _, group := range r.groups(z, blocked) {
		where := allOf(z.only, outsideOf(regionVariable, z.inside, group.open))
		all = append(all, r.covering(z.at, group.operations, mostSpared, where)...)
	}
	if r.blocks(BlockCreate) && r.blocks(BlockWrite) && r.blocks(BlockCopy) && r.blocks(BlockClone) && r.blocks(BlockReplicate) {
		all = append(all, r.later(z, blocked)...)
	}
	return all
}

// group is operations that pass the same openings.
type group struct {
	operations []iam.Operation
	open       []opening
}

// groups parts operations by the exceptions that open them.
func (r *Rule) groups(z zone, operations []iam.Operation) []group {
	var all []group
	for _, o := range operations {
		open := z.openedBy(o)
		same := func(g group) bool { return slices.EqualFunc(g.open, open, sameOpening) }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].operations = append(all[i].operations, o)
		} else {
			all = append(all, group{[]iam.Operation{o}, open})
		}
	}
	return all
}

func sameOpening(a, b opening) bool {
	return a.exception == b.exception && a.region.Key == b.region.Key
}

// covering denies operations, service by service, under a condition.
func (r *Rule) covering(at Compartment, operations []iam.Operation, most int, where iam.Condition) []*iam.Statement {
	var all []*iam.Statement
	types := map[string][]string{}
	for _, service := range servicesOf(operations) {
		of := slices.DeleteFunc(slices.Clone(operations), func(o iam.Operation) bool { return o.Service != service })
		c := coverOf(of, operations, most)
		if len(c.permissions) > 0 {
			spare := each(c.spare, func(name string) iam.Condition { return differs(operationVariable, name) })
			all = append(all, denyPermissions(at, c.permissions, allOf(append([]iam.Condition{where}, spare...)...)))
		}
		if len(c.named) > 0 {
			all = append(all, denyPermissions(at, c.named, allOf(where, anyOperation(c.names))))
		}
		for name, operations := range c.types {
			types[name] = insert(types[name], operations...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		all = append(all, denyVerb(at, iam.Inspect, name, allOf(where, anyOperation(types[name]))))
	}
	return all
}

func servicesOf(operations []iam.Operation) []string {
	var names []string
	for _, o := range operations {
		if !slices.Contains(names, o.Service) {
			names = append(names, o.Service)
		}
	}
	return names
}

func anyOperation(names []string) iam.Condition {
	return anyOf(each(names, func(name string) iam.Condition { return equal(operationVariable, name) })...)
}

// later catches what Oracle adds to the types of data after the statement is saved again, and lets through what is not blocked:
// reading, changing and removing what is there.
func (r *Rule) later(z zone, blocked []iam.Operation) []*iam.Statement {
	where := allOf(z.only, outsideOf(regionVariable, z.inside, z.open))
	var all []*iam.Statement
	for _, resource := range r.resources() {
		spare := each(spared(iam.Use, resource, blocked), func(p string) iam.Condition { return differs(permissionVariable, p) })
		all = append(all, denyVerb(z.at, iam.Use, resource, allOf(append([]iam.Condition{where}, spare...)...)))
	}
	if len(r.Services) > 0 {
		return all
	}
	// Services that the catalogue does not list: what their manage adds, but for what removes things.
	spare := each(spared(iam.Manage, "all-resources", blocked), func(p string) iam.Condition { return differs(permissionVariable, p) })
	for _, ending := range []string{"*_DELETE", "*_DROP", "*_REMOVE", "*_DETACH", "*_TERMINATE", "*_CANCEL", "*_DISABLE"} {
		spare = append(spare, like(permissionVariable, iam.NotEqual, ending))
	}
	return append(all, denyVerb(z.at, iam.Manage, "all-resources", allOf(append([]iam.Condition{where}, spare...)...)))
}

// spared lists the permissions that a deny by verb would take from operations that are not blocked.
func spared(verb iam.Verb, resource string, blocked []iam.Operation) []string {
	taken := iam.PermissionsOf(iam.Deny, verb, resource)
	var all []string
	for _, o := range iam.Operations() {
		if isBlocked(o, blocked) || o.Home {
			continue
		}
		for _, term := range o.Needs() {
			for _, n := range term {
				if slices.Contains(taken, n) {
					all = insert(all, n)
				}
			}
		}
	}
	return all
}

func denyPermissions(at Compartment, permissions []string, where iam.Condition) *iam.Statement {
	list := make([]iam.Permission, 0, len(permissions))
	for _, name := range permissions {
		list = append(list, iam.Permission{Name: name})
	}
	return deny(at, iam.Action{Permissions: list}, where)
}

func denyVerb(at Compartment, verb iam.Verb, resource string, where iam.Condition) *iam.Statement {
	return deny(at, iam.Action{Verb: verb, Resource: iam.Resource{Name: resource}}, where)
}

// deny binds any user: every user, instance, resource and service.
func deny(at Compartment, action iam.Action, where iam.Condition) *iam.Statement {
	location := iam.Location{Kind: iam.InTenancy}
	if !at.Root() {
		location = iam.Location{Kind: iam.InCompartment, OCID: at.ID}
	}
	return &iam.Statement{Effect: iam.Deny, Subject: iam.Subject{Kind: iam.AnyUser}, Action: action, Location: location, Condition: where}
}

// unique leaves out statements that are there already.
func unique(statements []*iam.Statement) []*iam.Statement {
	seen := map[string]bool{}
	return slices.DeleteFunc(statements, func(s *iam.Statement) bool {
		text := s.String()
		defer func() { seen[text] = true }()
		return seen[text]
	})
}
