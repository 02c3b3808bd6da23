package plan

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// priorResource keeps the regions that data sources have read, and the resources of which the plan says nothing else.
func (in *reader) priorResource() {
	var is identity
	var now values
	var secret marks
	in.contents(&is, func(name string) {
		switch {
		case is.mode == "data" && name == "values":
			in.regionsRead(withoutKeys(is.address), nil)
		case is.mode != "managed" || is.address == "" || is.typ == "" || in.isChanged(is.address):
			in.skip()
		case name == "values":
			now = in.values(in.typeNamed(is.typ, is.provider))
		default:
			secret = in.marks(in.typeNamed(is.typ, is.provider), func(*node) bool { return true })
		}
	}, "values", "sensitive_values")
	if is.mode == "managed" && is.address != "" && is.typ != "" && !in.isChanged(is.address) {
		in.unchanged(&is, now, secret)
	}
}

// unchanged keeps a resource for which the plan may have no change, as one that only refreshes, or has targets: it stays as it
// is.
func (in *reader) unchanged(is *identity, now values, secret marks) {
	in.takes(roomOfResource)
	t := in.typeNamed(is.typ, is.provider)
	now.hide(t, secret)
	in.prior = append(in.prior, &change{
		address: is.address, config: in.withoutKeys(is.address), provider: is.provider,
		typ: t, action: NoOp, deposed: is.deposed, after: now.all, claims: in.shared(now.claims), beforeClaims: noClaims,
	})
}

// regionsRead keeps the regions among the values of a data source.
func (in *reader) regionsRead(config string, path []byte) {
	const longest = 40 // no region's name is longer
	switch in.kind() {
	case jsontext.KindBeginObject:
		for name := range in.members() {
			in.regionsRead(config, append(append(path, name...), '.'))
		}
	case jsontext.KindBeginArray:
		for range in.elements() {
			in.regionsRead(config, path)
		}
	case jsontext.KindString:
		if s := in.bytes(); len(s) < longest {
			if r, ok := region.Lookup(string(s)); ok {
				in.takes(roomOfText)
				in.p.known[config] = append(in.p.known[config], known{string(path[:max(len(path)-1, 0)]), r.Name})
			}
		}
	default:
		in.skip()
	}
}
