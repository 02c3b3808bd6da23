package cli

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ownPlan = "../plan/testdata/real/modules/plan.json"

// declaring is a plan whose provider blocks say this of their boundary.
func declaring(t *testing.T, expressions map[string]object) string {
	t.Helper()
	return edited(t, ownPlan, func(p jsonObject) {
		for key, block := range p.in("configuration", "provider_config") {
			is := block.(object)
			if is["name"] != "residency" {
				continue
			}
			of := is["expressions"].(object)
			delete(of, "boundary")
			given, ok := expressions[key]
			if !ok {
				given = expressions["every"]
			}
			maps.Copy(of, given)
		}
	})
}

func inline(name string, countries ...any) object {
	return object{"boundary": object{"constant_value": object{"name": name, "jurisdictions": countries}}}
}

func fromFile(name string) object {
	return object{"boundary_file": object{"constant_value": name}}
}

// Without -boundary the plan's own is used, and every report says so.
func TestCheck_ownBoundary(t *testing.T) {
	t.Parallel()
	r := readReport(t, runCheck("-format", "json", ownPlan))
	assert.True(t, r.Passes)
	assert.True(t, r.Boundary.Own)
	assert.Equal(t, "x", r.Boundary.Name)
	assert.Contains(t, r.Boundary.Source, "the provider block residency of ")
	for _, format := range []string{"text", "sarif", "junit", "github", "markdown"} {
		assert.Regexp(t, "(?s)which\\s+the\\s+judged\\s+code\\s+itself\\s+declares", runCheck("-format", format, ownPlan).out, format)
	}
	abroad := declaring(t, map[string]object{"every": inline("abroad", "JP")})
	assert.False(t, readReport(t, runCheck("-format", "json", abroad)).Passes)
}

// The digest is the same for a file that means the same.
func TestCheck_sameBoundary(t *testing.T) {
	t.Parallel()
	file := fileOf(t, "x.hcl", "boundary \"x\" {\n  jurisdictions = [\"us\"]\n}\n")
	r := readReport(t, runCheck("-format", "json", "-boundary", file, ownPlan))
	assert.True(t, r.Passes, "%v", r.Findings)
	assert.False(t, r.Boundary.Own)
	assert.Equal(t, readReport(t, runCheck("-format", "json", ownPlan)).Boundary.SHA256, r.Boundary.SHA256)
}

func TestCheck_otherBoundary(t *testing.T) {
	t.Parallel()
	file := fileOf(t, "us.hcl", "boundary \"us\" {\n  jurisdictions = [\"US\"]\n}\n")
	o := runCheck("-boundary", file, ownPlan)
	assert.Equal(t, 2, o.status)
	assert.Contains(t, o.out, "RES409 Another boundary in the provider block")
	r := readReport(t, runCheck("-format", "json", "-boundary", file, ownPlan))
	require.Len(t, r.Findings, 3, "one for each block")
	for _, f := range r.Findings {
		assert.Equal(t, "RES409", f["rule"])
		assert.Equal(t, "faulty", f["verdict"])
		assert.Empty(t, f["address"])
	}
	faulty := declaring(t, map[string]object{"every": inline("x", "UK")})
	o = runCheck("-boundary", file, faulty)
	assert.Equal(t, 2, o.status)
	assert.Contains(t, o.out, "has a boundary that cannot be used")
}

// What cannot be compared is said, and is no finding: every resource was judged by the check's own boundary.
func TestCheck_untoldBoundary(t *testing.T) {
	t.Parallel()
	file := fileOf(t, "us.hcl", "boundary \"us\" {\n  jurisdictions = [\"US\"]\n}\n")
	for name, block := range map[string]object{
		"reference": {"boundary": object{"references": []any{"var.b"}}},
		"no file":   fromFile("none.hcl"),
		"a path":    {"boundary_file": object{"references": []any{"path.module"}}},
	} {
		r := readReport(t, runCheck("-format", "json", "-boundary", file, declaring(t, map[string]object{"every": block})))
		assert.True(t, r.Passes, name)
		assert.Len(t, r.Plans[0].Notes, 3, name)
		for _, note := range r.Plans[0].Notes {
			assert.Contains(t, note, "was not compared", name)
		}
	}
}

func TestCheck_noBoundary(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		plan string
		want []string
	}{
		"no provider":     {plans + "adb-standby/plan.json", []string{"no boundary was given", "-boundary FILE"}},
		"none declared":   {declaring(t, nil), []string{"no boundary was given", "-boundary FILE"}},
		"a reference":     {declaring(t, map[string]object{"every": {"boundary": object{"references": []any{"var.b", "var.b"}}}}), []string{"takes its boundary from var.b, whose", "-boundary FILE", "-source DIR"}},
		"different":       {declaring(t, map[string]object{"every": inline("x", "US"), "residency.dr": inline("x", "US", "CA")}), []string{"different boundaries", "-boundary FILE"}},
		"partly known":    {declaring(t, map[string]object{"every": inline("x", "US"), "residency.dr": {"boundary": object{"references": []any{"var.b"}}}}), []string{"residency.dr", "-boundary FILE"}},
		"faulty":          {declaring(t, map[string]object{"every": inline("x", "UK", "ZZ9")}), []string{"cannot be used", "jurisdictions[0]", "jurisdictions[1]", "GB"}},
		"of another kind": {declaring(t, map[string]object{"every": {"boundary": object{"constant_value": object{"name": "x", "jurisdiction": "US"}}}}), []string{"cannot be used", "jurisdiction"}},
		"no file":         {declaring(t, map[string]object{"every": fromFile("none.hcl")}), []string{"none.hcl", "-boundary FILE"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireRefused(t, runCheck(test.plan), test.want...)
		})
	}
}

