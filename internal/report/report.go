package report

import (
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// Report is the outcome of a check of one or more plans.
type Report struct {
	Version    string    // of this program, such as 0.1.0
	Time       time.Time // at which exceptions were judged
	Boundaries []Boundary
	Plans      []Plan
	Rules      []boundary.Rule // every rule, sorted by id
	Baseline   *Baseline       // nil without one
}

// Boundary is a boundary that the plans were held against.
type Boundary struct {
	Name   string
	Digest string // SHA-256, in hexadecimal
	Source string // the file, or the provider block
	Own    bool   // it was declared by the judged code itself, not by a file that the check was given
}

// Plan is one judged plan.
type Plan struct {
	Name      string // as it was given; - is the standard input
	Resources []plan.Judged
	Findings  []Finding // all that is not inside or global, sorted by address
	Remarks   []Finding // what should be known and fails nothing
	Summary   map[boundary.Verdict]int

	Claimed    string         // the region that was given for provider blocks without one, "" if none needed it
	Ungoverned map[string]int // providers that are not judged, with how many resources
	Unlisted   []string       // types of Oracle's provider that the table does not have
	Content    []plan.Content // data sources that bring content into the state
	Incomplete []string       // why the plan does not show everything, as full sentences
	Notes      []string       // what else is to be said of the check of this plan, as full sentences
}

// Finding is a finding with where it stands in the configuration.
type Finding struct {
	boundary.Finding
	File  string // "" where that is not known
	Line  int
	Known bool // the baseline has it, so it fails nothing
}

// Fails says whether a finding keeps the check from passing.
func (f *Finding) Fails() bool { return !f.Known && !f.Verdict.Passes() }

// Position says where the configuration has an attribute of a resource.
type Position func(address, attribute string) (file string, line int, ok bool)

// New makes the part of a report that is about one plan. More are findings that were not made in package plan; at may be nil.
func New(name string, judged *plan.Report, more []Finding, at Position) Plan {
	p := Plan{
		Name: name, Resources: judged.Resources, Summary: judged.Summary, Claimed: judged.Claimed, Ungoverned: judged.Ungoverned,
		Unlisted: judged.Unlisted, Content: judged.Content, Incomplete: judged.Incomplete,
	}
	p.Findings = make([]Finding, 0, len(judged.Findings)+len(more)) // there can be many
	for _, f := range judged.Findings {
		p.Findings = append(p.Findings, placed(f, at))
	}
	p.Findings = append(p.Findings, more...)
	slices.SortStableFunc(p.Findings, func(a, b Finding) int { return strings.Compare(a.Address, b.Address) })
	for _, f := range judged.Remarks {
		p.Remarks = append(p.Remarks, placed(f, at))
	}
	return p
}

func placed(f boundary.Finding, at Position) Finding {
	out := Finding{Finding: f}
	if at != nil && f.Address != "" {
		if file, line, ok := at(f.Address, f.Attribute); ok {
			out.File, out.Line = file, line
		}
	}
	return out
}

// Once leaves with the first plan what is said of the boundary alone, for every plan says it. An exception that one of the
// plans uses is used.
func (r *Report) Once() {
	if !r.several() {
		return
	}
	first := &r.Plans[0]
	first.Remarks = slices.DeleteFunc(first.Remarks, func(f Finding) bool {
		return f.ofBoundary() && slices.ContainsFunc(r.Plans, func(p Plan) bool { return !slices.Contains(p.Remarks, f) })
	})
	said := slices.Clone(first.Findings)
	for i := range r.Plans[1:] {
		p := &r.Plans[i+1]
		p.Remarks = slices.DeleteFunc(p.Remarks, func(f Finding) bool { return f.ofBoundary() })
		p.Findings = slices.DeleteFunc(p.Findings, func(f Finding) bool { return f.ofBoundary() && slices.Contains(said, f) })
	}
}

// ofBoundary says whether a finding is about an exception as such, and so about nothing in a plan.
func (f *Finding) ofBoundary() bool { return f.Address == "" && f.Exception != "" }

// Passes says whether nothing keeps the check from passing. It speaks of these plans, not of the estate.
func (r *Report) Passes() bool {
	return !slices.ContainsFunc(r.Plans, func(p Plan) bool { return !p.passes() })
}

func (p *Plan) passes() bool {
	failing := func(f Finding) bool { return f.Fails() }
	if len(p.Incomplete) > 0 || slices.ContainsFunc(p.Findings, failing) {
		return false
	}
	// A resource that fails has a finding that says why. If it ever has none, nothing can have excused it.
	return !slices.ContainsFunc(p.Resources, func(j plan.Judged) bool { return !j.Verdict.Passes() && len(j.Findings) == 0 })
}

// verdicts are all of them, from the worst to the best.
var verdicts = []boundary.Verdict{
	boundary.Outside, boundary.Faulty, boundary.Undecided, boundary.Excepted, boundary.Leaving, boundary.Inside, boundary.GlobalOK,
}

// summary counts the resources of all plans by verdict.
func (r *Report) summary() map[boundary.Verdict]int {
	out := map[boundary.Verdict]int{}
	for _, p := range r.Plans {
		for v, n := range p.Summary {
			out[v] += n
		}
	}
	return out
}

// several says whether findings have to say of which plan they are.
func (r *Report) several() bool { return len(r.Plans) > 1 }

// rule explains a rule.
func (r *Report) rule(id string) boundary.Rule {
	i, ok := slices.BinarySearchFunc(r.Rules, id, func(one boundary.Rule, id string) int { return strings.Compare(one.ID, id) })
	if !ok {
		return boundary.Rule{ID: id}
	}
	return r.Rules[i]
}

// planName is a plan's name for people.
func (p *Plan) planName() string {
	if p.Name == "-" {
		return "the standard input"
	}
	return p.Name
}
