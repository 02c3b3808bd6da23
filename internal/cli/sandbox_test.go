//go:build unix

package cli

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"version"}, {"-version"}, {"--version"}} {
		got := runBinary(t, binary(t, args...))
		require.Zero(t, got.status)
		require.Equal(t, "terraform-provider-residency v1.2.3 ("+runtime.Version()+", "+runtime.GOOS+"/"+runtime.GOARCH+")\n", got.out)
	}
}

func TestRun_wrong(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"Available commands are:":                                      {"nonsense"},
		`there is no command "chekc"`:                                  {"chekc", "plan.json"},
		"Subcommands:":                                                 {"sandbox"},
		"sandbox exec needs a command":                                 {"sandbox", "exec"},
		"flag provided but not defined: -nonsense":                     {"sandbox", "exec", "-nonsense", "--", "true"},
		"sandbox serve takes no arguments":                             {"sandbox", "serve", "now"},
		"the sandbox listens on loopback only":                         {"sandbox", "serve", "-listen", "0.0.0.0:0"},
		"cannot run no-such-command":                                   {"sandbox", "exec", "--", "no-such-command"},
		"faults: rate must be a number":                                {"sandbox", "exec", "-faults", "rate=2", "--", "true"},
		"cannot read -seed: open missing.hcl: no such file":            {"sandbox", "exec", "-seed=missing.hcl", "--", "true"},
		"cannot write -requests: open /nonexistent/file: no such file": {"sandbox", "exec", "--requests", "/nonexistent/file", "--", "true"},
		"cannot write -dump: open /nonexistent/dump: no such file":     {"sandbox", "exec", "--dump=/nonexistent/dump", "--", "true"},
		`the sandbox has no user "nobody"; it has a`:                   {"sandbox", "exec", "-as", "nobody", "--", "true"},
	} {
		c := binary(t, args...)
		got := runBinary(t, c)
		require.Equal(t, 1, got.status, args)
		require.Contains(t, got.err, want, args)
		require.NotContains(t, got.err, "invalid argument", "nothing is closed that was not opened")
		requireClean(t, c.Dir)
	}
}

func TestRun_help(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"sandbox", "exec", "-help"}, {"sandbox", "exec", "-h"}, {"sandbox", "serve", "--help"}} {
		got := runBinary(t, binary(t, args...))
		require.Zero(t, got.status)
		for _, flag := range []string{"-seed FILE", "-requests FILE", "-dump FILE", "-faults SPEC"} {
			require.Contains(t, got.out, flag)
		}
	}
}

func TestExec_environment(t *testing.T) {
	t.Parallel()
	c := binary(t, "sandbox", "exec", "--", os.Args[0], "child-environment", "environment.json")
	c.Env = append(c.Env, "NO_PROXY=*", "no_proxy=*", "ALL_PROXY=http://elsewhere", "HTTPS_PROXY=http://elsewhere", "OCI_CONFIG_FILE=/mine", "OCI_REGION=us-phoenix-1",
		"OCI_CLI_USER=me", "TF_VAR_private_key_path=/mine", "TF_VAR_other=kept", "TF_CLI_CONFIG_FILE=/mine")
	got := runBinary(t, c)
	require.Zero(t, got.status, got.err)
	text, err := os.ReadFile(filepath.Join(c.Dir, "environment.json"))
	require.NoError(t, err)
	var env map[string]string
	require.NoError(t, json.Unmarshal(text, &env))

	address := env["RESIDENCY_SANDBOX"]
	require.Regexp(t, `^http://127\.0\.0\.1:\d+$`, address)
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		require.Equal(t, address, env[name], name)
	}
	require.Equal(t, "localhost,127.0.0.1,::1", env["NO_PROXY"])
	require.Equal(t, env["NO_PROXY"], env["no_proxy"])
	for _, name := range []string{"CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "OCI_DEFAULT_CERTS_PATH"} {
		require.Equal(t, env["SSL_CERT_FILE"], env[name], name)
	}
	require.Equal(t, env["OCI_CONFIG_FILE"], env["OCI_CLI_CONFIG_FILE"])
	require.Equal(t, filepath.Join(env["TF_HOME_OVERRIDE"], ".oci", "config"), env["OCI_CONFIG_FILE"])
	require.Equal(t, "1", env["CHECKPOINT_DISABLE"])
	require.Equal(t, "sandbox", env["TF_VAR_namespace"])
	require.Contains(t, env["TF_VAR_compartment_id"], "ocid1.compartment.oc1..")
	require.Equal(t, `{"data"="`+env["TF_VAR_compartment_id"]+`"}`, env["TF_VAR_compartment_ids"])
	require.Equal(t, "us-phoenix-1", env["OCI_REGION"])
	require.Equal(t, "kept", env["TF_VAR_other"])
	for _, name := range []string{"ALL_PROXY", "OCI_CLI_USER", "TF_VAR_private_key_path"} {
		require.NotContains(t, env, name)
	}

	config := env["text of OCI_CONFIG_FILE"]
	require.Equal(t, "-rw-------", env["mode of OCI_CONFIG_FILE"])
	for _, section := range []string{"[DEFAULT]", "[admin]", "[terraform]", "[us-engineer]", "[overseas-engineer]"} {
		require.Contains(t, config, section+"\nuser=ocid1.user.oc1..")
	}
	require.Equal(t, profile(config, "DEFAULT"), profile(config, "terraform"))
	require.Contains(t, env["text of SSL_CERT_FILE"], "BEGIN CERTIFICATE")
	require.Contains(t, env["text of TF_CLI_CONFIG_FILE"], `include = ["registry.terraform.io/data-residency/residency", "registry.opentofu.org/data-residency/residency"]`)
	requireClean(t, c.Dir)
}

