package source

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

func tree(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, content := range files {
		out[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return out
}

const main = `
locals {
  home  = var.regions["us"].name
  fixed = "us-ashburn-1"
}
provider "oci" {
  region = "${var.region}"
}
provider "oci" {
  alias  = "eu"
  region = replace(var.region, "us", "eu")
}
provider "oci" {
  alias  = "paren"
  region = (local.home)
}
module "net" {
  source = "./net"
  region = var.list[0]
}
module "far" {
  source = "registry/far"
}
resource "oci_core_volume" "v" {
  source_details {
    region = var.condition ? "a" : "b"
  }
}
output "o" { value = module.net.id }
`

func TestExpression(t *testing.T) {
	x, err := Read(tree(map[string]string{
		"app/main.tf":                               main,
		"app/net/main.tofu":                         `provider "oci" { region = var.region }` + "\n" + `module "deep" { source = "../deep" }`,
		"app/deep/main.tf":                          `locals { a = "x${1}" }`,
		"app/.terraform/modules/modules.json":       `{"Modules":[{"Key":"","Dir":"."},{"Key":"far","Dir":".terraform/modules/far"}]}`,
		"app/.terraform/modules/far/main.tf":        `output "o" { value = oci_core_vcn.v.id }`,
		"app/broken/not-read-because-not-called.tf": `{{{`,
	}), "app")
	require.NoError(t, err)
	for _, tt := range []struct {
		module           []string
		block, attribute string
		want             plan.SourceExpression
		ok               bool
	}{
		{nil, "provider.oci", "region", plan.SourceExpression{Reference: "var.region"}, true},
		{nil, "provider.oci.eu", "region", plan.SourceExpression{}, true},
		{nil, "provider.oci.paren", "region", plan.SourceExpression{Reference: "local.home"}, true},
		{nil, "provider.oci.no", "region", plan.SourceExpression{}, false},
		{nil, "locals", "home", plan.SourceExpression{Reference: `var.regions["us"].name`}, true},
		{nil, "locals", "fixed", plan.SourceExpression{Constant: "us-ashburn-1", IsConstant: true}, true},
		{nil, "module.net", "region", plan.SourceExpression{Reference: "var.list[0]"}, true},
		{nil, "oci_core_volume.v", "source_details.region", plan.SourceExpression{}, true},
		{nil, "output.o", "value", plan.SourceExpression{Reference: "module.net.id"}, true},
		{[]string{"net"}, "provider.oci", "region", plan.SourceExpression{Reference: "var.region"}, true},
		{[]string{"net", "deep"}, "locals", "a", plan.SourceExpression{}, true},
		{[]string{"far"}, "output.o", "value", plan.SourceExpression{Reference: "oci_core_vcn.v.id"}, true},
		{[]string{"far", "no", "way"}, "output.o", "value", plan.SourceExpression{}, false},
	} {
		got, ok := x.Expression(tt.module, tt.block, tt.attribute)
		assert.Equal(t, tt.ok, ok, tt)
		assert.Equal(t, tt.want, got, tt)
	}
	file, line, ok := x.Position(nil, "provider.oci.eu", "region")
	assert.Equal(t, "app/main.tf:11 true", file+":"+itoa(line)+" "+map[bool]string{true: "true"}[ok])
	file, line, ok = x.Position([]string{"net"}, "module.deep", "region")
	assert.Equal(t, "app/net/main.tofu:2 true", file+":"+itoa(line)+" "+map[bool]string{true: "true"}[ok])
	_, _, ok = x.Position([]string{"none"}, "module.deep", "")
	assert.False(t, ok)
}

func itoa(i int) string {
	return string([]rune("0123456789")[i/10 : i/10+1])[:min(i/10, 1)] + string(rune('0'+i%10))
}

// TestExpression_twice holds that what an override file may change is not known.
func TestExpression_twice(t *testing.T) {
	x, err := Read(tree(map[string]string{
		"main.tf":          `provider "oci" { region = var.region }`,
		"main_override.tf": `provider "oci" { region = "eu-frankfurt-1" }`,
	}), ".")
	require.NoError(t, err)
	_, ok := x.Expression(nil, "provider.oci", "region")
	assert.False(t, ok)
}

func TestRead_refuses(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing":         {map[string]string{"readme.md": "x"}, "no configuration"},
		"broken":          {map[string]string{"main.tf": "resource {"}, "cannot be read"},
		"a circle":        {map[string]string{"main.tf": `module "m" { source = "./" }`}, "without an end"},
		"broken manifest": {map[string]string{"main.tf": "locals {}", ".terraform/modules/modules.json": "x"}, "not JSON"},
	} {
		_, err := Read(tree(tt.files), ".")
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), tt.want)
	}
}

// TestRead_json holds that a configuration in JSON is one, of which nothing is known.
func TestRead_json(t *testing.T) {
	index, err := Read(fstest.MapFS{"main.tf.json": {Data: []byte(`{"provider": {"oci": {"region": "us-ashburn-1"}}}`)}}, ".")
	require.NoError(t, err)
	_, ok := index.Expression(nil, "provider.oci", "region")
	assert.False(t, ok)
}
