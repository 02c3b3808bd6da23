package objectstorage

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

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
	Region      string  `hcl:"region"`
	Compartment *string `hcl:"compartment,optional"`

	name, compartment string
}

// Seed implements cloud.Seeder.
func (s *Service) Seed(seed cloud.Seed, blocks hcl.Blocks) hcl.Diagnostics {
	var buckets []seedBucket
	var diags hcl.Diagnostics
	seen := map[[2]string]bool{}
	for _, block := range blocks {
		b, faults := readSeed(seed, block)
		key := [2]string{b.Region, b.name}
		if seen[key] {
			faults = append(faults, cloud.SeedFault(block.DefRange, "Duplicate bucket", "The bucket %q is declared in %q already.", b.name, b.Region))
		}
		seen[key] = true
		diags = append(diags, faults...)
		buckets = append(buckets, b)
	}
	if diags.HasErrors() {
		return diags
	}
	for i, b := range buckets {
		if err := s.AddBucket(b.Region, b.compartment, b.name); err != nil {
			diags = append(diags, cloud.SeedFault(blocks[i].DefRange, "Bucket refused", "%s.", err))
		}
	}
	return diags
}

func readSeed(seed cloud.Seed, block *hcl.Block) (seedBucket, hcl.Diagnostics) {
	b := seedBucket{name: block.Labels[0]}
	diags := gohcl.DecodeBody(block.Body, nil, &b)
	if diags.HasErrors() {
		return b, diags
	}
	if err := checkBucketName(b.name); err != nil {
		diags = append(diags, cloud.SeedFault(block.LabelRanges[0], "Invalid bucket name", "%s.", cloud.AsError(err).Message))
	}
	_, ocid, faults := seed.Place(block, b.Region, deref(b.Compartment))
	b.compartment = ocid
	return b, append(diags, faults...)
}
