package report

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// JUnit is the report for test viewers: a test case for each resource. There are two schemas that tools hold such files
// against, Jenkins' and the one that Ant's files were described with. This is what both allow: every attribute of a suite, none of
// the whole, and in a test case one failure or one skip and nothing else.
type JUnit struct{}

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	ID         int             `xml:"id,attr"`
	Name       string          `xml:"name,attr"`
	Package    string          `xml:"package,attr"`
	Timestamp  string          `xml:"timestamp,attr"` // in UTC, without a zone
	Hostname   string          `xml:"hostname,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
	Out        string          `xml:"system-out"`
	Err        string          `xml:"system-err"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitOutcome `xml:"failure"`
	Skipped *junitOutcome `xml:"skipped"` // has no type
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func (JUnit) Write(w io.Writer, r *Report) error {
	var all junitSuites
	for i := range r.Plans {
		s := r.junitSuite(&r.Plans[i])
		s.ID = i
		all.Suites = append(all.Suites, s)
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
	s := junitSuite{
		Name: "residency " + Line(p.planName()), Package: "residency", Hostname: "localhost", Time: "0",
		Timestamp: r.Time.UTC().Format("2006-01-02T15:04:05"), Properties: r.junitProperties(),
	}
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
		s.add(junitCase{Name: "the plan shows everything", Class: "plan", Failure: &junitOutcome{Message: Line(text), Type: "incomplete"}})
	}
	s.Out = r.junitOut(p)
	return s
}

// junitOut says what keeps nothing from passing, and what the check rests on.
func (r *Report) junitOut(p *Plan) string {
	var out strings.Builder
	for i := range p.Findings {
		if f := &p.Findings[i]; f.Verdict == boundary.Leaving {
			out.WriteString(Line(f.subject()+": "+f.brief()) + "\n")
		}
	}
	for _, n := range r.notes() {
		out.WriteString(Line(n.text) + "\n")
	}
	return out.String()
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
	case c.Failure != nil:
		s.Failures++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func junitCaseOf(j *plan.Judged, found []*Finding) junitCase {
	c := junitOutcomes(j.Address, j.Type, found)
	if len(found) == 0 && !j.Verdict.Passes() {
		c.Failure = &junitOutcome{Message: string(j.Verdict), Type: string(j.Verdict)}
	}
	return c
}

// junitOutcomes makes one failure of all that fails. What an exception or the baseline excuses is skipped, unless something fails.
func junitOutcomes(name, class string, found []*Finding) junitCase {
	c := junitCase{Name: Line(name), Class: Line(class)}
	var failing, excused junitOutcome
	for _, f := range found {
		switch {
		case f.Fails():
			failing.add(f, "")
		case f.Known:
			excused.add(f, "known from the baseline: ")
		case f.Verdict == boundary.Excepted:
			excused.add(f, "")
		}
	}
	switch {
	case failing.Type != "":
		c.Failure = &failing
	case excused.Type != "":
		excused.Type = ""
		c.Skipped = &excused
	}
	return c
}

func (o *junitOutcome) add(f *Finding, prefix string) {
	text := prefix + f.brief()
	if o.Type == "" {
		o.Type = Line(f.Rule)
	}
	o.Message = strings.TrimSpace(o.Message + " " + text)
	o.Text += strings.TrimSpace(Line(f.where())+" "+text) + "\n"
}

// brief is a finding on one line, without what it is about.
func (f *Finding) brief() string { return Line(f.Rule + " " + string(f.Verdict) + ": " + f.Message) }
