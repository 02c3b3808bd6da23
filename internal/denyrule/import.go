package denyrule

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// ImportState takes {compartment_id}/{name} or an identity. The objects are found by name; what they bind is the next plan's.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identityModel
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	} else {
		compartment, name, ok := strings.Cut(req.ID, "/")
		if !ok || !strings.HasPrefix(compartment, "ocid1.") || !ruleName.MatchString(name) || len(name) > maxName {
			resp.Diagnostics.Append(diagnostic.Error(path.Empty(), placement.ImportSummary,
				fmt.Sprintf("%q is not the import id of a deny rule.", req.ID),
				"It reads {compartment_id}/{name}, such as ocid1.tenancy.oc1..aaaa/us-user-data: the compartment that the policies are kept in, and the rule's name."))
			return
		}
		who = identityModel{types.StringValue(compartment), types.StringValue(name)}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	m := model{CompartmentID: who.CompartmentID, Name: who.Name}
	for name, v := range map[string]types.String{"compartment_id": who.CompartmentID, "name": who.Name, "id": m.id()} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), v)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

// home is the region to write in: the state's, or after an import the one that the subscriptions tell.
func (r *Resource) home(ctx context.Context, m model, diags *diag.Diagnostics) (string, bool) {
	if diags.HasError() {
		return "", false
	}
	if name := m.HomeRegion.ValueString(); name != "" {
		return name, true
	}
	if _, err := operation.Session(r.provider); err != nil {
		diags.Append(diagnostic.Config(err))
		return "", false
	}
	name, from, err := policy.Home(ctx, r.provider)
	if err != nil {
		diags.Append(diagnostic.Call{Summary: "Cannot read the tenancy", Tried: "Finding the home region", Region: from}.Error(err))
	}
	return name, err == nil
}

var pathCompartment = path.Root("compartment_id")
