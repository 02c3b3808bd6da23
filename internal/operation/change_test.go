package operation_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

type Named struct {
	Name types.String `tfsdk:"name"`
}

// thing has an argument, one that Oracle chooses, one with members, what only the noun plans, and what Terraform keeps.
type thing struct {
	Named

	Size      types.Int64  `tfsdk:"size"`
	Policy    types.Object `tfsdk:"policy"`
	Copies    types.Int64  `tfsdk:"copies"`
	Protected types.Bool   `tfsdk:"deletion_protection"`
	Password  types.String `tfsdk:"password_wo"`
}

func policy(kind, start types.String) types.Object {
	return types.ObjectValueMust(map[string]attr.Type{"kind": types.StringType, "start": types.StringType}, map[string]attr.Value{"kind": kind, "start": start})
}

func there() thing {
	return thing{
		Named: Named{types.StringValue("orders")}, Size: types.Int64Value(2), Policy: policy(types.StringValue("DAILY"), types.StringValue("02:00")),
		Copies: types.Int64Value(0), Protected: types.BoolNull(), Password: types.StringNull(),
	}
}

func TestChange(t *testing.T) {
	none := policy(types.StringNull(), types.StringNull())
	written := func() thing { // in the configuration
		return thing{Named: Named{types.StringValue("orders")}, Size: types.Int64Null(), Policy: types.ObjectNull(none.AttributeTypes(t.Context())), Copies: types.Int64Null()}
	}
	for name, c := range map[string]struct {
		change  func(plan, config *thing)
		pending bool
		want    placement.Change
	}{
		"nothing":                {func(_, _ *thing) {}, false, placement.Nothing},
		"unfinished":             {func(_, _ *thing) {}, true, placement.Mend},
		"an argument":            {func(plan, _ *thing) { plan.Name = types.StringValue("bills") }, true, placement.Update},
		"one that is not known":  {func(plan, config *thing) { plan.Name, config.Name = types.StringUnknown(), types.StringUnknown() }, false, placement.Update},
		"one that is left out":   {func(plan, _ *thing) { plan.Size = types.Int64Unknown() }, false, placement.Nothing},
		"one that is taken away": {func(plan, _ *thing) { plan.Size = types.Int64Null() }, false, placement.Update},
		"a member": {func(plan, config *thing) {
			plan.Policy = policy(types.StringValue("NONE"), types.StringUnknown())
			config.Policy = none
		}, false, placement.Update},
		"a member that is unknown": {func(_, config *thing) { config.Policy = policy(types.StringUnknown(), types.StringNull()) }, false, placement.Update},
		"a member that is left out": {
			func(plan, config *thing) {
				plan.Policy = policy(types.StringValue("DAILY"), types.StringUnknown())
				config.Policy = none
			}, false, placement.Nothing,
		},
		"what the noun plans": {func(plan, _ *thing) { plan.Copies = types.Int64Value(1) }, false, placement.Mend},
		"the protection": {func(plan, config *thing) {
			plan.Protected, config.Protected = types.BoolValue(true), types.BoolValue(true)
		}, false, placement.Mend},
		"the password": {func(plan, config *thing) {
			plan.Password, config.Password = types.StringUnknown(), types.StringUnknown()
		}, false, placement.Nothing},
	} {
		state, plan, config := there(), there(), written()
		c.change(&plan, &config)
		p := operation.Proposal[thing]{Config: config, State: &state}
		assert.Equal(t, c.want, p.Change(plan, c.pending, "copies"), name)
	}
	assert.Equal(t, placement.Create, operation.Proposal[thing]{}.Change(there(), true))
}

func TestGuard(t *testing.T) {
	type keeper struct {
		On types.Bool `tfsdk:"on"`
	}
	s := schema.Schema{Attributes: map[string]schema.Attribute{"on": schema.BoolAttribute{Optional: true}}}
	kind := s.Type().TerraformType(t.Context())
	held := func(on bool) tfsdk.State {
		return tfsdk.State{Schema: s, Raw: tftypes.NewValue(kind, map[string]tftypes.Value{"on": tftypes.NewValue(tftypes.Bool, on)})}
	}
	none, same := tftypes.NewValue(kind, nil), held(true).Raw
	guard := func(state tfsdk.State, plan tftypes.Value, replaced path.Paths, lost string) diag.Diagnostics {
		return operation.Guard(t.Context(), resource.ModifyPlanRequest{State: state, Plan: tfsdk.Plan{Schema: s, Raw: plan}}, replaced, func(k keeper) operation.Protected {
			return operation.Protected{On: k.On, What: `database "orders"`, Lost: lost}
		})
	}
	assert.Empty(t, guard(tfsdk.State{Schema: s, Raw: none}, same, nil, "all"), "a new one")
	assert.Empty(t, guard(held(true), same, nil, "all"), "an update")
	assert.True(t, guard(held(true), none, nil, "all").HasError(), "a destruction")
	assert.True(t, guard(held(true), same, path.Paths{path.Root("on")}, "all").HasError(), "a replacement")
	assert.Empty(t, guard(held(false), none, nil, "all"))
	assert.Empty(t, guard(held(false), same, path.Paths{path.Root("on")}, ""))
	lost := guard(held(false), same, path.Paths{path.Root("on")}, "all that is in it")
	require.Len(t, lost, 1)
	assert.Equal(t, diag.SeverityWarning, lost[0].Severity())
	assert.Contains(t, lost[0].Detail(), "all that is in it")
}
