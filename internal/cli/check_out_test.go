//go:build unix

package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheck_out(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "report.json")
	args := func(out string) []string {
		return []string{"-boundary", plans + "adb-standby/boundary.hcl", "-format", "json", "-out", out, plans + "adb-standby/plan.json"}
	}
	direct := runCheck("-boundary", plans+"adb-standby/boundary.hcl", "-format", "json", plans+"adb-standby/plan.json")
	o := runCheck(args(file)...)
	assert.Equal(t, 2, o.status)
	assert.Empty(t, o.out)
	assert.Equal(t, `Residency check failed: 1 outside (1 resource, boundary "us-user-data"); the report is `+file+"\n", o.err)
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, direct.out, string(written))

	assert.Equal(t, direct, runCheck(args("-")...))

	require.NoError(t, os.Chmod(file, 0o640))
	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(file, link))
	require.NoError(t, os.WriteFile(file, []byte("earlier, and longer than nothing"), 0o600))
	assert.Equal(t, 2, runCheck(args(link)...).status)
	written, err = os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, direct.out, string(written), "a link stays a link")
	info, err := os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode())
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 2, "nothing temporary is left")
}

func TestCheck_outFails(t *testing.T) {
	t.Parallel()
	args := func(out string) []string {
		return []string{"-boundary", plans + "adb-standby/boundary.hcl", "-out", out, plans + "adb-standby/plan.json"}
	}
	requireRefused(t, runCheck(args(filepath.Join(t.TempDir(), "none", "report"))...), "cannot be written to", "no such file or directory")
	requireRefused(t, runCheck(args(t.TempDir())...), "is a directory: name a file")
	if _, err := os.Stat("/dev/full"); err == nil {
		requireRefused(t, runCheck(args("/dev/full")...), "cannot be written to /dev/full: no space left on device")
	}
}

// A pipe is written to, not replaced.
func TestCheck_outPipe(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	read := make(chan string)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- string(text)
	}()
	o := runCheck("-boundary", plans+"adb-standby/boundary.hcl", "-out", pipe, plans+"adb-standby/plan.json")
	assert.Equal(t, 2, o.status)
	assert.Contains(t, <-read, "Residency check failed")
}

// A reader of the output that has gone away is told of, not died of.
func TestCheck_closedOutput(t *testing.T) {
	t.Parallel()
	here, err := filepath.Abs(plans + "adb-standby")
	require.NoError(t, err)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	c := binary(t, "check", "-boundary", filepath.Join(here, "boundary.hcl"), filepath.Join(here, "plan.json"))
	var errs strings.Builder
	c.Stdout, c.Stderr = w, &errs
	require.Error(t, c.Run())
	require.NoError(t, w.Close())
	requireRefused(t, outcome{c.ProcessState.ExitCode(), "", errs.String()}, "the report cannot be written: ", "broken pipe")
}

// The command is in the program, with its flags told, reads its own standard input, and takes a flag in every style.
func TestRun_check(t *testing.T) {
	t.Parallel()
	help := runBinary(t, binary(t, "check", "-help"))
	require.Zero(t, help.status)
	for _, flag := range []string{"-boundary FILE", "-format FORMAT", "-out FILE", "-source DIR", "-region NAME", "-baseline FILE", "-now TIME", "Exit status: 0"} {
		assert.Contains(t, help.out, flag)
	}
	here, err := filepath.Abs(plans + "adb-standby")
	require.NoError(t, err)
	for _, format := range [][]string{{"-format", "github"}, {"--format", "github"}, {"-format=github"}, {"--format=github"}} {
		c := binary(t, append(append([]string{"check", "-boundary", filepath.Join(here, "boundary.hcl")}, format...), "-")...)
		in, err := os.Open(filepath.Join(here, "plan.json"))
		require.NoError(t, err)
		c.Stdin = in
		got := runBinary(t, c)
		require.NoError(t, in.Close())
		assert.Equal(t, 2, got.status, got.err)
		assert.True(t, strings.HasPrefix(got.out, "::error title=Residency check::"), got.out)
	}
}

// A plan that never ends is refused as soon as it is wrong.
func TestCheck_endless(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	go func() {
		text := strings.Repeat(" ", 1<<16)
		for {
			if _, err := io.WriteString(w, `{"format_version":"3.0",`+text); err != nil {
				return
			}
		}
	}()
	defer r.Close()
	var out, errs strings.Builder
	c := &checkCommand{in: r, out: &out, err: &errs, clock: newCheck("").clock}
	status := c.Run([]string{"-boundary", plans + "adb-standby/boundary.hcl", "-"})
	requireRefused(t, outcome{status, out.String(), errs.String()}, "format \"3.0\"")
}
