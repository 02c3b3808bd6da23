package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
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
	if f, ok := p.known(assumptions); ok {
		return f
	}
	supposed := p.suppositions()
	if f, ok := p.again(q, assumptions, supposed); ok {
		return f
	}
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
			return p.denial(assumptions, supposed)
		}
		w := &world{model: p.model}
		example, how := p.example(q, w)
		if how == found && p.check(*example, q) {
			p.enter(w)
			return finding{example: example}
		}
		if how == found || how == tooHard {
			doubt = "the statements compare values in a way that the prover does not follow; no request was found that is not denied"
			p.exclude(blocked)
		}
	}
	return finding{reason: doubt}
}

// settled is a denial that was found, with what it follows from. It holds wherever that is so.
type settled struct {
	causes  []literal
	finding finding
}

// known finds a denial that follows from what was asked before: most operations are denied by the same few statements.
func (p *prover) known(assumptions []literal) (finding, bool) {
	p.asked++
	p.given = append(p.given, make([]int, max(2*len(p.value)-len(p.given), 0))...)
	for _, l := range assumptions {
		p.given[l] = p.asked
	}
	for _, s := range p.settled {
		if !slices.ContainsFunc(s.causes, func(l literal) bool { return p.given[l] != p.asked }) {
			f := s.finding
			f.rests = maps.Clone(f.rests)
			return f, true
		}
	}
	return finding{}, false
}

// world is a model with the values that its classes were given.
type world struct {
	model  []int8
	values map[string]Values // nil before they are asked for
}

// maxWorlds is how many worlds are kept: whoever may do one thing may often do the next.
const maxWorlds = 12

// enter makes a world the one that requests are made of, and the first to be tried again.
func (p *prover) enter(w *world) {
	p.model = w.model
	others := slices.DeleteFunc(p.worlds, func(o *world) bool { return o == w })
	p.worlds = slices.Insert(others[:min(len(others), maxWorlds-1)], 0, w)
}

// again looks for a request among the worlds that were found before.
func (p *prover) again(q question, assumptions, supposed []literal) (finding, bool) {
	for _, w := range slices.Clone(p.worlds) {
		if !p.lives(w, assumptions, supposed, p.usual) {
			continue
		}
		p.enter(w)
		if example, how := p.example(q, w); how == found && p.check(*example, q) {
			return finding{example: example}, true
		}
	}
	return finding{}, false
}

// lives tells whether literals are true in a world.
func (p *prover) lives(w *world, literals ...[]literal) bool {
	w.model = p.extend(w.model)
	return !slices.ContainsFunc(literals, func(some []literal) bool {
		return slices.ContainsFunc(some, func(l literal) bool { return valueIn(w.model, l) <= 0 })
	})
}

// open lists what must be so for none of a term's permissions to be taken.
func (p *prover) open(q question) []literal {
	var all []literal
	seen := map[literal]bool{never.not(): true}
	keep := func(l literal) {
		if !seen[l] {
			seen[l] = true
			all = append(all, l)
		}
	}
	for _, n := range q.candidate.terms[0] {
		r := p.rulesFor(n, Deny)
		for _, l := range p.constants(n, r) {
			keep(l.not())
		}
		for _, i := range r.varying {
			keep(p.fires(i, n, q.candidate).not())
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
		r := p.rulesFor(n, Allow)
		if !r.given {
			r.one, r.given = p.or(p.constants(n, r)...), true
		}
		some := []literal{r.one}
		for _, i := range r.varying {
			some = append(some, p.fires(i, n, q.candidate))
		}
		all = append(all, p.or(some...))
	}
	return all
}

// constants are what makes the rules fire whose conditions are the same for all operations and permissions, each once.
func (p *prover) constants(n need, r *covering) []literal {
	if r.fired {
		return r.literals
	}
	r.fired = true
	seen := map[literal]bool{never: true}
	for _, i := range r.constant {
		if l := p.fires(i, n, candidate{}); !seen[l] {
			seen[l] = true
			r.literals = append(r.literals, l)
		}
	}
	return r.literals
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
		if !p.spoiled(assumptions, rest) {
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
	causes := slices.DeleteFunc(slices.Clone(core), func(l literal) bool { return slices.Contains(supposed, l) })
	p.settled = append(p.settled, settled{causes, f})
	f.rests = maps.Clone(f.rests)
	return f
}

// spoiled tells whether a denial does not follow from the assumptions and what is supposed. It tries the models that spoilt
// others before it looks for one: who gets through without a supposition may often do so elsewhere.
func (p *prover) spoiled(assumptions, supposed []literal) bool {
	for i, w := range p.spoilers {
		if p.lives(w, assumptions, supposed) {
			p.spoilers = slices.Insert(slices.Delete(p.spoilers, i, i+1), 0, w)
			return true
		}
	}
	if p.solve(append(slices.Clone(assumptions), supposed...)) == unsatisfiable {
		return false
	}
	if p.model != nil {
		p.spoilers = slices.Insert(p.spoilers[:min(len(p.spoilers), maxWorlds-1)], 0, &world{model: p.model})
	}
	return true
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

// values gives each variable a value of its class. Where a class has none, the model is forbidden for good.
func (p *prover) values(w *world) search {
	if w.values != nil {
		return found
	}
	all := map[string]Values{}
	for i, name := range p.names {
		salt := 0
		if p.linked[name] {
			salt = 2 * i // so that variables that differ have different values, a set two
		}
		v, how := p.domains[name].witness(salt)
		if how == impossible {
			p.domains[name].forbid()
		}
		if how != found {
			return how
		}
		all[name] = v
	}
	p.unite(all)
	w.values = all
	return found
}

// example makes a request of a world.
func (p *prover) example(q question, w *world) (*Request, search) {
	if how := p.values(w); how != found {
		return nil, how
	}
	values := w.values
	r := &Request{
		Operation: q.operation.Name, Service: q.operation.Service, Variant: q.operation.Variant,
		Compartment: p.places.path(), CompartmentIDs: p.trueOf(p.places.ocids), Variables: map[string]Values{},
	}
	if q.candidate.name != "" && lex.Fold(q.candidate.name) != lex.Fold(q.operation.Name) {
		r.Operation = q.candidate.name
	}
	if p.isTrue(p.places.abroad) {
		r.Tenancy = foreignTenancy
		if targets := p.trueOf(p.places.targets); len(targets) > 0 {
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
	for _, pair := range sortedPairs(p.links) {
		a, b := pair[0], pair[1]
		shared := slices.ContainsFunc(values[a], func(v string) bool { return contains(values[b], v) })
		if !p.isTrue(p.links[pair]) || shared {
			continue
		}
		_, many := p.domains[a].(*setDomain)
		_, more := p.domains[b].(*setDomain)
		switch {
		case many && more:
			values[a], values[b] = append(values[a], "shared-"+a), append(values[b], "shared-"+a)
		case many:
			values[a] = append(values[a], values[b]...)
		case more:
			values[b] = append(values[b], values[a]...)
		default:
			values[b] = values[a]
		}
	}
}

func sortedPairs(links map[[2]string]literal) [][2]string {
	all := make([][2]string, 0, len(links))
	for pair := range links {
		all = append(all, pair)
	}
	slices.SortFunc(all, func(a, b [2]string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
	return all
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
