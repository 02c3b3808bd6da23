package endtoend

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const chicago = `  us-chicago-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata" }` + "\n"

// regions rewrites terraform.tfvars.
func (w *workspace) regions(t *testing.T, change func(string) string) {
	t.Helper()
	file := filepath.Join(w.dir, "terraform.tfvars")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := change(string(text))
	if changed == string(text) {
		t.Fatalf("nothing changed in\n%s", text)
	}
	w.write(t, "terraform.tfvars", changed)
}

// opened adds Chicago after Phoenix, as one line.
func opened(text string) string {
	before, after, _ := strings.Cut(text, "  us-phoenix-1")
	line, rest, _ := strings.Cut(after, "\n")
	return before + "  us-phoenix-1" + line + "\n" + chicago + rest
}

// planned is what a plan changes, by address, and what its outputs will be.
type planned struct {
	Changes []struct {
		Address string `json:"address"`
		Change  struct {
			Actions []string       `json:"actions"`
			Before  map[string]any `json:"before"`
			After   map[string]any `json:"after"`
		} `json:"change"`
	} `json:"resource_changes"`
	Outputs map[string]struct {
		After any `json:"after"`
	} `json:"output_changes"`
}

// plan makes a plan that has to end well, and reads it.
func (w *workspace) plan(t *testing.T, args ...string) planned {
	t.Helper()
	w.mustRun(t, append([]string{"plan", "-input=false", "-no-color", "-out=saved.tfplan"}, args...)...)
	var p planned
	if err := json.Unmarshal([]byte(w.mustRun(t, "show", "-json", "saved.tfplan").output), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// actions are the addresses by what the plan does to them, but for what it leaves alone.
func (p planned) actions() map[string][]string {
	all := map[string][]string{}
	for _, c := range p.Changes {
		if what := strings.Join(c.Change.Actions, " and "); what != "no-op" && what != "read" {
			all[what] = append(all[what], c.Address)
		}
	}
	return all
}

// check runs check.sh with the CLI and the provider of this test.
func (w *workspace) check(t *testing.T, args ...string) outcome {
	t.Helper()
	bin := t.TempDir()
	if err := os.Symlink(providerBinary(t), filepath.Join(bin, "terraform-provider-residency")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", append([]string{"check.sh"}, args...)...)
	cmd.Dir = w.dir
	cmd.Env = append(slices.Clone(w.env), "TERRAFORM="+w.cli, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), string(out)}
}

func (w *workspace) mustPass(t *testing.T, want int, says string, args ...string) {
	t.Helper()
	if o := w.check(t, args...); o.code != want || !strings.Contains(o.text(), says) {
		t.Errorf("the check ended with %d, want %d and %q:\n%s", o.code, want, says, o.output)
	}
}

// A third region changes only what belongs to it, and is closed only when it holds nothing. That two regions are read back, and
// that the check passes before and after, is in the demo.
func TestEndToEnd_openAndCloseARegion(t *testing.T) {
	t.Parallel()
	w, c := storyWorkspace(t)
	w.apply(t)

	w.regions(t, opened)
	w.mustOpen(t)
	w.mustRun(t, "apply", "-input=false", "-no-color", "saved.tfplan")
	w.mustPlanNothing(t)

	w.mustRefuse(t, "us-chicago-1 =", "", "Protected from deletion")
	w.mustRefuse(t, `partner = "us-ashburn-1"`, `partner = "us-sanjose-1"`, "it is open itself")
	w.mustRefuse(t, `us-ashburn-1 =`, "", "Close the region that uses it first")
	if deleted := c.sent(t, func(r request) bool { return r.Method == http.MethodDelete }); len(deleted) > 0 {
		t.Errorf("the refusals deleted something: %v", deleted)
	}
	w.mustClose(t, c)
}

// mustOpen plans Chicago, and looks at what the plan touches.
func (w *workspace) mustOpen(t *testing.T) {
	t.Helper()
	p := w.plan(t)
	done := p.actions()
	updated := []string{"module.us.residency_deny_rule.this", `module.us_region["us-ashburn-1"].residency_nosql_table.this[0]`}
	if got := slices.Sorted(slices.Values(done["update"])); !slices.Equal(got, updated) || len(done) != 2 || len(done["create"]) != 12 {
		t.Errorf("the plan does %v, want twelve creations and updates of %v", done, updated)
	}
	for _, address := range done["create"] {
		if !strings.HasPrefix(address, `module.us_region["us-chicago-1"].`) && address != `module.us.residency_service_grant.object_storage["us-chicago-1"]` {
			t.Errorf("%s is made, which is not Chicago's", address)
		}
	}
	legal, _ := p.Outputs["becomes_legal"].After.(map[string]any)
	if opens, _ := legal["opens"].([]any); len(opens) != 1 || opens[0] != "us-chicago-1" {
		t.Errorf("the plan says that this becomes legal: %v", legal)
	}
	for _, change := range p.Changes {
		if change.Address == updated[1] && !onlyReplicaAdded(change.Change.Before, change.Change.After) {
			t.Errorf("the table changes in more than its replicas: %v, then %v", change.Change.Before, change.Change.After)
		}
	}
}

// onlyReplicaAdded says whether a table's arguments differ in nothing but the replica in Chicago.
func onlyReplicaAdded(before, after map[string]any) bool {
	replicas, _ := after["replicas"].(map[string]any)
	earlier, _ := before["replicas"].(map[string]any)
	if len(replicas) != len(earlier)+1 || replicas["us-chicago-1"] == nil {
		return false
	}
	same := func(name string) bool { return before[name] == after[name] }
	return same("id") && same("name") && same("region") && same("ddl_statement") && same("compartment_id")
}

// mustRefuse plans with one line of terraform.tfvars changed, or without it, and puts it back.
func (w *workspace) mustRefuse(t *testing.T, part, with, says string) {
	t.Helper()
	file := filepath.Join(w.dir, "terraform.tfvars")
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w.regions(t, func(text string) string {
		if with != "" {
			return strings.Replace(text, part, with, 1)
		}
		return strings.Join(slices.DeleteFunc(strings.SplitAfter(text, "\n"), func(line string) bool { return strings.Contains(line, part) }), "")
	})
	o := w.run(t, "plan", "-input=false", "-no-color", "-refresh=false")
	if o.code != 1 || !strings.Contains(o.text(), says) {
		t.Errorf("without %q the plan ended with %d, want 1 and %q:\n%s", part, o.code, says, o.output)
	}
	w.write(t, "terraform.tfvars", string(kept))
}

// mustClose closes Chicago as the README says, but with an object left in a bucket, and so in its replica: both stay until they
// are empty.
func (w *workspace) mustClose(t *testing.T, c *cloud) {
	t.Helper()
	w.regions(t, func(text string) string {
		return strings.Replace(text, chicago, strings.Replace(chicago, " }", ", holds_data = false }", 1), 1)
	})
	w.apply(t)
	c.object(t, http.MethodPut, "us-chicago-1", "us-user-data-media", "left-behind")
	w.regions(t, func(text string) string {
		return strings.Join(slices.DeleteFunc(strings.SplitAfter(text, "\n"), func(line string) bool { return strings.Contains(line, "us-chicago-1") }), "")
	})
	p := w.plan(t)
	if done := p.actions(); len(done["delete"]) != 12 || len(done["update"]) != 2 || len(done) != 2 {
		t.Errorf("closing Chicago does %v", done)
	}
	o := w.run(t, "apply", "-input=false", "-no-color", "saved.tfplan")
	if o.code != 1 || strings.Count(o.text(), "Error: ") != 2 || strings.Count(o.text(), "409 BucketNotEmpty") != 2 {
		t.Errorf("closing Chicago with an object in it ended with %d:\n%s", o.code, o.output)
	}
	for region, bucket := range map[string]string{"us-chicago-1": "us-user-data-media", "us-phoenix-1": "us-user-data-media-of-us-chicago-1"} {
		c.object(t, http.MethodGet, region, bucket, "left-behind")
		c.object(t, http.MethodDelete, region, bucket, "left-behind")
	}
	w.apply(t)
	w.mustPlanNothing(t)
}

// A copy abroad is refused in the plan; an exception ends, and with it the check passes no more.
func TestEndToEnd_storyAbroad(t *testing.T) {
	t.Parallel()
	w, c := storyWorkspace(t)
	o := w.run(t, "plan", "-input=false", "-no-color", "-var=overseas_bucket=ap-singapore-1")
	if o.code != 1 || !strings.Contains(o.text(), "Region outside boundary") || !strings.Contains(o.text(), "residency_bucket.overseas[0]") {
		t.Errorf("the plan ended with %d:\n%s", o.code, o.output)
	}
	w.mustPass(t, 2, "expired on 2031-03-31", "-now", "2031-04-01T00:00:00Z")
	w.mustPass(t, 0, "allows it until 2031-03-31", "-now", "2031-03-31T23:00:00Z")
	if written := c.sent(t, func(r request) bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }); len(written) > 0 {
		t.Errorf("plans and checks wrote: %v", written)
	}
}

// An engineer abroad with every permission makes what they want, until the deny rule is there.
func TestEndToEnd_engineerAbroad(t *testing.T) {
	t.Parallel()
	w, c := storyWorkspace(t)
	engineer := emptyWorkspace(t, c)
	if err := os.CopyFS(engineer.dir, os.DirFS(filepath.Join(root(), "examples", "demo", "engineer"))); err != nil {
		t.Fatal(err)
	}
	engineer.mustRun(t, "init", "-input=false", "-no-color")
	engineer.apply(t)
	engineer.mustRun(t, "destroy", "-input=false", "-auto-approve", "-no-color")

	w.apply(t)
	o := engineer.run(t, "apply", "-input=false", "-auto-approve", "-no-color")
	if o.code != 1 || !strings.Contains(o.text(), "Oracle answered 409 BucketAlreadyExists") || !strings.Contains(o.text(), "404 BucketNotFound") {
		t.Errorf("the engineer's apply ended with %d:\n%s", o.code, o.output)
	}
}
