package boundary

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ProviderBlock is the Source of a boundary that was declared in the provider block.
const ProviderBlock = "the provider block"

// Boundary is a checked declaration. It does not change after Parse or New, and may be used by many at once.
type Boundary struct {
	declaration Declaration
	source      string
	quoted      string // the name for messages
	digest      string
	universe    *universe
	protected   *scope
	classes     []*class     // sorted by name
	exceptions  []*exception // sorted by name
}

// class is who is in a data class, and where its data may be.
type class struct {
	*scope
	addresses    []pattern
	compartments []string
}

// New checks a declaration that comes from the provider block. It means the same as a file that says the same, and has
// the same faults, each with a Path. The error is Faults.
func New(d Declaration) (*Boundary, error) {
	draft := &draft{Declaration: d}
	for _, name := range slices.Sorted(maps.Keys(d.Classes)) {
		draft.classes = append(draft.classes, named[Class]{name, []any{"classes", name}, d.Classes[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(d.Exceptions)) {
		draft.exceptions = append(draft.exceptions, named[Exception]{name, []any{"exceptions", name}, d.Exceptions[name]})
	}
	b, faults := build(ProviderBlock, draft, nil)
	if len(faults) > 0 {
		return nil, faults
	}
	return b, nil
}

// Name is the boundary's name, such as "us-user-data".
func (b *Boundary) Name() string { return b.declaration.Name }

// Digest is the SHA-256 of what the boundary means, in hexadecimal: the same for a file and for the provider block, in
// whatever order, case or layout it is written.
func (b *Boundary) Digest() string { return b.digest }

// Source is the name of the file, or ProviderBlock.
func (b *Boundary) Source() string { return b.source }

// Declaration returns a copy of what was declared, with codes and names in their own case and the defaults filled in.
func (b *Boundary) Declaration() Declaration { return b.declaration.clone() }

// Classes returns the names of the declared classes, sorted. The protected class is not among them.
func (b *Boundary) Classes() []string {
	names := make([]string, len(b.classes))
	for i, c := range b.classes {
		names[i] = c.class
	}
	return names
}

// Regions returns the regions of the table that are inside for a class, sorted by name. The protected class has the
// regions of the boundary itself, and so has a class that the boundary does not know. A name that EffectiveClass joined
// of several has the regions that are inside for all of them.
func (b *Boundary) Regions(class string) []region.Region {
	var out []region.Region
	in := b.scopesNamed(class)
	for i, r := range b.universe.regions {
		if s, _ := in.stands(i); s == within && r.Key != "" {
			out = append(out, r)
		}
	}
	return out
}

// RegionNames returns the names of the regions that are inside for a class, sorted: those of Regions, and those that the
// boundary names and the table does not have. Of these nothing but the boundary says in which country they are.
func (b *Boundary) RegionNames(class string) []string {
	names := b.scopesNamed(class).names(b.universe)
	slices.Sort(names)
	return names
}

// Countries returns the codes of the countries that a class may be in, sorted, with groups spelt out.
func (b *Boundary) Countries(class string) []string {
	in := b.scopesNamed(class)
	set := countries(in[0].jurisdictions)
	for _, s := range in[1:] {
		also := countries(s.jurisdictions)
		maps.DeleteFunc(set, func(code string, _ bool) bool { return !also[code] })
	}
	return slices.Sorted(maps.Keys(set))
}

// Ungoverned says whether the boundary lists a provider as ungoverned, by its type or by its source address.
func (b *Boundary) Ungoverned(provider string) bool {
	provider = strings.ToLower(provider)
	return slices.ContainsFunc(b.declaration.Ungoverned, func(listed string) bool {
		return provider == listed || strings.HasSuffix(provider, "/"+listed)
	})
}

// scopesNamed finds the scopes of a class, or of the classes that EffectiveClass joined.
func (b *Boundary) scopesNamed(name string) scopes {
	var found scopes
	for part := range strings.SplitSeq(name, join) {
		if c := b.class(part); c != nil {
			found = append(found, c.scope)
			continue
		}
		found = append(found, b.protected)
	}
	return found
}

func (b *Boundary) class(name string) *class {
	i, ok := slices.BinarySearchFunc(b.classes, name, func(c *class, name string) int {
		return strings.Compare(c.class, name)
	})
	if !ok {
		return nil
	}
	return b.classes[i]
}

// String names the boundary and where it was declared, with the start of its digest.
func (b *Boundary) String() string {
	return fmt.Sprintf("boundary %s from %s (sha256 %s)", quote(b.Name()), b.source, b.digest[:12])
}
