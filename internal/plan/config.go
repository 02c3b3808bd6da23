package plan

import (
	"slices"
	"strings"
)

// module is a module of the configuration. A module that is called with count or for_each is one module.
type module struct {
	parent    *module
	name      string // of the call
	calls     map[string]*module
	arguments map[string]*expression // of the call, in the parent's scope
	forEach   *expression            // of the call, in the parent's scope
	resources map[string]*configResource
	outputs   map[string]*expression
	defaults  map[string][]byte // of variables, as JSON
	secrets   map[string]bool   // sensitive variables
}

// configResource is a resource in the configuration.
type configResource struct {
	module      *module
	address     string // within the module
	typ         string
	providerKey string
	forEach     *expression
	expressions []attribute
	shares      []attribute // of what populations must not share
}

// attribute is an expression that an attribute is given.
type attribute struct {
	path string
	expr *expression
}

// expression is what a plan keeps of an expression: its value if it is a constant, else what it refers to.
type expression struct {
	constant   []byte   // JSON; nil if it is no constant
	references []string // the longest of each, such as var.regions.backup
}

func newModule(parent *module, name string) *module {
	return &module{
		parent: parent, name: name, calls: map[string]*module{}, arguments: map[string]*expression{},
		resources: map[string]*configResource{}, outputs: map[string]*expression{}, defaults: map[string][]byte{},
		secrets: map[string]bool{},
	}
}

// path returns the names of the calls that lead to the module.
func (m *module) path() []string {
	var out []string
	for ; m.parent != nil; m = m.parent {
		out = append(out, m.name)
	}
	slices.Reverse(out)
	return out
}

// prefix is the address of the module without instance keys, with a dot at its end.
func (m *module) prefix() string {
	var out strings.Builder
	for _, name := range m.path() {
		out.WriteString("module." + name + ".")
	}
	return out.String()
}

// resource finds a resource by its address without instance keys.
func (m *module) resource(config string) *configResource {
	for strings.HasPrefix(config, "module.") {
		name, rest, ok := strings.Cut(config[len("module."):], ".")
		if !ok {
			return nil
		}
		if m = m.calls[name]; m == nil {
			return nil
		}
		config = rest
	}
	return m.resources[config]
}

func (in *reader) configuration(name string) error {
	switch name {
	case "provider_config":
		return in.object(in.provider)
	case "root_module":
		return in.module(in.p.root)
	}
	return in.dec.SkipValue()
}

func (in *reader) provider(key string) error {
	raw, err := in.dec.ReadValue()
	if err != nil {
		return err
	}
	p := &provider{key: key}
	members(raw, func(name, v []byte) {
		switch string(name) {
		case "full_name":
			p.fullName = in.names.string(plainOr(v))
		case "alias":
			p.alias, _ = text(v)
		case "module_address":
			p.module, _ = text(v)
		case "expressions":
			members(v, func(name, v []byte) {
				switch string(name) {
				case "region":
					p.region = in.expression(v)
				case "auth":
					p.auth = in.expression(v)
				case "boundary":
					p.boundary = in.expression(v)
				case "boundary_file":
					p.boundaryFile = in.expression(v)
				}
			})
		case "for_each_expression", "for_each":
			p.forEach = true
		}
	})
	in.p.providers[key] = p
	return nil
}

func (in *reader) module(m *module) error {
	return in.object(func(name string) error {
		switch name {
		case "resources":
			return in.array(func() error { return in.configured(m) })
		case "module_calls":
			return in.object(func(name string) error { return in.call(m, name) })
		case "outputs":
			return in.object(func(name string) error { return in.output(m, name) })
		case "variables":
			return in.object(func(name string) error { return in.declared(m, name) })
		}
		return in.dec.SkipValue()
	})
}

