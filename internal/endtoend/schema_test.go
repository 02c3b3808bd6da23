package endtoend

import (
	"encoding/json"
	"os/exec"
	"reflect"
	"testing"
)

// The documentation is made from a schema that the provider is asked for in process. It must be the one that a CLI prints,
// as far as that CLI knows: old ones print no identities and no list resources.
func TestEndToEnd_documentedSchema(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, newCloud(t), head("us-ashburn-1"))
	printed := onlySchema(t, []byte(w.mustRun(t, "providers", "schema", "-json").output))
	documented := documentedSchema(t)
	for part, want := range printed {
		if !reflect.DeepEqual(normal(documented[part]), normal(want)) {
			t.Errorf("%s differs:\ndocumented %v\nprinted    %v", part, documented[part], want)
		}
	}
	for _, part := range []string{"provider", "resource_schemas", "data_source_schemas", "functions"} {
		if printed[part] == nil {
			t.Errorf("the CLI printed no %s, so nothing was compared", part)
		}
	}
}

// documentedSchema is the schema from which the documentation is made.
func documentedSchema(t *testing.T) map[string]any {
	t.Helper()
	cmd := exec.Command("go", "run", "./internal/docs/schema")
	cmd.Dir = root()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return onlySchema(t, out)
}

// onlySchema is the one provider's schema in the output of `providers schema -json`.
func onlySchema(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var schemas struct {
		Providers map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(data, &schemas); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for address, schema := range schemas.Providers {
		if len(schemas.Providers) != 1 {
			t.Fatalf("%s is not alone", address)
		}
		return schema
	}
	t.Fatal("no provider")
	return nil
}

// normal leaves out what says nothing: a flag that is false, an empty text.
func normal(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, member := range v {
			if member != false && member != "" && member != nil {
				out[key] = normal(member)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, member := range v {
			out[i] = normal(member)
		}
		return out
	}
	return value
}