// sourceOf is the configuration of ownPlan, with other words for the boundary in its three provider blocks.
func sourceOf(t *testing.T, boundaries ...string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Dir(ownPlan))))
	text, err := os.ReadFile(filepath.Join(dir, "main.tf"))
	require.NoError(t, err)
	const old = `boundary = { name = "x", jurisdictions = ["US"] }`
	require.Equal(t, 3, strings.Count(string(text), old))
	for i := range 3 {
		text = []byte(strings.Replace(string(text), old, boundaries[min(i, len(boundaries)-1)], 1))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), text, 0o600))
	return dir
}

// A boundary_file is looked for where the plan was made.
func TestCheck_boundaryFile(t *testing.T) {
	t.Parallel()
	plan := declaring(t, map[string]object{"every": fromFile("us.hcl")})
	dir := sourceOf(t, `boundary_file = "us.hcl"`)
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("us.hcl", "boundary \"from-source\" {\n  jurisdictions = [\"US\"]\n}\n")
	r := readReport(t, runCheck("-format", "json", "-source", dir, plan))
	assert.Equal(t, "from-source", r.Boundary.Name)
	assert.True(t, r.Boundary.Own)
	assert.Contains(t, r.Boundary.Source, "us.hcl, which the provider block residency of ")

	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(plan), "us.hcl"), []byte("boundary \"beside\" {\n  jurisdictions = [\"US\"]\n}\n"), 0o600))
	assert.Equal(t, "beside", readReport(t, runCheck("-format", "json", plan)).Boundary.Name)
	assert.Equal(t, "from-source", readReport(t, runCheck("-format", "json", "-source", dir, plan)).Boundary.Name)

	absolute := declaring(t, map[string]object{"every": fromFile(filepath.Join(dir, "us.hcl"))})
	assert.Equal(t, "from-source", readReport(t, runCheck("-format", "json", absolute)).Boundary.Name)
}

// With the source, path.module and a bare variable are understood.
func TestCheck_boundaryFromSource(t *testing.T) {
	t.Parallel()
	dir := sourceOf(t, `boundary_file = "${path.module}/us.hcl"`, `boundary_file = "${path.root}/us.hcl"`, `boundary_file = "./us.hcl"`)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "us.hcl"), []byte("boundary \"at-path\" {\n  jurisdictions = [\"US\"]\n}\n"), 0o600))
	path := object{"boundary_file": object{"references": []any{"path.module"}}}
	plan := declaring(t, map[string]object{"every": path})
	assert.Equal(t, "at-path", readReport(t, runCheck("-format", "json", "-source", dir, plan)).Boundary.Name)

	byVariable := edited(t, declaring(t, map[string]object{"residency": {"boundary": object{"references": []any{"var.b"}}}}), func(p jsonObject) {
		variables, ok := p["variables"].(object)
		if !ok {
			variables = object{}
			p["variables"] = variables
		}
		variables["b"] = object{"value": object{"name": "given", "jurisdictions": []any{"US"}}}
	})
	assert.Equal(t, "given", readReport(t, runCheck("-format", "json", "-source", sourceOf(t, "boundary = var.b"), byVariable)).Boundary.Name)
	requireRefused(t, runCheck(byVariable), "takes its boundary from var.b")
	other := sourceOf(t, "boundary = var.b")
	text, err := os.ReadFile(filepath.Join(other, "main.tf"))
	require.NoError(t, err)
	renamed := strings.ReplaceAll(string(text), `"residency_bucket" "c"`, `"residency_bucket" "z"`)
	require.NoError(t, os.WriteFile(filepath.Join(other, "main.tf"), []byte(renamed), 0o600))
	requireRefused(t, runCheck("-source", other, byVariable), "takes its boundary from var.b", "does not have residency_bucket.c, so the plan was not made from it")
	requireRefused(t, runCheck("-source", sourceOf(t, "boundary = merge(var.b, {})"), byVariable), "takes its boundary from var.b")
}

// Plans that declare different boundaries are not judged by the first one's.
func TestCheck_plansWithOwnBoundaries(t *testing.T) {
	t.Parallel()
	same := declaring(t, map[string]object{"every": inline("x", "US")})
	assert.True(t, readReport(t, runCheck("-format", "json", ownPlan, same)).Passes)
	other := declaring(t, map[string]object{"every": inline("x", "US", "CA")})
	requireRefused(t, runCheck(ownPlan, other), "different boundaries", "give -boundary")
}
