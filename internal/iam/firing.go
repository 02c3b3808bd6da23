package iam

import "slices"

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
	if l, ok := p.firing[i]; ok {
		return l
	}
	s := &scene{request: &Request{}, permission: n, operation: c.name, unnamed: c.unnamed, effect: r.Effect, refused: map[string]bool{}}
	as := surely
	if r.Effect == Allow {
		as = possibly
	}
	l := p.and(p.speaks[i], p.condition(r.Condition, s, as))
	if p.constant[i] {
		p.firing[i] = l // of the others hardly any is asked for twice
	}
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
