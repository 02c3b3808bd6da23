package placement

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// Judge holds the facts of a planned resource against the boundary: an error for what is outside, undecided or faulty
// when the change is to be refused and a warning otherwise; a warning for what an exception allows.
func (p *Provider) Judge(change Change, facts ...boundary.Fact) (diags diag.Diagnostics) {
	if p.Boundary == nil {
		return nil // Resolve has said so
	}
	for _, fact := range facts {
		for _, finding := range p.Boundary.Findings(fact, p.Now()) {
			at := attributePath(finding.Attribute)
			switch finding.Verdict {
			case boundary.Inside, boundary.GlobalOK, boundary.Leaving:
			case boundary.Excepted:
				diags.Append(diagnostic.Excepted(at, p.Boundary, finding))
			default:
				if change.Refused() {
					diags.Append(diagnostic.Refused(at, p.Boundary, finding, p.way(change, fact)...))
				} else {
					diags.Append(diagnostic.Remarked(at, p.Boundary, finding, remark(change)))
				}
			}
		}
	}
	return diags
}

// attributePath is the path of a fact's attribute, which may be a map's element, such as replicas["us-phoenix-1"].
func attributePath(attribute string) path.Path {
	name, rest, found := strings.Cut(attribute, `["`)
	key, closed := strings.CutSuffix(rest, `"]`)
	if !found || !closed {
		return path.Root(attribute)
	}
	return path.Root(name).AtMapKey(key)
}

// Destination says whether the boundary lets a flow go where it goes, whatever else is to be said of the fact.
func (p *Provider) Destination(fact boundary.Fact) (finding boundary.Finding, allowed bool) {
	finding = p.Boundary.Findings(fact, p.Now())[0]
	switch finding.Verdict {
	case boundary.Inside, boundary.GlobalOK, boundary.Excepted:
		return finding, true
	}
	return finding, false
}

// Audit warns of the boundary's exceptions that are not applied, because they have expired or are not as they must be.
func (p *Provider) Audit() (diags diag.Diagnostics) {
	if p.Boundary == nil {
		return nil
	}
	for _, finding := range p.Boundary.Audit(p.Now()) {
		diags.Append(diagnostic.Warning(path.Empty(), "Exception not in force", finding.Message))
	}
	return diags
}

// way says what else the person can do than the finding says.
func (p *Provider) way(change Change, fact boundary.Fact) []string {
	var out []string
	if fact.Compartment == "" && p.Boundary != nil && len(p.Boundary.Classes()) > 0 {
		out = append(out, "The compartment is not known in this plan, so no class that the boundary gives by compartment could be used.")
	}
	if change == Update && fact.Kind == boundary.Placement {
		out = append(out, "What is there can always be destroyed: remove the resource from the configuration and apply.")
	}
	return out
}

func remark(change Change) string {
	if change == Mend {
		return "This plan only takes back what was done by hand or writes nothing to the cloud, so it is not refused."
	}
	return "This plan leaves it as it is. A plan that creates, updates or replaces it will be refused; destroying it always works."
}

// priorRegionKey is the private state that carries the region of what is replaced to the second half of a replacement,
// which Terraform plans as if nothing had been there.
const priorRegionKey = "region"

// PriorRegion is the region of what a plan without a state replaces; "" for what is really new.
func PriorRegion(ctx context.Context, req resource.ModifyPlanRequest) (string, diag.Diagnostics) {
	if !req.State.Raw.IsNull() || req.Private == nil {
		return "", nil
	}
	raw, diags := req.Private.GetKey(ctx, priorRegionKey)
	var name string
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &name); err != nil {
			diags.AddError("Unreadable private state", fmt.Sprintf("The region in the private state is %q: %s.", raw, err))
		}
	}
	return name, diags
}

// KeepPriorRegion remembers where the resource is, for PriorRegion.
func KeepPriorRegion(ctx context.Context, state *Model, resp *resource.ModifyPlanResponse) diag.Diagnostics {
	if state == nil || state.Region.IsNull() || resp.Private == nil {
		return nil
	}
	raw, err := json.Marshal(state.Region.ValueString())
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unwritable private state", err.Error())}
	}
	return resp.Private.SetKey(ctx, priorRegionKey, raw)
}
