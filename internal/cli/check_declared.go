package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// declaration is what a provider block of a plan says of its boundary.
type declaration struct {
	plan.Declared
	boundary *boundary.Boundary // nil if it cannot be told
	source   string
	err      error // why it is no boundary
	file     string
	line     int // where the block stands; 0 if that is not known
}

// declarations are those of one plan, by the block's name. Blocks that have no boundary are left out.
type declarations struct {
	plan   string
	blocks []declaration
}

func (j *checkJob) declared(file string, p *plan.Plan, from *configuration) declarations {
	out := declarations{plan: file}
	for _, d := range p.Declared(from.source()) {
		if d.Mute {
			continue
		}
		one := declaration{Declared: d}
		one.file, one.line, _ = from.at(d.Module, d.Source, "boundary")
		switch name := one.path(from); {
		case d.Boundary != nil:
			one.source = fmt.Sprintf("the provider block %s of %s", d.Block, inputName(file))
			one.boundary, one.err = newBoundary(d.Boundary)
		case name != "":
			one.source = fmt.Sprintf("%s, which the provider block %s of %s names", name, d.Block, inputName(file))
			one.boundary, one.err = findBoundary(name, file, from)
		}
		out.blocks = append(out.blocks, one)
	}
	return out
}

// path is the block's boundary_file, "" if it has none or the plan and the source do not tell.
func (d *declaration) path(from *configuration) string {
	if d.File != "" || from == nil {
		return d.File
	}
	name, _ := from.Path(d.Module, d.Source, "boundary_file")
	return name
}

// own is the boundary that the plan declares, the same in every block.
func (d declarations) own() (*declaration, error) {
	if len(d.blocks) == 0 {
		return nil, errors.New("no boundary was given, and the plan declares none in a block of the provider residency: " + howToBoundary)
	}
	for i := range d.blocks {
		one := &d.blocks[i]
		switch {
		case one.err != nil:
			return nil, fmt.Errorf("the boundary of the provider block %s cannot be used: %w", one.Block, one.err)
		case one.boundary == nil:
			return nil, fmt.Errorf("the provider block %s takes its boundary from %s, whose value is not in the plan: %s, or show with -source DIR what the block says", one.Block, refers(one.Refers), howToBoundary)
		case one.boundary.Digest() != d.blocks[0].boundary.Digest():
			return nil, fmt.Errorf("the provider blocks %s and %s have different boundaries: %s", d.blocks[0].Block, one.Block, howToBoundary)
		}
	}
	return &d.blocks[0], nil
}

func refers(to []string) string {
	if len(to) == 0 {
		return "an expression"
	}
	return strings.Join(slices.Compact(slices.Clone(to)), ", ")
}

func (d *declaration) told() report.Boundary {
	return report.Boundary{Name: d.boundary.Name(), Digest: d.boundary.Digest(), Source: d.source, Own: true}
}

// differing are the findings of provider blocks whose boundary is none of the check's.
func (d declarations) differing(checks []*boundary.Boundary) []report.Finding {
	var out []report.Finding
	for _, one := range d.blocks {
		switch same := one.sameAs(checks); {
		case one.boundary != nil && !same:
			out = append(out, one.finding(checks, fmt.Sprintf("has the boundary %q with the SHA-256 %s.", one.boundary.Name(), one.boundary.Digest())))
		case len(one.faults()) > 0:
			out = append(out, one.finding(checks, "has a boundary that cannot be used: "+one.faults().Error()+"."))
		}
	}
	return out
}

func (d *declaration) sameAs(checks []*boundary.Boundary) bool {
	return d.boundary != nil && slices.ContainsFunc(checks, func(b *boundary.Boundary) bool { return b.Digest() == d.boundary.Digest() })
}

func (d *declaration) faults() boundary.Faults {
	faults, _ := errors.AsType[boundary.Faults](d.err)
	return faults
}

func (d *declaration) finding(checks []*boundary.Boundary, has string) report.Finding {
	var of []string
	for _, b := range checks {
		of = append(of, fmt.Sprintf("%q with the SHA-256 %s", b.Name(), b.Digest()))
	}
	return report.Finding{
		Finding: boundary.Finding{
			Rule: otherBoundary.ID, Verdict: boundary.Faulty, Attribute: "provider " + d.Block + " boundary",
			Message: fmt.Sprintf("The provider block %s %s This check was given %s, so what the provider refuses is not what the check refuses (rule %s). Give both the same, best a file of its own: boundary_file in the provider block and -boundary here.",
				d.Block, has, strings.Join(of, " and "), otherBoundary.ID),
		},
		File: d.file, Line: d.line,
	}
}

// untold says which provider blocks could not be compared with the check's boundaries.
func (d declarations) untold(checks []*boundary.Boundary) []string {
	var out []string
	for _, one := range d.blocks {
		switch {
		case one.sameAs(checks) || one.boundary != nil || len(one.faults()) > 0:
		case one.err != nil:
			out = append(out, fmt.Sprintf("Whether the boundary of the provider block %s is this check's was not compared: %s.", one.Block, one.err))
		default:
			out = append(out, fmt.Sprintf("Whether the boundary of the provider block %s is this check's was not compared, for the plan has only a reference to %s.", one.Block, refers(one.Refers)))
		}
	}
	return out
}
