package operation

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Change says what a plan does with a resource. pending says that an earlier apply has not finished, and own are attributes that
// the noun plans by itself: to bring them about places nothing. Where it is Nothing, the plan is the state: the framework has
// marked as unknown what nothing will change, if the configuration only writes in another form what is there.
func (p Proposal[M]) Change(plan M, pending bool, own ...string) placement.Change {
	if p.State == nil {
		return placement.Create
	}
	change := placement.Nothing
	if pending {
		change = placement.Mend
	}
	own = append(own, "timeouts", "deletion_protection") // which Oracle does not know
	config, state := values(reflect.ValueOf(p.Config)), values(reflect.ValueOf(*p.State))
	for name, v := range values(reflect.ValueOf(plan)) {
		switch {
		case strings.HasSuffix(name, "_wo") || !asks(config[name], v, state[name]): // a version says whether the former changes
		case slices.Contains(own, name):
			change = placement.Mend
		default:
			return placement.Update
		}
	}
	return change
}

// asks says whether an argument is to become another than it is, or may: one that is known only after apply. What the
// configuration leaves to Oracle, wholly or in a part, is not asked for.
func asks(config, plan, state attr.Value) bool {
	if config.IsUnknown() {
		return true
	}
	if plan.IsUnknown() {
		return false
	}
	written, ok := config.(types.Object)
	planned, _ := plan.(types.Object)
	held, _ := state.(types.Object)
	if !ok || written.IsNull() || planned.IsNull() || held.IsNull() {
		return !plan.Equal(state)
	}
	for name, v := range planned.Attributes() {
		if asks(written.Attributes()[name], v, held.Attributes()[name]) {
			return true
		}
	}
	return false
}

// values are the framework values of a noun's model by attribute, those of embedded structs too.
func values(m reflect.Value) map[string]attr.Value {
	out := map[string]attr.Value{}
	for i := range m.NumField() {
		if v, ok := reflect.TypeAssert[attr.Value](m.Field(i)); ok {
			out[m.Type().Field(i).Tag.Get("tfsdk")] = v
		} else if m.Field(i).Kind() == reflect.Struct {
			maps.Copy(out, values(m.Field(i)))
		}
	}
	return out
}
