//go:build unix

package endtoend

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// ci is a folder as a CI job has it: the configuration of the README, the boundary, and the two commands on PATH.
type ci struct {
	*workspace
}

// newCI checks out the configuration. The boundary is at path, below the folder.
func newCI(t *testing.T, path, boundary string) *ci {
	t.Helper()
	w := emptyWorkspace(t, newCloud(t))
	bin := t.TempDir()
	for name, target := range map[string]string{"terraform": w.cli, "terraform-provider-residency": providerBinary(t)} {
		absolute, err := filepath.Abs(target)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(absolute, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	w.env = append(w.env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "BOUNDARY="+path, "GITHUB_STEP_SUMMARY="+filepath.Join(w.dir, "summary.md"))
	w.write(t, "main.tf", block(t, "README.md", "```terraform\n"))
	if path != "" {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(w.dir, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		w.write(t, path, boundary)
	}
	return &ci{w}
}

// block is the first fenced block after a mark in a file of the repository.
func block(t *testing.T, file, mark string) string {
	t.Helper()
	_, after, found := strings.Cut(read(t, file), mark)
	text, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		t.Fatalf("%s has no block after %q", file, mark)
	}
	return text
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(), file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shell runs a step as CI systems do: it ends at the first command that fails.
func (c *ci) shell(t *testing.T, script string) outcome {
	t.Helper()
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = c.dir, c.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String()}
}

const (
	inUS     = "boundary \"us-user-data\" {\n  jurisdictions = [\"US\"]\n}\n"
	inBrazil = "boundary \"br-user-data\" {\n  jurisdictions = [\"BR\"]\n}\n"
)

// The README's lines are pasted as they are.
func TestExamples_readmeCI(t *testing.T) {
	t.Parallel()
	_, section, _ := strings.Cut(read(t, "README.md"), "## In CI\n")
	_, lines, _ := strings.Cut(section, "```shell\n")
	lines, _, found := strings.Cut(lines, "```")
	if !found {
		t.Fatal("the README has no story of CI")
	}
	if n := strings.Count(lines, "\n"); n > 10 {
		t.Errorf("the story of CI has %d lines", n)
	}
	c := newCI(t, "", "")
	if o := c.shell(t, lines); o.code != 0 || !strings.Contains(o.output, "Residency check passed: 1 inside") {
		t.Errorf("the README's lines end with %d:\n%s", o.code, o.output)
	}
	if o := c.shell(t, strings.Replace(lines, `["US"]`, `["BR"]`, 1)); o.code != 2 || !strings.Contains(o.output, "Residency check failed: 1 outside") {
		t.Errorf("with another boundary they end with %d:\n%s", o.code, o.output)
	}
}

// workflow is what is tested of a GitHub workflow.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Env   map[string]string
		Steps []struct {
			Name, Uses, Run string
			With            map[string]any
		}
	}
}

func TestExamples_githubActions(t *testing.T) {
	t.Parallel()
	var w workflow
	if err := yaml.Unmarshal([]byte(read(t, "examples/ci/github-actions.yml")), &w); err != nil {
		t.Fatal(err)
	}
	job := w.Jobs["check"]
	steps := map[string]string{}
	for _, step := range job.Steps {
		if step.Run == "" && step.Uses == "" {
			t.Errorf("the step %q does nothing", step.Name)
		}
		steps[step.Name] = step.Run
	}
	c := newCI(t, job.Env["BOUNDARY"], inUS)
	for _, name := range []string{"Plan", "Check"} {
		if o := c.shell(t, steps[name]); o.code != 0 {
			t.Fatalf("the step %s ends with %d:\n%s", name, o.code, o.output)
		}
	}
	c.mustHave(t, "residency.sarif", `"version": "2.1.0"`)
	c.mustHave(t, "summary.md", "**Residency check passed")
	c.write(t, job.Env["BOUNDARY"], inBrazil)
	if o := c.shell(t, steps["Check"]); o.code != 2 || !strings.Contains(o.output, "::error file=main.tf,line=") {
		t.Errorf("with another boundary the check ends with %d:\n%s", o.code, o.output)
	}
	c.mustHave(t, "summary.md", "**Residency check failed")
	c.write(t, "plan.json", "{")
	if o := c.shell(t, steps["Check"]); o.code != 1 {
		t.Errorf("without a plan the check ends with %d:\n%s", o.code, o.output)
	}
}

func (c *ci) mustHave(t *testing.T, file, text string) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(c.dir, file))
	if err != nil || !strings.Contains(string(got), text) {
		t.Errorf("%s does not have %q (%v):\n%s", file, text, err, got)
	}
}

