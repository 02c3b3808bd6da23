package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/report"
)

const plans = "../plan/testdata/plans/"

// outcome is how a check ended.
type outcome struct {
	status   int
	out, err string
}

func runCheck(args ...string) outcome { return runCheckOn(nil, args...) }

func runCheckOn(stdin []byte, args ...string) outcome {
	var out, errs bytes.Buffer
	c := &checkCommand{
		version: "1.2.3", in: bytes.NewReader(stdin), out: &out, err: &errs,
		clock: func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) },
	}
	status := c.Run(args)
	return outcome{status, out.String(), errs.String()}
}

// checked is a report in JSON, as scripts read it.
type checked struct {
	FormatVersion string `json:"format_version"`
	Boundary      struct {
		Name, SHA256, Source string
		Own                  bool `json:"declared_by_judged_code"`
	}
	Summary   map[string]int
	Resources []struct{ Plan, Address, Type, Verdict, Region string }
	Findings  []map[string]any
	Passes    bool
	Plans     []struct {
		Plan    string
		Claimed string `json:"claimed_region"`
		Notes   []string
	}
	Baseline struct {
		Known int
		Gone  []map[string]any
	}
}

func readReport(t *testing.T, o outcome) checked {
	t.Helper()
	require.NotEqual(t, 1, o.status, o.err)
	var r checked
	require.NoError(t, json.Unmarshal([]byte(o.out), &r), o.out)
	assert.Equal(t, "1.0", r.FormatVersion)
	assert.Equal(t, r.Passes, o.status == 0)
	assert.Len(t, r.Summary, 7)
	return r
}

// fileOf writes a file into a folder of its own and returns its path.
func fileOf(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// The verdicts and regions of the fixtures, by the command, with their flags, with and without the source.
func TestCheck_fixtures(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(plans + "*")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(folders), 7)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			var want struct {
				Flags     []string
				Resources map[string]struct {
					Verdict string
					Regions []string
				}
			}
			raw, err := os.ReadFile(filepath.Join(folder, "expect.json"))
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(raw, &want))
			flags := append([]string{"-format=json", "-boundary", filepath.Join(folder, "boundary.hcl")}, want.Flags...)
			for _, source := range [][]string{nil, {"-source", folder}} {
				got := readReport(t, runCheck(slices.Concat(flags, source, []string{filepath.Join(folder, "plan.json")})...))
				failing := false
				for address, w := range want.Resources {
					i := slices.IndexFunc(got.Resources, func(r struct{ Plan, Address, Type, Verdict, Region string }) bool { return r.Address == address })
					require.GreaterOrEqual(t, i, 0, address)
					assert.Equal(t, w.Verdict, got.Resources[i].Verdict, address)
					assert.Equal(t, w.Regions, regionsOf(got, address), address)
					failing = failing || !boundary.Verdict(w.Verdict).Passes()
				}
				assert.Equal(t, !failing, got.Passes)
			}
		})
	}
}

// regionsOf are the regions of the findings of an address, sorted.
func regionsOf(r checked, address string) []string {
	found := map[string]bool{}
	for _, f := range r.Findings {
		if f["address"] == address && f["region"] != "" {
			found[f["region"].(string)] = true
		}
	}
	return append([]string{}, slices.Sorted(maps.Keys(found))...)
}

// The members of the report are names that users script against.
func TestCheck_jsonShape(t *testing.T) {
	t.Parallel()
	o := runCheck("-boundary", plans+"adb-standby/boundary.hcl", "--format", "json", plans+"adb-standby/plan.json")
	require.Equal(t, 2, o.status)
	var raw map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(o.out), &raw))
	order := []string{`"format_version"`, `"boundary"`, `"summary"`, `"resources"`, `"findings"`}
	assert.True(t, slices.IsSortedFunc(order, func(a, b string) int { return strings.Index(o.out, a) - strings.Index(o.out, b) }))
	r := readReport(t, o)
	assert.Equal(t, "us-user-data", r.Boundary.Name)
	assert.Equal(t, plans+"adb-standby/boundary.hcl", r.Boundary.Source)
	assert.Len(t, r.Boundary.SHA256, 64)
	assert.False(t, r.Boundary.Own)
	assert.Equal(t, map[string]int{"inside": 0, "global": 0, "excepted": 0, "leaving": 0, "undecided": 0, "outside": 1, "faulty": 0}, r.Summary)
	for _, f := range r.Findings {
		names := slices.Sorted(maps.Keys(f))
		assert.Equal(t, []string{"address", "attribute", "country", "exception", "kind", "message", "region", "rule", "verdict"}, names)
	}
}

