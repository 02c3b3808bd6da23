package plan

import (
	"cmp"
	"slices"
	"strings"
)

// Declared is the boundary that a provider block of data-residency/residency declares. At most one of Boundary and File is
// given; without both the plan does not tell.
type Declared struct {
	Block    string   // the block's name in the plan, such as residency or module.dr:residency.eu
	Module   []string // the names of the calls that lead to its module, none for the root
	Source   string   // the block's address within its module, for a Source: provider.residency or provider.residency.eu
	Boundary []byte   // the attribute boundary, as JSON
	File     string   // the attribute boundary_file
	Refers   []string // what the attribute that is there refers to, where its value is not in the plan
	Mute     bool     // the block has neither attribute, as far as the plan tells
}

// Declared returns the boundaries that the plan's provider blocks declare, by the block's name. A boundary that is a
// reference to a variable of the root module is known only if the source, which may be nil, shows that it is nothing but that
// reference.
func (p *Plan) Declared(source Source) []Declared {
	r := p.resolver(Options{Source: source})
	var out []Declared
	for _, is := range p.providers {
		if !strings.HasSuffix(is.fullName, "/residency") {
			continue
		}
		d := Declared{Block: is.key, Source: is.block(), Mute: is.boundary.blank() && is.boundaryFile.blank()}
		if m := p.root.find(is.module); m != nil {
			d.Module = m.path()
		}
		if raw, refers := r.attributeOf(is, is.boundary, "boundary"); raw != nil {
			d.Boundary = raw
		} else {
			d.Refers = refers
		}
		if raw, refers := r.attributeOf(is, is.boundaryFile, "boundary_file"); raw != nil {
			d.File, _ = text(raw)
		} else {
			d.Refers = append(d.Refers, refers...)
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Declared) int { return cmp.Compare(a.Block, b.Block) })
	return out
}

// blank says whether the block does not have the attribute, or has it as null.
func (e *expression) blank() bool {
	return e == nil || len(e.references) == 0 && isNull(e.constant)
}

// attributeOf is the value of a provider block's attribute as JSON, or else what it refers to.
func (r *resolver) attributeOf(is *provider, e *expression, attribute string) (raw []byte, refers []string) {
	switch {
	case e.blank():
		return nil, nil
	case len(e.references) == 0:
		return e.constant, nil
	case len(e.references) > 1 || is.module != "" || !r.bare(r.p.root, is.block(), attribute, e.references[0]):
		return nil, e.references
	}
	name, ok := strings.CutPrefix(e.references[0], "var.")
	if !ok || r.p.root.secrets[name] || isNull(r.p.variables[name]) {
		return nil, e.references
	}
	return r.p.variables[name], nil
}

// Configured returns what a Source knows a resource by: the names of the calls that lead to its module, and its address
// within the module, without the keys of instances.
func Configured(address string) (module []string, block string) {
	block = withoutKeys(address)
	for strings.HasPrefix(block, "module.") {
		name, rest, ok := strings.Cut(block[len("module."):], ".")
		if !ok {
			break
		}
		module, block = append(module, name), rest
	}
	return module, block
}
