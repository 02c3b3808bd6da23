package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/cli"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// said is what came of an iam command.
type said struct {
	status   int
	out, err string
}

// runIAM carries an iam command out in testdata/iam; files are named relative to it by a leading @.
func runIAM(t *testing.T, stdin, command string, args ...string) said {
	t.Helper()
	var out, errs bytes.Buffer
	stream := iamIO{in: strings.NewReader(stdin), out: &out, err: &errs}
	commands := map[string]cli.Command{
		"lint": &iamLintCommand{stream}, "decide": &iamDecideCommand{stream}, "prove": &iamProveCommand{stream},
	}
	for i, arg := range args {
		if file, ok := strings.CutPrefix(arg, "@"); ok {
			args[i] = filepath.ToSlash(filepath.Join("testdata", "iam", file))
		}
	}
	status := commands[command].Run(args)
	return said{status, out.String(), errs.String()}
}

// requireGolden compares with a file. UPDATE_GOLDEN=1 writes it.
func requireGolden(t *testing.T, file, got string) {
	t.Helper()
	file = filepath.Join("testdata", "iam", file)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "input")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// Each status and each answer, in both formats.
func TestIAM_golden(t *testing.T) {
	t.Parallel()
	for golden, c := range map[string]struct {
		status  int
		command string
		args    []string
	}{
		"lint-none":     {0, "lint", []string{"@guard.txt"}},
		"lint-found":    {2, "lint", []string{"@guard.txt", "@faulty.txt"}},
		"lint-plan":     {2, "lint", []string{"@plan.json"}},
		"decide-denied": {2, "decide", []string{"-request", "@abroad.json", "@guard.txt"}},
		"decide-allow":  {0, "decide", []string{"-request", "@home.json", "@guard.txt"}},
		"decide-not":    {2, "decide", []string{"-request", "@other.json", "@guard.txt"}},
		"decide-plan":   {2, "decide", []string{"-request", "@abroad.json", "@plan.json"}},
	} {
		for _, format := range []string{"text", "json"} {
			got := runIAM(t, "", c.command, append([]string{"-format", format}, c.args...)...)
			require.Equal(t, c.status, got.status, "%s: %s", golden, got.err)
			require.Empty(t, got.err, golden)
			requireGolden(t, golden+"."+format, got.out)
		}
	}
}

// The help names every member of an answer in JSON.
func TestIAM_helpNamesMembers(t *testing.T) {
	t.Parallel()
	for command, args := range map[string][]string{
		"lint": {"@plan.json"}, "decide": {"-request", "@home.json", "@guard.txt"}, "prove": {"-boundary", "@us.hcl", "@guard.txt"},
	} {
		var answer any
		require.NoError(t, json.Unmarshal([]byte(runIAM(t, "", command, append([]string{"-format=json"}, args...)...).out), &answer))
		help := map[string]cli.Command{"lint": &iamLintCommand{}, "decide": &iamDecideCommand{}, "prove": &iamProveCommand{}}[command].Help()
		_, inJSON, _ := strings.Cut(help, "In JSON")
		members := membersOf(answer)
		require.NotEmpty(t, members)
		for _, member := range members {
			require.Regexp(t, `["\[]`+member+`[]",]`, inJSON, command)
		}
	}
}

