//go:build unix

package endtoend

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// demo is the command of `make demo`, with a folder of its own for everything temporary.
func demo(t *testing.T) (cmd *exec.Cmd, temporary string) {
	t.Helper()
	temporary = t.TempDir()
	cmd = exec.Command(providerBinary(t), "sandbox", "exec", "--", "sh", filepath.Join(root(), "examples", "demo", "run.sh"), cli(t))
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell starts it, so that it can be interrupted as a whole
	return cmd, temporary
}

func TestEndToEnd_demo(t *testing.T) {
	t.Parallel()
	cmd, temporary := demo(t)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, part := range []string{
		"1. ", "8. ", "Look at: ", "Plan: 33 to add", "Residency check passed: 1 excepted, 30 inside, 2 global (33 ", "No changes", "us-chicago-1 = {", "Plan: 12 to add, 2 to change, 0 to destroy",
		"Residency check passed: 1 excepted, 42 inside, 2 global (45 ", "Region outside boundary", "expired on 2031-03-31", "Residency check failed: 1 outside", "Oracle answered 409", "404 BucketNotFound", "Protected from deletion",
		"That was the demo.",
	} {
		if !strings.Contains(string(out), part) {
			t.Errorf("%q is not in the demo:\n%s", part, out)
		}
	}
	if bytes.ContainsRune(out, '\033') {
		t.Error("there are colors, and the output is not a terminal")
	}
	mustBeEmpty(t, temporary)
}

func TestEndToEnd_demoInterrupted(t *testing.T) {
	t.Parallel()
	cmd, temporary := demo(t)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(stdout); lines.Scan() && !strings.HasPrefix(lines.Text(), "2. "); {
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, stdout)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("the interrupted demo ended with %v, want exit status 130", err)
	}
	mustBeEmpty(t, temporary)
}

func mustBeEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		t.Errorf("%s was left behind", entry.Name())
	}
}
