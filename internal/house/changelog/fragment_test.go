package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestWrite(t *testing.T) {
	fragments, err := read(fstest.MapFS{
		"README.md":   {Data: []byte("How to write a fragment.")},
		"a-fix.md":    {Data: []byte("Fixed: a space\n  that was too wide.\n")},
		"b-bucket.md": {Data: []byte("Added: `residency_bucket`: buckets in their region.\n")},
		"c-region.md": {Data: []byte("Added: `residency_regions`.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := write(&out, "0.1.0", "2027-01-31", fragments); err != nil {
		t.Fatal(err)
	}
	want := `## 0.1.0 (2027-01-31)

### Added

- ` + "`residency_bucket`: buckets in their region." + `
- ` + "`residency_regions`." + `

### Fixed

- a space that was too wide.
`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestRead_reportsEveryFault(t *testing.T) {
	_, err := read(fstest.MapFS{
		"a.md": {Data: []byte("New: a kind that does not exist.")},
		"b.md": {Data: []byte("Fixed: no full stop")},
		"c.md": {Data: nil},
	})
	if err == nil {
		t.Fatal("malformed fragments must be refused")
	}
	for _, file := range []string{"a.md: must begin with", "b.md: must be full sentences", "c.md: must begin with"} {
		if !strings.Contains(err.Error(), file) {
			t.Errorf("%q is not in: %v", file, err)
		}
	}
}

// The repository's own fragments must be good when they are committed, not when somebody wants to release.
func TestRead_ours(t *testing.T) {
	if _, err := read(os.DirFS("../../../changes")); err != nil {
		t.Error(err)
	}
}
