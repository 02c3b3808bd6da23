package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Judge holds every fact of the plan against the boundary at a time.
func (p *Plan) Judge(b *boundary.Boundary, now time.Time, o Options) *Report {
	return p.JudgeSplit([]*boundary.Boundary{b}, now, o)
}

// JudgeSplit holds every fact of the plan against the boundaries of several populations, each resource against the one that
// governs it. Which one that is, says the package comment.
func (p *Plan) JudgeSplit(populations []*boundary.Boundary, now time.Time, o Options) *Report {
	out := &Report{Summary: map[boundary.Verdict]int{}, Ungoverned: map[string]int{}, Content: p.content, Incomplete: p.doubts}
	h := p.hearing(populations, now, o)
	for _, f := range h.declared(o) {
		if f.Verdict == boundary.Inside || f.Verdict == boundary.GlobalOK {
			out.Remarks = append(out.Remarks, f)
		} else {
			out.Findings = append(out.Findings, f)
		}
	}
	out.Resources = make([]Judged, 0, len(p.changes))
	unlisted := map[string]bool{}
	h.each(func(f *ResourceFacts) {
		h.resource(f, out)
		if f.Scope == Unlisted && strings.HasPrefix(f.Type, "oci_") {
			unlisted[f.Type] = true
		}
	})
	out.Remarks = append(out.Remarks, h.unused(out.Findings)...)
	out.Unlisted = slices.Sorted(maps.Keys(unlisted))
	slices.SortStableFunc(out.Findings, func(x, y boundary.Finding) int { return cmp.Compare(x.Address, y.Address) })
	return out
}

// judge holds a resource against one boundary.
func (h *hearing) judge(f *ResourceFacts, i int, guarded []boundary.Finding) Judged {
	b := h.boundaries[i]
	j := Judged{Address: f.Address, Type: f.Type, Action: f.Action, Claimed: f.Claimed, Verdict: boundary.GlobalOK, Region: f.Region}
	h.found = append(h.allFindings(f, i), guarded...)
	all := h.found
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
	for _, x := range slices.CompactFunc(all, sameSaid) {
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

// sameSaid says whether two findings tell a reader the same, from whichever attribute.
func sameSaid(x, y boundary.Finding) bool {
	x.Attribute = y.Attribute
	return x == y
}

// typePrefix is the name of the provider that a type begins with, such as aws.
func typePrefix(typ string) string {
	name, _, _ := strings.Cut(typ, "_")
	return name
}

// allFindings judges the facts and the doubts of a resource.
func (h *hearing) allFindings(f *ResourceFacts, i int) []boundary.Finding {
	b, out := h.boundaries[i], h.found[:0]
	if f.Foreign {
		return append(out, f.doubt(Doubt{ruleForeign, "", "It is of the provider " + quoted(f.Provider) + ", whose places are not known here, so whether it is inside the boundary " +
			quoted(b.Name()) + " is undecided (rule " + ruleForeign + "). If the boundary is not about that provider, list it in ungoverned."}))
	}
	for _, fact := range f.Facts {
		for _, found := range h.findings(i, fact) {
			found.Address = fact.Address
			out = append(out, settle(fact, found))
		}
	}
	for _, fact := range f.Tentative {
		if found := b.Judge(fact, h.now); found.Verdict != boundary.Undecided && found.Verdict != boundary.Inside {
			out = append(out, found)
		}
	}
	for _, d := range f.Doubts {
		out = append(out, f.doubt(d))
	}
	return append(out, f.misclaimed(b)...)
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
