package plan

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Judged is a managed resource with its verdict: the worst of its findings'.
type Judged struct {
	Address    string
	Type       string
	Action     Action
	Verdict    boundary.Verdict
	Region     string // of the worst finding; of what is inside, where it is
	Country    string
	Claimed    bool               // its region is the one that the options gave
	Ungoverned bool               // the boundary lists its provider as ungoverned: it is not judged, and its verdict is global
	Boundary   string             // the name of the boundary that it was held against
	Findings   []boundary.Finding // all that is not inside or global, worst first
}

// Report is a plan held against a boundary, or against those of several populations.
type Report struct {
	Resources  []Judged           // every managed resource, by address
	Findings   []boundary.Finding // all that is not inside or global, by address and then worst first; what is of no resource has none
	Remarks    []boundary.Finding // what should be known and fails nothing, by address; their verdict is inside or global
	Summary    map[boundary.Verdict]int
	Unlisted   []string       // types of Oracle's provider that the table does not have
	Ungoverned map[string]int // providers that are not judged, with how many resources
	Content    []Content      // data sources that bring content into the state
	Incomplete []string       // why the plan does not show everything, as full sentences
	Claimed    string         // the region that was given for provider blocks without one, "" if none needed it
}

// Passes says whether nothing was found that keeps a check from passing. It speaks of this plan, not of the estate.
func (r *Report) Passes() bool {
	return len(r.Incomplete) == 0 && !slices.ContainsFunc(r.Resources, func(j Judged) bool { return !j.Verdict.Passes() }) &&
		!slices.ContainsFunc(r.Findings, func(f boundary.Finding) bool { return !f.Verdict.Passes() })
}
