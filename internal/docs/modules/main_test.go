package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var all = []string{"../../../examples/modules/residency-boundary", "../../../examples/modules/region", "../../../examples/us-user-data"}

// What a README says of its module is what the module has.
func TestREADMEs(t *testing.T) {
	t.Parallel()
	for _, dir := range all {
		readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
		require.NoError(t, err)
		fresh, err := renew(string(readme), dir)
		require.NoError(t, err)
		assert.Equal(t, fresh, string(readme), "%s/README.md is not up to date: go generate ./internal/docs/modules", dir)
	}
}

func TestRenew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	put("variables.tf", "variable \"a\" {\n  description = \"One | two.\"\n  type = map(object({\n    x = string\n  }))\n}\nvariable \"b\" {\n  type = string\n  default = null\n}\n")
	put("outputs.tf", "output \"c\" {\n  description = \"Three.\"\n  value = var.a\n}\n")
	put("README.md", "before\n"+begin+"stale\n"+end+"after\n")
	require.NoError(t, write(dir))
	got, err := os.ReadFile(filepath.Join(dir, "README.md"))
	require.NoError(t, err)
	assert.Equal(t, "before\n"+begin+"\n## Inputs\n\n| name | type | default | description |\n|---|---|---|---|\n| `a` | [see there](variables.tf) | required | One \\| two. |\n"+
		"| `b` | `string` | `null` |  |\n\n## Outputs\n\n| name | description |\n|---|---|\n| `c` | Three. |\n\n"+end+"after\n", string(got))

	put("README.md", "no marks\n")
	require.ErrorContains(t, write(dir), "has not both marks")
	put("README.md", begin+end)
	put("variables.tf", "variable {")
	require.Error(t, write(dir))
}
