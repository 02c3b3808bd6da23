package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// population is who can make a request: every principal but the exempt ones, as far as the statements tell them apart.
type population struct {
	e       *encoder
	kinds   map[string]literal // by type: exactly one holds
	foreign literal            // whether it is a principal of another tenancy

	groups   map[string]literal // by domain/name, folded: of a user of this tenancy
	groupIDs map[string]literal
	inGroup  literal

	showsGroups literal // whether the variables about groups are there

	dynamic    map[string]literal // by domain/name: of an instance or resource
	dynamicIDs map[string]literal
	inDynamic  literal

	named     map[string]literal // services and resources by "type name"
	tenancies map[string]literal // of foreign principals, by OCID
}

func newPopulation(e *encoder) *population {
	p := &population{
		e: e, kinds: map[string]literal{}, foreign: e.fresh(), groups: map[string]literal{}, groupIDs: map[string]literal{},
		dynamic: map[string]literal{}, dynamicIDs: map[string]literal{}, named: map[string]literal{}, tenancies: map[string]literal{},
		inGroup: e.fresh(), inDynamic: e.fresh(), showsGroups: e.fresh(),
	}
	e.implies(p.inGroup, p.showsGroups)
	e.implies(p.showsGroups, p.inGroup, p.foreign.not())
	e.implies(p.showsGroups.not(), p.foreign, e.assumed[assumeGroupName])
	var all []literal
	for _, kind := range []string{typeUser, typeInstance, typeResource, typeService} {
		p.kinds[kind] = e.fresh()
		all = append(all, p.kinds[kind])
	}
	e.exactlyOne(always, all)
	e.implies(p.kinds[typeUser], p.inGroup)
	e.implies(never, p.inDynamic, p.kinds[typeUser])
	e.implies(never, p.inDynamic, p.kinds[typeService])
	e.add(p.group(defaultDomain + "/administrators").not()) // the exempt are nobody's concern
	return p
}

func (p *population) group(name string) literal {
	l, isNew := p.member(p.groups, name, p.inGroup)
	if isNew {
		p.e.implies(p.foreign.not(), l)
	}
	return l
}

func (p *population) groupID(id string) literal {
	l, _ := p.member(p.groupIDs, id, p.inGroup)
	return l
}

func (p *population) dynamicGroup(name string) literal {
	l, isNew := p.member(p.dynamic, name, p.inDynamic)
	if isNew {
		p.e.implies(p.foreign.not(), l)
	}
	return l
}

func (p *population) dynamicGroupID(id string) literal {
	l, _ := p.member(p.dynamicIDs, id, p.inDynamic)
	return l
}

// member is the literal of a membership, which makes the principal a member of something.
func (p *population) member(of map[string]literal, name string, in literal) (l literal, isNew bool) {
	l, ok := of[name]
	if !ok {
		l = p.e.fresh()
		of[name] = l
		p.e.implies(in, l)
	}
	return l, !ok
}

// principal is the literal of a service or resource of that name or OCID.
func (p *population) principal(kind, name string) literal {
	key := kind + " " + name
	if _, ok := p.named[key]; !ok {
		p.named[key] = p.e.fresh()
		p.e.implies(p.kinds[kind], p.named[key])
		p.e.implies(p.foreign.not(), p.named[key])
	}
	return p.named[key]
}

func (p *population) tenancy(ocid string) literal {
	if _, ok := p.tenancies[ocid]; !ok {
		p.tenancies[ocid] = p.e.fresh()
		p.e.implies(p.foreign, p.tenancies[ocid])
	}
	return p.tenancies[ocid]
}

// close says that a principal has one name and one tenancy, after all are known.
func (p *population) close() {
	p.e.atMostOne(inOrder(p.tenancies))
	names := map[bool][]literal{}
	for _, key := range keys(p.named) {
		byOCID := strings.Contains(key, " ocid1.")
		names[byOCID] = append(names[byOCID], p.named[key])
	}
	p.e.atMostOne(names[false])
	p.e.atMostOne(names[true])
}

