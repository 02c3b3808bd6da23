package boundaries

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// model is the data source's state. Everything but DataClass is computed and known, so plain Go types do; a nil list is null.
type model struct {
	DataClass     types.String              `tfsdk:"data_class"`
	PreviousFile  types.String              `tfsdk:"previous_file"`
	Diff          *diffModel                `tfsdk:"diff"`
	Name          string                    `tfsdk:"name"`
	SHA256        string                    `tfsdk:"sha256"`
	Source        string                    `tfsdk:"source"`
	Jurisdictions []string                  `tfsdk:"jurisdictions"`
	Countries     []string                  `tfsdk:"countries"`
	Realms        []string                  `tfsdk:"realms"`
	Regions       []string                  `tfsdk:"regions"`
	RegionKeys    []string                  `tfsdk:"region_keys"`
	Ungoverned    []string                  `tfsdk:"ungoverned"`
	Classes       map[string]classModel     `tfsdk:"classes"`
	Exceptions    map[string]exceptionModel `tfsdk:"exceptions"`
	Declaration   declarationModel          `tfsdk:"declaration"`
}

type classModel struct {
	Jurisdictions []string `tfsdk:"jurisdictions"`
	Countries     []string `tfsdk:"countries"`
	Realms        []string `tfsdk:"realms"`
	Regions       []string `tfsdk:"regions"`
	RegionKeys    []string `tfsdk:"region_keys"`
	Addresses     []string `tfsdk:"addresses"`
	Compartments  []string `tfsdk:"compartments"`
}

type exceptionModel struct {
	declaredExceptionModel
	InForce bool     `tfsdk:"in_force"`
	Faults  []string `tfsdk:"faults"`
}

type declarationModel struct {
	Name          string                            `tfsdk:"name"`
	Jurisdictions []string                          `tfsdk:"jurisdictions"`
	Realms        []string                          `tfsdk:"realms"`
	Regions       []string                          `tfsdk:"regions"`
	Ungoverned    []string                          `tfsdk:"ungoverned"`
	Classes       map[string]declaredClassModel     `tfsdk:"classes"`
	Exceptions    map[string]declaredExceptionModel `tfsdk:"exceptions"`
}

type declaredClassModel struct {
	Jurisdictions []string `tfsdk:"jurisdictions"`
	Realms        []string `tfsdk:"realms"`
	Regions       []string `tfsdk:"regions"`
	Addresses     []string `tfsdk:"addresses"`
	Compartments  []string `tfsdk:"compartments"`
}

type declaredExceptionModel struct {
	Regions      []string `tfsdk:"regions"`
	Addresses    []string `tfsdk:"addresses"`
	Compartments []string `tfsdk:"compartments"`
	Kinds        []string `tfsdk:"kinds"`
	Reason       string   `tfsdk:"reason"`
	Owner        string   `tfsdk:"owner"`
	ApprovedBy   string   `tfsdk:"approved_by"`
	Ticket       string   `tfsdk:"ticket"`
	Expires      string   `tfsdk:"expires"`
}

// newModel is what a boundary is at a time, for a class.
func newModel(b *boundary.Boundary, class types.String, now time.Time) model {
	declared := b.Declaration()
	m := model{
		DataClass: class, Name: b.Name(), SHA256: b.Digest(), Source: b.Source(),
		Ungoverned: notNil(declared.Ungoverned), Declaration: newDeclaration(declared),
		Classes:    map[string]classModel{boundary.Protected: newClass(b, boundary.Protected, own(declared))},
		Exceptions: map[string]exceptionModel{},
	}
	for name, c := range declared.Classes {
		m.Classes[name] = newClass(b, name, c)
	}
	for name, e := range declared.Exceptions {
		m.Exceptions[name] = exceptionModel{newException(e), b.InForce(name, now), []string{}}
	}
	for _, f := range b.Audit(now) {
		e := m.Exceptions[f.Exception]
		e.Faults = append(e.Faults, f.Message)
		m.Exceptions[f.Exception] = e
	}
	shown := m.Classes[boundary.Protected]
	if name := class.ValueString(); name != "" {
		shown = m.Classes[name]
	}
	m.Jurisdictions, m.Countries, m.Realms = shown.Jurisdictions, shown.Countries, shown.Realms
	m.Regions, m.RegionKeys = shown.Regions, shown.RegionKeys
	return m
}

// own is the protected class.
func own(d boundary.Declaration) boundary.Class {
	return boundary.Class{Jurisdictions: d.Jurisdictions, Realms: d.Realms}
}

func newClass(b *boundary.Boundary, name string, c boundary.Class) classModel {
	m := classModel{
		Jurisdictions: c.Jurisdictions, Countries: b.Countries(name), Realms: c.Realms,
		Regions: b.RegionNames(name), RegionKeys: []string{},
		Addresses: notNil(c.Addresses), Compartments: notNil(c.Compartments),
	}
	for _, r := range b.Regions(name) {
		m.RegionKeys = append(m.RegionKeys, r.Key)
	}
	return m
}

func newDeclaration(d boundary.Declaration) declarationModel {
	m := declarationModel{
		Name: d.Name, Jurisdictions: d.Jurisdictions, Realms: d.Realms, Regions: d.Regions, Ungoverned: d.Ungoverned,
		Classes: map[string]declaredClassModel{}, Exceptions: map[string]declaredExceptionModel{},
	}
	for name, c := range d.Classes {
		m.Classes[name] = declaredClassModel(c)
	}
	for name, e := range d.Exceptions {
		m.Exceptions[name] = newException(e)
	}
	return m
}

func newException(e boundary.Exception) declaredExceptionModel { return declaredExceptionModel(e) }

// notNil shows an empty list where none was declared, so that for_each and length work.
func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
