// Package cli is what the provider's binary does when a person or CI starts it with a command: one file for each. It
// reads flags, files and the environment, and leaves what the command is about to the package that knows it.
package cli

import (
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/cli"
)

const name = "terraform-provider-residency"

// Run carries the command out and returns the exit status. The version is the release's, such as "0.1.0".
func Run(args []string, version string) int {
	c := &cli.CLI{
		Name:        name,
		Args:        args,
		Version:     versionLine(version),
		HelpFunc:    cli.BasicHelpFunc(name),
		HelpWriter:  os.Stdout,
		ErrorWriter: os.Stderr,
		Commands: map[string]cli.CommandFactory{
			"version": func() (cli.Command, error) { return &versionCommand{version: version, out: os.Stdout}, nil },
			"check":   func() (cli.Command, error) { return newCheck(version), nil },
			"sandbox": func() (cli.Command, error) { return &sandboxCommand{}, nil },
			"sandbox serve": func() (cli.Command, error) {
				return &serveCommand{version: version, out: os.Stdout, err: os.Stderr}, nil
			},
			"sandbox exec": func() (cli.Command, error) { return &execCommand{version: version, err: os.Stderr}, nil },
			"iam":          func() (cli.Command, error) { return &iamCommand{}, nil },
			"iam lint":     func() (cli.Command, error) { return &iamLintCommand{standard()}, nil },
			"iam decide":   func() (cli.Command, error) { return &iamDecideCommand{standard()}, nil },
			"iam prove":    func() (cli.Command, error) { return &iamProveCommand{standard()}, nil },
		},
	}
	code, err := c.Run()
	if err != nil {
		return failed(os.Stderr, err)
	}
	if code == 127 { // hashicorp/cli's status for a command that it does not know; 1 is ours for what was asked wrongly
		return failed(os.Stderr, fmt.Errorf("there is no command %q", args[0]))
	}
	return code
}

// failed tells an error of our own.
func failed(w io.Writer, err error) int {
	fmt.Fprintf(w, "%s: %s\n", name, err)
	return 1
}

// parse reads flags in Terraform's style and tells the usage when they are wrong.
func parse(f *flag.FlagSet, args []string, w io.Writer) bool {
	f.SetOutput(io.Discard)
	err := f.Parse(args)
	if err != nil {
		fmt.Fprintf(w, "%s %s: %s\nRun `%s %s -help` for the flags.\n", name, f.Name(), err, name, f.Name())
	}
	return err == nil
}