func inOrder(literals map[string]literal) []literal {
	all := make([]literal, 0, len(literals))
	for _, key := range keys(literals) {
		all = append(all, literals[key])
	}
	return all
}

// subject is whether a rule speaks of the principal: what speaksOf says of a request.
func (p *population) subject(r *rule) literal {
	own := p.e.and(p.foreign.not(), p.own(r))
	return p.e.or(own, p.e.and(p.foreign, p.admitted(r)))
}

func (p *population) own(r *rule) literal {
	if r.Form == Admit {
		return never
	}
	switch r.Subject.Kind {
	case AnyUser:
		if r.Effect == Allow {
			return always
		}
		return p.e.or(p.kinds[typeService].not(), p.e.assumed[assumeService])
	case AnyGroup:
		return p.e.or(p.inGroup, p.inDynamic)
	case Group:
		return p.oneOf(r, p.group, p.groupID)
	case DynamicGroup:
		return p.oneOf(r, p.dynamicGroup, p.dynamicGroupID)
	case Service:
		return p.oneOfNamed(r, typeService)
	case ResourcePrincipal:
		return p.oneOfNamed(r, typeResource)
	}
	return never
}

func (p *population) admitted(r *rule) literal {
	if r.Form != Admit {
		if r.Form == Plain && r.Effect == Deny && r.Subject.Kind == AnyUser {
			return p.e.assumed[assumeAdmitted]
		}
		return never
	}
	from := always
	switch {
	case r.Of == nil:
		return never
	case !r.Of.Any:
		ocid := r.tenancy(r.Of)
		if ocid == "" {
			return never
		}
		from = p.tenancy(ocid)
	}
	none := func(string) literal { return never }
	switch r.Subject.Kind {
	case AnyUser:
		return from
	case AnyGroup:
		return p.e.and(from, p.e.or(p.inGroup, p.inDynamic))
	case Group:
		return p.e.and(from, p.oneOf(r, none, p.groupID))
	case DynamicGroup:
		return p.e.and(from, p.oneOf(r, none, p.dynamicGroupID))
	}
	return never
}

func (p *population) oneOf(r *rule, byName, byID func(string) literal) literal {
	var some []literal
	for _, g := range r.groups {
		if g.id != "" {
			some = append(some, byID(g.id))
		}
		if g.name != "" {
			some = append(some, byName(g.name))
		}
	}
	return p.e.or(some...)
}

func (p *population) oneOfNamed(r *rule, kind string) literal {
	var some []literal
	for _, s := range r.Subject.Principals {
		for _, text := range []string{s.Name, s.OCID} {
			if text != "" {
				some = append(some, p.principal(kind, lex.Fold(text)))
			}
		}
	}
	return p.e.or(some...)
}

// ties says what the variables about the principal have to do with who it is. The literals of request.groups.name and its
// like include every name of the population.
func (p *population) ties() {
	p.tie("request.groups.name", p.groups, func(name string) string { return name[strings.Index(name, "/")+1:] })
	p.tie("request.groups.id", p.groupIDs, nil)
	p.tie("request.dynamicgroup.name", p.dynamic, func(name string) string { return name[strings.Index(name, "/")+1:] })
	p.tie("request.dynamicgroup.id", p.dynamicIDs, nil)
	d, ok := p.e.domains["request.principal.type"].(*textDomain)
	if !ok {
		return
	}
	for _, kind := range keys(p.kinds) {
		l, text := p.kinds[kind], lookup(d.literals, kind)
		switch kind {
		case typeUser, typeInstance:
			p.e.implies(text, l)
			p.e.implies(l, text)
		default:
			p.e.implies(never, text, l)
		}
	}
}

