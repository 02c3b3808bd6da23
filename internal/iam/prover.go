package iam

import (
	"slices"
	"strings"
)

// prover holds the clauses of one proof.
type prover struct {
	*encoder
	Obligations
	options   Options
	rules     []rule
	whole     bool // whether all statements could be read
	checker   *Decider
	region    *regionDomain
	firing    map[int]literal // by rule whose condition is constant: whether it fires
	speaks    []literal       // by rule: whether it speaks of the principal and the place
	constant  []bool          // by rule: whether its condition is the same for all permissions and operations
	relevant  map[relevantKey]*covering
	actions   map[actionKey][]int
	spared    literal
	proof     Proof
	used      map[string]bool // the assumptions that the proof rests on
	statement map[literal]Citation
	names     []string // the variables that statements mention, in order
	settled   []settled
	asked     int       // how many questions have been asked
	given     []int     // by literal: the last question that supposed it
	worlds    []*world  // of requests that were let through, the one that was of use last first
	spoilers  []*world  // in which a denial does not hold without some supposition
	usual     []literal // what holds in worlds that need no second look for one that a reader recognises sooner
}

func newProver(policies []Policy, ob Obligations, o Options) *prover {
	p := &prover{
		encoder: newEncoder(), Obligations: ob, options: o, rules: compile(policies, o), checker: NewDecider(policies, o),
		whole: !slices.ContainsFunc(policies, func(p Policy) bool { return len(p.Unread) > 0 }), firing: map[int]literal{}, relevant: map[relevantKey]*covering{}, used: map[string]bool{}, statement: map[literal]Citation{},
	}
	p.checker.explain = false
	p.checker.lenient = true
	p.indexActions()
	p.people, p.places = newPopulation(p.encoder), newPlaces(p.encoder)
	all := p.mentions()
	spare := p.spare(all)
	all.share()
	p.build(all)
	p.people.ties()
	p.places.ties()
	p.spared = p.or(spare()...)
	p.under(foldAll(ob.Compartment))
	p.people.close()
	p.places.close()
	p.prefer()
	return p
}

// prefer makes counterexamples of what a reader recognises at once, where the statements leave that: a user of the tenancy,
// a region that exists, best a well-known one, and nothing said that need not be.
func (p *prover) prefer() {
	p.usual = []literal{p.people.foreign.not(), p.people.kinds[typeUser], p.region.exists}
	p.preferred = append(slices.Clone(p.usual), p.people.inGroup.not())
	for _, c := range p.region.classes {
		if slices.Contains(wellKnown, c.key) {
			p.preferred = append(p.preferred, c.is)
		}
	}
	for _, name := range p.names {
		if _, tied := p.people.here(name); !tied {
			p.preferred = append(p.preferred, p.domains[name].present().not())
		}
	}
}

func (p *prover) under(path []string) literal { return p.places.under(path) }

// mentions collects the variables of the rules' conditions, and makes the literals of their subjects and places.
func (p *prover) mentions() mentions {
	all := mentions{}
	for i := range p.rules {
		all.collect(p.rules[i].Condition)
		p.constant = append(p.constant, !mentionsConstants(p.rules[i].Condition))
		p.speaks = append(p.speaks, p.and(p.people.subject(&p.rules[i]), p.places.holds(&p.rules[i])))
	}
	all.collect(p.Where)
	all.of("request.region")
	for _, o := range Operations() {
		if o.Destination != "" {
			all.of(o.Destination)
		}
	}
	if m := all["request.principal.type"]; m != nil {
		m.literals[typeUser], m.literals[typeInstance] = true, true
	}
	if m := all[targetCompartment]; m != nil {
		for ocid := range p.places.ocids {
			m.literals[ocid] = true
		}
	}
	return all
}

// spare makes the literals of those whom egress spares. They are ready once the domains are.
func (p *prover) spare(all mentions) func() []literal {
	var some []func() literal
	fixed := func(l literal) func() literal { return func() literal { return l } }
	for _, text := range foldAll(p.Spare) {
		text = strings.TrimPrefix(text, "group ")
		kind, name, _ := strings.Cut(text, " ")
		switch {
		case kind == "service" && name != "":
			some = append(some, fixed(p.people.principal(typeService, name)))
		case kind == "dynamic-group" && name != "":
			some = append(some, fixed(p.people.dynamicGroup(defaultDomain+"/"+name)))
		case strings.HasPrefix(text, "ocid1."):
			some = append(some, fixed(p.and(p.people.foreign.not(), p.people.groupID(text)))) // nobody else's people are in ours
		case strings.Contains(text, "/"):
			some = append(some, fixed(p.people.group(text)))
		default:
			p.used[assumeReach] = true
			some = append(some, p.spareByName(text))
		}
	}
	p.nameGroups(all)
	return func() []literal {
		var ready []literal
		for _, of := range some {
			ready = append(ready, of())
		}
		return ready
	}
}

// spareByName spares the groups of a name in every domain: request.groups.name does not tell them apart.
func (p *prover) spareByName(name string) func() literal {
	p.people.group(defaultDomain + "/" + name)
	return func() literal {
		var some []literal
		for _, group := range keys(p.people.groups) {
			if strings.HasSuffix(group, "/"+name) {
				some = append(some, p.people.groups[group])
			}
		}
		if d, ok := p.domains["request.groups.name"].(*setDomain); ok {
			some = append(some, p.and(p.people.foreign.not(), lookup(d.members, name)))
		}
		return p.or(some...)
	}
}

// nameGroups makes the variables of memberships know every group that the statements name.
func (p *prover) nameGroups(all mentions) {
	short := func(name string) string { return name[strings.Index(name, "/")+1:] }
	same := func(name string) string { return name }
	for _, v := range []struct {
		variable string
		of       map[string]literal
		text     func(string) string
	}{
		{"request.groups.name", p.people.groups, short},
		{"request.groups.id", p.people.groupIDs, same},
		{"request.dynamicgroup.name", p.people.dynamic, short},
		{"request.dynamicgroup.id", p.people.dynamicIDs, same},
	} {
		m := all[v.variable]
		if m == nil {
			continue
		}
		for _, name := range keys(v.of) {
			m.literals[v.text(name)] = true
		}
		if strings.HasSuffix(v.variable, ".id") {
			for _, id := range keys(m.literals) {
				p.membership(v.variable, id)
			}
		}
	}
}

// membership makes a group that only a condition names one of the population's.
func (p *prover) membership(variable, id string) {
	if variable == "request.groups.id" {
		p.people.groupID(id)
	} else {
		p.people.dynamicGroupID(id)
	}
}

// build makes the domains of the variables.
func (p *prover) build(all mentions) {
	inside := map[string]bool{}
	for _, r := range p.Inside {
		inside[r.Key] = true
	}
	for _, name := range keys(all) {
		if constant(name) {
			continue
		}
		m := all[name]
		here, tied := p.people.here(name)
		switch {
		case m.fact.Always:
			here = always
		case !tied:
			here = p.fresh()
		}
		p.domains[name] = p.domain(m, here, inside)
		p.names = append(p.names, name)
	}
	p.region = p.domains["request.region"].(*regionDomain) //nolint:forcetypeassert // domain makes one of every region-key
}