// Whatever is found has its rule explained.
func TestCheckRules(t *testing.T) {
	t.Parallel()
	all := checkRules()
	assert.True(t, slices.IsSortedFunc(all, func(a, b boundary.Rule) int { return strings.Compare(a.ID, b.ID) }))
	known := map[string]bool{}
	for _, r := range all {
		assert.False(t, known[r.ID], "%s is there twice", r.ID)
		known[r.ID] = true
		assert.Regexp(t, `^RES[1-4]\d\d$`, r.ID)
		assert.NotEmpty(t, r.Title, r.ID)
		assert.NotEmpty(t, r.Meaning, r.ID)
	}
	for _, list := range [][]boundary.Rule{boundary.Rules(), {otherBoundary}} {
		for _, r := range list {
			assert.Contains(t, all, r, "the id is taken")
		}
	}
}

func TestCheck_passes(t *testing.T) {
	t.Parallel()
	allow := fileOf(t, "wide.hcl", "boundary \"wide\" {\n  jurisdictions = [\"US\", \"EU\"]\n}\n")
	for _, format := range report.Formats() {
		o := runCheck("-boundary", allow, "-format", format, plans+"adb-standby/plan.json")
		assert.Equal(t, 0, o.status, format)
		assert.NotEmpty(t, o.out, format)
		assert.Empty(t, o.err, format)
	}
}

func TestCheck_standardInput(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(plans + "adb-standby/plan.json")
	require.NoError(t, err)
	o := runCheckOn(raw, "-boundary", plans+"adb-standby/boundary.hcl", "-")
	assert.Equal(t, 2, o.status)
	assert.Contains(t, o.out, "oci_database_autonomous_database.standby")
	lines := strings.Split(strings.TrimSpace(o.out), "\n")
	assert.Equal(t, `Residency check failed: 1 outside (1 resource, boundary "us-user-data")`, lines[len(lines)-1])
}

func TestCheck_colour(t *testing.T) {
	t.Parallel()
	for _, format := range report.Formats() {
		var out, errs bytes.Buffer
		c := &checkCommand{out: &out, err: &errs, clock: time.Now, colour: true}
		require.Equal(t, 2, c.Run([]string{"-boundary", plans + "adb-standby/boundary.hcl", "-format", format, plans + "adb-standby/plan.json"}))
		assert.Equal(t, format == "text", strings.Contains(out.String(), "\x1b[31m"), format)
	}
}

func TestCheck_severalPlans(t *testing.T) {
	t.Parallel()
	two := []string{plans + "exception-for-backup/plan.json", plans + "adb-standby/plan.json"}
	args := func(flags ...string) []string {
		return slices.Concat([]string{"-boundary", plans + "exception-for-backup/boundary.hcl"}, flags, two)
	}
	r := readReport(t, runCheck(args("-format", "json")...))
	assert.Equal(t, 3, r.Summary["excepted"]+r.Summary["outside"])
	assert.Len(t, r.Plans, 2)
	assert.True(t, slices.IsSortedFunc(r.Findings, func(a, b map[string]any) int { return strings.Compare(a["address"].(string), b["address"].(string)) }))
	for _, f := range r.Findings {
		assert.Contains(t, two, f["plan"])
	}
	for _, resource := range r.Resources {
		assert.Contains(t, two, resource.Plan)
	}
	for _, format := range report.Formats() {
		o := runCheck(args("-format", format)...)
		for _, name := range two {
			assert.Contains(t, o.out, filepath.Base(filepath.Dir(name)), format)
		}
	}
	sources := []string{"-source", plans + "exception-for-backup", "-source", plans + "adb-standby"}
	r = readReport(t, runCheck(args(append(sources, "-format", "json")...)...))
	for _, f := range r.Findings {
		assert.Equal(t, filepath.Join(filepath.Dir(f["plan"].(string)), "main.tf"), filepath.Clean(relative(t, f["file"].(string))))
	}
}

