package report

import (
	"fmt"
	"strings"
)

// Headline is the outcome in one line.
func (r *Report) Headline() string {
	counts, resources, incomplete := r.summary(), 0, 0
	var parts []string
	for _, v := range verdicts {
		if counts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[v], v))
		}
		resources += counts[v]
	}
	if n := r.elsewhere(); n > 0 {
		parts = append(parts, amount(n, "finding", "findings")+" beside the resources")
	}
	for i := range r.Plans {
		if len(r.Plans[i].Incomplete) > 0 {
			incomplete++
		}
	}
	if incomplete > 0 {
		parts = append(parts, amount(incomplete, "plan", "plans")+" incomplete")
	}
	if len(parts) == 0 {
		parts = []string{"nothing to judge"}
	}
	known := ""
	if r.Baseline != nil {
		known = "; " + amount(r.Baseline.Matched, "finding is", "findings are") + " known from the baseline"
	}
	return fmt.Sprintf("Residency check %s: %s%s (%s, %s)", r.outcome(), strings.Join(parts, ", "), known, amount(resources, "resource", "resources"), r.boundaryNames())
}

func (r *Report) outcome() string {
	if r.Passes() {
		return "passed"
	}
	return "failed"
}

// elsewhere counts the failing findings that are of no resource: those on the boundary, its exceptions and the state.
func (r *Report) elsewhere() int {
	n := 0
	for i := range r.Plans {
		p := &r.Plans[i]
		resources := map[string]bool{}
		for _, j := range p.Resources {
			resources[j.Address] = true
		}
		for j := range p.Findings {
			if f := &p.Findings[j]; f.Fails() && !resources[f.Address] {
				n++
			}
		}
	}
	return n
}

func (r *Report) boundaryNames() string {
	var names []string
	for _, b := range r.Boundaries {
		names = append(names, fmt.Sprintf("%q", b.Name))
	}
	if len(names) == 1 {
		return "boundary " + names[0]
	}
	return "boundaries " + strings.Join(names, " and ")
}
