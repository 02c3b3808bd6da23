package provider_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/list"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/provider"
)

// offline fails the test when anything is sent.
type offline struct{ t *testing.T }

func (o offline) RoundTrip(r *http.Request) (*http.Response, error) {
	o.t.Errorf("a request was sent: %s %s", r.Method, r.URL)
	return nil, errors.New("offline")
}

type server struct {
	tfprotov6.ProviderServer
	t     *testing.T
	block tftypes.Object
}

func serve(t *testing.T, environment map[string]string) server {
	t.Helper()
	s := providerserver.NewProtocol6(provider.New("test", provider.WithTransport(offline{t}),
		provider.WithGetenv(func(name string) string { return environment[name] })))()
	schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	require.NoError(t, err)
	require.Empty(t, schemas.Diagnostics)
	block, ok := schemas.Provider.ValueType().(tftypes.Object)
	require.True(t, ok)
	return server{s, t, block}
}

// configure validates and configures with the arguments, and returns every diagnostic as "path: summary: detail".
func (s server) configure(arguments map[string]tftypes.Value) string {
	s.t.Helper()
	members := map[string]tftypes.Value{}
	for name, kind := range s.block.AttributeTypes {
		members[name] = tftypes.NewValue(kind, nil)
	}
	maps.Copy(members, arguments)
	config, err := tfprotov6.NewDynamicValue(s.block, tftypes.NewValue(s.block, members))
	require.NoError(s.t, err)
	validated, err := s.ValidateProviderConfig(s.t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: &config})
	require.NoError(s.t, err)
	if text := all(validated.Diagnostics); text != "" {
		return text
	}
	configured, err := s.ConfigureProvider(s.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	require.NoError(s.t, err)
	return all(configured.Diagnostics)
}

func all(diags []*tfprotov6.Diagnostic) string {
	var lines []string
	for _, d := range diags {
		lines = append(lines, fmt.Sprintf("%s %s: %s: %s", d.Severity, d.Attribute, d.Summary, d.Detail))
	}
	return strings.Join(lines, "\n")
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

// boundary is the attribute with the jurisdictions.
func (s server) boundary(jurisdictions ...string) tftypes.Value {
	codes, kinds := make([]tftypes.Value, len(jurisdictions)), make([]tftypes.Type, len(jurisdictions))
	for i, code := range jurisdictions {
		codes[i], kinds[i] = text(code), tftypes.String
	}
	list := tftypes.Tuple{ElementTypes: kinds}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "jurisdictions": list}},
		map[string]tftypes.Value{"name": text("us-user-data"), "jurisdictions": tftypes.NewValue(list, codes)})
}

// credentials are good ones.
func credentials(t *testing.T) map[string]tftypes.Value {
	t.Helper()
	s, err := sandbox.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	c, err := s.Credentials("terraform")
	require.NoError(t, err)
	return map[string]tftypes.Value{
		"tenancy_ocid": text(c.TenancyOCID), "user_ocid": text(c.UserOCID), "fingerprint": text(c.Fingerprint),
		"private_key": text(c.PrivateKeyPEM), "region": text("us-ashburn-1"),
	}
}

func TestConfigure(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	arguments := credentials(t)
	arguments["boundary"] = s.boundary("US")
	arguments["owner"] = text("platform/us-prod")
	assert.Empty(t, s.configure(arguments))
}

func TestConfigure_boundary(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "us.hcl")
	require.NoError(t, os.WriteFile(good, []byte("boundary \"us\" {\n  jurisdictions = [\"US\"]\n}\n"), 0o600))
	faulty := filepath.Join(t.TempDir(), "faulty.hcl")
	require.NoError(t, os.WriteFile(faulty, []byte("boundary \"us\" {\n  jurisdictions = [\"ZZ\"]\n  realms = [\"oc99\"]\n}\n"), 0o600))
	folder := t.TempDir()

	for name, test := range map[string]struct {
		arguments func(s server) map[string]tftypes.Value
		says      []string // nothing: it is good
	}{
		"missing": {
			func(server) map[string]tftypes.Value { return nil },
			[]string{`boundary`, "Boundary missing", `jurisdictions = ["US"]`, "boundary_file ="},
		},
		"twice": {
			func(s server) map[string]tftypes.Value {
				return map[string]tftypes.Value{"boundary": s.boundary("US"), "boundary_file": text(good)}
			}, []string{"Boundary given twice"},
		},
		"twice, of which one may be null": {
			func(server) map[string]tftypes.Value {
				return map[string]tftypes.Value{"boundary": tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue), "boundary_file": text(good)}
			}, nil,
		},
		"file, and a variable without a boundary": {
			func(server) map[string]tftypes.Value {
				return map[string]tftypes.Value{"boundary": tftypes.NewValue(tftypes.Object{}, nil), "boundary_file": text(good)}
			}, nil,
		},
		"misspelt": {
			func(server) map[string]tftypes.Value {
				return map[string]tftypes.Value{"boundary": tftypes.NewValue(
					tftypes.Object{AttributeTypes: map[string]tftypes.Type{"regoins": tftypes.String}}, map[string]tftypes.Value{"regoins": text("us-ashburn-1")},
				)}
			}, []string{"boundary.regoins: There is no such attribute"},
		},
		"file": {func(server) map[string]tftypes.Value { return map[string]tftypes.Value{"boundary_file": text(good)} }, nil},
		"file that is not there": {
			func(server) map[string]tftypes.Value {
				return map[string]tftypes.Value{"boundary_file": text(filepath.Join(folder, "none.hcl"))}
			},
			[]string{`boundary_file`, "Boundary file not readable", "none.hcl", "no such file", "path.module"},
		},
		"file that is a folder": {
			func(server) map[string]tftypes.Value { return map[string]tftypes.Value{"boundary_file": text(folder)} },
			[]string{"Boundary file not readable", "it is not a file"},
		},
		"file with faults": {
			func(server) map[string]tftypes.Value { return map[string]tftypes.Value{"boundary_file": text(faulty)} },
			[]string{"Boundary not usable", "faulty.hcl:2:", "ZZ", "faulty.hcl:3:", "oc99"},
		},
		"block with faults": {
			func(s server) map[string]tftypes.Value {
				return map[string]tftypes.Value{"boundary": s.boundary("US", "ZZ", "UK")}
			},
			[]string{`AttributeName("boundary")`, "boundary.jurisdictions[1]", "ZZ", "boundary.jurisdictions[2]", "GB"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, nil)
			arguments := credentials(t)
			maps.Copy(arguments, test.arguments(s))
			got := s.configure(arguments)
			if test.says == nil {
				assert.Empty(t, got)
			}
			for _, part := range test.says {
				assert.Contains(t, got, part)
			}
		})
	}
}