// relative undoes that a file outside the working directory has an absolute name.
func relative(t *testing.T, file string) string {
	t.Helper()
	here, err := os.Getwd()
	require.NoError(t, err)
	out, err := filepath.Rel(here, file)
	if err != nil {
		return file
	}
	return out
}

func TestCheck_region(t *testing.T) {
	t.Parallel()
	plan := edited(t, plans+"alias-replication/plan.json", func(p jsonObject) {
		blocks := p.in("configuration", "provider_config")
		for _, block := range blocks {
			delete(block.(object), "expressions")
		}
	})
	b := []string{"-boundary", plans + "alias-replication/boundary.hcl", "-format", "json"}
	without := readReport(t, runCheck(append(b, plan)...))
	assert.Positive(t, without.Summary["undecided"])
	assert.Empty(t, without.Plans[0].Claimed)
	with := readReport(t, runCheck(append(b, "-region", "us-ashburn-1", plan)...))
	assert.Zero(t, with.Summary["undecided"])
	assert.Equal(t, "us-ashburn-1", with.Plans[0].Claimed)
	o := runCheck("-boundary", plans+"alias-replication/boundary.hcl", "-region", "us-ashburn-1", plan)
	assert.Contains(t, o.out, "That us-ashburn-1 is the region of provider blocks without one is a claim of -region")
}

// object is JSON that is changed in a test.
type object = map[string]any

// edited is a plan with a change.
func edited(t *testing.T, file string, change func(jsonObject)) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var p object
	require.NoError(t, json.Unmarshal(raw, &p))
	change(p)
	raw, err = json.Marshal(p)
	require.NoError(t, err)
	return fileOf(t, "plan.json", string(raw))
}

type jsonObject map[string]any

// in is the object at a path.
func (o jsonObject) in(path ...string) object {
	at := object(o)
	for _, name := range path {
		at = at[name].(object)
	}
	return at
}

// What the plan marks as sensitive is in no report, though its location is judged.
func TestCheck_sensitive(t *testing.T) {
	t.Parallel()
	plan := edited(t, plans+"alias-replication/plan.json", func(p jsonObject) {
		for _, c := range object(p)["resource_changes"].([]any) {
			change := c.(object)["change"].(object)
			change["after"].(object)["display_name"] = "hunter2"
			change["after"].(object)["kms_key_id"] = "ocid1.key.oc1.xyzzyx.hunter2.hunter2"
			change["after_sensitive"] = object{"display_name": true, "kms_key_id": true}
		}
	})
	for _, format := range report.Formats() {
		o := runCheck("-boundary", plans+"alias-replication/boundary.hcl", "-format", format, plan)
		assert.Equal(t, 2, o.status)
		assert.NotContains(t, o.out+o.err, "hunter2", format)
		assert.NotContains(t, o.out+o.err, "xyzzyx", format)
	}
}

func TestCheck_baseline(t *testing.T) {
	t.Parallel()
	folder := plans + "alias-replication"
	b := []string{"-boundary", folder + "/boundary.hcl"}
	known := filepath.Join(t.TempDir(), "baseline.json")
	o := runCheck(append(b, "-format", "json", "-out", known, folder+"/plan.json")...)
	require.Equal(t, 2, o.status)

	o = runCheck(append(b, "-baseline", known, folder+"/plan.json")...)
	assert.Equal(t, 0, o.status, o.out)
	assert.Contains(t, o.out, "Known from the baseline (2 findings)")
	assert.Contains(t, o.out, "oci_objectstorage_bucket.profiles_backup")
	assert.Contains(t, o.out, "; 2 findings are known from the baseline (")

	r := readReport(t, runCheck(append(b, "-format", "json", "-baseline", known, plans+"exception-for-backup/plan.json")...))
	assert.False(t, r.Passes)
	assert.Len(t, r.Baseline.Gone, 2)

	o = runCheck(append(b, "-baseline", folder+"/plan.json", folder+"/plan.json")...)
	assert.Equal(t, 1, o.status)
	assert.Contains(t, o.err, "check -format json -out")
	assert.Empty(t, o.out)
}

