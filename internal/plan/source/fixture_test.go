package source

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// TestFixtures judges every real plan with its configuration beside it, as `check -source` does. The verdicts are those
// without it; of the policies' fixture nothing is expected here, because nothing judges guards in this package.
func TestFixtures(t *testing.T) {
	folders, err := filepath.Glob("../testdata/plans/*")
	require.NoError(t, err)
	judged := 0
	for _, folder := range folders {
		if filepath.Base(folder) == "iam-region-name-in-condition" {
			continue
		}
		var want struct {
			Resources map[string]struct {
				Verdict boundary.Verdict
				Regions []string
			}
		}
		raw, err := os.ReadFile(filepath.Join(folder, "expect.json"))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, &want))
		x, err := Read(os.DirFS(folder), ".")
		require.NoError(t, err)
		for _, j := range judge(t, folder, x).Resources {
			if w, ok := want.Resources[j.Address]; ok {
				judged++
				assert.Equal(t, w.Verdict, j.Verdict, "%s: %v", j.Address, j.Findings)
				assert.Equal(t, w.Regions, regions(j), j.Address)
			}
		}
	}
	assert.Equal(t, 21, judged)
}

func judge(t *testing.T, folder string, x *Index) *plan.Report {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(folder, "boundary.hcl"))
	require.NoError(t, err)
	b, err := boundary.Parse("boundary.hcl", src)
	require.NoError(t, err)
	f, err := os.Open(filepath.Join(folder, "plan.json"))
	require.NoError(t, err)
	defer f.Close()
	p, err := plan.Read(f)
	require.NoError(t, err)
	return p.Judge(b, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), plan.Options{Source: x})
}

func regions(j plan.Judged) []string {
	out := []string{}
	for _, f := range j.Findings {
		if f.Region != "" && !slices.Contains(out, f.Region) {
			out = append(out, f.Region)
		}
	}
	slices.Sort(out)
	return out
}
