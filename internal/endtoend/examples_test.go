package endtoend

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// examplesSeed is a cloud in which the names of the examples exist.
const examplesSeed = `
tenancy "example" {
  namespace   = "examplenamespace"
  home_region = "us-ashburn-1"
  regions     = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1", "ap-singapore-1"]
}
`

// Every configuration in examples/ is planned as a reader would: a folder with a main.tf as it is, any other file with a
// provider block and the variables that it uses.
func TestExamples_plan(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-seed", examplesCloud(t))
	planned := 0
	for _, file := range exampleFiles(t, ".tf") {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "import-") || name != "main.tf" && exists(filepath.Join(filepath.Dir(file), "main.tf")) || isStory(file) {
			continue
		}
		planned++
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			w := exampleWorkspace(t, c, file)
			w.mustRun(t, "plan", "-input=false", "-no-color")
		})
	}
	if planned < 9 {
		t.Errorf("only %d examples were found", planned)
	}
}

// A newcomer's way through the README, in one folder and one sandbox: the first bucket, the same one abroad, and the first call
// of a module.
func TestExamples_readme(t *testing.T) {
	t.Parallel()
	w := emptyWorkspace(t, newCloud(t))
	if err := os.CopyFS(filepath.Join(w.dir, "examples", "modules"), os.DirFS(filepath.Join(root(), "examples", "modules"))); err != nil {
		t.Fatal(err)
	}
	w.dir = filepath.Join(w.dir, "try")
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w.env = append(w.env, "TF_VAR_admin_password=Rehearsal-Only-1")
	bucket := block(t, "README.md", "```terraform\n")
	w.write(t, "main.tf", bucket)
	w.mustRun(t, "init", "-input=false", "-no-color")
	if o := w.apply(t); !strings.Contains(o.text(), `region = "us-ashburn-1"`) {
		t.Errorf("the plan does not show the region:\n%s", o.output)
	}
	w.write(t, "main.tf", strings.Replace(bucket, `  name           =`, "  region = \"eu-frankfurt-1\"\n  name =", 1))
	if o := w.run(t, "plan", "-input=false", "-no-color"); o.code != 1 || !strings.Contains(o.text(), "Error: Region outside boundary") {
		t.Errorf("with region = eu-frankfurt-1 the plan ended with %d:\n%s", o.code, o.output)
	}
	w.write(t, "main.tf", bucket+block(t, "README.md", "and run the same two commands:\n\n```terraform\n"))
	w.mustRun(t, "init", "-input=false", "-no-color")
	if o := w.apply(t); !strings.Contains(o.text(), "22 added, 0 changed, 0 destroyed") || strings.Contains(o.text(), "Warning:") {
		t.Errorf("not two regions were opened, or with warnings:\n%s", o.output)
	}
	w.mustPlanNothing(t)
}

func TestExamples_import(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-seed", examplesCloud(t))
	for _, file := range exampleFiles(t, "/resource.tf") {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			w := exampleWorkspace(t, c, file)
			w.apply(t)
			kept := w.state(t)
			t.Run("Command", func(t *testing.T) { w.importByCommand(t, filepath.Join(dir, "import.sh")) })
			t.Run("ID", func(t *testing.T) { w.importByBlock(t, kept, filepath.Join(dir, "import-by-string-id.tf")) })
			t.Run("Identity", func(t *testing.T) {
				if strings.HasPrefix(w.version(t), "Terraform v1.11.") || strings.HasPrefix(w.version(t), "OpenTofu v1.11.") {
					t.Skip(w.version(t), "has no import by identity")
				}
				w.importByBlock(t, kept, filepath.Join(dir, "import-by-identity.tf"))
			})
		})
	}
}

// importByCommand forgets the resource and runs the example's commands, with this test's CLI.
func (w *workspace) importByCommand(t *testing.T, script string) {
	t.Helper()
	for line := range strings.Lines(w.example(t, script)) {
		args := strings.Fields(line)
		if len(args) < 4 || args[0] != "terraform" {
			continue
		}
		w.mustRun(t, "state", "rm", args[2])
		w.mustRun(t, append(args[1:2], append([]string{"-input=false", "-no-color"}, args[2:]...)...)...)
		if told(script) {
			w.apply(t)
		}
		w.mustPlanNothing(t)
	}
}

// importByBlock forgets the resource and plans with the example's import block: the plan must import it and do nothing else.
func (w *workspace) importByBlock(t *testing.T, state map[string]bool, file string) {
	t.Helper()
	block := w.example(t, file)
	to := regexp.MustCompile(`to\s*=\s*(\S+)`).FindStringSubmatch(block)
	if to == nil || !state[to[1]] {
		t.Fatalf("%s imports to nothing that the example has", file)
	}
	w.mustRun(t, "state", "rm", to[1])
	w.write(t, "import.tf", block)
	defer w.write(t, "import.tf", "")
	o := w.mustRun(t, "apply", "-input=false", "-auto-approve", "-no-color")
	changed := 0
	if told(file) {
		changed = 1
	}
	if !strings.Contains(o.text(), fmt.Sprintf("1 imported, 0 added, %d changed, 0 destroyed", changed)) {
		t.Errorf("the import did something else:\n%s", o.output)
	}
}

