package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// The rules of this package. They are about what only a plan shows.
const (
	ruleContradicted = "RES107"
	ruleForeign      = "RES108"
	ruleNoChange     = "RES109"
	ruleUnguarded    = "RES340"
)

// Rules returns the rules that this package finds by, besides the boundary's.
func Rules() []boundary.Rule {
	return []boundary.Rule{
		{ID: ruleContradicted, Title: "Region contradicted", Meaning: "A provider block or an argument puts a resource into one region, and an identifier, host or availability domain among its values into another."},
		{ID: ruleForeign, Title: "Provider not known", Meaning: "A resource is of a provider whose places are not known here, and the boundary does not list it as ungoverned."},
		{ID: ruleNoChange, Title: "Change not in the plan", Meaning: "The plan has a resource among its planned values and does not say what becomes of it."},
		{ID: ruleUnguarded, Title: "Guard not judged", Meaning: "The statements of a policy or a quota have not been judged."},
	}
}

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
	Findings   []boundary.Finding // all that is not inside or global, worst first
}

// Report is a plan held against a boundary.
type Report struct {
	Resources  []Judged           // every managed resource, by address
	Findings   []boundary.Finding // all that is not inside or global, by address and then worst first
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
	return len(r.Incomplete) == 0 && !slices.ContainsFunc(r.Resources, func(j Judged) bool { return !j.Verdict.Passes() })
}

// Judge holds every fact of the plan against the boundary at a time.
func (p *Plan) Judge(b *boundary.Boundary, now time.Time, o Options) *Report {
	out := &Report{Summary: map[boundary.Verdict]int{}, Ungoverned: map[string]int{}, Content: p.content, Incomplete: p.doubts}
	unlisted := map[string]bool{}
	facts := p.Facts(o)
	guarded := o.guarded(b, now, facts)
	for i := range facts {
		f := &facts[i]
		j := f.judge(b, now, guarded[f.Address])
		out.Remarks = append(out.Remarks, remarks(guarded[f.Address])...)
		out.Resources = append(out.Resources, j)
		out.Findings = append(out.Findings, j.Findings...)
		out.Summary[j.Verdict]++
		if j.Ungoverned {
			out.Ungoverned[f.Provider]++
		}
		if f.Scope == Unlisted && strings.HasPrefix(f.Type, "oci_") {
			unlisted[f.Type] = true
		}
		if f.Claimed {
			out.Claimed = o.Region
		}
	}
	out.Unlisted = slices.Sorted(maps.Keys(unlisted))
	return out
}

func (f *ResourceFacts) judge(b *boundary.Boundary, now time.Time, guarded []boundary.Finding) Judged {
	j := Judged{Address: f.Address, Type: f.Type, Action: f.Action, Claimed: f.Claimed, Verdict: boundary.GlobalOK, Region: f.Region}
	all := append(f.findings(b, now), guarded...)
	switch {
	case f.Utility:
		return j
	case f.Foreign && (b.Ungoverned(f.Provider) || b.Ungoverned(typePrefix(f.Type))):
		j.Ungoverned = true
		return j
	}
	slices.SortStableFunc(all, func(x, y boundary.Finding) int {
		return cmp.Or(x.Verdict.Compare(y.Verdict), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Attribute, y.Attribute), cmp.Compare(x.Region, y.Region))
	})
	j.Verdict = boundary.Worst(all)
	for _, x := range slices.Compact(all) {
		if x.Verdict != boundary.Inside && x.Verdict != boundary.GlobalOK {
			j.Findings = append(j.Findings, x)
		}
	}
	switch {
	case len(j.Findings) > 0:
		j.Region, j.Country = j.Findings[0].Region, j.Findings[0].Country
	case len(all) > 0:
		j.Region, j.Country = all[0].Region, all[0].Country
	}
	return j
}

// typePrefix is the name of the provider that a type begins with, such as aws.
func typePrefix(typ string) string {
	name, _, _ := strings.Cut(typ, "_")
	return name
}

// findings judges the facts, the doubts and the guards of a resource.
func (f *ResourceFacts) findings(b *boundary.Boundary, now time.Time) []boundary.Finding {
	var out []boundary.Finding
	if f.Foreign {
		return append(out, f.doubt(Doubt{ruleForeign, "", "It is of the provider " + quoted(f.Provider) + ", whose places are not known here, so whether it is inside the boundary " +
			quoted(b.Name()) + " is undecided (rule " + ruleForeign + "). If the boundary is not about that provider, list it in ungoverned."}))
	}
	for _, fact := range f.Facts {
		for _, found := range b.Findings(fact, now) {
			out = append(out, settle(fact, found))
		}
	}
	for _, fact := range f.Tentative {
		if found := b.Judge(fact, now); found.Verdict != boundary.Undecided && found.Verdict != boundary.Inside {
			out = append(out, found)
		}
	}
	for _, d := range f.Doubts {
		out = append(out, f.doubt(d))
	}
	return out
}

// settle takes the region out of a finding that is undecided because the region is not certain: it is in the message.
func settle(fact boundary.Fact, found boundary.Finding) boundary.Finding {
	if found.Verdict != boundary.Undecided || found.Region == "" {
		return found
	}
	for _, p := range []boundary.Place{fact.Place, fact.From} {
		if p.Deferred && p.Location.Region.Name == found.Region {
			found.Region, found.Country = "", ""
		}
	}
	return found
}

func (f *ResourceFacts) doubt(d Doubt) boundary.Finding {
	return boundary.Finding{
		Rule: d.Rule, Verdict: boundary.Undecided, Address: f.Address, Attribute: d.Attribute, Kind: boundary.Placement, Message: d.Message,
	}
}
