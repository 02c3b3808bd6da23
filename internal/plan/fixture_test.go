package plan

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

// awaitsGuard are the fixtures whose verdict is a judgement of statements, with the verdict while nothing judges them.
// Who fills Options.Guard takes the fixture out of here, and the test below fails until then if anything else changes.
var awaitsGuard = map[string]boundary.Verdict{"iam-region-name-in-condition": boundary.Undecided}

func TestFixtures(t *testing.T) {
	folders, err := filepath.Glob("testdata/plans/*")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			want := readExpectation(t, folder)
			report := judgeFixture(t, folder, want)
			for address, w := range want.Resources {
				got := find(t, report, address)
				if verdict, ok := awaitsGuard[name]; ok {
					assert.Equal(t, verdict, got.Verdict, "%s without a judge of guards", address)
					assert.Equal(t, ruleUnguarded, got.Findings[0].Rule)
					continue
				}
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

func judgeFixture(t *testing.T, folder string, want expectation) *Report {
	t.Helper()
	now, options := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Options{}
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
	src, err := os.ReadFile(filepath.Join(folder, "boundary.hcl"))
	require.NoError(t, err)
	b, err := boundary.Parse("boundary.hcl", src)
	require.NoError(t, err)
	f, err := os.Open(filepath.Join(folder, "plan.json"))
	require.NoError(t, err)
	defer f.Close()
	p, err := Read(f)
	require.NoError(t, err)
	return p.Judge(b, now, options)
}

func find(t *testing.T, r *Report, address string) Judged {
	t.Helper()
	i := slices.IndexFunc(r.Resources, func(j Judged) bool { return j.Address == address })
	require.GreaterOrEqual(t, i, 0, "%s is not in the report", address)
	return r.Resources[i]
}

// regionsOf are the regions of what was found, sorted.
func regionsOf(j Judged) []string {
	out := []string{}
	for _, f := range j.Findings {
		if f.Region != "" && !slices.Contains(out, f.Region) {
			out = append(out, f.Region)
		}
	}
	slices.Sort(out)
	return out
}
