package plan

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDeclared(t *testing.T) {
	inline := object{"name": "us", "jurisdictions": []any{"US"}}
	for name, test := range map[string]struct {
		boundary, file any
		source         Source
		want           Declared
	}{
		"inline":                       {boundary: constant(inline), want: Declared{Boundary: []byte(`{"jurisdictions":["US"],"name":"us"}`)}},
		"file":                         {file: constant("us.hcl"), want: Declared{File: "us.hcl"}},
		"neither":                      {want: Declared{Mute: true}},
		"null":                         {boundary: constant(nil), want: Declared{Mute: true}},
		"a variable":                   {boundary: ref("var.b"), want: Declared{Refers: []string{"var.b"}}},
		"a variable that source shows": {boundary: ref("var.b"), source: shows{"provider.residency boundary": {Reference: "var.b"}}, want: Declared{Boundary: []byte(`{"jurisdictions":["IE"]}`)}},
		"a secret variable":            {boundary: ref("var.s"), source: shows{"provider.residency boundary": {Reference: "var.s"}}, want: Declared{Refers: []string{"var.s"}}},
		"an expression":                {boundary: ref("var.b", "var.s"), source: shows{}, want: Declared{Refers: []string{"var.b", "var.s"}}},
		"a path":                       {file: ref("path.module"), want: Declared{Refers: []string{"path.module"}}},
	} {
		t.Run(name, func(t *testing.T) {
			expressions := object{}
			if test.boundary != nil {
				expressions["boundary"] = test.boundary
			}
			if test.file != nil {
				expressions["boundary_file"] = test.file
			}
			s := sketch{
				Providers: object{"oci": inRegion("us-ashburn-1"), "residency": expressions},
				Variables: object{"b": object{"jurisdictions": []any{"IE"}}, "s": object{"jurisdictions": []any{"IE"}}},
			}
			raw := replaceOnce(t, s.json(t), `"s":{}}`, `"s":{"sensitive":true}}`)
			raw = replaceOnce(t, raw, `"full_name":"registry.terraform.io/oracle/oci","name":"residency"`, `"full_name":"registry.opentofu.org/data-residency/residency","name":"residency"`)
			p, err := Read(bytes.NewReader(raw))
			require.NoError(t, err)
			want := test.want
			want.Block, want.Source = "residency", "provider.residency"
			assert.Equal(t, []Declared{want}, p.Declared(test.source))
		})
	}
}

func TestConfigured(t *testing.T) {
	for address, want := range map[string]struct {
		module []string
		block  string
	}{
		"oci_core_vcn.v": {nil, "oci_core_vcn.v"},
		`module.a["x.y\"]"].module.b[0].oci_core_vcn.v["module.c"]`: {[]string{"a", "b"}, "oci_core_vcn.v"},
		"module.a": {nil, "module.a"},
		"":         {nil, ""},
	} {
		module, block := Configured(address)
		assert.Equal(t, want.module, module, address)
		assert.Equal(t, want.block, block, address)
	}
}
