package placement

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Model is the shared attributes; a noun's model embeds it.
type Model struct {
	Region             types.String `tfsdk:"region"`
	DataClass          types.String `tfsdk:"data_class"`
	EffectiveDataClass types.String `tfsdk:"effective_data_class"`
	Exception          types.String `tfsdk:"exception"`
	Country            types.String `tfsdk:"country"`
}

// Attributes are the shared attributes of a resource's schema. What is the noun's word for one of them, such as
// "bucket", used in the descriptions.
func Attributes(what string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Name of the region that holds the %[1]s, such as `us-ashburn-1`; a key such as `iad` is refused. "+
				"A new %[1]s without it is placed in the provider's region; afterwards the one in state stays. It is always known in the plan and shown "+
				"there. A change replaces the %[1]s, and data does not move with it.", what),
			Optional:      true,
			Computed:      true,
			Validators:    []validator.String{regionName{}},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured()},
		},
		"data_class": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Class of the data in the %s, from the boundary's classes or `protected`. It only ever tightens: "+
				"a class that allows more than the boundary gives this compartment has no effect.", what),
			Optional:   true,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"exception": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Name of the boundary's exception that this %[1]s claims, when it is outside. The provider is never told the "+
				"%[1]s's address: a claim of an exception that is limited by address is believed, and `terraform-provider-residency check` verifies it in the plan.", what),
			Optional:   true,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"effective_data_class": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Class by which the %s is judged: `protected` unless the boundary says otherwise.", what),
			Computed:            true,
		},
		"country": schema.StringAttribute{
			MarkdownDescription: "Country of the region, as ISO 3166-1 alpha-2 code; null when the region's country is not in this release's table.",
			Computed:            true,
		},
	}
}

// RegionName refuses what names a region without being its name. A plan cannot turn a key into a name, because Terraform
// holds the planned value against the configured one. A name that the table does not have is refused in the plan.
func RegionName() validator.String { return regionName{} }

type regionName struct{}

func (regionName) Description(context.Context) string { return "value must be a region's name" }

func (v regionName) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (regionName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	written := req.ConfigValue.ValueString()
	if r, ok := region.Lookup(written); ok && r.Name != written {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Region not written as a name",
			fmt.Sprintf("%q stands for the region %s, and a plan cannot turn it into the name.", written, r.Name),
			fmt.Sprintf("Write %s = %q.", req.Path, r.Name)))
	}
}
