package regions

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

type model struct {
	Jurisdictions types.List   `tfsdk:"jurisdictions"`
	Countries     types.List   `tfsdk:"countries"`
	Realm         types.String `tfsdk:"realm"`
	Documented    types.Bool   `tfsdk:"documented"`
	Subscribed    types.Bool   `tfsdk:"subscribed"`
	Home          types.Bool   `tfsdk:"home"`
	Names         types.List   `tfsdk:"names"`
	Regions       types.Map    `tfsdk:"regions"`
}

// selection reads the arguments. Codes and realms may be in any case, as in a boundary. Unknown ones, which are there
// only while Terraform validates, are passed over.
func (m *model) selection() (selection, diag.Diagnostics) {
	var diags diag.Diagnostics
	sel := selection{
		documented: m.Documented.ValueBoolPointer(), subscribed: m.Subscribed.ValueBoolPointer(), home: m.Home.ValueBoolPointer(),
	}
	if !m.Realm.IsNull() && !m.Realm.IsUnknown() {
		sel.realm = strings.ToLower(m.Realm.ValueString())
		diags.Append(checkRealm(sel.realm)...)
	}
	for i, code := range elements(m.Countries) {
		if !region.IsCountry(code) {
			diags.Append(diagnostic.Error(path.Root("countries").AtListIndex(i), "Unknown country",
				fmt.Sprintf("%q is no ISO 3166-1 alpha-2 code of a country.", code), didYouMean(region.SuggestCountry(code))))
		}
		sel.countries = append(sel.countries, code)
	}
	for i, code := range elements(m.Jurisdictions) {
		countries, err := members(code)
		if err != nil {
			diags.Append(diagnostic.Error(path.Root("jurisdictions").AtListIndex(i), "Unknown jurisdiction", err.Error()))
		}
		sel.jurisdictions = append(sel.jurisdictions, countries...)
	}
	return sel, diags
}

func checkRealm(name string) diag.Diagnostics {
	all := region.Realms()
	if slices.Contains(all, name) {
		return nil
	}
	return diag.Diagnostics{diagnostic.Error(path.Root("realm"), "Unknown realm",
		fmt.Sprintf("%q is no realm of Oracle Cloud that this release knows. Known are %s.", name, strings.Join(all, ", ")))}
}

// elements are the known elements of a list of codes, in upper case, with their indices.
func elements(list types.List) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, e := range list.Elements() {
			s, ok := e.(types.String)
			if ok && !s.IsUnknown() && !yield(i, strings.ToUpper(s.ValueString())) {
				return
			}
		}
	}
}

func didYouMean(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	named := make([]string, len(codes))
	for i, code := range codes {
		named[i] = fmt.Sprintf("%s (%s)", code, region.CountryName(code))
	}
	return fmt.Sprintf("Did you mean %s?", strings.Join(named, " or "))
}

// set fills in the computed attributes.
func (m *model) set(rows []row) (diags diag.Diagnostics) {
	names, objects := make([]attr.Value, 0, len(rows)), make(map[string]attr.Value, len(rows))
	for _, r := range rows {
		names = append(names, types.StringValue(r.Name))
		objects[r.Name] = r.object()
	}
	var more diag.Diagnostics
	m.Names, diags = types.ListValue(types.StringType, names)
	m.Regions, more = types.MapValue(rowType, objects)
	diags.Append(more...)
	return diags
}

var rowType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"name": types.StringType, "key": types.StringType, "realm": types.StringType, "country": types.StringType,
	"documented": types.BoolType, "subscribed": types.BoolType, "home": types.BoolType,
}}

func (r row) object() attr.Value {
	text := func(s string) attr.Value {
		if s == "" {
			return types.StringNull()
		}
		return types.StringValue(s)
	}
	return types.ObjectValueMust(rowType.AttrTypes, map[string]attr.Value{
		"name": text(r.Name), "key": text(r.Key), "realm": text(r.Realm), "country": text(r.Country),
		"documented": types.BoolValue(r.Documented),
		"subscribed": types.BoolPointerValue(r.subscribed), "home": types.BoolPointerValue(r.home),
	})
}
