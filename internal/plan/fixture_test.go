package plan_test

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
	"github.com/data-residency/terraform-provider-residency/internal/plan/guard"
	"github.com/data-residency/terraform-provider-residency/internal/plan/source"
)

// expectation is an expect.json.
type expectation struct {
	Note      string
	Flags     []string
	Resources map[string]struct {
		Verdict boundary.Verdict
		Regions []string
	}
}

func TestFixtures(t *testing.T) {
	folders, err := filepath.Glob("testdata/plans/*")
	require.NoError(t, err)
	more, err := filepath.Glob("testdata/standin/*")
	require.NoError(t, err)
	folders = append(folders, more...)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			want := readExpectation(t, folder)
			report := judgeFixture(t, folder, want)
			for address, w := range want.Resources {
				got := find(t, report, address)
				assert.Equal(t, w.Verdict, got.Verdict, "%s: %v", address, got.Findings)
				assert.Equal(t, w.Regions, regionsOf(got), "%s: %v", address, got.Findings)
			}
		})
	}
}

func readExpectation(t *testing.T, folder string) expectation {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder, "expect.json"))
	require.NoError(t, err)
	var out expectation
	require.NoError(t, json.Unmarshal(raw, &out))
	require.NotEmpty(t, out.Resources)
	return out
}

func judgeFixture(t *testing.T, folder string, want expectation) *plan.Report {
	t.Helper()
	now, options := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), plan.Options{Guard: guard.Judge}
	for i := 0; i+1 < len(want.Flags); i += 2 {
		switch want.Flags[i] {
		case "-now":
			var err error
			now, err = time.Parse(time.RFC3339, want.Flags[i+1])
			require.NoError(t, err)
		case "-region":
			options.Region = want.Flags[i+1]
		default:
			t.Fatalf("unknown flag %q", want.Flags[i])
		}
	}
	index, err := source.Read(os.DirFS(folder), ".")
	require.NoError(t, err)
	options.Source = index
	src, err := os.ReadFile(filepath.Join(folder, "boundary.hcl"))
	require.NoError(t, err)
	b, err := boundary.Parse("boundary.hcl", src)
	require.NoError(t, err)
	f, err := os.Open(filepath.Join(folder, "plan.json"))
	require.NoError(t, err)
	defer f.Close()
	p, err := plan.Read(f)
	require.NoError(t, err)
	return p.Judge(b, now, options)
}

func find(t *testing.T, r *plan.Report, address string) plan.Judged {
	t.Helper()
	i := slices.IndexFunc(r.Resources, func(j plan.Judged) bool { return j.Address == address })
	require.GreaterOrEqual(t, i, 0, "%s is not in the report", address)
	return r.Resources[i]
}

// regionsOf are the regions of what was found, sorted.
func regionsOf(j plan.Judged) []string {
	out := []string{}
	for _, f := range j.Findings {
		if f.Region != "" && !slices.Contains(out, f.Region) {
			out = append(out, f.Region)
		}
	}
	slices.Sort(out)
	return out
}
