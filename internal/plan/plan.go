package plan

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Plan is what a plan says of places. It keeps neither the plan's bytes nor any value that is about no place.
type Plan struct {
	FormatVersion    string
	TerraformVersion string

	changes   []*change
	root      *module
	providers map[string]*provider
	variables map[string][]byte // the values of the root module's variables, as JSON
	known     map[string][]known
	content   []Content
	doubts    []string // why the plan does not show everything

	byAddress []*change                   // of one address, the object itself comes first, then deposed ones, then drift
	byConfig  func() map[string][]*change // by address without instance keys

	mutex  sync.Mutex
	byHome map[string]map[string][]*change // byConfig, by the instance of the module; made when it is first needed
}

// index sorts the changes.
func (p *Plan) index() {
	p.byAddress = slices.Clone(p.changes)
	slices.SortFunc(p.byAddress, func(a, b *change) int {
		return cmp.Or(strings.Compare(a.address, b.address), cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.order, b.order))
	})
	p.byConfig = sync.OnceValue(func() map[string][]*change {
		out := map[string][]*change{}
		for _, c := range p.changes {
			out[c.config] = append(out[c.config], c)
		}
		return out
	})
}

// of returns the changes of one address.
func (p *Plan) of(address string) []*change {
	i, _ := slices.BinarySearchFunc(p.byAddress, address, func(c *change, address string) int { return strings.Compare(c.address, address) })
	return ofOne(p.byAddress[i:], address)
}

// ofOne returns those of sorted changes that have the address in front.
func ofOne(sorted []*change, address string) []*change {
	n := 0
	for n < len(sorted) && sorted[n].address == address {
		n++
	}
	return sorted[:n]
}

// Content is a data source that brings content of a resource, such as an object or a secret, into the state.
type Content struct {
	Address string
	Type    string
	What    string // what it brings
}

// Content returns the data sources that bring content into the state, by address.
func (p *Plan) Content() []Content { return p.content }

// Incomplete returns, as full sentences, why the plan does not show everything that will happen. Of such a plan nothing
// can be said to be inside as a whole.
func (p *Plan) Incomplete() []string { return p.doubts }

// known is a region that a data source has already read.
type known struct{ path, region string }

// origin of a change.
type source uint8

const (
	planned  source = iota
	drifted         // seen outside Terraform
	deferred        // Terraform plans it in a later round
)

// change is one resource instance in the plan.
type change struct {
	address, config string // with and without instance keys
	typ             *typeInfo
	provider        string // full name
	action          Action
	order           int32 // in the plan
	source          source
	deposed         bool

	after, before []value
	unknown       []*node
	claims        *claims
	beforeClaims  *claims
	unknownTop    bool // the whole of it is known only after apply
	cut           bool // a part of it is missing
	resource      *configResource
}

// provider is a provider block.
type provider struct {
	key, fullName, alias, module string
	region, auth                 *expression
	boundary, boundaryFile       *expression // of the provider residency
}
