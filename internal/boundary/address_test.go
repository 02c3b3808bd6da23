package boundary

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPattern_matches(t *testing.T) {
	for _, test := range []struct {
		pattern string
		yes, no []string
	}{
		{
			"module.cdn.*",
			[]string{"module.cdn.a.b", "module.cdn.a.b[0]", `module.cdn["eu"].a.b`, "module.cdn[0].module.x.a.b", "module.cdn.data.a.b", `module.cdn.a.b["]."]`},
			[]string{"module.cdn2.a.b", "module.cd.a.b", "a.b", "module.x.module.cdn.a.b", "module.cdn", `a.b["module.cdn.c"]`, `module.x["module.cdn.y"].a.b`, "Module.cdn.a.b"},
		},
		{`module.cdn["eu"].*`, []string{`module.cdn["eu"].a.b`}, []string{"module.cdn.a.b", `module.cdn["us"].a.b`, `module.cdn["eu\"].x"].a.b`, "module.cdn[0].a.b"}},
		{"module.cdn[*].*", []string{"module.cdn[0].a.b", "module.cdn.a.b"}, []string{"module.x[0].a.b"}},
		{"module.cdn[0].*", []string{"module.cdn[0].a.b"}, []string{"module.cdn[1].a.b", `module.cdn["0"].a.b`, "module.cdn.a.b"}},
		{`module.cdn["*"].*`, []string{`module.cdn["*"].a.b`}, []string{`module.cdn["x"].a.b`, "module.cdn.a.b"}},
		{"oci_objectstorage_bucket.logs", []string{"oci_objectstorage_bucket.logs", "oci_objectstorage_bucket.logs[3]", `oci_objectstorage_bucket.logs["a.b"]`}, []string{"oci_objectstorage_bucket.logs2", "module.a.oci_objectstorage_bucket.logs", "oci_objectstorage_bucket.logs.x"}},
		{"oci_kms_*.main", []string{"oci_kms_key.main", "oci_kms_vault.main[0]"}, []string{"oci_kms_key.other", "oci_core_vcn.main", "module.a.oci_kms_key.main", "oci_kms_key.x.main"}},
		{"oci_core_vcn.*", []string{"oci_core_vcn.a"}, []string{"oci_core_vcn", "module.a.oci_core_vcn.a"}},
		{"module.*.oci_core_vcn.a", []string{"module.x.oci_core_vcn.a", "module.y[0].oci_core_vcn.a"}, []string{"oci_core_vcn.a", "module.x.module.y.oci_core_vcn.a"}},
		{"module.*", []string{"module.x.a.b"}, []string{"a.b"}},
		{"*", []string{"a.b", "module.x.a.b[0]"}, []string{"", `a.b["`, "a..b", "a.b]", "a.b[", "a.b[]", `a.b["x"]y`, "a.b c"}},
		{"a*b*c.x", []string{"abc.x", "aXbYc.x", "abbc.x", "abcbc.x"}, []string{"ab.x", "abcd.x", "acb.x", "bac.x"}},
		{"*.main", []string{"a.main"}, []string{"a.b", "module.main.a.main"}},
		{`a.b["x y"]`, []string{`a.b["x y"]`}, []string{`a.b["x"]`, "a.b"}},
		{`a.b["\\"]`, []string{`a.b["\\"]`}, []string{`a.b["\\x"]`}},
	} {
		p, wrong := newPattern(test.pattern)
		assert.Empty(t, wrong, test.pattern)
		for _, a := range test.yes {
			assert.True(t, p.matches(splitAddress(a)), "%s matches %s", test.pattern, a)
		}
		for _, a := range test.no {
			assert.False(t, p.matches(splitAddress(a)), "%s does not match %s", test.pattern, a)
		}
	}
}

func TestNewPattern_wrong(t *testing.T) {
	for pattern, want := range map[string]string{
		"":                 "It is no address",
		".":                "It is no address",
		"a.":               "It is no address",
		".a":               "It is no address",
		"a b.c":            "It is no address",
		"a.b[":             "It is no address",
		`a.b["x]`:          "It is no address",
		`a.b["x\"]`:        "It is no address",
		"a.b[0]x":          "It is no address",
		"a.b[]":            "It is no address",
		"a.b[0].":          "It is no address",
		"module.a.**":      "One star is enough",
		"a/b.c":            "has characters that no name has",
		"module.a":         `write "module.a.*"`,
		`module.a["x"]`:    `write "module.a[\"x\"].*"`,
		"module":           "add the module's name",
		"module.a.module":  "add the module's name",
		"module[0].a.*":    "The word module has no instance key",
		"oci_core_vcn":     `write "oci_core_vcn.*"`,
		"module.a.oci_vcn": `write "module.a.oci_vcn.*"`,
	} {
		_, wrong := newPattern(pattern)
		assert.Contains(t, wrong, want, pattern)
	}
}

func TestPattern_everything(t *testing.T) {
	for pattern, want := range map[string]bool{
		"*": true, "*.*": true, "module.*": true, "module.*.*": true, "oci_*.*": true, "residency_*.*": true, "*_*.*": true, "data.*": true,
		"module.*[*].*": true, "*e*.*": true, "oci_core_*.*": false, "module.a.*": false, "oci_core_vcn.*": false, "a.b": false, "module.*.a.*": false,
		`module.*["eu"].*`: false, "module.*.*.logs": false,
	} {
		p, wrong := newPattern(pattern)
		assert.Empty(t, wrong)
		assert.Equal(t, want, p.everything(), pattern)
	}
}
