package iam

import (
	"slices"
	"strings"
)

// question is whether a kind of requests is denied without exception.
type question struct {
	operation Operation
	candidate candidate // of one term
	base      []literal // what all of its requests have in common
	given     bool      // whether only requests that a statement allows count
}

// finding is the answer to a question.
type finding struct {
	denied  bool
	by      []Citation
	rests   map[string]bool
	example *Request
	reason  string
}

// refinements is how many requests that Decide takes to be denied are tried before the prover gives up.
const refinements = 64

// ask looks for a request that is not denied.
func (p *prover) ask(q question) finding {
	assumptions := append(slices.Clone(q.base), p.open(q)...)
	assumptions = append(assumptions, p.granted(q)...)
	supposed := p.suppositions()
	blocked := p.fresh() // holds for this question only
	doubt := ""
	for range refinements {
		switch p.solve(append(append(slices.Clone(assumptions), blocked), supposed...)) {
		case unknown:
			return finding{reason: "the statements are too entangled to decide within the time that a proof may take"}
		case unsatisfiable:
			if doubt != "" {
				return finding{reason: doubt}
			}
			return p.denial(append(assumptions, blocked), supposed)
		}
		example, how := p.example(q)
		if how == found && p.check(*example, q) {
			return finding{example: example}
		}
		if how == found || how == tooHard {
			doubt = "the statements compare values in a way that the prover does not follow; no request was found that is not denied"
			p.exclude(blocked)
		}
	}
	return finding{reason: doubt}
}

// open lists what must be so for none of a term's permissions to be taken.
func (p *prover) open(q question) []literal {
	var all []literal
	seen := map[literal]bool{}
	for _, n := range q.candidate.terms[0] {
		for _, i := range p.rulesFor(n, Deny) {
			if l := p.fires(i, n, q.candidate); l != never && !seen[l] {
				seen[l] = true
				all = append(all, l.not())
			}
		}
	}
	return all
}

// granted lists what must be so for all of a term's permissions to be given, where that counts.
func (p *prover) granted(q question) []literal {
	if !q.given {
		return nil
	}
	all := make([]literal, 0, len(q.candidate.terms[0]))
	for _, n := range q.candidate.terms[0] {
		var some []literal
		for _, i := range p.rulesFor(n, Allow) {
			some = append(some, p.fires(i, n, q.candidate))
		}
		all = append(all, p.or(some...))
	}
	return all
}

// suppositions are the assumptions that are made, as literals.
func (p *prover) suppositions() []literal {
	refused := p.options.refused()
	var all []literal
	for _, id := range keys(p.assumed) {
		if !refused[id] {
			all = append(all, p.assumed[id])
		}
	}
	return all
}

// denial names the statements and the assumptions that a denial follows from, no assumption more than it takes.
func (p *prover) denial(assumptions, supposed []literal) finding {
	needed := slices.DeleteFunc(slices.Clone(supposed), func(l literal) bool { return !slices.Contains(p.core, l) })
	core := p.core
	for _, l := range slices.Clone(needed) {
		rest := slices.DeleteFunc(slices.Clone(needed), func(o literal) bool { return o == l })
		if p.solve(append(slices.Clone(assumptions), rest...)) == unsatisfiable {
			needed, core = rest, p.core
		}
	}
	f := finding{denied: true, rests: map[string]bool{}}
	for id, l := range p.assumed {
		f.rests[id] = slices.Contains(needed, l)
	}
	for _, l := range core {
		if c, ok := p.statement[l.not()]; ok {
			f.by = join(f.by, []Citation{c})
		}
	}
	return f
}

// exclude makes the model impossible for the question that is being asked.
func (p *prover) exclude(blocked literal) {
	var causes []literal
	for v := 1; v < len(p.model); v++ {
		l := literal(2 * v)
		if l == blocked || p.model[v] == 0 {
			continue
		}
		if !p.isTrue(l) {
			l = l.not()
		}
		causes = append(causes, l)
	}
	p.implies(never, append(causes, blocked)...)
}

// check tells whether Decide lets the request through, as a counterexample must be.
func (p *prover) check(r Request, q question) bool {
	v := p.checker.view(r, p.options.refused())
	d := v.decide(q.candidate)
	return d.Outcome == Allowed || d.Outcome == NotAllowed && !q.given
}

// example makes a request of the model. Where the classes of a variable's values have no value, the model is forbidden for good.
func (p *prover) example(q question) (*Request, search) {
	r := &Request{
		Operation: q.operation.Name, Service: q.operation.Service, Variant: q.operation.Variant,
		Compartment: p.places.path(), CompartmentIDs: p.places.trueOf(p.places.ocids), Variables: map[string]Values{},
	}
	if q.candidate.name != "" && fold(q.candidate.name) != fold(q.operation.Name) {
		r.Operation = q.candidate.name
	}
	values := map[string]Values{}
	for i, name := range p.names {
		salt := 0
		if p.linked[name] {
			salt = i // so that variables that differ have different values
		}
		v, how := p.domains[name].witness(salt)
		if how == impossible {
			p.domains[name].forbid()
		}
		if how != found {
			return nil, how
		}
		values[name] = v
	}
	p.unite(values)
	if p.isTrue(p.places.abroad) {
		r.Tenancy = foreignTenancy
		if targets := p.places.trueOf(p.places.targets); len(targets) > 0 {
			r.Tenancy = targets[0]
		}
	}
	if r.Tenancy == "" {
		r.Compartment = p.below(r.Compartment, first(values["target.compartment.name"]))
	}
	r.Region = regionName(values["request.region"])
	r.Principal = p.requester(values)
	p.fill(r, values)
	return r, found
}

// below goes down from a compartment to one of a name, past those that the statements name, unless it has that name itself.
func (p *prover) below(path []string, name string) []string {
	if name == "" || len(path) > 0 && path[len(path)-1] == name {
		return path
	}
	if _, taken := p.places.paths[strings.Join(append(slices.Clone(path), name), pathSeparator)]; taken {
		path = append(path, "another-compartment")
	}
	return append(path, name)
}

// foreignTenancy is the OCID of a tenancy that no statement names.
const foreignTenancy = "ocid1.tenancy.oc1..another"

// unite gives variables that must have a value in common one.
func (p *prover) unite(values map[string]Values) {
	for pair, l := range p.links {
		if !p.isTrue(l) {
			continue
		}
		a, b := pair[0], pair[1]
		if slices.ContainsFunc(values[a], func(v string) bool { return contains(values[b], v) }) {
			continue
		}
		if _, set := p.domains[a].(*setDomain); set {
			values[a] = append(values[a], values[b]...)
		} else if _, set := p.domains[b].(*setDomain); set {
			values[b] = append(values[b], values[a]...)
		} else {
			values[b] = values[a]
		}
	}
}

// fill puts the variables into a request that the rest of it does not say.
func (p *prover) fill(r *Request, values map[string]Values) {
	for _, name := range p.names {
		v := values[name]
		if given := r.derived(name); within(v, given) && within(given, v) {
			continue
		}
		r.Variables[name] = v
	}
}
