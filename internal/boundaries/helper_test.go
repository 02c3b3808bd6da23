package boundaries

import (
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// now is the time of all tests.
var now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// block is the provider block's attribute with this JSON in it. change may replace parts, such as by unknown values.
func block(t *testing.T, src string, change ...func(*tftypes.AttributePath, tftypes.Value) (tftypes.Value, error)) types.Dynamic {
	t.Helper()
	raw, err := argument(t, src).ToTerraformValue(t.Context())
	require.NoError(t, err)
	for _, c := range change {
		raw, err = tftypes.Transform(raw, c)
		require.NoError(t, err)
	}
	v, err := types.DynamicType.ValueFromTerraform(t.Context(), raw)
	require.NoError(t, err)
	return v.(types.Dynamic)
}

// unknownAt replaces the values at these paths (in the form of AttributePath.String) by unknown ones.
func unknownAt(paths ...string) func(*tftypes.AttributePath, tftypes.Value) (tftypes.Value, error) {
	return func(p *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if slices.Contains(paths, p.String()) {
			return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
		}
		return v, nil
	}
}

// argument is what Terraform makes of a function's argument that is written in this JSON: objects and tuples.
func argument(t *testing.T, src string) types.Dynamic {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(src), &v))
	return types.DynamicValue(literal(v))
}

func literal(v any) attr.Value {
	switch v := v.(type) {
	case string:
		return types.StringValue(v)
	case bool:
		return types.BoolValue(v)
	case float64:
		return types.NumberValue(big.NewFloat(v))
	case []any:
		values, typs := []attr.Value{}, []attr.Type{}
		for _, e := range v {
			values = append(values, literal(e))
			typs = append(typs, literal(e).Type(context.Background()))
		}
		return types.TupleValueMust(typs, values)
	case map[string]any:
		values, typs := map[string]attr.Value{}, map[string]attr.Type{}
		for name, e := range v {
			values[name] = literal(e)
			typs[name] = values[name].Type(context.Background())
		}
		return types.ObjectValueMust(typs, values)
	}
	return types.DynamicNull()
}

// testProvider has the attribute and the data source, and nothing else.
type testProvider struct{ data any }

func (p *testProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "residency"
}

func (p *testProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"boundary": Attribute()}}
}

func (p *testProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	if p.data != nil {
		resp.DataSourceData = p.data
		return
	}
	var declared types.Dynamic
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, Root, &declared)...)
	b, unknown, diags := New(declared)
	resp.Diagnostics.Append(diags...)
	data := &placement.Provider{Boundary: b, Clock: func() time.Time { return now }, Deferred: unknown}
	resp.DataSourceData = data
}

func (p *testProvider) Resources(context.Context) []func() resource.Resource { return nil }

func (p *testProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{NewDataSource}
}

// serve configures a provider over the protocol and returns it with what it said.
func serve(t *testing.T, p *testProvider, config tftypes.Value) (tfprotov6.ProviderServer, []*tfprotov6.Diagnostic) {
	t.Helper()
	server := providerserver.NewProtocol6(p)()
	raw, err := tfprotov6.NewDynamicValue(config.Type(), config)
	require.NoError(t, err)
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &raw})
	require.NoError(t, err)
	return server, resp.Diagnostics
}

// config is the provider block with this attribute.
func config(t *testing.T, declared types.Dynamic) tftypes.Value {
	t.Helper()
	v, err := declared.ToTerraformValue(t.Context())
	require.NoError(t, err)
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"boundary": tftypes.DynamicPseudoType}}, map[string]tftypes.Value{"boundary": v})
}

// read reads residency_boundary with a data class, "" for none.
func read(t *testing.T, server tfprotov6.ProviderServer, class string) (any, []*tfprotov6.Diagnostic) {
	t.Helper()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	require.NoError(t, err)
	require.Empty(t, schemas.Diagnostics)
	typ := schemas.DataSourceSchemas["residency_boundary"].ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, at := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(at, nil)
	}
	if class != "" {
		values["data_class"] = tftypes.NewValue(tftypes.String, class)
	}
	raw, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, values))
	require.NoError(t, err)
	resp, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "residency_boundary", Config: &raw})
	require.NoError(t, err)
	if len(resp.Diagnostics) > 0 {
		return nil, resp.Diagnostics
	}
	state, err := resp.State.Unmarshal(typ)
	require.NoError(t, err)
	require.True(t, state.IsFullyKnown())
	return plain(t, state), nil
}

// plain turns a Terraform value into what JSON has.
func plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	if v.IsNull() {
		return nil
	}
	switch {
	case v.Type().Is(tftypes.String):
		var s string
		require.NoError(t, v.As(&s))
		return s
	case v.Type().Is(tftypes.Bool):
		var b bool
		require.NoError(t, v.As(&b))
		return b
	case v.Type().Is(tftypes.List{}):
		var list []tftypes.Value
		require.NoError(t, v.As(&list))
		out := []any{}
		for _, e := range list {
			out = append(out, plain(t, e))
		}
		return out
	}
	var members map[string]tftypes.Value
	require.NoError(t, v.As(&members))
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		out[name] = plain(t, members[name])
	}
	return out
}
