package endtoend

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// cloud is one sandbox, open for as long as the test runs or until close.
type cloud struct {
	env      []string // what `sandbox exec` gave to its command
	requests string   // file of requests
	dump     string   // file of what existed at the end
	process  *os.Process
	close    func()
}

// newCloud starts `sandbox exec` with the flags.
func newCloud(t *testing.T, flags ...string) *cloud {
	t.Helper()
	dir := t.TempDir()
	c := &cloud{requests: filepath.Join(dir, "requests.jsonl"), dump: filepath.Join(dir, "dump.json")}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"sandbox", "exec", "-requests", c.requests, "-dump", c.dump}, flags...)
	cmd := exec.Command(providerBinary(t), append(args, "--", self)...)
	cmd.Env = append(os.Environ(), holdVariable+"=1")
	cmd.Stderr = t.Output()
	stdin, stdout := pipes(t, cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.process = cmd.Process
	c.close = sync.OnceFunc(func() {
		_ = stdin.Close()
		_, _ = io.Copy(io.Discard, stdout)
		if err := cmd.Wait(); err != nil {
			t.Errorf("sandbox exec: %v", err)
		}
	})
	t.Cleanup(c.close)
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatalf("sandbox exec did not start its command: %v", err)
	}
	if err := json.Unmarshal(line, &c.env); err != nil {
		t.Fatal(err)
	}
	return c
}

func pipes(t *testing.T, cmd *exec.Cmd) (io.WriteCloser, io.Reader) {
	t.Helper()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	return stdin, stdout
}

// request is one line of the requests file.
type request struct {
	Time      time.Time `json:"time"`
	Principal string    `json:"principal"`
	Method    string    `json:"method"`
	Host      string    `json:"host"`
	Path      string    `json:"path"`
	Region    string    `json:"region"`
	Status    int       `json:"status"`
}

// sent is every request so far that keep keeps.
func (c *cloud) sent(t *testing.T, keep func(request) bool) []request {
	t.Helper()
	file, err := os.Open(c.requests)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var kept []request
	for decoder := json.NewDecoder(file); ; {
		var r request
		err := decoder.Decode(&r)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // the last line may be on its way
			return kept
		}
		if err != nil {
			t.Fatalf("%s: %v", c.requests, err)
		}
		if keep(r) {
			kept = append(kept, r)
		}
	}
}
