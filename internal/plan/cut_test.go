package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// TestCut takes every single value and member out of every real plan, one at a time. The verdict of a resource may only
// become inside where the region that it had was another: nothing becomes inside because something is missing.
func TestCut(t *testing.T) {
	files, err := filepath.Glob("testdata/plans/*/plan.json")
	require.NoError(t, err)
	cuts := 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		raw = withoutUnknownsButOurs(t, raw)
		before := verdicts(t, raw)
		var whole any
		require.NoError(t, json.Unmarshal(raw, &whole))
		eachCut(whole, "", func(where string) {
			cuts++
			cut, err := json.Marshal(whole)
			require.NoError(t, err)
			p, err := Read(bytes.NewReader(cut))
			if err != nil {
				return
			}
			for _, j := range p.Judge(usBoundary(t), at, Options{}).Resources {
				if j.Verdict == boundary.Inside && before[j.Address] != boundary.Inside && !knownGain(where) {
					t.Errorf("%s: %s was %s and is inside without %s", name, j.Address, before[j.Address], where)
				}
			}
		})
	}
	assert.Greater(t, cuts, 500)
}

// knownGain are cuts that take away the flow itself that was outside, and that a plan need not have: what a key refers to. What
// Oracle fills in looks like that too, so it cannot be told from it.
func knownGain(where string) bool {
	return strings.Contains(where, "kms_key_id") || strings.HasSuffix(where, "].expressions")
}

func verdicts(t *testing.T, raw []byte) map[string]boundary.Verdict {
	t.Helper()
	out := map[string]boundary.Verdict{}
	for _, j := range judgeJSON(t, raw, Options{}).Resources {
		out[j.Address] = j.Verdict
	}
	return out
}

// eachCut calls visit with each member of the tree taken out in turn.
func eachCut(v any, path string, visit func(where string)) {
	switch v := v.(type) {
	case map[string]any:
		for name, child := range v {
			where := path + "." + name
			delete(v, name)
			visit(where)
			v[name] = child
			eachCut(child, where, visit)
		}
	case []any:
		for i, child := range v {
			where := fmt.Sprintf("%s[%d]", path, i)
			v[i] = nil
			if _, isText := child.(string); isText {
				visit(where)
			}
			v[i] = child
			eachCut(child, where, visit)
		}
	}
}

// withoutUnknownsButOurs drops the unknown attributes that no test is about, for speed.
func withoutUnknownsButOurs(t *testing.T, raw []byte) []byte {
	t.Helper()
	var all map[string]any
	require.NoError(t, json.Unmarshal(raw, &all))
	changes, _ := all["resource_changes"].([]any)
	for _, c := range changes {
		change, _ := c.(map[string]any)["change"].(map[string]any)
		unknown, _ := change["after_unknown"].(map[string]any)
		for name := range unknown {
			if name != "kms_key_id" && name != "vault_id" && name != "management_endpoint" && name != "vcn_id" && name != "subnet_id" {
				delete(unknown, name)
			}
		}
		delete(change, "after_sensitive")
	}
	delete(all, "relevant_attributes")
	out, err := json.Marshal(all)
	require.NoError(t, err)
	return out
}
