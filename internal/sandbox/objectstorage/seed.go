package objectstorage

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var _ cloud.Seeder = (*Service)(nil)

// SeedBlocks implements cloud.Seeder.
//
//	bucket "ledger" {
//	  region      = "us-ashburn-1"
//	  compartment = "data"          # by default the tenancy
//	}
func (s *Service) SeedBlocks() []hcl.BlockHeaderSchema {
	return []hcl.BlockHeaderSchema{{Type: "bucket", LabelNames: []string{"name"}}}
}

// seedBucket is a bucket that a seed file asks for.
type seedBucket struct {
	name, region, compartment string
}

// Seed implements cloud.Seeder.
func (s *Service) Seed(seed cloud.Seed, blocks hcl.Blocks) hcl.Diagnostics {
	var buckets []seedBucket
	var diags hcl.Diagnostics
	seen := map[[2]string]bool{}
	for _, block := range blocks {
		b, faults := readSeed(seed, block)
		key := [2]string{b.region, b.name}
		if seen[key] {
			faults = append(faults, seedFault(block.DefRange, "Duplicate bucket", "The bucket %q is declared in %q already.", b.name, b.region))
		}
		seen[key] = true
		diags = append(diags, faults...)
		buckets = append(buckets, b)
	}
	if diags.HasErrors() {
		return diags
	}
	for i, b := range buckets {
		if err := s.AddBucket(b.region, b.compartment, b.name); err != nil {
			diags = append(diags, seedFault(blocks[i].DefRange, "Bucket refused", "%s.", err))
		}
	}
	return diags
}

var seedSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "region", Required: true}, {Name: "compartment"}}}

func readSeed(seed cloud.Seed, block *hcl.Block) (seedBucket, hcl.Diagnostics) {
	b := seedBucket{name: block.Labels[0]}
	content, diags := block.Body.Content(seedSchema)
	var compartment string
	for name, to := range map[string]*string{"region": &b.region, "compartment": &compartment} {
		if attr := content.Attributes[name]; attr != nil {
			diags = append(diags, gohcl.DecodeExpression(attr.Expr, nil, to)...)
		}
	}
	if diags.HasErrors() {
		return b, diags
	}
	if err := checkBucketName(b.name); err != nil {
		diags = append(diags, seedFault(block.LabelRanges[0], "Invalid bucket name", "%s.", cloud.AsError(err).Message))
	}
	if _, ok := region.ByName(b.region); !ok || !seed.Subscribed(b.region) {
		diags = append(diags, seedFault(content.Attributes["region"].Range, "Region not subscribed", "The tenancy is not subscribed to the region %q.", b.region))
	}
	var ok bool
	if b.compartment, ok = seed.Compartment(compartment); !ok {
		diags = append(diags, seedFault(content.Attributes["compartment"].Range, "Unknown compartment", "The compartment %q is not declared.", compartment))
	}
	return b, diags
}

func seedFault(subject hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: &subject}
}
