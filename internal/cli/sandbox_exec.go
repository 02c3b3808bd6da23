package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"

	"github.com/mattn/go-isatty"
)

type execCommand struct {
	version string
	err     io.Writer
}

func (c *execCommand) Synopsis() string { return "Run a command against a fresh sandbox" }

func (c *execCommand) Help() string {
	return "Usage: " + name + ` sandbox exec [options] -- COMMAND [ARGUMENTS]

  Runs COMMAND against a fresh sandbox and exits with its status. Terraform, OpenTofu,
  Oracle's provider, CLI and SDKs in it talk to the sandbox as they are; this binary is
  the provider data-residency/residency. The OCI configuration file has a profile for
  each user.

Options:

  -as USER        Whose API key is the DEFAULT profile. Default: terraform

  -from ADDRESS   Where that user's requests come from, for policies that name a network
                  source: an IP address, or VCN-OCID/ADDRESS. Default: what the seed says
` + sandboxHelp
}

func (c *execCommand) Run(args []string) int {
	var flags sandboxFlags
	set := flag.NewFlagSet("sandbox exec", flag.ContinueOnError)
	flags.register(set)
	user := set.String("as", "", "")
	from := set.String("from", "", "")
	if !parse(set, args, c.err) {
		return 1
	}
	if set.NArg() == 0 {
		return failed(c.err, errors.New("sandbox exec needs a command, such as: sandbox exec -- terraform plan"))
	}
	status, err := c.exec(flags, *user, *from, set.Args())
	if err != nil && status == 0 {
		status = 1
	}
	if err != nil {
		failed(c.err, err)
	}
	return status
}

func (c *execCommand) exec(flags sandboxFlags, user, from string, command []string) (status int, err error) {
	// Before anything is started, so that a signal in between does not leave it behind.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	r, err := flags.start("127.0.0.1:0")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, r.stop()) }()
	if user == "" {
		user = r.DefaultUser()
	}
	if from != "" {
		if err := r.SetAddress(user, from); err != nil {
			return 1, err
		}
	}
	h, err := newHome(r, user, c.version)
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, h.remove()) }()
	if hint := h.mirror.lockHint(); hint != "" {
		fmt.Fprintln(c.err, hint)
	}
	return run(command, environ(os.Environ(), h.environment(r)), signals)
}

// run carries the command out, passes signals on, and returns its status as a shell would.
func run(command, environment []string, signals <-chan os.Signal) (int, error) {
	child := exec.Command(command[0], command[1:]...) //nolint:noctx // it ends by the signals that are passed on, or by itself
	child.Env = environment
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		return 1, fmt.Errorf("cannot run %s: %w", command[0], err)
	}
	ended := make(chan struct{})
	go pass(signals, child.Process, ended)
	err := child.Wait()
	close(ended)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return exitStatus(exit), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}

func exitStatus(exit *exec.ExitError) int {
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return exit.ExitCode()
}

// pass hands signals to the command. A terminal sends its own to the whole group, the command included: a second
// interrupt would make Terraform give up what it is doing.
func pass(signals <-chan os.Signal, child *os.Process, ended <-chan struct{}) {
	terminal := slices.ContainsFunc([]*os.File{os.Stdin, os.Stdout, os.Stderr}, func(f *os.File) bool { return isatty.IsTerminal(f.Fd()) })
	for {
		select {
		case s := <-signals:
			if !terminal || s == syscall.SIGTERM || s == syscall.SIGHUP {
				_ = child.Signal(s) // it may have ended already
			}
		case <-ended:
			return
		}
	}
}
