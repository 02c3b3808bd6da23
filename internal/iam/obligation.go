package iam

import (
	"maps"
	"slices"
	"strings"
)

// prove asks about every operation of an obligation.
func (p *prover) prove(kind string) {
	types := map[string]bool{}
	for _, o := range oracle().operations {
		if !p.asks(kind, o) {
			continue
		}
		p.report(Result{Obligation: kind}, o, p.base(kind, o), p.Complete)
		for _, t := range o.terms {
			for _, n := range t {
				for _, name := range typesWith(n) {
					types[o.Service+" "+name] = true
				}
			}
		}
	}
	if kind == Egress {
		p.crossTenancy()
	}
	p.later(kind, keys(types))
}

// asks is whether a kind of obligation is about an operation.
func (p *prover) asks(kind string, o Operation) bool {
	switch {
	case p.Asks != nil:
		return p.Asks(kind, o)
	case kind == Egress:
		return o.has(ways...)
	}
	return o.has(writes...)
}

func typesWith(n need) []string {
	if n.Permission == "" {
		return []string{n.Type}
	}
	var all []string
	for _, m := range oracle().memberships[n.Permission] {
		all = append(all, m.Type)
	}
	return all
}

// base is what all requests of an operation under an obligation have in common.
func (p *prover) base(kind string, o Operation) []literal {
	all := p.here()
	if p.Where != nil {
		all = append(all, p.condition(p.Where, &scene{request: &Request{}, refused: map[string]bool{}}, surely))
	}
	// Where a service acts, nobody knows whether the region that it presents is the one that it writes in.
	elsewhere := p.and(p.people.kinds[typeService], p.assumed[assumeServiceRegion].not())
	switch {
	case kind == Outside:
		return append(all, p.or(p.region.inside.not(), elsewhere))
	case !o.Home && len(p.Inside) > 0:
		all = append(all, p.or(p.region.inside, elsewhere))
	}
	if d, ok := p.domains[o.Destination].(*regionDomain); ok {
		all = append(all, d.inside.not())
	}
	return append(all, p.spared.not())
}

// here is what all requests have in common that act in this tenancy. None of them lists, so each names the compartment that it
// is about; but the name of the root, which is the tenancy's, nobody knows.
func (p *prover) here() []literal {
	all := []literal{p.places.abroad.not(), p.under(foldAll(p.Compartment))}
	if d, ok := p.domains["target.compartment.name"]; ok {
		all = append(all, p.or(d.present(), p.or(p.places.children[""]...).not()))
	}
	return all
}

// report asks about an operation under each of its names and alternatives, and keeps the result.
func (p *prover) report(r Result, o Operation, base []literal, given bool) {
	r.Service, r.Operation, r.Variant, r.Denied = o.Service, o.Name, o.Variant, true
	r.Unsure = strings.Contains(o.Formula, "?")
	f := p.operation(o, base, given)
	r.Denied, r.By, r.Counterexample, r.Reason = f.denied, f.by, f.example, f.reason
	rests := map[string]bool{}
	maps.Copy(rests, f.rests)
	cite(f.by, rests)
	for id, needed := range rests {
		p.used[id] = p.used[id] || needed
	}
	if r.Denied {
		r.Rests = assumptionsOf(rests)
	}
	p.proof.Operations = append(p.proof.Operations, r)
}

// operation asks with as few suppositions about the operation as will do: first that nobody knows its name and the type of a
// permission that no source names, where that is so.
func (p *prover) operation(o Operation, base []literal, given bool) finding {
	refused := p.options.refused()
	var last finding
	for _, try := range []struct{ name, kind bool }{{false, false}, {true, false}, {false, true}, {true, true}} {
		named := try.name && !o.NameKnown
		typed := try.kind && strings.Contains(o.Formula, "?") && strings.ContainsFunc(o.Formula, isLower)
		if try.name && !named || try.kind && !typed || named && refused[assumeOperation] || typed && refused[assumeType] {
			continue
		}
		doubts := map[string]bool{assumeOperation: !named, assumeType: !typed}
		last = p.readings(o, base, given, o.candidates(o.Name, doubts))
		if last.denied {
			last.rests[assumeOperation], last.rests[assumeType] = named, typed
			return last
		}
	}
	return last
}

