package report

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

type sarifRead struct {
	Runs []struct {
		Tool struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Results []struct {
			RuleID        string `json:"ruleId"`
			RuleIndex     int    `json:"ruleIndex"`
			Level         string
			BaselineState string            `json:"baselineState"`
			Fingerprints  map[string]string `json:"partialFingerprints"`
			Suppressions  []struct{ Kind, Justification string }
			Locations     []struct {
				Physical struct {
					Artifact struct{ URI string } `json:"artifactLocation"`
					Region   struct {
						StartLine int `json:"startLine"`
					}
				} `json:"physicalLocation"`
			}
			Properties map[string]string
		}
	}
}

func readSARIF(t *testing.T, r *Report) sarifRead {
	t.Helper()
	var out sarifRead
	require.NoError(t, json.Unmarshal(written(t, SARIF{}, r), &out))
	require.Len(t, out.Runs, 1)
	return out
}

// fingerprints are those of a report's results, by address and rule.
func fingerprints(t *testing.T, r *Report) []string {
	t.Helper()
	var out []string
	for _, result := range readSARIF(t, r).Runs[0].Results {
		out = append(out, result.Fingerprints[fingerprinted])
	}
	return out
}

func TestSARIF_fingerprints(t *testing.T) {
	t.Parallel()
	one := func(change func(*boundary.Finding)) string {
		f := found("RES101", boundary.Outside, "", "region", "eu-paris-1")
		change(&f)
		return fingerprints(t, report(resource(at1, f)))[0]
	}
	same := one(func(*boundary.Finding) {})
	assert.Len(t, same, 32)
	assert.Equal(t, same, one(func(f *boundary.Finding) { f.Message = "Reworded." }))
	for name, change := range map[string]func(*boundary.Finding){
		"rule": func(f *boundary.Finding) { f.Rule = "RES102" }, "verdict": func(f *boundary.Finding) { f.Verdict = boundary.Undecided },
		"attribute": func(f *boundary.Finding) { f.Attribute = "id" }, "region": func(f *boundary.Finding) { f.Region = "ap-tokyo-1" },
		"kind": func(f *boundary.Finding) { f.Kind = boundary.Key },
	} {
		assert.NotEqual(t, same, one(change), name)
	}
	all := fingerprints(t, mixed())
	assert.Equal(t, all, fingerprints(t, mixed()))
	seen := map[string]bool{}
	for _, mark := range append(all, fingerprints(t, several())...) {
		assert.False(t, seen[mark], "two findings have the fingerprint %s", mark)
		seen[mark] = true
	}
	f := found("RES101", boundary.Outside, "", "", "eu-paris-1")
	twice := fingerprints(t, report(resource(at1, f, f)))
	assert.NotEqual(t, twice[0], twice[1])
}

func TestSARIF_results(t *testing.T) {
	t.Parallel()
	run := readSARIF(t, mixed()).Runs[0]
	byVerdict := map[string]int{}
	for i, result := range run.Results {
		assert.Equal(t, result.RuleID, run.Tool.Driver.Rules[result.RuleIndex].ID)
		assert.Empty(t, result.BaselineState)
		verdict := result.Properties["verdict"]
		byVerdict[verdict] = i
		assert.Equal(t, map[bool]string{true: "note", false: "error"}[boundary.Verdict(verdict).Passes()], result.Level)
		assert.Equal(t, verdict == "excepted", len(result.Suppressions) == 1, verdict)
	}
	excepted := run.Results[byVerdict["excepted"]]
	assert.Equal(t, "external", excepted.Suppressions[0].Kind)
	assert.Contains(t, excepted.Suppressions[0].Justification, `"singapore-backup"`)
	assert.Equal(t, "ap-singapore-1", excepted.Properties["region"])
	assert.Equal(t, "stacks/us/main.tf", excepted.Locations[0].Physical.Artifact.URI)
	assert.Equal(t, 13, excepted.Locations[0].Physical.Region.StartLine)
	outside := run.Results[byVerdict["outside"]]
	assert.Equal(t, "plan.json", outside.Locations[0].Physical.Artifact.URI, "what is not in the source is in the plan")
}

func TestArtifact(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]sarifArtifact{
		"main.tf":        {"main.tf", base},
		"./a b/main.tf":  {"a%20b/main.tf", base},
		"../main.tf":     {"../main.tf", base},
		"a:b.tf":         {"./a:b.tf", base},
		"100%.tf":        {"100%25.tf", base},
		"/tmp/x/main.tf": {"file:///tmp/x/main.tf", ""},
		"-":              {"standard-input", ""},
	} {
		assert.Equal(t, want, artifact(file), file)
	}
}
