package boundaries

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const whole = `{
  "name": "us-user-data", "jurisdictions": ["US"], "realms": ["oc1"], "ungoverned": ["aws"],
  "regions": ["us-ashburn-1", "us-phoenix-1", "us-saltlake-2", "us-atlantis-1"],
  "classes": {
    "public": {"jurisdictions": ["US", "SG"], "compartments": ["ocid1.compartment.oc1..a"]},
    "cards":  {"regions": ["us-ashburn-1"], "addresses": ["module.cards.*"]}
  },
  "exceptions": {
    "singapore-backup": {"regions": ["ap-singapore-1"], "addresses": ["module.legacy.*"], "compartments": ["ocid1.compartment.oc1..b"], "kinds": ["placement"],
      "reason": "why", "owner": "storage-team", "approved_by": "us-data-security", "ticket": "RES-42", "expires": "2027-03-31"},
    "old": {"regions": ["ap-tokyo-1"], "addresses": ["*"], "reason": "why", "owner": "a", "approved_by": "a", "ticket": "RES-1", "expires": "2026-01-31"}
  }
}`

const file = `boundary "us-user-data" {
  jurisdictions = ["US"]
  ungoverned    = ["aws"]
  regions       = ["us-ashburn-1", "us-phoenix-1", "us-saltlake-2", "us-atlantis-1"]
  class "public" {
    jurisdictions = ["US", "SG"]
    compartments  = ["ocid1.compartment.oc1..a"]
  }
  class "cards" {
    regions   = ["us-ashburn-1"]
    addresses = ["module.cards.*"]
  }
  exception "singapore-backup" {
    regions      = ["ap-singapore-1"]
    addresses    = ["module.legacy.*"]
    compartments = ["ocid1.compartment.oc1..b"]
    kinds        = ["placement"]
    reason       = "why"
    owner        = "storage-team"
    approved_by  = "us-data-security"
    ticket       = "RES-42"
    expires      = "2027-03-31"
  }
  exception "old" {
    regions     = ["ap-tokyo-1"]
    addresses   = ["*"]
    reason      = "why"
    owner       = "a"
    approved_by = "a"
    ticket      = "RES-1"
    expires     = "2026-01-31"
  }
}
`

// The file, the provider block and a function's argument have one meaning.
func TestNew_sameAsFile(t *testing.T) {
	fromFile, err := boundary.Parse("us.hcl", []byte(file))
	require.NoError(t, err)
	fromBlock, unknown, diags := New(block(t, whole))
	require.Empty(t, diags)
	require.Empty(t, unknown)
	fromArgument, err := FromDynamic(argument(t, whole))
	require.NoError(t, err)
	assert.Equal(t, fromFile.Digest(), fromBlock.Digest())
	assert.Equal(t, fromFile.Digest(), fromArgument.Digest())
	assert.Equal(t, fromFile.Declaration(), fromBlock.Declaration())
	assert.Equal(t, boundary.ProviderBlock, fromBlock.Source())
}

func TestNew_nothing(t *testing.T) {
	for _, v := range []types.Dynamic{types.DynamicNull(), types.DynamicValue(types.ObjectNull(nil)), block(t, "null")} {
		b, unknown, diags := New(v)
		assert.Nil(t, b)
		assert.Empty(t, unknown)
		assert.Empty(t, diags)
	}
}

// A list that is left out is nil, and one that is given empty is not.
func TestDecode_nullAndEmpty(t *testing.T) {
	d, declared := decode(block(t, `{"name": "b", "jurisdictions": ["US"], "realms": [], "classes": {"c": {"regions": []}}, "exceptions": {}}`))
	require.Empty(t, d.faults)
	assert.Equal(t, boundary.Declaration{
		Name: "b", Jurisdictions: []string{"US"}, Realms: []string{}, Classes: map[string]boundary.Class{"c": {Regions: []string{}}},
	}, declared)
}

