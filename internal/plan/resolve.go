package plan

import (
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
	places  map[*change]*placed
	ended   map[string][]boundary.Place // where references to resources lead
	circles int                         // how often a place was asked for that is being found out
	claimed bool                        // a region given by the options was used
}

func (p *Plan) resolver(o Options) *resolver {
	return &resolver{p: p, options: o, claims: map[string]claim{}, places: map[*change]*placed{}, ended: map[string][]boundary.Place{}}
}

// scope is where a reference stands.
type scope struct {
	module  *module
	forEach *expression // what each.value is an element of
	outer   *module     // the module that forEach stands in
	from    *change     // the instance that the reference is of
	hops    int
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
	out := resolved{}
	for _, reference := range e.references {
		found := r.reference(append(splitReference(reference), rest...), s)
		if len(found.texts) == 0 && len(rest) > 0 { // the expression may build an object around the reference
			found = r.reference(splitReference(reference), s)
			found.certain = false
		}
		out.texts = append(out.texts, found.texts...)
		out.secret = out.secret || found.secret
		out.certain = found.certain && len(e.references) == 1 && r.bare(s.module, block, attribute, reference)
		out.null = found.null && out.certain
	}
	slices.Sort(out.texts)
	out.texts = slices.Compact(out.texts)
	return out
}

// pick takes a part of a JSON value. Of an object or a list it takes all texts, and none is certain.
func pick(raw []byte, rest []step) resolved {
	for _, want := range rest {
		var next []byte
		members(raw, func(name, v []byte) {
			if string(name) == want.text {
				next = v
			}
		})
		if i := 0; want.key && next == nil {
			elements(raw, func(v []byte) {
				if strconv.Itoa(i) == want.text {
					next = v
				}
				i++
			})
		}
		if next == nil {
			return resolved{}
		}
		raw = next
	}
	if isNull(raw) {
		return resolved{null: true, certain: true}
	}
	if s, ok := text(raw); ok {
		return resolved{texts: []string{s}, certain: true}
	}
	return resolved{texts: leaves(raw, nil)}
}

