package report

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// JUnit is the report for test viewers: a test case for each resource.
type JUnit struct{}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
	Out        string          `xml:"system-out,omitempty"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name     string         `xml:"name,attr"`
	Class    string         `xml:"classname,attr"`
	Time     string         `xml:"time,attr"`
	Failures []junitOutcome `xml:"failure"`
	Skipped  *junitOutcome  `xml:"skipped"`
	Out      string         `xml:"system-out,omitempty"`
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func (JUnit) Write(w io.Writer, r *Report) error {
	all := junitSuites{Name: "residency check"}
	for i := range r.Plans {
		s := r.junitSuite(&r.Plans[i])
		all.Suites = append(all.Suites, s)
		all.Tests += s.Tests
		all.Failures += s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r *Report) junitSuite(p *Plan) junitSuite {
	s := junitSuite{Name: "residency " + Line(p.planName()), Properties: r.junitProperties()}
	byAddress := map[string][]*Finding{}
	for i := range p.Findings {
		f := &p.Findings[i]
		byAddress[f.Address] = append(byAddress[f.Address], f)
	}
	for i := range p.Resources {
		j := &p.Resources[i]
		s.add(junitCaseOf(j, byAddress[j.Address]))
		delete(byAddress, j.Address)
	}
	for i := range p.Findings { // on the boundary, its exceptions and the state
		if f := &p.Findings[i]; byAddress[f.Address] != nil {
			s.add(junitOutcomes(f.subject(), "configuration", []*Finding{f}))
		}
	}
	for _, text := range p.Incomplete {
		s.add(junitCase{Name: "the plan shows everything", Class: "plan", Failures: []junitOutcome{{Message: Line(text), Type: "incomplete"}}})
	}
	var out strings.Builder
	for _, n := range r.notes() {
		out.WriteString(Line(n.text) + "\n")
	}
	s.Out = out.String()
	return s
}

func (r *Report) junitProperties() []junitProperty {
	out := []junitProperty{{"outcome", r.outcome()}}
	for _, b := range r.Boundaries {
		out = append(out, junitProperty{"boundary", Line(b.Name)}, junitProperty{"boundary source", Line(b.Source)}, junitProperty{"boundary sha256", Line(b.Digest)})
	}
	for _, v := range verdicts {
		out = append(out, junitProperty{string(v), strconv.Itoa(r.summary()[v])})
	}
	return out
}

func (s *junitSuite) add(c junitCase) {
	c.Time = "0"
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case len(c.Failures) > 0:
		s.Failures++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func junitCaseOf(j *plan.Judged, found []*Finding) junitCase {
	c := junitOutcomes(j.Address, j.Type, found)
	if len(found) == 0 && !j.Verdict.Passes() {
		c.Failures = []junitOutcome{{Message: string(j.Verdict)}}
	}
	return c
}

// junitOutcomes makes failures of what fails. What an exception or the baseline excuses is skipped, unless something fails.
func junitOutcomes(name, class string, found []*Finding) junitCase {
	c := junitCase{Name: Line(name), Class: Line(class)}
	var excused, told []string
	for _, f := range found {
		text := Line(f.Rule + " " + string(f.Verdict) + ": " + f.Message)
		switch {
		case f.Fails():
			c.Failures = append(c.Failures, junitOutcome{Message: text, Type: Line(f.Rule), Text: strings.TrimSpace(Line(f.where()) + " " + text)})
		case f.Known:
			excused = append(excused, "known from the baseline: "+text)
		case f.Verdict == boundary.Excepted:
			excused = append(excused, text)
		default:
			told = append(told, text)
		}
	}
	if len(excused) > 0 && len(c.Failures) == 0 {
		c.Skipped = &junitOutcome{Message: strings.Join(excused, " ")}
		excused = nil
	}
	c.Out = strings.Join(append(excused, told...), "\n")
	return c
}
