package placement

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ImportSummary is the summary of every fault of an import id or identity.
const ImportSummary = "Import id not readable"

// ImportRegion is the name of the region that an import or a query says, in any form, or else the provider's. The form is
// that of the whole import id, for the diagnostics.
func (p *Provider) ImportRegion(written, form string) (name string, diags diag.Diagnostics) {
	if written == "" && p != nil && p.Session != nil {
		written, _ = p.Session.Region()
	}
	if written == "" {
		diags.Append(diagnostic.Error(path.Empty(), ImportSummary, "The import says no region, and the provider has none.",
			fmt.Sprintf("Import %s, or set the provider's region.", form)))
		return "", diags
	}
	if found, ok := region.Lookup(written); ok {
		return found.Name, nil
	}
	next := "The data source residency_regions lists the regions that this release knows."
	if near := region.Suggest(written); len(near) > 0 {
		next = "Did you mean " + strings.Join(near, " or ") + "?"
	}
	diags.Append(diagnostic.Error(path.Empty(), ImportSummary, fmt.Sprintf("%q is not a region of Oracle Cloud that this release knows.", written), next))
	return "", diags
}

// OraclesProvider says whether the address of a moved resource's provider, such as registry.terraform.io/oracle/oci, is of
// Oracle's provider, in whichever registry, under its own name or the one from before.
func OraclesProvider(address string) bool {
	parts := strings.Split(address, "/")
	if len(parts) < 2 || parts[len(parts)-1] != "oci" {
		return false
	}
	owner := parts[len(parts)-2]
	return owner == "oracle" || owner == "hashicorp"
}

// NoTimeouts is the timeouts block of what was imported, listed or moved.
func NoTimeouts() timeouts.Value {
	return timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{
		"create": types.StringType, "read": types.StringType, "update": types.StringType, "delete": types.StringType,
	})}
}

// Lingering is a context that ends a while after ctx: a write that was sent when Terraform was interrupted is worth an
// answer, because without one nobody knows whether it took effect.
func Lingering(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return out, func() { stop(); cancel() }
}
