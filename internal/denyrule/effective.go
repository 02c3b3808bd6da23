package denyrule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// effect is a quota whose value in force is looked up: one of each family, in each subscribed region outside.
type effect struct{ region, service, name, compartment string }

// expected is what effective_quotas must be: nothing at all, everywhere outside.
func (p *planner) expected() types.Map {
	values := map[string]attr.Value{}
	for _, target := range p.rule.Targets {
		for _, family := range p.rule.QuotaFamilies() {
			name, service := p.tenancy.byRegion(family)
			if name == "" {
				continue // it counts by availability domain: Limits would have to be asked for each
			}
			for _, r := range p.rule.Zeroed(target, p.tenancy.subscribed) {
				key := strings.Join([]string{r.Name, service, name}, "/")
				if len(p.rule.Targets) > 1 {
					key += "/" + target.ID
				}
				values[key] = types.Int64Value(0)
			}
		}
	}
	return types.MapValueMust(types.Int64Type, values)
}

// byRegion is a quota of a family that counts by region, the first by name, and its service.
func (t tenancy) byRegion(family string) (name, service string) {
	for _, n := range slices.Sorted(slices.Values(t.families[family])) {
		if c := t.counts[n]; c.scope == limits.LimitDefinitionSummaryScopeTypeRegion {
			return n, c.service
		}
	}
	return "", ""
}

// effects are those that the keys of effective_quotas name.
func (m model) effects() []effect {
	var all []effect
	for key := range m.EffectiveQuotas.Elements() {
		parts := strings.SplitN(key, "/", 4)
		if len(parts) < 3 {
			continue
		}
		e := effect{region: parts[0], service: parts[1], name: parts[2]}
		if e.compartment = strings.Join(parts[3:], ""); e.compartment == "" {
			e.compartment = strings.Join(attribute.Strings(m.CompartmentIDs.Elements()), "")
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b effect) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return all
}

// effective asks Limits what is in force of each quota, region by region. What no quota of the tenancy affects is told as the
// whole limit, because Limits leaves the value out.
func effective(ctx context.Context, p *placement.Provider, m model) (types.Map, error) {
	if m.EffectiveQuotas.IsNull() { // after an import only the next plan says what is to be asked
		return m.EffectiveQuotas, nil
	}
	values := map[string]attr.Value{}
	several := len(m.CompartmentIDs.Elements()) > 1
	for _, e := range m.effects() {
		client, err := p.Session.Limits(e.region)
		if err != nil {
			return m.EffectiveQuotas, err
		}
		answer, err := client.GetResourceAvailability(oci.Shield(ctx), limits.GetResourceAvailabilityRequest{
			ServiceName: &e.service, LimitName: &e.name, CompartmentId: &e.compartment,
		})
		if err != nil {
			return m.EffectiveQuotas, oci.Explain("GetResourceAvailability", e.region, err)
		}
		key := strings.Join([]string{e.region, e.service, e.name}, "/")
		if several {
			key += "/" + e.compartment
		}
		values[key] = types.Int64Value(inForce(answer.ResourceAvailability))
	}
	return types.MapValueMust(types.Int64Type, values), nil
}

func inForce(a limits.ResourceAvailability) int64 {
	if a.EffectiveQuotaValue != nil {
		return int64(*a.EffectiveQuotaValue)
	}
	return max(1, attribute.Value(a.Available)+attribute.Value(a.Used))
}

// zero says whether every quota is in force.
func zero(quotas types.Map) bool {
	for _, v := range quotas.Elements() {
		if n, ok := v.(types.Int64); !ok || n.ValueInt64() != 0 {
			return false
		}
	}
	return true
}
