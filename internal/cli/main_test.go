//go:build unix

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"
)

// asBinary makes this test binary act as the provider's binary, or as the command that it runs.
const asBinary = "RESIDENCY_TEST_AS_BINARY"

func TestMain(m *testing.M) {
	if os.Getenv(asBinary) == "" {
		os.Exit(m.Run())
	}
	args := os.Args[1:]
	child, ok := children[args[0]]
	if !ok {
		os.Exit(Run(args, "1.2.3"))
	}
	if err := child(args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(9)
	}
}

// children are commands for `sandbox exec` to run.
var children = map[string]func(args []string) error{
	"child-environment": childEnvironment,
	"child-tenancy":     childTenancy,
	"child-group":       childGroup,
	"child-exit":        func([]string) error { os.Exit(7); return nil },
	"child-kill":        func([]string) error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) },
	"child-wait":        childWait,
}

// childEnvironment writes its environment to a file, with the OCI configuration file's text and mode.
func childEnvironment(args []string) error {
	found := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		found[name] = value
	}
	for _, name := range []string{"OCI_CONFIG_FILE", "TF_CLI_CONFIG_FILE", "SSL_CERT_FILE"} {
		text, err := os.ReadFile(found[name])
		if err != nil {
			return err
		}
		info, err := os.Stat(found[name])
		if err != nil {
			return err
		}
		found["text of "+name], found["mode of "+name] = string(text), info.Mode().String()
	}
	text, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], text, 0o600)
}

// sdkClient is Oracle's client as any program has it: from the configuration file, the proxy and the certificates that the
// environment names.
func sdkClient(profile string) (identity.IdentityClient, string, error) {
	provider := common.CustomProfileConfigProvider(os.Getenv("OCI_CONFIG_FILE"), profile)
	tenancy, err := provider.TenancyOCID()
	if err != nil {
		return identity.IdentityClient{}, "", err
	}
	client, err := identity.NewIdentityClientWithConfigurationProvider(provider)
	once := common.NoRetryPolicy()
	client.SetCustomClientConfiguration(common.CustomClientConfiguration{RetryPolicy: &once})
	return client, tenancy, err
}

func childTenancy(args []string) error {
	client, tenancy, err := sdkClient(args[0])
	if err != nil {
		return err
	}
	got, err := client.GetTenancy(context.Background(), identity.GetTenancyRequest{TenancyId: &tenancy})
	if err != nil {
		return err
	}
	if os.Getenv("TF_VAR_tenancy_ocid") != *got.Id {
		return fmt.Errorf("the tenancy is %s", *got.Id)
	}
	return nil
}

// childGroup writes, as the profile's user.
func childGroup(args []string) error {
	client, tenancy, err := sdkClient(args[0])
	if err != nil {
		return err
	}
	_, err = client.CreateGroup(context.Background(), identity.CreateGroupRequest{CreateGroupDetails: identity.CreateGroupDetails{
		CompartmentId: &tenancy, Name: common.String("made-by-child"), Description: common.String(""),
	}})
	return err
}

// childWait tells that it waits, and ends with 3 once it is told to terminate.
func childWait(args []string) error {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	if err := os.WriteFile(args[0], []byte(os.Getenv("TF_HOME_OVERRIDE")), 0o600); err != nil {
		return err
	}
	select {
	case <-told:
		os.Exit(3)
	case <-time.After(30 * time.Second):
	}
	return nil
}

// result is what came of a command.
type result struct {
	status int
	out    string
	err    string
}

// binary is this test binary as the provider's, in a directory of its own.
func binary(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c := exec.CommandContext(t.Context(), self, args...)
	c.Dir = t.TempDir()
	c.Env = append(os.Environ(), asBinary+"=1", "XDG_CACHE_HOME="+filepath.Join(c.Dir, "cache"), "TMPDIR="+c.Dir)
	return c
}

func runBinary(t *testing.T, c *exec.Cmd) result {
	t.Helper()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
	}
	return result{status: c.ProcessState.ExitCode(), out: out.String(), err: errs.String()}
}

// requireClean checks that nothing temporary is left.
func requireClean(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, "residency-sandbox-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}