func TestNew_unknown(t *testing.T) {
	for name, test := range map[string]struct {
		at   []string
		want []string
	}{
		"everything": {[]string{""}, []string{"boundary"}},
		"a list":     {[]string{`AttributeName("jurisdictions")`}, []string{"boundary.jurisdictions"}},
		"an element": {[]string{`AttributeName("regions").ElementKeyInt(1)`}, []string{"boundary.regions[1]"}},
		"the name":   {[]string{`AttributeName("name")`}, []string{"boundary.name"}},
		"all classes and a text": {
			[]string{`AttributeName("classes")`, `AttributeName("exceptions").AttributeName("old").AttributeName("expires")`},
			[]string{"boundary.classes", `boundary.exceptions["old"].expires`},
		},
		"a class": {[]string{`AttributeName("classes").AttributeName("public")`}, []string{`boundary.classes["public"]`}},
		"an address of a class": {
			[]string{`AttributeName("classes").AttributeName("cards").AttributeName("addresses").ElementKeyInt(0)`},
			[]string{`boundary.classes["cards"].addresses[0]`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			value := block(t, whole, unknownAt(test.at...))
			b, unknown, diags := New(value)
			assert.Nil(t, b)
			assert.Empty(t, diags)
			assert.Equal(t, test.want, unknown)
		})
	}
}

// A null in a list or map is what a conditional leaves behind; it is a fault at its place.
func TestNew_nullMembers(t *testing.T) {
	_, unknown, diags := New(block(t, `{"name": "b", "jurisdictions": ["US", null], "classes": {"c": null}, "exceptions": {"e": null}}`))
	assert.Empty(t, unknown)
	var got []string
	for _, d := range diags {
		got = append(got, d.Detail())
	}
	assert.ElementsMatch(t, []string{
		`In boundary.jurisdictions[1]: It is null, and must be a string.`,
		`In boundary.classes["c"]: It is null, and must be an object.`,
		`In boundary.exceptions["e"]: It is null, and must be an object.`,
	}, got)
}

func TestNew_everyFault(t *testing.T) {
	b, _, diags := New(block(t, `{"name": " b", "jurisdictions": ["US", "UK", null, "ZZ9"], "regions": ["iad"],
		"classes": {"a.b": {"addresses": ["module.x"]}}, "exceptions": {"e": {"kinds": ["any"]}}}`))
	assert.Nil(t, b)
	var got []string
	for _, d := range diags {
		assert.Equal(t, "Boundary not usable", d.Summary())
		assert.Equal(t, Root, d.(diag.DiagnosticWithPath).Path())
		attribute, _, _ := strings.Cut(d.Detail(), ": ")
		got = append(got, attribute)
	}
	assert.ElementsMatch(t, []string{
		"In boundary.name", "In boundary.jurisdictions[1]", "In boundary.jurisdictions[2]", "In boundary.jurisdictions[3]", "In boundary.regions[0]",
		`In boundary.classes["a.b"].addresses[0]`, `In boundary.exceptions["e"].kinds[0]`,
	}, got)
}

func TestFromDynamic(t *testing.T) {
	b, err := FromDynamic(argument(t, `{"jurisdictions": ["EU"]}`))
	require.NoError(t, err)
	assert.Contains(t, b.RegionNames(""), "eu-paris-1")
	assert.Equal(t, "inline", b.Name())

	list := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("US")})
	typed := types.ObjectValueMust(map[string]attr.Type{"jurisdictions": list.Type(t.Context())}, map[string]attr.Value{"jurisdictions": list})
	b, err = FromDynamic(types.DynamicValue(typed))
	require.NoError(t, err, "a typed list is as good as a tuple")
	assert.Equal(t, []string{"US"}, b.Countries(""))

	set := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("US")})
	mapped := types.MapValueMust(set.Type(t.Context()), map[string]attr.Value{"jurisdictions": set})
	_, err = FromDynamic(types.DynamicValue(mapped))
	require.NoError(t, err, "and so are a set and a map")

	nested := types.DynamicValue(typed.Attributes()["jurisdictions"])
	dynamic := types.ObjectValueMust(map[string]attr.Type{"jurisdictions": types.DynamicType}, map[string]attr.Value{"jurisdictions": nested})
	_, err = FromDynamic(types.DynamicValue(dynamic))
	require.NoError(t, err, "and a dynamic value in it")
}

