package boundary

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// builder makes a Boundary of a draft, as far as the draft has no faults.
type builder struct {
	checker
	b     *Boundary
	sound bool // the boundary's own jurisdictions, realms and regions have no faults, so classes can build on them
}

// build checks a draft and makes the boundary that it declares. r is the reader of a file, nil for the provider block.
func build(source string, d *draft, r *reader) (*Boundary, Faults) {
	if d == nil {
		return nil, finish(r, nil)
	}
	x := &builder{b: &Boundary{source: source, declaration: d.normal()}}
	x.b.declaration.Classes, x.b.declaration.Exceptions = map[string]Class{}, map[string]Exception{}
	x.boundary(d)
	for _, c := range d.classes {
		x.class(c)
	}
	for _, e := range d.exceptions {
		x.exception(e, r.at(e.path))
	}
	if faults := finish(r, x.faults); len(faults) > 0 {
		return nil, faults
	}
	x.seal()
	return x.b, nil
}

// finish gives the faults of the draft their places in the file. Where the reader found a fault already, what the
// checks say of the same place is its echo; and in a file that could be read in part only, what is missing may be there.
func finish(r *reader, faults Faults) Faults {
	if r == nil {
		faults.sort()
		return faults
	}
	reported := map[spot]bool{}
	for _, f := range r.faults {
		reported[spot{f.Line, f.Column}] = true
	}
	all := slices.Clone(r.faults)
	for _, f := range faults {
		if f = r.place(f); !reported[spot{f.Line, f.Column}] && (!r.partial || !f.ofWhole) {
			all = append(all, f)
		}
	}
	all.sort()
	return all
}

func (x *builder) boundary(d *draft) {
	b, own := x.b, &x.b.declaration
	x.name([]any{"name"}, "The boundary", own.Name)
	x.elements([]any{"ungoverned"}, own.Ungoverned, x.ungoverned)
	if own.Realms == nil {
		own.Realms = []string{"oc1"}
	}
	x.sound = x.check(func() {
		if len(own.Jurisdictions) == 0 {
			x.faultOfWhole([]any{"jurisdictions"}, `The boundary has no jurisdictions. Name at least one country or group, such as "US" or "EU".`)
		}
		x.places(nil, nil, own.Realms, own.Regions)
		x.elements([]any{"jurisdictions"}, own.Jurisdictions, x.jurisdiction)
	})
	b.universe = newUniverse(namedRegions(d))
	t := terms{jurisdictions: own.Jurisdictions, realms: own.Realms, regions: own.Regions, confirmed: own.Regions}
	b.protected = b.universe.scope(Protected, t)
	if x.sound {
		x.sound = x.possible(nil, "The boundary", own.Regions, b.protected)
	}
}

// namedRegions are all regions that a draft names.
func namedRegions(d *draft) []string {
	names := slices.Clone(d.normal().Regions)
	for _, c := range d.classes {
		names = append(names, c.value.normal().Regions...)
	}
	for _, e := range d.exceptions {
		names = append(names, e.value.normal().Regions...)
	}
	return names
}

func (x *builder) class(d named[Class]) {
	b, value := x.b, d.value.normal()
	c := &class{compartments: value.Compartments}
	sound := x.check(func() {
		x.name(d.path, "The class", d.name)
		if strings.EqualFold(d.name, Protected) {
			x.fault(d.path, "The class %s cannot be declared: it is what is in no class, and has the jurisdictions of the boundary itself.", quote(d.name))
		}
		x.places(d.path, value.Jurisdictions, value.Realms, value.Regions)
		c.addresses = x.patterns(d.path, value.Addresses)
		x.elements(append(slices.Clone(d.path), "compartments"), value.Compartments, x.compartment)
	})
	if !sound || !x.sound {
		return
	}
	c.scope = b.universe.scope(d.name, inherit(&value, b.declaration))
	if x.possible(d.path, "The class "+quote(d.name), value.Regions, c.scope) {
		b.classes = append(b.classes, c)
		b.declaration.Classes[d.name] = value
	}
}

// inherit fills in what a class leaves out, and returns its terms. A class with jurisdictions of its own is not narrowed
// by the boundary's regions; what the boundary says of a region's country holds for every class.
func inherit(c *Class, own Declaration) terms {
	if c.Realms == nil {
		c.Realms = own.Realms
	}
	if c.Jurisdictions == nil {
		c.Jurisdictions = own.Jurisdictions
		if c.Regions == nil {
			c.Regions = own.Regions
		}
	}
	return terms{jurisdictions: c.Jurisdictions, realms: c.Realms, regions: c.Regions, confirmed: own.Regions}
}

// possible reports a scope that contradicts itself: a region that it names and does not allow, or no region at all.
func (x *builder) possible(path []any, what string, named []string, s *scope) bool {
	return x.check(func() {
		before := len(x.faults)
		for i, name := range named {
			x.contradiction(append(slices.Clone(path), "regions", i), what, name, s)
		}
		if len(x.faults) == before && !s.allowsSomething() {
			x.faultOfWhole(append(slices.Clone(path), "jurisdictions"), "%s allows nothing: no region of the %s is known to be in %s.%s",
				what, realms(s.realms), list(s.jurisdictions, "or"), x.unconfirmedIn(s))
		}
	})
}

func (x *builder) contradiction(path []any, what, name string, s *scope) {
	r, ok := region.ByName(name)
	if !ok {
		return // a region that the table does not have contradicts nothing
	}
	switch allowed := countries(s.jurisdictions); {
	case !slices.Contains(s.realms, r.Realm):
		x.faultOfWhole(path, "%s contradicts itself: it names %s, which is in the realm %s, and allows the %s only. Add %s to its realms, or take the region out.",
			what, quote(name), r.Realm, realms(s.realms), quote(r.Realm))
	case !allowed[r.Country]:
		x.faultOfWhole(path, "%s contradicts itself: it names %s, which is in %s, and allows %s only. Add %s to its jurisdictions, or take the region out.",
			what, quote(name), countryName(r.Country), list(s.jurisdictions, "and"), quote(r.Country))
	}
}

func (x *builder) unconfirmedIn(s *scope) string {
	var names []string
	allowed := countries(s.jurisdictions)
	for i, r := range x.b.universe.regions {
		if s.standings[i] == unconfirmed && allowed[r.Country] {
			names = append(names, r.Name)
		}
	}
	if len(names) == 0 {
		return " Add a country that has one, or the realm that has one there."
	}
	return " Of " + list(names, "and") + " only the name says so: to confirm it, name them in regions."
}

// seal finishes a boundary without faults.
func (x *builder) seal() {
	b := x.b
	slices.SortFunc(b.classes, func(a, c *class) int { return strings.Compare(a.class, c.class) })
	slices.SortFunc(b.exceptions, func(a, c *exception) int { return strings.Compare(a.name, c.name) })
	b.quoted = quote(b.Name())
	b.digest = digest(b.declaration)
}

func realms(names []string) string {
	if len(names) == 1 {
		return "realm " + names[0]
	}
	return "realms " + list(names, "and")
}

// countryName is a country for a message, such as "Singapore (SG)".
func countryName(code string) string {
	if name := region.CountryName(code); name != "" {
		return name + " (" + code + ")"
	}
	return code
}
