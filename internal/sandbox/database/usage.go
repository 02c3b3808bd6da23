package database

import (
	"math"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var _ cloud.Metered = (*Service)(nil)

// prefixes are what the names of the limits of a workload begin with. APEX has none that is known.
var prefixes = map[string]string{"OLTP": "atp", "DW": "adw", "LH": "adw", "AJD": "ajd"}

// Limits implements cloud.Metered: compute and storage by workload, and Always Free databases.
func (s *Service) Limits() []cloud.Limit {
	limits := []cloud.Limit{{
		Service: "database", Name: "adb-free-count", Description: "Autonomous Database Always Free Instance Count", Families: []string{"database"}, Value: 2,
	}}
	for _, prefix := range []string{"adw", "ajd", "atp"} {
		limits = append(limits,
			cloud.Limit{Service: "database", Name: prefix + "-ecpu-count", Description: "ECPUs of Autonomous Databases", Families: []string{"database"}, Value: 2048},
			cloud.Limit{Service: "database", Name: prefix + "-ocpu-count", Description: "OCPUs of Autonomous Databases", Families: []string{"database"}, Value: 512},
			cloud.Limit{
				Service: "database", Name: prefix + "-total-storage-tb", Description: "Storage of Autonomous Databases in TB", Families: []string{"database"}, Value: 768,
			},
		)
	}
	return limits
}

// Used implements cloud.Metered.
func (s *Service) Used(limit string, r region.Region, in func(compartment string) bool) int64 {
	s.settle()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used(limit, r, in)
}

func (s *Service) used(limit string, r region.Region, in func(string) bool) int64 {
	return s.usedBut("", limit, r, in)
}

// usedBut is what all databases use but one, which is about to use another amount or in another compartment.
func (s *Service) usedBut(one, limit string, r region.Region, in func(string) bool) int64 {
	var sum float64
	for _, d := range s.databases {
		if d.ID != one && d.region.Name == r.Name && d.LifecycleState != terminated && in(d.CompartmentID) {
			sum += d.uses()[limit]
		}
	}
	return int64(math.Ceil(sum))
}

// uses is what a database counts for, by limit.
func (d *database) uses() map[string]float64 {
	if d.IsFreeTier {
		return map[string]float64{"adb-free-count": 1}
	}
	prefix, ok := prefixes[d.DBWorkload]
	if !ok {
		return nil
	}
	compute := "-ecpu-count"
	if d.ComputeModel == "OCPU" {
		compute = "-ocpu-count"
	}
	return map[string]float64{prefix + compute: d.ComputeCount, prefix + "-total-storage-tb": d.AllocatedStorageSizeInTBs}
}

// reserve holds what a new or changed database uses more than before against the quotas. The caller holds the lock.
func (s *Service) reserve(c *cloud.Call, d, before *database) error {
	var had map[string]float64
	if before != nil && before.CompartmentID == d.CompartmentID {
		had = before.uses()
	}
	for limit, amount := range d.uses() {
		if amount <= had[limit] {
			continue
		}
		err := c.Reserve(cloud.Usage{
			Service: "database", Limit: limit, Compartment: d.CompartmentID, Amount: int64(math.Ceil(amount)),
			InUse: func(in func(string) bool) int64 { return s.usedBut(d.ID, limit, d.region, in) },
		})
		if err != nil {
			return err
		}
	}
	return nil
}
