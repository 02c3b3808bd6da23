package boundaries

import (
	"errors"

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

// New is the boundary that the provider block's attribute declares. unknown lists the attributes that are known only after
// apply, sorted, such as "boundary.jurisdictions[0]". The boundary is nil without a value, with unknown attributes, and with
// faults, of which every one is told.
func New(value types.Dynamic) (b *boundary.Boundary, unknown []string, diags diag.Diagnostics) {
	if value.IsNull() || value.IsUnderlyingValueNull() {
		return nil, nil, nil
	}
	d, declared := decode(value)
	if unknown = d.unknownNames(); len(unknown) > 0 {
		return nil, unknown, diagnostic.Faults(Root, d.faults)
	}
	b, faults := d.check(declared)
	return b, nil, diagnostic.Faults(Root, faults)
}

// FromDynamic reads the boundary that a function is given: what the provider block takes, of which name may be left out. The
// error is boundary.Faults, or ErrUnknown.
func FromDynamic(value types.Dynamic) (*boundary.Boundary, error) {
	d, declared := decode(value)
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

// decode reads a declaration, or the one that is in the whole of the data source residency_boundary.
func decode(value types.Dynamic) (*decoder, boundary.Declaration) {
	object := settle(value)
	if members, ok := objectMembers(object); ok && members["declaration"] != nil && members["sha256"] != nil {
		object = members["declaration"]
	}
	d := &decoder{}
	return d, d.declaration(object)
}
