package policy

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Identity is what tells a noun that is kept as policies from all others.
type Identity struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Name          types.String `tfsdk:"name"`
}

// ID is {compartment_id}/{name}, which can be imported.
func (i Identity) ID() types.String {
	return types.StringValue(i.CompartmentID.ValueString() + "/" + i.Name.ValueString())
}

// IdentitySchema describes Identity.
func IdentitySchema(noun string) identityschema.Schema {
	return identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"compartment_id": identityschema.StringAttribute{RequiredForImport: true, Description: "OCID of the compartment that the policies are kept in."},
			"name":           identityschema.StringAttribute{RequiredForImport: true, Description: fmt.Sprintf("Name of the %s.", noun)},
		},
	}
}

var name = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// Name is the argument name, of most characters at most.
func Name(description string, most int) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		Validators: []validator.String{
			stringvalidator.LengthBetween(1, most),
			stringvalidator.RegexMatches(name, "must have letters, digits, periods, hyphens and underscores only"),
		},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// Kept is the argument compartment_id: where the policies are kept, which they never leave.
func Kept(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		Validators:          []validator.String{attribute.CompartmentOCID()},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// Import takes {compartment_id}/{name}, of most characters at most, or an identity. noun is such as "a deny rule", example an id.
func Import(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, noun, example string, most int) {
	var who Identity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	} else {
		compartment, called, ok := strings.Cut(req.ID, "/")
		if !ok || !strings.HasPrefix(compartment, "ocid1.") || !name.MatchString(called) || len(called) > most {
			resp.Diagnostics.Append(diagnostic.Error(path.Empty(), placement.ImportSummary, fmt.Sprintf("%q is not the import id of %s.", req.ID, noun),
				fmt.Sprintf("It reads {compartment_id}/{name}, such as %s: the compartment that the policies are kept in, and the name.", example)))
			return
		}
		who = Identity{types.StringValue(compartment), types.StringValue(called)}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for attribute, v := range map[string]types.String{"compartment_id": who.CompartmentID, "name": who.Name, "id": who.ID()} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), v)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}
