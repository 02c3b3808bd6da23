package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	terraformSDK = "github.com/hashicorp/terraform-plugin-"
	ociSDK       = "github.com/oracle/oci-go-sdk"
)

// pure are the rooms that decide: the same question always gets the same answer, on any machine, at any time.
var pure = []string{"internal/region", "internal/boundary", "internal/lex", "internal/iam", "internal/quota", "internal/plan", "internal/ddl", "internal/denyrule/compile"}

// rooms says what of this module each room may import besides packages of its own. A folder of internal/ that is
// not named here is a noun.
var rooms = map[string][]string{
	"internal/region":      {},
	"internal/boundary":    {"internal/region"},
	"internal/lex":         {},
	"internal/iam":         {"internal/region", "internal/boundary", "internal/lex"},
	"internal/quota":       {"internal/region", "internal/boundary", "internal/lex"},
	"internal/ddl":         {},
	"internal/plan":        {"internal/region", "internal/boundary"},
	"internal/plan/guard":  {"internal/region", "internal/boundary", "internal/iam", "internal/quota", "internal/plan"},
	"internal/report":      {"internal/region", "internal/boundary", "internal/plan"},
	"internal/oci":         {"internal/region"},
	"internal/diagnostic":  {"internal/region", "internal/boundary", "internal/oci"},
	"internal/placement":   {"internal/region", "internal/boundary", "internal/oci", "internal/diagnostic"},
	"internal/operation":   {"internal/oci", "internal/diagnostic", "internal/placement", "internal/attribute"},
	"internal/attribute":   {"internal/diagnostic", "internal/placement"},
	"internal/autonomous":  {"internal/oci", "internal/placement", "internal/operation", "internal/attribute"},
	"internal/objectstore": {"internal/oci", "internal/diagnostic", "internal/placement", "internal/operation", "internal/attribute"},
	"internal/dbsystem":    {"internal/region", "internal/boundary", "internal/oci", "internal/diagnostic", "internal/placement", "internal/operation", "internal/attribute"},
	"internal/sandbox":     {"internal/region", "internal/iam", "internal/quota", "internal/ddl"},
	"internal/cli":         {"internal/region", "internal/boundary", "internal/iam", "internal/quota", "internal/plan", "internal/report", "internal/sandbox"},
	"internal/acctest":     {"internal", "provider"},
	"internal/endtoend":    {"internal/sandbox", "internal/acctest"},
	"internal/bench":       {"internal/bucket", "internal/nosqltable", "internal/mysqlsystem", "internal/postgresqlsystem", "internal/autonomousdatabase", "internal/region", "internal/iam"},
	"internal/conformance": {"internal/region", "internal/iam", "internal/oci"},
	"internal/docs":        {"provider"},
	"internal/house":       {},
	"provider":             {"internal"},
	"examples":             {},
	"":                     {"provider", "internal/cli"},
}

// noun is what a folder with a Terraform noun may import.
var noun = []string{
	"internal/region", "internal/boundary", "internal/boundaries", "internal/iam", "internal/quota", "internal/ddl", "internal/oci",
	"internal/diagnostic", "internal/placement", "internal/operation", "internal/attribute", "internal/autonomous", "internal/objectstore", "internal/dbsystem", "internal/policy",
}

// notForProduct are rooms that only tests, commands and tools use.
var notForProduct = []string{"internal/acctest", "internal/endtoend", "internal/bench", "internal/conformance", "internal/docs", "internal/house", "internal/cli", "internal/sandbox"}

// speaksOCI are the rooms that may import Oracle's SDK, besides the nouns.
var speaksOCI = []string{"internal/oci", "internal/sandbox", "internal/acctest", "internal/diagnostic", "internal/attribute", "internal/autonomous", "internal/objectstore", "internal/bench", "internal/conformance"}