// tie makes a variable of memberships contain those of the population. With a short name, the variable may have it from
// elsewhere too; without, it has exactly those.
func (p *population) tie(variable string, of map[string]literal, short func(string) string) {
	d, ok := p.e.domains[variable].(*setDomain)
	if !ok {
		return
	}
	for _, name := range keys(of) {
		if short != nil {
			p.e.implies(lookup(d.members, short(name)), of[name], d.here)
			continue
		}
		member := lookup(d.members, name)
		p.e.implies(member, of[name], d.here)
		p.e.implies(of[name], member)
	}
}

// here is whether a request carries a variable about its principal.
func (p *population) here(variable string) (literal, bool) {
	switch variable {
	case "request.user.name", "request.user.id", "request.domain.name":
		return p.kinds[typeUser], true
	case "request.groups.name", "request.groups.id":
		return p.showsGroups, true
	case "request.dynamicgroup.name", "request.dynamicgroup.id":
		return p.inDynamic, true
	}
	return never, false
}

// places is where a request can act: the compartments that the statements name, and any other below each of them.
type places struct {
	e        *encoder
	paths    map[string]literal // by path: whether the request's compartment is at it or below
	children map[string][]literal
	ocids    map[string]literal // compartments whose path nobody knows
	targets  map[string]literal // other tenancies, by OCID
	abroad   literal            // whether it acts in another tenancy
	sorted   []string           // the paths, the deepest first
}

const pathSeparator = "\x00"

func newPlaces(e *encoder) *places {
	return &places{
		e: e, paths: map[string]literal{"": always}, children: map[string][]literal{}, ocids: map[string]literal{},
		targets: map[string]literal{}, abroad: e.fresh(),
	}
}

// under is whether the request's compartment is at a path or below.
func (p *places) under(path []string) literal {
	key := strings.Join(path, pathSeparator)
	if l, ok := p.paths[key]; ok {
		return l
	}
	l := p.e.fresh()
	p.paths[key] = l
	parent := path[:len(path)-1]
	p.e.implies(p.under(parent), l)
	up := strings.Join(parent, pathSeparator)
	p.children[up] = append(p.children[up], l)
	return l
}

// holds is whether a rule holds where the request acts: what the rule's holds says of a request.
func (p *places) holds(r *rule) literal {
	at := r.place
	if !at.known {
		return never
	}
	all := []literal{p.abroad}
	if !at.abroad {
		all[0] = p.abroad.not()
	}
	if at.tenancy != "" {
		all = append(all, p.named(p.targets, at.tenancy))
	}
	if at.ocid != "" {
		return p.e.and(append(all, p.named(p.ocids, at.ocid))...)
	}
	return p.e.and(append(all, p.under(at.path))...)
}

func (p *places) named(of map[string]literal, ocid string) literal {
	if _, ok := of[ocid]; !ok {
		of[ocid] = p.e.fresh()
	}
	return of[ocid]
}

// ties says that the compartment that a request is about is one that it acts in.
func (p *places) ties() {
	if d, ok := p.e.domains[targetCompartment].(*textDomain); ok {
		for _, ocid := range keys(p.ocids) {
			p.e.implies(p.ocids[ocid], lookup(d.literals, ocid))
		}
	}
}

// close says that a request is in one compartment and one tenancy, after all are known.
func (p *places) close() {
	p.sorted = keys(p.paths)
	slices.SortStableFunc(p.sorted, func(a, b string) int {
		return strings.Count(b, pathSeparator) - strings.Count(a, pathSeparator)
	})
	for _, parent := range keys(p.children) {
		p.e.atMostOne(p.children[parent])
	}
	p.e.atMostOne(inOrder(p.targets))
	for _, l := range inOrder(p.targets) {
		p.e.implies(p.abroad, l)
	}
}

// path is the compartment of the model: the deepest that the statements name.
func (p *places) path() []string {
	for _, key := range p.sorted {
		if key != "" && p.e.isTrue(p.paths[key]) {
			return strings.Split(key, pathSeparator)
		}
	}
	return []string{}
}

// trueOf lists the keys of the literals that are true in the model, in order.
func (e *encoder) trueOf(of map[string]literal) []string {
	var all []string
	for key, l := range of {
		if e.isTrue(l) {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}
