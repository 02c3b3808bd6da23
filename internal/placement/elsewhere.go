package placement

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Part is something that a resource is joined with, such as a subnet.
type Part struct {
	Attribute string
	What      string // such as "Network security group"
	OCIDs     []string
}

// Elsewhere refuses parts of other regions than the resource's. noun is such as "database".
func (m Model) Elsewhere(noun string, parts ...Part) (diags diag.Diagnostics) {
	for _, part := range parts {
		for _, ocid := range part.OCIDs {
			where := region.FindOCID(ocid)
			if ocid == "" || where.Region.Name == m.Region.ValueString() {
				continue
			}
			says := "names no region that this release knows"
			if where.Kind == region.Regional {
				says = "says " + where.Region.Name
			}
			diags.Append(diagnostic.Error(path.Root(part.Attribute), part.What+" in another region",
				fmt.Sprintf("The OCID %s %s, and the %s is in %s. Oracle joins a %[3]s only with what is in its own region.", ocid, says, noun, m.Region.ValueString()),
				fmt.Sprintf("Use a %s of %s.", strings.ToLower(part.What[:1])+part.What[1:], m.Region.ValueString())))
		}
	}
	return diags
}
