package boundaries

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// Root is the provider block's attribute.
var Root = path.Root("boundary")

// ErrUnknown is the error of FromDynamic for a boundary of which a part is known only after apply.
var ErrUnknown = errors.New("a part of the boundary is known only after apply, so nothing can be judged against it yet")

// Decode reads the value of the provider block's attribute. The declaration is nil without a value. unknown lists the
// members that are known only after apply, sorted: where there is one, the declaration is not whole and must not be used.
// The declaration is not checked yet: see boundary.New, and New for all of it.
func Decode(_ context.Context, value types.Object) (decl *boundary.Declaration, unknown []path.Path, diags diag.Diagnostics) {
	if value.IsNull() {
		return nil, nil, nil
	}
	d := decoder{}
	declared := d.declaration(value)
	return &declared, d.unknownPaths(), faultsOf(d.faults)
}

// New is the boundary that the provider block's attribute declares, with every fault at its attribute. It is nil without
// a value, with unknown members, and with faults.
func New(_ context.Context, value types.Object) (b *boundary.Boundary, unknown []path.Path, diags diag.Diagnostics) {
	if value.IsNull() {
		return nil, nil, nil
	}
	d := decoder{}
	declared := d.declaration(value)
	if unknown = d.unknownPaths(); len(unknown) > 0 {
		return nil, unknown, faultsOf(d.faults)
	}
	b, err := d.check(declared)
	if err != nil {
		return nil, nil, faultsOf(err)
	}
	return b, nil, nil
}

// faultsOf puts each fault at its attribute, and names the attribute: Terraform shows no more of a nested one than the
// block that it is in.
func faultsOf(faults boundary.Faults) diag.Diagnostics {
	if len(faults) == 0 {
		return nil
	}
	faults = slices.Clone(faults)
	for i, f := range faults {
		faults[i].Message = "In " + under(f.Path).String() + ": " + f.Message
	}
	return diagnostic.Faults(Root, faults)
}

// FromDynamic reads the boundary that a function is given: an object with the attributes of the provider block's
// boundary, of which all but jurisdictions may be left out, or the whole of the data source residency_boundary. The error is
// boundary.Faults, or ErrUnknown.
func FromDynamic(_ context.Context, value types.Dynamic) (*boundary.Boundary, error) {
	d := decoder{strict: true}
	object := value.UnderlyingValue()
	if members, ok := objectMembers(object); ok && members["declaration"] != nil && members["sha256"] != nil {
		object = members["declaration"]
	}
	if value.IsUnknown() || value.IsUnderlyingValueUnknown() {
		return nil, ErrUnknown
	}
	declared := d.declaration(object)
	if len(d.unknown) > 0 {
		return nil, ErrUnknown
	}
	if declared.Name == "" {
		declared.Name = "inline"
	}
	b, faults := d.check(declared)
	if len(faults) > 0 {
		return nil, faults
	}
	return b, nil
}

// under is the path of a member of the provider block's attribute.
func under(steps []any) path.Path {
	at := Root
	for i, step := range steps {
		switch step := step.(type) {
		case int:
			at = at.AtListIndex(step)
		case string:
			if i == 1 { // the first step is the map "classes" or "exceptions"
				at = at.AtMapKey(step)
			} else {
				at = at.AtName(step)
			}
		}
	}
	return at
}