func TestImports_oneWay(t *testing.T) {
	for _, p := range packages(t) {
		room := roomOf(p.path())
		allowed := allowedFor(room)
		for _, imported := range p.Imports {
			target := inModule(imported)
			if target == "" || under(target, room) && room != "" {
				continue
			}
			if !under(target, allowed...) {
				t.Errorf("%s imports %s; the room %q may import only %v", p.ImportPath, imported, room, allowed)
			}
			if (room == "provider" || isNoun(room)) && under(target, notForProduct...) {
				t.Errorf("%s imports %s, which is not for the provider itself", p.ImportPath, imported)
			}
		}
	}
}

func TestImports_ociSDK(t *testing.T) {
	for _, p := range packages(t) {
		room := roomOf(p.path())
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, ociSDK) && !isNoun(room) && !slices.Contains(speaksOCI, room) {
				t.Errorf("%s imports %s; Oracle's SDK is for %v and the nouns", p.ImportPath, imported, speaksOCI)
			}
		}
	}
}

func TestImports_pure(t *testing.T) {
	for _, p := range packages(t) {
		if !under(p.path(), pure...) {
			continue
		}
		for _, imported := range p.Imports {
			if reachesOut(imported) {
				t.Errorf("%s is pure and imports %s", p.ImportPath, imported)
			}
		}
		for _, file := range p.GoFiles {
			for _, use := range clockUses(t, filepath.Join(p.Dir, file)) {
				t.Errorf("%s: %s is pure and asks the clock; take the time as an argument", use, p.ImportPath)
			}
		}
	}
}

func TestNames(t *testing.T) {
	forbidden := []string{"util", "utils", "common", "shared", "helper", "helpers", "types", "misc", "base"}
	for _, p := range packages(t) {
		for _, part := range append(strings.Split(p.path(), "/"), p.Name) {
			if slices.Contains(forbidden, part) {
				t.Errorf("%s: %q says nothing about what the package knows", p.ImportPath, part)
			}
		}
	}
}

// roomOf is the folder whose rules hold for a package: internal/<room>, a folder in one that is named among the rooms,
// provider, examples, or "" for the root.
func roomOf(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 2 {
		if inner := strings.Join(parts[:3], "/"); rooms[inner] != nil {
			return inner
		}
	}
	if parts[0] == "internal" && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

func isNoun(room string) bool {
	_, known := rooms[room]
	return !known && strings.HasPrefix(room, "internal/")
}

func allowedFor(room string) []string {
	if isNoun(room) {
		return noun
	}
	return rooms[room]
}

// reachesOut says whether a package talks to the world outside the process, to Terraform or to Oracle. net/url and
// net/netip only parse.
func reachesOut(imported string) bool {
	if imported == "net/url" || imported == "net/netip" {
		return false
	}
	return under(imported, "net", "os", "io/ioutil", "syscall", "log", "testing", "math/rand", "crypto/rand", "plugin", "runtime") ||
		strings.HasPrefix(imported, terraformSDK) || strings.HasPrefix(imported, ociSDK)
}

// clockUses are the places in a file that read the clock, or wait for it.
func clockUses(t *testing.T, file string) []token.Position {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var uses []token.Position
	ast.Inspect(parsed, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		from, ok := selector.X.(*ast.Ident)
		if ok && from.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Sleep", "Local"}, selector.Sel.Name) {
			uses = append(uses, files.Position(selector.Pos()))
		}
		return true
	})
	return uses
}

func TestReachesOut(t *testing.T) {
	for imported, want := range map[string]bool{
		"net": true, "net/http": true, "os": true, "io/ioutil": true, "os/exec": true, terraformSDK + "framework/types": true, ociSDK + "/v65/common": true,
		"net/url": false, "strings": false, "time": false, "github.com/hashicorp/hcl/v2": false, "networks": false,
	} {
		if got := reachesOut(imported); got != want {
			t.Errorf("reachesOut(%q) = %t, want %t", imported, got, want)
		}
	}
}

func TestClockUses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.go")
	src := "package a\n\nimport \"time\"\n\nvar clock = time.Now\n\nfunc f(t time.Time) bool { return t.After(time.UnixMilli(0)) }\n"
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	if uses := clockUses(t, file); len(uses) != 1 || uses[0].Line != 5 {
		t.Errorf("got %v, want the one use in line 5", uses)
	}
}
