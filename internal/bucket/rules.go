package bucket

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// rule is a retention rule without its name. The zero duration is one without end, the zero lock none.
type rule struct {
	amount  int64
	unit    string
	locked  time.Time
	unknown bool // a part of it is known only after apply
}

// rules are the retention rules of a plan or a state, by display name.
func rules(m types.Map) map[string]rule {
	out := map[string]rule{}
	for name, element := range m.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		out[name] = ruleOf(object)
	}
	return out
}

func ruleOf(object types.Object) (r rule) {
	r.unknown = object.IsUnknown()
	if locked, ok := object.Attributes()["time_rule_locked"].(types.String); ok {
		r.unknown = r.unknown || locked.IsUnknown()
		r.locked, _ = time.Parse(time.RFC3339, locked.ValueString()) // validated by the schema
	}
	if duration, ok := object.Attributes()["duration"].(types.Object); ok {
		r.unknown = r.unknown || duration.IsUnknown()
		if amount, ok := duration.Attributes()["time_amount"].(types.Int64); ok {
			r.unknown = r.unknown || amount.IsUnknown()
			r.amount = amount.ValueInt64()
		}
		if unit, ok := duration.Attributes()["time_unit"].(types.String); ok {
			r.unknown = r.unknown || unit.IsUnknown()
			r.unit = unit.ValueString()
		}
	}
	return r
}

// equal says whether two rules mean the same.
func (r rule) equal(other rule) bool {
	return r.amount == other.amount && r.unit == other.unit && r.locked.Equal(other.locked)
}

// daysInYear is only for comparing durations of different units.
const daysInYear = 365

// days is how long the rule keeps an object; without a duration it has no end.
func (r rule) days() int64 {
	if r.unit == "YEARS" {
		return r.amount * daysInYear
	}
	return r.amount
}

// endless says whether the rule keeps objects for as long as it is there.
func (r rule) endless() bool { return r.amount == 0 }

// isLocked says whether the rule can no longer be taken back.
func (r rule) isLocked(now time.Time) bool { return !r.locked.IsZero() && !r.locked.After(now) }

func (r rule) duration() *objectstorage.Duration {
	if r.endless() {
		return nil
	}
	return &objectstorage.Duration{TimeAmount: common.Int64(r.amount), TimeUnit: objectstorage.DurationTimeUnitEnum(r.unit)}
}

func (r rule) lock() *common.SDKTime {
	if r.locked.IsZero() {
		return nil
	}
	return &common.SDKTime{Time: r.locked}
}

// ruleFrom is a rule as Oracle says it.
func ruleFrom(api objectstorage.RetentionRule) rule {
	var r rule
	if api.Duration != nil {
		r.amount, r.unit = attribute.Value(api.Duration.TimeAmount), string(api.Duration.TimeUnit)
	}
	if api.TimeRuleLocked != nil {
		r.locked = api.TimeRuleLocked.Time
	}
	return r
}

// ruleName is the key of a rule: its display name, with the id where the name is missing or there twice.
func ruleName(api objectstorage.RetentionRule, taken func(string) bool) string {
	name, id := attribute.Value(api.DisplayName), attribute.Value(api.Id)
	switch {
	case name == "":
		return id
	case taken(name):
		return fmt.Sprintf("%s (%s)", name, id)
	}
	return name
}

// ruleMap is the listed rules as the attribute. A time keeps the spelling that it had in prior. Without rules the attribute
// stays null where it was; where there was one, it is empty, so that the next refresh asks again.
func ruleMap(prior types.Map, listed []objectstorage.RetentionRule) types.Map {
	if len(listed) == 0 && prior.IsNull() {
		return types.MapNull(ruleType)
	}
	elements := map[string]attr.Value{}
	for _, api := range listed {
		name := ruleName(api, func(name string) bool { _, ok := elements[name]; return ok })
		elements[name] = ruleValue(ruleFrom(api), prior.Elements()[name])
	}
	return types.MapValueMust(ruleType, elements)
}

// ruleValue is a rule as an element of the attribute; one that means the same as the element that was there is that one.
func ruleValue(r rule, prior attr.Value) attr.Value {
	if was, ok := prior.(types.Object); ok && ruleOf(was).equal(r) {
		return was
	}
	duration := types.ObjectNull(durationType.AttrTypes)
	if !r.endless() {
		duration = types.ObjectValueMust(durationType.AttrTypes, map[string]attr.Value{
			"time_amount": types.Int64Value(r.amount), "time_unit": types.StringValue(r.unit),
		})
	}
	locked := types.StringNull()
	if !r.locked.IsZero() {
		locked = types.StringValue(r.locked.UTC().Format(time.RFC3339Nano))
	}
	return types.ObjectValueMust(ruleType.AttrTypes, map[string]attr.Value{"duration": duration, "time_rule_locked": locked})
}