func profile(config, name string) string {
	_, rest, _ := strings.Cut(config, "["+name+"]\n")
	text, _, _ := strings.Cut(rest, "\n\n")
	return strings.TrimSpace(text)
}

// A program that knows nothing of the sandbox, with Oracle's SDK, uses it: through the proxy, with the keys and
// certificates that it finds where it always looks.
func TestExec_sdk(t *testing.T) {
	t.Parallel()
	c := binary(t, "sandbox", "exec", "-requests", "R", "-dump=D", "--", os.Args[0], "child-group", "DEFAULT")
	got := runBinary(t, c)
	require.Zero(t, got.status, got.err)
	lines := readLines(t, filepath.Join(c.Dir, "R"))
	require.Len(t, lines, 1)
	require.Equal(t, "terraform", lines[0]["principal"])
	require.Equal(t, "POST", lines[0]["method"])
	require.Equal(t, "identity.us-ashburn-1.oci.oraclecloud.com", lines[0]["host"])
	require.Equal(t, "/20160918/groups", lines[0]["path"])
	require.Equal(t, "us-ashburn-1", lines[0]["region"])
	require.InDelta(t, http.StatusOK, lines[0]["status"], 0)
	require.NotEmpty(t, lines[0]["opc-request-id"])
	dump, err := os.ReadFile(filepath.Join(c.Dir, "D"))
	require.NoError(t, err)
	require.True(t, json.Valid(dump))
	require.Contains(t, string(dump), `"made-by-child"`)
	require.NotContains(t, string(dump), "PRIVATE")
}

func readLines(t *testing.T, file string) (lines []map[string]any) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		var entry map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &entry))
		lines = append(lines, entry)
	}
	return lines
}

func TestExec_as(t *testing.T) {
	t.Parallel()
	c := binary(t, "sandbox", "exec", "-requests", "R", "-as", "overseas-engineer", "--", os.Args[0], "child-group", "DEFAULT")
	got := runBinary(t, c)
	require.Equal(t, 9, got.status)
	require.Contains(t, got.err, "NotAuthorizedOrNotFound")
	require.Equal(t, "overseas-engineer", readLines(t, filepath.Join(c.Dir, "R"))[0]["principal"])
	// Every user has a profile, whoever is the default.
	got = runBinary(t, binary(t, "sandbox", "exec", "-as=overseas-engineer", "--", os.Args[0], "child-group", "admin"))
	require.Zero(t, got.status, got.err)
}

// A policy that names a network source binds by the address that is given.
func TestExec_from(t *testing.T) {
	t.Parallel()
	seed := `policy "provisioners" {
  statements = [
    "allow group Provisioners to manage all-resources in tenancy",
    "deny any-user to inspect tenancies in tenancy where !request.networkSource.name",
  ]
}
network_source "office" { public = ["203.0.113.0/24"] }
`
	for from, status := range map[string]int{"203.0.113.7": 0, "198.51.100.1": 9} {
		c := binary(t, "sandbox", "exec", "-seed", "seed.hcl", "-from", from, "--", os.Args[0], "child-tenancy", "DEFAULT")
		require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "seed.hcl"), []byte(seed), 0o600))
		require.Equal(t, status, runBinary(t, c).status, from)
	}
	c := binary(t, "sandbox", "exec", "-from", "home", "--", os.Args[0], "child-tenancy", "DEFAULT")
	got := runBinary(t, c)
	require.Equal(t, 1, got.status)
	require.Contains(t, got.err, `the address "home" is neither`)
}