// added is a change that the plan has besides.
func added(p jsonObject, address, mode, typ, provider string) {
	change := object{
		"address": address, "mode": mode, "type": typ, "name": "x", "provider_name": provider,
		"change": object{"actions": []any{"create"}, "before": nil, "after": object{}, "after_unknown": object{}, "before_sensitive": false, "after_sensitive": object{}},
	}
	p["resource_changes"] = append(p["resource_changes"].([]any), change)
}

// What was not judged, or not as usual, is named in every format; a plan of which a part is missing never passes.
func TestCheck_named(t *testing.T) {
	t.Parallel()
	oracle := "registry.terraform.io/oracle/oci"
	plan := edited(t, plans+"alias-replication/plan.json", func(p jsonObject) {
		added(p, "aws_s3_bucket.x", "managed", "aws_s3_bucket", "registry.terraform.io/hashicorp/aws")
		added(p, "oci_brand_new_thing.x", "managed", "oci_brand_new_thing", oracle)
		p["errored"] = true
	})
	us := fileOf(t, "us.hcl", "boundary \"us\" {\n  jurisdictions = [\"US\", \"SG\"]\n}\n")
	governed := fileOf(t, "us.hcl", "boundary \"us\" {\n  jurisdictions = [\"US\", \"SG\"]\n  ungoverned = [\"aws\"]\n}\n")
	without := readReport(t, runCheck("-format", "json", "-boundary", us, plan))
	with := readReport(t, runCheck("-format", "json", "-boundary", governed, plan))
	assert.Equal(t, without.Summary["undecided"], with.Summary["undecided"]+1)
	for _, format := range report.Formats() {
		o := runCheck("-boundary", governed, "-format", format, plan)
		assert.Equal(t, 2, o.status, format)
		text := strings.ReplaceAll(strings.Join(strings.Fields(o.out), " "), "&#46;", ".")
		for _, part := range []string{"hashicorp/aws", "oci_brand_new_thing", "Planning failed half-way"} {
			assert.Contains(t, text, part, format)
		}
	}
	complete := edited(t, plans+"alias-replication/plan.json", func(jsonObject) {})
	assert.Equal(t, 0, runCheck("-boundary", governed, "-source", plans+"alias-replication", complete).status)
	incomplete := edited(t, plans+"alias-replication/plan.json", func(p jsonObject) { p["complete"] = false })
	assert.Equal(t, 2, runCheck("-boundary", governed, "-source", plans+"alias-replication", incomplete).status)
}

// An exception that is not in force fails a check of any plan, and -now shows it beforehand.
func TestCheck_exceptions(t *testing.T) {
	t.Parallel()
	folder := plans + "exception-for-backup"
	args := []string{"-boundary", folder + "/boundary.hcl", "-format", "json", "-now"}
	r := readReport(t, runCheck(append(args, "2027-03-31T23:59:59Z", folder+"/plan.json")...))
	assert.Equal(t, 1, r.Summary["excepted"])
	r = readReport(t, runCheck(append(args, "2027-04-01T00:00:00Z", folder+"/plan.json")...))
	assert.Equal(t, 0, r.Summary["excepted"])
	assert.Equal(t, 2, r.Summary["outside"])
	assert.True(t, slices.ContainsFunc(r.Findings, func(f map[string]any) bool { return f["rule"] == "RES401" && f["verdict"] == "faulty" }))
	assert.Equal(t, 1, readReport(t, runCheck(append(args, "2027-04-01T01:00:00+02:00", folder+"/plan.json")...)).Summary["excepted"])
}
