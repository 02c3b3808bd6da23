package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// This file resolves the names of statements: where a statement holds, and whom it speaks of.

// rule is a statement of a policy with its names resolved, as far as what is known allows.
type rule struct {
	*Statement
	policy  *Policy
	place   place
	defined map[definedName]string // OCIDs of the names that the policy defines
	groups  []named                // of a group or dynamic group: those that the subject names
}

type definedName struct {
	kind DefinitionKind
	name string // folded
}

// place is where a rule holds: a subtree of compartments. The zero place is nowhere: a name that cannot be resolved.
type place struct {
	known   bool
	path    []string // folded, from the root
	ocid    string   // of a compartment whose path is not known; path is nil then
	abroad  bool     // in another tenancy: of an endorse
	tenancy string   // the OCID of that tenancy; "" for any
}

// Options is what is known besides the policies and the request.
type Options struct {
	Tenancy      string              // the OCID of the tenancy, or ""
	Compartments map[string][]string // compartments by OCID: their paths from the root
	Refuse       []string            // identifiers of assumptions that are not to be made
	Explain      bool                // whether Decide names the assumptions that its answer rests on
}

func (o Options) refused() map[string]bool {
	all := map[string]bool{}
	for _, id := range o.Refuse {
		all[id] = true
	}
	return all
}

// knownCompartments are the paths of compartments by OCID, folded.
func knownCompartments(policies []Policy, o Options) map[string][]string {
	known := map[string][]string{}
	if o.Tenancy != "" {
		known[lex.Fold(o.Tenancy)] = nil
	}
	for ocid, path := range o.Compartments {
		known[lex.Fold(ocid)] = foldAll(path)
	}
	for _, p := range policies {
		if p.CompartmentID != "" {
			known[lex.Fold(p.CompartmentID)] = foldAll(p.Compartment)
		}
	}
	return known
}

// compile resolves the names of policies.
func compile(policies []Policy, o Options) []rule {
	known := knownCompartments(policies, o)
	var rules []rule
	for i := range policies {
		p := &policies[i]
		defined := definitions(p)
		for _, s := range p.Statements {
			if s.Form == Define || s.Action.Verb == Associate || !enforced(s) {
				continue // a pair of resources is no request of one principal
			}
			r := rule{Statement: s, policy: p, defined: defined}
			r.place = r.resolve(known)
			r.resolveGroups()
			rules = append(rules, r)
		}
	}
	return rules
}

// enforced tells whether a statement works at all: Oracle's known issues name two variables with which denies do not, whatever else
// their conditions have.
func enforced(s *Statement) bool {
	works := true
	eachVariable(s.Condition, func(v Variable) {
		works = works && (s.Effect != Deny || !strings.HasPrefix(v.Name, "target.dynamicgroup."))
	})
	return works
}

func definitions(p *Policy) map[definedName]string {
	all := map[definedName]string{}
	for _, s := range p.Statements {
		if d := s.Definition; s.Form == Define && d != nil {
			all[definedName{d.Kind, lex.Fold(d.Name.Text)}] = lex.Fold(d.OCID)
		}
	}
	return all
}

// resolve finds where the rule holds. A name is relative to the compartment of the policy, which can also name itself.
func (r *rule) resolve(known map[string][]string) place {
	l := r.Location
	if r.Form == Endorse {
		return r.resolveAbroad()
	}
	if l.Tenancy != nil {
		return place{}
	}
	if r.policy.Unplaced && l.OCID == "" {
		return place{known: r.Effect == Allow}
	}
	own := foldAll(r.policy.Compartment)
	switch l.Kind {
	case InTenancy:
		return place{known: len(own) == 0}
	case InCompartment:
		if l.OCID != "" {
			return compartment(lex.Fold(l.OCID), known)
		}
		path := namesOf(l.Path)
		if len(own) > 0 && len(path) > 0 && path[0] == own[len(own)-1] {
			own = own[:len(own)-1]
		}
		return place{known: true, path: append(own, path...)}
	}
	return place{}
}

func compartment(ocid string, known map[string][]string) place {
	if path, ok := known[ocid]; ok {
		return place{known: true, path: path}
	}
	return place{known: true, ocid: ocid}
}

// resolveAbroad finds the tenancy that an endorse lets its subjects act in.
func (r *rule) resolveAbroad() place {
	l := r.Location
	p := place{known: true, abroad: true}
	if l.Kind == InCompartment {
		if p.ocid = lex.Fold(l.OCID); p.ocid == "" {
			p.path = namesOf(l.Path)
		}
	}
	if l.Kind == InAnyTenancy || l.Tenancy != nil && l.Tenancy.Any {
		return p
	}
	if p.tenancy = r.tenancy(l.Tenancy); p.tenancy == "" {
		return place{}
	}
	return p
}

// tenancy is the OCID of a tenancy that a statement names, or "".
func (r *rule) tenancy(t *Tenancy) string {
	switch {
	case t == nil || t.Any:
		return ""
	case t.OCID != "":
		return lex.Fold(t.OCID)
	}
	return r.defined[definedName{DefineTenancy, lex.Fold(t.Alias)}]
}

// actor is a request's principal and place, folded once for all rules.
type actor struct {
	Requester
	kind          string
	groups        []string // domain/name
	groupIDs      []string
	dynamicGroups []string
	dynamicIDs    []string
	path          []string
	compartments  []string // OCIDs
	target        string   // the OCID of another tenancy where it acts, or ""
	refused       map[string]bool
}

