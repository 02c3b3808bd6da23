package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

type serveCommand struct {
	version  string
	out, err io.Writer
}

func (c *serveCommand) Synopsis() string { return "Serve a sandbox until it is interrupted" }

func (c *serveCommand) Help() string {
	return "Usage: " + name + ` sandbox serve [options]

  Serves a sandbox until it is interrupted. It writes a file of environment variables
  for a shell that is to use it, and tells its name.

Options:

  -listen ADDRESS Where to listen; loopback only. Default: 127.0.0.1:8421
` + sandboxHelp
}

func (c *serveCommand) Run(args []string) int {
	var flags sandboxFlags
	set := flag.NewFlagSet("sandbox serve", flag.ContinueOnError)
	flags.register(set)
	address := set.String("listen", "127.0.0.1:8421", "")
	if !parse(set, args, c.err) {
		return 1
	}
	if set.NArg() > 0 {
		return failed(c.err, fmt.Errorf("sandbox serve takes no arguments, not %q", set.Args()))
	}
	if err := c.serve(flags, *address); err != nil {
		return failed(c.err, err)
	}
	return 0
}

func (c *serveCommand) serve(flags sandboxFlags, address string) (err error) {
	// Before anything is started, so that a signal in between does not leave it behind.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	r, err := flags.start(address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.stop()) }()
	h, err := newHome(r, r.DefaultUser(), c.version)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.remove()) }()
	file := filepath.Join(h.dir, "environment.sh")
	if err := os.WriteFile(file, []byte(script(h.environment(r))), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "The sandbox is at %s until it is interrupted. In another shell:\n\n  . %s\n\n", r.server.URL, quote(file))
	<-signals
	return nil
}

// script sets the variables in a shell, and removes those that would override them.
func script(variables []variable) string {
	var b strings.Builder
	for _, name := range overriding(os.Environ()) {
		fmt.Fprintf(&b, "unset %s\n", name)
	}
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s=%s\n", v.name, quote(v.value))
	}
	return b.String()
}

// quote writes a word for a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
