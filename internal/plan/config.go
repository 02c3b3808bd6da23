package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
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
	whole      bool     // the plan itself shows that it is nothing but the first reference
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

func (in *reader) configuration() {
	for name := range in.members() {
		switch string(name) {
		case "provider_config":
			for key := range in.members() {
				in.provider(string(key))
			}
		case "root_module":
			in.module(in.p.root)
		default:
			in.skip()
		}
	}
}

func (in *reader) provider(key string) {
	in.takes(roomOfModule)
	p := &provider{key: key}
	for name := range in.members() {
		switch string(name) {
		case "full_name":
			p.fullName = in.string()
		case "alias":
			p.alias = in.string()
		case "module_address":
			p.module = in.string()
		case "expressions":
			in.providerExpressions(p)
		default:
			in.skip()
		}
	}
	in.p.providers[key] = p
}

func (in *reader) providerExpressions(p *provider) {
	for name := range in.members() {
		switch string(name) {
		case "region":
			p.region = in.expression()
		case "auth":
			p.auth = in.expression()
		case "boundary":
			p.boundary = in.expression()
		case "boundary_file":
			p.boundaryFile = in.expression()
		default:
			in.skip()
		}
	}
}

func (in *reader) module(m *module) {
	for name := range in.members() {
		switch string(name) {
		case "resources":
			for range in.elements() {
				in.configured(m)
			}
		case "module_calls":
			for name := range in.members() {
				in.call(m, string(name))
			}
		case "outputs":
			for name := range in.members() {
				in.output(m, string(name))
			}
		case "variables":
			for name := range in.members() {
				in.declared(m, string(name))
			}
		default:
			in.skip()
		}
	}
}

func (in *reader) call(m *module, name string) {
	in.takes(roomOfModule)
	child := newModule(m, name)
	m.calls[name] = child
	for member := range in.members() {
		switch string(member) {
		case "module":
			in.module(child)
		case "expressions":
			for name := range in.members() {
				argument := in.name(name)
				if e := in.expression(); e != nil {
					child.arguments[argument] = e
				}
			}
		case "for_each_expression":
			child.forEach = in.expression()
		default:
			in.skip()
		}
	}
}

func (in *reader) output(m *module, output string) {
	for name := range in.members() {
		if string(name) == "expression" {
			m.outputs[output] = in.expression()
		} else {
			in.skip()
		}
	}
}

func (in *reader) declared(m *module, variable string) {
	in.takes(roomOfExpression)
	for name := range in.members() {
		switch string(name) {
		case "default":
			m.defaults[variable] = bytes.Clone(in.raw())
		case "sensitive":
			m.secrets[variable] = in.is()
		default:
			in.skip()
		}
	}
}

// configured reads a resource of the configuration.
func (in *reader) configured(m *module) {
	in.takes(roomOfBlock)
	is, r := identity{}, &configResource{module: m}
	in.contents(&is, func(name string) {
		switch {
		case is.mode == "data" || kindOf(is.typ, "") == foreign:
			in.skip()
		case name == "for_each_expression":
			r.forEach = in.expression()
		default:
			in.block(r, in.typeNamed(is.typ, "").root)
		}
	}, "for_each_expression", "expressions")
	r.address, r.typ, r.providerKey = is.address, is.typ, is.key
	switch what, isContent := tables().content[r.typ]; {
	case r.address == "" || r.typ == "" || is.mode == "":
		in.fail(refuse("The configuration in the plan has a resource without an address, a type or a mode, so the plan is not whole: %s.", makeJSON))
	case is.mode != "data":
		m.resources[r.address] = r
	case isContent:
		in.p.content = append(in.p.content, Content{Address: m.prefix() + r.address, Type: r.typ, What: what})
	}
}

// block keeps the expressions of a block that refer to something and are of attributes that matter; a constant is among the
// values.
func (in *reader) block(r *configResource, n *node) {
	for name := range in.members() {
		in.attribute(r, in.child(n, name))
	}
}

func (in *reader) attribute(r *configResource, n *node) {
	skip := n.skip && !n.below
	switch kind := in.kind(); {
	case kind == jsontext.KindBeginObject:
		in.argument(r, n, skip)
	case kind == jsontext.KindBeginArray && skip:
		in.skip()
	case kind == jsontext.KindBeginArray:
		for range in.elements() {
			in.block(r, n)
		}
	default:
		in.refuseKind("an expression")
	}
}

// argument reads what is either an expression or a block.
func (in *reader) argument(r *configResource, n *node, skip bool) {
	var references []string
	for name := range in.members() {
		switch {
		case string(name) == "references":
			references = in.references(func() { in.attribute(r, in.child(n, []byte("references"))) })
		case skip || string(name) == "constant_value":
			in.skip()
		default:
			in.attribute(r, in.child(n, name))
		}
	}
	in.refers(r, n, references)
}

// refers keeps an expression that may have to be followed.
func (in *reader) refers(r *configResource, n *node, references []string) {
	if len(references) == 0 {
		return
	}
	in.takes(roomOfExpression)
	e := &expression{references: references}
	if n.shared {
		r.shares = append(r.shares, attribute{n.path, e})
	}
	if !n.skip || n.below { // of a block that is given as a whole only the values say what is in it
		r.expressions = append(r.expressions, attribute{n.path, e})
	}
}

// expression reads what a plan keeps of an expression, nil if the object is none but a block.
func (in *reader) expression() *expression {
	in.takes(roomOfExpression)
	e := &expression{}
	if in.kind() != jsontext.KindBeginObject {
		in.skip()
		return e
	}
	is, isEmpty := false, true
	for name := range in.members() {
		isEmpty = false
		switch string(name) {
		case "constant_value":
			e.constant, is = bytes.Clone(in.raw()), true
		case "references":
			is = in.kind() == jsontext.KindBeginArray
			e.references = in.references(in.skip)
		default:
			in.skip()
		}
	}
	if !is && !isEmpty {
		return nil
	}
	if e.constant != nil && len(e.references) > 0 { // of a configuration in JSON, where a template stands as it is
		template, _ := text(e.constant)
		e.whole, e.constant = template == "${"+e.references[0]+"}", nil
	}
	return e
}

// references reads what an expression refers to. In a block an attribute may be called so, which is read otherwise.
func (in *reader) references(attribute func()) []string {
	if in.kind() == jsontext.KindBeginObject {
		attribute()
		return nil
	}
	return longest(in.texts())
}

// longest drops references that only lead to the one before: for var.a.b Terraform lists var.a.b and then var.a. The same
// reference once more is another use of it, such as var.a[each.key].
func longest(references []string) []string {
	out, last, seen := references[:0], "", map[string]bool{}
	for _, r := range references {
		leads := len(last) > len(r) && strings.HasPrefix(last, r) && (last[len(r)] == '.' || last[len(r)] == '[')
		if last = r; !leads && !seen[r] {
			out, seen[r] = append(out, r), true
		}
	}
	return slices.Clip(out)
}
