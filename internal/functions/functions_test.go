package functions

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// run calls a function as the framework does.
func run(t *testing.T, f function.Function, arguments ...attr.Value) (attr.Value, *function.FuncError) {
	t.Helper()
	ctx := context.Background()
	var definition function.DefinitionResponse
	f.Definition(ctx, function.DefinitionRequest{}, &definition)
	result, err := definition.Definition.Return.NewResultData(ctx)
	require.Nil(t, err)
	resp := function.RunResponse{Result: result}
	f.Run(ctx, function.RunRequest{Arguments: function.NewArgumentsData(arguments)}, &resp)
	return resp.Result.Value(), resp.Error
}

// assertFails holds that a function fails at an argument and says these things.
func assertFails(t *testing.T, err *function.FuncError, argument int64, says ...string) {
	t.Helper()
	require.NotNil(t, err)
	require.NotNil(t, err.FunctionArgument)
	assert.Equal(t, argument, *err.FunctionArgument)
	assert.False(t, strings.HasSuffix(err.Text, "."), "Terraform puts a full stop after it")
	for _, part := range says {
		assert.Contains(t, err.Text, part)
	}
}

func TestAll(t *testing.T) {
	ctx := context.Background()
	var names []string
	for _, construct := range All() {
		f := construct()
		var metadata function.MetadataResponse
		f.Metadata(ctx, function.MetadataRequest{}, &metadata)
		names = append(names, metadata.Name)
		var definition function.DefinitionResponse
		f.Definition(ctx, function.DefinitionRequest{}, &definition)
		var invalid function.DefinitionValidateResponse
		definition.Definition.ValidateImplementation(ctx, function.DefinitionValidateRequest{FuncName: metadata.Name}, &invalid)
		assert.Empty(t, invalid.Diagnostics, metadata.Name)
		assert.NotEmpty(t, definition.Definition.Summary, metadata.Name)
		assert.NotEmpty(t, definition.Definition.MarkdownDescription, metadata.Name)
		for i := range definition.Definition.Parameters {
			parameter := definition.Definition.Parameters[i]
			assert.NotEmpty(t, parameter.GetMarkdownDescription(), "%s(%s)", metadata.Name, parameter.GetName())
			assert.False(t, parameter.GetAllowNullValue(), "%s(%s): null must not mean a default", metadata.Name, parameter.GetName())
			assert.False(t, parameter.GetAllowUnknownValues(), "%s(%s)", metadata.Name, parameter.GetName())
		}
	}
	assert.Equal(t, []string{"region_of", "country_of", "region_key", "inside", "policy_statement_problems"}, names)
}

func TestRegionFunctions(t *testing.T) {
	for value, want := range map[string][3]string{
		"us-ashburn-1":                {"us-ashburn-1", "US", "iad"},
		"ZRH":                         {"eu-zurich-1", "CH", "zrh"},
		"ocid1.bucket.oc1.fra.aaaa":   {"eu-frankfurt-1", "DE", "fra"},
		"kIdk:US-ASHBURN-AD-1":        {"us-ashburn-1", "US", "iad"},
		"ocid1.vault.oc20.beg.v.aaaa": {"eu-jovanovac-1", "RS", "beg"},
		"https://objectstorage.uk-london-1.oraclecloud.com/n/ns/b/us-ashburn-1": {"uk-london-1", "GB", "lhr"},
	} {
		for i, f := range []function.Function{NewRegionOf(), NewCountryOf(), NewRegionKey()} {
			got, err := run(t, f, types.StringValue(value))
			require.Nil(t, err, value)
			assert.Equal(t, types.StringValue(want[i]), got, value)
		}
	}
}

func TestRegionFunctions_noRegion(t *testing.T) {
	for value, says := range map[string][]string{
		"us-ashbrun-1":                                    {"us-ashbrun-1", "Did you mean us-ashburn-1", "newer release"},
		"ocid1.bucket.oc1.us-atlantis-1.aaaa":             {`no region called "us-atlantis-1" is known`},
		"ocid1.bucket.oc2.iad.aaaa":                       {"realm oc2", "realm oc1"},
		"us-ashburn-1.svc.eu-frankfurt-1.oraclecloud.com": {"us-ashburn-1", "eu-frankfurt-1"},
		"ocid1.compartment.oc1..aaaa":                     {"type without a region", "try("},
		"ashburn":                                         {"names no place", "Did you mean us-ashburn-1"},
		"my-bucket":                                       {"names no place"},
		"":                                                {"names no place"},
	} {
		for _, f := range []function.Function{NewRegionOf(), NewCountryOf(), NewRegionKey()} {
			got, err := run(t, f, types.StringValue(value))
			assertFails(t, err, 0, says...)
			assert.True(t, got.IsUnknown(), value)
		}
	}
}

func TestRegionFunctions_doNotRepeatTheValue(t *testing.T) {
	const secret = "hunter2"
	for _, value := range []string{
		"https://user:" + secret + "@example.com/", "https://user:" + secret + "@svc.us-atlantis-1.oraclecloud.com/", "password " + secret,
		"https://user:" + secret + "@svc.us-ashburn-1.oraclecloud.com/x,https://b.eu-frankfurt-1.oraclecloud.com",
	} {
		_, err := run(t, NewRegionOf(), types.StringValue(value))
		assertFails(t, err, 0)
		assert.NotContains(t, err.Text, secret)
	}
}

func TestCountryOf_undocumented(t *testing.T) {
	for _, r := range region.All() {
		got, err := run(t, NewCountryOf(), types.StringValue(r.Name))
		if r.Documented {
			require.Nil(t, err, r.Name)
			assert.Equal(t, types.StringValue(r.Country), got, r.Name)
			continue
		}
		assertFails(t, err, 0, r.Name, r.Country, region.CountryName(r.Country), "no evidence")
	}
}

