package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

type iamDecideCommand struct{ iamIO }

func (c *iamDecideCommand) Synopsis() string { return "Decide one request by policy statements" }

func (c *iamDecideCommand) Help() string {
	return "Usage: " + name + ` iam decide -request REQ.json [options] FILE…

  Says whether statements allow a request, deny it, or do not allow it, and by which of
  them. Statements in files hold as attached to the root compartment.

  Exit status: 0 if it is allowed, 2 if not, 1 if it could not be decided.

Options:

  -request FILE   The request, in JSON: operation (or permissions, a list), region,
                  compartment (the path from the root, a list), principal (type, name,
                  groups, domain) and variables. - is the standard input.
` + iamHelp + `
  {"decision": "allowed|denied|not allowed", "by": [{"statement", "file", "line", [address]}]}
`
}

func (c *iamDecideCommand) Run(args []string) int {
	flags := newIAMFlags("iam decide")
	request := flags.String("request", "", "")
	if !parse(flags.FlagSet, args, c.err) {
		return 1
	}
	allowed, err := c.decide(flags, *request)
	switch {
	case err != nil:
		return failed(c.err, err)
	case !allowed:
		return 2
	}
	return 0
}

func (c *iamDecideCommand) decide(flags *iamFlags, request string) (bool, error) {
	if err := flags.check(); err != nil {
		return false, err
	}
	switch {
	case request == "":
		return false, errors.New("iam decide needs a request: -request REQ.json")
	case request == "-" && slices.Contains(flags.Args(), "-"):
		return false, errors.New("the request and the statements cannot both come from the standard input")
	}
	q, err := c.readRequest(request)
	if err != nil {
		return false, err
	}
	s, err := readStatements(flags.Args(), c.in)
	if err != nil {
		return false, err
	}
	if err := cmp.Or(s.whole(), s.placed()); err != nil {
		return false, err
	}
	o := s.options()
	o.Explain = true
	d := iam.Decide(s.policies, q, o)
	by := citations(d.By)
	answer := struct {
		Decision string     `json:"decision"`
		By       []citation `json:"by"`
	}{d.Outcome.String(), by}
	err = flags.write(c.out, answer, func(b *bytes.Buffer) { decideText(b, d, by) })
	return d.Outcome == iam.Allowed, err
}

// readRequest reads a request. A member that no request has is an error: it would be a condition that nobody looks at.
func (c *iamDecideCommand) readRequest(file string) (q iam.Request, err error) {
	src, _, err := readInput(file, c.in)
	if err != nil {
		return q, err
	}
	what := inputName(file)
	if len(bytes.TrimSpace(src)) == 0 {
		return q, fmt.Errorf("%s is empty; a request has operation, region, compartment and principal", what)
	}
	if err := json.Unmarshal(src, &q, json.RejectUnknownMembers(true)); err != nil {
		return q, fmt.Errorf("%s is no request: %w", what, whyJSON(err))
	}
	if err := q.Check(); err != nil {
		return q, fmt.Errorf("%s: %w", what, err)
	}
	return q, nil
}

func decideText(b *bytes.Buffer, d iam.Decision, by []citation) {
	fmt.Fprintln(b, d.Outcome)
	for _, c := range by {
		fmt.Fprintf(b, "  %s: %s\n", place(c.File, c.Address, c.Line), visible(c.Statement))
	}
	if len(d.Missing) > 0 {
		fmt.Fprintf(b, "  Nothing gives %s.\n", visible(strings.Join(d.Missing, ", ")))
	}
	if d.Unknown {
		fmt.Fprintln(b, "  The operation is not known, so it takes a permission that nobody knows.")
	}
	assumptionsText(b, d.Rests)
}

// assumptionsText lists what an answer rests on.
func assumptionsText(b *bytes.Buffer, assumptions []iam.Assumption) {
	if len(assumptions) == 0 {
		return
	}
	fmt.Fprintln(b, "\nThis rests on what no documentation of Oracle's says:")
	for _, a := range assumptions {
		fmt.Fprintf(b, "  %s: %s Otherwise: %s\n", a.ID, a.Text, a.Otherwise)
	}
}
