package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

type iamProveCommand struct{ iamIO }

func (c *iamProveCommand) Synopsis() string { return "Prove that policy statements keep data inside" }

func (c *iamProveCommand) Help() string {
	return "Usage: " + name + ` iam prove -boundary FILE [options] FILE…

  Says of every operation that could put data outside whether the statements deny it to
  everybody but the Default domain's Administrators, with a counterexample where not.
  Statements in files hold as attached to the root compartment.

  Exit status: 0 if everything is proved, 2 if not, 1 if it could not be asked.

Options:

  -boundary FILE  The boundary. The regions of its protected class are inside.

  -obligation OF  outside: what writes is denied in every region outside.
                  egress: what sends or opens data out is denied inside.
                  all: both, the default.

  -spare GROUP    Whom egress spares: GROUP, DOMAIN/GROUP, a group's OCID,
                  "dynamic-group NAME" or "service NAME". May be given several times.

  -complete       The statements are all that the tenancy has: what none of them allows
                  need not be denied.
` + iamHelp + `
  {"proved": true|false,
   "operations": [{"obligation", "service", "operation", [variant], [case], "denied",
                   [counterexample, a request for iam decide], [reason], [unsure]}],
   [later]: [{"obligation", "service", "type", "covered"}],
   "beyond_iam": [{"feature", "service", "operation", "field", "direction", "why", "instead"}],
   "assumptions": [{"id", "text", "otherwise"}]}
`
}

// proveFlags are the flags of iam prove.
type proveFlags struct {
	*iamFlags
	boundary, obligation string
	spare                names
	complete             bool
}

func newProveFlags() *proveFlags {
	flags := &proveFlags{iamFlags: newIAMFlags("iam prove")}
	flags.StringVar(&flags.boundary, "boundary", "", "")
	flags.StringVar(&flags.obligation, "obligation", "all", "")
	flags.Var(&flags.spare, "spare", "")
	flags.BoolVar(&flags.complete, "complete", false, "")
	return flags
}

func (c *iamProveCommand) Run(args []string) int {
	flags := newProveFlags()
	if !parse(flags.FlagSet, args, c.err) {
		return 1
	}
	proved, err := c.prove(flags)
	switch {
	case err != nil:
		return failed(c.err, err)
	case !proved:
		return 2
	}
	return 0
}

func (c *iamProveCommand) prove(flags *proveFlags) (bool, error) {
	if err := flags.check(); err != nil {
		return false, err
	}
	ob, err := flags.obligations()
	if err != nil {
		return false, err
	}
	s, err := readStatements(flags.Args(), c.in)
	if err != nil {
		return false, err
	}
	if err := s.whole(); err != nil {
		return false, err
	}
	for _, address := range s.astray {
		fmt.Fprintf(c.err, "%s: the plan does not tell to which compartment %s is attached, so its denies count for nothing here\n", name, visible(address))
	}
	p := iam.Prove(s.policies, ob, s.options())
	err = flags.write(c.out, p, func(b *bytes.Buffer) { proveText(b, p) })
	return p.Proved, err
}

// obligations reads what is to be proved.
func (f *proveFlags) obligations() (iam.Obligations, error) {
	ob := iam.Obligations{Spare: f.spare, Complete: f.complete}
	switch f.obligation {
	case iam.Outside, iam.Egress:
		ob.Kinds = []string{f.obligation}
	case "all":
	default:
		return ob, fmt.Errorf("-obligation is outside, egress or all, not %q", f.obligation)
	}
	if f.boundary == "" {
		return ob, errors.New("iam prove needs a boundary: -boundary FILE")
	}
	b, err := readBoundary(f.boundary)
	if err != nil {
		return ob, err
	}
	ob.Inside = b.Regions("")
	return ob, nil
}

