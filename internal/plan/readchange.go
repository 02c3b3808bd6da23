package plan

import (
	"bytes"
	"slices"
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

// identity is what a plan knows a resource by.
type identity struct {
	address, mode, typ, provider string
	key                          string // of the provider block, in the configuration
	deposed                      bool
}

// identify reads a member that is of the identity, and says whether it was.
func (in *reader) identify(is *identity, name []byte) bool {
	switch string(name) {
	case "address":
		is.address = string(in.bytes())
	case "mode":
		is.mode = in.string()
	case "type":
		is.typ = in.string()
	case "provider_name":
		is.provider = in.string()
	case "provider_config_key":
		is.key = in.string()
	case "deposed", "deposed_key":
		is.deposed = in.given()
	default:
		return false
	}
	return true
}

// told says whether enough of the identity has been read to understand the values.
func (is *identity) told() bool {
	return is.address != "" && is.mode != "" && is.typ != "" && (is.provider != "" || is.key != "" || kindOf(is.typ, "") != foreign)
}

// contents goes through a resource: it notes what the resource is, and has the members that are wanted read. The type says how
// to read them: what stands before it waits.
func (in *reader) contents(is *identity, read func(name string), wanted ...string) {
	type member struct {
		name string
		raw  []byte
	}
	var late []member
	for name := range in.members() {
		i := slices.IndexFunc(wanted, func(w string) bool { return string(name) == w })
		switch {
		case in.identify(is, name):
		case i < 0:
			in.skip()
		case is.told():
			read(wanted[i])
		default:
			late = append(late, member{wanted[i], bytes.Clone(in.raw())})
		}
	}
	for _, m := range late {
		in.replay(m.raw)
		read(m.name)
		in.resume()
	}
}

// deferred reads a change that is left for a later plan.
func (in *reader) deferred() {
	for name := range in.members() {
		if string(name) == "resource_change" {
			in.change(deferred)
		} else {
			in.skip()
		}
	}
}

// parts are the members of a change.
type parts struct {
	identity
	actions              []string
	before, after        values
	beforeSecret, secret marks
	unknown              marks
}

func (in *reader) change(from source) {
	var is parts
	in.contents(&is.identity, func(string) {
		if is.mode == "managed" {
			in.parts(&is)
		} else {
			in.skip()
		}
	}, "change")
	switch {
	case is.address == "" || is.typ == "" || is.mode == "":
		in.fail(refuse("The plan has a change without an address, a type or a mode, so it is no plan of Terraform or OpenTofu: %s.", makeJSON))
	case is.mode == "managed":
		in.managed(&is, from)
	}
}

func (in *reader) parts(is *parts) {
	t, every := in.typeNamed(is.typ, is.provider), func(*node) bool { return true }
	for name := range in.members() {
		switch string(name) {
		case "actions":
			is.actions = in.texts()
		case "before":
			if hasPast(is.actions) {
				is.before = in.values(t)
			} else {
				in.skip()
			}
		case "after":
			is.after = in.values(t)
		case "after_unknown":
			is.unknown = in.marks(t, (*node).matters)
		case "after_sensitive":
			is.secret = in.marks(t, every)
		case "before_sensitive":
			is.beforeSecret = in.marks(t, every)
		default:
			in.skip()
		}
	}
	is.after.hide(t, is.secret)
	is.before.hide(t, is.beforeSecret)
}

// hasPast says whether the values before are others than the ones after.
func hasPast(actions []string) bool {
	a := action(actions)
	return a != Create && a != NoOp
}

func (in *reader) managed(is *parts, from source) {
	c := &change{
		address: is.address, config: in.withoutKeys(is.address), provider: is.provider,
		typ: in.typeNamed(is.typ, is.provider), action: action(is.actions), source: from, deposed: is.deposed,
		claims: noClaims, beforeClaims: noClaims,
	}
	c.unknownTop = is.unknown.whole
	if c.action != Delete && c.action != Forget {
		c.after, c.claims, c.unknown = is.after.all, in.shared(is.after.claims), is.unknown.nodes
		c.cut = is.actions == nil || !is.after.told || !is.after.object && !c.unknownTop || !is.unknown.told ||
			slices.ContainsFunc(is.after.lacks, func(n *node) bool { return !c.isUnknown(n) })
	}
	if hasPast(is.actions) {
		c.before, c.beforeClaims = is.before.all, in.shared(is.before.claims)
	}
	if from == drifted {
		c.before, c.unknown, c.cut = nil, nil, false
	}
	in.add(c)
}

// add keeps a change.
func (in *reader) add(c *change) {
	in.takes(roomOfResource)
	c.order = in.added
	in.added++
	if c.source != drifted {
		in.changed[c.address] = struct{}{}
	}
	in.p.changes = append(in.p.changes, c)
}

// isChanged says whether the plan has a change for an address, be it that nothing changes.
func (in *reader) isChanged(address string) bool {
	_, is := in.changed[address]
	return is
}

// withoutKeys is one copy of the address that all instances have in common.
func (in *reader) withoutKeys(address string) string {
	if config := withoutKeys(address); config != address {
		return in.only(config)
	}
	return address
}

// noClaims are those of a resource that makes none.
var noClaims = &claims{}

// shared is one copy of the claims that many resources have in common.
func (in *reader) shared(c claims) *claims {
	if c.statements != nil || c.hidden {
		return &claims{c.membership, c.statements, c.hidden}
	}
	if one, ok := in.claims[c.membership]; ok {
		return one
	}
	one := &claims{membership: c.membership}
	in.claims[c.membership] = one
	return one
}
