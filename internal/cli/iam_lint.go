package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

type iamLintCommand struct{ iamIO }

func (c *iamLintCommand) Synopsis() string {
	return "Say what is wrong with policy and quota statements"
}

func (c *iamLintCommand) Help() string {
	return "Usage: " + name + ` iam lint [options] FILE…

  Says what is wrong with statements of policies and quotas. All that a tenancy has
  belong in one call: some rules see only what several statements do together.

  Exit status: 0 without findings, 2 with findings, 1 if it could not look.

Options:

  -boundary FILE  The boundary. With it, grants to services of regions outside are found.

  -home REGION    The tenancy's home region. With it, denies that lock IAM are found.
` + iamHelp + `
  {"findings": [{"rule", "file", "line", "column", "statement", "message", "fix", [address]}]}
`
}

// lintFinding is a finding of policies or quotas, with the address of a plan's.
type lintFinding struct {
	iam.Finding
	Address string `json:"address,omitempty"`
}

func (c *iamLintCommand) Run(args []string) int {
	flags := newIAMFlags("iam lint")
	boundaryFile := flags.String("boundary", "", "")
	home := flags.String("home", "", "")
	if !parse(flags.FlagSet, args, c.err) {
		return 1
	}
	found, err := c.lint(flags, *boundaryFile, *home)
	switch {
	case err != nil:
		return failed(c.err, err)
	case found:
		return 2
	}
	return 0
}

func (c *iamLintCommand) lint(flags *iamFlags, boundaryFile, home string) (bool, error) {
	if err := flags.check(); err != nil {
		return false, err
	}
	o, err := lintOptions(boundaryFile, home)
	if err != nil {
		return false, err
	}
	s, err := readStatements(flags.Args(), c.in)
	if err != nil {
		return false, err
	}
	findings := s.lint(o, flags.Args())
	answer := struct {
		Findings []lintFinding `json:"findings"`
	}{findings}
	err = flags.write(c.out, answer, func(b *bytes.Buffer) { lintText(b, findings, s.countAll()) })
	return len(findings) > 0, err
}

func lintOptions(boundaryFile, home string) (iam.LintOptions, error) {
	o := iam.LintOptions{Home: home}
	if _, ok := region.Lookup(home); home != "" && !ok {
		return o, fmt.Errorf("-home: no region called %q is known", home)
	}
	if boundaryFile == "" {
		return o, nil
	}
	b, err := readBoundary(boundaryFile)
	if err == nil {
		o.Inside = b.Regions("")
	}
	return o, err
}

// lint holds all statements against the rules. Findings are in the order of the files, and in each by line.
func (s *statements) lint(o iam.LintOptions, files []string) []lintFinding {
	found := iam.Lint(s.policies, o)
	for _, f := range quota.Lint(s.quotas...) {
		found = append(found, iam.Finding(f))
	}
	for _, u := range s.unknown {
		found = append(found, iam.Finding{
			Rule: "RES300", File: u.file, Line: 1, Column: 1, Policy: u.address,
			Message: "The statement cannot be read: it is known only after apply.",
			Fix:     "Write it with values that the plan knows, or lint the plan again when they exist.",
		})
	}
	all := make([]lintFinding, 0, len(found))
	for _, f := range found {
		if f.File == "" {
			f.File = s.files[f.Policy]
		}
		f.Statement = strings.TrimSpace(f.Statement)
		all = append(all, lintFinding{f, addressIn(f.Policy, f.File)})
	}
	slices.SortStableFunc(all, func(a, b lintFinding) int {
		if a.File != b.File {
			return cmp.Compare(slices.Index(files, a.File), slices.Index(files, b.File))
		}
		if a.Address != "" {
			return 0
		}
		return cmp.Compare(a.Line, b.Line)
	})
	return all
}

func lintText(b *bytes.Buffer, findings []lintFinding, statements int) {
	for _, f := range findings {
		fmt.Fprintf(b, "%s:%d: %s %s\n", place(f.File, f.Address, f.Line), f.Column, f.Rule, visible(f.Message))
		if f.Statement != "" {
			fmt.Fprintf(b, "    %s\n", visible(f.Statement))
		}
		fmt.Fprintf(b, "    Fix: %s\n\n", visible(f.Fix))
	}
	if len(findings) == 0 {
		fmt.Fprintf(b, "No findings in %s.\n", count(statements, "statement"))
		return
	}
	fmt.Fprintf(b, "%s in %s.\n", count(len(findings), "finding"), count(statements, "statement"))
}
