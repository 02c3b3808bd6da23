package endtoend

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// holdVariable makes this test binary the command of a `sandbox exec`: it tells its environment, and holds the sandbox open
// until its standard input ends.
const holdVariable = "RESIDENCY_ENDTOEND_HOLD"

func TestMain(m *testing.M) {
	if os.Getenv(holdVariable) != "" {
		hold()
		return
	}
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

func hold() {
	if err := json.NewEncoder(os.Stdout).Encode(os.Environ()); err != nil {
		os.Exit(1)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// built is the provider's program, built once for all tests.
var built struct {
	once sync.Once
	dir  string
	path string
	err  error
}

// providerBinary builds the provider as a release is built.
func providerBinary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "residency-endtoend-"); built.err != nil { //nolint:usetesting // it outlives the test that needs it first
			return
		}
		built.path = filepath.Join(built.dir, "terraform-provider-residency")
		cmd := exec.Command("go", "build", "-ldflags", "-X main.version=0.1.0", "-o", built.path, root())
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

// root is the repository's folder.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// cli is the Terraform or OpenTofu to test with. Where there is none the test is skipped, and `make test` says so.
func cli(t *testing.T) string {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set; make test sets it")
	}
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("neither terraform nor tofu is on PATH")
	return ""
}
