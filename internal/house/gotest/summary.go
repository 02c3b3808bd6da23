package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// event is one line of `go test -json` (see `go doc test2json`).
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// summary prints what `go test` prints without -json, then how many tests passed, failed and were skipped, and why.
type summary struct {
	out                     io.Writer
	require                 []*regexp.Regexp
	met                     []bool
	partial                 []byte
	output                  map[string][]string // of tests still running, by package and name
	passed, failures, skips int
	skipped                 []string
	failed                  bool
}

func newSummary(out io.Writer, require []string) (*summary, error) {
	s := &summary{out: out, output: map[string][]string{}, met: make([]bool, len(require))}
	for _, pattern := range require {
		re, err := regexp.Compile(pattern)
		if err != nil {
			return nil, fmt.Errorf("-require %s: %w", pattern, err)
		}
		s.require = append(s.require, re)
	}
	return s, nil
}

// Write takes a piece of go test's output, which may end in the middle of a line.
func (s *summary) Write(p []byte) (int, error) {
	s.partial = append(s.partial, p...)
	for {
		line, rest, found := bytes.Cut(s.partial, []byte("\n"))
		if !found {
			return len(p), nil
		}
		s.line(line)
		s.partial = rest
	}
}

func (s *summary) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintf(s.out, "%s\n", line)
		return
	}
	key := e.Package + " " + e.Test
	switch {
	case e.Action == "output" && e.Test != "":
		if !strings.HasPrefix(e.Output, "=== ") { // what runs when is of no use where the tests are sorted
			s.output[key] = append(s.output[key], e.Output)
		}
	case e.Action == "output":
		s.packageOutput(e.Output)
	case e.Action == "build-output":
		fmt.Fprint(s.out, e.Output)
	case e.Test != "":
		s.result(e, key)
	}
}

// packageOutput prints a package's own lines, without those that its summary line repeats.
func (s *summary) packageOutput(line string) {
	if line != "PASS\n" && line != "testing: warning: no tests to run\n" {
		fmt.Fprint(s.out, line)
	}
}

func (s *summary) result(e event, key string) {
	switch e.Action {
	case "pass":
		s.passed++
		for i, re := range s.require {
			s.met[i] = s.met[i] || re.MatchString(e.Test)
		}
	case "skip":
		s.skips++
		s.skipped = append(s.skipped, e.Test+": "+reason(s.output[key]))
	case "fail":
		s.failures++
		fmt.Fprint(s.out, strings.Join(s.output[key], ""))
	default:
		return
	}
	delete(s.output, key)
}

// reason is what a skipped test said, without the lines of the test framework.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "---") {
			said = append(said, line)
		}
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

// Close prints the totals. It is an error that a test failed, or that no test of a required kind passed.
func (s *summary) Close() error {
	for _, lines := range s.output { // a package that died in the middle of a test
		fmt.Fprint(s.out, strings.Join(lines, ""))
	}
	for _, skipped := range s.skipped {
		fmt.Fprintln(s.out, "skipped", skipped)
	}
	fmt.Fprintf(s.out, "%d tests passed, %d failed, %d skipped\n", s.passed, s.failures, s.skips)
	var errs []error
	if s.failed || s.failures > 0 {
		errs = append(errs, errors.New("there are failures"))
	}
	for i, re := range s.require {
		if !s.met[i] {
			errs = append(errs, fmt.Errorf("no test passed whose name matches %s, and at least one must", re))
		}
	}
	return errors.Join(errs...)
}
