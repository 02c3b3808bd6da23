package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// storyWorkspace is the composition, in a sandbox that has its tenancy.
func storyWorkspace(t *testing.T) (*workspace, *cloud) {
	t.Helper()
	c := newCloud(t, "-seed", filepath.Join(root(), "examples", "us-user-data", "sandbox.hcl"))
	w := examplesFolder(t, c, "us-user-data")
	w.mustRun(t, "init", "-input=false", "-no-color")
	return w, c
}

// examplesFolder is a copy of the modules and of the composition; at is the folder to be in, such as "us-user-data".
func examplesFolder(t *testing.T, c *cloud, at string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, c)
	for _, name := range []string{"modules", "us-user-data"} {
		if err := os.CopyFS(filepath.Join(w.dir, name), os.DirFS(filepath.Join(root(), "examples", name))); err != nil {
			t.Fatal(err)
		}
	}
	w.dir = filepath.Join(w.dir, filepath.FromSlash(at))
	w.env = append(w.env, "TF_VAR_admin_password=Rehearsal-Only-1")
	return w
}

var passed = regexp.MustCompile(`Success! (\d+) passed, 0 failed`)

// Every module passes its own tests: those with mocks, and those in the sandbox with the seed that they name.
func TestEndToEnd_modules(t *testing.T) {
	t.Parallel()
	for module, test := range map[string]struct {
		seed  string
		least int
	}{
		"modules/residency-boundary": {"", 11},
		"modules/region":             {"tests/sandbox.hcl", 13},
		"us-user-data":               {"sandbox.hcl", 7},
	} {
		t.Run(filepath.Base(module), func(t *testing.T) {
			t.Parallel()
			var flags []string
			if test.seed != "" {
				flags = []string{"-seed", filepath.Join(root(), "examples", filepath.FromSlash(module), filepath.FromSlash(test.seed))}
			}
			w := examplesFolder(t, newCloud(t, flags...), module)
			w.mustRun(t, "init", "-input=false", "-no-color")
			o := w.mustRun(t, "test", "-no-color")
			said := passed.FindStringSubmatch(o.output)
			if said == nil {
				t.Fatalf("the tests did not pass:\n%s", o.output)
			}
			if n, err := strconv.Atoi(said[1]); err != nil || n < test.least {
				t.Errorf("%d tests passed, want at least %d:\n%s", n, test.least, o.output)
			}
		})
	}
}

// The blocks of the guide on opening a region are one configuration: two populations. Its third region is what the guide says.
func TestExamples_guide(t *testing.T) {
	t.Parallel()
	const guide = "internal/docs/templates/guides/opening-a-region.md"
	w := examplesFolder(t, newCloud(t, "-seed", filepath.Join(root(), "examples", "us-user-data", "sandbox.hcl")), "own")
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(read(t, guide), "```terraform\n")
	var configuration strings.Builder
	for _, text := range blocks[1:] {
		text, _, _ = strings.Cut(text, "```")
		configuration.WriteString(text)
	}
	w.write(t, "main.tf", configuration.String())
	w.write(t, "us-user-data.reviewed.hcl", block(t, guide, "```hcl\n"))
	w.mustRun(t, "init", "-input=false", "-no-color")
	w.apply(t)
	w.mustPlanNothing(t)

	last, added := `    us-phoenix-1 = { partner = "us-ashburn-1" }`, `    us-chicago-1 = { partner = "us-phoenix-1" }`
	w.write(t, "main.tf", strings.Replace(configuration.String(), last, last+"\n"+added, 1))
	said := block(t, guide, "```text\nPlan: ")
	says, _, _ := strings.Cut(said, "\n")
	o := w.mustRun(t, "plan", "-input=false", "-no-color")
	if !strings.Contains(read(t, guide), "+"+added) || !strings.Contains(o.text(), "Plan: "+says) || !strings.Contains(o.text(), `~ regions_added = [ + "us-chicago-1", ]`) {
		t.Errorf("the plan is not the guide's:\n%s", o.output)
	}
}
