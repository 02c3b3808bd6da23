package plan

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// maxHops is how many references are followed in a row. No real configuration has so many; a cycle has more.
const maxHops = 200

// resolver follows references for one call of Facts.
type resolver struct {
	p       *Plan
	options Options
	claims  map[string]claim
	places  []*placed // by the order of the changes
	alike   map[spot]*placed
	ended   map[string][]boundary.Place // where references to resources lead
	circles int                         // how often a place was asked for that is being found out
	claimed bool                        // a region given by the options was used
	byID    map[string]string           // addresses by identifier, of what resources use
	split   bool                        // there are several populations, so it matters what resources share
}

func (p *Plan) resolver(o Options) *resolver {
	return &resolver{p: p, options: o, claims: map[string]claim{}, places: make([]*placed, len(p.changes)), alike: map[spot]*placed{}, ended: map[string][]boundary.Place{}}
}

// scope is where a reference stands.
type scope struct {
	module  *module
	forEach *expression // what each.value is an element of
	outer   *module     // the module that forEach stands in
	block   string      // and the block in it
	key     string      // of the instance
	from    *change     // the instance that the reference is of
	hops    int
	memo    *memo // what has been found out already; nil until references branch
}

func (s scope) deeper() (scope, bool) {
	s.hops++
	return s, s.hops < maxHops
}

// resolved is what an expression may be.
type resolved struct {
	texts   []string
	certain bool // it is the one text, whatever the expression does
	null    bool // it is nothing at all
	given   bool // it is what a variable is given, not its default
	secret  bool // it comes from a sensitive variable: nothing of it may be told but a region of the table
}

// text resolves an expression to texts. Block and attribute say where it stands in the source; rest is what is taken of it.
func (r *resolver) text(e *expression, s scope, block, attribute string, rest []step) resolved {
	s, ok := s.deeper()
	switch {
	case e == nil:
		return resolved{null: true, certain: true}
	case !ok:
		return resolved{}
	case e.constant != nil:
		return pick(e.constant, rest)
	}
	s = s.branching(e)
	if s.memo == nil {
		return r.texts(e, s, block, attribute, rest)
	}
	key := question{e, s.module, s.forEach, partOf(rest)}
	if known, ok := s.memo.texts[key]; ok {
		return known
	}
	s.memo.texts[key] = resolved{} // what leads to itself is not known
	out := r.texts(e, s, block, attribute, rest)
	s.memo.texts[key] = out
	return out
}

// texts resolves the references of an expression.
func (r *resolver) texts(e *expression, s scope, block, attribute string, rest []step) resolved {
	if len(rest) > 0 {
		if is, left, ok := r.shown(s.module, block, attribute, rest); ok {
			return r.follows(is, left, s)
		}
	}
	out := resolved{}
	for _, reference := range e.references {
		found := r.reference(append(splitReference(reference), rest...), s)
		if len(found.texts) == 0 && len(rest) > 0 { // the expression may build an object around the reference
			found = r.reference(splitReference(reference), s)
			found.certain = false
		}
		out.texts = append(out.texts, found.texts...)
		out.secret = out.secret || found.secret
		out.certain = found.certain && len(e.references) == 1 && (e.whole || r.bare(s.module, block, attribute, reference))
		out.null = found.null && out.certain
	}
	slices.Sort(out.texts)
	out.texts = slices.Compact(out.texts)
	return out
}

// pick takes a part of a JSON value. Of an object or a list it takes all texts, and none is certain.
func pick(raw []byte, rest []step) resolved {
	for _, want := range rest {
		if raw = part(raw, want); raw == nil {
			return resolved{}
		}
	}
	if isNull(raw) {
		return resolved{null: true, certain: true}
	}
	if s, ok := text(raw); ok {
		return resolved{texts: []string{s}, certain: true}
	}
	s := newScanner(bytes.NewBuffer(raw))
	return resolved{texts: s.leaves(nil)}
}

// reference resolves a reference to texts.
func (r *resolver) reference(steps []step, s scope) resolved {
	if len(steps) < 2 {
		return resolved{}
	}
	name, rest := steps[1].text, steps[2:]
	switch steps[0].text {
	case "var":
		return r.variable(name, rest, s)
	case "local":
		return r.local(name, rest, s)
	case "module":
		child, output, rest := s.module.output(steps)
		if child == nil {
			return resolved{}
		}
		return r.text(child.outputs[output], child.within(s), "output."+output, "value", rest)
	case "data":
		return r.read(steps, s)
	case "each", "count", "self", "path", "terraform":
		return resolved{}
	}
	return r.valueOf(steps, s)
}