func TestFromDynamic_faults(t *testing.T) {
	for src, want := range map[string]string{
		`"US"`:                               "It is a string, and must be an object.",
		`["US"]`:                             "It is a list, and must be an object.",
		`12`:                                 "It is a number, and must be an object.",
		`{}`:                                 "jurisdictions: The boundary has no jurisdictions.",
		`{"jurisdiction": "US"}`:             `jurisdiction: There is no such attribute. What can be here: name, jurisdictions, realms, regions, ungoverned, classes, exceptions.`,
		`{"jurisdictions": "US"}`:            "jurisdictions: It is a string, and must be a list of strings.",
		`{"jurisdictions": {"US": true}}`:    "jurisdictions: It is an object, and must be a list of strings.",
		`{"jurisdictions": ["US", 1, null]}`: "the boundary has 2 faults:\njurisdictions[1]: It is a number, and must be a string.\njurisdictions[2]: It is null, and must be a string.",
		`{"jurisdictions": ["US"], "name": true}`:                      "name: It is true or false, and must be a string.",
		`{"jurisdictions": ["US"], "classes": ["c"]}`:                  "classes: It is a list, and must be a map of objects by name.",
		`{"jurisdictions": ["US"], "classes": {"c": "x"}}`:             `classes["c"]: It is a string, and must be an object.`,
		`{"jurisdictions": ["US"], "classes": {"c": {"region": []}}}`:  `classes["c"].region: There is no such attribute.`,
		`{"jurisdictions": ["US"], "exceptions": {"e": {"owner": 1}}}`: `exceptions["e"].owner: It is a number, and must be a string.`,
		`{"jurisdictions": ["ZZ9"], "realms": ["oc77"]}`:               "the boundary has 2 faults:\njurisdictions[0]: ",
	} {
		b, err := FromDynamic(argument(t, src))
		assert.Nil(t, b, src)
		var faults boundary.Faults
		require.ErrorAs(t, err, &faults, src)
		assert.Contains(t, err.Error(), want, src)
	}
	_, err := FromDynamic(types.DynamicNull())
	assert.ErrorContains(t, err, "The boundary has no jurisdictions.")
}

func TestFromDynamic_unknown(t *testing.T) {
	list := types.ListUnknown(types.StringType)
	object := types.ObjectValueMust(map[string]attr.Type{"jurisdictions": list.Type(t.Context())}, map[string]attr.Value{"jurisdictions": list})
	for _, v := range []types.Dynamic{
		types.DynamicUnknown(), types.DynamicValue(object), types.DynamicValue(types.ObjectUnknown(object.AttributeTypes(t.Context()))),
	} {
		b, err := FromDynamic(v)
		assert.Nil(t, b)
		assert.ErrorIs(t, err, ErrUnknown)
	}
}

// Everything that a boundary can hold is described, and what it cannot hold is a fault, which a typed object would swallow.
func TestAttribute(t *testing.T) {
	var resp provider.SchemaResponse
	(&testProvider{}).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	assert.Empty(t, resp.Schema.ValidateImplementation(t.Context()))
	described := func(indent string) (names []string) {
		for _, m := range regexp.MustCompile("(?m)^"+indent+"- `([a-z_]+)` \\(").FindAllStringSubmatch(Attribute().MarkdownDescription, -1) {
			names = append(names, m[1])
		}
		return names
	}
	assert.Equal(t, declared, described("  "))
	assert.Equal(t, slices.Concat(classMembers, exceptionMembers), described("    "))
	for src, want := range map[string]string{
		`{"name": "b", "jurisdictions": ["US"], "region": ["us-ashburn-1"]}`:                     "In boundary.region: There is no such attribute.",
		`{"name": "b", "jurisdictions": ["US"], "classes": {"c": {"region": ["us-ashburn-1"]}}}`: `In boundary.classes["c"].region: There is no such attribute.`,
		`{"name": "b", "jurisdictions": ["US"], "exceptions": {"e": {"kind": ["placement"]}}}`:   `In boundary.exceptions["e"].kind: There is no such attribute.`,
		`["US"]`: "In boundary: It is a list, and must be an object.",
	} {
		b, _, diags := New(block(t, src))
		assert.Nil(t, b, src)
		require.NotEmpty(t, diags, src)
		assert.Contains(t, diags[0].Detail(), want, src)
	}
}

