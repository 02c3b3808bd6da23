package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// utf16Of is text as PowerShell's > writes it.
func utf16Of(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// deep is a plan with modules in modules.
func deep(n int) string {
	return `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":` +
		strings.Repeat(`{"child_modules":[`, n) + `{}` + strings.Repeat(`]}`, n) + `},"resource_changes":[],"configuration":{"root_module":` +
		strings.Repeat(`{"module_calls":{"m":{"module":`, n) + `{}` + strings.Repeat(`}}}`, n) + `}}`
}

// Each bad input ends with 1, says what it is and what to do, and leaves the report alone.
func TestCheck_badInput(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(plans + "adb-standby/plan.json")
	require.NoError(t, err)
	good := string(raw)
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"empty":                 {"", []string{"is empty", "terraform show -json"}},
		"not JSON":              {"resource \"oci_core_vcn\" \"v\" {}", []string{"not the JSON of a plan", "terraform show -json"}},
		"a list":                {"[]", []string{"not the JSON of a plan", "terraform show -json"}},
		"not a plan":            {`{"resources": []}`, []string{"is no plan", "terraform show -json"}},
		"our report":            {`{"format_version": "1.0", "findings": []}`, []string{"is no plan", "terraform show -json"}},
		"state file":            {`{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "resources": []}`, []string{"state file", "terraform show -json"}},
		"state in JSON":         {`{"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {}}}`, []string{"JSON of a state", "terraform show -json"}},
		"plan -json":            {`{"@level":"info","@message":"Terraform 1.11.4"}` + "\n" + `{"@level":"info"}`, []string{"log of `plan -json`", "terraform show -json"}},
		"format 2.x":            {strings.Replace(good, `"format_version":"1.2"`, `"format_version":"2.0"`, 1), []string{"format \"2.0\"", "newer release"}},
		"truncated":             {good[:len(good)*2/3], []string{"cut off", "again"}},
		"truncated by one byte": {strings.TrimSpace(good)[:len(strings.TrimSpace(good))-1], []string{"cut off", "again"}},
		"twice":                 {good + good, []string{"follows the end", "one plan in one file"}},
		"very deep":             {deep(10_000), []string{"nested", "terraform show -json"}},
		"duplicate keys":        {strings.Replace(good, `"format_version":"1.2"`, `"format_version":"1.2","format_version":"1.2"`, 1), []string{"same name twice", "again"}},
		"duplicate keys inside": {
			strings.Replace(good, `"mode":"managed"`, `"mode":"managed","mode":"data"`, 1), []string{"same name twice", "again"},
		},
		"binary plan":     {"PK\x03\x04\x14\x00\x08", []string{"binary plan", "terraform show -json FILE > plan.json"}},
		"gzip":            {"\x1f\x8b\x08\x00", []string{"gzip", "gunzip -c"}},
		"UTF-16":          {utf16Of(good), []string{"UTF-16", "PowerShell", "cmd /c"}},
		"byte order mark": {"\ufeff" + good, []string{"byte order mark", "UTF-8"}},
		"invalid UTF-8":   {strings.Replace(good, `"mode":"managed"`, "\"mode\":\"mana\xffged\"", 1), []string{"UTF-8", "terraform show -json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEqual(t, good, test.text, "the test changes nothing")
			plan, out := fileOf(t, "plan.json", test.text), fileOf(t, "report", "earlier")
			for _, format := range report.Formats() {
				o := runCheck("-boundary", plans+"adb-standby/boundary.hcl", "-format", format, plan)
				requireRefused(t, o, append(test.want, plan)...)
			}
			o := runCheck("-boundary", plans+"adb-standby/boundary.hcl", "-out", out, plans+"alias-replication/plan.json", plan)
			requireRefused(t, o, append(test.want, plan)...)
			kept, err := os.ReadFile(out)
			require.NoError(t, err)
			assert.Equal(t, "earlier", string(kept), "the report is not touched")
			o = runCheckOn([]byte(test.text), "-boundary", plans+"adb-standby/boundary.hcl", "-")
			requireRefused(t, o, append(test.want, "the standard input")...)
		})
	}
}

// requireRefused checks that nothing was reported, and one clear message told.
func requireRefused(t *testing.T, o outcome, want ...string) {
	t.Helper()
	assert.Equal(t, 1, o.status, o.out)
	assert.Empty(t, o.out)
	assert.Less(t, len(o.err), 2000)
	assert.True(t, strings.HasPrefix(o.err, name), o.err)
	for _, one := range want {
		assert.Contains(t, o.err, one)
	}
}