// membersOf lists the members of an answer, but not those of a counterexample, which is a request.
func membersOf(answer any) (names []string) {
	switch answer := answer.(type) {
	case []any:
		for _, one := range answer {
			names = append(names, membersOf(one)...)
		}
	case map[string]any:
		for name, one := range answer {
			names = append(names, name)
			if name != "counterexample" {
				names = append(names, membersOf(one)...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestIAM_formatSpellings(t *testing.T) {
	t.Parallel()
	for _, spelling := range [][]string{{"-format", "json"}, {"--format", "json"}, {"-format=json"}, {"--format=json"}} {
		got := runIAM(t, "", "lint", append(spelling, "@guard.txt")...)
		require.Zero(t, got.status, got.err)
		require.JSONEq(t, `{"findings": []}`, got.out)
	}
}

func TestIAM_stdin(t *testing.T) {
	t.Parallel()
	got := runIAM(t, "\ufeff\r\nallow group A to manege buckets in tenancy\r\n", "lint", "-format=json", "-")
	require.Equal(t, 2, got.status, got.err)
	var answer struct {
		Findings []map[string]any `json:"findings"`
	}
	require.NoError(t, json.Unmarshal([]byte(got.out), &answer))
	require.Len(t, answer.Findings, 1)
	require.Equal(t, "-", answer.Findings[0]["file"])
	require.InDelta(t, 2, answer.Findings[0]["line"], 0)
	require.InDelta(t, 18, answer.Findings[0]["column"], 0)

	request, err := os.ReadFile("testdata/iam/home.json")
	require.NoError(t, err)
	require.Zero(t, runIAM(t, string(request), "decide", "-request", "-", "@guard.txt").status)
}

// The rules that need a boundary or the home region have them from flags.
func TestIAMLint_options(t *testing.T) {
	t.Parallel()
	file := writeFile(t, "allow service objectstorage-eu-frankfurt-1 to use buckets in tenancy\ndeny any-user to manage policies in tenancy where request.region = 'iad'\n")
	without := runIAM(t, "", "lint", file).out
	require.NotContains(t, without, "RES315")
	require.NotContains(t, without, "RES329")
	with := runIAM(t, "", "lint", "-boundary", "@us.hcl", "-home", "us-ashburn-1", file).out
	require.Contains(t, with, "RES315")
	require.Contains(t, with, "RES329")
}

// What only apply will tell is a finding for lint, and nothing to decide or prove by.
func TestIAM_unknownStatements(t *testing.T) {
	t.Parallel()
	plan := func(values string) string {
		return writeFile(t, `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
			{"address": "oci_identity_policy.p", "mode": "managed", "type": "oci_identity_policy", "values": `+values+`}]}}}`)
	}
	for values, want := range map[string]string{
		`{"compartment_id": "ocid1.tenancy.oc1..t"}`: "oci_identity_policy.p is known only after apply",
		`{"compartment_id": "ocid1.tenancy.oc1..t", "statements": ["allow group A to read buckets in tenancy", null]}`:                "oci_identity_policy.p is known only after apply",
		`{"compartment_id": "ocid1.tenancy.oc1..t", "statements": [null, null]}`:                                                      "known only after apply (and 1 more)",
		`{"compartment_id": "ocid1.compartment.oc1..c", "statements": ["allow group A to read buckets in tenancy"]}`:                  "does not tell to which compartment oci_identity_policy.p is attached",
		`{"statements": ["allow group A to read buckets in tenancy"]}`:                                                                "does not tell to which compartment oci_identity_policy.p is attached",
		`{"compartment_id": "ocid1.tenancy.oc1..t", "statements": ["allow group A to raed buckets in tenancy", "allow", "allow to"]}`: "oci_identity_policy.p:1:18: the statement cannot be read",
	} {
		file := plan(values)
		for _, args := range [][]string{{"decide", "-request", "@home.json", file}, {"prove", "-boundary", "@us.hcl", file}} {
			got := runIAM(t, "", args[0], args[1:]...)
			require.Contains(t, got.err, want)
			if args[0] == "prove" && strings.Contains(want, "is attached") {
				require.Equal(t, 2, got.status, values) // such a policy proves nothing
				continue
			}
			require.Equal(t, 1, got.status, values)
			require.Empty(t, got.out)
		}
		lint := runIAM(t, "", "lint", file)
		if strings.Contains(want, "known only") {
			require.Equal(t, 2, lint.status)
			require.Contains(t, lint.out, "oci_identity_policy.p:1:1: RES300 The statement cannot be read: it is known only after apply.")
		}
	}
}

// A plan's compartments are known by their OCIDs, and policies are attached where the plan says.
func TestIAMDecide_planPaths(t *testing.T) {
	t.Parallel()
	for compartment, want := range map[string]string{`"data", "logs"`: "allowed", `"data"`: "not allowed", `"logs"`: "not allowed"} {
		q := `{"operation": "PutObject", "region": "iad", "compartment": [` + compartment + `], "principal": {"type": "user", "groups": ["Engineers"]}}`
		got := runIAM(t, q, "decide", "-request", "-", "@plan.json")
		require.True(t, strings.HasPrefix(got.out, want+"\n"), got)
	}
	phoenix := strings.NewReplacer("us-phoenix-1", "phx")
	src, err := os.ReadFile("testdata/iam/plan.json")
	require.NoError(t, err)
	q := `{"operation": "PutObject", "region": "phx", "compartment": ["data", "logs"], "principal": {"type": "user", "groups": ["Engineers"]}}`
	got := runIAM(t, q, "decide", "-format=json", "-request", "-", writeFile(t, phoenix.Replace(string(src))))
	require.Equal(t, 2, got.status)
	require.Contains(t, got.out, `"denied"`)
	require.Contains(t, got.out, "module.team.oci_identity_policy.team")
}

// A plan without policies has nothing wrong in it; that of others' resources is not looked at.
func TestIAMLint_planWithoutPolicies(t *testing.T) {
	t.Parallel()
	got := runIAM(t, `{"format_version": "1.2", "planned_values": {"root_module": {}}}`, "lint", "-")
	require.Equal(t, said{0, "No findings in 0 statements.\n", ""}, got)
}

func TestIAM_badInput(t *testing.T) {
	t.Parallel()
	statement := writeFile(t, "allow group A to read buckets in tenancy\n")
	configuration := filepath.Join(t.TempDir(), "policies.tf")
	require.NoError(t, os.WriteFile(configuration, []byte(`resource "oci_identity_policy" "p" {}`), 0o600))
	request := func(text string) []string { return []string{"decide", "-request", writeFile(t, text), statement} }
	boundary := func(text string) []string { return []string{"prove", "-boundary", writeFile(t, text), statement} }
	who := `"principal": {"type": "user"}`
	for want, args := range map[string][]string{
		"iam lint needs a file":                                        {"lint"},
		"an empty name of a file":                                      {"lint", ""},
		"there is no file missing.txt":                                 {"lint", "missing.txt"},
		"is given twice":                                               {"lint", "-", "-"},
		"iam lint takes flags before files":                            {"lint", statement, "-format", "json"},
		`-format is text or json, not "yaml"`:                          {"lint", "-format=yaml", statement},
		"flag provided but not defined: -nonsense":                     {"lint", "-nonsense", statement},
		`-home: no region called "mars" is known`:                      {"lint", "-home", "mars", statement},
		"the standard input is empty":                                  {"lint", "-"},
		"input is empty":                                               {"lint", writeFile(t, "\ufeff\n   \r\n")},
		"is an archive, as a saved plan is; make one with":             {"lint", writeFile(t, "PK\x03\x04\x00\xff")},
		"does not tell to which compartment oci_identity_policy.p":     {"decide", "-request", "@home.json", writeFile(t, astray)},
		"is no text in UTF-8":                                          {"lint", writeFile(t, "allow \xff\xfe")},
		"JSON, but no plan: it has no planned_values":                  {"lint", writeFile(t, `{"format_version": "1.0", "values": {}}`)},
		"is no plan in JSON":                                           {"lint", writeFile(t, `{"planned_values": {`)},
		"is a list in JSON, no plan; write its statements one a line":  {"lint", writeFile(t, ` ["allow group A to read buckets in tenancy"]`)},
		"is what Oracle's CLI answers, no plan":                        {"lint", writeFile(t, `{"data": [{"name": "p", "statements": ["allow group A to read buckets in tenancy"]}]}`)},
		"is a configuration, whose statements only a plan tells":       {"lint", configuration},
		`oci_identity_policy.p has values that no oci_identity_policy`: {"lint", writeFile(t, `{"planned_values": {"root_module": {"resources": [{"address": "oci_identity_policy.p", "type": "oci_identity_policy", "values": {"statements": 7}}]}}}`)},
		"iam decide needs a request":                                   {"decide", statement},
		"there is no file missing.json":                                {"decide", "-request", "missing.json", statement},
		"cannot both come from the standard input":                     {"decide", "-request", "-", "-"},
		"is empty; a request has operation":                            request(" \n"),
		"unknown member /regions":                                      request(`{"operation": "PutObject", "regions": "iad", ` + who + `}`),
		"unknown member /principal/group":                              request(`{"operation": "PutObject", "principal": {"type": "user", "group": "A"}}`),
		"/compartment cannot be a text":                                request(`{"operation": "PutObject", "compartment": "data", ` + who + `}`),
		"a variable's value is a text, a list of texts, or null":       request(`{"operation": "PutObject", "variables": {"request.ip": {"v4": "x"}}, ` + who + `}`),
		"neither an operation nor permissions":                         request(`{"region": "iad", ` + who + `}`),
		`the principal's type is "robot"`:                              request(`{"operation": "PutObject", "principal": {"type": "robot"}}`),
		"is no request: unexpected EOF":                                request(`{"operation": "PutObject"`),
		"iam prove needs a boundary":                                   {"prove", statement},
		"-obligation is outside, egress or all":                        {"prove", "-obligation", "inside", "-boundary", "@us.hcl", statement},
		`invalid value "" for flag -spare: a name is needed`:           {"prove", "-spare", "", "-boundary", "@us.hcl", statement},
		"there is no file missing.hcl":                                 {"prove", "-boundary", "missing.hcl", statement},
		`Did you mean "GB"?`:                                           boundary(`boundary "x" { jurisdictions = ["UK"] }`),
		"input:1:":                                                     boundary(`boundary "x" {`),
	} {
		got := runIAM(t, "", args[0], args[1:]...)
		require.Equal(t, 1, got.status, want)
		require.Empty(t, got.out, want)
		require.Contains(t, got.err, want)
		require.True(t, strings.HasPrefix(got.err, name+" ") || strings.HasPrefix(got.err, name+": "), got.err)
	}
}

// astray is a plan with a policy that is attached to a compartment which is not created yet.
const astray = `{"planned_values": {"root_module": {"resources": [
	{"address": "oci_identity_policy.p", "type": "oci_identity_policy", "values": {"statements": ["deny any-user to inspect all-resources in tenancy"]}},
	{"address": "oci_identity_policy.root", "type": "oci_identity_policy", "values": {"compartment_id": "ocid1.tenancy.oc1..t",
		"statements": ["deny any-user to inspect all-resources in tenancy where all {request.region != 'iad', request.region != 'phx'}"]}}]}}}`

// The statements of this provider's own resources count like those of Oracle's.
func TestIAM_ownResources(t *testing.T) {
	t.Parallel()
	guard := `"deny any-user to inspect all-resources in tenancy where all {request.region != 'iad', request.region != 'phx'}"`
	plan := func(values string) string {
		return `{"planned_values": {"root_module": {"resources": [
			{"address": "residency_deny_rule.us", "mode": "managed", "type": "residency_deny_rule", "values": {"compartment_id": "ocid1.tenancy.oc1..t", ` + values + `}},
			{"address": "residency_service_grant.g", "mode": "managed", "type": "residency_service_grant", "values": {"compartment_id": "ocid1.tenancy.oc1..t",
				"statements": ["allow service objectstorage-us-ashburn-1 to {BUCKET_READ} in tenancy"]}}]}}}`
	}
	many := strings.Repeat(guard+", ", 60) + guard
	for values, findings := range map[string]string{
		`"statements": [` + guard + `], "quota_statements": []`:                                                       "",
		`"statements": [` + many + `], "quota_statements": []`:                                                        "",
		`"statements": [], "quota_statements": ["zero compute-core quotas in tenancy where request.region != 'iad'"]`: "residency_deny_rule.us:1:61: RES353",
	} {
		got := runIAM(t, plan(values), "lint", "-")
		require.Equal(t, map[bool]int{true: 0, false: 2}[findings == ""], got.status, got.out)
		require.Contains(t, got.out, findings)
		status := runIAM(t, plan(values), "prove", "-boundary", "@us.hcl", "-obligation=outside", "-").status
		require.Equal(t, map[bool]int{true: 0, false: 2}[strings.Contains(values, "deny")], status, values)
	}
	unknown := runIAM(t, plan(`"name": "us"`), "prove", "-boundary", "@us.hcl", "-")
	require.Equal(t, 1, unknown.status)
	require.Contains(t, unknown.err, "residency_deny_rule.us is known only after apply")
}

// A deny that nobody can place proves nothing, and takes nothing from what others prove.
func TestIAMProve_unplaced(t *testing.T) {
	t.Parallel()
	for obligation, status := range map[string]int{"outside": 0, "egress": 2} {
		got := runIAM(t, astray, "prove", "-format=json", "-boundary", "@us.hcl", "-obligation", obligation, "-")
		require.Equal(t, status, got.status, obligation)
		require.Contains(t, got.err, "does not tell to which compartment oci_identity_policy.p is attached")
	}
	open := strings.ReplaceAll(astray, "deny any-user to inspect all-resources in tenancy\"", "allow group G to use objects in compartment unheard-of\"")
	for flag, status := range map[string]int{"-complete=false": 0, "-complete": 0} {
		require.Equal(t, status, runIAM(t, open, "prove", "-boundary", "@us.hcl", "-obligation", "outside", flag, "-").status, flag)
	}
	open = strings.ReplaceAll(open, "request.region != 'iad'", "request.region != 'fra'")
	got := runIAM(t, open, "prove", "-format=json", "-boundary", "@us.hcl", "-obligation", "outside", "-complete", "-")
	require.Equal(t, 2, got.status)
	require.Equal(t, 3, strings.Count(got.out, `"counterexample"`), "what an allow gives that may hold anywhere: %s", got.out)
}

// A file of remarks alone has nothing wrong in it, allows nothing and proves nothing.
func TestIAM_remarksOnly(t *testing.T) {
	t.Parallel()
	remarks := writeFile(t, "// to be written\n\n")
	require.Equal(t, said{0, "No findings in 0 statements.\n", ""}, runIAM(t, "", "lint", remarks))
	require.Equal(t, said{2, "not allowed\n  Nothing gives OBJECT_CREATE.\n", ""}, runIAM(t, "", "decide", "-request", "@home.json", remarks))
	require.Equal(t, 2, runIAM(t, "", "prove", "-boundary", "@us.hcl", remarks).status)
}

func TestIAM_directoryAndHuge(t *testing.T) {
	t.Parallel()
	got := runIAM(t, "", "lint", t.TempDir())
	require.Equal(t, 1, got.status)
	require.Empty(t, got.out)
	if runtime.GOOS != "windows" {
		require.Contains(t, got.err, "cannot be read: is a directory")
	}
	got = runIAM(t, strings.Repeat("// allow\n", maxText/9+1), "lint", "-")
	require.Equal(t, 1, got.status)
	require.Contains(t, got.err, "the standard input is longer than 16 MiB")
}

// A statement of somebody else's cannot steer the terminal that it is shown on.
func TestIAMLint_visible(t *testing.T) {
	t.Parallel()
	got := runIAM(t, "allow group A to manege \x1b[2Jbuckets\u202e in tenancy\n", "lint", "-")
	require.Equal(t, 2, got.status)
	require.NotContains(t, got.out, "\x1b")
	require.NotContains(t, got.out, "\u202e")
}

func TestIAMProve_proved(t *testing.T) {
	t.Parallel()
	for _, obligation := range []string{"outside", "all"} {
		got := runIAM(t, "", "prove", "-boundary", "@us.hcl", "-obligation", obligation, "-format=json", "@closed.txt")
		var p iam.Proof
		require.NoError(t, json.Unmarshal([]byte(got.out), &p))
		require.Equal(t, obligation == "outside", p.Proved)
		require.Equal(t, map[bool]int{true: 0, false: 2}[p.Proved], got.status)
		require.Empty(t, got.err)
		require.NotEmpty(t, p.Operations)
		require.NotEmpty(t, p.Beyond)
		require.NotEmpty(t, p.Assumptions)
		for _, r := range p.Operations {
			require.Equal(t, r.Obligation == iam.Outside, r.Denied)
		}
	}
	text := runIAM(t, "", "prove", "-boundary", "@us.hcl", "-obligation=outside", "@closed.txt")
	require.Zero(t, text.status)
	require.Regexp(t, `^Proved: all of \d+ operations are denied\.\n`, text.out)
}

// Every counterexample is a request that iam decide does not deny.
func TestIAMProve_counterexamples(t *testing.T) {
	t.Parallel()
	got := runIAM(t, "", "prove", "-boundary", "@us.hcl", "-format", "json", "@guard.txt")
	require.Equal(t, 2, got.status, got.err)
	var answer map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(got.out), &answer))
	for _, key := range []string{"proved", "operations", "beyond_iam", "assumptions"} {
		require.Contains(t, answer, key)
	}
	var operations []struct {
		Denied         bool            `json:"denied"`
		Reason         string          `json:"reason"`
		Counterexample json.RawMessage `json:"counterexample"`
	}
	require.NoError(t, json.Unmarshal(answer["operations"], &operations))
	asked := 0
	for _, o := range operations {
		if o.Denied || o.Reason != "" {
			continue
		}
		require.NotEmpty(t, o.Counterexample)
		asked++
		decided := runIAM(t, string(o.Counterexample), "decide", "-format=json", "-request", "-", "@guard.txt")
		require.NotEqual(t, 1, decided.status, decided.err)
		require.NotContains(t, decided.out, `"denied"`, string(o.Counterexample))
	}
	require.NotZero(t, asked)
}

// What is to be proved is what the flags say.
func TestIAMProve_obligations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want iam.Obligations
	}{
		{nil, iam.Obligations{}},
		{[]string{"-obligation", "all"}, iam.Obligations{}},
		{[]string{"-obligation=egress", "-complete"}, iam.Obligations{Kinds: []string{iam.Egress}, Complete: true}},
		{
			[]string{"--obligation", "outside", "-spare", "Security", "--spare=Ops/Network", "-spare", "dynamic-group backup"},
			iam.Obligations{Kinds: []string{iam.Outside}, Spare: []string{"Security", "Ops/Network", "dynamic-group backup"}},
		},
	} {
		flags := newProveFlags()
		require.NoError(t, flags.Parse(append([]string{"-boundary", "testdata/iam/us.hcl"}, c.args...)))
		got, err := flags.obligations()
		require.NoError(t, err)
		for i, name := range []string{"us-ashburn-1", "us-phoenix-1"} {
			require.Equal(t, name, got.Inside[i].Name)
		}
		require.Len(t, got.Inside, 2)
		require.Equal(t, c.want.Kinds, got.Kinds)
		require.Equal(t, c.want.Complete, got.Complete)
		require.ElementsMatch(t, c.want.Spare, got.Spare)
	}
}

// Statements whose proof a flag turns, and some that it does not.
func TestIAMProve_flagsTurnProofs(t *testing.T) {
	t.Parallel()
	const (
		byName = "deny any-user to inspect all-resources in tenancy where any {!request.groups.name, request.groups.name != 'Movers'}"
		byID   = "deny any-user to inspect all-resources in tenancy where any {!request.groups.id, request.groups.id != 'ocid1.group.oc1..movers'}"
		hosts  = "deny any-user to inspect all-resources in tenancy where any {!request.dynamicgroup.id, request.dynamicgroup.id != 'ocid1.dynamicgroup.oc1..hosts'}"
		inside = "allow group Engineers to manage all-resources in tenancy where any {request.region = 'iad', request.region = 'phx'}"
		reads  = "allow any-user to read all-resources in tenancy"
		writes = "allow dynamic-group backup to use objects in compartment data"
		taken  = "deny dynamic-group backup to {OBJECT_OVERWRITE, OBJECT_CREATE} in compartment data where all {request.region != 'iad', request.region != 'phx'}"
		halves = "deny dynamic-group backup to manage objects in compartment data where all {request.region != 'iad', request.region != 'phx'}"
	)
	for _, c := range []struct {
		flags      string
		statements []string
		proved     bool
	}{
		{"-obligation=egress", []string{byName}, false},
		{"-obligation=egress -spare Movers", []string{byName}, true},
		{"-obligation=egress -spare movers", []string{byName}, true},
		{"-obligation=egress -spare Shakers", []string{byName}, false},
		{"-obligation=egress -spare Shakers -spare Movers", []string{byName}, true},
		{"-obligation=egress -spare Default/Movers", []string{byName}, false},
		{"-obligation=egress -spare Movers", []string{byName, "allow group Movers to manage all-resources in tenancy"}, true},
		{"-obligation=egress", []string{byID}, false},
		{"-obligation=egress -spare ocid1.group.oc1..movers", []string{byID}, true},
		{"-obligation=egress -spare ocid1.group.oc1..others", []string{byID}, false},
		{"-obligation=egress -spare ocid1.group.oc1..movers", []string{byID, hosts}, true},
		{"-obligation=outside -spare Movers", []string{byName}, false}, // outside spares nobody
		{"-obligation=outside", []string{inside, reads}, false},
		{"-obligation=outside -complete", []string{inside, reads}, true},
		{"-obligation=outside -complete", []string{inside, reads, writes}, false},
		{"-obligation=outside -complete", []string{inside, reads, writes, taken}, true},
		{"-obligation=outside -complete", []string{inside, reads, writes, halves}, false},
		{"-obligation=outside -complete=false", []string{inside, reads, writes, taken}, false},
		{"-obligation=all -complete", []string{inside, reads}, false}, // Engineers may send out of inside
		{"-obligation=all -complete -spare Default/Engineers", []string{inside, reads}, true},
	} {
		args := append(append([]string{"-boundary", "@us.hcl", "-format=json"}, strings.Fields(c.flags)...), "-")
		got := runIAM(t, strings.Join(c.statements, "\n"), "prove", args...)
		var answer struct {
			Proved     bool         `json:"proved"`
			Operations []iam.Result `json:"operations"`
		}
		require.NoError(t, json.Unmarshal([]byte(got.out), &answer))
		require.Equal(t, c.proved, answer.Proved, "%s: %v", c.flags, c.statements)
		require.Equal(t, map[bool]int{true: 0, false: 2}[c.proved], got.status)
		open := 0
		for _, o := range answer.Operations {
			if !o.Denied {
				open++
				require.NotNil(t, o.Counterexample, o.Operation)
			}
		}
		require.Equal(t, c.proved, open == 0)
	}
}

func TestProveText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	proveText(&b, iam.Proof{
		Operations: []iam.Result{
			{Obligation: iam.Outside, Service: "objectstorage", Operation: "PutObject", Denied: true},
			{Obligation: iam.Outside, Service: "core", Operation: "CopyVolumeBackup", Variant: "destination", Counterexample: &iam.Request{
				Region: "eu-frankfurt-1", Compartment: []string{"data", "logs"},
				Principal: iam.Requester{Type: "user", Name: "ann", Groups: []string{"Default/Engineers"}, GroupIDs: []string{"ocid1.group.oc1..g"}},
				Variables: map[string]iam.Values{"target.b": {"x", "y"}, "target.a": nil},
			}},
			{Obligation: iam.Egress, Service: "identity", Operation: "UpdatePolicy", Reason: "It takes too long to tell."},
			{Obligation: iam.Egress, Service: "objectstorage", Operation: "GetObject", Case: iam.CaseAdmitted, Counterexample: &iam.Request{
				Region: "us-ashburn-1", Tenancy: "ocid1.tenancy.oc1..u", Principal: iam.Requester{Type: "user", Tenancy: "ocid1.tenancy.oc1..t"},
			}},
			{Obligation: iam.Egress, Service: "objectstorage", Operation: "CopyObject", Counterexample: &iam.Request{
				Region: "us-ashburn-1", Principal: iam.Requester{Type: "service", Name: "objectstorage-us-ashburn-1"},
			}},
			{Obligation: iam.Egress, Service: "objectstorage", Operation: "CopyObject", Counterexample: &iam.Request{
				Region: "us-ashburn-1", Principal: iam.Requester{Type: "resource"},
			}},
		},
		Later:       []iam.Later{{Covered: true}, {Covered: false}, {Covered: true}},
		Beyond:      []iam.Beyond{{Feature: "a copy", Service: "core", Operation: "Copy", Why: "no variable has it", Instead: "quotas"}, {Feature: "people", Why: "they talk", Instead: "trust."}},
		Assumptions: []iam.Assumption{{ID: "absent", Text: "It is so.", Otherwise: "it is not."}},
	})
	requireGolden(t, "prove.text", b.String())
}

// No input makes a command panic, or say anything on the standard output when it could not look.
func FuzzIAMLint_input(f *testing.F) {
	for _, file := range []string{"guard.txt", "faulty.txt", "plan.json", "home.json"} {
		src, err := os.ReadFile(filepath.Join("testdata", "iam", file))
		require.NoError(f, err)
		f.Add(string(src))
	}
	f.Fuzz(func(t *testing.T, src string) {
		got := runIAM(t, src, "lint", "-format=json", "-")
		require.Contains(t, []int{0, 1, 2}, got.status)
		require.Equal(t, got.status == 1, got.out == "")
		require.Equal(t, got.status == 1, got.err != "")
	})
}
