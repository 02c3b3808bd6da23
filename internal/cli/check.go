package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// checkCommand holds plans against a boundary.
type checkCommand struct {
	version  string
	in       io.Reader
	out, err io.Writer
	clock    func() time.Time
	colour   bool // the output is a terminal that shows colours
}

// newCheck is the command on the process's own standard streams.
func newCheck(version string) *checkCommand {
	return &checkCommand{
		version: version, in: os.Stdin, out: os.Stdout, err: os.Stderr, clock: time.Now,
		colour: isatty.IsTerminal(os.Stdout.Fd()) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}

func (c *checkCommand) Synopsis() string {
	return "Say of every resource in a plan whether it is inside the boundary"
}

func (c *checkCommand) Help() string {
	return "Usage: " + name + ` check [options] PLAN.json…

  Reads plans as terraform show -json writes them, and says of every resource where it
  is, where it sends data, and whether that is inside the boundary. It needs no cloud
  and no credentials. - is the standard input.

Exit status: 0 if nothing is outside, faulty or undecided, 2 if something is, and 1 if
the check could not be made.

Options:

  -boundary FILE   The boundary. Without it the one that the plan's own residency
                   provider declares is used, and the report says so. Given more than
                   once, each is the boundary of a population of its own. What two of
                   them share is found within a plan by references and OCIDs, and
                   across plans by OCIDs alone: no name is one thing's for certain.

  -format FORMAT   ` + strings.Join(report.Formats(), ", ") + `. Default: text

  -out FILE        Where to write the report. It is written whole or not at all.

  -source DIR      The configuration that the plan was made from, .tf and .tofu files
                   and those in JSON. It shows which regions are bare references, and
                   gives findings a file and line.
                   With several plans: one for all, or one for each in their order.

  -region NAME     The region of provider blocks that take theirs from the environment.

  -baseline FILE   An earlier report of -format json. What it has fails nothing.

  -now TIME        The time at which exceptions are judged, such as
                   2026-12-01T00:00:00Z. Default: now
`
}

// checkFlags are what a check was asked.
type checkFlags struct {
	*flag.FlagSet
	boundaries, sources                   names
	format, out, region, baseline, moment string
}

func newCheckFlags() *checkFlags {
	f := &checkFlags{FlagSet: flag.NewFlagSet("check", flag.ContinueOnError)}
	f.Var(&f.boundaries, "boundary", "")
	f.Var(&f.sources, "source", "")
	f.StringVar(&f.format, "format", "text", "")
	f.StringVar(&f.out, "out", "", "")
	f.StringVar(&f.region, "region", "", "")
	f.StringVar(&f.baseline, "baseline", "", "")
	f.StringVar(&f.moment, "now", "", "")
	return f
}

func (c *checkCommand) Run(args []string) int {
	signal.Ignore(syscall.SIGPIPE) // so that a reader that has gone away is an error that is told
	flags := newCheckFlags()
	if !parse(flags.FlagSet, args, c.err) {
		return 1
	}
	passes, err := c.check(flags)
	switch {
	case err != nil:
		return failed(c.err, err)
	case !passes:
		return 2
	}
	return 0
}

// check makes the whole report before it writes any of it.
func (c *checkCommand) check(flags *checkFlags) (bool, error) {
	if flags.out == "-" {
		flags.out = "" // as of inputs, it is the standard one
	}
	if err := flags.check(); err != nil {
		return false, err
	}
	job, err := c.job(flags)
	if err != nil {
		return false, err
	}
	r, err := job.report(flags.Args())
	if err != nil {
		return false, err
	}
	r.Version = c.version
	if err := c.write(flags, r); err != nil {
		return false, err
	}
	if flags.out != "" {
		fmt.Fprintln(c.err, report.Line(r.Headline())+"; the report is "+flags.out)
	}
	return r.Passes(), nil
}

func (f *checkFlags) check() error {
	switch {
	case report.Format(f.format) == nil:
		return fmt.Errorf("check -format is one of %s, not %q", strings.Join(report.Formats(), ", "), f.format)
	case f.NArg() == 0:
		return errors.New("check needs a plan in JSON, or - for the standard input: terraform show -json tfplan > plan.json")
	case len(f.sources) > 1 && len(f.sources) != f.NArg():
		return fmt.Errorf("check was given %d times -source and %s: give one folder for all, or one for each", len(f.sources), count(f.NArg(), "plan"))
	}
	for i, arg := range f.Args() {
		switch {
		case arg != "-" && strings.HasPrefix(arg, "-"):
			return fmt.Errorf("check takes flags before plans, but %q comes after %q", arg, f.Args()[max(i-1, 0)])
		case arg == "":
			return errors.New("check was given an empty name of a file")
		case slices.Contains(f.Args()[:i], arg):
			return fmt.Errorf("%s is given twice", inputName(arg))
		}
	}
	return errors.Join(f.checkOut(), f.checkRegion())
}

// checkOut keeps the report from overwriting what it is made from.
func (f *checkFlags) checkOut() error {
	inputs := slices.Concat(f.Args(), f.boundaries)
	if f.out != "" && slices.ContainsFunc(inputs, func(input string) bool { return sameFile(input, f.out) }) {
		return fmt.Errorf("-out %s would overwrite what is checked: name another file", f.out)
	}
	if f.out != "" && f.format != "json" && sameFile(f.baseline, f.out) {
		return fmt.Errorf("-out %s would overwrite the baseline with what is none: a baseline is of -format json", f.out)
	}
	return nil
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// checkRegion refuses what is no region's name. One that this release does not know yet is for the boundary to judge.
func (f *checkFlags) checkRegion() error {
	if _, ok := region.ByName(f.region); ok || f.region == "" {
		return nil
	}
	if near := region.Suggest(f.region); len(near) > 0 {
		return fmt.Errorf("-region takes the name of a region; %q is none, did you mean %s?", f.region, strings.Join(near, " or "))
	}
	if region.Find(f.region).Kind != region.Unknown || strings.ContainsAny(f.region, ".:/") {
		return fmt.Errorf("-region takes the name of a region, such as us-ashburn-1, not %q", f.region)
	}
	return nil
}

// now is the time at which exceptions are judged.
func (c *checkCommand) now(flags *checkFlags) (time.Time, error) {
	if flags.moment == "" {
		return c.clock().UTC(), nil
	}
	now, err := time.Parse(time.RFC3339, flags.moment)
	if err != nil {
		return now, fmt.Errorf("-now is a time such as 2026-12-01T00:00:00Z, not %q", flags.moment)
	}
	return now.UTC(), nil
}
