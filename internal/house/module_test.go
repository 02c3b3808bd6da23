package house

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/data-residency/terraform-provider-residency"

// pkg is what `go list` says about a package of this module.
type pkg struct {
	ImportPath string
	Dir        string
	Name       string
	GoFiles    []string
	Imports    []string
	Incomplete bool
}

// path is the package's path below the module, "" for the root.
func (p pkg) path() string { return inModule(p.ImportPath) }

// inModule is an import path below the module, "" for the root and for what is not in the module.
func inModule(importPath string) string {
	if rest, ok := strings.CutPrefix(importPath, module+"/"); ok {
		return rest
	}
	return ""
}

var listOnce = sync.OnceValues(func() ([]byte, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Name,GoFiles,Imports,Incomplete", module+"/...")
	return cmd.Output()
})

// packages lists the packages of this module, without their tests.
func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := listOnce()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
	if len(all) < 5 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

// under says whether path is one of the folders or below one.
func under(path string, folders ...string) bool {
	for _, folder := range folders {
		if path == folder || strings.HasPrefix(path, folder+"/") {
			return true
		}
	}
	return false
}