func isLower(r rune) bool { return 'a' <= r && r <= 'z' }

// readings asks about each candidate and each of its alternatives: one request that is not denied settles it.
func (p *prover) readings(o Operation, base []literal, given bool, candidates []candidate) finding {
	all := finding{denied: true, rests: map[string]bool{}}
	for _, c := range candidates {
		for _, t := range c.terms {
			one := c
			one.terms = []term{t}
			f := p.ask(question{operation: o, candidate: one, base: base, given: given})
			if !f.denied {
				return f
			}
			all.by = join(all.by, f.by)
			for id, needed := range f.rests {
				all.rests[id] = all.rests[id] || needed
			}
		}
	}
	return all
}

// crossTenancy asks what the given endorse and admit statements let out: writes into other tenancies, and reads by others here.
func (p *prover) crossTenancy() {
	endorses, admits := p.has(Endorse), p.has(Admit)
	for _, o := range oracle().operations {
		if endorses && o.has(writes...) {
			p.reportIfGiven(Result{Obligation: Egress, Case: CaseAbroad}, o, []literal{p.places.abroad, p.spared.not()})
		}
		if admits && o.has(effectRead) {
			p.reportIfGiven(Result{Obligation: Egress, Case: CaseAdmitted}, o, append(p.here(), p.people.foreign))
		}
	}
	p.used[assumeCross] = !p.Complete
}

func (p *prover) has(f Form) bool {
	return slices.ContainsFunc(p.rules, func(r rule) bool { return r.Form == f && r.Effect == Allow })
}

// reportIfGiven reports on an operation only if some statement gives what it needs, were it not for the denies.
func (p *prover) reportIfGiven(r Result, o Operation, base []literal) {
	given := slices.ContainsFunc(o.terms, func(t term) bool {
		q := question{operation: o, candidate: candidate{terms: []term{t}, name: o.Names[0]}, base: base, given: true}
		return p.solve(append(append(slices.Clone(base), p.granted(q)...), p.suppositions()...)) != unsatisfiable
	})
	if given {
		p.report(r, o, base, true)
	}
}

// later asks about a permission that Oracle may yet add to each type of an obligation, and to any other.
func (p *prover) later(kind string, types []string) {
	from := Inspect
	if kind == Outside {
		from = Use // what writes is added to use or manage
	}
	for _, key := range append(types, " ") {
		service, name, _ := strings.Cut(key, " ")
		n := need{Type: name, From: from}
		if name == "" {
			n.From = NoVerb
		}
		q := question{candidate: candidate{terms: []term{{n}}, unnamed: true}, base: p.base(kind, Operation{Service: service})}
		f := p.ask(q)
		p.proof.Later = append(p.proof.Later, Later{Obligation: kind, Service: service, Type: name, Covered: f.denied})
	}
}

// cite notes what the statements of a denial rest on.
func cite(by []Citation, used map[string]bool) {
	for _, c := range by {
		used[assumeRecompiled] = used[assumeRecompiled] || c.Statement.Action.Verb != NoVerb
		eachVariable(c.Statement.Condition, func(v Variable) {
			used[assumeTags] = used[assumeTags] || isTag(v.Name)
			used[assumeKept] = used[assumeKept] || isTag(v.Name)
			used[assumeGroupName] = used[assumeGroupName] || strings.HasPrefix(v.Name, "request.groups.")
			used[assumePrincipalType] = used[assumePrincipalType] || v.Name == "request.principal.type"
		})
	}
	used[assumeEnabled] = used[assumeEnabled] || len(by) > 0
}

// finish sums up.
func (p *prover) finish() Proof {
	p.used[assumeListed] = true
	p.used[assumeComplete] = p.Complete
	p.proof.Proved = p.whole && len(p.proof.Operations) > 0 && !slices.ContainsFunc(p.proof.Operations, func(r Result) bool { return !r.Denied })
	p.proof.Beyond = slices.Clone(oracle().beyond)
	p.proof.Assumptions = assumptionsOf(p.used)
	return p.proof
}