func (in *reader) call(m *module, name string) error {
	child := newModule(m, name)
	m.calls[name] = child
	return in.object(func(member string) error {
		if member == "module" {
			return in.module(child)
		}
		raw, err := in.dec.ReadValue()
		if err != nil {
			return err
		}
		switch member {
		case "expressions":
			members(raw, func(name, v []byte) {
				if e := in.expression(v); e != nil {
					child.arguments[in.names.string(name)] = e
				}
			})
		case "for_each_expression":
			child.forEach = in.expression(raw)
		}
		return nil
	})
}

func (in *reader) output(m *module, output string) error {
	return in.object(func(name string) error {
		raw, err := in.dec.ReadValue()
		if err == nil && name == "expression" {
			m.outputs[output] = in.expression(raw)
		}
		return err
	})
}

func (in *reader) declared(m *module, variable string) error {
	return in.object(func(name string) error {
		raw, err := in.dec.ReadValue()
		if err == nil && name == "default" {
			m.defaults[variable] = slices.Clone(raw)
		}
		if err == nil && name == "sensitive" {
			m.secrets[variable] = isTrue(raw)
		}
		return err
	})
}

// configured reads a resource of the configuration. Of its expressions those are kept that refer to something and are of
// attributes that matter; a constant is among the values.
func (in *reader) configured(m *module) error {
	raw, err := in.dec.ReadValue()
	if err != nil {
		return err
	}
	r := &configResource{module: m}
	var mode, provider string
	var expressions []byte
	members(raw, func(name, v []byte) {
		switch string(name) {
		case "address":
			r.address, _ = text(v)
		case "mode":
			mode = string(plainOr(v))
		case "type":
			r.typ = in.names.string(plainOr(v))
		case "provider_config_key":
			provider = in.names.string(plainOr(v))
		case "expressions":
			expressions = v
		case "for_each_expression":
			r.forEach = in.expression(v)
		}
	})
	if r.address == "" || r.typ == "" || mode == "" {
		return refuse("The configuration in the plan has a resource without an address, a type or a mode, so the plan is not whole: %s.", makeJSON)
	}
	r.providerKey = provider
	if mode == "data" {
		if what, ok := tables().content[r.typ]; ok {
			in.p.content = append(in.p.content, Content{Address: m.prefix() + r.address, Type: r.typ, What: what})
		}
		return nil
	}
	m.resources[r.address] = r
	if kindOf(r.typ, "") == oracle || kindOf(r.typ, "") == residency {
		in.attributes(r, in.typeNamed(r.typ, "").root, expressions)
	}
	return nil
}

// attributes keeps the expressions that may be followed.
func (in *reader) attributes(r *configResource, n *node, raw []byte) {
	members(raw, func(name, v []byte) {
		child := n.child(name)
		e := in.expression(v)
		if e != nil && len(e.references) > 0 && useOf(child.name) != "" {
			r.shares = append(r.shares, attribute{child.path, e})
		}
		if child.skip && !child.below {
			return
		}
		if e != nil {
			if len(e.references) > 0 && child.matters() {
				r.expressions = append(r.expressions, attribute{child.path, e})
			}
			return
		}
		in.attributes(r, child, v)
		elements(v, func(v []byte) { in.attributes(r, child, v) })
	})
}

// expression reads what a plan keeps of an expression, nil if the object is none but a block.
func (in *reader) expression(raw []byte) *expression {
	e, is := &expression{}, false
	members(raw, func(name, v []byte) {
		switch {
		case string(name) == "constant_value":
			e.constant, is = slices.Clone(v), true
		case string(name) == "references" && len(v) > 0 && v[0] == '[':
			all := texts(v)
			if is = true; len(all) > 0 {
				e.references = longest(all)
			}
		}
	})
	if !is && len(raw) > 2 {
		return nil
	}
	return e
}

// longest drops references that only lead to the one before: for var.a.b Terraform lists var.a.b and then var.a. The same
// reference once more is another use of it, such as var.a[each.key].
func longest(references []string) []string {
	var out []string
	last := ""
	for _, r := range references {
		leads := len(last) > len(r) && strings.HasPrefix(last, r) && (last[len(r)] == '.' || last[len(r)] == '[')
		if last = r; !leads && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}
