package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Baseline is what an earlier report had, and what became of it.
type Baseline struct {
	Source  string        // its file
	Matched int           // findings that it has and that are still there
	Gone    []jsonFinding // findings that it has and that are not there any more, or not as bad

	digests []string // of the boundaries that it was made with
	known   map[identity][]jsonFinding
	order   []identity
	other   bool // it was made with another boundary
}

// identity is what makes two findings the same: where it is, of which rule, and its content. Messages are reworded by
// releases, so a message counts only where no region says what the finding is about. A verdict that became worse is another
// finding.
type identity struct {
	plan, rule, verdict, address, attribute, kind, region, country, exception, message string
}

func (f *jsonFinding) identity(plan string) identity {
	id := identity{plan, f.Rule, f.Verdict, f.Address, f.Attribute, f.Kind, f.Region, f.Country, f.Exception, ""}
	if f.Region == "" || strings.HasPrefix(f.Rule, "RES3") || strings.HasPrefix(f.Rule, "RES4") {
		id.message = f.Message
	}
	return id
}

// ReadBaseline reads a report in JSON. Of a wrong one nothing is used.
func ReadBaseline(source string, in io.Reader) (*Baseline, error) {
	var is struct {
		FormatVersion string          `json:"format_version"`
		Boundary      jsonBoundary    `json:"boundary"`
		Boundaries    []jsonBoundary  `json:"boundaries"`
		Findings      *[]jsonFinding  `json:"findings"`
		Summary       *map[string]int `json:"summary"`
	}
	if err := json.UnmarshalRead(in, &is); err != nil {
		return nil, fmt.Errorf("it is not a report of `check -format json`: %w", err)
	}
	major, _, _ := strings.Cut(is.FormatVersion, ".")
	switch {
	case is.FormatVersion == "" || is.Findings == nil || is.Summary == nil:
		return nil, errors.New("it is JSON, but not a report of `check -format json`: that has format_version, summary and findings")
	case major != "1":
		return nil, fmt.Errorf("it is a report of format %.20q, and this release reads 1.x only", is.FormatVersion)
	}
	b := &Baseline{Source: source, known: map[identity][]jsonFinding{}, digests: digestsOf(append(is.Boundaries, is.Boundary))}
	for i, f := range *is.Findings {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("its finding %d %w", i+1, err)
		}
		if boundary.Verdict(f.Verdict).Passes() {
			continue
		}
		id := f.identity(f.Plan)
		if len(b.known[id]) == 0 {
			b.order = append(b.order, id)
		}
		b.known[id] = append(b.known[id], f)
	}
	return b, nil
}

func (f *jsonFinding) check() error {
	switch {
	case !slices.Contains(verdicts, boundary.Verdict(f.Verdict)):
		return fmt.Errorf("has the verdict %.40q, which there is not", f.Verdict)
	case f.Rule == "":
		return errors.New("has no rule")
	}
	return nil
}

func digestsOf(all []jsonBoundary) []string {
	var out []string
	for _, b := range all {
		if b.SHA256 != "" {
			out = append(out, b.SHA256)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Apply marks the findings of a report that the baseline has. Each of the baseline's excuses one: a second of the same kind is
// new.
func (r *Report) Apply(b *Baseline) {
	r.Baseline = b
	if !r.several() {
		b.forgetPlans()
	}
	for i := range r.Plans {
		p := &r.Plans[i]
		for j := range p.Findings {
			f := &p.Findings[j]
			if !f.Verdict.Passes() && b.take(r, p.Name, f) {
				f.Known = true
				b.Matched++
			}
		}
	}
	for _, id := range b.order {
		b.Gone = append(b.Gone, b.known[id]...)
	}
	digests := make([]jsonBoundary, 0, len(r.Boundaries))
	for _, one := range r.Boundaries {
		digests = append(digests, jsonBoundary{SHA256: one.Digest})
	}
	b.other = !slices.Equal(b.digests, digestsOf(digests))
}

// forgetPlans makes the findings of several plans those of one.
func (b *Baseline) forgetPlans() {
	known, order := map[identity][]jsonFinding{}, []identity(nil)
	for _, id := range b.order {
		one := id
		one.plan = ""
		if len(known[one]) == 0 {
			order = append(order, one)
		}
		known[one] = append(known[one], b.known[id]...)
	}
	b.known, b.order = known, order
}

// take uses up one of the baseline's findings. The plan counts where both are of several.
func (b *Baseline) take(r *Report, plan string, f *Finding) bool {
	one := f.json("")
	ids := []identity{one.identity("")}
	if r.several() {
		ids = []identity{one.identity(plan), one.identity("")}
	}
	for _, id := range ids {
		if left := b.known[id]; len(left) > 0 {
			b.known[id] = left[1:]
			return true
		}
	}
	return false
}

// notes says what the baseline excused, and what it need not have any more.
func (b *Baseline) notes() []note {
	out := []note{{told, fmt.Sprintf("The baseline is %s: %s known from it, which keeps nothing from passing.", b.Source, amount(b.Matched, "finding is", "findings are"))}}
	if b.other {
		out = append(out, note{warned, "The baseline was made with another boundary than this check's: make it again when its findings have been looked at."})
	}
	for i, f := range b.Gone {
		if i == maxListed {
			out = append(out, note{told, fmt.Sprintf("%d more of the baseline's findings are gone.", len(b.Gone)-maxListed)})
			break
		}
		out = append(out, note{told, "Gone: " + f.Rule + " of " + f.subject() + " (" + f.Verdict + f.place() + ") was in the baseline and is not found any more; take it out of the baseline by making it again."})
	}
	return out
}

func (f *jsonFinding) subject() string {
	one := Finding{Finding: boundary.Finding{Address: f.Address, Attribute: f.Attribute}}
	return one.subject()
}

func (f *jsonFinding) place() string {
	if f.Region == "" {
		return ""
	}
	return ", " + f.Region
}
