//go:build unix

package endtoend

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const hundred = 100

func TestEndToEnd_faults(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-faults", "rate=0.1,kinds=429+500+503+reset+timeout,seed=7")
	w := newWorkspace(t, c, head("us-ashburn-1", `owner = "endtoend/faults"`)+buckets(hundred))
	w.apply(t)
	w.mustPlanNothing(t)
	c.close()
	c.mustHaveBuckets(t, hundred)
}

// An apply whose provider is killed in the middle loses the state of what it was creating. The owner's mark lets the next
// apply know its own buckets again.
func TestEndToEnd_killedWithOwner(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-faults", "slow=100ms")
	w := newWorkspace(t, c, head("us-ashburn-1", `owner = "endtoend/kill"`)+buckets(hundred))
	for _, created := range []int{20, 60} {
		w.applyAndKill(t, c, created, isCreated)
	}
	w.apply(t)
	w.mustPlanNothing(t)
	c.close()
	c.mustHaveBuckets(t, hundred)
}

// Without an owner nobody can say whose buckets they are; but the error shows what to write to take them over.
func TestEndToEnd_killedWithoutOwner(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-faults", "slow=100ms")
	w := newWorkspace(t, c, head("us-ashburn-1")+buckets(hundred))
	w.applyAndKill(t, c, 20, isCreated)
	o := w.run(t, "apply", "-input=false", "-auto-approve", "-no-color")
	if o.code == 0 {
		t.Fatal("the second apply took over buckets that nobody has marked")
	}
	imports := importBlocks(o.output)
	if imports == "" {
		t.Fatalf("the error shows no import block:\n%s", o.output)
	}
	w.write(t, "imports.tf", imports)
	w.apply(t)
	w.mustPlanNothing(t)
	c.close()
	c.mustHaveBuckets(t, hundred)
}

// applyAndKill starts an apply and kills its provider when so many requests of a kind were answered, those before it too.
func (w *workspace) applyAndKill(t *testing.T, c *cloud, many int, ofKind func(request) bool) {
	t.Helper()
	cmd, out := w.command("apply", "-input=false", "-auto-approve", "-no-color")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for len(c.sent(t, ofKind)) < many {
		select {
		case err := <-ended:
			t.Fatalf("apply ended before %d were answered: %v\n%s", many, err, out)
		case <-time.After(5 * time.Millisecond):
		}
	}
	if killProvidersOf(cmd.Process.Pid) == 0 {
		<-ended
		t.Fatalf("no provider of process %d was found to be killed:\n%s", cmd.Process.Pid, out)
	}
	if err := <-ended; err == nil {
		t.Fatalf("apply did not notice that its provider was killed:\n%s", out)
	}
}

func isCreated(r request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(strings.TrimSuffix(r.Path, "/"), "/b") && r.Status == http.StatusOK
}

// killProvidersOf sends SIGKILL to the provider processes that the CLI with this process id has started, and says how many
// there were.
func killProvidersOf(parent int) (killed int) {
	procs, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range procs {
		fields, err := os.ReadFile(stat)
		if err != nil {
			continue
		}
		// The fields after the command's name, which is in parentheses, are the state and the parent's id.
		_, after, _ := strings.Cut(string(fields), ") ")
		if split := strings.Fields(after); len(split) < 2 || split[1] != strconv.Itoa(parent) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
		if err == nil && syscall.Kill(pid, syscall.SIGKILL) == nil {
			killed++
		}
	}
	return killed
}

var importBlock = regexp.MustCompile(`(?s)(import \{[^}]*residency_bucket\.)NAME([^}]*/b/many-)(\d+)([^}]*\})`)

// importBlocks are the import blocks that the errors show, with the names that only the reader knows put in.
func importBlocks(output string) string {
	var blocks strings.Builder
	for _, block := range importBlock.FindAllString(strings.ReplaceAll(output, "│", " "), -1) {
		blocks.WriteString(importBlock.ReplaceAllString(block, "${1}many[$3]${2}$3$4") + "\n")
	}
	return blocks.String()
}

func (c *cloud) mustHaveBuckets(t *testing.T, n int) {
	t.Helper()
	got := c.bucketsByRegion(t)
	if len(got) != 1 || len(got["us-ashburn-1"]) != n {
		t.Fatalf("the dump has buckets in %d regions and %d in us-ashburn-1; want 1 and %d", len(got), len(got["us-ashburn-1"]), n)
	}
	for i := range n {
		if name := fmt.Sprintf("many-%d", i); !strings.Contains(strings.Join(got["us-ashburn-1"], " ")+" ", name+" ") {
			t.Errorf("the dump does not have %s", name)
		}
	}
}
