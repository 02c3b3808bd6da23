package acctest

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ListOptions are what the CLI says in a query besides the list block.
type ListOptions struct {
	Limit           int64 // 0: no limit
	IncludeResource bool
}

// Result is one result of a query.
type Result struct {
	DisplayName string
	Identity    map[string]any
	Resource    map[string]any // only with IncludeResource
	Error       string         // summaries and details of the errors
}

// List runs a list block in process, as terraform query does: only Terraform 1.14 and later have that command. The
// provider block is that of ProviderHCL; config holds the list block's arguments as strings, bools or nil.
func (e *Env) List(region, typeName string, config map[string]any, o ListOptions) []Result {
	e.t.Helper()
	ctx := e.t.Context()
	//nolint:staticcheck // ListResource moves into ProviderServer with terraform-plugin-go 1.0
	server, ok := e.server().(tfprotov6.ProviderServerWithListResource)
	if !ok {
		e.t.Fatal("the provider's server has no list resources")
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	e.must(err, schemas.Diagnostics)
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	e.must(err, identities.Diagnostics)
	e.configure(ctx, server, schemas.Provider.ValueType(), region)

	arguments := schemas.ListResourceSchemas[typeName].ValueType()
	stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: e.dynamic(arguments, config), IncludeResource: o.IncludeResource, Limit: o.Limit,
	})
	e.must(err, nil)
	var out []Result
	for r := range stream.Results {
		result := Result{DisplayName: r.DisplayName, Error: errorsOf(r.Diagnostics)}
		if r.Identity != nil {
			result.Identity = e.plain(r.Identity.IdentityData, identities.IdentitySchemas[typeName].ValueType())
		}
		if r.Resource != nil && o.IncludeResource {
			result.Resource = e.plain(r.Resource, schemas.ResourceSchemas[typeName].ValueType())
		}
		out = append(out, result)
	}
	return out
}

func (e *Env) server() tfprotov6.ProviderServer {
	e.t.Helper()
	server, err := e.Factories()["residency"]()
	e.must(err, nil)
	return server
}

// inUS is the boundary of ProviderHCL.
var inUS = tftypes.NewValue(
	tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "jurisdictions": tftypes.List{ElementType: tftypes.String}}},
	map[string]tftypes.Value{
		"name":          tftypes.NewValue(tftypes.String, "us-user-data"),
		"jurisdictions": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "US")}),
	},
)

// configure gives the server what ProviderHCL says.
func (e *Env) configure(ctx context.Context, server tfprotov6.ProviderServer, block tftypes.Type, region string) {
	e.t.Helper()
	c, err := e.Sandbox.Credentials(User)
	e.must(err, nil)
	answer, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: e.dynamic(block, map[string]any{
		"tenancy_ocid": c.TenancyOCID, "user_ocid": c.UserOCID, "fingerprint": c.Fingerprint, "private_key": c.PrivateKeyPEM, "region": region,
		"boundary": inUS,
	})})
	e.must(err, answer.Diagnostics)
}

func (e *Env) must(err error, diags []*tfprotov6.Diagnostic) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
	if text := errorsOf(diags); text != "" {
		e.t.Fatal(text)
	}
}

func errorsOf(diags []*tfprotov6.Diagnostic) string {
	var lines []string
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			lines = append(lines, d.Summary+"\n"+d.Detail)
		}
	}
	return strings.Join(lines, "\n")
}

func (e *Env) dynamic(t tftypes.Type, v any) *tfprotov6.DynamicValue {
	e.t.Helper()
	out, err := tfprotov6.NewDynamicValue(t, encode(t, v))
	e.must(err, nil)
	return &out
}

// encode makes a value of strings, bools, numbers, lists and maps one of the type; what is missing is null, and what is a value
// stays.
func encode(t tftypes.Type, v any) tftypes.Value {
	switch v := v.(type) {
	case tftypes.Value:
		return v
	case map[string]any:
		return tftypes.NewValue(t, encodeMembers(t, v))
	case []any:
		elements := make([]tftypes.Value, len(v))
		for i, element := range v {
			elements[i] = encode(elementType(t), element)
		}
		return tftypes.NewValue(t, elements)
	}
	return tftypes.NewValue(t, v)
}

func encodeMembers(t tftypes.Type, v map[string]any) map[string]tftypes.Value {
	members := map[string]tftypes.Value{}
	if object, ok := t.(tftypes.Object); ok {
		for name, member := range object.AttributeTypes {
			members[name] = encode(member, v[name])
		}
		return members
	}
	for name, member := range v {
		members[name] = encode(elementType(t), member)
	}
	return members
}

// elementType is the type of a collection's elements; anything else has none, which makes NewValue panic with the types.
func elementType(t tftypes.Type) tftypes.Type {
	switch t := t.(type) {
	case tftypes.List:
		return t.ElementType
	case tftypes.Set:
		return t.ElementType
	case tftypes.Map:
		return t.ElementType
	}
	return t
}

func (e *Env) plain(v *tfprotov6.DynamicValue, t tftypes.Type) map[string]any {
	e.t.Helper()
	value, err := v.Unmarshal(t)
	e.must(err, nil)
	if value.IsNull() {
		return nil
	}
	out, ok := decode(value).(map[string]any)
	if !ok {
		e.t.Fatalf("%s is no object", value)
	}
	return out
}

func decode(v tftypes.Value) any {
	var (
		text    string
		truth   bool
		members map[string]tftypes.Value
		items   []tftypes.Value
	)
	switch {
	case v.IsNull():
		return nil
	case v.As(&text) == nil:
		return text
	case v.As(&truth) == nil:
		return truth
	case v.As(&members) == nil:
		out := map[string]any{}
		for name, member := range members {
			out[name] = decode(member)
		}
		return out
	case v.As(&items) == nil:
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = decode(item)
		}
		return out
	}
	return fmt.Sprint(v)
}