// told says whether a resource has arguments that only the configuration tells, such as why a group is spared: the first apply
// after an import takes them over.
func told(file string) bool { return strings.Contains(file, "residency_deny_rule") }

// policyID is what the examples call the replication policy, whose id nobody can choose; an OCID of their own they call
// ocid1.….aaaaaaaaexample.
const policyID = "7f3c1d62-5b1e-4c0a-9d3e-2f6a8b4c9e01"

var (
	exampleOCID = regexp.MustCompile(`ocid1\.[a-z0-9]+\.oc1\.[a-z0-9-]*\.aaaaaaaaexample`)
	imported    = regexp.MustCompile(`residency_\w+\.\w+`)
)

// example is the text of an example's file, with the ids that the cloud has given.
func (w *workspace) example(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	ocid, is := exampleOCID.FindString(text), "id"
	if strings.Contains(text, ocid+"/") || strings.Contains(text, `compartment_id = "`+ocid+`"`) {
		is = "compartment_id"
	}
	for id, attribute := range map[string]string{policyID: "replication_id", ocid: is} {
		if id != "" && strings.Contains(text, id) {
			text = strings.ReplaceAll(text, id, w.given(t, imported.FindString(text), attribute))
		}
	}
	return text
}

// given is the value of an attribute that the cloud has chosen.
func (w *workspace) given(t *testing.T, address, attribute string) string {
	t.Helper()
	key := address + "." + attribute
	if w.ids[key] == "" {
		shown := w.mustRun(t, "state", "show", "-no-color", address).output
		found := regexp.MustCompile(`(?m)^\s*` + attribute + `\s*=\s*"([^"]+)"`).FindStringSubmatch(shown)
		if found == nil {
			t.Fatalf("%s has no %s:\n%s", address, attribute, shown)
		}
		w.ids[key] = found[1]
	}
	return w.ids[key]
}

// state is the addresses that the state has.
func (w *workspace) state(t *testing.T) map[string]bool {
	t.Helper()
	addresses := map[string]bool{}
	for address := range strings.FieldsSeq(w.mustRun(t, "state", "list").output) {
		addresses[address] = true
	}
	return addresses
}

func (w *workspace) version(t *testing.T) string {
	t.Helper()
	version, _, _ := strings.Cut(w.mustRun(t, "version").output, "\n")
	return version
}

// exampleWorkspace has what the example's page takes for granted: a provider block and the variables that it does not
// declare. A folder with a main.tf has all that itself.
func exampleWorkspace(t *testing.T, c *cloud, file string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, c)
	if err := os.CopyFS(w.dir, os.DirFS(filepath.Dir(file))); err != nil {
		t.Fatal(err)
	}
	for _, extra := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
		_ = os.Remove(filepath.Join(w.dir, extra))
	}
	if name := filepath.Base(file); name != "main.tf" && name != "provider.tf" {
		w.write(t, "taken-for-granted.tf", head("us-ashburn-1")+takenForGranted(t, file))
	}
	w.env = append(w.env, "TF_VAR_admin_password=Sesame-Open-1", "TF_VAR_wallet_password=Sesame-Open-2")
	w.mustRun(t, "init", "-input=false")
	return w
}

var (
	usedVariable = regexp.MustCompile(`\bvar\.(\w+)`)
	inRegion     = regexp.MustCompile(`\bregion\s*=\s*"([a-z0-9-]+)"`)
)

// takenForGranted declares the variables that an example uses, does not declare, and that the head does not have. What
// they name is in the example's own region.
func takenForGranted(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	where := "us-ashburn-1"
	if found := inRegion.FindStringSubmatch(string(data)); found != nil {
		where = found[1]
	}
	known := map[string]string{
		"subnet_id":    "ocid1.subnet.oc1." + where + ".aaaaaaaasubnet",
		"tenancy_ocid": "the environment's, TF_VAR_tenancy_ocid",
	}
	var out strings.Builder
	for _, used := range usedVariable.FindAllStringSubmatch(string(data), -1) {
		name := used[1]
		if name == "compartment_id" || name == "namespace" || strings.Contains(string(data)+out.String(), `variable "`+name+`"`) {
			continue
		}
		if known[name] == "" {
			t.Fatalf("%s uses var.%s, of which nobody knows a value", file, name)
		}
		fmt.Fprintf(&out, "variable %q {\n  default = %q\n}\n", name, known[name])
	}
	return out.String()
}

// isStory says whether a configuration is one that the tests of the story and of the modules run.
func isStory(file string) bool {
	in, err := filepath.Rel(filepath.Join(root(), "examples"), file)
	first, _, _ := strings.Cut(filepath.ToSlash(in), "/")
	return err == nil && (first == "modules" || first == "us-user-data" || first == "demo")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// exampleFiles are the files below examples/ whose name ends so.
func exampleFiles(t *testing.T, suffix string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(filepath.Join(root(), "examples"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, suffix) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func examplesCloud(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "seed.hcl")
	if err := os.WriteFile(path, []byte(examplesSeed), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
