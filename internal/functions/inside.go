package functions

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundaries"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// NewInside returns inside: whether the region in a value is inside a boundary.
func NewInside() function.Function { return inside{} }

type inside struct{}

// Metadata names the function.
func (inside) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "inside"
}

// Definition describes the parameters and the result.
func (inside) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether the region in a value is inside a boundary",
		MarkdownDescription: "Returns whether the region that a value names is inside a boundary, for its protected class: the strictest. " +
			"Exceptions and the other classes are not looked at, because they belong to resources and not to values.\n\n" +
			"It is false also where it cannot be told: for a region whose country Oracle's documentation does not state, unless the boundary names the region. " +
			"It is an error where `region_of` has one, except for a region that this release does not know and the boundary names, and for a faulty boundary.",
		Parameters: []function.Parameter{
			valueParameter(),
			function.DynamicParameter{
				Name: "boundary",
				MarkdownDescription: "An object with the attributes of the provider's `boundary`, such as `{ jurisdictions = [\"US\"] }`; `name` may be left out. " +
					"The provider's own is `declaration` of the data source `residency_boundary`.",
			},
		},
		Return: function.BoolReturn{},
	}
}

// Run answers, or says why there is no answer.
func (inside) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var value string
	var declared types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &value, &declared); resp.Error != nil {
		return
	}
	b, err := boundaries.FromDynamic(declared)
	if err != nil {
		resp.Error = fault(1, err.Error())
		return
	}
	answer, failed := judge(value, b)
	if failed != nil {
		resp.Error = failed
		return
	}
	resp.Error = resp.Result.Set(ctx, answer)
}

// judge leaves the decision to the boundary. It is given no address, compartment or claim, so that no exception applies
// and the time does not matter.
func judge(value string, b *boundary.Boundary) (bool, *function.FuncError) {
	l, failed := locate(value)
	if l.Kind != region.Regional && l.Kind != region.Unknown {
		return false, failed
	}
	finding := b.Judge(boundary.Fact{
		Kind:  boundary.Placement,
		Place: boundary.Place{Location: l, Evidence: "the function's argument"},
	}, time.Time{})
	if finding.Verdict == boundary.Inside {
		return true, nil
	}
	return false, failed
}
