// Command conformance asks a live tenancy what package iam answers: the table of decisions, and what no documentation of
// Oracle's says. It knows how to ask without harm: it attaches policies to one compartment that is empty, for one group, makes
// one bucket there, and takes away what it made. It refuses to start without being told that this is understood.
//
//	conformance -compartment OCID -group NAME -test-profile PROFILE -i-understand
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const usage = `Usage: conformance -compartment OCID -group NAME -test-profile PROFILE -i-understand

  Asks a live tenancy what iam decide answers, and compares. It needs

  - a compartment of its own, with no policies and nothing in it, that is not the root;
  - a profile in the OCI configuration file that may manage policies and object-family
    there, best a member of Administrators, whom no deny binds;
  - a profile of a user who is in the group, in the default domain, and to whom no other
    policy gives anything in that compartment.

  It attaches policies to the compartment, one after another, makes a bucket with an
  object, tries requests as the test profile's user, and removes it all.

  Exit status: 0 if the tenancy answers as expected, 2 if not, 1 if it could not be asked.

Options:

`

// settings are the flags.
type settings struct {
	profile, testProfile string
	compartment, group   string
	understood, list     bool
	wait, patience       time.Duration
}

// tenancyConfig is how sessions reach a tenancy; the zero value is the operator's own configuration.
type tenancyConfig struct {
	connect func(profile string) (account, error)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], tenancyConfig{connect: connect}, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string, config tenancyConfig, out, errs io.Writer) int {
	s, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err == nil && s.list:
		err = listTrials(out)
		if err == nil {
			return 0
		}
	case err == nil:
		var differs bool
		if differs, err = ask(ctx, s, config, out); err == nil && differs {
			return 2
		}
	}
	if err != nil {
		fmt.Fprintln(errs, "conformance:", err)
		return 1
	}
	return 0
}

func parse(args []string, errs io.Writer) (s settings, err error) {
	flags := flag.NewFlagSet("conformance", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {
		fmt.Fprint(errs, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&s.compartment, "compartment", "", "OCID of the `compartment` to work in")
	flags.StringVar(&s.group, "group", "", "`name` of the test user's group")
	flags.StringVar(&s.profile, "profile", "DEFAULT", "`profile` that attaches the policies")
	flags.StringVar(&s.testProfile, "test-profile", "", "`profile` of the test user")
	flags.BoolVar(&s.understood, "i-understand", false, "what this does to the compartment is understood")
	flags.BoolVar(&s.list, "list", false, "tell what would be asked, and ask nothing")
	flags.DurationVar(&s.wait, "wait", 20*time.Second, "how long a policy takes to be in force at `least`")
	flags.DurationVar(&s.patience, "patience", 5*time.Minute, "how long it takes at `most`")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if s.list {
		return s, nil
	}
	return s, s.check()
}

// check says what is missing.
func (s settings) check() error {
	for _, needed := range []struct {
		name  string
		given bool
	}{
		{"-compartment OCID", s.compartment != ""}, {"-group NAME", s.group != ""}, {"-test-profile PROFILE", s.testProfile != ""}, {"-i-understand", s.understood},
	} {
		if !needed.given {
			return fmt.Errorf("%s is missing; nothing was asked. Run with -help for what this needs and does, with -list for what it asks", needed.name)
		}
	}
	if s.profile == s.testProfile {
		return errors.New("-profile and -test-profile are the same: the test user must not be the one who attaches the policies")
	}
	return nil
}
