package denyrule

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// author makes a rule of a configuration, a boundary and a tenancy.
type author struct {
	model    model
	boundary *boundary.Boundary
	tenancy  tenancy
	now      time.Time
	diags    diag.Diagnostics
}

// rule is what is to be compiled. Whatever is at fault is among the diagnostics.
func (a *author) rule() compile.Rule {
	r := compile.Rule{
		Name: a.model.Name.ValueString(), Home: a.tenancy.home, Paths: a.tenancy.paths,
		Services: sorted(attribute.Strings(a.model.Services.Elements())), Block: sorted(attribute.Strings(a.model.Block.Elements())),
		Layers: sorted(attribute.Strings(a.model.Layers.Elements())), Networks: sorted(attribute.Strings(a.model.NetworkSources.Elements())),
		Families: a.tenancy.families,
	}
	r.Attached = a.compartment(path.Root("compartment_id"), a.model.CompartmentID.ValueString())
	for i, id := range attribute.Strings(a.model.CompartmentIDs.Elements()) {
		r.Targets = append(r.Targets, a.compartment(path.Root("compartment_ids").AtListIndex(i), id))
	}
	sort.Slice(r.Targets, func(i, j int) bool { return r.Targets[i].ID < r.Targets[j].ID })
	r.Spare = a.groups()
	r.Inside = a.inside(boundary.Protected)
	a.classes(&r)
	a.exceptions(&r)
	return r
}

func sorted(all []string) []string {
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	return all
}

func (a *author) compartment(at path.Path, id string) compile.Compartment {
	where, known := a.tenancy.paths[id]
	if !known {
		a.diags.Append(diagnostic.Error(at, "Compartment not found",
			fmt.Sprintf("The tenancy's list of compartments does not show %s to these credentials.", id),
			"Correct the OCID, or have the grant checked: inspect compartments in tenancy."))
	}
	return compile.Compartment{ID: id, Path: where}
}

// groups finds the OCIDs of the spared groups. A statement has them by OCID, so that no group of the same name in another
// identity domain is spared with them.
func (a *author) groups() []compile.Group {
	var all []compile.Group
	for _, s := range a.model.spares() {
		at := path.Root("spare").AtMapKey(s.key)
		until, ok := s.until()
		if !ok {
			a.diags.Append(diagnostic.Error(at.AtName("expires"), "Date not readable", fmt.Sprintf("%q is no day.", s.expires), `Write it like "2027-03-31".`))
		}
		id := s.key
		if !strings.HasPrefix(id, "ocid1.") {
			id = a.tenancy.groups[s.key]
		}
		if id == "" {
			a.diags.Append(diagnostic.Error(at, "Group not found",
				fmt.Sprintf("The Default domain has no group called %q that these credentials can see, so nobody would be spared.", s.key),
				"Correct the name, create the group first, or give the OCID of a group of another identity domain."))
			continue
		}
		if !until.IsZero() && !a.now.Before(until) {
			a.diags.Append(diagnostic.Warning(at.AtName("expires"), "Spared group expired",
				fmt.Sprintf("The group %q was spared until %s and is bound like everybody.", s.key, s.expires), "Take it out, or have it approved again."))
			continue
		}
		all = append(all, compile.Group{Name: s.key, ID: id, Until: until})
	}
	return all
}

// inside are the regions of a class, with the keys that IAM needs. A region that the boundary vouches for and the table does
// not have counts if the tenancy is subscribed to it: only then has it a key, and only then can anything be there.
func (a *author) inside(class string) []region.Region {
	all := a.boundary.Regions(class)
	for _, name := range a.boundary.RegionNames(class) {
		if slices.ContainsFunc(all, func(r region.Region) bool { return r.Name == name }) {
			continue
		}
		if r, subscribed := a.tenancy.region(name); subscribed {
			all = append(all, r)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// classes are the compartments that the boundary gives other regions.
func (a *author) classes(r *compile.Rule) {
	declared := a.boundary.Declaration().Classes
	seen := map[string]bool{}
	for _, name := range a.boundary.Classes() {
		if len(declared[name].Addresses) > 0 {
			r.ByAddress = append(r.ByAddress, name)
		}
		for _, id := range declared[name].Compartments {
			class := a.boundary.EffectiveClass(boundary.Fact{Kind: boundary.Placement, Compartment: id})
			if class == boundary.Protected || seen[id] {
				continue
			}
			seen[id] = true
			r.Special = append(r.Special, compile.Special{Compartment: id, Class: class, Inside: a.inside(class)})
		}
	}
	sort.Slice(r.Special, func(i, j int) bool { return r.Special[i].Compartment < r.Special[j].Compartment })
}

// exceptions are those that are in force.
func (a *author) exceptions(r *compile.Rule) {
	for name, e := range a.boundary.Declaration().Exceptions {
		day, err := time.Parse(time.DateOnly, e.Expires)
		if err != nil || !a.boundary.InForce(name, a.now) {
			continue
		}
		one := compile.Exception{
			Name: name, Compartments: e.Compartments, Addressed: len(e.Addresses) > 0, Kinds: e.Kinds,
			Until: day.AddDate(0, 0, 1).Add(-time.Second),
		}
		for _, name := range e.Regions {
			if known, ok := a.tenancy.region(name); ok {
				one.Regions = append(one.Regions, known)
			} else {
				one.Unknown = append(one.Unknown, name)
			}
		}
		r.Exceptions = append(r.Exceptions, one)
	}
	sort.Slice(r.Exceptions, func(i, j int) bool { return r.Exceptions[i].Name < r.Exceptions[j].Name })
}

// attributeOf is where a fault of the compiler's belongs.
func attributeOf(f compile.Fault) path.Path {
	switch f.Attribute {
	case "boundary":
		return path.Empty()
	case "spare":
		if f.Key != "" {
			return path.Root("spare").AtMapKey(f.Key)
		}
	}
	return path.Root(f.Attribute)
}
