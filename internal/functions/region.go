package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// regionFunction answers with something that the table says about the region in a value.
type regionFunction struct {
	name, summary, description string
	answer                     func(region.Region) (string, *function.FuncError)
}

// NewRegionOf returns region_of: the name of the region in a value.
func NewRegionOf() function.Function {
	return regionFunction{
		name:    "region_of",
		summary: "Name of the region in a value",
		description: "Returns the name of the region that a value names, such as `us-ashburn-1`, from an OCID, an endpoint or URL, an availability domain, " +
			"or a region's own name or key.\n\n" +
			"It is an error if the value names no place, if its region is not known, or if it contradicts itself (an OCID whose realm is not the region's, " +
			"a host with two regions). It is also an error, and not null, for an OCID that has no region, such as a compartment's: as a `region` argument, " +
			"null would silently mean the provider's region.",
		answer: func(r region.Region) (string, *function.FuncError) { return r.Name, nil },
	}
}

// NewCountryOf returns country_of: the country of the region in a value.
func NewCountryOf() function.Function {
	return regionFunction{
		name:    "country_of",
		summary: "Country of the region in a value",
		description: "Returns the ISO 3166-1 alpha-2 code of the country that the region in a value is in, such as `US`.\n\n" +
			"It is an error where `region_of` has one, and for a region whose country Oracle's documentation does not state: that its name suggests a country " +
			"is no evidence. The data source `residency_regions` lists such regions with `documented = false`.",
		answer: func(r region.Region) (string, *function.FuncError) {
			if !r.Documented {
				return "", fault(0, fmt.Sprintf("Oracle's documentation does not state the country of %s. Its name suggests %s (%s), "+
					"and a name is no evidence. A boundary can confirm it by naming the region.", r.Name, region.CountryName(r.Country), r.Country))
			}
			return r.Country, nil
		},
	}
}

// NewRegionKey returns region_key: the key of the region in a value.
func NewRegionKey() function.Function {
	return regionFunction{
		name:    "region_key",
		summary: "Key of the region in a value",
		description: "Returns the three-letter key of the region that a value names, in lower case, such as `iad`. IAM conditions (`request.region`) want keys; " +
			"quotas and nearly everything else want names.\n\nIt is an error where `region_of` has one.",
		answer: func(r region.Region) (string, *function.FuncError) { return r.Key, nil },
	}
}

// Metadata names the function.
func (f regionFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

// Definition describes the parameters and the result.
func (f regionFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             f.summary,
		MarkdownDescription: f.description,
		Parameters:          []function.Parameter{valueParameter()},
		Return:              function.StringReturn{},
	}
}

// Run answers, or says why there is no answer.
func (f regionFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var value string
	if resp.Error = req.Arguments.Get(ctx, &value); resp.Error != nil {
		return
	}
	l, err := locate(value)
	if err != nil {
		resp.Error = err
		return
	}
	answer, err := f.answer(l.Region)
	if err != nil {
		resp.Error = err
		return
	}
	resp.Error = resp.Result.Set(ctx, answer)
}
