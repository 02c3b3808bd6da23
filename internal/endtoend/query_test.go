package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Only Terraform 1.14 and later can run a query, so that the arguments of these examples are also held against the schema.
func TestExamples_listArguments(t *testing.T) {
	t.Parallel()
	schemas, _ := documentedSchema(t)["list_resource_schemas"].(map[string]any)
	for _, file := range exampleFiles(t, ".tfquery.hcl") {
		for kind, arguments := range listArguments(t, file) {
			schema, ok := schemas[kind].(map[string]any)
			if !ok {
				t.Errorf("%s lists %s, which cannot be listed", file, kind)
				continue
			}
			known, _ := schema["block"].(map[string]any)["attributes"].(map[string]any)
			for _, name := range arguments {
				if known[name] == nil {
					t.Errorf("%s: %s has no argument %s", file, kind, name)
				}
			}
			delete(schemas, kind)
		}
	}
	for kind := range schemas {
		t.Errorf("%s can be listed, and no example shows it", kind)
	}
}

// listArguments are the arguments in the config of each list block, by type.
func listArguments(t *testing.T, file string) map[string][]string {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, diags := hclsyntax.ParseConfig(src, file, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	body, ok := parsed.Body.(*hclsyntax.Body)
	if !ok {
		t.Fatalf("%s is a %T", file, parsed.Body)
	}
	arguments := map[string][]string{}
	for _, block := range body.Blocks {
		for _, config := range block.Body.Blocks {
			for name := range config.Body.Attributes {
				arguments[block.Labels[0]] = append(arguments[block.Labels[0]], name)
			}
		}
	}
	return arguments
}

var queryVersion = regexp.MustCompile(`^Terraform v1\.(1[4-9]|[2-9]\d)\.`)

func TestExamples_query(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-seed", examplesCloud(t))
	w := exampleWorkspace(t, c, filepath.Join(root(), "examples", "resources", "residency_bucket", "resource.tf"))
	if !queryVersion.MatchString(w.version(t)) {
		t.Skip(w.version(t), "has no query")
	}
	w.apply(t)
	for _, file := range exampleFiles(t, ".tfquery.hcl") {
		query, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w.write(t, "example.tfquery.hcl", string(query))
		o := w.mustRun(t, "query", "-no-color")
		if strings.Contains(file, "residency_bucket/") && !strings.Contains(o.text(), "records") {
			t.Errorf("%s did not find the bucket:\n%s", file, o.output)
		}
	}
}
