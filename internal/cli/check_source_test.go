package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A step may work in a folder of the repository: annotations name files from its root, and people from where they are.
func TestCheck_workspace(t *testing.T) {
	repository, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	stack := filepath.Join(repository, "stacks", "us")
	require.NoError(t, os.MkdirAll(stack, 0o700))
	from, err := filepath.Abs(plans + "adb-standby")
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(stack, os.DirFS(from)))
	t.Chdir(stack)
	for _, name := range checkouts {
		t.Setenv(name, "")
	}
	args := func(format string) []string {
		return []string{"-boundary", "boundary.hcl", "-source", ".", "-format", format, "plan.json"}
	}
	assert.Contains(t, runCheck(args("github")...).out, "::error file=main.tf,line=16,")
	t.Setenv("GITHUB_WORKSPACE", repository)
	assert.Contains(t, runCheck(args("github")...).out, "::error file=stacks/us/main.tf,line=16,")
	assert.Contains(t, runCheck(args("sarif")...).out, `"uri": "stacks/us/main.tf"`)
	assert.Contains(t, runCheck(args("text")...).out, "standby  main.tf:16")
	t.Setenv("GITHUB_WORKSPACE", t.TempDir())
	assert.Contains(t, runCheck(args("github")...).out, "::error file=main.tf,line=16,", "a root that is elsewhere is none")
}