// proveText leads with the answer, and then with what speaks against it.
func proveText(b *bytes.Buffer, p iam.Proof) {
	var open []iam.Result
	for _, r := range p.Operations {
		if !r.Denied {
			open = append(open, r)
		}
	}
	if p.Proved {
		fmt.Fprintf(b, "Proved: all of %s are denied.\n", count(len(p.Operations), "operation"))
	} else {
		fmt.Fprintf(b, "Not proved: %d of %s are not denied.\n", len(open), count(len(p.Operations), "operation"))
	}
	if len(open) > 0 {
		fmt.Fprintln(b, "Each with one request that is not; -format json has them as requests for iam decide.")
	}
	last := ""
	for _, r := range open {
		if r.Obligation != last {
			fmt.Fprintf(b, "\nNot denied, %s:\n", meanings[r.Obligation])
		}
		last = r.Obligation
		resultText(b, r)
	}
	laterText(b, p.Later)
	beyondText(b, p.Beyond)
	assumptionsText(b, p.Assumptions)
}

// meanings says what the obligations are about.
var meanings = map[string]string{
	iam.Outside: "outside (what writes, in regions outside)",
	iam.Egress:  "egress (what sends or opens data out, or loosens the guard, inside)",
}

func resultText(b *bytes.Buffer, r iam.Result) {
	fmt.Fprintf(b, "  %s", strings.TrimSpace(r.Service+" "+r.Operation))
	for _, of := range []string{r.Variant, r.Case} {
		if of != "" {
			fmt.Fprintf(b, ", %s", of)
		}
	}
	switch {
	case r.Counterexample != nil:
		fmt.Fprintf(b, ": %s\n", visible(requestText(*r.Counterexample)))
	case r.Reason != "":
		fmt.Fprintf(b, ": %s\n", visible(r.Reason))
	default:
		fmt.Fprintln(b)
	}
}

// requestText says in words who asks, where, and with what.
func requestText(q iam.Request) string {
	parts := []string{principalText(q.Principal), "in " + q.Region}
	if len(q.Compartment) > 0 {
		parts = append(parts, "compartment "+strings.Join(q.Compartment, ":"))
	}
	if q.Tenancy != "" {
		parts = append(parts, "in the tenancy "+q.Tenancy)
	}
	for _, name := range slices.Sorted(maps.Keys(q.Variables)) {
		if v := q.Variables[name]; len(v) > 0 {
			parts = append(parts, name+" = "+strings.Join(v, " and "))
		} else {
			parts = append(parts, "without "+name)
		}
	}
	return strings.Join(parts, ", ")
}

func principalText(p iam.Requester) string {
	text := "by a principal of type " + p.Type
	if who := cmp.Or(p.Name, p.ID); who != "" {
		text = fmt.Sprintf("by the %s %s", p.Type, who)
	} else if p.Type == "user" || p.Type == "instance" {
		text = "by any " + p.Type
	}
	if p.Tenancy != "" {
		text += " of the tenancy " + p.Tenancy
	}
	if of := slices.Concat(p.Groups, p.GroupIDs, p.DynamicGroups, p.DynamicGroupIDs); len(of) > 0 {
		text += " in " + strings.Join(of, ", ")
	}
	return text
}

// laterText says how far the proof reaches into the future.
func laterText(b *bytes.Buffer, later []iam.Later) {
	open := 0
	for _, l := range later {
		if !l.Covered {
			open++
		}
	}
	if open > 0 {
		fmt.Fprintf(b, "\nNot covered if Oracle adds permissions later: %d of %s. Only a deny by verb covers those.\n", open, count(len(later), "resource type"))
	}
}

func beyondText(b *bytes.Buffer, beyond []iam.Beyond) {
	if len(beyond) == 0 {
		return
	}
	fmt.Fprintln(b, "\nBeyond IAM, for no condition can see it:")
	for _, y := range beyond {
		at := strings.TrimSpace(y.Service + " " + y.Operation)
		if at != "" {
			at = " (" + at + ")"
		}
		fmt.Fprintf(b, "  %s%s: %s. Instead: %s.\n", y.Feature, at, strings.TrimSuffix(y.Why, "."), strings.TrimSuffix(y.Instead, "."))
	}
}
