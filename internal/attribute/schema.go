package attribute

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// Compartment is the argument compartment_id, which moves the noun in place.
func Compartment(noun string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("OCID of the compartment. A change moves the %s in place.", noun),
		Required:            true,
		Validators:          []validator.String{CompartmentOCID()},
	}
}

var compartmentOCID = regexp.MustCompile(`^ocid1\.(compartment|tenancy)\.[a-z0-9]+\.[a-z0-9-]*\.[A-Za-z0-9_.-]+$`)

// CompartmentOCID accepts a compartment's OCID, and the tenancy's, which is its root compartment's.
func CompartmentOCID() validator.String {
	return stringvalidator.RegexMatches(compartmentOCID,
		"must be the OCID of a compartment, such as ocid1.compartment.oc1..aaaa…, or of the tenancy for its root compartment")
}

// OCID accepts the OCIDs of regional things of the types, such as "key". What has no region in it is refused: nobody could
// say where it is.
func OCID(kinds ...string) validator.String {
	form := regexp.MustCompile(`^ocid1\.(` + strings.Join(kinds, "|") + `)\.[a-z0-9]+\.[a-z0-9-]+\.[A-Za-z0-9_.-]+$`)
	return stringvalidator.RegexMatches(form, fmt.Sprintf("must be the OCID of a %s, such as ocid1.%[1]s.oc1.iad.aaaa…, with a region in it", kinds[0]))
}

// Stable is a computed attribute that never changes.
func Stable(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// Shown is a computed attribute that Oracle may change.
func Shown(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// Timestamp accepts RFC 3339, which is what the SDK sends.
func Timestamp() validator.String { return timestamp{} }

type timestamp struct{}

func (timestamp) Description(context.Context) string { return "value must be a time in RFC 3339" }

func (v timestamp) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (timestamp) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Time not readable",
			fmt.Sprintf("%q is not a time in RFC 3339.", req.ConfigValue.ValueString()),
			`Write it like "2027-03-31T00:00:00Z".`))
	}
}

// DeletionProtection is the argument deletion_protection, for operation.Guard. noun is such as "database".
func DeletionProtection(noun string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: fmt.Sprintf("Whether the %s is kept from being destroyed or replaced: the plan that would destroy it is refused, also when its whole block is "+
			"gone from the configuration, until `false` has been applied. Terraform keeps it in the state; Oracle does not know of it.", noun),
		Optional: true,
	}
}
