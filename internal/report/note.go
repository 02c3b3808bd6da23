package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// scope is what no report may leave out.
const scope = "This speaks of the plan, not of the estate: what no plan shows, such as resources made by hand, was not looked at."

// weight says how much a note matters.
type weight int

const (
	told    weight = iota // it is good to know
	warned                // the outcome rests on it
	failing               // it keeps the check from passing
)

// note is what a report says beside its findings.
type note struct {
	weight weight
	text   string // full sentences
}

// notes are what every format says, in this order.
func (r *Report) notes() []note {
	var out []note
	for _, b := range r.Boundaries {
		out = append(out, b.note())
	}
	for i := range r.Plans {
		for _, n := range r.Plans[i].notes() {
			if r.several() {
				n.text = "Plan " + r.Plans[i].planName() + ": " + n.text
			}
			out = append(out, n)
		}
	}
	if r.Baseline != nil {
		out = append(out, r.Baseline.notes()...)
	}
	return append(out, note{told, scope})
}

func (b *Boundary) note() note {
	if b.Own {
		return note{warned, fmt.Sprintf("The boundary is %q, which the judged code itself declares (%s), so whoever changes the code can change it; its SHA-256 is %s.", b.Name, b.Source, b.Digest)}
	}
	return note{told, fmt.Sprintf("The boundary is %q of %s; its SHA-256 is %s.", b.Name, b.Source, b.Digest)}
}

func (p *Plan) notes() []note {
	var out []note
	for _, text := range p.Incomplete {
		out = append(out, note{failing, text})
	}
	for _, text := range p.Notes {
		out = append(out, note{warned, text})
	}
	if p.Claimed != "" {
		out = append(out, note{warned, fmt.Sprintf("That %s is the region of provider blocks without one is a claim of -region; %s on it.", p.Claimed, resting(p.claimed()))})
	}
	for _, name := range slices.Sorted(maps.Keys(p.Ungoverned)) {
		out = append(out, note{warned, fmt.Sprintf("The boundary lists the provider %s as ungoverned: %s not judged.", name, amount(p.Ungoverned[name], "resource was", "resources were"))})
	}
	if n := len(p.Unlisted); n > 0 {
		out = append(out, note{warned, fmt.Sprintf("Of %s of Oracle's provider nothing but the region and the locations among the values was judged, for this release does not know %s: %s.",
			amount(n, "type", "types"), map[bool]string{true: "it", false: "them"}[n == 1], listed(p.Unlisted))})
	}
	if n := len(p.Content); n > 0 {
		out = append(out, note{warned, fmt.Sprintf("%s content into the state, wherever that is kept: %s.", amount(n, "data source brings", "data sources bring"), listed(contents(p.Content)))})
	}
	for i := range p.Remarks {
		out = append(out, note{told, "Remark: " + p.Remarks[i].sentence()})
	}
	return out
}

// claimed counts the resources whose region is the one that was given.
func (p *Plan) claimed() int {
	n := 0
	for i := range p.Resources {
		if p.Resources[i].Claimed {
			n++
		}
	}
	return n
}

func resting(n int) string { return amount(n, "resource rests", "resources rest") }

func contents(all []plan.Content) []string {
	out := make([]string, 0, len(all))
	for _, c := range all {
		out = append(out, c.Address+" ("+c.What+")")
	}
	return out
}

// sentence is a finding in running text.
func (f *Finding) sentence() string {
	if f.Address == "" {
		return f.Message
	}
	return f.Address + ": " + f.Message
}

// maxListed is how many names are listed for people; the JSON report has all.
const maxListed = 20

func listed(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		return strings.Join(names[:maxListed], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}

// amount gives a number with its noun, and with its verb where there is one.
func amount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// subject is what a finding is about, where it is of no resource.
func (f *Finding) subject() string {
	switch {
	case f.Address != "":
		return f.Address
	case f.Attribute != "":
		return "boundary: " + f.Attribute
	}
	return "boundary"
}

// where is the file and line of a finding, "" if they are not known.
func (f *Finding) where() string {
	if f.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// titleOf is a verdict as a heading.
func titleOf(v boundary.Verdict) string {
	return strings.ToUpper(string(v[:1])) + string(v[1:])
}
