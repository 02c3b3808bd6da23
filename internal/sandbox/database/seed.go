package database

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var _ cloud.Seeder = (*Service)(nil)

// SeedBlocks implements cloud.Seeder.
//
//	autonomous_database "ledger" {    # its dbName
//	  region      = "eu-frankfurt-1"
//	  compartment = "data"            # by default the tenancy
//	  workload    = "OLTP"            # by default
//	}
//
// Its OCID follows from the name and the region, so that it is the same in every run; a dump shows it.
func (s *Service) SeedBlocks() []hcl.BlockHeaderSchema {
	return []hcl.BlockHeaderSchema{{Type: "autonomous_database", LabelNames: []string{"name"}}}
}

// seeded is a database that a seed file asks for.
type seeded struct {
	Region      string  `hcl:"region"`
	Compartment *string `hcl:"compartment,optional"`
	Workload    *string `hcl:"workload,optional"`

	region region.Region
}

// Seed implements cloud.Seeder.
func (s *Service) Seed(seed cloud.Seed, blocks hcl.Blocks) hcl.Diagnostics {
	var diags hcl.Diagnostics
	databases := make([]*database, 0, len(blocks))
	for _, block := range blocks {
		var asked seeded
		faults := gohcl.DecodeBody(block.Body, nil, &asked)
		if !faults.HasErrors() {
			faults = asked.check(seed, block)
		}
		diags = append(diags, faults...)
		if !faults.HasErrors() {
			databases = append(databases, s.seeded(block.Labels[0], asked))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, d := range databases {
		if diags.HasErrors() {
			break
		}
		if s.databases[d.ID] != nil || s.free(d) != nil {
			diags = append(diags, cloud.SeedFault(blocks[i].DefRange, "Duplicate database", "The dbName %q is declared in %q already.", d.DBName, d.region.Name))
			continue
		}
		s.databases[d.ID] = d
		s.firstBackup(d, s.world.Now())
	}
	return diags
}

// check finds what the block refers to.
func (a *seeded) check(seed cloud.Seed, block *hcl.Block) hcl.Diagnostics {
	asked := details{DBName: &block.Labels[0], DBWorkload: a.Workload}
	at, ocid, diags := seed.Place(block, a.Region, value(a.Compartment))
	if err := asked.check(at); err != nil && !diags.HasErrors() {
		diags = append(diags, cloud.SeedFault(block.DefRange, "Invalid database", "%s", cloud.AsError(err).Message))
	}
	a.region, a.Compartment = at, &ocid
	return diags
}

// seeded is the smallest database of its workload, closed to everybody but by mutual TLS.
func (s *Service) seeded(name string, asked seeded) *database {
	d := s.blank(asked.region, *asked.Compartment)
	d.ID = cloud.OCIDOf("autonomousdatabase", asked.region, name)
	d.DBName, d.DisplayName = name, name
	set(&d.DBWorkload, asked.Workload)
	d.LicenseModel = "LICENSE_INCLUDED"
	d.ComputeModel, d.ComputeCount = "ECPU", 2
	d.store(gbInTB, d.DBWorkload)
	d.IsMtlsConnectionRequired = true
	d.name()
	d.renew()
	return d
}
