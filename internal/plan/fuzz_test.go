package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// realPlans are the files of plans that the tools themselves have made.
func realPlans(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, folder := range []string{"plans", "standin", "real"} {
		files, err := filepath.Glob("testdata/" + folder + "/*/plan.json")
		require.NoError(t, err)
		all = append(all, files...)
	}
	require.NotEmpty(t, all)
	return all
}

// FuzzRead mutates real plans: whatever comes, there is a report or one clear error, and always the same.
func FuzzRead(f *testing.F) {
	files := realPlans(f)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(raw)
		f.Add(withoutUnknowns(f, raw))
	}
	b := usBoundary(f)
	eu, err := boundary.Parse("eu.hcl", []byte("boundary \"eu\" {\n jurisdictions = [\"EU\"]\n}\n"))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Read(bytes.NewReader(raw))
		if err != nil {
			var input *InputError
			if p != nil || !errors.As(err, &input) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%v %v", p, err)
			}
			return
		}
		first, second := p.Judge(b, at, Options{}), p.Judge(b, at, Options{})
		if len(first.Resources) != len(second.Resources) || !slices.Equal(first.Findings, second.Findings) {
			t.Fatal("the same plan was judged differently")
		}
		for _, j := range first.Resources {
			if j.Verdict == boundary.Inside && !inUS(j.Region) {
				t.Fatalf("%s is inside, in %q", j.Address, j.Region)
			}
		}
		if split := p.JudgeSplit([]*boundary.Boundary{b, eu}, at, Options{Region: "us-ashburn-1"}); len(split.Resources) != len(first.Resources) {
			t.Fatal("two boundaries have other resources than one")
		}
	})
}

func inUS(name string) bool {
	return strings.HasPrefix(name, "us-ashburn-") || strings.HasPrefix(name, "us-phoenix-") || strings.HasPrefix(name, "us-sanjose-") || strings.HasPrefix(name, "us-chicago-")
}

// withoutUnknowns makes a plan small, so that mutations meet what matters.
func withoutUnknowns(t testing.TB, raw []byte) []byte {
	t.Helper()
	var all any
	require.NoError(t, json.Unmarshal(raw, &all))
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range []string{"after_unknown", "after_sensitive", "sensitive_values"} {
				if _, ok := v[name]; ok {
					v[name] = map[string]any{}
				}
			}
			for _, child := range v {
				walk(child)
			}
		case []any:
			for _, child := range v {
				walk(child)
			}
		}
	}
	walk(all)
	out, err := json.Marshal(all)
	require.NoError(t, err)
	return out
}

// places are everything in a plan that names a region.
var places = regexp.MustCompile(`us-ashburn-1|us-phoenix-1|\.iad\.|\.phx\.|[A-Za-z]{4}:(PHX|US-ASHBURN)-AD-\d`)

// FuzzRead_cut takes the regions out of a real plan, in ways that the fuzzer chooses, and out of the whole of it: what has
// no region left is not inside.
func FuzzRead_cut(f *testing.F) {
	files, err := filepath.Glob("testdata/plans/*/plan.json") // of these the expression finds every region
	require.NoError(f, err)
	for i := range files {
		for _, with := range []string{"", "null", "us-east-1", "home", "us-ashburn", "USA", "us-ashburn-1x", "us ashburn-1", "iad.", "\\u0000", "eu-frankfurt-1"} {
			f.Add(i, with)
		}
	}
	plans := make([][]byte, len(files))
	for i, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(f, err)
		plans[i] = raw
	}
	b := usBoundary(f)
	f.Fuzz(func(t *testing.T, i int, with string) {
		if i < 0 || i >= len(plans) || names(with) {
			return
		}
		quoted, err := json.Marshal(with)
		if err != nil {
			return
		}
		raw := places.ReplaceAllLiteral(plans[i], quoted[1:len(quoted)-1])
		p, err := Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		for _, j := range p.Judge(b, at, Options{}).Resources {
			if j.Verdict == boundary.Inside {
				t.Fatalf("%s is inside in %q, with %q for every region", j.Address, j.Region, with)
			}
		}
	})
}

// names says whether a text names a region by itself or together with what stands around it.
func names(s string) bool {
	s = strings.ToLower(s)
	for _, inside := range []string{"iad", "phx", "ashburn-1", "phoenix-1", "sjc", "ord", "chicago", "sanjose"} {
		if strings.Contains(s, inside) && !strings.Contains(s, inside+"x") && s != "iad." && s != "us ashburn-1" {
			return true
		}
	}
	return false
}

// FuzzRead_structure changes a real plan at a few places as JSON: it takes members out, and puts others in their place.
func FuzzRead_structure(f *testing.F) {
	files := realPlans(f)
	plans := make([][]byte, len(files))
	for i, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(f, err)
		plans[i] = withoutUnknowns(f, raw)
		f.Add(i, uint64(i))
	}
	b := usBoundary(f)
	f.Fuzz(func(t *testing.T, i int, seed uint64) {
		if i < 0 || i >= len(plans) {
			return
		}
		var tree any
		require.NoError(t, json.Unmarshal(plans[i], &tree))
		m := &mutation{rand: rand.New(rand.NewPCG(seed, 1))}
		for range 1 + m.rand.IntN(4) {
			tree = m.change(tree)
		}
		raw, err := json.Marshal(tree)
		require.NoError(t, err)
		p, err := Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		for _, j := range p.Judge(b, at, Options{}).Resources {
			if j.Verdict == boundary.Inside && (!inUS(j.Region) || !mentions(raw, j.Region)) {
				t.Fatalf("%s is inside, in %q", j.Address, j.Region)
			}
		}
	})
}

// mentions says whether a plan has a region's name or key anywhere.
func mentions(raw []byte, name string) bool {
	r, _ := region.ByName(name)
	return bytes.Contains(raw, []byte(name)) || r.Key != "" && bytes.Contains(raw, []byte(r.Key))
}

// mutation changes a JSON tree at random, with values of the tree itself.
type mutation struct {
	rand *rand.Rand
	seen [][]byte
}

func (m *mutation) change(v any) any {
	if m.rand.IntN(40) == 0 {
		if len(m.seen) > 0 && m.rand.IntN(2) == 0 {
			var alike any
			_ = json.Unmarshal(m.seen[m.rand.IntN(len(m.seen))], &alike)
			return alike
		}
		return []any{nil, true, "", "us-east-1", map[string]any{}, []any{}, 1.5}[m.rand.IntN(7)]
	}
	if m.rand.IntN(4) == 0 && len(m.seen) < 64 {
		if raw, err := json.Marshal(v); err == nil && len(raw) < 2000 {
			m.seen = append(m.seen, raw)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if m.rand.IntN(60) == 0 {
				delete(v, name)
				continue
			}
			v[name] = m.change(v[name])
		}
	case []any:
		for i := range v {
			v[i] = m.change(v[i])
		}
	}
	return v
}
