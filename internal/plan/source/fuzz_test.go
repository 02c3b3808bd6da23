package source

import (
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzRead reads whatever stands in a configuration: an index or an error, and never more than one expression for a name.
func FuzzRead(f *testing.F) {
	for _, src := range []string{main, "terraform {\nbackend \"s3\" {\nendpoints = { s3 = \"x\" }\n}\n}", "locals {\na = { (var.x) = 1, b = [local.a] }\n}", "variable \"v\" {\nephemeral = true\n}"} {
		f.Add(src, "locals", "a.b")
		f.Add(src, "provider.oci", "region")
	}
	f.Add(`{"provider": {"oci": [{"region": "${var.r}"}, {"alias": "eu", "region": [{"a": 5}]}]}, "terraform": {"backend": {"s3": {"a": {"b": "c"}}}}}`, "provider.oci.eu", "region.a")
	f.Fuzz(func(t *testing.T, src, block, attribute string) {
		name := "main.tf"
		if strings.HasPrefix(src, "{") {
			name = "main.tf.json"
		}
		x, err := Read(fstest.MapFS{name: {Data: []byte(src)}, "override.tofu": {Data: []byte(`provider "oci" { region = var.r }`)}}, ".")
		if err != nil {
			return
		}
		e, ok := x.Expression(nil, block, attribute)
		if !ok && (e.IsConstant || e.Reference != "") || e.IsConstant && e.Reference != "" {
			t.Fatalf("%v %v", e, ok)
		}
		if _, line, found := x.Position(nil, block, attribute); found && line < 1 {
			t.Fatal(line)
		}
		x.State()
		x.Path(nil, block, attribute)
	})
}
