package guard

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// taken are the permissions that a deny surely takes.
func taken(a iam.Action) []string {
	if a.Verb != iam.NoVerb {
		return iam.PermissionsOf(iam.Deny, a.Verb, a.Resource.Name)
	}
	return granted(a)
}

// unlisted stands for the permissions of a type that the catalogue lists none of.
const unlisted = "UNLISTED"

// standIn writes the action of a deny whose permissions nobody knows as one permission, and the denies after that surely take
// it too as denies of that permission.
func standIn(a iam.Action, after []iam.Policy) (iam.Action, []iam.Policy) {
	one := iam.Action{Permissions: []iam.Permission{{Name: unlisted}}}
	out := slices.Clone(after)
	for i := range out {
		out[i].Statements = slices.Clone(out[i].Statements)
		for k, o := range out[i].Statements {
			if o.Effect == iam.Deny && o.Action.Verb != iam.NoVerb && o.Action.Verb <= a.Verb && includes(o.Action.Resource.Name, a.Resource.Name) {
				copied := *o
				copied.Action = one
				out[i].Statements[k] = &copied
			}
		}
	}
	return one, out
}

// includes says whether a type or family has all that another one has.
func includes(family, of string) bool {
	if family == of || family == "all-resources" {
		return true
	}
	all := iam.TypesOf(family)
	return len(iam.TypesOf(of)) > 0 && !slices.ContainsFunc(iam.TypesOf(of), func(one string) bool { return !slices.Contains(all, one) })
}

// principals are the kinds of principals that the statements can tell apart.
func principals(p iam.Policy, s *iam.Statement, others []*iam.Statement) []iam.Requester {
	groups, services := mentionedGroups(s, others), []string{objectStorage + "-us-ashburn-1"}
	out := subjects(p, s, groups)
	if s.Form == iam.Admit {
		return out
	}
	if s.Subject.Kind == iam.AnyUser || s.Subject.Kind == iam.AnyGroup {
		out = append(out, anyone, iam.Requester{Type: "user", Groups: []string{"some-group"}, GroupIDs: []string{"ocid1.group.oc1..some"}})
		for _, g := range groups {
			out = append(out, memberOf(g), iam.Requester{Type: "instance", Groups: memberOf(g).Groups, GroupIDs: memberOf(g).GroupIDs})
		}
		out = append(out, iam.Requester{Type: "instance"}, iam.Requester{Type: "instance", Groups: []string{"some-group"}}, iam.Requester{Type: "resource", Name: "fnfunc"})
	}
	if s.Subject.Kind == iam.AnyUser {
		for _, o := range others {
			if o.Subject.Kind == iam.Service {
				services = append(services, o.Subject.Principals[0].Name)
			}
		}
		for _, name := range services {
			out = append(out, iam.Requester{Type: "service", Name: name})
		}
	}
	return out
}

// subjects are the principals that a statement names itself, alone and as members of other groups.
func subjects(p iam.Policy, s *iam.Statement, groups []string) []iam.Requester {
	tenancy := ""
	if s.Form == iam.Admit {
		tenancy = ocidOf(p, s.Of)
	}
	var out []iam.Requester
	for _, one := range s.Subject.Principals {
		who := iam.Requester{Tenancy: tenancy}
		switch s.Subject.Kind {
		case iam.Service:
			who.Type, who.Name = "service", one.Name
		case iam.ResourcePrincipal:
			who.Type, who.Name = "resource", one.Name
		case iam.DynamicGroup:
			who = memberOf(nameOf(p, one, tenancy))
			who.Type, who.Tenancy = "instance", tenancy
		default:
			who = memberOf(nameOf(p, one, tenancy))
			who.Tenancy = tenancy
		}
		out = append(out, who)
		if who.Type != "user" {
			continue
		}
		for _, g := range groups {
			also := memberOf(g)
			also.Groups, also.GroupIDs, also.Tenancy = append(also.Groups, who.Groups...), append(also.GroupIDs, who.GroupIDs...), tenancy
			out = append(out, also)
		}
	}
	if s.Form == iam.Admit && len(out) == 0 {
		out = append(out, iam.Requester{Type: "user", Tenancy: tenancy, GroupIDs: []string{"ocid1.group.oc1..some"}})
	}
	return out
}

// nameOf is how a group is named: by its identifier if it has one, also one that the policy defines.
func nameOf(p iam.Policy, one iam.Principal, tenancy string) string {
	switch {
	case one.OCID != "":
		return one.OCID
	case tenancy != "":
		for _, d := range p.Statements {
			if d.Form == iam.Define && d.Definition != nil && strings.EqualFold(d.Definition.Name.Text, one.Name) {
				return d.Definition.OCID
			}
		}
	case one.Domain != "":
		return one.Domain + "/" + one.Name
	}
	return one.Name
}

// ocidOf is the identifier of another tenancy that a policy names.
func ocidOf(p iam.Policy, t *iam.Tenancy) string {
	switch {
	case t == nil || t.Any:
		return "ocid1.tenancy.oc1..other"
	case t.OCID != "":
		return t.OCID
	}
	for _, d := range p.Statements {
		if d.Form == iam.Define && d.Definition != nil && d.Definition.Kind == iam.DefineTenancy && strings.EqualFold(d.Definition.Name.Text, t.Alias) {
			return d.Definition.OCID
		}
	}
	return "ocid1.tenancy.oc1..other"
}

// memberOf is a member of one group, by its name or its identifier.
func memberOf(group string) iam.Requester {
	if strings.HasPrefix(strings.ToLower(group), "ocid1.") {
		return iam.Requester{Type: "user", GroupIDs: []string{group}}
	}
	return iam.Requester{Type: "user", Groups: []string{group}}
}

// mentionedGroups are the groups that subjects and conditions name.
func mentionedGroups(s *iam.Statement, others []*iam.Statement) []string {
	var out []string
	note := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, o := range append([]*iam.Statement{s}, others...) {
		eachLeaf(o.Condition, func(leaf iam.Condition) {
			c, ok := leaf.(*iam.Comparison)
			if !ok || !strings.HasPrefix(c.Variable.Name, "request.groups.") && !strings.HasPrefix(c.Variable.Name, "request.dynamicgroup.") {
				return
			}
			for _, v := range c.Values {
				note(strings.ReplaceAll(v.Text, "*", "x-"))
			}
		})
		if o.Subject.Kind != iam.Group && o.Subject.Kind != iam.DynamicGroup {
			continue
		}
		for _, p := range o.Subject.Principals {
			note(nameOf(iam.Policy{}, p, ""))
		}
	}
	return out
}

// places are where a statement holds: its compartment, and one below it.
func places(p iam.Policy, s *iam.Statement) []scene {
	if s.Form == iam.Endorse {
		return []scene{{tenancy: ocidOf(p, s.Location.Tenancy)}}
	}
	at := scene{path: slices.Clone(p.Compartment)}
	switch l := s.Location; {
	case l.OCID != "":
		at = scene{path: []string{l.OCID}, ids: []string{l.OCID}}
	case l.Kind == iam.InCompartment:
		for i, n := range l.Path {
			if i == 0 && len(at.path) > 0 && strings.EqualFold(at.path[len(at.path)-1], n.Text) {
				continue
			}
			at.path = append(at.path, n.Text)
		}
	}
	below := scene{path: append(slices.Clone(at.path), "below"), ids: at.ids}
	return []scene{at, below}
}
