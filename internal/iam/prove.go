package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The kinds of obligations.
const (
	Outside = "outside" // what makes, writes or brings data is denied wherever it is requested in a region that is not inside
	Egress  = "egress"  // what sends or opens data, or loosens the guard, is denied wherever it is requested inside
)

// Obligations is what is to be proved: for every principal, members of the Default domain's Administrators excepted.
type Obligations struct {
	Kinds       []string        // Outside, Egress; none: both
	Inside      []region.Region // the regions inside; every other is outside, those that are not built yet too
	Spare       []string        // whom egress spares: Group, Domain/Group, a group's OCID, "dynamic-group NAME" or "service NAME"
	Complete    bool            // whether the policies are all statements of the tenancy: then what none allows need not be denied
	Compartment []string        // prove it for this compartment and those below only; none: for the tenancy

	Where Condition                           // only for requests of which this is surely true; nil: for all
	Asks  func(kind string, o Operation) bool // which operations each kind is about; nil: those of its effects
}

// Proof is whether statements meet obligations, operation by operation.
type Proof struct {
	Proved      bool         `json:"proved"` // whether every operation is denied
	Operations  []Result     `json:"operations"`
	Later       []Later      `json:"later,omitempty"`
	Beyond      []Beyond     `json:"beyond_iam"`
	Assumptions []Assumption `json:"assumptions"`
}

// Result is one operation under one obligation.
type Result struct {
	Obligation     string     `json:"obligation"`
	Service        string     `json:"service"`
	Operation      string     `json:"operation"`
	Variant        string     `json:"variant,omitempty"` // see Operation.Variant
	Case           string     `json:"case,omitempty"`    // CaseAbroad, CaseAdmitted or ""
	Denied         bool       `json:"denied"`
	Counterexample *Request   `json:"counterexample,omitempty"` // a request that is not denied; Decide says the same
	Reason         string     `json:"reason,omitempty"`         // why it is not denied although there is no counterexample
	Unsure         bool       `json:"unsure,omitempty"`         // whether no source says which permission it needs
	By             []Citation `json:"-"`                        // of a denial: statements that it follows from

	Rests []Assumption `json:"-"` // of a denial: what it rests on
}

// The cases of a Result.
const (
	CaseAbroad   = "requested in another tenancy"
	CaseAdmitted = "requested by a principal of another tenancy"
)

// Later tells whether a proof covers permissions that Oracle may yet add: only denies by verb do, once they are saved again.
type Later struct {
	Obligation string `json:"obligation"`
	Service    string `json:"service"` // "" stands for every service that the catalogue does not list
	Type       string `json:"type"`    // the resource type that the permission would be added to; "" for any
	Covered    bool   `json:"covered"`
}

// Prove decides whether policies meet obligations. It is exact over the statements' own variables and values: an
// operation is denied if and only if there is no request, of any principal, place and values, that Decide does not deny.
// Where it cannot tell, for want of time or because values depend on each other in a way that it does not follow, the
// operation is not denied, and the reason is given.
func Prove(policies []Policy, ob Obligations, o Options) Proof {
	p := newProver(policies, ob, o)
	for _, kind := range []string{Outside, Egress} {
		if len(ob.Kinds) == 0 || slices.Contains(ob.Kinds, kind) {
			p.prove(kind)
		}
	}
	return p.finish()
}

// prover holds the clauses of one proof.
type prover struct {
	*encoder
	Obligations
	options   Options
	rules     []rule
	checker   *Decider
	region    *regionDomain
	firing    map[firingKey]literal
	speaks    []literal // by rule: whether it speaks of the principal and the place
	constant  []bool    // by rule: whether its condition is the same for all permissions and operations
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

type firingKey struct {
	rule                  int
	permission, operation string
	unnamed               bool
}

type relevantKey struct {
	need   need
	effect Effect
}

// covering is the rules of an effect whose action covers a need, in order: those with conditions that are the same for all
// operations and permissions, with what makes them fire, and the others.
type covering struct {
	constant, varying []int
	literals          []literal // of the constant ones, each once, once fired is set
	one               literal   // whether one of them fires, once given is set
	fired, given      bool
}

func newProver(policies []Policy, ob Obligations, o Options) *prover {
	p := &prover{
		encoder: newEncoder(), Obligations: ob, options: o, rules: compile(policies, o), checker: NewDecider(policies, o),
		firing: map[firingKey]literal{}, relevant: map[relevantKey]*covering{}, used: map[string]bool{}, statement: map[literal]Citation{},
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
			some = append(some, fixed(p.people.groupID(text)))
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

// actionKey is what decides which permissions a rule covers.
type actionKey struct {
	effect     Effect
	verb       Verb
	resource   string
	permission string // of a rule that lists permissions: one of them
}

// indexActions groups the rules by what they are about, so that each group need be asked once.
func (p *prover) indexActions() {
	p.actions = map[actionKey][]int{}
	for i := range p.rules {
		r := &p.rules[i]
		if r.Action.Permissions == nil {
			key := actionKey{r.Effect, r.Action.Verb, r.Action.Resource.Name, ""}
			p.actions[key] = append(p.actions[key], i)
			continue
		}
		for _, one := range r.Action.Permissions {
			key := actionKey{effect: r.Effect, permission: one.Name}
			p.actions[key] = append(p.actions[key], i)
		}
	}
}

// rulesFor finds the rules of an effect whose action covers a need.
func (p *prover) rulesFor(n need, effect Effect) *covering {
	key := relevantKey{n, effect}
	if c, ok := p.relevant[key]; ok {
		return c
	}
	var list []int
	for k, rules := range p.actions {
		a := Action{Verb: k.verb, Resource: Resource{Name: k.resource}}
		if k.permission != "" {
			a = Action{Permissions: []Permission{{Name: k.permission}}}
		}
		if k.effect == effect && (effect == Deny && a.takes(n) || effect == Allow && a.mayGrant(n)) {
			list = append(list, rules...)
		}
	}
	slices.Sort(list)
	c := &covering{}
	for _, i := range slices.Compact(list) {
		if p.constant[i] {
			c.constant = append(c.constant, i)
		} else {
			c.varying = append(c.varying, i)
		}
	}
	p.relevant[key] = c
	return c
}

// fires is whether a rule takes, or may give, a permission to an operation.
func (p *prover) fires(i int, n need, c candidate) literal {
	r := &p.rules[i]
	key := firingKey{rule: i}
	if !p.constant[i] {
		key = firingKey{i, n.Permission, c.name, c.unnamed}
	}
	if l, ok := p.firing[key]; ok {
		return l
	}
	s := &scene{request: &Request{}, permission: n, operation: c.name, unnamed: c.unnamed, effect: r.Effect, refused: map[string]bool{}}
	as := surely
	if r.Effect == Allow {
		as = possibly
	}
	l := p.and(p.speaks[i], p.condition(r.Condition, s, as))
	p.firing[key] = l
	if _, twice := p.statement[l]; !twice && l != never {
		p.statement[l] = Citation{r.policy.Name, r.Statement}
	}
	return l
}

func mentionsConstants(c Condition) bool {
	switch c := c.(type) {
	case *Combination:
		return slices.ContainsFunc(c.Members, mentionsConstants)
	case *Absent:
		return constant(c.Variable.Name)
	case *Comparison:
		return constant(c.Variable.Name) ||
			slices.ContainsFunc(c.Values, func(v Value) bool { return v.Kind == Reference && constant(v.Text) })
	}
	return false
}
