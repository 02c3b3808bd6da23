package cloud

import (
	"fmt"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Seeder is what a Service implements when a seed file may create things in it.
type Seeder interface {
	// SeedBlocks are the top-level blocks of a seed file that are this service's.
	SeedBlocks() []hcl.BlockHeaderSchema
	// Seed creates what the blocks say. Every fault is reported, with its range; nothing is half done when there is one.
	Seed(s Seed, blocks hcl.Blocks) hcl.Diagnostics
}

// Seed is what a Seeder may ask while it reads its blocks.
type Seed struct {
	Compartment func(name string) (ocid string, ok bool) // by the name in the seed; "" and "root" are the tenancy
	User        func(name string) (ocid string, ok bool)
	Subscribed  func(regionName string) bool
	Now         time.Time
}

// Place finds the region and the compartment that a block names.
func (s Seed) Place(block *hcl.Block, regionName, compartment string) (at region.Region, ocid string, diags hcl.Diagnostics) {
	at, known := region.ByName(regionName)
	if !known || !s.Subscribed(regionName) {
		diags = append(diags, SeedFault(attribute(block, "region"), "Region not subscribed", "The tenancy is not subscribed to the region %q.", regionName))
	}
	ocid, ok := s.Compartment(compartment)
	if !ok {
		diags = append(diags, SeedFault(attribute(block, "compartment"), "Unknown compartment", "The compartment %q is not declared.", compartment))
	}
	return at, ocid, diags
}

// attribute is the range of a block's attribute, or the block's own.
func attribute(block *hcl.Block, name string) hcl.Range {
	content, _, _ := block.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	if a := content.Attributes[name]; a != nil {
		return a.Range
	}
	return block.DefRange
}

// SeedFault is a fault of a seed file.
func SeedFault(subject hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: &subject}
}
