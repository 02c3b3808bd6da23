package cli

import (
	"os"
	"path/filepath"
	"strings"
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

// A bare reference in another stack's configuration says nothing of this one's expression.
func TestCheck_otherSource(t *testing.T) {
	t.Parallel()
	us := fileOf(t, "us.hcl", "boundary \"us\" {\n  jurisdictions = [\"US\", \"SG\"]\n}\n")
	folder := plans + "alias-replication"
	args := func(source string, flags ...string) []string {
		return append(append([]string{"-boundary", us, "-source", source}, flags...), folder+"/plan.json")
	}
	require.Equal(t, 0, runCheck(args(folder)...).status, "its own configuration confirms the region")

	other := t.TempDir()
	own, err := os.ReadFile(folder + "/main.tf")
	require.NoError(t, err)
	renamed := strings.ReplaceAll(string(own), `"profiles"`, `"others"`)
	require.NoError(t, os.WriteFile(filepath.Join(other, "main.tf"), []byte(renamed), 0o600))
	o := runCheck(args(other)...)
	assert.Equal(t, 2, o.status)
	assert.Contains(t, strings.Join(strings.Fields(o.out), " "), "does not have oci_objectstorage_bucket.profiles, so the plan was not made from it")
	assert.NotContains(t, runCheck(args(other, "-format", "github")...).out, "file=")

	require.NoError(t, os.WriteFile(filepath.Join(other, "more.tf.json"), []byte("{}"), 0o600))
	assert.Equal(t, 2, runCheck(args(other)...).status, "files in JSON are read too")
	named := `{"resource": {"oci_objectstorage_bucket": {"profiles": {}}, "oci_objectstorage_replication_policy": {"profiles": {}}}}`
	require.NoError(t, os.WriteFile(filepath.Join(other, "more.tf.json"), []byte(named), 0o600))
	assert.Equal(t, 0, runCheck(args(other)...).status, "and may have what the others do not")
}
