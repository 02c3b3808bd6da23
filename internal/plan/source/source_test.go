package source

import (
	"strings"
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

// TestExpression_twice holds that what is declared twice is not known, and that an override file replaces what it says.
func TestExpression_twice(t *testing.T) {
	const main = `
provider "oci" {
  region = var.region
  auth   = var.auth
}
locals {
  kept = local.a
  new  = local.a
}
resource "oci_core_volume" "v" {
  block_volume_replicas {
    availability_domain = var.ad
    xrr_kms_key_id      = var.key
  }
}
`
	for name, tt := range map[string]struct {
		files map[string]string
		want  map[string]string // references by block and attribute; "" for what is not known
	}{
		"twice": {map[string]string{"main.tf": main, "more.tf": `provider "oci" { region = var.other }`}, map[string]string{"provider.oci region": "", "provider.oci auth": "var.auth"}},
		"overridden": {
			map[string]string{
				"main.tf": main, "a_override.tf": `provider "oci" { region = var.first }`, "b_override.tf.json": `{"provider": {"oci": {"region": "${var.last}"}}, "locals": {"new": "${local.b}"}}`,
				"override.tf": "resource \"oci_core_volume\" \"v\" {\n block_volume_replicas {\n availability_domain = var.far\n}\n}",
			},
			map[string]string{
				"provider.oci region": "var.last", "provider.oci auth": "var.auth", "locals kept": "local.a", "locals new": "local.b",
				"oci_core_volume.v block_volume_replicas.availability_domain": "var.far", "oci_core_volume.v block_volume_replicas.xrr_kms_key_id": "",
			},
		},
		"no configuration": {map[string]string{"main.tf": main, ".hidden.tf": main, "main.tf~": main, "#main.tf": main, "main.txt": main, "folder.tf/x": main}, map[string]string{"provider.oci region": "var.region"}},
	} {
		x, err := Read(tree(tt.files), ".")
		require.NoError(t, err, name)
		for at, want := range tt.want {
			block, attribute, _ := strings.Cut(at, " ")
			got, _ := x.Expression(nil, block, attribute)
			assert.Equal(t, want, got.Reference, "%s: %s", name, at)
		}
	}
}

// TestExpression_tools holds that OpenTofu's own files are read as OpenTofu does, and that nothing is known that Terraform reads
// otherwise, for the plan may be of either.
func TestExpression_tools(t *testing.T) {
	x, err := Read(tree(map[string]string{
		"main.tf":         "provider \"oci\" {\n region = replace(var.region, \"a\", \"b\")\n auth = var.auth\n}\nvariable \"region\" {\n ephemeral = true\n}",
		"main.tofu":       "provider \"oci\" {\n region = var.region\n auth = var.auth\n}\nvariable \"region\" {}\nmodule \"m\" {\n source = \"./m\"\n}",
		"other.tf.json":   `{"locals": {"a": "${var.terraform}"}, "terraform": {"backend": {"oci": {"region": "us-ashburn-1", "bucket": "b"}}}}`,
		"other.tofu.json": `{"locals": {"a": "${var.tofu}", "b": "${var.b}"}, "terraform": {"backend": {"oci": {"region": "eu-frankfurt-1", "bucket": "b"}}}}`,
		"m/main.tofu":     `locals { a = var.a }`,
	}), ".")
	require.NoError(t, err)
	for at, want := range map[string]plan.SourceExpression{
		"provider.oci region": {}, "provider.oci auth": {Reference: "var.auth"}, "locals a": {}, "locals b": {}, "variable.region ephemeral": {},
		"module.m source": {Constant: "./m", IsConstant: true},
	} {
		block, attribute, _ := strings.Cut(at, " ")
		got, ok := x.Expression(nil, block, attribute)
		assert.Equal(t, want, got, at)
		assert.True(t, ok, at)
	}
	inModule, ok := x.Expression([]string{"m"}, "locals", "a")
	assert.True(t, ok && inModule.Reference == "var.a", "only OpenTofu can have made a plan with that module")
	has, told := x.Has(nil, "module.m")
	assert.True(t, has && told)
	state, ok := x.State()
	assert.True(t, ok)
	assert.Equal(t, plan.Backend{Type: "oci", Block: "terraform.backend.oci", Settings: map[string]string{"bucket": "b"}, Unknown: []string{"region"}}, state)
	only, err := Read(tree(map[string]string{"main.tofu": `provider "oci" { region = var.region }`}), ".")
	require.NoError(t, err)
	got, ok := only.Expression(nil, "provider.oci", "region")
	assert.True(t, ok && got.Reference == "var.region")
}

// TestRead_json holds that a configuration in JSON says the same as one in HCL's own syntax.
func TestRead_json(t *testing.T) {
	x, err := Read(tree(map[string]string{"main.tf.json": `{
  "//": "a comment",
  "provider": {"oci": [{"region": "${var.region}"}, {"alias": "eu", "region": "eu-${var.n}"}, {"alias": "${var.x}", "region": "no"}]},
  "locals": {"regions": {"home": "us-ashburn-1", "list": ["a", "${var.b}"]}, "computed": {"a": "${var.a}", "${var.k}": "${var.b}"}, "n": 5, "nothing": null, "both": "${[var.a]}"},
  "resource": {"oci_core_volume": {"v": {"block_volume_replicas": [{"availability_domain": "${var.ad}"}], "source_details": {"id": "${var.id}"}}}},
  "data": [{"oci_core_vcn": {"d": {}}}],
  "module": {"net": {"source": "./net", "region": "${local.r}"}},
  "output": {"o": {"value": "${module.net.id}"}},
  "variable": {"v": {"ephemeral": true}},
  "terraform": {"backend": {"s3": {"endpoints": {"s3": "https://a.example"}, "region": "${var.r}", "use_path_style": true}}}
}`, "net/x.tf.json": `{"output": {"id": {"value": "${oci_core_vcn.v.id}"}}}`}), ".")
	require.NoError(t, err)
	for at, want := range map[string]plan.SourceExpression{
		"provider.oci region": {Reference: "var.region"}, "provider.oci.eu region": {}, "locals regions.home": {Constant: "us-ashburn-1", IsConstant: true},
		"locals regions.list.1": {Reference: "var.b"}, "locals n": {}, "locals nothing": {}, "locals both.0": {Reference: "var.a"}, "locals regions": {},
		"oci_core_volume.v block_volume_replicas.availability_domain":   {Reference: "var.ad"},
		"oci_core_volume.v block_volume_replicas.0.availability_domain": {Reference: "var.ad"},
		"oci_core_volume.v source_details.id":                           {Reference: "var.id"},
		"module.net region":                                             {Reference: "local.r"}, "output.o value": {Reference: "module.net.id"}, "variable.v ephemeral": {},
	} {
		block, attribute, _ := strings.Cut(at, " ")
		got, ok := x.Expression(nil, block, attribute)
		assert.Equal(t, want, got, at)
		assert.True(t, ok, at)
	}
	_, ok := x.Expression(nil, "locals", "computed.a")
	assert.False(t, ok, "the other key may be the same")
	got, _ := x.Expression([]string{"net"}, "output.id", "value")
	assert.Equal(t, "oci_core_vcn.v.id", got.Reference)
	file, line, ok := x.Position(nil, "provider.oci.eu", "region")
	assert.True(t, ok && file == "main.tf.json" && line == 3, "%s:%d", file, line)
	has, told := x.Has(nil, "data.oci_core_vcn.d")
	assert.True(t, has && told)
	has, told = x.Has(nil, "oci_core_volume.other")
	assert.True(t, !has && told)
	state, _ := x.State()
	assert.Equal(t, plan.Backend{Type: "s3", Block: "terraform.backend.s3", Settings: map[string]string{"endpoints.s3": "https://a.example"}, Unknown: []string{"region"}}, state)
}

func TestRead_refuses(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing":         {map[string]string{"readme.md": "x"}, "no configuration"},
		"broken":          {map[string]string{"main.tf": "resource {"}, "cannot be read"},
		"broken JSON":     {map[string]string{"main.tf.json": "{"}, "cannot be read"},
		"JSON of a list":  {map[string]string{"main.tf.json": `{"resource": 5}`}, "cannot be read"},
		"a circle":        {map[string]string{"main.tf": `module "m" { source = "./" }`}, "without an end"},
		"broken manifest": {map[string]string{"main.tf": "locals {}", ".terraform/modules/modules.json": "x"}, "not JSON"},
	} {
		_, err := Read(tree(tt.files), ".")
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), tt.want)
	}
}
