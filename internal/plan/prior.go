package plan

import (
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// stateParts are the members of a resource in a state, as they stand.
type stateParts struct {
	address, mode, typ, provider string
	deposed                      bool
	values, sensitive            []byte
}

// priorResource keeps the regions that data sources have read, and the resources of which the plan says nothing else.
func (in *reader) priorResource(raw []byte) {
	var is stateParts
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
		case "deposed_key":
			is.deposed = !isNull(v)
		case "values":
			is.values = v
		case "sensitive_values":
			is.sensitive = v
		}
	})
	switch {
	case is.mode == "data":
		in.regionsRead(withoutKeys(is.address), is.values)
	case is.mode == "managed" && is.address != "" && is.typ != "" && !in.p.changed(is.address):
		in.unchanged(&is)
	}
}

// unchanged keeps a resource for which the plan may have no change, as one that only refreshes, or has targets: it stays as it
// is.
func (in *reader) unchanged(is *stateParts) {
	c := &change{
		address: is.address, config: in.names.string([]byte(withoutKeys(is.address))), provider: is.provider,
		typ: in.typeNamed(is.typ, is.provider), action: NoOp, deposed: is.deposed,
	}
	c.after, c.claims, _ = in.collect(c.typ, is.values, is.sensitive)
	in.prior = append(in.prior, c)
}

// regionsRead keeps the regions among the values of a data source.
func (in *reader) regionsRead(config string, values []byte) {
	var walk func(path string, raw []byte)
	walk = func(path string, raw []byte) {
		members(raw, func(name, v []byte) { walk(path+"."+string(name), v) })
		elements(raw, func(v []byte) { walk(path, v) })
		if s, ok := text(raw); ok && len(s) < 40 {
			if r, ok := region.Lookup(s); ok {
				in.p.known[config] = append(in.p.known[config], known{strings.TrimPrefix(path, "."), r.Name})
			}
		}
	}
	walk("", values)
}
