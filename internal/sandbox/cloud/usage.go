package cloud

import "github.com/data-residency/terraform-provider-residency/internal/region"

// Limit is something that Oracle limits, as the Limits service lists it.
type Limit struct {
	Service     string // the Limits service's name of the service, such as "database"
	Name        string // such as "adw-ecpu-count"
	Description string
	Scope       string   // "REGION", "AD" or "GLOBAL"; "" is "REGION"
	Families    []string // the quota families that take a quota of that name, such as "database"; none: no quota can be set
	Value       int64    // the service limit
}

// Metered is what a Service implements when it has something that Oracle limits.
type Metered interface {
	Limits() []Limit
	// Used is what a region has now of a limit, in the compartments that in says yes to. The service takes its own lock.
	Used(limit string, r region.Region, in func(compartment string) bool) int64
}

// Usage is what a call is about to use more of, in the call's region.
type Usage struct {
	Service     string // of the Limit
	Limit       string // the Limit's name
	Compartment string // OCID
	Amount      int64  // how much more; of a change, the difference
	// InUse is what the region has now, in the compartments that in says yes to. Reserve calls it at once, perhaps several
	// times; it may rely on a lock that Reserve's caller holds.
	InUse func(in func(compartment string) bool) int64
}

// Reserver holds usages against quotas.
type Reserver interface {
	Reserve(c *Call, u Usage) error
}

// Reserve says whether the quotas in force leave room for a usage; otherwise the error is Oracle's QuotaExceeded. Services
// call it after Authorize and before they create or grow what a quota counts, under the lock under which they then do so:
// two creates at once must not both take what is left. It binds Administrators as well.
func (c *Call) Reserve(u Usage) error {
	if c.Reserver == nil {
		return nil
	}
	return c.Reserver.Reserve(c, u)
}
