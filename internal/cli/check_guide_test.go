package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/report"
)

const guideFile = "../docs/templates/guides/checking-plans-in-ci.md"

// The guide has every rule, in the words of the code. UPDATE_GOLDEN=1 writes them.
func TestCheckGuide_rules(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(guideFile)
	require.NoError(t, err)
	const head = "| rule | title | meaning |\n|---|---|---|\n"
	before, after, found := strings.Cut(string(raw), head)
	require.True(t, found)
	_, rest, found := strings.Cut(after, "\n\n")
	require.True(t, found)
	var rows []string
	for _, r := range checkRules() {
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s |", r.ID, cell(r.Title), cell(r.Meaning)))
	}
	want := before + head + strings.Join(rows, "\n") + "\n\n" + rest
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(guideFile, []byte(want), 0o600))
		return
	}
	assert.Equal(t, want, string(raw), "UPDATE_GOLDEN=1 go test ./internal/cli -run TestCheckGuide writes it")
}

// cell is text in a table's cell. tfplugindocs takes braces for its own.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", `\<`, "*", `\*`, "_", `\_`).Replace(text)
}

// The guide has every verdict with whether it passes, every format and every flag.
func TestCheckGuide_words(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(guideFile)
	require.NoError(t, err)
	guide := string(raw)
	for _, v := range []boundary.Verdict{boundary.Inside, boundary.GlobalOK, boundary.Excepted, boundary.Leaving, boundary.Undecided, boundary.Faulty, boundary.Outside} {
		passes := map[bool]string{true: "yes", false: "no"}[v.Passes()]
		assert.Regexp(t, fmt.Sprintf("(?m)^\\| `%s` \\| .* \\| %s \\|$", v, passes), guide)
	}
	for _, format := range report.Formats() {
		assert.Contains(t, guide, "| `"+format+"` |")
	}
	for _, flag := range []string{"-boundary", "-source", "-region", "-baseline", "-out", "-now", "-format"} {
		assert.Contains(t, guide, flag)
	}
}
