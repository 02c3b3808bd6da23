package endtoend

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newCloudAs starts a sandbox with a seed, in which the user's key is the default profile.
func newCloudAs(t *testing.T, user, seed string) *cloud {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.hcl")
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	return newCloud(t, "-as", user, "-seed", file)
}

// engineers may both manage what is in the data compartment, but for what a deny takes from those overseas.
const engineers = `
policy "engineers" {
  statements = [
    "allow group UsEngineers, OverseasEngineers to manage object-family in compartment data",
    "deny group OverseasEngineers to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in compartment data",
  ]
}
`

func TestEndToEnd_statementRefusesOverseas(t *testing.T) {
	t.Parallel()
	us := newCloudAs(t, "us-engineer", engineers)
	newWorkspace(t, us, head("us-ashburn-1")+oneBucket).apply(t)
	us.close()
	if got := us.bucketsByRegion(t); len(got["us-ashburn-1"]) != 1 {
		t.Errorf("the dump has %v, want one bucket in us-ashburn-1", got)
	}

	overseas := newCloudAs(t, "overseas-engineer", engineers)
	o := newWorkspace(t, overseas, head("us-ashburn-1")+oneBucket).run(t, "apply", "-input=false", "-auto-approve", "-no-color")
	if o.code != 1 || !strings.Contains(o.text(), "409 BucketAlreadyExists") || !strings.Contains(o.text(), "not authorized to create it") {
		t.Errorf("the apply ended with %d, want 1 and Oracle's refusal:\n%s", o.code, o.output)
	}
	overseas.close()
	if got := overseas.bucketsByRegion(t); len(got) != 0 {
		t.Errorf("the dump has %v, want no bucket", got)
	}
}

// By default engineers in the US use the data compartment, and those overseas read it: neither creates a bucket there.
func TestEndToEnd_defaultPolicies(t *testing.T) {
	t.Parallel()
	for _, user := range []string{"us-engineer", "overseas-engineer"} {
		c := newCloudAs(t, user, "")
		o := newWorkspace(t, c, head("us-ashburn-1")+oneBucket).run(t, "apply", "-input=false", "-auto-approve", "-no-color")
		if o.code != 1 || !strings.Contains(o.text(), "409 BucketAlreadyExists") {
			t.Errorf("the apply of %s ended with %d, want 1 and 409 BucketAlreadyExists:\n%s", user, o.code, o.output)
		}
	}
	administrator := newCloudAs(t, "admin", "policy \"none\" { statements = [\"deny any-user to inspect all-resources in tenancy\"] }\n")
	newWorkspace(t, administrator, head("us-ashburn-1")+oneBucket).apply(t)
}