func newActor(q *Request, refused map[string]bool) *actor {
	p := q.Principal
	compartments := foldAll(q.CompartmentIDs)
	for name, given := range q.Variables {
		if lex.Fold(name) == targetCompartment {
			compartments = append(compartments, foldAll(given)...)
		}
	}
	return &actor{
		Requester: p, kind: lex.Fold(p.Type), groups: p.groups(), groupIDs: foldAll(p.GroupIDs),
		dynamicGroups: qualified(p.dynamicGroups(), defaultDomain), dynamicIDs: foldAll(p.dynamicGroupIDs()),
		path: foldAll(q.Compartment), compartments: compartments, target: lex.Fold(q.Tenancy), refused: refused,
	}
}

func (a *actor) isGrouped() bool { return len(a.groups)+len(a.groupIDs) > 0 }
func (a *actor) isDynamic() bool { return len(a.dynamicGroups)+len(a.dynamicIDs) > 0 }

// holds tells whether the rule holds where the request acts.
func (r *rule) holds(a *actor) bool {
	p := r.place
	switch {
	case !p.known || p.abroad != (a.target != ""):
		return false
	case p.tenancy != "" && p.tenancy != a.target:
		return false
	case p.ocid != "":
		return slices.Contains(a.compartments, p.ocid)
	}
	return under(p.path, a.path)
}

// under tells whether a path is at or below another, both folded.
func under(top, path []string) bool {
	return len(top) <= len(path) && slices.Equal(top, path[:len(top)])
}

func namesOf(path []Name) []string {
	all := make([]string, 0, len(path))
	for _, n := range path {
		all = append(all, lex.Fold(n.Text))
	}
	return all
}

func foldAll(texts []string) []string {
	all := make([]string, 0, len(texts))
	for _, t := range texts {
		all = append(all, lex.Fold(t))
	}
	return all
}

// speaksOf tells whether the rule's subject is the request's principal.
func (r *rule) speaksOf(a *actor) bool {
	if a.Tenancy != "" {
		return r.speaksOfAdmitted(a)
	}
	if r.Form == Admit {
		return false
	}
	switch r.Subject.Kind {
	case AnyUser:
		return a.kind != typeService || r.Effect == Allow || !a.refused[assumeService]
	case AnyGroup:
		return a.kind == typeUser && a.isGrouped() || a.isDynamic()
	case Group:
		return a.kind == typeUser && r.namesOne(a.groups, a.groupIDs)
	case DynamicGroup:
		return r.namesOne(a.dynamicGroups, a.dynamicIDs)
	case Service:
		return a.kind == typeService && r.namesPrincipal(a)
	case ResourcePrincipal:
		return a.kind == typeResource && r.namesPrincipal(a)
	}
	return false
}

// speaksOfAdmitted is speaksOf for a principal of another tenancy: admit lets it in, and deny admit keeps it out.
func (r *rule) speaksOfAdmitted(a *actor) bool {
	if r.Form != Admit {
		return r.Form == Plain && r.Effect == Deny && r.Subject.Kind == AnyUser && !a.refused[assumeAdmitted]
	}
	if r.Of == nil || !r.Of.Any && r.tenancy(r.Of) != lex.Fold(a.Tenancy) {
		return false
	}
	switch r.Subject.Kind {
	case AnyUser:
		return true
	case AnyGroup:
		return a.isGrouped() || a.isDynamic()
	case Group:
		return r.namesOne(nil, a.groupIDs)
	case DynamicGroup:
		return r.namesOne(nil, a.dynamicIDs)
	}
	return false
}

// named is a subject's principal: an OCID, a name with its domain, or both where the policy defines the name.
type named struct{ id, name string }

// namesOne tells whether the rule names one of the groups, by name, OCID or a name that the policy defines.
func (r *rule) namesOne(names, ids []string) bool {
	return slices.ContainsFunc(r.groups, func(g named) bool {
		return g.name != "" && slices.Contains(names, g.name) || g.id != "" && slices.Contains(ids, g.id)
	})
}

// resolveGroups finds the groups that the rule's subject names.
func (r *rule) resolveGroups() {
	kind, ok := map[SubjectKind]DefinitionKind{Group: DefineGroup, DynamicGroup: DefineDynamicGroup}[r.Subject.Kind]
	if !ok {
		return
	}
	for _, p := range r.Subject.Principals {
		r.groups = append(r.groups, r.group(kind, p))
	}
}

func (r *rule) group(kind DefinitionKind, p Principal) named {
	if p.OCID != "" {
		return named{id: lex.Fold(p.OCID)}
	}
	id := r.defined[definedName{kind, lex.Fold(p.Name)}]
	if r.Form == Admit {
		return named{id: id} // a group of another tenancy has no name here but the one that is defined
	}
	domain := lex.Fold(p.Domain)
	if domain == "" {
		domain = defaultDomain
	}
	return named{id, domain + "/" + lex.Fold(p.Name)}
}

func (r *rule) namesPrincipal(a *actor) bool {
	return slices.ContainsFunc(r.Subject.Principals, func(s Principal) bool {
		return s.Name != "" && lex.Fold(s.Name) == lex.Fold(a.Name) || s.OCID != "" && lex.Fold(s.OCID) == lex.Fold(a.ID)
	})
}