func TestDataSource(t *testing.T) {
	server, diags := serve(t, &testProvider{}, config(t, block(t, whole)))
	require.Empty(t, diags)
	for class, golden := range map[string]string{"": "protected", "public": "public"} {
		state, diags := read(t, server, class)
		require.Empty(t, diags)
		got, err := json.MarshalIndent(state, "", "  ")
		require.NoError(t, err)
		file := "testdata/" + golden + ".json"
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got))
	}
}

// What the data source shows can be given to the function, whole.
func TestDataSource_roundTrip(t *testing.T) {
	server, diags := serve(t, &testProvider{}, config(t, block(t, whole)))
	require.Empty(t, diags)
	for _, class := range []string{"", "public"} {
		state, diags := read(t, server, class)
		require.Empty(t, diags)
		src, err := json.Marshal(state)
		require.NoError(t, err)
		b, err := FromDynamic(argument(t, string(src)))
		require.NoError(t, err)
		assert.Equal(t, state.(map[string]any)["sha256"], b.Digest())
	}
}

func TestDataSource_unknownClass(t *testing.T) {
	server, _ := serve(t, &testProvider{}, config(t, block(t, whole)))
	_, diags := read(t, server, "pubic")
	require.Len(t, diags, 1)
	assert.Equal(t, "Unknown data class", diags[0].Summary)
	assert.Equal(t, `AttributeName("data_class")`, diags[0].Attribute.String())
	assert.Contains(t, diags[0].Detail, "cards, public, protected")
}

func TestDataSource_unknownBoundary(t *testing.T) {
	server, diags := serve(t, &testProvider{}, config(t, block(t, whole, unknownAt(`AttributeName("jurisdictions")`))))
	require.Empty(t, diags)
	_, diags = read(t, server, "")
	require.Len(t, diags, 1)
	assert.Equal(t, "Boundary not known in the plan", diags[0].Summary)
	assert.Contains(t, diags[0].Detail, "boundary.jurisdictions")

	server, _ = serve(t, &testProvider{data: &placement.Provider{}}, config(t, block(t, whole)))
	_, diags = read(t, server, "")
	require.Len(t, diags, 1)
	assert.Contains(t, diags[0].Detail, "no boundary yet")
}

func TestDataSource_faultyBoundary(t *testing.T) {
	_, diags := serve(t, &testProvider{}, config(t, block(t, `{"name": "b", "jurisdictions": ["US", "UK"]}`)))
	require.Len(t, diags, 1)
	assert.Equal(t, `AttributeName("boundary")`, diags[0].Attribute.String())
	assert.Contains(t, diags[0].Detail, "In boundary.jurisdictions[1]: ")
	assert.Equal(t, tfprotov6.DiagnosticSeverityError, diags[0].Severity)
}

func TestDataSource_unexpectedData(t *testing.T) {
	server, _ := serve(t, &testProvider{data: "x"}, config(t, block(t, whole)))
	_, diags := read(t, server, "")
	require.NotEmpty(t, diags)
	assert.Equal(t, "Unexpected provider data", diags[0].Summary)
}

// Terraform validates the block before it knows the variables in it, and must not be told of faults then.
func TestAttribute_validatesUnknown(t *testing.T) {
	server, diags := serve(t, &testProvider{}, config(t, block(t, whole, unknownAt(`AttributeName("classes")`, `AttributeName("name")`))))
	require.Empty(t, diags)
	value := config(t, block(t, whole, unknownAt("")))
	raw, err := tfprotov6.NewDynamicValue(value.Type(), value)
	require.NoError(t, err)
	resp, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: &raw})
	require.NoError(t, err)
	assert.Empty(t, resp.Diagnostics)
}

// What is no boundary file is told as such, and not read: a folder, a device without an end, a file that is far too large.
func TestReadFile_unreadable(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large.hcl")
	require.NoError(t, os.WriteFile(large, nil, 0o600))
	require.NoError(t, os.Truncate(large, boundaryLimit+1))
	for file, says := range map[string]string{
		t.TempDir(): "it is not a file", os.DevNull: "it is not a file", large: "no boundary has that many",
		"": `The file "" cannot be read: no such file or directory.`,
	} {
		b, diags := ReadFile(path.Root("boundary_file"), file)
		assert.Nil(t, b, file)
		require.Len(t, diags, 1, file)
		assert.Equal(t, "Boundary file not readable", diags[0].Summary())
		assert.Contains(t, diags[0].Detail(), says)
	}
}