// What is unknown at plan is no fault of the configuration; each resource says what it cannot do.
func TestConfigure_unknown(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	names := make([]string, 0, len(s.block.AttributeTypes))
	for name := range s.block.AttributeTypes {
		names = append(names, name)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			s := serve(t, nil)
			arguments := credentials(t)
			if name != "boundary_file" {
				arguments["boundary"] = s.boundary("US")
			}
			arguments[name] = tftypes.NewValue(s.block.AttributeTypes[name], tftypes.UnknownValue)
			assert.Empty(t, s.configure(arguments))
		})
	}
}

func TestConfigure_credentials(t *testing.T) {
	t.Parallel()
	const nowhere = "/nonexistent"
	for name, test := range map[string]struct {
		change map[string]tftypes.Value
		says   []string
	}{
		"key that is none":     {map[string]tftypes.Value{"private_key": text("secret-but-no-key")}, []string{`AttributeName("private_key")`, "PEM"}},
		"key of another":       {map[string]tftypes.Value{"fingerprint": text(strings.Repeat("00:", 15) + "00")}, []string{`AttributeName("fingerprint")`}},
		"tenancy that is none": {map[string]tftypes.Value{"tenancy_ocid": text("acme")}, []string{`AttributeName("tenancy_ocid")`, "OCID"}},
		"auth":                 {map[string]tftypes.Value{"auth": text("Password")}, []string{`AttributeName("auth")`, "Password"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, map[string]string{"HOME": nowhere, "OCI_CONFIG_FILE": nowhere})
			arguments := credentials(t)
			arguments["boundary"] = s.boundary("US")
			maps.Copy(arguments, test.change)
			got := s.configure(arguments)
			for _, part := range test.says {
				assert.Contains(t, got, part)
			}
			assert.NotContains(t, got, "secret")
		})
	}
}

// An exception that has expired does nothing, and the plan says so.
func TestConfigure_expiredException(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "us.hcl")
	require.NoError(t, os.WriteFile(file, []byte(`boundary "us" {
  jurisdictions = ["US"]
  exception "old" {
    regions     = ["ap-singapore-1"]
    addresses   = ["module.legacy.*"]
    reason      = "cut-over"
    owner       = "a"
    approved_by = "b"
    ticket      = "RES-1"
    expires     = "2020-01-01"
  }
}
`), 0o600))
	s := serve(t, nil)
	arguments := credentials(t)
	arguments["boundary_file"] = text(file)
	got := s.configure(arguments)
	assert.Contains(t, got, "WARNING")
	assert.Contains(t, got, `exception "old"`)
	assert.NotContains(t, got, "ERROR")
}

// tenancyWide are the resources that have no region of their own: they are written in the tenancy's home region and hold
// in every other.
var tenancyWide = []string{"residency_deny_rule", "residency_service_grant"}

// Every type of the catalogue has a schema that the framework accepts, a list resource belongs to a resource that has an
// identity, and every attribute has a description.
func TestCatalog(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p := provider.New("test")
	withIdentity := map[string]bool{}
	for _, construct := range p.Resources(ctx) {
		r := construct()
		var metadata resource.MetadataResponse
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "residency"}, &metadata)
		var schema resource.SchemaResponse
		r.Schema(ctx, resource.SchemaRequest{}, &schema)
		assert.Empty(t, schema.Schema.ValidateImplementation(ctx), metadata.TypeName)
		assert.NotEmpty(t, schema.Schema.MarkdownDescription, metadata.TypeName)
		for name, attribute := range schema.Schema.Attributes {
			if name != "timeouts" {
				assert.NotEmpty(t, attribute.GetMarkdownDescription(), "%s.%s", metadata.TypeName, name)
			}
		}
		_, withIdentity[metadata.TypeName] = r.(resource.ResourceWithIdentity)
		if !slices.Contains(tenancyWide, metadata.TypeName) {
			assert.Contains(t, schema.Schema.Attributes, "region", metadata.TypeName)
		}
	}
	lists, ok := p.(framework.ProviderWithListResources)
	require.True(t, ok)
	for _, construct := range lists.ListResources(ctx) {
		l := construct()
		var metadata resource.MetadataResponse
		l.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "residency"}, &metadata)
		assert.True(t, withIdentity[metadata.TypeName], metadata.TypeName)
		var schema list.ListResourceSchemaResponse
		l.ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &schema)
		assert.Empty(t, schema.Schema.ValidateImplementation(ctx), metadata.TypeName)
	}
}