func TestCheck_unreadable(t *testing.T) {
	t.Parallel()
	b := plans + "adb-standby/boundary.hcl"
	requireRefused(t, runCheck("-boundary", b, "none.json"), "there is no file none.json")
	requireRefused(t, runCheck("-boundary", b, plans), plans+" is a directory: name a file")
	requireRefused(t, runCheck("-boundary", "none.hcl", plans+"adb-standby/plan.json"), "there is no file none.hcl")
	requireRefused(t, runCheck("-boundary", b, "-source", "none", plans+"adb-standby/plan.json"), "-source: there is no file none")
	requireRefused(t, runCheck("-boundary", b, "-source", b, plans+"adb-standby/plan.json"), "is a file: name the folder")
	requireRefused(t, runCheck("-boundary", b, "-source", t.TempDir(), plans+"adb-standby/plan.json"), "has no configuration")
	requireRefused(t, runCheck("-boundary", b, "-baseline", "none.json", plans+"adb-standby/plan.json"), "-baseline: there is no file none.json")
	requireRefused(t, runCheck("-boundary", b, "-baseline", plans, plans+"adb-standby/plan.json"), "is a directory")
	if os.Getuid() == 0 {
		return // root reads what nobody may
	}
	secret := fileOf(t, "plan.json", "{}")
	require.NoError(t, os.Chmod(secret, 0))
	requireRefused(t, runCheck("-boundary", b, secret), "cannot be read: permission denied")
}

// failing is a standard input that breaks off.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

func TestCheck_brokenInput(t *testing.T) {
	t.Parallel()
	var out, errs strings.Builder
	c := &checkCommand{in: failing{}, out: &out, err: &errs}
	c.clock = newCheck("").clock
	status := c.Run([]string{"-boundary", plans + "adb-standby/boundary.hcl", "-"})
	requireRefused(t, outcome{status, out.String(), errs.String()}, "the standard input cannot be read: input/output error")
}

func TestCheck_flags(t *testing.T) {
	t.Parallel()
	b, p := plans+"adb-standby/boundary.hcl", plans+"adb-standby/plan.json"
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{}, "check needs a plan in JSON"},
		{[]string{"-boundary", b}, "check needs a plan in JSON"},
		{[]string{"-boundary", b, "-format", "xml", p}, `check -format is one of text, json, sarif, junit, github, markdown, not "xml"`},
		{[]string{"-boundary", b, "-now", "tomorrow", p}, `-now is a time such as 2026-12-01T00:00:00Z, not "tomorrow"`},
		{[]string{"-boundary", b, "-now", "2026-12-01", p}, "-now is a time"},
		{[]string{"-boundary", b, "-region", "iad", p}, "did you mean us-ashburn-1?"},
		{[]string{"-boundary", b, "-region", "us-ashbrun-1", p}, "did you mean us-ashburn-1 or"},
		{[]string{"-boundary", b, "-region", "the moon", p}, "-region takes the name of a region"},
		{[]string{"-boundary", "", p}, "a name is needed"},
		{[]string{"-boundary", b, p, p}, "is given twice"},
		{[]string{"-boundary", b, "-", "-"}, "the standard input is given twice"},
		{[]string{"-boundary", b, p, "-format", "json"}, `"-format" comes after`},
		{[]string{"-boundary", b, ""}, "empty name of a file"},
		{[]string{"-boundary", b, "-source", plans + "adb-standby", "-source", plans + "adb-standby", p}, "2 times -source and 1 plan"},
		{[]string{"-boundary", b, "-out", b, p}, "would overwrite what is checked"},
		{[]string{"-boundary", b, "-out", p, p}, "would overwrite what is checked"},
		{[]string{"-boundary", b, "-baseline", p, "-out", plans + "adb-standby/../adb-standby/plan.json", plans + "alias-replication/plan.json"}, "would overwrite the baseline"},
		{[]string{"-boundary", b, "-boundary", b, p}, `both called "us-user-data"`},
		{[]string{"-frobnicate", p}, "flag provided but not defined: -frobnicate"},
	} {
		requireRefused(t, runCheck(test.args...), test.want)
	}
}

// A region that this release does not know may be one that the boundary vouches for.
func TestCheck_newRegion(t *testing.T) {
	t.Parallel()
	o := runCheck("-boundary", plans+"adb-standby/boundary.hcl", "-region", "us-atlantis-1", plans+"adb-standby/plan.json")
	assert.Equal(t, 2, o.status, o.err)
}

// Every fault of every boundary is told, with its place.
func TestCheck_faultyBoundary(t *testing.T) {
	t.Parallel()
	one := fileOf(t, "one.hcl", "boundary \"one\" {\n  jurisdictions = [\"UK\"]\n  regions = [\"iad\"]\n}\n")
	other := fileOf(t, "other.hcl", "boundary \"other\" {\n  jurisdictions = [\"US\"]\n  colour = 1\n}\n")
	o := runCheck("-boundary", one, "-boundary", other, plans+"adb-standby/plan.json")
	requireRefused(t, o, one+":2:", one+":3:", other+":3:", "GB", "us-ashburn-1", "colour")
	requireRefused(t, runCheck("-boundary", filepath.Dir(one), plans+"adb-standby/plan.json"), "cannot be read", "directory")
}