// leaves returns the texts in a JSON value.
func leaves(raw []byte, out []string) []string {
	members(raw, func(_, v []byte) { out = leaves(v, out) })
	elements(raw, func(v []byte) { out = leaves(v, out) })
	if s, ok := text(raw); ok {
		out = append(out, s)
	}
	return out
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
		return r.text(child.outputs[output], scope{module: child, from: s.from, hops: s.hops}, "output."+output, "value", rest)
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

func (r *resolver) variable(name string, rest []step, s scope) resolved {
	out := r.valueOfVariable(name, rest, s)
	out.secret = out.secret || s.module.secrets[name]
	return out
}

func (r *resolver) valueOfVariable(name string, rest []step, s scope) resolved {
	m := s.module
	if m.parent == nil {
		raw, ok := r.p.variables[name]
		if !ok {
			raw = m.defaults[name]
		}
		return pick(raw, rest)
	}
	if e, ok := m.arguments[name]; ok {
		return r.text(e, m.caller(s), "module."+m.name, name, rest)
	}
	if raw, ok := m.defaults[name]; ok {
		return pick(raw, rest)
	}
	return resolved{}
}

// caller is the scope of a module's arguments.
func (m *module) caller(s scope) scope {
	return scope{module: m.parent, forEach: m.forEach, outer: m.parent, from: s.from, hops: s.hops}
}

func (r *resolver) local(name string, rest []step, s scope) resolved {
	if r.options.Source == nil {
		return resolved{}
	}
	e, ok := r.options.Source.Expression(s.module.path(), "locals", name)
	s, near := s.deeper()
	switch {
	case !ok || !near:
		return resolved{}
	case e.IsConstant && len(rest) == 0:
		return resolved{texts: []string{e.Constant}, certain: true}
	case e.Reference != "":
		return r.reference(append(splitReference(e.Reference), rest...), s)
	}
	return resolved{}
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

// instances are the resource instances that a reference may mean: TYPE.NAME[KEY]. Of several modules' instances those in
// the same instance of the module count.
func (r *resolver) instances(steps []step, s scope) []*change {
	config := s.module.prefix() + steps[0].text + "." + steps[1].text
	all := r.p.byConfig[config]
	if home := s.home(config); home != "" && len(all) > 1 {
		if near := r.p.near(config)[home]; len(near) > 0 {
			all = near
		}
	}
	var out []*change
	for _, c := range all {
		if c.source != drifted && !c.deposed {
			out = append(out, c)
		}
	}
	if len(steps) > 2 && steps[2].key {
		out = filter(out, func(c *change) bool { return lastKey(c.address) == steps[2].text })
	}
	return out
}

// home is the instance of the module that a reference stands in, if what it refers to is in the same module; else "".
func (s scope) home(config string) string {
	if s.from == nil || moduleOf(s.from.config) != moduleOf(config) {
		return ""
	}
	return instancePrefix(s.from.address)
}

// near are the instances of a resource by the instance of the module that they are in.
func (p *Plan) near(config string) map[string][]*change {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.byHome == nil {
		p.byHome = map[string]map[string][]*change{}
	}
	out, ok := p.byHome[config]
	if !ok {
		out = map[string][]*change{}
		for _, c := range p.byConfig[config] {
			home := instancePrefix(c.address)
			out[home] = append(out[home], c)
		}
		p.byHome[config] = out
	}
	return out
}

// filter keeps what is wanted, and everything if nothing is.
func filter(all []*change, want func(*change) bool) []*change {
	var out []*change
	for _, c := range all {
		if want(c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

func lastKey(address string) string {
	steps := splitReference(address)
	if last := steps[len(steps)-1]; last.key {
		return last.text
	}
	return ""
}

// instancePrefix is the address without the resource: module.a["x"] of module.a["x"].t.n.
func instancePrefix(address string) string {
	steps := splitReference(address)
	end := len(steps)
	for end > 0 && steps[end-1].key {
		end--
	}
	var out strings.Builder
	for _, s := range steps[:max(end-2, 0)] {
		out.WriteByte('.')
		out.WriteString(s.text)
	}
	return out.String()
}

// follow finds the places of what an identifier will name: where the resources are that the expression refers to.
func (r *resolver) follow(e *expression, s scope) []boundary.Place {
	s, ok := s.deeper()
	if e == nil || !ok {
		return nil
	}
	var out []boundary.Place
	for _, reference := range e.references {
		out = append(out, r.followed(splitReference(reference), s)...)
	}
	return distinct(out)
}

func (r *resolver) followed(steps []step, s scope) []boundary.Place {
	if len(steps) < 2 {
		return nil
	}
	switch steps[0].text {
	case "var":
		if m := s.module; m.parent != nil {
			return r.follow(m.arguments[steps[1].text], m.caller(s))
		}
		return nil
	case "local":
		return r.followedLocal(steps, s)
	case "module":
		if child, output, _ := s.module.output(steps); child != nil {
			return r.follow(child.outputs[output], scope{module: child, from: s.from, hops: s.hops})
		}
		return nil
	case "each":
		if s.forEach == nil || s.outer == nil || steps[1].text != "value" {
			return nil
		}
		return r.follow(s.forEach, scope{module: s.outer, from: s.from, hops: s.hops})
	case "data", "count", "self", "path", "terraform":
		return nil
	}
	return r.ends(steps, s)
}

func (r *resolver) followedLocal(steps []step, s scope) []boundary.Place {
	if r.options.Source == nil {
		return nil
	}
	e, ok := r.options.Source.Expression(s.module.path(), "locals", steps[1].text)
	s, near := s.deeper()
	if !ok || !near || e.Reference == "" {
		return nil
	}
	return r.followed(splitReference(e.Reference), s)
}

// ends is where the resources are that a reference means. It is found out once, for many instances refer to the same; but
// not while references lead in a circle, when it depends on where one has come in.
func (r *resolver) ends(steps []step, s scope) []boundary.Place {
	config := s.module.prefix() + steps[0].text + "." + steps[1].text
	key := config + "|" + s.home(config)
	for _, step := range steps[2:] {
		key += "|" + step.text
	}
	if known, ok := r.ended[key]; ok {
		return known
	}
	circles := r.circles
	out := distinct(r.end(steps, s))
	if r.circles == circles {
		r.ended[key] = out
	}
	return out
}

// end finds out where the resources are that a reference means. A reference to an attribute that says where something else
// is, such as a peer's identifier, leads there.
func (r *resolver) end(steps []step, s scope) []boundary.Place {
	path := pathOf(steps[2:])
	var out []boundary.Place
	for _, c := range r.instances(steps, s) {
		if n := c.typ.root.at(path); path != "" && n != nil && elsewhere(n.role()) {
			out = append(out, r.elsewhere(c, n, s)...)
			continue
		}
		if c.typ.kind == foreign || c.typ.kind == utility {
			continue
		}
		if p := r.place(c); p != nil {
			out = append(out, p.place)
		}
	}
	return out
}

func elsewhere(is role) bool { return is == destination || is == origin }

func (r *resolver) elsewhere(c *change, n *node, s scope) []boundary.Place {
	var out []boundary.Place
	for _, v := range c.after {
		if v.node == n {
			out = append(out, boundary.Place{Location: v.shown()})
		}
	}
	if c.resource == nil || len(out) > 0 {
		return out
	}
	for _, a := range c.resource.expressions {
		if a.path == n.path {
			out = append(out, r.follow(a.expr, c.scope(s.hops))...)
		}
	}
	return out
}

// scope is where the expressions of a resource stand.
func (c *change) scope(hops int) scope {
	return scope{module: c.resource.module, forEach: c.resource.forEach, outer: c.resource.module, from: c, hops: hops}
}

// distinct drops places that are the same but for the evidence. Of several none is certain.
func distinct(places []boundary.Place) []boundary.Place {
	var out []boundary.Place
	for _, p := range places {
		if !slices.ContainsFunc(out, func(o boundary.Place) bool { return o.Location == p.Location && o.Deferred == p.Deferred }) {
			out = append(out, p)
		}
	}
	if len(out) > 1 {
		for i := range out {
			out[i].Deferred = true
		}
	}
	return out
}
