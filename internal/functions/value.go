package functions

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// valueParameter is the first parameter of every function.
func valueParameter() function.Parameter {
	return function.StringParameter{
		Name: "value",
		MarkdownDescription: "A region's name (`us-ashburn-1`) or key (`iad`), an OCID, an endpoint or URL of Oracle Cloud, or the name of an " +
			"availability domain (`Uocm:PHX-AD-1`), in any case.",
	}
}

// locate reads the region in a function's value, or says why there is none. The value itself is not repeated: it may be
// a URL with a password in it, and Terraform shows the expression anyway.
func locate(value string) (region.Location, *function.FuncError) {
	l := region.Find(value)
	switch l.Kind {
	case region.Regional:
		return l, nil
	case region.Global:
		return l, fault(0, "The OCID is of a type without a region, such as a compartment or a policy, which is the "+
			"tenancy's in all regions. Where values may be of such a type, say what they shall count as: try(provider::residency::…, null).")
	case region.Unknown:
		return l, fault(0, fmt.Sprintf("The value names a place that cannot be told: %s.%s A region that is newer than "+
			"this release of the provider needs a newer release.", l.Reason, didYouMean(l.Text)))
	}
	return l, fault(0, "The value names no place: it is no region's name or key, no OCID, no endpoint of Oracle Cloud and "+
		"no availability domain."+didYouMean(value))
}

// fault is an argument's error. Terraform and OpenTofu put a full stop after it.
func fault(argument int64, text string) *function.FuncError {
	return function.NewArgumentFuncError(argument, strings.TrimSuffix(text, "."))
}

func didYouMean(text string) string {
	near := region.Suggest(text)
	if len(near) == 0 {
		return ""
	}
	return fmt.Sprintf(" Did you mean %s?", strings.Join(near, " or "))
}
