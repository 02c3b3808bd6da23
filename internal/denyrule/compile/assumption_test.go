package compile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// What claims rest on is on the page of decisions, word for word, and no claim rests on anything else.
func TestAssumptions_onThePage(t *testing.T) {
	files, err := filepath.Glob("../../docs/decisions/*-how-a-deny-rule-is-written.md")
	require.NoError(t, err)
	require.Len(t, files, 1)
	page, err := os.ReadFile(files[0])
	require.NoError(t, err)
	var known []string
	for _, a := range compile.Assumptions() {
		known = append(known, a.ID)
		assert.Contains(t, string(page), fmt.Sprintf("| `%s` | %s | %s |", a.ID, a.Text, a.Otherwise))
	}
	for _, a := range iam.Assumptions() {
		assert.NotContains(t, known, a.ID)
		known = append(known, a.ID)
	}
	for name, rule := range variants(t) {
		for _, l := range compiled(t, rule).Proof {
			for _, id := range l.Assumptions {
				assert.True(t, slices.Contains(known, id), "%s: %s", name, id)
			}
		}
	}
}
