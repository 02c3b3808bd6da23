package cli

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
	"github.com/hashicorp/cli"

	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// iamCommand shows its subcommands.
type iamCommand struct{}

func (c *iamCommand) Synopsis() string { return "Lint, decide and prove IAM policy statements" }

func (c *iamCommand) Help() string {
	return "Usage: " + name + " iam lint|decide|prove [options] FILE…\n\n" +
		"  Reads IAM policy statements from files or from a plan, and says what is wrong with them, what they\n" +
		"  decide about a request, and whether they keep data inside a boundary. No account is needed."
}

func (c *iamCommand) Run([]string) int { return cli.RunResultHelp }

// iamHelp describes what is the same for the three commands.
const iamHelp = `
  -format FORMAT  text, the default, or json.

FILE has one statement a line; lines that begin with // are remarks. It may also be a
plan, as terraform show -json writes it: then the statements are those of the policies
in its planned values. - is the standard input.

In JSON, members may be added, but none is renamed or taken away; those in brackets are
left out where they say nothing. An address is that of a plan's policy.
`

// iamIO is where the iam commands read and write.
type iamIO struct {
	in       io.Reader
	out, err io.Writer
}

// standard is the process's own.
func standard() iamIO { return iamIO{in: os.Stdin, out: os.Stdout, err: os.Stderr} }

// iamFlags are the flags of all iam commands.
type iamFlags struct {
	*flag.FlagSet
	format string
}

func newIAMFlags(command string) *iamFlags {
	f := &iamFlags{FlagSet: flag.NewFlagSet(command, flag.ContinueOnError)}
	f.StringVar(&f.format, "format", "text", "")
	return f
}

// check says what is wrong with the format and the names of files.
func (f *iamFlags) check() error {
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("%s -format is text or json, not %q", f.Name(), f.format)
	}
	if f.NArg() == 0 {
		return fmt.Errorf("%s needs a file with statements or a plan, or - for the standard input", f.Name())
	}
	for i, arg := range f.Args() {
		switch {
		case arg != "-" && strings.HasPrefix(arg, "-"):
			return fmt.Errorf("%s takes flags before files, but %q comes after %q", f.Name(), arg, f.Args()[max(i-1, 0)])
		case arg == "":
			return fmt.Errorf("%s was given an empty name of a file", f.Name())
		}
	}
	return nil
}

// asJSON is how answers are written. What is empty is left out where a type says so, false and 0 among it.
var asJSON = []json.Options{jsonv1.OmitEmptyWithLegacySemantics(true), json.Deterministic(true), jsontext.WithIndent("  ")}

// write writes a whole answer at once, so that an error leaves nothing half said.
func (f *iamFlags) write(out io.Writer, answer any, text func(*bytes.Buffer)) error {
	var b bytes.Buffer
	if f.format == "text" {
		text(&b)
	} else {
		if err := json.MarshalWrite(&b, answer, asJSON...); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	_, err := out.Write(b.Bytes())
	return err
}

// names collects the values of a flag that may be given more than once.
type names []string

// String implements flag.Value.
func (n *names) String() string { return strings.Join(*n, ", ") }

// Set implements flag.Value.
func (n *names) Set(value string) error {
	if strings.TrimSpace(value) == "" {
		return fmt.Errorf("a name is needed")
	}
	*n = append(*n, value)
	return nil
}

// visible shows text of somebody else's on one line, with nothing in it that would steer a terminal.
func visible(text string) string { return report.Line(text) }

// count gives a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
