package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// backwards writes JSON with the members of every object in the opposite order.
func backwards(t testing.TB, v any, to *bytes.Buffer) {
	t.Helper()
	separator := ""
	switch v := v.(type) {
	case map[string]any:
		to.WriteByte('{')
		names := sortedNames(v)
		slices.Reverse(names)
		for _, name := range names {
			fmt.Fprintf(to, "%s%q:", separator, name)
			backwards(t, v[name], to)
			separator = ","
		}
		to.WriteByte('}')
	case []any:
		to.WriteByte('[')
		for _, e := range v {
			to.WriteString(separator)
			backwards(t, e, to)
			separator = ","
		}
		to.WriteByte(']')
	default:
		raw, err := json.Marshal(v)
		require.NoError(t, err)
		to.Write(raw)
	}
}

// TestRead_otherOrders holds that the order of members changes nothing, so that a plan may have gone through jq -S.
func TestRead_otherOrders(t *testing.T) {
	for _, name := range realPlans(t) {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		want := judgeJSON(t, raw, Options{})
		var tree any
		require.NoError(t, json.Unmarshal(raw, &tree))
		sorted, err := json.Marshal(tree)
		require.NoError(t, err)
		assert.Equal(t, want, judgeJSON(t, sorted, Options{}), name)
		var reversed bytes.Buffer
		backwards(t, tree, &reversed)
		assert.Equal(t, want, judgeJSON(t, reversed.Bytes(), Options{}), name)
	}
}

// eachReplaced calls visit with each member and element of the tree in turn replaced by a value of each other kind.
func eachReplaced(v any, path string, visit func(where string)) {
	each := func(was any, path string, set func(any)) {
		for _, with := range []any{true, 5, "x", []any{"x"}, object{"x": "x"}} {
			if fmt.Sprintf("%T", with) == fmt.Sprintf("%T", was) {
				continue
			}
			set(with)
			visit(fmt.Sprintf("%s = %v", path, with))
		}
		set(was)
		eachReplaced(was, path, visit)
	}
	switch v := v.(type) {
	case map[string]any:
		for name, child := range v {
			each(child, path+"."+name, func(with any) { v[name] = with })
		}
	case []any:
		for i, child := range v {
			each(child, fmt.Sprintf("%s[%d]", path, i), func(with any) { v[i] = with })
		}
	}
}

// TestRead_wrongKind puts a value of another kind in the place of every single one of every real plan. That is refused, or makes
// nothing inside that was not.
func TestRead_wrongKind(t *testing.T) {
	files, err := filepath.Glob("testdata/plans/*/plan.json")
	require.NoError(t, err)
	refused := 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		raw = withoutUnknownsButOurs(t, raw)
		before := verdicts(t, raw)
		var whole any
		require.NoError(t, json.Unmarshal(raw, &whole))
		eachReplaced(whole, "", func(where string) {
			broken, err := json.Marshal(whole)
			require.NoError(t, err)
			p, err := Read(bytes.NewReader(broken))
			if err != nil {
				refused++
				return
			}
			for _, j := range p.Judge(usBoundary(t), at, Options{}).Resources {
				if j.Verdict == boundary.Inside && before[j.Address] != boundary.Inside {
					t.Errorf("%s: %s was %q and is inside with %s", name, j.Address, before[j.Address], where)
				}
			}
		})
	}
	assert.Greater(t, refused, 500)
}

// TestRead_bounded holds that what is kept of a plan has an end, whatever it is made of.
func TestRead_bounded(t *testing.T) {
	many := func(n int, element func(i int) string) string {
		all := make([]string, n)
		for i := range all {
			all[i] = element(i)
		}
		return strings.Join(all, ",")
	}
	const n = 1000
	named := func(value string) func(int) string {
		return func(i int) string { return fmt.Sprintf(`"n%d":%s`, i, value) }
	}
	for name, body := range map[string]string{
		"changes": `"resource_changes":[` + many(n, func(i int) string {
			return fmt.Sprintf(`{"address":"a.n%d","mode":"managed","type":"a"}`, i)
		}) + `]`,
		"types": `"resource_changes":[` + many(n, func(i int) string {
			return fmt.Sprintf(`{"address":"a.n","mode":"managed","type":"oci_%d"}`, i)
		}) + `]`,
		"attributes": `"resource_changes":[{"address":"a.n","mode":"managed","type":"oci_a","change":{"after":{` + many(n, named(`{"a":{"b":{}}}`)) + `}}}]`,
		"marks":      `"resource_changes":[{"address":"a.n","mode":"managed","type":"oci_a","change":{"after_unknown":{` + many(n, named(`{"a":{"b":{}}}`)) + `}}}]`,
		"planned":    `"planned_values":{"root_module":{"resources":[` + many(n, func(int) string { return `{"mode":"managed"}` }) + `]}}`,
		"variables":  `"variables":{` + many(n, named(`{"value":1}`)) + `}`,
		"providers":  `"configuration":{"provider_config":{` + many(n, named(`{}`)) + `}}`,
		"modules":    `"configuration":{"root_module":{"module_calls":{` + many(n, named(`{}`)) + `}}}`,
		"inputs":     `"configuration":{"root_module":{"module_calls":{"m":{"expressions":{` + many(n, named(`{}`)) + `}}}}}`,
		"outputs":    `"configuration":{"root_module":{"outputs":{` + many(n, named(`{"expression":{}}`)) + `}}}`,
		"defaults":   `"configuration":{"root_module":{"variables":{` + many(n, named(`{}`)) + `}}}`,
		"resources": `"configuration":{"root_module":{"resources":[` + many(n, func(i int) string {
			return fmt.Sprintf(`{"address":"a.n%d","mode":"managed","type":"a"}`, i)
		}) + `]}}`,
		"references": `"configuration":{"root_module":{"outputs":{"o":{"expression":{"references":[` + many(n, func(i int) string { return fmt.Sprintf("%q", fmt.Sprint(i)) }) + `]}}}}}`,
		"state": `"prior_state":{"values":{"root_module":{"resources":[` + many(n, func(i int) string {
			return fmt.Sprintf(`{"address":"a.n%d","mode":"managed","type":"a"}`, i)
		}) + `]}}}`,
	} {
		in := newReader(strings.NewReader(`{"format_version":"1.2",` + body + `}`))
		in.room = 100 * n
		in.plan()
		require.Error(t, in.err, name)
		assert.Contains(t, in.err.Error(), "more resources, modules and expressions", name)
	}
}

// TestRead_manyReferences holds that an expression may refer to as much as it likes.
func TestRead_manyReferences(t *testing.T) {
	references := make([]string, 200_000)
	for i := range references {
		references[i] = fmt.Sprintf("oci_core_volume.v%d", i)
	}
	start := time.Now()
	assert.Len(t, longest(references), 200_000)
	assert.Less(t, time.Since(start), 10*time.Second)
}