func TestExamples_gitlab(t *testing.T) {
	t.Parallel()
	var pipeline map[string]struct {
		Script    []string
		Variables map[string]string
		Artifacts struct {
			Paths   []string
			Reports map[string]string
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, "examples/ci/gitlab-ci.yml")), &pipeline); err != nil {
		t.Fatal(err)
	}
	job := pipeline["data-residency"]
	script := strings.Join(job.Script, "\n")
	c := newCI(t, job.Variables["BOUNDARY"], inUS)
	if o := c.shell(t, script); o.code != 0 || !strings.Contains(o.output, "Residency check passed") {
		t.Fatalf("the script ends with %d:\n%s", o.code, o.output)
	}
	c.mustHave(t, job.Artifacts.Reports["junit"], "<testsuite ")
	if !slices.Contains(job.Artifacts.Paths, job.Artifacts.Reports["junit"]) {
		t.Error("the report is no artifact")
	}
	c.write(t, job.Variables["BOUNDARY"], inBrazil)
	if o := c.shell(t, script); o.code != 2 || !strings.Contains(o.output, "Residency check failed") {
		t.Errorf("with another boundary the script ends with %d:\n%s", o.code, o.output)
	}
	c.mustHave(t, job.Artifacts.Reports["junit"], "<failure ")
}

// The hook is tried in a repository of its own, by commits.
func TestExamples_preCommit(t *testing.T) {
	t.Parallel()
	var config struct {
		Repos []struct {
			Hooks []struct{ Entry, Language string }
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, "examples/ci/pre-commit-config.yaml")), &config); err != nil {
		t.Fatal(err)
	}
	hook := filepath.Join(root(), config.Repos[0].Hooks[0].Entry)
	c := newCI(t, "us-user-data.hcl", read(t, "examples/ci/us-user-data.hcl"))
	c.mustRun(t, "init", "-input=false")
	prepare := "git init -q && git config user.email a@b.example && git config user.name a && printf '.terraform/\n' > .gitignore && ln -s " + hook + " .git/hooks/pre-commit"
	if o := c.shell(t, prepare); o.code != 0 {
		t.Fatalf("%s", o.output)
	}
	if o := c.shell(t, "git add . && git commit -q -m inside"); o.code != 0 {
		t.Fatalf("a commit of what is inside is refused:\n%s", o.output)
	}
	c.write(t, "us-user-data.hcl", inBrazil)
	if o := c.shell(t, "git commit -q -a -m outside"); o.code == 0 || !strings.Contains(o.output, "Residency check failed: 1 outside") {
		t.Errorf("a commit of what is outside ends with %d:\n%s", o.code, o.output)
	}
	if o := c.shell(t, "git reset -q && git checkout -q us-user-data.hcl && echo text > notes.txt && git add notes.txt && TERRAFORM=false git commit -q -m notes"); o.code != 0 {
		t.Errorf("a commit without configuration is planned:\n%s", o.output)
	}
	c.write(t, "main.tf", "resource {")
	if o := c.shell(t, "git commit -q -a -m broken"); o.code == 0 {
		t.Error("a commit that cannot be planned passes")
	}
}

// The policies are held by their own tests, and against reports of the check.
func TestExamples_policies(t *testing.T) {
	t.Parallel()
	conftest := conftestBinary(t)
	c := newCI(t, "boundary.hcl", inUS)
	run := func(want int, args ...string) {
		t.Helper()
		o := c.shell(t, conftest+" "+strings.Join(args, " ")+" --no-color --policy "+filepath.Join(root(), "examples", "policies"))
		if o.code != want {
			t.Errorf("conftest %v ends with %d, want %d:\n%s", args, o.code, want, o.output)
		}
	}
	run(0, "verify")
	check := "terraform-provider-residency check -boundary boundary.hcl -format json -out report.json "
	plans := filepath.Join(root(), "internal", "plan", "testdata")
	if o := c.shell(t, check+filepath.Join(plans, "real", "modules", "plan.json")+" || [ $? -eq 2 ]"); o.code != 0 {
		t.Fatal(o.output)
	}
	run(1, "test", "report.json") // its provider has another boundary
	c.write(t, "boundary.hcl", strings.Replace(inUS, "us-user-data", "x", 1))
	if o := c.shell(t, check+filepath.Join(plans, "real", "modules", "plan.json")); o.code != 0 {
		t.Fatal(o.output)
	}
	run(0, "test", "report.json")
	run(1, "test", filepath.Join(plans, "real", "modules", "plan.json"))
}

// conftestBinary is conftest from PATH, or from bin/ where `make bin/conftest` puts it.
func conftestBinary(t *testing.T) string {
	t.Helper()
	if built := filepath.Join(root(), "bin", "conftest"); exists(built) {
		return built
	}
	path, err := exec.LookPath("conftest")
	if err != nil {
		t.Skip("conftest is neither on PATH nor in bin/; make bin/conftest builds it")
	}
	return path
}
