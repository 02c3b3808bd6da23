package report

import (
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// JSON is the report for scripts. Its members do not change without a new format version, and it is a baseline.
type JSON struct{}

// jsonVersion is the version of the JSON report. Members may be added without a new one.
const jsonVersion = "1.0"

type jsonReport struct {
	FormatVersion string             `json:"format_version"`
	Boundary      jsonBoundary       `json:"boundary"`
	Summary       jsonSummary        `json:"summary"`
	Resources     rows[jsonResource] `json:"resources"`
	Findings      rows[jsonFinding]  `json:"findings"`

	Passes     bool           `json:"passes"`
	Boundaries []jsonBoundary `json:"boundaries,omitzero"` // if there are several
	Plans      []jsonPlan     `json:"plans"`
	Baseline   *jsonBaseline  `json:"baseline,omitzero"`
	Scope      string         `json:"scope"`
	Version    string         `json:"version"`
}

type jsonBoundary struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Source string `json:"source"`
	Own    bool   `json:"declared_by_judged_code"`
}

type jsonSummary struct {
	Inside    int `json:"inside"`
	Global    int `json:"global"`
	Excepted  int `json:"excepted"`
	Leaving   int `json:"leaving"`
	Undecided int `json:"undecided"`
	Outside   int `json:"outside"`
	Faulty    int `json:"faulty"`
}

type jsonResource struct {
	Plan    string `json:"plan,omitzero"` // if there are several
	Address string `json:"address"`
	Type    string `json:"type"`
	Verdict string `json:"verdict"`
	Region  string `json:"region"`

	Boundary string `json:"boundary,omitzero"` // that it was held against, if there are several
}

type jsonFinding struct {
	Plan      string `json:"plan,omitzero"` // if there are several
	Rule      string `json:"rule"`
	Verdict   string `json:"verdict"`
	Address   string `json:"address"`
	Attribute string `json:"attribute"`
	Kind      string `json:"kind"`
	Region    string `json:"region"`
	Country   string `json:"country"`
	Message   string `json:"message"`
	Exception string `json:"exception"`
	File      string `json:"file,omitzero"` // if the source was given
	Line      int    `json:"line,omitzero"`
	Known     bool   `json:"known,omitzero"` // if the baseline has it
}

type jsonPlan struct {
	Plan       string         `json:"plan"`
	Claimed    string         `json:"claimed_region"`
	Ungoverned map[string]int `json:"ungoverned"`
	Unlisted   []string       `json:"unlisted_types"`
	Content    []jsonContent  `json:"content"`
	Incomplete []string       `json:"incomplete"`
	Notes      []string       `json:"notes"`
	Remarks    []jsonFinding  `json:"remarks"`
}

type jsonContent struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	What    string `json:"what"`
}

type jsonBaseline struct {
	Source string        `json:"source"`
	Known  int           `json:"known"`
	Gone   []jsonFinding `json:"gone"`
}

func (JSON) Write(w io.Writer, r *Report) error { return writeJSON(w, r.json()) }

func (r *Report) json() jsonReport {
	out := jsonReport{
		FormatVersion: jsonVersion, Passes: r.Passes(), Summary: summaryJSON(r.summary()), Scope: scope, Version: r.Version,
		Resources: byAddress(r, (*Report).resourcesJSON, func(one jsonResource) string { return one.Address }),
		Findings:  byAddress(r, (*Report).allFindingsJSON, func(one jsonFinding) string { return one.Address }),
	}
	if all := r.boundariesJSON(); len(all) > 1 {
		out.Boundary, out.Boundaries = all[0], all
	} else if len(all) == 1 {
		out.Boundary = all[0]
	}
	for i := range r.Plans {
		out.Plans = append(out.Plans, r.Plans[i].json())
	}
	if b := r.Baseline; b != nil {
		out.Baseline = &jsonBaseline{b.Source, b.Matched, append([]jsonFinding{}, b.Gone...)}
	}
	return out
}

// rows are a list that is made while it is written, for it can be long.
type rows[T any] iter.Seq[T]

// MarshalJSONTo writes one after the other.
func (all rows[T]) MarshalJSONTo(to *jsontext.Encoder) error {
	if err := to.WriteToken(jsontext.BeginArray); err != nil {
		return err
	}
	for one := range all {
		if err := json.MarshalEncode(to, one); err != nil {
			return err
		}
	}
	return to.WriteToken(jsontext.EndArray)
}

// byAddress orders what is of several plans; what is of one plan is in order already.
func byAddress[T any](r *Report, all func(*Report, func(T) bool), address func(T) string) rows[T] {
	each := func(yield func(T) bool) { all(r, yield) }
	if !r.several() {
		return each
	}
	return rows[T](slices.Values(slices.SortedStableFunc(each, func(a, b T) int { return strings.Compare(address(a), address(b)) })))
}

// planJSON is the name by which a plan's parts are told, "" if there is one plan only.
func (r *Report) planJSON(p *Plan) string {
	if !r.several() {
		return ""
	}
	return p.Name
}

func (r *Report) resourcesJSON(yield func(jsonResource) bool) {
	for i := range r.Plans {
		p := &r.Plans[i]
		for _, j := range p.Resources {
			if len(r.Boundaries) < 2 {
				j.Boundary = ""
			}
			if !yield(jsonResource{r.planJSON(p), j.Address, j.Type, string(j.Verdict), j.Region, j.Boundary}) {
				return
			}
		}
	}
}

func (r *Report) allFindingsJSON(yield func(jsonFinding) bool) {
	for i := range r.Plans {
		p := &r.Plans[i]
		for k := range p.Findings {
			if !yield(p.Findings[k].json(r.planJSON(p))) {
				return
			}
		}
	}
}

func (p *Plan) json() jsonPlan {
	out := jsonPlan{
		Plan: p.Name, Claimed: p.Claimed, Ungoverned: p.Ungoverned, Unlisted: p.Unlisted, Incomplete: p.Incomplete, Notes: p.Notes,
		Remarks: findingsJSON("", p.Remarks),
	}
	for _, c := range p.Content {
		out.Content = append(out.Content, jsonContent{c.Address, c.Type, c.What})
	}
	return out
}

func (r *Report) boundariesJSON() []jsonBoundary {
	out := make([]jsonBoundary, 0, len(r.Boundaries))
	for _, b := range r.Boundaries {
		out = append(out, jsonBoundary{b.Name, b.Digest, b.Source, b.Own})
	}
	return out
}

func summaryJSON(n map[boundary.Verdict]int) jsonSummary {
	return jsonSummary{
		Inside: n[boundary.Inside], Global: n[boundary.GlobalOK], Excepted: n[boundary.Excepted], Leaving: n[boundary.Leaving],
		Undecided: n[boundary.Undecided], Outside: n[boundary.Outside], Faulty: n[boundary.Faulty],
	}
}

func findingsJSON(plan string, all []Finding) []jsonFinding {
	out := make([]jsonFinding, 0, len(all))
	for i := range all {
		out = append(out, all[i].json(plan))
	}
	return out
}

func (f *Finding) json(plan string) jsonFinding {
	return jsonFinding{
		Plan: plan, Rule: f.Rule, Verdict: string(f.Verdict), Address: f.Address, Attribute: f.Attribute, Kind: string(f.Kind),
		Region: f.Region, Country: f.Country, Message: f.Message, Exception: f.Exception, File: f.File, Line: f.Line, Known: f.Known,
	}
}
