package plan

import (
	"slices"
	"strings"
)

// typeNamed finds what is known of a type.
func (in *reader) typeNamed(name, provider string) *typeInfo {
	key := name
	if k := kindOf(name, provider); k == foreign || k == utility {
		key = name + " " + provider
	}
	t, ok := in.types[key]
	if !ok {
		t = newType(name, provider)
		in.types[key] = t
	}
	return t
}

// deferred reads a change that is left for a later plan.
func (in *reader) deferred() error {
	return in.object(func(name string) error {
		if name == "resource_change" {
			return in.change(deferred)
		}
		return in.dec.SkipValue()
	})
}

// parts are the members of a change, as they stand.
type parts struct {
	address, mode, typ, provider                       string
	deposed                                            bool
	actions                                            []string
	before, after, unknown, sensitive, beforeSensitive []byte
}

func (in *reader) change(from source) error {
	raw, err := in.dec.ReadValue()
	if err != nil {
		return err
	}
	var is parts
	members(raw, func(name, v []byte) {
		switch string(name) {
		case "address":
			is.address, _ = text(v)
		case "mode":
			is.mode = string(plainOr(v))
		case "type":
			is.typ = in.names.string(plainOr(v))
		case "provider_name":
			is.provider = in.names.string(plainOr(v))
		case "deposed":
			is.deposed = !isNull(v)
		case "change":
			in.parts(&is, v)
		}
	})
	if is.address == "" || is.typ == "" || is.mode == "" {
		return refuse("The plan has a change without an address, a type or a mode, so it is no plan of Terraform or OpenTofu: %s.", makeJSON)
	}
	if is.mode == "managed" {
		in.managed(&is, from)
	}
	return nil
}

func (in *reader) parts(is *parts, raw []byte) {
	members(raw, func(name, v []byte) {
		switch string(name) {
		case "actions":
			is.actions = texts(v)
		case "before":
			is.before = v
		case "after":
			is.after = v
		case "after_unknown":
			is.unknown = v
		case "after_sensitive":
			is.sensitive = v
		case "before_sensitive":
			is.beforeSensitive = v
		}
	})
}

func (in *reader) managed(is *parts, from source) {
	c := &change{
		address: is.address, config: in.names.string([]byte(withoutKeys(is.address))), provider: is.provider,
		typ: in.typeNamed(is.typ, is.provider), action: action(is.actions), source: from, deposed: is.deposed,
	}
	if c.config == c.address {
		c.address = c.config
	}
	c.unknownTop = isTrue(is.unknown)
	c.cut = c.action != Delete && c.action != Forget && (is.actions == nil || is.after == nil || is.after[0] != '{' && !c.unknownTop || is.unknown == nil)
	if c.action != Delete && c.action != Forget {
		var lacks []*node
		c.after, c.claims, lacks = in.collect(c.typ, is.after, is.sensitive)
		c.unknown = marked(c.typ, is.unknown, (*node).matters)
		c.cut = c.cut || slices.ContainsFunc(lacks, func(n *node) bool { return !c.isUnknown(n) })
	}
	if c.action != Create && c.action != NoOp {
		c.before, c.beforeClaims, _ = in.collect(c.typ, is.before, is.beforeSensitive)
	}
	if from == drifted {
		c.before, c.unknown, c.cut = nil, nil, false
	}
	if from != drifted {
		delete(in.todo, c.address)
	}
	in.p.add(c)
}

// collect takes from values what is about a place.
func (in *reader) collect(t *typeInfo, raw, sensitive []byte) ([]value, claims, []*node) {
	c := collector{typ: t, locations: in.found, ocids: in.ocids, names: in.names}
	if t.kind == foreign {
		return nil, claims{}, nil
	}
	c.values(raw)
	if isTrue(sensitive) {
		hide(c.out, func(*node) bool { return true })
		c.claims.hidden = true
		return c.out, c.claims, c.lacks
	}
	if len(c.out) > 0 || c.claims.statements != nil {
		secret := marked(t, sensitive, func(*node) bool { return true })
		hide(c.out, func(n *node) bool { return slices.ContainsFunc(secret, n.under) })
		c.claims.hidden = slices.ContainsFunc(secret, func(n *node) bool { return guards[t.name][n.name] != "" })
	}
	return c.out, c.claims, c.lacks
}

func hide(values []value, secret func(*node) bool) {
	for i := range values {
		values[i].hidden = secret(values[i].node)
	}
}

// moduleOf returns the module's part of an address without instance keys, such as module.a.module.b.
func moduleOf(config string) string {
	rest, out := config, 0
	for strings.HasPrefix(rest, "module.") {
		_, after, ok := strings.Cut(rest[len("module."):], ".")
		if !ok {
			return config
		}
		out = len(config) - len(after)
		rest = after
	}
	return strings.TrimSuffix(config[:out], ".")
}
