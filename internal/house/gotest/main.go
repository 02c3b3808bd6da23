// Command gotest runs the Go tests with a Terraform CLI and says what was skipped. It knows the variables that the
// acceptance tests read, for Terraform and for OpenTofu; it refuses to call a run green in which a required kind of test
// never ran.
//
//	gotest -cli PATH [-require REGEXP]… [-- ARGUMENTS OF go test]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(1)
	}
}

// patterns is a flag that may be given more than once.
type patterns []string

func (p *patterns) String() string     { return strings.Join(*p, " ") }
func (p *patterns) Set(s string) error { *p = append(*p, s); return nil }

func run(ctx context.Context, args []string) error {
	var require patterns
	flags := flag.NewFlagSet("gotest", flag.ContinueOnError)
	cli := flags.String("cli", "", "path of terraform or tofu")
	flags.Var(&require, "require", "regular expression of test names, one of which must have passed (repeatable)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	summary, err := newSummary(os.Stdout, require)
	if err != nil {
		return err
	}
	config, err := os.CreateTemp("", "residency-gotest-*.tfrc")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(config.Name()) }()
	if err := config.Close(); err != nil {
		return err
	}
	env, err := environment(ctx, *cli, config.Name())
	if err != nil {
		return err
	}
	if err := goTest(ctx, env, flags.Args(), summary); err != nil {
		return err
	}
	return summary.Close()
}

// goTest runs `go test -json`. Its exit status is left to the summary, which has seen what failed; anything else that
// goes wrong is an error.
func goTest(ctx context.Context, env, args []string, summary *summary) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Env = env
	cmd.Stdout = summary
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		summary.failed = true
		return nil
	}
	return err
}
