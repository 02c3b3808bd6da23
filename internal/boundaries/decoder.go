package boundaries

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// decoder reads a declaration from framework values of any shape: what people write, where a list is a tuple and a map an
// object, and typed values.
type decoder struct {
	unknown [][]any
	faults  boundary.Faults
}

func (d *decoder) fault(at []any, format string, args ...any) {
	d.faults = append(d.faults, boundary.Fault{Path: slices.Clone(at), Message: fmt.Sprintf(format, args...)})
}

// check is the boundary of a declaration that has been read, or the faults of reading and of checking it. What the checks
// say of a member that could not be read is its echo, and of a whole that could not be read all of it.
func (d *decoder) check(declared boundary.Declaration) (*boundary.Boundary, boundary.Faults) {
	if slices.ContainsFunc(d.faults, func(f boundary.Fault) bool { return len(f.Path) == 0 }) {
		return nil, d.faults
	}
	b, err := boundary.New(declared)
	var checked boundary.Faults
	errors.As(err, &checked)
	faults := slices.Clone(d.faults)
	for _, f := range checked {
		echo := slices.ContainsFunc(d.faults, func(other boundary.Fault) bool { return slices.Equal(other.Path, f.Path) })
		if !echo {
			faults = append(faults, f)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return b, nil
}

// unknownNames are the attributes that are known only after apply, sorted.
func (d *decoder) unknownNames() (names []string) {
	for _, steps := range d.unknown {
		names = append(names, strings.TrimSuffix(Root.String()+"."+boundary.Fault{Path: steps}.Attribute(), "."))
	}
	slices.Sort(names)
	return names
}

// The attributes of a boundary, and of a class and an exception in it.
var (
	declared         = []string{"name", "jurisdictions", "realms", "regions", "ungoverned", "classes", "exceptions"}
	classMembers     = []string{"jurisdictions", "realms", "regions", "addresses", "compartments"}
	exceptionMembers = []string{"regions", "addresses", "compartments", "kinds", "reason", "owner", "approved_by", "ticket", "expires"}
)

func (d *decoder) declaration(v attr.Value) boundary.Declaration {
	m := d.members(nil, v, declared)
	out := boundary.Declaration{
		Name:          d.text([]any{"name"}, m["name"]),
		Jurisdictions: d.list([]any{"jurisdictions"}, m["jurisdictions"]),
		Realms:        d.list([]any{"realms"}, m["realms"]),
		Regions:       d.list([]any{"regions"}, m["regions"]),
		Ungoverned:    d.list([]any{"ungoverned"}, m["ungoverned"]),
	}
	for name, c := range d.entries([]any{"classes"}, m["classes"]) {
		if out.Classes == nil {
			out.Classes = map[string]boundary.Class{}
		}
		out.Classes[name] = d.class([]any{"classes", name}, c)
	}
	for name, e := range d.entries([]any{"exceptions"}, m["exceptions"]) {
		if out.Exceptions == nil {
			out.Exceptions = map[string]boundary.Exception{}
		}
		out.Exceptions[name] = d.exception([]any{"exceptions", name}, e)
	}
	return out
}

func (d *decoder) class(at []any, v attr.Value) boundary.Class {
	m := d.members(at, v, classMembers)
	list := func(name string) []string { return d.list(append(slices.Clone(at), name), m[name]) }
	return boundary.Class{
		Jurisdictions: list("jurisdictions"), Realms: list("realms"), Regions: list("regions"),
		Addresses: list("addresses"), Compartments: list("compartments"),
	}
}

func (d *decoder) exception(at []any, v attr.Value) boundary.Exception {
	m := d.members(at, v, exceptionMembers)
	list := func(name string) []string { return d.list(append(slices.Clone(at), name), m[name]) }
	text := func(name string) string { return d.text(append(slices.Clone(at), name), m[name]) }
	return boundary.Exception{
		Regions: list("regions"), Addresses: list("addresses"), Compartments: list("compartments"), Kinds: list("kinds"),
		Reason: text("reason"), Owner: text("owner"), ApprovedBy: text("approved_by"), Ticket: text("ticket"), Expires: text("expires"),
	}
}

// absent says whether there is no value to read: because it is null, or because it is unknown, which is noted.
func (d *decoder) absent(at []any, v attr.Value) bool {
	if v == nil || v.IsNull() {
		return true
	}
	if v.IsUnknown() {
		d.unknown = append(d.unknown, slices.Clone(at))
		return true
	}
	return false
}

func (d *decoder) text(at []any, v attr.Value) string {
	v = settle(v)
	if d.absent(at, v) {
		return ""
	}
	s, ok := v.(types.String)
	if !ok {
		d.fault(at, "It is %s, and must be a string.", describe(v))
	}
	return s.ValueString()
}

// list keeps apart what is left out (nil) and what is given empty.
func (d *decoder) list(at []any, v attr.Value) []string {
	v = settle(v)
	if d.absent(at, v) {
		return nil
	}
	elements, ok := listElements(v)
	if !ok {
		d.fault(at, "It is %s, and must be a list of strings.", describe(v))
		return nil
	}
	out := make([]string, 0, len(elements))
	for i, e := range elements {
		at := append(slices.Clone(at), i)
		if e = settle(e); e == nil || e.IsNull() {
			d.fault(at, "It is null, and must be a string.")
			out = append(out, "") // so that the elements after it keep their places
			continue
		}
		out = append(out, d.text(at, e))
	}
	return out
}

// entries are the elements of a map of objects.
func (d *decoder) entries(at []any, v attr.Value) map[string]attr.Value {
	v = settle(v)
	if d.absent(at, v) {
		return nil
	}
	entries, ok := objectMembers(v)
	if !ok {
		d.fault(at, "It is %s, and must be a map of objects by name.", describe(v))
		return nil
	}
	entries = maps.Clone(entries)
	for name, e := range entries {
		if e == nil || settle(e).IsNull() {
			d.fault(append(slices.Clone(at), name), "It is null, and must be an object.")
			delete(entries, name)
		}
	}
	return entries
}

func (d *decoder) members(at []any, v attr.Value, known []string) map[string]attr.Value {
	v = settle(v)
	if d.absent(at, v) {
		return nil
	}
	members, ok := objectMembers(v)
	if !ok {
		d.fault(at, "It is %s, and must be an object.", describe(v))
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, name) {
			d.fault(append(slices.Clone(at), name), "There is no such attribute. What can be here: %s.", strings.Join(known, ", "))
		}
	}
	return members
}

// settle takes the value out of a dynamic one.
func settle(v attr.Value) attr.Value {
	if dynamic, ok := v.(types.Dynamic); ok && !dynamic.IsNull() && !dynamic.IsUnknown() {
		return dynamic.UnderlyingValue()
	}
	return v
}

func listElements(v attr.Value) ([]attr.Value, bool) {
	switch v := v.(type) {
	case types.List:
		return v.Elements(), true
	case types.Tuple:
		return v.Elements(), true
	case types.Set:
		return v.Elements(), true
	}
	return nil, false
}

func objectMembers(v attr.Value) (map[string]attr.Value, bool) {
	switch v := v.(type) {
	case types.Object:
		return v.Attributes(), !v.IsNull() && !v.IsUnknown()
	case types.Map:
		return v.Elements(), !v.IsNull() && !v.IsUnknown()
	}
	return nil, false
}

func describe(v attr.Value) string {
	switch v.(type) {
	case types.String:
		return "a string"
	case types.Bool:
		return "true or false"
	case types.Number, types.Int64, types.Float64:
		return "a number"
	case types.List, types.Tuple, types.Set:
		return "a list"
	case types.Object, types.Map:
		return "an object"
	}
	return "of another type"
}
