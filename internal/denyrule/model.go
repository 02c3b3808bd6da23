package denyrule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

// model is a rule in Terraform's values.
type model struct {
	ID             types.String   `tfsdk:"id"`
	Name           types.String   `tfsdk:"name"`
	Description    types.String   `tfsdk:"description"`
	CompartmentID  types.String   `tfsdk:"compartment_id"`
	CompartmentIDs types.List     `tfsdk:"compartment_ids"`
	Services       types.List     `tfsdk:"services"`
	Block          types.List     `tfsdk:"block"`
	Layers         types.List     `tfsdk:"layers"`
	Spare          types.Map      `tfsdk:"spare"`
	NetworkSources types.List     `tfsdk:"network_sources"`
	Revision       types.Int64    `tfsdk:"revision"`
	FreeformTags   types.Map      `tfsdk:"freeform_tags"`
	DefinedTags    types.Map      `tfsdk:"defined_tags"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`

	Boundary        types.String `tfsdk:"boundary"`
	Statements      types.List   `tfsdk:"statements"`
	QuotaStatements types.List   `tfsdk:"quota_statements"`
	Proof           types.List   `tfsdk:"proof"`
	Gaps            types.List   `tfsdk:"gaps"`
	HomeRegion      types.String `tfsdk:"home_region"`
	PolicyID        types.String `tfsdk:"policy_id"`
	PolicyIDs       types.Map    `tfsdk:"policy_ids"`
	QuotaID         types.String `tfsdk:"quota_id"`
	EffectiveQuotas types.Map    `tfsdk:"effective_quotas"`
}

func (m model) identity() policy.Identity {
	return policy.Identity{CompartmentID: m.CompartmentID, Name: m.Name}
}

// asksLike says whether a plan asks for what the state was made from.
func (m model) asksLike(plan model) bool {
	return plan.Name.Equal(m.Name) && plan.CompartmentID.Equal(m.CompartmentID) && plan.CompartmentIDs.Equal(m.CompartmentIDs) &&
		plan.Services.Equal(m.Services) && plan.Block.Equal(m.Block) && plan.Layers.Equal(m.Layers) && plan.Spare.Equal(m.Spare) &&
		plan.NetworkSources.Equal(m.NetworkSources) && plan.Revision.Equal(m.Revision) && plan.Description.Equal(m.Description) &&
		plan.FreeformTags.Equal(m.FreeformTags) && plan.DefinedTags.Equal(m.DefinedTags)
}

// unknown names the arguments that this plan does not know.
func (m model) unknown() []string {
	var names []string
	for _, one := range []struct {
		name  string
		value attr.Value
	}{
		{"name", m.Name},
		{"compartment_id", m.CompartmentID},
		{"compartment_ids", m.CompartmentIDs},
		{"services", m.Services},
		{"block", m.Block},
		{"layers", m.Layers},
		{"spare", m.Spare},
		{"network_sources", m.NetworkSources},
	} {
		if !knownWhole(one.value) {
			names = append(names, one.name)
		}
	}
	return names
}

func knownWhole(v attr.Value) bool {
	if v.IsUnknown() {
		return false
	}
	var parts []attr.Value
	switch v := v.(type) {
	case types.List:
		parts = v.Elements()
	case types.Map:
		for _, part := range v.Elements() {
			parts = append(parts, part)
		}
	case types.Object:
		for _, part := range v.Attributes() {
			parts = append(parts, part)
		}
	}
	return !slices.ContainsFunc(parts, func(part attr.Value) bool { return !knownWhole(part) })
}

// wants says whether the rule has a layer.
func (m model) wants(layer string) bool {
	layers := attribute.Strings(m.Layers.Elements())
	return len(layers) == 0 || slices.Contains(layers, layer)
}

// spared is one entry of spare.
type spared struct{ key, reason, approvedBy, expires string }

// spares lists the entries of spare by key.
func (m model) spares() []spared {
	var all []spared
	for key, element := range m.Spare.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		text := func(name string) string {
			s, _ := object.Attributes()[name].(types.String)
			return s.ValueString()
		}
		all = append(all, spared{key, text("reason"), text("approved_by"), text("expires")})
	}
	slices.SortFunc(all, func(a, b spared) int { return strings.Compare(a.key, b.key) })
	return all
}

// until is the last second of the last day; the zero value for good. ok is false for a day that no calendar has.
func (s spared) until() (t time.Time, ok bool) {
	if s.expires == "" {
		return time.Time{}, true
	}
	day, err := time.Parse(time.DateOnly, s.expires)
	return day.AddDate(0, 0, 1).Add(-time.Second), err == nil
}

// show puts what was compiled into the model.
func (m *model) show(out compile.Output) {
	m.Statements, m.QuotaStatements = attribute.TextList(out.Statements()), attribute.TextList(out.Quota)
	lines := make([]attr.Value, 0, len(out.Proof))
	for _, l := range out.Proof {
		lines = append(lines, types.ObjectValueMust(lineType.AttrTypes, map[string]attr.Value{
			"obligation": text(l.Obligation), "service": text(l.Service), "operation": text(l.Operation), "variant": text(l.Variant),
			"layers": attribute.TextList(l.Layers), "assumptions": attribute.TextList(l.Assumptions), "except": text(l.Except),
		}))
	}
	m.Proof = types.ListValueMust(lineType, lines)
	gaps := make([]attr.Value, 0, len(out.Gaps))
	for _, g := range out.Gaps {
		gaps = append(gaps, types.ObjectValueMust(gapType.AttrTypes, map[string]attr.Value{
			"obligation": text(g.Obligation), "service": text(g.Service), "operation": text(g.Operation), "variant": text(g.Variant),
			"why": text(g.Why), "instead": text(g.Instead),
		}))
	}
	m.Gaps = types.ListValueMust(gapType, gaps)
}

func text(s string) types.String { return attribute.Text(&s) }

// canonicalQuota are quota statements as this provider writes them, so that what Oracle only reformats is no difference. What cannot
// be read stays as it is.
func canonicalQuota(statements []string) []string {
	out := make([]string, 0, len(statements))
	for _, text := range statements {
		if s, err := quota.Parse(text); err == nil {
			text = s.String()
		}
		out = append(out, text)
	}
	return out
}

// ids is the map of policy_ids.
func ids(policies []policy.Policy) types.Map {
	values := map[string]attr.Value{}
	for _, p := range policies {
		values[attribute.Value(p.Name)] = types.StringValue(attribute.Value(p.Id))
	}
	return types.MapValueMust(types.StringType, values)
}

// policyNames lists the names of the policies in the state, in the order of their numbers.
func (m model) policyNames() []string {
	have := attribute.Texts(m.PolicyIDs)
	var names []string
	for i := range len(have) + compile.MaxStatements {
		name := m.Name.ValueString()
		if i > 0 {
			name = fmt.Sprintf("%s-%d", name, i+1)
		}
		if have[name] != "" {
			names = append(names, name)
		}
	}
	return names
}