// output finds the module and the output that module.NAME[KEY].OUTPUT names.
func (m *module) output(steps []step) (child *module, output string, rest []step) {
	child, rest = m.calls[steps[1].text], steps[2:]
	if len(rest) > 0 && rest[0].key {
		rest = rest[1:]
	}
	if child == nil || len(rest) == 0 || child.outputs[rest[0].text] == nil {
		return nil, "", nil
	}
	return child, rest[0].text, rest[1:]
}

// variable resolves a variable. Its default is never certain: a plan tells the values of a root module's variables, defaults
// with them, but for ephemeral ones; and where null is given, it depends on whether the variable takes it.
func (r *resolver) variable(name string, rest []step, s scope) resolved {
	out := r.given(name, rest, s)
	if raw := s.module.defaults[name]; (out.null || len(out.texts) == 0 && !out.given) && !isNull(raw) {
		out = pick(raw, rest)
		out.certain, out.null = s.module.parent != nil && s.module.arguments[name] == nil && out.certain, false
	}
	out.secret = out.secret || s.module.secrets[name]
	return out
}

// given resolves what a variable is given.
func (r *resolver) given(name string, rest []step, s scope) resolved {
	m := s.module
	if m.parent == nil {
		raw, ok := r.p.variables[name]
		if !ok {
			return resolved{}
		}
		out := pick(raw, rest)
		out.given = true
		out.certain = out.certain && !r.ephemeral(name)
		return out
	}
	e, ok := m.arguments[name]
	if !ok {
		return resolved{}
	}
	out := r.text(e, m.caller(s), "module."+m.name, name, rest)
	out.given = true
	return out
}

// ephemeral says whether a root module's variable is given anew at apply. The plan does not tell it from others, the source does.
func (r *resolver) ephemeral(name string) bool {
	if r.options.Source == nil {
		return false
	}
	_, ok := r.options.Source.Expression(nil, "variable."+name, "ephemeral")
	return ok
}

// caller is the scope of a module's arguments.
func (m *module) caller(s scope) scope {
	out := scope{module: m.parent, forEach: m.forEach, outer: m.parent, block: "module." + m.name, from: s.from, hops: s.hops, memo: s.memo}
	if m.forEach != nil && s.from != nil {
		out.key = moduleKey(s.from.address, len(m.path()))
	}
	return out
}

// moduleKey is the instance key of the module at a depth of an address, from 1.
func moduleKey(address string, depth int) string {
	steps := splitReference(address)
	for i := 0; i+2 < len(steps) && steps[i].text == "module" && !steps[i].key; i += 2 {
		isKey := steps[i+2].key
		if depth--; depth == 0 && isKey {
			return steps[i+2].text
		}
		if isKey {
			i++
		}
	}
	return ""
}

// within is the scope of what stands in a called module.
func (m *module) within(s scope) scope {
	return scope{module: m, from: s.from, hops: s.hops, memo: s.memo}
}

func (r *resolver) local(name string, rest []step, s scope) resolved {
	e, left, ok := r.shown(s.module, "locals", name, rest)
	s, near := s.deeper()
	if !ok || !near {
		return resolved{}
	}
	return r.follows(e, left, s)
}

// read is what a data source has read. Which of several it is, is not known, and it may be read anew.
func (r *resolver) read(steps []step, s scope) resolved {
	if len(steps) < 3 {
		return resolved{}
	}
	address := s.module.prefix() + "data." + steps[1].text + "." + steps[2].text
	path := pathOf(steps[3:])
	var out resolved
	for _, k := range r.p.known[address] {
		if k.path == path {
			out.texts = append(out.texts, k.region)
		}
	}
	return out
}

// valueOf is what a resource's attribute is planned to be.
func (r *resolver) valueOf(steps []step, s scope) resolved {
	path := pathOf(steps[2:])
	var out resolved
	found := r.instances(steps, s)
	for _, c := range found {
		for _, v := range c.after {
			if v.node.path == path && v.where != nil && v.where.Kind == region.Regional {
				out.texts = append(out.texts, v.where.Region.Name)
			}
		}
	}
	slices.Sort(out.texts)
	out.texts = slices.Compact(out.texts)
	out.certain = len(out.texts) == 1 && len(found) == 1 && found[0].source == planned
	return out
}

// pathOf joins names to the path of an attribute, without what stands in brackets.
func pathOf(steps []step) string {
	var out []string
	for _, s := range steps {
		if !s.key {
			out = append(out, s.text)
		}
	}
	return strings.Join(out, ".")
}

// partOf names a part of a value, with what stands in brackets.
func partOf(steps []step) string {
	var out strings.Builder
	for _, s := range steps {
		out.WriteByte('.')
		out.WriteString(strconv.Quote(s.text))
	}
	return out.String()
}
