package nosql

import (
	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	provisioned = "PROVISIONED"
	onDemand    = "ON_DEMAND"
)

// The most that one table may have, by "Oracle NoSQL Database Cloud Service Limits".
const (
	mostReads   = 40000
	mostWrites  = 20000
	mostStorage = 5000
)

type limitsDetails struct {
	MaxReadUnits    *int   `json:"maxReadUnits"`
	MaxWriteUnits   *int   `json:"maxWriteUnits"`
	MaxStorageInGBs *int   `json:"maxStorageInGBs"`
	CapacityMode    string `json:"capacityMode"`
}

// of are the limits of a table that is to be made. A child has its parent's.
func (d *limitsDetails) of(t ddl.Table) (*limitsJSON, error) {
	switch {
	case t.IsChild() && d != nil:
		return nil, cloud.InvalidParameter("The table %s is a child table: it has the limits of its parent and none of its own.", t.Name)
	case t.IsChild():
		return nil, nil
	case d == nil:
		return nil, cloud.MissingParameter("tableLimits")
	}
	return d.check()
}

func (d limitsDetails) check() (*limitsJSON, error) {
	if d.MaxReadUnits == nil || d.MaxWriteUnits == nil || d.MaxStorageInGBs == nil {
		return nil, cloud.MissingParameter("tableLimits.maxReadUnits, maxWriteUnits or maxStorageInGBs")
	}
	l := limitsJSON{*d.MaxReadUnits, *d.MaxWriteUnits, *d.MaxStorageInGBs, d.CapacityMode}
	switch l.CapacityMode {
	case "":
		l.CapacityMode = provisioned
	case provisioned:
	case onDemand:
		l.MaxReadUnits, l.MaxWriteUnits = 0, 0 // Oracle does not use them
	default:
		return nil, cloud.InvalidParameter("The capacityMode must be PROVISIONED or ON_DEMAND, not %q.", l.CapacityMode)
	}
	return &l, l.within()
}

func (l limitsJSON) within() error {
	low := 1
	if l.CapacityMode == onDemand {
		low = 0
	}
	for _, v := range []struct {
		name             string
		value, low, high int
	}{
		{"maxReadUnits", l.MaxReadUnits, low, mostReads},
		{"maxWriteUnits", l.MaxWriteUnits, low, mostWrites},
		{"maxStorageInGBs", l.MaxStorageInGBs, 1, mostStorage},
	} {
		if v.value < v.low || v.value > v.high {
			return cloud.InvalidParameter("The %s must be from %d to %d, not %d.", v.name, v.low, v.high, v.value)
		}
	}
	return nil
}

// measured is what Oracle limits, with what a table has of it.
var measured = []struct {
	limit cloud.Limit
	of    func(limitsJSON) int
}{
	{
		cloud.Limit{Name: "read-unit-count", Description: "Read units", Value: 100000},
		func(l limitsJSON) int { return l.MaxReadUnits },
	},
	{
		cloud.Limit{Name: "write-unit-count", Description: "Write units", Value: 40000},
		func(l limitsJSON) int { return l.MaxWriteUnits },
	},
	{
		cloud.Limit{Name: "table-size-gb", Description: "Table size in GB", Value: 5000},
		func(l limitsJSON) int { return l.MaxStorageInGBs },
	},
}

// Limits implements cloud.Metered.
func (s *Service) Limits() []cloud.Limit {
	out := make([]cloud.Limit, len(measured))
	for i, m := range measured {
		out[i] = m.limit
		out[i].Service, out[i].Families = "nosql", []string{"nosql"}
	}
	return out
}

// Used implements cloud.Metered.
func (s *Service) Used(limit string, r region.Region, in func(compartment string) bool) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	return s.used(limit, r, in)
}

func (s *Service) used(limit string, r region.Region, in func(compartment string) bool) (sum int64) {
	for _, m := range measured {
		if m.limit.Name != limit {
			continue
		}
		for _, t := range s.tables {
			if t.region.Name == r.Name && t.limits != nil && in(t.compartment) {
				sum += int64(m.of(*t.limits))
			}
		}
	}
	return sum
}

// reserve holds what a table is to have more than before against the quotas of the call's region. The caller holds the lock.
func (s *Service) reserve(c *cloud.Call, t *table, before limitsJSON) error {
	return s.reserveIn(c.Region, t, before, c.Reserve)
}

func (s *Service) reserveIn(at region.Region, t *table, before limitsJSON, reserve func(cloud.Usage) error) error {
	if t.limits == nil {
		return nil
	}
	for _, m := range measured {
		more := m.of(*t.limits) - m.of(before)
		if more <= 0 {
			continue
		}
		err := reserve(cloud.Usage{
			Service: "nosql", Limit: m.limit.Name, Compartment: t.compartment, Amount: int64(more),
			InUse: func(in func(string) bool) int64 { return s.used(m.limit.Name, at, in) },
		})
		if err != nil {
			return err
		}
	}
	return nil
}
