package bucket

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// ImportState takes n/{namespace}/b/{name} in the provider's region, {region}/n/{namespace}/b/{name}, or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identity
	if req.ID != "" {
		parsed, fault := parseID(req.ID)
		if fault != nil {
			resp.Diagnostics.Append(fault)
			return
		}
		who = parsed
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	}
	resp.Diagnostics.Append(who.complete(r.provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for name, v := range map[string]types.String{
		"region": who.Region, "namespace": who.Namespace, "name": who.Name,
		"id": model{Model: placement.Model{Region: who.Region}, Namespace: who.Namespace, Name: who.Name}.id(),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), v)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// parseID reads an import id. The region is null when the id does not say it.
func parseID(id string) (identity, diag.Diagnostic) {
	fault := diagnostic.Error(path.Empty(), placement.ImportSummary,
		fmt.Sprintf("%q is not the import id of a bucket.", id),
		"It reads {region}/n/{namespace}/b/{name}, such as us-ashburn-1/n/acme/b/ledger, or n/{namespace}/b/{name} for the provider's region.")
	parts := strings.Split(id, "/")
	who := identity{Region: types.StringNull()}
	if len(parts) == 5 && parts[0] != "" {
		who.Region = types.StringValue(parts[0])
		parts = parts[1:]
	}
	if len(parts) != 4 || parts[0] != "n" || parts[2] != "b" || !named(parts[1], namespaceName, maxNamespaceName) || !named(parts[3], bucketName, maxBucketName) || slices.Contains(noNames, parts[3]) {
		return who, fault
	}
	who.Namespace, who.Name = types.StringValue(parts[1]), types.StringValue(parts[3])
	return who, nil
}

// named says whether a name has the form and is not too long.
func named(name string, form *regexp.Regexp, most int) bool {
	return len(name) <= most && form.MatchString(name)
}

// complete finds the region where it is left out, and refuses one that is none.
func (who *identity) complete(p *placement.Provider) diag.Diagnostics {
	name, diags := p.ImportRegion(who.Region.ValueString(), "{region}/n/{namespace}/b/{name}")
	who.Region = types.StringValue(name)
	return diags
}