func TestExec_seed(t *testing.T) {
	t.Parallel()
	c := binary(t, "sandbox", "exec", "--seed", "seed.hcl", "-dump", "D", "--", os.Args[0], "child-tenancy", "DEFAULT")
	seed := "tenancy \"acme\" { regions = [\"us-phoenix-1\"] }\nuser \"ci\" { groups = [\"Provisioners\"] }\ncompartment \"data\" {}\nbucket \"ledger\" {\n  region      = \"us-phoenix-1\"\n  compartment = \"data\"\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "seed.hcl"), []byte(seed), 0o600))
	got := runBinary(t, c)
	require.Zero(t, got.status, got.err)
	dump, err := os.ReadFile(filepath.Join(c.Dir, "D"))
	require.NoError(t, err)
	var found map[string]map[string]any
	require.NoError(t, json.Unmarshal(dump, &found))
	require.Contains(t, string(dump), `"ledger"`)
	require.Contains(t, found, "us-phoenix-1")

	require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "seed.hcl"), []byte("user \"u\" { groups = [\"x\"] }\nnonsense {}\n"), 0o600))
	again := binary(t, "sandbox", "exec", "--seed", filepath.Join(c.Dir, "seed.hcl"), "--", "true")
	got = runBinary(t, again)
	require.Equal(t, 1, got.status)
	require.Contains(t, got.err, "seed.hcl:1: Unknown group.")
	require.Contains(t, got.err, "seed.hcl:2: Unsupported block type.")
}

func TestExec_status(t *testing.T) {
	t.Parallel()
	require.Equal(t, 7, runBinary(t, binary(t, "sandbox", "exec", "--", os.Args[0], "child-exit")).status)
	require.Equal(t, 128+9, runBinary(t, binary(t, "sandbox", "exec", "--", os.Args[0], "child-kill")).status)
}

// A signal goes to the command, its status comes back, and nothing is left behind.
func TestExec_signal(t *testing.T) {
	t.Parallel()
	c := binary(t, "sandbox", "exec", "-dump", "D", "--", os.Args[0], "child-wait", "waiting")
	require.NoError(t, c.Start())
	home := await(t, filepath.Join(c.Dir, "waiting"))
	require.DirExists(t, home)
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	_ = c.Wait()
	require.Equal(t, 3, c.ProcessState.ExitCode())
	require.NoDirExists(t, home)
	require.FileExists(t, filepath.Join(c.Dir, "D"))
}

func await(t *testing.T, file string) string {
	t.Helper()
	var text []byte
	require.Eventually(t, func() bool {
		var err error
		text, err = os.ReadFile(file)
		return err == nil && len(text) > 0
	}, 20*time.Second, 10*time.Millisecond)
	return string(text)
}

// What serve writes for a shell leads a client to it, and it ends when it is told to.
func TestServe(t *testing.T) {
	t.Parallel()
	c := binary(t, "sandbox", "serve", "-listen", "127.0.0.1:0", "-requests", "R", "-dump", "D")
	out, err := os.Create(filepath.Join(c.Dir, "out"))
	require.NoError(t, err)
	c.Stdout, c.Stderr = out, out
	c.Env = append(c.Env, "OCI_CLI_USER=me")
	require.NoError(t, c.Start())
	text := await(t, filepath.Join(c.Dir, "out"))
	file := regexp.MustCompile(`\. '(.*)'`).FindStringSubmatch(text)
	require.NotNil(t, file, text)
	script, err := os.ReadFile(file[1])
	require.NoError(t, err)
	require.Contains(t, string(script), "unset OCI_CLI_USER\n")
	require.Contains(t, string(script), "export RESIDENCY_SANDBOX='http://127.0.0.1:")

	client := binary(t)
	client.Path, client.Args = "/bin/sh", []string{"sh", "-c", ". " + quote(file[1]) + "; exec " + quote(os.Args[0]) + " child-tenancy admin"}
	got := runBinary(t, client)
	require.Zero(t, got.status, got.err)
	require.NoError(t, c.Process.Signal(syscall.SIGINT))
	require.NoError(t, c.Wait())
	require.Equal(t, "admin", readLines(t, filepath.Join(c.Dir, "R"))[0]["principal"])
	require.FileExists(t, filepath.Join(c.Dir, "D"))
	requireClean(t, c.Dir)
}

func TestQuote(t *testing.T) {
	t.Parallel()
	require.Equal(t, `'it'\''s $HOME'`, quote("it's $HOME"))
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"OCI_CONFIG_FILE": true, "OCI_CLI_KEY_FILE": true, "OCI_TENANCY_OCID": true, "OCI_AUTH": true, "OCI_RESOURCE_PRINCIPAL_VERSION": true,
		"OCI_METADATA_BASE_URL": true, "TF_VAR_user_ocid": true, "TF_VAR_PRIVATE_KEY": true, "CLIENT_HOST_OVERRIDES": true, "OCI_CLIENT_HOST_OVERRIDES": true,
		"all_proxy": true, "OCI_REGION": false, "OCI_CLI_REGION": false, "OCI_GO_SDK_DEBUG": false, "TF_VAR_region": false, "TF_LOG": false, "PATH": false,
	} {
		require.Equal(t, want, overrides(name), name)
	}
}

func TestEnviron(t *testing.T) {
	t.Parallel()
	got := environ([]string{"PATH=/bin", "SET=old", "OCI_AUTH=x", "EMPTY=", "EQUALS=a=b"}, []variable{{"SET", "new"}, {"MORE", "1"}})
	require.Equal(t, []string{"PATH=/bin", "EMPTY=", "EQUALS=a=b", "SET=new", "MORE=1"}, got)
}