// object is a value as HCL gives it to a dynamic parameter: lists are tuples.
func object(attributes map[string]attr.Value) types.Dynamic {
	kinds := map[string]attr.Type{}
	for name, v := range attributes {
		kinds[name] = v.Type(context.Background())
	}
	return types.DynamicValue(types.ObjectValueMust(kinds, attributes))
}

func tuple(texts ...string) types.Tuple {
	values, kinds := make([]attr.Value, len(texts)), make([]attr.Type, len(texts))
	for i, s := range texts {
		values[i], kinds[i] = types.StringValue(s), types.StringType
	}
	return types.TupleValueMust(kinds, values)
}

func TestInside(t *testing.T) {
	us := map[string]attr.Value{"jurisdictions": tuple("US")}
	eu := map[string]attr.Value{"name": types.StringValue("eu-data"), "jurisdictions": tuple("EU")}
	confirmed := map[string]attr.Value{"jurisdictions": tuple("US"), "regions": tuple("us-saltlake-2", "us-ashburn-1")}
	newer := map[string]attr.Value{"jurisdictions": tuple("US"), "regions": tuple("us-atlantis-1")}
	for _, test := range []struct {
		value    string
		boundary map[string]attr.Value
		want     bool
	}{
		{"us-ashburn-1", us, true},
		{"PHX", us, true},
		{"ocid1.bucket.oc1.iad.aaaa", us, true},
		{"kIdk:US-ASHBURN-AD-1", us, true},
		{"eu-frankfurt-1", us, false},
		{"us-langley-1", us, false},  // another realm
		{"us-saltlake-2", us, false}, // the country is not documented
		{"us-saltlake-2", confirmed, true},
		{"us-phoenix-1", confirmed, false}, // not among the regions
		{"eu-frankfurt-1", eu, true},
		{"eu-zurich-1", eu, false},
		{"uk-london-1", eu, false},
		{"https://objectstorage.eu-zurich-1.oraclecloud.com", eu, false},
		{"us-atlantis-1", newer, true},
		{"ocid1.bucket.oc1.us-atlantis-1.aaaa", newer, true},
	} {
		got, err := run(t, NewInside(), types.StringValue(test.value), object(test.boundary))
		require.Nil(t, err, test.value)
		assert.Equal(t, types.BoolValue(test.want), got, test.value)
	}
}

func TestInside_everyRegion(t *testing.T) {
	for _, r := range region.All() {
		b := object(map[string]attr.Value{"jurisdictions": tuple("US", "DE"), "realms": tuple(region.Realms()...)})
		got, err := run(t, NewInside(), types.StringValue(r.Name), b)
		require.Nil(t, err, r.Name)
		assert.Equal(t, types.BoolValue(r.Documented && (r.Country == "US" || r.Country == "DE")), got, r.Name)
	}
}

func TestInside_exceptionsAndClassesDoNotCount(t *testing.T) {
	text := func(s string) attr.Value { return types.StringValue(s) }
	b := object(map[string]attr.Value{
		"jurisdictions": tuple("US"),
		"classes":       object(map[string]attr.Value{"public": object(map[string]attr.Value{"jurisdictions": tuple("SG"), "addresses": tuple("module.cdn.*")}).UnderlyingValue()}).UnderlyingValue(),
		"exceptions": object(map[string]attr.Value{"backup": object(map[string]attr.Value{
			"regions": tuple("ap-singapore-1"), "addresses": tuple("module.legacy.*"), "reason": text("cut-over"), "owner": text("storage"),
			"approved_by": text("security"), "ticket": text("RES-42"), "expires": text("2999-12-31"),
		}).UnderlyingValue()}).UnderlyingValue(),
	})
	got, err := run(t, NewInside(), types.StringValue("ap-singapore-1"), b)
	require.Nil(t, err)
	assert.Equal(t, types.BoolValue(false), got)
}

func TestInside_noRegion(t *testing.T) {
	us := object(map[string]attr.Value{"jurisdictions": tuple("US")})
	for value, says := range map[string][]string{
		"us-ashbrun-1":                {"Did you mean us-ashburn-1"},
		"us-atlantis-1":               {`no region called "us-atlantis-1" is known`},
		"ocid1.bucket.oc2.iad.aaaa":   {"realm oc2"},
		"ocid1.compartment.oc1..aaaa": {"type without a region"},
		"my-bucket":                   {"names no place"},
	} {
		_, err := run(t, NewInside(), types.StringValue(value), us)
		assertFails(t, err, 0, says...)
	}
}

func TestInside_faultyBoundary(t *testing.T) {
	for name, test := range map[string]struct {
		boundary types.Dynamic
		says     []string
	}{
		"unknown country": {object(map[string]attr.Value{"jurisdictions": tuple("UK")}), []string{"UK", "GB"}},
		"unknown region":  {object(map[string]attr.Value{"jurisdictions": tuple("US"), "regions": tuple("us-ashbrun-1")}), []string{"us-ashburn-1"}},
		"allows nothing":  {object(map[string]attr.Value{"jurisdictions": tuple("FJ")}), []string{"FJ"}},
		"no object":       {types.DynamicValue(types.StringValue("us-user-data")), nil},
		"unknown name":    {object(map[string]attr.Value{"jurisdiction": tuple("US")}), []string{"jurisdictions"}},
		"empty":           {object(nil), []string{"jurisdictions"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, NewInside(), types.StringValue("us-ashburn-1"), test.boundary)
			assertFails(t, err, 1, test.says...)
		})
	}
}
