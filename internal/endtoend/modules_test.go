package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// storyWorkspace is a folder with the composition and its modules, in a sandbox that has its tenancy; at is the folder to be
// in, such as "us-user-data".
func storyWorkspace(t *testing.T, at string) (*workspace, *cloud) {
	t.Helper()
	examples := filepath.Join(root(), "examples")
	c := newCloud(t, "-seed", filepath.Join(examples, "us-user-data", "sandbox.hcl"))
	w := emptyWorkspace(t, c)
	for _, name := range []string{"modules", "us-user-data"} {
		if err := os.CopyFS(filepath.Join(w.dir, name), os.DirFS(filepath.Join(examples, name))); err != nil {
			t.Fatal(err)
		}
	}
	w.dir = filepath.Join(w.dir, filepath.FromSlash(at))
	w.env = append(w.env, "TF_VAR_admin_password=Rehearsal-Only-1")
	w.mustRun(t, "init", "-input=false", "-no-color")
	return w, c
}

var passed = regexp.MustCompile(`Success! (\d+) passed, 0 failed`)

// Every module passes its own tests: those with mocks, and those in the sandbox.
func TestEndToEnd_modules(t *testing.T) {
	t.Parallel()
	for module, least := range map[string]int{"modules/residency-boundary": 11, "modules/region": 11, "us-user-data": 7} {
		t.Run(filepath.Base(module), func(t *testing.T) {
			t.Parallel()
			w, _ := storyWorkspace(t, module)
			if module != "us-user-data" {
				w.env = append(w.env, "TF_VAR_compartment_id="+w.compartment(t, "us-user-data"))
			}
			o := w.mustRun(t, "test", "-no-color")
			said := passed.FindStringSubmatch(o.output)
			if said == nil {
				t.Fatalf("the tests did not pass:\n%s", o.output)
			}
			if n, err := strconv.Atoi(said[1]); err != nil || n < least {
				t.Errorf("%d tests passed, want at least %d:\n%s", n, least, o.output)
			}
		})
	}
}

// The README's call of a module applies as it is written, with a provider block and its variables.
func TestExamples_readmeModule(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(read(t, "README.md"), "## Three ways to use it")
	_, rest, _ = strings.Cut(rest, "```terraform\n")
	call, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the README calls no module")
	}
	w := emptyWorkspace(t, newCloud(t))
	if err := os.CopyFS(filepath.Join(w.dir, "examples", "modules"), os.DirFS(filepath.Join(root(), "examples", "modules"))); err != nil {
		t.Fatal(err)
	}
	w.write(t, "main.tf", head("us-ashburn-1")+call+`
variable "regions" {
  default = { us-ashburn-1 = { partner = "us-phoenix-1" }, us-phoenix-1 = { partner = "us-ashburn-1" } }
}

variable "admin_password" {
  type      = string
  ephemeral = true
}
`)
	w.env = append(w.env, "TF_VAR_admin_password=Rehearsal-Only-1")
	w.mustRun(t, "init", "-input=false", "-no-color")
	if o := w.apply(t); !strings.Contains(o.text(), "22 added, 0 changed, 0 destroyed") {
		t.Errorf("not two regions were opened:\n%s", o.output)
	}
	w.mustPlanNothing(t)
}

var assigned = regexp.MustCompile(`"([^"]+)"="([^"]+)"`)

// compartment is the OCID of one of the sandbox's compartments.
func (w *workspace) compartment(t *testing.T, name string) string {
	t.Helper()
	for _, variable := range w.env {
		if rest, found := strings.CutPrefix(variable, "TF_VAR_compartment_ids="); found {
			for _, pair := range assigned.FindAllStringSubmatch(rest, -1) {
				if pair[1] == name {
					return pair[2]
				}
			}
		}
	}
	t.Fatalf("the sandbox has no compartment %q", name)
	return ""
}
