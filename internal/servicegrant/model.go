package servicegrant

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_service_grant"

// model is a grant in Terraform's values.
type model struct {
	ID            types.String   `tfsdk:"id"`
	Name          types.String   `tfsdk:"name"`
	CompartmentID types.String   `tfsdk:"compartment_id"`
	Regions       types.List     `tfsdk:"regions"`
	Copies        types.Bool     `tfsdk:"allow_copy_and_replication"`
	Description   types.String   `tfsdk:"description"`
	FreeformTags  types.Map      `tfsdk:"freeform_tags"`
	DefinedTags   types.Map      `tfsdk:"defined_tags"`
	Statements    types.List     `tfsdk:"statements"`
	PolicyID      types.String   `tfsdk:"policy_id"`
	HomeRegion    types.String   `tfsdk:"home_region"`
	Timeouts      timeouts.Value `tfsdk:"timeouts"`
}

func (m model) identity() policy.Identity {
	return policy.Identity{CompartmentID: m.CompartmentID, Name: m.Name}
}

// wanted is the grant's statements.
func (m model) wanted() []string {
	compartment := m.CompartmentID.ValueString()
	return statements(attribute.Strings(m.Regions.Elements()), compartment, strings.HasPrefix(compartment, "ocid1.tenancy."), m.Copies.ValueBool())
}

// facts are the regions that are granted something.
func (m model) facts() []boundary.Fact {
	var all []boundary.Fact
	for _, name := range attribute.Strings(m.Regions.Elements()) {
		all = append(all, boundary.Fact{
			Type: typeName, Attribute: "regions", Kind: boundary.Placement, Compartment: m.CompartmentID.ValueString(),
			Place: boundary.Place{Location: region.Find(name), Evidence: `attribute "regions"`},
		})
	}
	return all
}

func (m model) create(marks map[string]string) identity.CreatePolicyDetails {
	return identity.CreatePolicyDetails{
		CompartmentId: m.CompartmentID.ValueStringPointer(), Name: m.Name.ValueStringPointer(), Description: m.Description.ValueStringPointer(),
		Statements: m.wanted(), FreeformTags: m.tags(marks), DefinedTags: attribute.SentDefined(m.DefinedTags),
	}
}

// update changes there, of whose defined tags those of before were managed, into what the model asks for.
func (m model) update(there policy.Policy, before types.Map, marks map[string]string) identity.UpdatePolicyDetails {
	return identity.UpdatePolicyDetails{
		Description: m.Description.ValueStringPointer(), Statements: m.wanted(), FreeformTags: m.tags(marks),
		DefinedTags: attribute.MergedDefined(m.DefinedTags, before, there.DefinedTags),
	}
}

func (m model) tags(marks map[string]string) map[string]string {
	tags := attribute.Texts(m.FreeformTags)
	maps.Copy(tags, marks)
	return tags
}

// is says whether a policy is what an update makes of it.
func (m model) is(p policy.Policy, sent identity.UpdatePolicyDetails) bool {
	return slices.Equal(policy.CanonicalAll(p.Statements), sent.Statements) && attribute.Value(p.Description) == *sent.Description &&
		maps.Equal(p.FreeformTags, sent.FreeformTags) && reflect.DeepEqual(attribute.MergedDefined(m.DefinedTags, types.MapNull(types.StringType), p.DefinedTags), sent.DefinedTags)
}

// fromAPI is the model with what Oracle says. What the statements grant is read from them: regions that are not a statement's
// any more are gone, and what is granted beyond a life cycle shows.
func (m model) fromAPI(p policy.Policy, home string) model {
	out := m
	out.ID, out.PolicyID, out.HomeRegion = m.identity().ID(), types.StringValue(p.ID()), types.StringValue(home)
	out.Description, out.FreeformTags = attribute.Text(p.Description), attribute.Freeform(m.FreeformTags, p.FreeformTags)
	out.DefinedTags = attribute.Defined(m.DefinedTags, p.DefinedTags, m.HomeRegion.IsNull())
	found := policy.CanonicalAll(p.Statements)
	out.Statements = attribute.TextList(found)
	regions, copies := granted(found)
	if known := attribute.Strings(m.Regions.Elements()); !slices.Equal(slices.Sorted(slices.Values(known)), regions) {
		out.Regions = attribute.TextList(regions)
	}
	out.Copies = types.BoolValue(copies)
	return out
}

// granted reads which regions' services statements grant something, and whether that is more than a life cycle needs.
func granted(all []string) (regions []string, copies bool) {
	for _, text := range all {
		s, err := iam.Parse(text)
		if err != nil {
			return nil, true // nobody knows what it grants
		}
		for _, p := range s.Subject.Principals {
			if name, ok := strings.CutPrefix(strings.ToLower(p.Name), "objectstorage-"); ok && s.Subject.Kind == iam.Service {
				regions = append(regions, name)
			}
		}
		copies = copies || s.Action.Verb != iam.NoVerb || slices.ContainsFunc(s.Action.Permissions, func(p iam.Permission) bool { return !slices.Contains(lifecycle, p.Name) })
	}
	slices.Sort(regions)
	return slices.Compact(regions), copies
}
