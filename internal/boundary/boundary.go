package boundary

import (
	"errors"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Boundary is a checked declaration. It does not change after Parse or New.
type Boundary struct{ declaration Declaration }

// Parse reads a boundary file. The error is Faults: every fault in the file.
func Parse(filename string, src []byte) (*Boundary, error) { return nil, errors.New("unfinished") }

// New checks a declaration that comes from the provider block. The error is Faults.
func New(d Declaration) (*Boundary, error) { return nil, errors.New("unfinished") }

// Fault is one thing wrong with a declaration, and where.
type Fault struct {
	File         string
	Line, Column int
	Path         []any // in a provider block: attribute names and map keys (string), list indices (int)
	Message      string
}

// Faults is every fault of a declaration.
type Faults []Fault

func (f Faults) Error() string { return "" }

func (b *Boundary) Name() string                         { return b.declaration.Name }
func (b *Boundary) Digest() string                       { return "" }
func (b *Boundary) Source() string                       { return "" }
func (b *Boundary) Declaration() Declaration             { return b.declaration }
func (b *Boundary) Regions(class string) []region.Region { return nil }
func (b *Boundary) Classes() []string                    { return nil }
func (b *Boundary) EffectiveClass(f Fact) string         { return "protected" }
func (b *Boundary) Judge(f Fact, now time.Time) Finding  { return Finding{Verdict: Undecided} }
func (b *Boundary) Audit(now time.Time) []Finding        { return nil }
func Worst(findings []Finding) Verdict                   { return Undecided }
