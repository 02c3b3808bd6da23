// Package placement is what every residency resource does about its region: the shared attributes (region, data_class,
// exception, country and the effective class) and the shared plan steps. It knows no noun and sends no request; what is
// inside is decided by package boundary alone.
package placement

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// Provider is what a configured provider gives to each of its resources, data sources and list resources.
type Provider struct {
	Session  *oci.Session       // nil while provider arguments that it needs are unknown
	Boundary *boundary.Boundary // nil while the boundary is unknown
	Owner    string             // the mark of what this configuration creates, "" for none
	Clock    func() time.Time   // the time at which exceptions are judged
	Deferred []string           // provider arguments that are unknown in this plan, such as "boundary.jurisdictions"
}
