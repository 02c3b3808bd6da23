package endtoend

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// workspace is a folder with a configuration and its state.
type workspace struct {
	dir string
	cli string
	env []string

	ids map[string]string // what the cloud has chosen, by address and attribute, once it is known
}

// newWorkspace writes the configuration and initializes it in the cloud.
func newWorkspace(t *testing.T, c *cloud, configuration string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, c)
	w.write(t, "main.tf", configuration)
	w.mustRun(t, "init", "-input=false")
	return w
}

func emptyWorkspace(t *testing.T, c *cloud) *workspace {
	t.Helper()
	env := append(slices.Clone(c.env), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	return &workspace{dir: t.TempDir(), cli: cli(t), env: env, ids: map[string]string{}}
}

func (w *workspace) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// outcome is how a command ended and what it said.
type outcome struct {
	code   int
	output string
}

// text is the output as one line: without the box that Terraform draws, and without its line breaks.
func (o outcome) text() string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(o.output)), " ")
}

// command prepares a command of the CLI.
func (w *workspace) command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.Command(w.cli, args...)
	cmd.Dir = w.dir
	cmd.Env = w.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// run runs a command of the CLI to its end.
func (w *workspace) run(t *testing.T, args ...string) outcome {
	t.Helper()
	cmd, out := w.command(args...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String()}
}

// mustRun runs a command that has to end well.
func (w *workspace) mustRun(t *testing.T, args ...string) outcome {
	t.Helper()
	o := w.run(t, args...)
	if o.code != 0 {
		t.Fatalf("%s %s ended with %d:\n%s", filepath.Base(w.cli), strings.Join(args, " "), o.code, o.output)
	}
	return o
}

func (w *workspace) apply(t *testing.T) outcome {
	t.Helper()
	return w.mustRun(t, "apply", "-input=false", "-auto-approve", "-no-color")
}

// mustPlanNothing fails unless a plan has nothing to do.
func (w *workspace) mustPlanNothing(t *testing.T) {
	t.Helper()
	if o := w.run(t, "plan", "-input=false", "-no-color", "-detailed-exitcode"); o.code != 0 {
		t.Fatalf("the plan is not empty (%d):\n%s", o.code, o.output)
	}
}

// head is the terraform and provider blocks of a configuration; extra are more arguments of the provider.
func head(region string, extra ...string) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}

provider "residency" {
  region   = %q
  boundary = { name = "us-user-data", jurisdictions = ["US"] }
  %s
}

variable "compartment_id" { type = string }
variable "namespace" { type = string }
`, region, strings.Join(extra, "\n  "))
}

// buckets is a configuration of n buckets.
func buckets(n int) string {
	return fmt.Sprintf(`
resource "residency_bucket" "many" {
  count          = %d
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "many-${count.index}"
}
`, n)
}
